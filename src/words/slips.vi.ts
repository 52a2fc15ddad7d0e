// What is wrong with the writing of a form, said so that who knows XLSForm and no YAML knows what to write instead. The other language has the same keys.
import type { Facts, Sentence } from './problems.vi.ts'
import { problemsVi } from './problems.vi.ts'

/** Codes whose sentence depends on more than filling in its facts. */
export type SlipCode =
  | 'yaml_syntax' | 'source_shape' | 'source_unknown_key' | 'name_twice' | 'type_unknown' | 'label_missing' | 'translation_missing' | 'list_unknown' | 'choice_unknown' | 'reference_unknown'
  | 'indicator_invalid' | 'example_failed' | 'expression_unexpected'

/** What the author may have meant. */
export const perhaps = (facts: Facts): string => (facts.suggestion ? ` Có phải là “${facts.suggestion}” không?` : '')

const yaml: Readonly<Record<string, string>> = {
  tab: 'Đầu dòng này có dấu Tab. Hãy xóa đi và thụt bằng dấu cách.',
  colon: 'Trong nội dung có dấu hai chấm và dấu cách (: ). Hãy đặt cả nội dung trong dấu nháy kép: label: "Kênh: tên gì?"',
  space: 'Sau dấu hai chấm phải có một dấu cách: viết label: Tên, không viết label:Tên.',
  sign: 'Nội dung bắt đầu bằng một dấu mà YAML dùng vào việc khác. Hãy đặt cả nội dung trong dấu nháy kép: "…".',
  quote: 'Sau nội dung trong dấu nháy còn chữ. Hãy đặt cả nội dung trong một cặp dấu nháy, hoặc bỏ dấu nháy.',
  indent: 'Dòng này hoặc dòng ngay trên thụt sai, hoặc thiếu dấu “- ” ở đầu một câu. Các mục của một câu (type, name, label…) phải thẳng cột với nhau.',
}

const shapes: Readonly<Record<string, string>> = {
  table: 'các dòng “mục: nội dung”', list: 'một danh sách, mỗi dòng bắt đầu bằng “- ”, hoặc [a, b]', text: 'một dòng chữ', key: 'tên mục', depth: 'quá nhiều tầng lồng nhau',
  value: 'một giá trị: ${tên câu}, số, hoặc chữ trong dấu nháy', operator: 'một dấu so sánh hay phép tính, hoặc and, or',
}

const shape = (word: string | undefined): string => shapes[word ?? ''] ?? `“${word ?? ''}”`

// Where the shape alone does not say how it is written.
const written: Readonly<Record<string, string>> = {
  choices: 'choices ghi từng danh sách dưới tên của nó, không có cột list_name. Ví dụ: “choices:”, thụt vào “tinh_trang:”, thụt nữa “- name: tot” và “label: Tốt”.',
  check: 'check là một danh sách, mỗi dòng có expect (điều đúng thì không hỏi) và message (lời hỏi lại). Ví dụ: “check:”, rồi “- expect: . <= 5” và “message: Hơn 5. Đúng không?”.',
  choice: 'Mỗi lựa chọn có hai dòng: “- name: tot” và “label: Tốt”.',
}

const habits: Readonly<Record<string, string>> = {
  translated: 'Mỗi ngôn ngữ khác là một tệp riêng (en.yaml…); ở đây chỉ ghi label, hint bằng ngôn ngữ của biểu mẫu.',
  media: 'Ảnh, âm thanh kèm câu hỏi chưa dùng được ở đây. Hãy bỏ dòng này.',
  version: 'Số bản do máy đặt mỗi lần công bố. Hãy bỏ dòng này.',
  settings: 'Các mục của trang settings đứng ngay ở đầu tệp: id, title, language. Hãy bỏ dòng settings và đưa chúng ra ngoài cùng.',
  list_name: 'Tên danh sách đứng trên các lựa chọn của nó, trong choices. Hãy bỏ dòng này.',
}

