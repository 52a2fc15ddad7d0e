// What a reviewer reads, in Vietnamese, beside what stands in desk.vi.ts: what waits over all forms. The shape that the other languages follow.

export const reviewVi = {
  /** All that waits, over every form and place. */
  waiting: {
    title: 'Việc chờ duyệt',
    yours: 'Chờ bạn duyệt',
    form: 'Biểu mẫu',
    longest: 'Chờ lâu nhất',
    oldest: 'Chờ lâu nhất:',
    since: (day: string) => `từ ${day}`,
    days: (days: string) => (days === '0' ? 'hôm nay' : `${days} ngày`),
    here: (count: string, days: string) => `${count} phiếu chờ bạn, lâu nhất ${days}`,
    noneHere: 'không có phiếu chờ bạn',
    nothing: 'Không có phiếu nào chờ.',
  },

  /** Locked periods. */
  period: {
    title: 'Khóa kỳ số liệu',
    about: 'Kỳ đã khóa thì số liệu không đổi nữa: không duyệt, trả lại, sửa hay rút phiếu. Phiếu gửi đến sau vẫn được giữ, chưa tính.',
    month: 'Tháng',
    everywhere: 'Tất cả các nơi',
    open: 'Đang mở',
    locked: 'Đã khóa',
    lockedBy: (name: string, when: string) => `– ${name}, ${when}`,
    waiting: 'Còn chờ duyệt, mọi tháng',
    choose: (place: string) => `Chọn ${place}`,
    lock: 'Khóa các nơi đã chọn',
    unlock: 'Mở các nơi đã chọn',
    reason: 'Lý do mở kỳ',
    reasonHint: 'Chỉ cần khi mở. Lý do được ghi vào nhật ký.',
    reasonMissing: 'Hãy ghi lý do mở kỳ.',
    noneChosen: 'Hãy chọn ít nhất một nơi.',
    done: (count: string) => `Đã ghi cho ${count} nơi.`,
    askAbove: 'Cấp trên khóa và mở kỳ. Cần sửa số của kỳ đã khóa thì nhờ cấp trên mở, nói rõ lý do.',
  },

  /** Keys of the queue and of a record; the letters are of the words. */
  keys: {
    title: 'Phím tắt',
    use: 'Dùng phím tắt',
    key: { next: 's', previous: 't', select: 'c', approved: 'd', returned: 'l', rejected: 'k', queue: 'h' },
    does: { next: 'phiếu sau', previous: 'phiếu trước', select: 'chọn, bỏ chọn phiếu đang đứng', approved: 'duyệt', returned: 'trả lại để sửa', rejected: 'không nhận', queue: 'về hàng chờ' },
    about: 'Phím chỉ chọn sẵn quyết định; phải bấm nút thì mới ghi. Đang gõ chữ thì phím tắt không chạy.',
  },

  /** Levels, what was set aside, and locked periods, where records are decided on. */
  levels: {
    byRule: 'theo quy định của biểu mẫu',
    endorse: 'Duyệt ở cấp xã',
    sendBack: 'Trả lại cho xã xem lại',
    waitsBelow: 'Xã duyệt phiếu này trước. Bạn có thể trả lại hoặc không nhận.',
    waitsAbove: 'Xã đã duyệt. Phiếu chờ cấp trên.',
    decidedAbove: 'Cấp trên đã duyệt phiếu này. Muốn đổi thì nhờ cấp trên.',
    sameAbove: 'Bạn đã duyệt phiếu này ở cấp dưới. Hãy để người khác ở cấp trên duyệt.',
    late: 'Phiếu đến sau khi khóa kỳ, chưa tính vào đâu. Kỳ mở thì nhận vào số liệu được; hoặc trả lại để người ghi sửa ngày.',
    takeIn: 'Nhận vào số liệu',
    openOne: 'Mở kỳ cho riêng phiếu này và nhận vào số liệu',
    opens: 'Phiếu đến sau khi khóa kỳ, chưa tính vào đâu. Bạn được khóa, mở kỳ này nên nhận được riêng phiếu này, có ghi lý do; các phiếu khác của kỳ vẫn khóa. Duyệt hoặc không nhận xong thì kỳ khóa lại với cả phiếu này.',
    moves: 'Nhận phiếu này thì số của kỳ đã khóa đổi như sau:',
    movesNothing: 'Nhận phiếu này không làm đổi con số nào.',
    lockedBy: (month: string, name: string, when: string) => `Kỳ ${month} đã khóa: ${name}, ${when}. Cần đổi thì nhờ cấp trên mở kỳ, nói rõ lý do.`,
    keepThis: (number: string) => `Giữ bản ${number}, bỏ bản này`,
    takeThat: (number: string) => `Lấy bản ${number}`,
    locked: 'Không ghi được vì kỳ đã khóa. Hãy nhờ cấp trên mở kỳ.',
    refused: 'Không ghi được quyết định này. Hãy xem lại tình trạng của phiếu.',
  },
}

export type ReviewWords = typeof reviewVi
