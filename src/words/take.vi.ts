// What is read where things leave: files, what is sent on to other programs, pages that are printed; in Vietnamese. The shape that the other languages follow.

export const takeVi = {
  xlsx: 'Excel (XLSX, có cả các bảng con)',
  xlsxLong: 'Trên 200.000 phiếu thì nên tải CSV: nhẹ và nhanh hơn.',
  /** The workbook's last sheet. */
  columns: { title: 'Các cột', sheet: 'Trang tính', column: 'Cột', name: 'Tên câu', label: 'Câu hỏi' },
  /** Other programs that are told. */
  hooks: {
    title: 'Báo cho hệ thống khác',
    about: 'Mỗi khi có phiếu mới, phiếu sửa, phiếu được duyệt hay rút lại, địa chỉ ghi ở đây được báo ngay. Báo chưa được thì báo lại, thưa dần, trong gần hai ngày.',
    list: 'Đang báo cho',
    make: 'Thêm nơi cần báo',
    makeIt: 'Thêm',
    made: 'Đã thêm nơi cần báo',
    madeAbout: 'Chép khoá dưới đây cho người giữ hệ thống kia: nhờ nó mà biết tin là thật. Khoá chỉ hiện một lần này.',
    secret: 'Khoá ký',
    back: 'Về danh sách',
    name: 'Tên gọi',
    nameHint: 'Để nhớ đây là hệ thống nào.',
    url: 'Địa chỉ nhận tin',
    urlHint: 'Bắt đầu bằng https://, không ghi cổng, không dùng dãy số. Không báo được vào mạng nội bộ.',
    forms: 'Biểu mẫu',
    events: 'Báo khi',
    event: { new: 'có phiếu mới', edited: 'phiếu được sửa', reviewed: 'phiếu được duyệt, trả lại hay không duyệt', withdrawn: 'phiếu được rút lại' },
    sends: 'Gửi kèm',
    sendsLong: {
      state: 'chỉ mã phiếu và tình trạng',
      answers: 'cả câu trả lời, trừ thông tin cá nhân',
      all: 'mọi câu trả lời, kể cả thông tin cá nhân; bạn không còn quyền xem thì những câu đó cũng thôi gửi',
    },
    sendsShort: { state: 'mã và tình trạng', answers: 'không có thông tin cá nhân', all: 'có thông tin cá nhân' },
    unit: 'Địa bàn',
    unitHint: 'Tên hoặc mã đơn vị; để trống là mọi nơi bạn phụ trách.',
    wrongSome: 'Chưa thêm được, có chỗ cần sửa.',
    wrong: {
      empty: 'Chỗ này còn trống.',
      unknown: 'Không tìm thấy, hoặc có nhiều nơi cùng tên. Hãy ghi rõ hơn.',
      personal: 'Bạn không được xem thông tin cá nhân nên không gửi đi được.',
      url: 'Đây không phải là một địa chỉ.',
      scheme: 'Địa chỉ phải bắt đầu bằng https://',
      userinfo: 'Địa chỉ không được có tên hay mật khẩu.',
      port: 'Chỉ gửi tới cổng 443: hãy bỏ số cổng.',
      address: 'Hãy ghi tên miền, không ghi dãy số.',
      name: 'Tên này thuộc mạng nội bộ, không gửi tới được.',
    },
    counts: (waiting: string, aside: string) => `Còn ${waiting} tin chờ báo, ${aside} tin để riêng vì báo mãi không được.`,
    never: 'Chưa báo lần nào.',
    last: (when: string, status: string) => `Lần cuối ${when}: ${status}.`,
    noAnswer: 'không thấy trả lời',
    stopped: { hand: 'đã dừng', gone: 'nơi nhận bảo thôi', silent: 'đã dừng vì lâu không trả lời' },
    deed: { stop: 'Dừng', start: 'Báo tiếp', again: 'Báo lại những tin để riêng', drop: 'Bỏ hẳn' },
  },
}

export type TakeWords = typeof takeVi
