// What the office reads while it looks around, in Vietnamese: the way between its pages. The shape that the other languages follow.

export const seeVi = {
  frame: {
    title: 'Các mục của văn phòng',
    menu: 'Mục',
    places: { whole: 'Tổng quan', queue: 'Việc chờ duyệt', boards: 'Bảng công khai', forms: 'Biểu mẫu', devices: 'Người và thiết bị', rescue: 'Tệp cứu hộ' },
  },
}

export type SeeWords = typeof seeVi
