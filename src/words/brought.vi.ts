// What is read where an author brings a file to his desk, in Vietnamese: by the server's pages alone, never by the desk's script. The shape that the other languages follow.

export const broughtVi = {
  title: 'Đưa tệp lên',
  bring: 'Đưa lên tệp Excel (XLSForm)',
  about: 'Tệp form.yaml, tệp ZIP của cả thư mục biểu mẫu, hoặc tệp Excel (XLSForm). Tệp được mở ra để xem và sửa, chưa công bố.',
  wrong: 'Không đọc được tệp này. Hãy chọn tệp .yaml, tệp .zip có form.yaml, hoặc tệp Excel XLSForm.',
  empty: 'Chưa chọn tệp, hoặc tệp rỗng (0 byte). Hãy chọn lại tệp, xem tệp có mở được trên máy này không.',
  unread: (name: string) => `Tệp “${name}” không đọc được thành biểu mẫu. Tệp trên máy của bạn vẫn nguyên; hãy sửa rồi đưa lên lại:`,
  large: 'Tệp lớn quá: nhiều nhất 34 MB. Hãy bỏ bớt hình ảnh và các trang không cần rồi đưa lên lại.',
  busy: (id: string) => `Biểu mẫu “${id}” đang có bản soạn dở. Hãy công bố hoặc bỏ bản đó trước, rồi đưa tệp lên lại.`,
  workbook: 'Đọc từ tệp Excel (XLSForm)',
  workbookGood: 'Đã đọc được cả tệp. Những điều dưới đây chỉ để biết, không cản việc công bố.',
  workbookAbout: 'Các ô dưới đây trong tệp Excel cần xem lại. Sửa trong Excel rồi bỏ bản soạn này và đưa tệp lên lại, hoặc từ nay soạn luôn ở đây.',
  slips: (count: string) => `${count} chỗ phải sửa mới công bố được`,
  remarks: (count: string) => `${count} chỗ nên biết`,
}

export type BroughtWords = typeof broughtVi
