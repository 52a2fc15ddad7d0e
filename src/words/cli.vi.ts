// What the command line says, in Vietnamese; the shape that English follows. Names of commands and options are the same in both.

export interface CommandWords {
  readonly about: string
  /** Each option with what it is for. */
  readonly options: Readonly<Record<string, string>>
}

export const cliVi = {
  usage: 'Cách dùng',
  commands: 'Lệnh',
  options: 'Tùy chọn',
  exits: 'Mã kết thúc: 0 xong; 1 có lỗi trong biểu mẫu hoặc số liệu lệch; 2 gọi sai lệnh; 3 máy chủ từ chối; 4 không tới được máy chủ.',
  everywhere: {
    '--server URL': 'địa chỉ máy chủ; hoặc biến PHIEU_SERVER',
    '--token TOKEN': 'mã truy cập; tốt hơn là để trong biến PHIEU_TOKEN, vì lệnh gõ ra thì người khác trên máy thấy được',
    '--language vi|en': 'tiếng của lời báo; không ghi thì theo máy',
    '--help': 'trang này',
  },
  about: 'phieu: soạn, kiểm tra, đưa lên, tải về. Làm việc với máy chủ Phiếu qua API.',
  command: {
    check: {
      about: 'Kiểm tra một biểu mẫu mà không cần mạng: mọi lỗi cùng một lúc, chạy các ví dụ, một phiếu tốn bao nhiêu số cộng.',
      options: { '--units FILE': 'danh sách đơn vị để chạy ví dụ; không ghi thì lấy units.json ở thư mục trên' },
    },
    publish: {
      about: 'Đưa biểu mẫu lên máy chủ. Cùng một bản soạn thì không thành phiên bản mới.',
      options: { '--dry-run': 'chỉ kiểm tra và nói sẽ thay đổi gì, không lưu', '--id ID': 'tên biểu mẫu khi tệp .xlsx không ghi form_id; không ghi thì lấy tên tệp' },
    },
    convert: {
      about: 'Đổi XLSForm (.xlsx) thành thư mục bản soạn, hoặc ngược lại.',
      options: { '-o PATH': 'ghi vào đâu; không ghi thì theo tên biểu mẫu' },
    },
    token: {
      about: 'Mã truy cập: xem (không có gì thêm), add làm một mã, phone làm đường dẫn ghi máy dùng một lần, revoke ID thu hồi.',
      options: {
        '--name NAME': 'người mới',
        '--person ID': 'người đã có',
        '--role ROLE': 'officer, reviewer, viewer hoặc admin',
        '--unit UNIT': 'địa bàn; không ghi là mọi nơi',
        '--forms A,B': 'các biểu mẫu được dùng; không ghi là tất cả',
        '--expires TIME': 'hết hạn lúc nào, ví dụ 2027-01-01T00:00:00+07:00',
        '--device NAME': 'tên máy (phone)',
        '--minutes N': 'đường dẫn dùng được trong bao nhiêu phút (phone); không ghi là 1440',
        '-o FILE.svg': 'ghi mã QR ra tệp (phone)',
      },
    },
    export: {
      about: 'Tải phiếu của một biểu mẫu về tệp; phiếu đến đâu ghi đến đó, bao nhiêu cũng được.',
      options: {
        '--format FORMAT': 'csv, xlsx, zip hoặc geojson; không ghi là csv',
        '--header label': 'tiêu đề và lựa chọn bằng lời thay vì tên',
        '--under UNIT': 'chỉ của đơn vị này',
        '--state STATE': 'chỉ tình trạng này',
        '--from DAY': 'từ ngày',
        '--to DAY': 'đến ngày',
        '-o FILE': 'ghi vào đâu; không ghi thì theo tên biểu mẫu, - là ra màn hình',
      },
    },
    recount: {
      about: 'Đếm lại mọi thứ từ các phiếu, theo một đường khác, rồi so với số đang giữ.',
      options: { '--repair': 'sửa số lệch theo số đếm lại' },
    },
    demo: {
      about: 'Ghi một năm phiếu bịa nhưng có lý cho các xã của huyện, qua đúng cửa của mọi người. Chạy lại cũng chỉ tính một lần. Đừng chạy trên máy chủ thật.',
      options: { '--records N': 'khoảng bao nhiêu phiếu; không ghi là 1000', '--seed S': 'hạt giống: cùng hạt giống thì cùng phiếu; không ghi là 1', '--until DAY': 'ngày cuối của năm đó; không ghi là hôm nay' },
    },
    schema: { about: 'In JSON Schema của form.yaml hoặc board.yaml cho trình soạn thảo.', options: {} },
  } as Readonly<Record<string, CommandWords>>,

  wrong: {
    command: (word: string) => `Không có lệnh “${word}”.`,
    perhaps: (word: string) => ` Có phải là “${word}” không?`,
    option: (word: string) => `Không có tùy chọn “${word}” ở lệnh này.`,
    value: (option: string) => `Thiếu giá trị sau ${option}.`,
    choice: (option: string, value: string, among: string) => `${option} là “${value}”, nhưng cần ${among}.`,
    missing: (what: string) => `Thiếu ${what}.`,
    tooMany: (word: string) => `Thừa “${word}”.`,
    more: (command: string) => `Xem: phieu ${command} --help`.replace('  ', ' '),
    server: 'địa chỉ máy chủ: PHIEU_SERVER=https://… hoặc --server',
    token: 'mã truy cập: đặt biến PHIEU_TOKEN',
    who: 'người: --name hoặc --person',
    notFound: (path: string) => `Không có tệp hay thư mục “${path}”.`,
    noForm: (path: string) => `“${path}” không có form.yaml. Hãy chỉ đúng thư mục của một biểu mẫu.`,
    unreachable: (url: string) => `Không tới được ${url}. Hãy xem lại địa chỉ và đường mạng.`,
    broken: (status: string) => `Máy chủ trả lời lạ (${status}). Hãy thử lại sau.`,
    exists: (path: string) => `“${path}” đã có. Hãy chọn chỗ khác bằng -o.`,
    cutOff: 'Tải về giữa chừng thì đứt; tệp dở đã bỏ. Hãy chạy lại.',
    disk: (path: string, code: string) => `Không đọc hoặc ghi được “${path}” (${code}). Hãy xem lại đường dẫn, quyền và chỗ trống.`,
    address: (url: string) => `Địa chỉ máy chủ “${url}” chưa đúng: cần dạng https://phieu.example.vn (PHIEU_SERVER hoặc --server).`,
    stranger: (url: string) => `${url} trả lời nhưng không phải là Phiếu. Hãy xem lại địa chỉ; mạng Wi-Fi công cộng có thể đang bắt đăng nhập.`,
    noUnits: (path: string) => `“${path}” không phải là danh sách đơn vị: cần JSON có "units", như forms/units.json.`,
  },

  good: {
    fine: (form: string, examples: string) => `${form}: không có lỗi; ${examples} ví dụ đúng như mong đợi`,
    cost: (entries: string, tallies: string) => `một phiếu động đến nhiều nhất ${entries} mục trong sổ và ${tallies} số cộng`,
    problems: (count: string) => `${count} lỗi`,
    warning: 'chú ý',
    published: (form: string, version: string) => `Đã đưa lên: ${form}, phiên bản ${version}.`,
    hadIt: (form: string, version: string) => `Không có gì mới: ${form} đang là phiên bản ${version}.`,
    dryRun: (form: string) => `${form}: không có lỗi; chưa lưu gì (--dry-run).`,
    changes: 'Thay đổi so với bản đang dùng:',
    due: (now: string, soon: string) => `Thời hạn lưu giữ: công bố xong, hệ thống xóa hẳn thông tin cá nhân ở ${now} phiếu, và thêm ${soon} phiếu trong 30 ngày tới.`,
    figures: (seen: string, isPart: boolean) => `Số liệu sẽ đổi (xem ${isPart ? 'trước ' : ''}${seen} phiếu và mục):`,
    recounting: (names: string) => `Đang đếm lại: ${names}.`,
    left: (keys: string) => `Không có chỗ trong bảng tính, đã bỏ lại: ${keys}.`,
    wrote: (path: string) => `Đã ghi ${path}`,
    token: (id: string) => `Mã số ${id}. Bí mật dưới đây chỉ hiện lần này:`,
    link: 'Đường dẫn',
    until: (when: string) => `Dùng được đến ${when}, một lần.`,
    revoked: 'Đã thu hồi.',
    none: 'Chưa có mã nào.',
    exported: (path: string, bytes: string) => `Đã ghi ${path}: ${bytes} byte`,
    agree: (submissions: string, entries: string) => `Đếm lại ${submissions} phiếu và ${entries} mục: khớp với số đang giữ.`,
    differ: (count: string) => `${count} chỗ lệch:`,
    difference: (where: string, what: string, view: string, kept: string, counted: string) => `  ${where} ${what} (${view}): đang giữ ${kept}, đếm lại ${counted}`,
    busy: 'Có phiếu đến trong lúc đếm: chỗ lệch có thể chỉ vì thế. Hãy chạy lại.',
    mended: 'Đã sửa theo số đếm lại.',
    preparing: 'Chuẩn bị đơn vị, biểu mẫu, người ghi…',
    targets: (count: string) => `Kế hoạch năm nay: đặt ${count} ô còn trống`,
    sending: (done: string, all: string) => `Đã gửi ${done} trong ${all}`,
    made: 'Một năm của huyện (bịa):',
    row: { submissions: 'phiếu', kept: 'nhận mới', had_it: 'đã có', refused: 'chưa đạt', conflict: 'trùng lệch', corrected: 'sửa lại', returned: 'trả lại', approved: 'đã duyệt', rejected: 'không duyệt', waiting: 'chờ duyệt' } as Readonly<Record<string, string>>,
  },
}

export type CliWords = typeof cliVi
