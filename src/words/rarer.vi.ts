// What is read beside questions of the rarer kinds only, in Vietnamese: it travels with these kinds. rarer.en.ts has the same keys.

export const rarerVi = {
  hour: 'Giờ',
  minute: 'Phút',
  acknowledge: 'Đúng, tôi đã đọc',
  barcode: 'Không quét được thì gõ các chữ và số in dưới vạch.',
  scan: 'Quét mã',
  scanUnseen: 'Chưa thấy mã nào. Hãy quét lại ở chỗ sáng, hoặc gõ các chữ và số vào ô.',
  scanFailed: 'Máy này không quét được mã, hoặc chưa cho trang này dùng máy ảnh. Hãy gõ các chữ và số vào ô.',
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
  place: {
    asking: 'Biểu mẫu này tự ghi chỗ bạn đang đứng, nếu bạn cho phép.',
    noted: (metres: string) => `Đã ghi chỗ bạn đang đứng, sai số ${metres} m.`,
    missing: 'Không ghi được chỗ bạn đang đứng. Bạn cứ ghi tiếp và gửi như thường.',
  },
  sign: { paper: 'Ký ra giấy, rồi chụp lại chữ ký.', start: 'Ký tên', again: 'Ký lại', about: 'Ký bằng ngón tay vào khung dưới đây.', done: 'Ký xong', clear: 'Xóa, ký lại', away: 'Thôi' },
  draw: { paper: 'Vẽ ra giấy, rồi chụp lại hình vẽ.', start: 'Vẽ', again: 'Vẽ lại', about: 'Vẽ bằng ngón tay vào khung dưới đây.', done: 'Vẽ xong', clear: 'Xóa, vẽ lại', away: 'Thôi' },
  video: { hint: 'Quay hoặc chọn một đoạn phim, nhiều nhất 10 MB.', named: (name: string) => `Phim “${name}”` },
}

export type RarerWords = typeof rarerVi
