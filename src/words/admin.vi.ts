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
  units: {
    title: 'Đơn vị', search: 'Tìm theo tên (gõ không dấu cũng được) hoặc mã', found: (q: string) => `Kết quả cho “${q}”`, none: 'Không có nơi nào như vậy. Hãy gõ ngắn hơn.', top: 'Cấp trên cùng', inside: 'Các nơi nằm trong đó',
    empty: 'Chưa có nơi nào.', gone: (count: string) => `Không còn dùng: ${count} nơi`, cut: (count: string) => `Chỉ hiện ${count} nơi đầu; hãy tìm theo tên.`,
    unit: 'Đơn vị', level: 'Cấp', code: 'Mã chính thức', codeHint: 'Bỏ trống nếu không có.', id: 'Mã trong hệ thống', times: 'Thời gian', within: 'Thuộc', former: 'Tên trước đây', formerUntil: (name: string, day: string) => `${name} (đến ${day})`,
    successors: 'Nơi kế tục', predecessors: 'Từ các nơi', since: (day: string) => `từ ${day}`, until: (day: string) => `đến ${day}`, between: (from: string, to: string) => `${from} – ${to}`,
    history: 'Đã thay đổi', actions: { unit_add: 'Thêm', unit_rename: 'Đổi tên', unit_merge: 'Sáp nhập', unit_split: 'Chia', unit_close: 'Thôi dùng' } as Readonly<Record<string, string>>,
    deeds: { add: 'Thêm đơn vị', rename: 'Đổi tên', merge: 'Sáp nhập', split: 'Chia ra', close: 'Thôi dùng' },
    abouts: {
      add: 'Nơi mới chọn được ngay trong các biểu mẫu, từ ngày ghi dưới đây.',
      rename: 'Vẫn là nơi ấy, số liệu không đổi. Số “như khi ghi” của những năm trước vẫn mang tên cũ.',
      merge: 'Các nơi cũ hết từ hôm trước ngày ghi dưới đây; số của chúng tính vào nơi mới khi xem theo đơn vị hiện nay.',
      split: 'Nơi cũ hết, các nơi mới bắt đầu. Số đã có không chia được, nên vẫn ở nơi cũ.',
      close: 'Từ ngày ghi dưới đây không chọn được nơi này nữa. Số đã có vẫn còn.',
    },
    name: 'Tên', newName: 'Tên mới', newNameHint: 'Bỏ trống nếu sáp nhập vào một nơi đang có.', fullName: 'Tên đầy đủ', fullNameHint: 'Ví dụ: Thôn Nà Mới. Bỏ trống thì đặt như các nơi cùng cấp.',
    from: 'Có hiệu lực từ ngày', fromHint: 'Theo nghị quyết.', fromAdd: 'Bỏ trống nếu nơi này có từ trước, nay mới ghi vào.', closedFrom: 'Thôi dùng từ ngày', dayMissing: 'Hãy ghi ngày.',
    mergeWith: 'Cùng với', mergeWithHint: 'Chọn các nơi cùng nhập.', into: 'Nhập vào', intoNew: '– Một nơi mới, tên ghi dưới đây –',
    carry: 'Các thôn của xã cũ', carryHint: 'Nếu không chọn, phiếu ghi ở thôn vẫn tính vào xã cũ khi xem “như khi ghi”.', carryYes: 'Lập lại dưới xã mới từ ngày đó, giữ nguyên tên',
    people: 'Người và máy của nơi cũ', peopleHint: 'Họ sẽ xem và ghi được ở cả nơi mới.', peopleYes: 'Chuyển sang nơi mới',
    splitNames: 'Tên các nơi mới', splitHint: 'Mỗi tên một dòng, ít nhất hai.', ground: 'Căn cứ', groundHint: 'Số và tên nghị quyết, quyết định.', groundMissing: 'Hãy ghi căn cứ.',
    wrong: 'Chưa làm được. Hãy sửa các chỗ dưới đây.', look: 'Xem trước', sureTitle: 'Sẽ thay đổi như sau', becomes: 'Danh sách đơn vị', isNew: 'mới', hangs: 'Đang gắn với các nơi này', records: 'Phiếu', entries: 'Mục trong sổ', targets: 'Kế hoạch', peopleCount: 'Người', phones: 'Máy',
    moreThan: (count: string) => `hơn ${count}`, figures: 'Số liệu', thenStays: 'Như khi ghi: không có số nào thay đổi.', todayStays: 'Theo đơn vị hiện nay: không có số nào thay đổi.', todayMoves: 'Theo đơn vị hiện nay:',
    countsIn: (unit: string, into: string) => `Số của ${unit} tính thêm vào ${into}.`, indicators: (count: string) => `${count} chỉ tiêu đang có số ở đây`,
    peopleGo: 'Người và máy của nơi cũ chuyển sang nơi mới ở lần dùng tiếp theo.', peopleStay: 'Người và máy vẫn ở nơi cũ.', sure: 'Ghi thay đổi này', notSure: 'Thôi', done: 'Đã ghi.',
    other: 'Trang này đã dùng rồi', otherAbout: 'Mỗi trang chỉ ghi được một thay đổi. Hãy mở lại từ danh sách đơn vị.',
  },
}

export type AdminWords = typeof adminVi
