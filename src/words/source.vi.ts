// What is wrong with a form's source, in Vietnamese; the shape that the other languages follow. Read by authors, in the browser too; what is wrong with an
// answer is in problems.vi.ts, what XLSForm habits write in slips.vi.ts.
import type { ProblemCode, DoorCode, FillingCode, TargetCode, BoardCode } from '../form/problem.ts'
import type { Sentence } from './problems.vi.ts'
import { perhaps } from './slips.vi.ts'
import type { SlipCode } from './slips.vi.ts'

/** Why a way to look changes nothing here. */
const idleWhy: Readonly<Record<string, string>> = {
  grid: ': trên điện thoại các câu đứng lần lượt từ trên xuống',
  table: ': bảng nhiều cột không vừa màn hình điện thoại, mỗi câu hiện đủ các lựa chọn của mình',
  map: ': không có bản đồ để chọn',
  calendar: ': ngày ghi theo dương lịch',
  app: ': không mở ứng dụng khác',
}

/** Why a pattern of regex() is refused. */
const patternFaults: Readonly<Record<string, string>> = {
  compile: 'không đúng cú pháp',
  literal: 'phải viết sẵn trong dấu nháy',
  'look-behind': 'điện thoại cũ không có (?<=…)',
  hang: 'có thể làm treo máy; hãy bỏ phần lặp nằm trong phần lặp',
  unchecked: 'không kiểm tra được là có làm treo máy không; hãy viết đơn giản hơn',
  long: 'dài quá 500 ký tự',
}

const workbookFaults: Readonly<Record<string, string>> = {
  xls: 'Đây là tệp Excel đời cũ (.xls) không đọc được. Hãy mở ra và lưu lại thành .xlsx.',
  not_xlsx: 'Tệp này không phải là bảng tính Excel (.xlsx), hoặc đã hỏng. Hãy lưu lại rồi gửi lại.',
  password: 'Tệp này có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.',
  too_large: 'Tệp này lớn quá. Hãy bỏ bớt hình ảnh và các trang không cần.',
  not_utf8: 'Tệp CSV này không phải UTF-8, chữ Việt sẽ hỏng. Hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx.',
}

