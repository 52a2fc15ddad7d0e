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
    card: 'Thông tin', unit: 'Đơn vị', level: 'Cấp', code: 'Mã chính thức', codeHint: 'Bỏ trống nếu không có.', id: 'Mã trong hệ thống', times: 'Thời gian', within: 'Thuộc', former: 'Tên trước đây', formerUntil: (name: string, day: string) => `${name} (đến ${day})`,
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
  people: {
    title: 'Người dùng', about: 'Ai đang làm việc ở đây, vai trò gì, địa bàn nào, bằng máy nào.', aboutReviewer: 'Cán bộ trong địa bàn của bạn và máy của họ. Mất máy thì thu hồi ngay; phiếu chưa gửi vẫn còn trong máy.',
    done: 'Đã ghi.', addOne: 'Thêm một người, một máy', addMany: 'Thêm nhiều người', search: 'Tìm theo tên (gõ không dấu cũng được)', count: (n: string) => `${n} người`, cut: (n: string) => `Chỉ hiện ${n} người đầu; hãy tìm theo tên.`,
    left: (day: string) => `Đã nghỉ từ ${day}`, formsCount: (n: string) => `${n} biểu mẫu`, until_: (day: string) => `dùng đến ${day}`, program: 'không theo máy nào',
    waits: (scope: string, when: string) => `${scope} – chưa vào máy; đường dẫn dùng được đến ${when}`,
    account: 'Tài khoản', accountName: (name: string) => `Tài khoản ${name}`, accountDisabled: 'đã khóa', accountWaits: 'chưa đặt mật khẩu', accountFactor: 'đăng nhập hai bước', accountOpen: 'đang dùng',
    uses: 'Đang dùng', usesNothing: 'Chưa có máy, chưa có tài khoản.', addPhone: 'Thêm máy cho người này', changes: 'Thay đổi', save: 'Ghi', wrong: 'Chưa ghi được. Hãy sửa các chỗ được đánh dấu.',
    nameTitle: 'Sửa họ tên', scopeTitle: 'Đổi vai trò, địa bàn, biểu mẫu', scopeAbout: 'Áp dụng cho mọi máy, đường dẫn chưa dùng và tài khoản của người này, từ lần dùng tiếp theo.',
    unitHint: (now: string) => `Đang là: ${now}. Ghi tên hoặc mã đơn vị; bỏ trống là mọi nơi.`,
    accountTitle: 'Mở tài khoản có mật khẩu', accountAbout: 'Cho người làm việc ở văn phòng. Một đường dẫn để tự đặt mật khẩu hiện ra một lần.', accountAgain: 'Đặt lại mật khẩu', accountAgainAbout: 'Đường dẫn cũ chưa dùng thì hết hiệu lực.',
    signInName: 'Tên đăng nhập', signInHint: 'Số điện thoại hoặc tên ngắn.', invite: 'Tạo đường dẫn đặt mật khẩu', invited: 'Đường dẫn đặt mật khẩu', invitedAbout: (when: string) => `Dùng một lần, đến ${when}. Chỉ hiện lần này.`,
    tokenTitle: 'Mã truy cập cho chương trình', tokenWhat: 'Để một chương trình khác lấy hoặc gửi số liệu qua API. Cho quyền ít nhất có thể.', tokenName: 'Dùng vào việc gì', tokenNameHint: 'Ví dụ: Bảng tính của phòng thống kê.', tokenNameMissing: 'Hãy ghi dùng vào việc gì.',
    until: 'Dùng đến hết ngày', untilWrong: 'Hãy ghi một ngày sau hôm nay.', makeToken: 'Tạo mã', tokenMade: 'Mã truy cập mới', tokenAbout: (day: string) => `Chỉ hiện lần này. Dùng đến hết ${day}.`, token: 'Mã',
    leaveTitle: 'Người này nghỉ việc', leaveAbout: 'Mọi máy, đường dẫn và tài khoản hết hiệu lực ngay. Phiếu đã gửi vẫn còn, vẫn mang tên người này.', leaveSure: (name: string) => `Đúng, ${name} không làm ở đây nữa`, sureMissing: 'Hãy đánh dấu vào ô để chắc chắn.', leaveDo: 'Kết thúc tất cả',
    manyAbout: (most: string) => `Dán từ bảng tính, hoặc chọn tệp. Mỗi người một dòng: họ tên, nơi, vai trò. Nhiều nhất ${most} người một lần. Kết quả là một trang để in và cắt, mỗi người một mã.`,
    manyWrong: 'Chưa tạo được. Hãy sửa các dòng sau:', sheetLine: (line: string) => `Dòng ${line}:`,
    sheetFault: {
      name_missing: () => 'thiếu họ tên.', unit_missing: () => 'thiếu nơi.', unit_unknown: (typed: string) => `không có nơi nào tên “${typed}”.`, unit_several: (typed: string) => `nhiều nơi tên “${typed}”; ghi “thôn, xã” hoặc mã.`,
      role_unknown: (typed: string) => `không có vai trò “${typed}”.`, twice: (typed: string) => `“${typed}” ghi hai lần.`, too_many: () => 'nhiều người quá; hãy chia ra.', none: () => 'chưa có ai.',
    } as Readonly<Record<'name_missing' | 'unit_missing' | 'unit_unknown' | 'unit_several' | 'role_unknown' | 'twice' | 'too_many' | 'none', (typed: string) => string>>,
    rows: 'Dán vào đây', rowsHint: 'Ví dụ: Lò Văn Mẫu; Thôn Nà Mới; trưởng thôn. Vai trò bỏ trống là cán bộ ghi phiếu.', file: 'Hoặc chọn tệp', fileHint: 'CSV hoặc XLSX, ba cột đầu của trang đầu.', makeSheet: 'Tạo trang để in', phoneOf: 'Điện thoại',
    headNames: ['trưởng thôn', 'trưởng bản', 'tổ trưởng', 'cán bộ'] as readonly string[],
    sheetTitle: 'Mã vào cho từng người', sheetAbout: (n: string, when: string) => `${n} người. In trang này rồi cắt cho từng người. Mỗi mã dùng một lần, đến ${when}; chỉ hiện lần này.`, sheetHow: (when: string) => `Quét bằng điện thoại của mình. Dùng một lần, đến ${when}.`,
  },
}

export type AdminWords = typeof adminVi
