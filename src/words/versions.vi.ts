// What an author reads about a new version of a form, in Vietnamese: what is different, and what that means. The shape that the other languages follow.
import type { DifferenceCode, ForAnswers, ForDrafts, ForTallies } from '../form/difference.ts'
import type { Facts } from './problems.vi.ts'

/** `at` is among the facts. */
type Told = (facts: Facts) => string

/** Which part of a thing is meant, for facts that name a key. */
const parts: Readonly<Record<string, string>> = {
  date: 'ngày của phiếu', unit: 'nơi của phiếu', instance_name: 'tên của phiếu', short: 'các câu khi ghi nhanh', hint: 'lời gợi ý', required_message: 'lời nhắc phải trả lời',
  constraint_message: 'lời báo chưa hợp lệ', purpose: 'mục đích hỏi', check: 'lời hỏi lại', appearance: 'cách hiện', parameters: 'tham số', read_only: 'chỉ đọc', level: 'cấp', register: 'sổ',
  repeat: 'lặp theo phần nào', entity_id: 'mục được sửa', create_if: 'khi nào thêm mục', update_if: 'khi nào sửa mục', alike: 'điều dùng để tìm mục trùng', label: 'tên gọi',
}
const ruleParts: Readonly<Record<string, string>> = { ...parts, unit: 'nơi của mục', label: 'tên của mục' }
const indicatorParts: Readonly<Record<string, string>> = {
  label: 'tên gọi', unit: 'đơn vị tính', scale: 'cách quy đổi', good: 'mức cần đạt', count: 'đếm', sum: 'cộng', average: 'bình quân', share: 'tỷ lệ', difference: 'hiệu số', distinct: 'số nơi', median: 'số ở giữa',
  min: 'nhỏ nhất', max: 'lớn nhất', each: 'tính theo từng dòng', register: 'tính theo sổ', where: 'chỉ tính khi', about: 'khi nào là ước chừng', date: 'tính vào ngày nào', period: 'tính theo tháng hay ngày', by: 'cách chia nhóm',
  calculation: 'cách tính ở các câu hỏi',
}
const named = (names: Readonly<Record<string, string>>, keys: string | undefined): string => (keys ?? '').split(', ').map((key) => names[key] ?? key).join(', ')

/** '90 days' as it is written in a form → as it is said. */
export const termVi = (keep = ''): string => keep.replace(/days?$/, 'ngày').replace(/months?$/, 'tháng').replace(/years?$/, 'năm')

