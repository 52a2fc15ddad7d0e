// What is read beside questions of the rarer kinds only, in Vietnamese: it travels with these kinds. rarer.en.ts has the same keys.

export const rarerVi = {
  hour: 'Giờ',
  minute: 'Phút',
  acknowledge: 'Đúng, tôi đã đọc',
  barcode: 'Không quét được thì gõ các chữ và số in dưới vạch.',
  scan: 'Quét mã',
  rank: {
    hint: 'Mục đứng đầu là quan trọng nhất.',
    place: (label: string) => `Thứ tự của: ${label}`,
    up: (label: string) => `Lên: ${label}`,
    down: (label: string) => `Xuống: ${label}`,
    keep: 'Giữ thứ tự như trên',
  },
  trace: {
    hint: 'Mỗi dòng một điểm: vĩ độ, dấu cách, kinh độ. Ví dụ: 22.74 104.68',
    line: (points: string, metres: string) => `${points} điểm, dài ${metres} m`,
    shape: (corners: string, area: string) => `${corners} góc, khoảng ${area} m²`,
    add: 'Thêm chỗ tôi đang đứng',
    undo: 'Bỏ điểm cuối',
    sketch: 'Hình vẽ theo các điểm đã ghi',
  },
  video: { hint: 'Quay hoặc chọn một đoạn phim, nhiều nhất 10 MB.', named: (name: string) => `Phim “${name}”` },
}

export type RarerWords = typeof rarerVi
