// What is wrong with an answer, in Vietnamese: where to look, what to do now. Fetched by a phone after the first page is drawn.
import type { FillingCode } from '../form/problem.ts'

export type Facts = Readonly<Record<string, string>>
export type Sentence = (facts: Facts) => string
/** The shape of every language. */
export type Problems = Readonly<Record<FillingCode, Sentence>>

/** What is wrong, where to look, what to do now. */
export const problemsVi: Problems = {
  required: () => 'Câu này chưa ghi. Hãy ghi câu trả lời.',
  constraint: () => 'Câu trả lời này không đúng với quy định của câu hỏi. Hãy xem lại.',
  check: () => 'Câu trả lời này khác thường. Nếu đúng, hãy ghi lý do; nếu sai, hãy sửa.',
  not_text: () => 'Chỗ này phải là chữ. Hãy ghi lại.',
  text_too_long: (f) => `Dài quá. Chỉ ghi được nhiều nhất ${f.limit} ký tự, hãy viết ngắn lại.`,
  text_control: () => 'Có ký tự lạ không lưu được. Hãy xóa chỗ đó rồi gõ lại.',
  not_number: (f) => `“${f.typed}” chưa phải là số. Hãy ghi bằng chữ số, ví dụ 12 hoặc 2,5.`,
  number_ambiguous: (f) => `“${f.typed}” có thể hiểu hai cách: ${f.one} hay ${f.other}? Hãy ghi lại: dấu phẩy cho số lẻ (2,5), dấu chấm cho hàng nghìn (1.500).`,
  not_whole: () => 'Chỗ này phải là số tròn, không có số lẻ. Hãy ghi lại, ví dụ 12.',
  number_too_large: (f) => `Số lớn quá. Nhiều nhất là ${f.limit}. Hãy đếm lại các chữ số.`,
  out_of_range: (f) => `Số phải từ ${f.start} đến ${f.end}. Hãy ghi lại.`,
  off_step: (f) => `Số phải bắt đầu từ ${f.start} và cách nhau ${f.step}. Hãy ghi lại.`,
  not_choice: () => 'Câu trả lời này không có trong danh sách. Hãy chọn một dòng trong danh sách.',
  choice_filtered: () => 'Câu trả lời này không còn hợp với các câu trên. Hãy chọn lại.',
  not_date: (f) => `“${f.typed}” không phải là một ngày có thật. Hãy xem lại ngày, tháng, năm.`,
  date_incomplete: () => 'Ngày ghi chưa đủ. Hãy ghi đủ cả ngày, tháng và năm.',
  not_time: () => 'Giờ ghi chưa đúng. Giờ từ 0 đến 23, phút từ 0 đến 59.',
  not_year: () => 'Năm ghi chưa đúng. Hãy ghi đủ bốn chữ số, ví dụ 2026.',
  not_month: () => 'Tháng ghi chưa đúng. Tháng từ 1 đến 12, năm đủ bốn chữ số.',
  not_trace: () => 'Đường đi mới có một điểm. Cần ít nhất hai điểm.',
  not_shape: () => 'Khoảnh đất chưa đủ góc. Cần ít nhất ba góc.',
  rank_incomplete: () => 'Có mục chưa xếp thứ tự. Hãy xếp hết các mục.',
  rank_twice: () => 'Có hai mục cùng một thứ tự. Mỗi mục một thứ tự riêng.',
  not_geopoint: () => 'Tọa độ ghi chưa đúng. Vĩ độ từ −90 đến 90, kinh độ từ −180 đến 180; hoặc bỏ trống cả hai.',
  not_phone: () => 'Số điện thoại phải có 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09. Hãy xem lại.',
  not_area: () => 'Diện tích ghi chưa đúng. Hãy ghi một số rồi chọn m², sào, mẫu hay héc-ta.',
  not_unit: () => 'Không tìm thấy nơi này. Hãy chọn lại trong danh sách.',
  unit_not_valid: (f) => `Nơi này không có vào ${f.date} (do sắp xếp lại đơn vị). Hãy chọn tên đúng của ngày đó, hoặc xem lại ngày.`,
  unit_level: (f) => `Câu này hỏi ${f.level}. Hãy chọn đến đúng cấp đó.`,
  not_entry: () => 'Không tìm thấy mục này trong sổ. Hãy tìm lại theo tên.',
  not_acknowledged: () => 'Hãy đánh dấu vào ô này để đi tiếp.',
  not_file_name: () => 'Tệp này không dùng được ở câu này. Ảnh phải là JPEG, PNG hoặc WebP; ghi âm là WebM, OGG hoặc M4A; tệp là PDF hoặc ảnh.',
  not_rows: () => 'Phần này phải là một danh sách. Hãy thêm lại từng dòng.',
  repeat_too_many: (f) => `Danh sách dài quá. Nhiều nhất là ${f.limit} dòng; phần còn lại hãy ghi sang phiếu khác.`,
  unknown_question: () => 'Phiếu gửi lên có một câu mà biểu mẫu này không có. Hãy báo cho văn phòng xã.',
  not_relevant: () => 'Câu này không cần trả lời nữa vì câu trên đã thay đổi. Hãy xem lại câu trên.',
  calculated_differs: (f) => `Kết quả tính lại là ${f.expected}, phiếu ghi ${f.received}. Hãy xem lại các số đã ghi.`,
}