const code: Readonly<Record<DifferenceCode, Told>> = {
  title_changed: (f) => `Tên biểu mẫu đổi từ “${f.was}” thành “${f.is}”.`,
  language_changed: (f) => `Ngôn ngữ của biểu mẫu đổi từ ${f.was} sang ${f.is}.`,
  language_added: (f) => `Có thêm bản dịch ${f.language}.`,
  language_removed: (f) => `Không còn bản dịch ${f.language}.`,
  translation_changed: (f) => `Bản dịch ${f.language} của “${f.at || 'tên biểu mẫu'}” đã khác.`,
  record_changed: (f) => `Đổi ${named(parts, f.key)}. Phiếu đã gửi vẫn tính vào nơi và ngày như khi gửi.`,
  review_hold: (f) => `Từ nay ${f.is === 'all' ? 'mọi phiếu đều chờ người duyệt' : f.is === '0' ? 'chỉ phiếu có điểm cần xem mới chờ người duyệt, phiếu khác được duyệt ngay khi nhận' : `phiếu có điểm cần xem và ${f.is} % phiếu khác, chọn ngẫu nhiên, chờ người duyệt; còn lại được duyệt ngay khi nhận`}. Phiếu đã nhận giữ nguyên.`,
  review_first: (f) => (f.is === '' ? 'Từ nay chỉ duyệt một lần.' : `Từ nay cấp “${f.is}” duyệt trước, rồi cấp trên duyệt. Phiếu đã duyệt giữ nguyên.`),
  form_keep: (f) => `${f.is === '' ? `Từ nay không còn thời hạn lưu giữ (trước là ${termVi(f.was)}): hệ thống không tự xóa thông tin cá nhân nữa.` : `Từ nay thông tin cá nhân được giữ ${termVi(f.is)} kể từ ngày văn phòng xử lý xong phiếu${f.was === '' ? '' : ` (trước là ${termVi(f.was)})`}, rồi hệ thống tự xóa hẳn; tính cả phiếu đã có.`} Phiếu đã xóa không lấy lại được.`,
  form_public: (f) => (f.is === 'yes' ? 'Từ nay ai cũng ghi được biểu mẫu này, không cần đăng nhập.' : 'Từ nay phải đăng nhập mới ghi được biểu mẫu này.'),
  question_added: (f) => `Câu hỏi mới “${f.at}”.`,
  question_removed: (f) => `Bỏ câu hỏi “${f.at}”.${f.perhaps ? ` Nếu đó vẫn là câu ấy, nay mang tên “${f.perhaps}”, thì hãy thêm vào đầu tệp: migrate: { renamed: { ${f.at}: ${f.perhaps} } }. Nhờ thế câu trả lời cũ chuyển theo.` : ''}`,
  question_renamed: (f) => `Câu hỏi “${f.was}” nay mang tên “${f.at}”.`,
  question_moved: (f) => (f.was === f.is ? `Câu hỏi “${f.at}” đổi chỗ.` : `Câu hỏi “${f.at}” chuyển ${f.was ? `từ phần “${f.was}” ` : ''}${f.is ? `vào phần “${f.is}”` : 'ra ngoài các phần'}.`),
  question_relabelled: (f) => `Lời hỏi của “${f.at}” đổi từ “${f.was}” thành “${f.is}”.`,
  question_reworded: (f) => `Câu hỏi “${f.at}” đổi ${named(parts, f.key)}.`,
  kind_changed: (f) => `Câu hỏi “${f.at}” đổi loại, từ ${f.was} sang ${f.is}.`,
  list_changed: (f) => `Câu hỏi “${f.at}” đổi danh sách, từ “${f.was}” sang “${f.is}”.`,
  required_changed: (f) => `Đổi điều kiện bắt buộc trả lời của “${f.at}”.`,
  relevant_changed: (f) => `Đổi điều kiện được hỏi của “${f.at}”.`,
  constraint_changed: (f) => `Đổi điều kiện hợp lệ của “${f.at}”.`,
  check_changed: (f) => `Đổi câu hỏi lại của “${f.at}”.`,
  calculation_changed: (f) => `Đổi cách tính của “${f.at}”. Phiếu đã gửi giữ kết quả như khi gửi.`,
  default_changed: (f) => `Đổi câu trả lời ghi sẵn của “${f.at}”.`,
  choice_filter_changed: (f) => `Đổi cách lọc lựa chọn của “${f.at}”.`,
  repeat_count_changed: (f) => `Đổi số dòng của “${f.at}”.`,
  personal_changed: (f) => `Đổi mức dữ liệu cá nhân của “${f.at}”${f.is ? ` thành ${f.is}` : ', nay không còn là dữ liệu cá nhân'}.`,
  setting_changed: (f) => `Câu hỏi “${f.at}” đổi ${named(parts, f.key)}.`,
  choice_added: (f) => `Danh sách “${f.at}” có thêm “${f.choice}”.`,
  choice_removed: (f) => `Danh sách “${f.at}” bỏ “${f.choice}”.`,
  choice_renamed: (f) => `Trong danh sách “${f.at}”, “${f.was}” nay mang tên “${f.choice}”.`,
  choice_relabelled: (f) => `Trong danh sách “${f.at}”, lời của “${f.choice}” đổi từ “${f.was}” thành “${f.is}”.`,
  choice_changed: (f) => `Trong danh sách “${f.at}”, “${f.choice}” đổi ở một cột.`,
  register_added: (f) => `Biểu mẫu ghi thêm vào sổ “${f.at}”.`,
  register_removed: (f) => `Biểu mẫu không ghi vào sổ “${f.at}” nữa. Các mục đã có vẫn còn.`,
  register_changed: (f) => `Cách ghi vào sổ “${f.at}” đổi ở: ${named(ruleParts, f.key)}.`,
  column_added: (f) => `Sổ “${f.at}” có thêm cột “${f.column}”. Mục đã có để trống cột này cho đến khi được sửa.`,
  column_removed: (f) => `Sổ “${f.at}” không ghi cột “${f.column}” nữa. Mục đã có vẫn giữ cột này.`,
  column_changed: (f) => `Cột “${f.column}” của sổ “${f.at}” được tính cách khác. Mục đã có giữ giá trị cũ cho đến khi được sửa.`,
  indicator_added: (f) => `Chỉ tiêu mới “${f.at}”.`,
  indicator_removed: (f) => `Bỏ chỉ tiêu “${f.at}”.`,
  indicator_changed: (f) => `Chỉ tiêu “${f.at}” tính khác đi ở: ${named(indicatorParts, f.keys)}.`,
  indicator_shown: (f) => `Chỉ tiêu “${f.at}” hiện khác đi ở: ${named(indicatorParts, f.keys)}.`,
  indicator_public: (f) => (f.is === 'yes' ? `Chỉ tiêu “${f.at}” nay được công khai.` : `Chỉ tiêu “${f.at}” không còn được công khai.`),
}

const drafts: Readonly<Record<ForDrafts, string>> = {
  same: 'Phiếu đang ghi: không đổi.',
  follow: 'Phiếu đang ghi: câu trả lời chuyển theo tên mới.',
  beside: 'Phiếu đang ghi: câu trả lời cũ hiện ở bên cạnh, không mất.',
  asked: 'Phiếu đang ghi: được hỏi thêm.',
  again: 'Phiếu đang ghi: được xét lại theo cách mới.',
}
const answers: Readonly<Record<ForAnswers, string>> = {
  same: 'Phiếu đã gửi: không đổi.',
  kept: 'Phiếu đã gửi: giữ nguyên như khi gửi; tệp tải về có cột riêng cho tên cũ.',
}
const tallies: Readonly<Record<ForTallies, string>> = {
  same: 'Số liệu: không đổi.',
  again: 'Số liệu: tính lại trên mọi phiếu đã có.',
  backwards: 'Số liệu: tính cả các phiếu đã có từ trước.',
  gone: 'Số liệu: không hiện nữa.',
  onward: 'Số liệu: chỉ khác với phiếu gửi từ nay.',
  anew: 'Số liệu: lấy từ các chỉ tiêu khác mỗi khi xem.',
}

export const versionsVi = {
  difference: { code, drafts, answers, tallies },
  /** Of which records a figure tells. */
  views: { received: 'phiếu đã nhận', approved: 'phiếu đã duyệt' } as Readonly<Record<string, string>>,
  /** Before the title of a form that is only tried, on every page. */
  trial: { mark: 'THỬ' },
  recounting: 'Đang tính lại theo bản mới của biểu mẫu: số này chưa đủ. Hãy xem lại sau ít phút.',
}

/** The shape of every language. */
export type VersionWords = typeof versionsVi
