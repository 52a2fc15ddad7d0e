// What the office reads about targets brought as a file and about boards that were released, in Vietnamese. The shape that the other languages follow.
import type { BoardCode, TargetCode } from '../form/problem.ts'
import type { Sentence } from './problems.vi.ts'
import { perhaps } from './slips.vi.ts'

const heads = { code: 'Mã chỉ tiêu', label: 'Chỉ tiêu', measure: 'Đơn vị tính', unit: 'Mã nơi', place: 'Nơi', period: 'Kỳ', value: 'Kế hoạch', base: 'Lần sửa' }
const needed: Readonly<Record<string, string>> = { indicator: heads.label, unit: heads.place, period: heads.period, value: heads.value }

const problem: Readonly<Record<TargetCode | BoardCode, Sentence>> = {
  target_heads: (f) => `Không thấy hàng tiêu đề có đủ các cột. Còn thiếu cột: ${(f.missing ?? '').split(', ').map((one) => needed[one] ?? one).join(', ')}.`,
  target_none: (f) => (f.what === 'unit' ? `Không có nơi nào tên “${f.typed}” trong phần của bạn.${perhaps(f)}` : `Không có chỉ tiêu nào tên “${f.typed}”.${perhaps(f)}`),
  target_several: (f) => `“${f.typed}” là tên của nhiều ${f.what === 'unit' ? 'nơi' : 'chỉ tiêu'}: ${f.found}. Hãy ghi mã vào cột “${f.what === 'unit' ? heads.unit : heads.code}”.`,
  target_period: (f) => `Không hiểu kỳ “${f.typed}”. Hãy ghi như 2026, quý 3/2026 hoặc tháng 7/2026.`,
  target_twice: (f) => `Chỉ tiêu này ở nơi này và kỳ này đã có ở ô ${f.cell}. Hãy bỏ một.`,
  target_percent: (f) => `${f.typed} ở đây là ${f.typed} %. Muốn nói ${f.whole} % thì ghi ${f.whole}; nếu đúng là ${f.typed} % thì ghi “${f.typed} %”.`,
  target_revision: (f) => `“${f.typed}” không phải là lần sửa. Hãy giữ nguyên cột “${heads.base}” như khi tải về, hoặc xóa cả cột.`,
  target_empty: () => 'Trong tệp không có số kế hoạch nào.',
  board_overlap: (f) => `“${f.indicator}” và “${f.other}”${f.board ? ` (bảng “${f.board}”)` : ''} đếm cùng những người ấy mà không biết phần này có nằm trong phần kia không: đặt cạnh nhau có thể lộ số dưới 5. Hãy bỏ một.`,
  board_average: (f) => `“${f.indicator}” là số trung bình của những người được đếm: luôn ghi gần đúng, và chỉ khi có đủ người. Hãy bỏ exact.`,
  board_too_long: (f) => `Bảng dài quá một trang A3 (${f.percent} %). Hãy bỏ bớt dòng, hoặc chia thành hai bảng.`,
  board_people: (f) => `Mỗi mục của sổ “${f.register}” là một người, một hộ: không đưa danh sách lên bảng được.`,
  board_figure: (f) => `“${f.indicator}” không có số cho từng mục của sổ “${f.register}”. Chỉ dùng được số đếm, số cộng có chia theo mục ấy.`,
  target_too_many: (f) => `Nhiều dòng quá; nhiều nhất là ${f.limit}. Hãy chia thành nhiều tệp.`,
}

export const boardsVi = {
  problem,
  targetFile: {
    heads,
    periodName: (period: string) => (period.length === 4 ? period : period.includes('Q') ? `Quý ${period.slice(6)}/${period.slice(0, 4)}` : `Tháng ${Number(period.slice(5))}/${period.slice(0, 4)}`),
    takeXlsx: 'Tải bảng chỉ tiêu về (Excel)',
    takeCsv: 'Tải về dạng CSV',
    bring: 'Nhập kế hoạch từ tệp',
    title: 'Nhập kế hoạch từ tệp',
    about: 'Tải bảng chỉ tiêu về, ghi số vào cột Kế hoạch, rồi chọn tệp ở đây. Tệp khác cũng được, miễn có các cột Chỉ tiêu, Nơi, Kỳ, Kế hoạch; các năm có thể đứng thành từng cột.',
    file: 'Tệp Excel (.xlsx) hoặc CSV',
    fileHint: 'Số ghi như 1.234,5. Chưa có gì được lưu khi bạn chọn tệp: bạn sẽ xem trước những gì thay đổi.',
    look: 'Xem những gì thay đổi',
    noFile: 'Hãy chọn một tệp.',
    tooLarge: 'Tệp này lớn quá. Hãy bỏ bớt trang và hình ảnh.',
    wrong: (count: string) => `Chưa lưu gì. Có ${count} chỗ phải sửa trong tệp. Sửa hết rồi chọn lại tệp.`,
    whereHead: 'Ở ô',
    whatHead: 'Cần sửa gì',
    moreWrong: (count: string) => `và ${count} chỗ khác nữa.`,
    changes: (count: string) => `Sẽ thay đổi ${count} số`,
    nothing: 'Tệp này không làm thay đổi số nào.',
    was: 'Đang có',
    will: 'Theo tệp',
    line: 'Ô trong tệp',
    movedTitle: (count: string) => `${count} số người khác đã sửa sau khi tệp được tải về`,
    movedAbout: 'Các số này không đổi, trừ khi bạn đánh dấu dưới đây.',
    movedToo: 'Đổi cả những số này theo tệp',
    setBy: (who: string, when: string) => `${who} đặt, ${when}`,
    moreChanges: (count: string) => `và ${count} số khác, cũng sẽ thay đổi.`,
    none: 'chưa giao',
    back: 'bỏ, không giao nữa',
    apply: 'Lưu những thay đổi này',
    other: 'Chọn tệp khác',
    moved: 'Số kế hoạch vừa được người khác sửa sau khi bạn xem. Chưa lưu gì; hãy xem lại dưới đây rồi lưu.',
  },
  release: {
    news: (day: string) => `Có gì mới so với bảng mọi người đang thấy (số liệu đến ${day})`,
    newsTable: 'Những chỗ khác với bảng đang công bố',
    noNews: 'Không có gì khác.',
    was: 'Đang công bố',
    now: 'Hôm nay',
    came: 'mới có',
    went: 'không còn trên bảng',
    there: 'có',
    seen: 'Mọi người đang thấy',
    back: 'Đã rút lại',
    why: 'Lý do',
    takeBack: 'Rút lại lần công bố',
    takeBackAbout: 'Bảng mọi người đang thấy sẽ không hiện nữa; nếu trước đó có lần công bố khác thì lần ấy hiện lại. Lần đã rút vẫn lưu ở đây cùng lý do. Muốn công bố lại thì cần quyết định khác.',
    reason: 'Vì sao rút lại?',
    reasonMissing: 'Hãy ghi lý do.',
    recalled: 'Đã rút lại. Mọi người không thấy lần công bố ấy nữa.',
    notStanding: 'Lần công bố này không còn là lần mọi người đang thấy. Không có gì thay đổi.',
  },
} as const satisfies Record<string, unknown>

type Shape<T> = T extends (...given: infer Given) => string ? (...given: Given) => string : T extends string ? string : { readonly [K in keyof T]: Shape<T[K]> }
export type BoardWordsMore = Shape<typeof boardsVi>