const missing: Readonly<Record<string, string>> = {
  name: 'Câu này thiếu name. Hãy thêm dòng “name: …”: một tên riêng, không dấu, không có dấu cách.',
  type: 'Câu này thiếu type. Hãy thêm dòng “type: …”, ví dụ type: text.',
  id: 'Thiếu mã của biểu mẫu. Hãy thêm ở đầu tệp dòng “id: …”.',
  title: 'Thiếu tên của biểu mẫu. Hãy thêm ở đầu tệp dòng “title: …”.',
  language: 'Thiếu ngôn ngữ của biểu mẫu. Hãy thêm ở đầu tệp dòng “language: vi”.',
  survey: 'Biểu mẫu chưa có câu nào. Hãy thêm phần “survey:”, dưới đó mỗi câu bắt đầu bằng “- type: …”.',
  calculation: 'Câu calculate phải có dòng “calculation: …”.',
}

const indicator: Readonly<Record<string, string>> = {
  measure: 'phải có đúng một cách tính: count: yes, hoặc sum, average, share, difference, distinct, median, min, max',
  each: 'chỉ được ghi một trong hai: each hoặc register',
  register: 'median, min và max chỉ dùng cho một sổ (register)',
  less: 'difference cần ít nhất một chỉ tiêu ở less',
}

// "problems: doan[1].dai_m constraint" is how an example writes it; a reader wants the sentence.
function side(text = ''): string {
  const [, list] = /^problems: ?(.*)$/s.exec(text) ?? []
  if (list === undefined) return text
  if (list === '') return 'không chỗ nào sai'
  return list.split(', ').map((one) => one.replace(/^(\S+) (\w+)$/, (_, at: string, code: string) => `${at} (${code}: ${sentence(code)})`)).join(', ')
}

function sentence(code: string): string {
  const said = (problemsVi as Readonly<Record<string, Sentence | undefined>>)[code]?.({})
  return said?.split(/[.:]/)[0] ?? code
}

