// What those who run the office read, in Vietnamese: units, people, costs, the state of the installation. The shape that the other languages follow.
import type { UnitFaultCode } from '../record/deed.ts'

type Facts = Readonly<Record<string, string | number>>

const fault: Readonly<Record<UnitFaultCode, (facts: Facts) => string>> = {
  unit_missing: () => 'Không có đơn vị này.',
  unit_twice: () => 'Mỗi đơn vị chỉ ghi một lần.',
  unit_ended: (f) => `${f.unit}: ngày đó chưa có hoặc không còn, hay đã ghi ngày hết rồi.`,
  unit_level: (f) => `Phải cùng cấp: cần ${f.level}, đây là ${f.is}.`,
  unit_name_taken: (f) => `Đã có nơi tên “${f.name}” ở cùng chỗ, cùng thời gian (${f.unit}).`,
  unit_name_same: () => 'Tên mới giống hệt tên đang dùng.',
  unit_name_missing: () => 'Hãy ghi tên.',
  unit_code_taken: (f) => `Mã ${f.code} đang dùng cho ${f.unit}.`,
  unit_period: (f) => `Khoảng thời gian ngược: từ ${f.from} đến ${f.to}.`,
  unit_overlap: (f) => `Nơi cũ và nơi kế tục (${f.unit}) phải nối nhau: nơi cũ hết, nơi kế tục còn.`,
  unit_cycle: () => 'Đi vòng: một nơi không thể nằm trong chính nó hay kế tục chính nó.',
  unit_inhabited: (f) => `Còn ${f.count} nơi đang nằm trong đó. Hãy sáp nhập hoặc chuyển các nơi ấy trước.`,
  unit_few: (f) => `Cần ít nhất ${f.least} đơn vị.`,
  unit_parents: () => 'Các đơn vị này thuộc nhiều nơi khác nhau; hãy sáp nhập vào một đơn vị đang có.',
  day_wrong: () => 'Không có ngày như vậy.',
  day_ahead: () => 'Tên mới chỉ ghi được từ ngày có hiệu lực, không ghi trước.',
}

export const adminVi = {
  fault,
}

export type AdminWords = typeof adminVi
