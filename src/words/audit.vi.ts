// What the office reads of who did what and who looked, in Vietnamese. The shape that the other languages follow.
import type { AuditAction, AuditKind } from '../record/audit.ts'

export const auditVi = {
  looked: 'Ai đã xem',
  lookedAbout: 'Cán bộ văn phòng đã mở phiếu này và thấy thông tin cá nhân. Mỗi giờ ghi một lần.',
  times: (times: string, first: string, last: string) => (first === last ? last : `${times} lần, từ ${first} đến ${last}`),
  title: 'Nhật ký',
  about: 'Ai đã làm gì, ai đã xem phiếu và danh sách có tên người, mới nhất trước. Không ai sửa hay xóa được dòng nào.',
  aboutScope: 'Ở đây chỉ có những dòng về phiếu trong địa bàn của bạn.',
  ofRecord: 'Xem trong nhật ký',
  action: 'Việc',
  anyAction: 'Mọi việc',
  who: 'Tên người làm',
  record: 'Số biên nhận của phiếu',
  from: 'Từ ngày',
  to: 'Đến ngày',
  dayExample: 'ví dụ 24/11/2026',
  show: 'Xem',
  everything: 'Xem tất cả',
  only: (what: string) => `Đang xem riêng: ${what}`,
  arrivals: 'Phiếu do người này gửi không liệt kê ở đây. Muốn xem thì chọn việc',
  noDay: (text: string) => `“${text}” không phải một ngày. Hãy ghi như 24/11/2026.`,
  noRecord: (text: string) => `“${text}” không phải số biên nhận. Hãy chép lại như trên phiếu.`,
  nobody: (text: string) => `Không có ai tên “${text}”.`,
  several: (text: string) => `Có nhiều người tên “${text}”. Hãy chọn:`,
  nothing: 'Không có dòng nào.',
  nothingHere: 'Trong đoạn này không có dòng nào. Hãy xem tiếp.',
  more: 'Xem tiếp các dòng cũ hơn',
  someone: 'Ai đó',
  deployment: 'Quản trị bằng mã cài đặt',
  revision: (number: string) => `bản ${number}`,
  rows: (count: string) => `${count} phiếu`,
  period: (month: string, place: string) => `tháng ${month}, ${place}`,
  /** What is done to something of each sort, where it has no name of its own. */
  kind: {
    record: 'phiếu', list: 'danh sách', form: 'biểu mẫu', register: 'sổ', pair: 'một cặp có thể trùng', person: 'một người', token: 'một người', unit: 'đơn vị', units: 'danh sách đơn vị', outlines: 'ranh giới', indicator: 'chỉ tiêu', board: 'bảng công khai', webhook: 'nơi cần báo', installation: 'hệ thống',
  } as Readonly<Record<AuditKind, string>>,
  named: {
    record: (receipt: string) => `phiếu ${receipt}`, form: (title: string) => `biểu mẫu ${title}`, register: (title: string) => `sổ ${title}`, pair: (title: string) => `một cặp trong sổ ${title}`, indicator: (title: string, name: string) => `chỉ tiêu “${name}” của ${title}`, board: (name: string) => `bảng công khai “${name}”`,
  },
  ofRecords: (form: string) => `danh sách phiếu ${form}`,
  ofEntries: (form: string) => `danh sách mục của sổ ${form}`,
  /** What was done, with {} for what it was done to. */
  says: {
    received: 'gửi {}', refused: 'gửi {}, còn chỗ sai', corrected: 'gửi bản sửa của {}', conflict: 'gửi một bản khác của {}', late: 'gửi {} sau khi khóa kỳ', superseded: 'thay bản cũ của {}', withdrawn: 'rút lại {}',
    endorsed: 'duyệt {} ở cấp xã', approved: 'duyệt {}', returned: 'trả lại {} để sửa', rejected: 'không nhận {}', sent_back: 'trả {} lại cho xã xem lại', opened_late: 'mở kỳ đã khóa cho riêng {}', taken_in: 'nhận {} vào số liệu', erased: 'xóa thông tin cá nhân trong {}', looked: 'xem {}',
    unlike: 'ghi là không phải trùng: {}', unlike_taken_back: 'bỏ ghi không phải trùng: {}',
    locked: 'khóa kỳ số liệu của {}', unlocked: 'mở kỳ số liệu của {}', publish: 'công bố bản mới của {}', form_state: 'mở hoặc đóng {}', prompt: 'ghi âm câu hỏi của {}', trial_seeded: 'thêm phiếu mẫu vào bản thử của {}', trial_erased: 'xóa bản thử của {}', recounted: 'tính lại số của {}', term: 'xóa thông tin cá nhân hết hạn lưu giữ của {}', resettled: 'xếp lại {} theo đơn vị mới',
    export: 'bắt đầu tải số liệu của {}', exported: 'tải xong số liệu của {}', export_broken: 'tải dở số liệu của {}', rescue: 'nộp tệp cứu hộ: {}',
    target: 'đặt kế hoạch cho {}', remark: 'ghi nguyên nhân, giải pháp cho {}', board: 'soạn {}', release: 'công bố {}', recall: 'rút lại lần công bố {}',
    token: 'cấp mã truy cập cho {}', token_revoked: 'thu mã truy cập của {}', scope: 'đổi vai trò hoặc địa bàn của {}', enrolment: 'tạo đường dẫn ghi máy cho {}', enrolled: 'ghi máy cho {}', enrolment_cancelled: 'hủy đường dẫn ghi máy của {}', left: 'ghi là đã nghỉ việc: {}', renamed: 'đổi tên của {}',
    account_made: 'tạo tài khoản cho {}', account_changed: 'đổi tài khoản của {}', account_disabled: 'khóa tài khoản của {}', account_enabled: 'mở lại tài khoản của {}', invited: 'gửi lời mời đặt mật khẩu cho {}', password_chosen: 'đặt mật khẩu: {}', password_changed: 'đổi mật khẩu: {}',
    factor_set: 'đặt mã xác nhận: {}', factor_removed: 'bỏ mã xác nhận của {}', factor_failed: 'nhập sai mã xác nhận: {}', recovery_made: 'tạo mã dự phòng: {}', recovery_used: 'dùng một mã dự phòng: {}',
    signed_in: 'đăng nhập: {}', sign_in_failed: 'đăng nhập không được: {}', signed_out: 'đăng xuất: {}', session_ended: 'kết thúc một nơi đang đăng nhập của {}', sessions_ended: 'kết thúc mọi nơi đang đăng nhập của {}',
    units: 'nạp {}', unit_add: 'thêm {}', unit_rename: 'đổi tên {}', unit_merge: 'sáp nhập {}', unit_split: 'chia {}', unit_close: 'đóng {}', boundaries: 'thay {}',
    webhook_made: 'thêm {}', webhook_dropped: 'bỏ {}', webhook_stopped: 'tạm dừng {}', webhook_started: 'cho chạy lại {}', webhook_again: 'báo lại các tin để riêng cho {}',
    copied: 'ghi đã sao lưu {}',
  } as Readonly<Record<AuditAction, string>>,
}

export type AuditWords = typeof auditVi
