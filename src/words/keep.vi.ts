// How long what records say of persons is kept, in Vietnamese. The shape that the other languages follow.
import { termVi as term } from './versions.vi.ts'

export const keepVi = {
  title: 'Lưu giữ thông tin cá nhân',
  rule: (keep: string) => `Thông tin cá nhân được giữ ${term(keep)} kể từ ngày văn phòng xử lý xong phiếu, rồi hệ thống tự xóa hẳn. Phiếu và số liệu giữ nguyên.`,
  none: 'Biểu mẫu này không ghi thời hạn lưu giữ (keep): hệ thống không tự xóa gì.',
  due: (now: string, soon: string) => `Đã đến hạn xóa: ${now} phiếu. Đến hạn trong 30 ngày tới: ${soon} phiếu.`,
  ran: (when: string, erased: string) => `Lần chạy gần nhất: ${when}, đã xóa ở ${erased} phiếu.`,
  going: 'Hệ thống đang xóa tiếp, mỗi phút một ít.',
  never: 'Chưa chạy lần nào; hệ thống chạy mỗi ngày một lượt.',
  waits: (count: string) => `${count} phiếu đến hạn còn phải chờ: phiếu khác vẫn đang ghi vào cùng mục trong sổ, hoặc có bản sửa đang ghi dở.`,
  preview: (now: string, soon: string) => `Công bố xong, hệ thống bắt đầu xóa hẳn thông tin cá nhân ở ${now} phiếu đã hết hạn lưu giữ, và thêm ${soon} phiếu trong 30 ngày tới. Không lấy lại được.`,
  /** Of one record. */
  until: (day: string) => `Thông tin cá nhân được giữ đến hết ${day}, rồi hệ thống tự xóa (muộn hơn nếu mục trong sổ còn đang dùng).`,
  open: (keep: string) => `Thông tin cá nhân được giữ ${term(keep)} kể từ ngày văn phòng xử lý xong phiếu này, rồi hệ thống tự xóa.`,
  /** The rule by which it was erased. */
  said: (keep: string, version: string) => `Biểu mẫu (bản ${version}) giữ thông tin cá nhân ${term(keep)}.`,
}

/** The shape of every language. */
export type KeepWords = typeof keepVi
