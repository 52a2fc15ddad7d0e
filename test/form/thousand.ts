// A form as large as forms get: 1,000 questions, 300 of them asked only sometimes, 200 calculations in a chain, and one number at which
// 30 others look. Written as an author would, so that it can be compiled here and published anywhere.
import { compile } from '../../src/form/compile.ts'
import type { Form } from '../../src/form/form.ts'
import type { Files } from '../../src/form/source.ts'

/** The question at which 30 others look: ten reckon with it, ten are asked only above a number of it, ten say it in their label. */
export const hub = 'household_size'

const line = (type: string, name: string, label: string, more = ''): string => `{ type: ${type}, name: ${name}, label: "${label}"${more === '' ? '' : `, ${more}`} }`
const group = (name: string, label: string, lines: readonly string[]): string =>
  `  - type: group\n    name: ${name}\n    label: ${label}\n    questions:\n${lines.map((one) => `      - ${one}`).join('\n')}`
const many = (count: number, make: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => make(i + 1))

/** Its source. Counted without its groups: 30 + 1 around the hub, 200 calculations, 290 that are asked sometimes, 479 others. */
export function thousandSource(id = 'thousand'): Files {
  const around = [
    line('integer', hub, 'Nhà có mấy người?', 'constraint: . >= 0 and . <= 60'),
    ...many(10, (i) => line('integer', `share_${i}`, `Phần thứ ${i}`, `calculation: "\${${hub}} * ${i}"`)),
    ...many(10, (i) => line('text', `member_${i}`, `Tên người thứ ${i}`, `relevant: "\${${hub}} >= ${i}"`)),
    ...many(10, (i) => line('text', `about_${i}`, `Nhà \${${hub}} người: việc thứ ${i}`)),
  ]
  // In pairs: a number, and what is asked when it is above zero. Every third of those is a choice.
  const pair = (i: number): string[] => [
    line('integer', `n_${i}`, `Số lượng thứ ${i}`),
    line(i % 3 === 0 ? 'select_one state' : 'text', `t_${i}`, `Nói thêm về số lượng thứ ${i}`, `relevant: "\${n_${i}} > 0"`),
  ]
  const pairs = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => pair(from + i)).flat()
  const chain = many(200, (i) => `  - { type: calculate, name: c_${i}, calculation: "${i === 1 ? '${n_1}' : `\${c_${i - 1}}`} + 1" }`)
  const survey = [
    ...many(9, (i) => `  - ${line(i % 2 === 0 ? 'select_one state' : 'text', `loose_${i}`, `Câu mở đầu thứ ${i}`)}`),
    group('around', 'Nhân khẩu', around),
    ...chain,
    // A loose run and a group that are both too long for a screen, and groups that fit.
    ...pairs(1, 50).map((one) => `  - ${one}`),
    group('long', 'Phần rất dài', pairs(51, 110)),
    ...many(12, (i) => group(`part_${i}`, `Phần thứ ${i}`, pairs(96 + i * 15, 110 + i * 15))),
    ...many(12, (i) => group(`tail_${i}`, `Câu hỏi thêm, phần ${i}`, many(15, (k) => line(k % 5 === 0 ? 'date' : 'text', `x_${(i - 1) * 15 + k}`, `Câu thêm thứ ${(i - 1) * 15 + k}`)))),
  ]
  return {
    'form.yaml': `id: ${id}\ntitle: Một nghìn câu hỏi\nlanguage: vi\nsurvey:\n${survey.join('\n')}\nchoices:\n  state: [{ name: good, label: Tốt }, { name: fair, label: Tạm được }, { name: bad, label: Hỏng }]\n`,
  }
}

export function thousand(): Form {
  const compiled = compile(thousandSource(), { levels: [], registers: {}, indicators: [] })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems.slice(0, 3), null, 1))
  return compiled.form
}
