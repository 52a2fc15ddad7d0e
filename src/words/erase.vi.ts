// Erasing what a record tells of a person, in Vietnamese. The shape that the other languages follow.
import type { DoorCode } from '../form/problem.ts'
import type { Ground } from '../record/erase.ts'
import type { Sentence } from './problems.vi.ts'

const grounds: Readonly<Record<Ground, string>> = {
  request: 'Người đó (hoặc người đại diện) yêu cầu xóa',
  consent: 'Người đó rút lại sự đồng ý',
  purpose: 'Đã xong mục đích thu thập',
  term: 'Hết thời hạn lưu giữ',
  unlawful: 'Thu thập không đúng quy định',
}

const problem: Readonly<Record<DoorCode, Sentence>> = {
  record_erased: () => 'Thông tin cá nhân của phiếu này đã được xóa theo quy định, nên phiếu không sửa được nữa. Bản vừa gửi không được lưu. Hãy hỏi văn phòng xã.',
}

export const eraseVi = {
  problem,
  ask: 'Xóa thông tin cá nhân…',
  title: 'Xóa thông tin cá nhân',
  of: (record: string) => `Phiếu ${record}`,
  about: 'Xóa hẳn, không lấy lại được. Chỉ làm khi có căn cứ.',
  goes: 'Sẽ mất hẳn',
  stays: 'Giữ lại',
  answers: (questions: string) => `Câu trả lời: ${questions}.`,
  noAnswers: 'Biểu mẫu này không có câu nào về thông tin cá nhân.',
  revisions: (count: string) => `Trong mọi lần sửa (${count}), kể cả bản trùng lệch và bản bị từ chối; bản trùng lệch đang chờ thì coi như không nhận.`,
  files: (count: string) => `${count} tệp kèm là câu trả lời cá nhân (tệp mà phiếu khác cũng dùng thì giữ).`,
  texts: 'Tên của phiếu nếu lấy từ các câu ấy, lý do đã ghi, lời nhắn khi duyệt, phiếu đang ghi dở trên máy chủ.',
  entries: (count: string) => `Tên và các cột cá nhân ở ${count} mục trong sổ mà chỉ phiếu này ghi. Mục không còn tên thì rời khỏi danh sách trên điện thoại ở lần gửi nhận sau.`,
  standing: ['Phiếu, số biên nhận, nơi, ngày, tình trạng.', 'Những gì phiếu đã cộng vào số liệu: không con số nào đổi.', 'Mã kiểm tra của từng lần sửa: để biết đã có gì, không để đọc lại được.', 'Các câu trả lời khác. Chữ tự ghi ở câu không đánh dấu cá nhân vẫn còn: hãy xem lại.'],
  afterwards: 'Sau đó phiếu không sửa, không trả lại được nữa; điện thoại gửi bản sửa sẽ được báo.',
  others: 'Phiếu khác cùng ghi những mục này',
  othersAbout: 'Xóa một mình phiếu này thì những gì phiếu khác ghi vẫn còn. Chọn các phiếu xóa cùng lúc:',
  otherErased: 'đã xóa',
  more: (count: string) => `Chỉ hiện ${count} phiếu đầu. Xóa xong hãy mở lại trang này ở phiếu khác.`,
  ground: 'Căn cứ',
  grounds,
  reason: 'Lý do',
  reasonHint: 'Ghi số và ngày của đơn hoặc văn bản. Đừng ghi tên người ở đây: chữ này được giữ lại.',
  groundMissing: 'Hãy chọn căn cứ.',
  reasonMissing: 'Hãy ghi lý do.',
  otherMissing: 'Có phiếu đã chọn không còn ở đây. Chưa có gì bị xóa.',
  yes: 'Xóa hẳn',
  no: 'Không xóa',
  mark: 'đã xóa theo yêu cầu',
  done: 'Đã xóa theo yêu cầu',
  doneTerm: 'Đã xóa vì hết thời hạn lưu giữ',
  by: (name: string, when: string, ground: string) => `${name}, ${when}. Căn cứ: ${ground}.`,
  byRule: 'hệ thống, theo biểu mẫu',
  because: (reason: string) => `Lý do: ${reason}`,
  open: 'Phiếu lớn: hệ thống đang xóa tiếp phần còn lại, xong trong ít phút.',
  told: 'Thông tin cá nhân của phiếu này đã được xóa theo quy định. Phiếu không sửa được nữa.',
}

/** The shape of every language. */
export type EraseWords = typeof eraseVi