/** What is wrong with a form, where to look, what to do now. */
export const sourceVi: Readonly<Record<Exclude<ProblemCode, SlipCode | DoorCode | FillingCode | TargetCode | BoardCode>, Sentence>> = {
  source_missing: (f) => `Thiếu tệp ${f.file}. Hãy thêm tệp đó vào thư mục của biểu mẫu.`,
  source_too_large: (f) => `Bản soạn lớn quá; giới hạn là ${f.limit}. Hãy chia thành nhiều biểu mẫu.`,
  name_invalid: (f) => `Tên “${f.name}” không dùng được. Tên bắt đầu bằng chữ cái, sau đó là chữ cái không dấu, số hoặc _.`,
  id_changed: (f) => `Đây là bản soạn của biểu mẫu “${f.was}”, nên mã phải là “${f.was}”. Muốn có biểu mẫu khác, hãy tạo biểu mẫu mới.`,
  name_reserved: (f) => `Tên “${f.name}” đã được hệ thống dùng. Hãy đặt tên khác.`,
  language_invalid: (f) => `“${f.language}” không phải là mã ngôn ngữ (BCP 47), ví dụ vi, en, hmn.`,
  languages_too_many: (f) => `Nhiều ngôn ngữ quá; nhiều nhất là ${f.limit}.`,
  translation_unknown: (f) => `Bản dịch cho “${f.name}”, nhưng biểu mẫu không có tên đó.${perhaps(f)}`,
  list_empty: (f) => `Danh sách “${f.list}” chưa có dòng nào. Hãy thêm lựa chọn.`,
  choice_twice: (f) => `Trong danh sách “${f.list}”, “${f.name}” có hai lần. Hãy bỏ một.`,
  choice_invalid: (f) => `Trong danh sách “${f.list}”, tên “${f.name}” không dùng được: tên không được trống, không có dấu cách; danh sách được đếm trong bảng chéo thì không có dấu *.`,
  choices_too_many: (f) => `Danh sách “${f.list}” dài quá; nhiều nhất là ${f.limit} dòng. Danh sách lớn nên là một sổ (register).`,
  questions_too_many: (f) => `Biểu mẫu có nhiều câu quá; nhiều nhất là ${f.limit}. Hãy chia thành nhiều biểu mẫu.`,
  reference_column: (f) => `“${f.name}” không có cột “${f.column}”.${perhaps(f)}`,
  reference_not_entry: (f) => `“${f.name}” không phải là câu chọn mục trong sổ hay chọn đơn vị, nên không có cột.`,
  last_saved_personal: ({ name = '' }) => `“${name}” là dữ liệu cá nhân, không được chép từ phiếu trước sang. Hãy bỏ \${last-saved#${name}}.`,
  reference_self: () => 'Dấu chấm (.) chỉ dùng được ở chỗ có câu trả lời, như constraint. Hãy viết tên câu: ${tên}.',
  reference_out_of_repeat: () => 'position(..) chỉ dùng được bên trong phần lặp (repeat).',
  type_mismatch: (f) => `“${f.name}” là ${f.type}, nhưng ở đây cần ${f.expected}.`,
  circle: (f) => `Các câu phụ thuộc vòng tròn: ${f.path}. Hãy bỏ một chỗ trong vòng đó.`,
  parameter_unknown: (f) => `Không có tham số “${f.parameter}”.${perhaps(f)}`,
  parameter_idle: (f) => `Tham số “${f.parameter}” của loại ${f.type} được giữ lại nhưng ở đây không có tác dụng.`,
  appearance_idle: (f) => `Cách hiện “${f.appearance}” được giữ lại nhưng với loại ${f.type} thì ở đây không có tác dụng${idleWhy[f.why ?? ''] ?? ''}.`,
  appearance_unknown: (f) => `Không có cách hiện “${f.appearance}”: được giữ lại, không có tác dụng.${perhaps(f)}`,
  parameter_invalid: (f) => `Tham số “${f.parameter}” là “${f.value}”, nhưng cần ${f.expected}.`,
  register_unknown: (f) => `Không có sổ “${f.register}”.${perhaps(f)}`,
  register_column: (f) => `Cột “${f.column}” của sổ “${f.register}” chưa đúng. Hãy xem lại tên và kiểu của cột.`,
  indicator_unknown: (f) => `Không có chỉ tiêu “${f.indicator}”.${perhaps(f)}`,
  indicator_public_personal: (f) => `Chỉ tiêu “${f.indicator}” sẽ để lộ dữ liệu cá nhân “${f.name}” cho người xem số liệu. Hãy bỏ câu đó khỏi chỉ tiêu, hoặc bỏ công khai.`,
  indicator_anew: (f) => `“${f.indicator}” tính theo câu trả lời cá nhân. Chỉ người được xem thông tin cá nhân mới công bố được số liệu như vậy. Hãy nhờ người đó công bố, hoặc bỏ phần này ra.`,
  personal_purpose_missing: () => 'Dữ liệu cá nhân nhạy cảm phải ghi mục đích (purpose): hỏi để làm gì.',
  keep_invalid: (f) => `Thời hạn lưu giữ “${f.received}” không đọc được. Hãy ghi số rồi days, months hoặc years, tối đa 100 năm: “90 days”, “18 months”, “5 years”.`,
  keep_short: (f) => `Thời hạn “${f.keep}” ngắn: điện thoại có thể mất mạng đến ${f.days} ngày, bản sửa gửi sau khi đã xóa sẽ không được nhận.`,
  keep_nothing: (f) => `Biểu mẫu ghi lưu giữ “${f.keep}” nhưng không có câu nào là dữ liệu cá nhân (personal), nên đến hạn không có câu trả lời nào để xóa. Hãy đánh dấu các câu về người, hoặc bỏ keep.`,
  public_register: (f) => `Biểu mẫu công khai không được cho người lạ xem hay sửa mục có sẵn trong sổ “${f.register}”. Chỉ được tạo mục mới.`,
  public_sensitive: () => 'Biểu mẫu công khai không được hỏi dữ liệu nhạy cảm: không biết ai trả lời thì không chứng minh được người đó đã đồng ý.',
  change_type: (f) => `Bản trước câu này là ${f.was}, bản này là ${f.is}: câu trả lời cũ sẽ không đọc được. Hãy đặt tên mới.`,
  migrate_turned: (f) => `Viết ngược rồi: tên cũ đứng trước, tên mới đứng sau. Hãy viết ${f.was}: ${f.name}.`,
  amount_rounded: (f) => `Số liệu được cộng bằng số nguyên, nên số lẻ bị làm tròn trước khi cộng (12,5 thành 13). Muốn giữ một số lẻ thì viết ${f.key}: ${f.suggestion} và thêm scale: 10.`,
  place_missing: (f) => (f.name ? `Biểu mẫu chưa nói phiếu tính cho nơi nào, nên số liệu chỉ có tổng chung. Hãy thêm dòng unit: \${${f.name}}.` : 'Biểu mẫu không hỏi nơi nào, nên số liệu chỉ có tổng chung. Muốn chia theo xã, thôn thì thêm một câu “type: unit village” và dòng unit: ${tên câu đó}.'),
  code_shown: (f) => `${f.found} ra mã của nơi hay mục đó, không phải tên. Muốn hiện tên thì viết ${f.suggestion}.`,
  migrate_taken: (f) => `Bản này đang dùng tên “${f.name}”, nên đó không thể cũng là tên cũ của cái khác. Hãy dùng tên khác.`,
  migrate_unknown: (f) => `Bản trước không có “${f.name}”.${perhaps(f)}`,
  media_invalid: (f) => `“${f.value}” không phải là tên tệp âm thanh hay hình ảnh dùng được.`,

  workbook_unreadable: (f) => workbookFaults[f.reason ?? ''] ?? 'Tệp này không đọc được.',
  sheet_missing: (f) => `Thiếu trang tính “${f.sheet}”.${perhaps(f)}`,
  sheet_unknown: (f) => `Trang tính “${f.sheet}” không được đọc. Có phải là “${f.suggestion}” không?`,
  column_missing: (f) => `Thiếu cột “${f.column}”.${perhaps(f)}`,
  column_unknown: (f) => `Cột “${f.column}” không được đọc. Có phải là “${f.suggestion}” không?`,
  column_twice: (f) => `Cột “${f.column}” có hai lần (lần đầu ở ô ${f.cell}). Hãy bỏ một.`,
  cell_missing: (f) => `Dòng này chưa ghi cột “${f.column}”.`,
  group_unopened: (f) => `Có “${f.type}” mà không có phần mở đầu. Hãy bỏ dòng này, hoặc thêm dòng begin ở trên.`,
  group_unclosed: (f) => `Phần “${f.name}” (${f.type}) mở ra mà chưa đóng. Hãy thêm dòng “end ${f.type}”.`,
  group_mixed: (f) => `“${f.type}” không đóng được phần “${f.name}” (${f.begun}) mở ở dòng ${f.row}. Hãy xem lại thứ tự các dòng begin và end.`,
  type_not_yet: (f) => `Loại câu hỏi “${f.type}” của XLSForm chưa dùng được ở đây. Hãy bỏ câu này hoặc dùng loại khác.`,
  file_list_missing: (f) => `Danh sách trong tệp “${f.file}” không có ở đây. Hãy chép các dòng của tệp vào trang choices, list_name là “${f.list}”.`,
  register_unit_missing: (f) => `Sổ “${f.register}” chưa được ghi: chưa biết mỗi mục thuộc đơn vị nào. Hãy thêm một câu loại “unit village”, hoặc cột unit trong trang entities.`,
  not_taken: (f) => `“${f.what}” không dùng được ở đây nên đã bỏ qua.`,
  renamed: (f) => `Tên “${f.name}” được đổi thành “${f.to}”.`,
  label_filled: (f) => `“${f.name}” không có lời (label); tạm ghi là “${f.label}”.`,
  language_assumed: (f) => (f.name ? `Không biết mã của ngôn ngữ “${f.name}”; tạm dùng “${f.language}”. Hãy ghi như “Tiếng Việt (vi)”.` : `Không ghi biểu mẫu bằng tiếng gì; coi là “${f.language}”. Muốn khác, hãy ghi default_language trong trang settings.`),
  translation_filled: (f) => `Thiếu ${f.count} chỗ bằng ${f.language}; tạm dùng lời ${f.own}. Đây là chỗ đầu tiên.`,

  expression_empty: () => 'Biểu thức đang trống. Hãy viết biểu thức hoặc bỏ mục này.',
  expression_too_long: () => 'Biểu thức dài quá. Hãy chia ra bằng câu calculate.',
  expression_too_deep: () => 'Biểu thức có nhiều ngoặc lồng nhau quá. Hãy chia ra bằng câu calculate.',
  expression_unclosed: (f) => `“${f.opened}” mở ra mà chưa đóng lại.`,
  expression_unknown_function: (f) => `Không có hàm “${f.name}”.${perhaps(f)}`,
  expression_arity: (f) => `Hàm “${f.name}” nhận ${f.given} giá trị, nhưng cần từ ${f.least} đến ${f.most}.`,
  expression_regex: (f) => `Mẫu “${f.pattern}” không dùng được: ${patternFaults[f.reason ?? ''] ?? f.reason}.`,
}

/** The shape of every language. */
export type SourceProblems = typeof sourceVi