const problem: Readonly<Record<SlipCode, Sentence>> = {
  yaml_syntax: (f) => yaml[f.slip ?? ''] ?? `Tệp không đọc được (YAML): ${f.reason}. Hãy xem lại dấu hai chấm và khoảng thụt đầu dòng ở đây.`,
  source_shape(f) {
    if (!f.received && f.expected && f.expected !== 'text' && (f.key ?? f.expected) === f.expected) return missing[f.expected] ?? `Chỗ này thiếu “${f.expected}”. Hãy thêm dòng “${f.expected}: …”.`
    if (!f.key && f.expected === 'table' && f.received === 'text') return 'Tệp này phải gồm các dòng “mục: nội dung”, ví dụ “title: Khảo sát nguồn nước”. Dán bảng Excel vào đây thì không được: hãy đưa tệp Excel lên ở trang Biểu mẫu.'
    return written[f.key ?? ''] ?? `Chỗ này cần ${shape(f.expected)}, nhưng gặp ${shape(f.received)}.${f.expected === 'list' && f.key === 'by' ? ' Hãy viết by: [tên_câu], không có ${ }.' : ' Hãy viết lại.'}`
  },
  source_unknown_key(f) {
    const instead = habits[f.habit ?? '']
    if (instead !== undefined) return instead
    if (f.type) return `Mục “${f.key}” không dùng với loại ${f.type}.${f.type === 'unit' && f.key === 'choice_filter' ? ' Hãy bỏ đi: một câu unit tự cho chọn từ cấp trên xuống.' : ' Hãy bỏ đi.'}`
    return `Không có mục nào tên “${f.key}”.${perhaps(f) || ' Hãy bỏ đi hoặc xem lại tên mục.'}`
  },
  name_twice: (f) => (f.key ? `Mục “${f.name}” đã có ở dòng ${f.line}. Hãy bỏ một trong hai.` : `Tên “${f.name}” đã dùng ở dòng ${f.line}. Mỗi câu phải có tên riêng, không phân biệt chữ hoa chữ thường.`),
  type_unknown(f) {
    if (f.habit === 'begin') return `Ở đây không có “${f.type}”. Hãy viết “type: ${f.kind}” và đặt các câu bên trong thụt vào dưới dòng “questions:”.`
    if (f.habit === 'end') return `Ở đây không cần “${f.type}”: phần ${f.kind} hết ở chỗ hết thụt. Hãy bỏ dòng này.`
    if (f.levels) return `Sau unit phải là tên một cấp: ${f.levels}. Ví dụ: type: unit village.${perhaps(f)}`
    return `Không có loại câu hỏi “${f.type}”.${perhaps(f) || ' Xem các loại ở “Thêm gì?” hoặc trong hướng dẫn.'}`
  },
  label_missing: () => 'Chỗ này chưa có lời (label) bằng ngôn ngữ của biểu mẫu. Hãy thêm dòng “label: …”. Lời bắt đầu bằng dấu # thì phải đặt trong dấu nháy.',
  translation_missing: (f) => `Chưa dịch sang “${f.language}”, tạm hiện lời gốc. Khi dịch thì ghi vào tệp ${f.language}.yaml.`,
  list_unknown(f) {
    if (f.habit === 'or_other') return `Ở đây không có or_other. Hãy thêm vào danh sách một lựa chọn, ví dụ “- name: khac”, và một câu text có “relevant: selected(\${câu_này}, 'khac')”.`
    if (f.list === '') return 'Sau loại câu hỏi phải là tên một danh sách. Ví dụ: type: select_one tinh_trang, với tinh_trang ở phần choices.'
    return `Không có danh sách “${f.list}”.${perhaps(f) || ' Hãy thêm vào phần choices.'}`
  },
  choice_unknown: (f) => `Danh sách “${f.list}” không có lựa chọn nào có name là “${f.name}”.${perhaps(f) || ' Hãy so với name (không phải label) trong choices.'}`,
  reference_unknown: (f) => (f.in === 'by' ? `Không có câu nào tên “${f.name}”. Mọi chỉ tiêu đã chia sẵn theo nơi và theo tháng; by chỉ ghi tên câu để chia thêm.${perhaps(f)}` : `Không có câu nào tên “${f.name}”.${perhaps(f) || ' Hãy xem lại name của các câu.'}`),
  indicator_invalid: (f) => `Chỉ tiêu “${f.indicator}” chưa đúng: ${indicator[f.reason ?? ''] ?? f.reason}.`,
  example_failed: (f) => `Ví dụ “${f.example}” không đúng: cần ${side(f.expected)}, nhưng ra ${side(f.received)}.`,
  expression_unexpected(f) {
    const { found, expected, suggestion } = f
    const lead = found ? `Không hiểu “${found}” ở chỗ này.` : 'Biểu thức dừng giữa chừng.'
    const [, name] = /^\$\{(.+)\}$/.exec(suggestion ?? '') ?? []
    if (name !== undefined && name === found) return `${lead} Là tên một câu thì viết \${${name}}; là chữ hay một lựa chọn thì đặt trong dấu nháy thẳng: '${name}'.`
    if (suggestion === "'" || suggestion === '"') return `${lead} Hãy dùng dấu nháy thẳng: ${suggestion}…${suggestion}.`
    if (suggestion) return `${lead} Hãy viết ${suggestion}`.concat(/[.…]$/.test(suggestion) ? '' : '.')
    if (expected === '${name}') return `${lead} Trong \${…} là tên của một câu: chữ cái không dấu, số và _.`
    return expected ? `${lead} Ở đây cần ${shape(expected)}.` : lead
  },
}

/** `side`: what an example expected, or what came out, as a reader says it. */
export const slipsVi = { problem, side }

export type SlipWords = typeof slipsVi
