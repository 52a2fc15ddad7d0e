// What is read where things leave: files, what is sent on to other programs, pages that are printed; in Vietnamese. The shape that the other languages follow.

export const takeVi = {
  xlsx: 'Excel (XLSX, có cả các bảng con)',
  xlsxLong: 'Trên 200.000 phiếu thì nên tải CSV: nhẹ và nhanh hơn.',
  /** The workbook's last sheet. */
  columns: { title: 'Các cột', sheet: 'Trang tính', column: 'Cột', name: 'Tên câu', label: 'Câu hỏi' },
}

export type TakeWords = typeof takeVi
