// Invented words for invented records. Nobody in them lives: surnames of the region with given names that are none of anybody's we know of.
import type { Chance } from './random.ts'

const surnames = ['Lò', 'Vàng', 'Giàng', 'Hoàng', 'Lù', 'Seo', 'Phàn', 'Thèn', 'Long', 'Tải', 'Cháng', 'Sùng', 'Nùng', 'Lý', 'Ly', 'Đặng']
const men = ['Văn Mẫu', 'Văn Ví', 'Seo Thử', 'Văn Dụ', 'A Thí', 'Văn Nháp', 'Mí Tập', 'Văn Bịa', 'Seo Mẫn', 'Văn Tưởng', 'Dào Thức', 'Văn Phỏng', 'Quang Diễn', 'Văn Thoại']
const women = ['Thị Mẫu', 'Thị Ví', 'Thị Thử', 'Thị Dụ', 'Mùi Tập', 'Thị Nháp', 'Thị Bịa', 'Thị Mơ', 'Mùi Diễn', 'Thị Tưởng', 'Thị Phỏng', 'Thị Thoại']

/** Somebody who is nobody. */
export function invent(draw: Chance, sex?: 'm' | 'f'): string {
  return `${draw.pick(surnames)} ${draw.pick((sex ?? draw.pick(['m', 'f'] as const)) === 'f' ? women : men)}`
}

const places = ['suối cạn', 'mó nước', 'gốc nghiến', 'đỉnh dốc', 'nhà văn hóa thôn', 'trường học', 'ngã ba', 'cầu treo', 'nương chè', 'ruộng bậc thang', 'khe đá', 'bãi bằng']
const remarks = ['Đã xem tại chỗ.', 'Bà con đồng tình.', 'Cần xem lại sau mưa.', 'Đã báo trưởng thôn.', 'Làm đúng như đã bàn.', 'Còn chậm vì mùa vụ.', 'Có người phiên dịch.', 'Đã họp thôn.']
const works = ['Đi từng nhà, bàn với từng hộ.', 'Họp thôn, chia đoạn theo nhóm hộ.', 'Cán bộ làm trước, dân làm theo.', 'Mượn máy xúc hai ngày, còn lại làm tay.', 'Ghi bảng để ai cũng thấy.', 'Nhờ người có uy tín nói chuyện.']

export const sayPlace = (draw: Chance): string => draw.pick(places)
export const sayRemark = (draw: Chance): string => draw.pick(remarks)
export const sayWork = (draw: Chance): string => draw.pick(works)
