// What the office reads while it looks around, in Vietnamese: the way between its pages, what stands where. The shape that the other languages follow.

export const seeVi = {
  frame: {
    title: 'Các mục của văn phòng',
    menu: 'Mục',
    places: { whole: 'Tổng quan', queue: 'Việc chờ duyệt', boards: 'Bảng công khai', quality: 'Chất lượng số liệu', forms: 'Biểu mẫu', devices: 'Người và thiết bị', rescue: 'Tệp cứu hộ' },
  },
  see: {
    noTargets: 'Năm nay chưa giao kế hoạch cho chỉ tiêu nào. Mở một biểu mẫu, chọn Kế hoạch để giao.',
    reds: (count: string) => `Chậm, cần xem trước: ${count} chỉ tiêu`,
    others: 'Đúng tiến độ',
    waiting: 'Phiếu đang chờ',
    gauge: (indicator: string) => `${indicator}: so với kế hoạch`,
    trend: (indicator: string) => `${indicator}: các tháng gần đây`,
    trendAbout: (first: string, was: string, last: string, is: string) => `Tháng ${first}: ${was}; tháng ${last}: ${is}`,
    redPlaces: (count: string, all: string) => `Chậm ở ${count} trong ${all} nơi được giao:`,
    noRedPlaces: (all: string) => `Cả ${all} nơi được giao đều đúng tiến độ.`,
    morePlaces: (count: string) => `Xem thêm ${count} nơi`,
  },
}

export type SeeWords = typeof seeVi
