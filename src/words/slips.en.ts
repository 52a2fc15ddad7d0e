// What is wrong with the writing of a form, in English. The keys are those of slips.vi.ts.
import type { Facts, Sentence } from './problems.vi.ts'
import { problemsEn } from './problems.en.ts'
import type { SlipWords } from './slips.vi.ts'

/** What the author may have meant. */
export const perhaps = (facts: Facts): string => (facts.suggestion ? ` Did you mean “${facts.suggestion}”?` : '')

const yaml: Readonly<Record<string, string>> = {
  tab: 'This line begins with a tab. Take it away and indent with spaces.',
  colon: 'The text holds a colon and a space (: ). Put all of it in double quotes: label: "Canal: which name?"',
  space: 'A colon is followed by a space: write label: Name, not label:Name.',
  sign: 'The text begins with a sign that YAML uses for something else. Put all of it in double quotes: "…".',
  quote: 'There is more after the text in quotes. Put all of it in one pair of quotes, or take the quotes away.',
  indent: 'This line or the one above is indented wrongly, or a question lacks its “- ”. The keys of one question (type, name, label…) stand in one column.',
}

const shapes: Readonly<Record<string, string>> = {
  table: 'lines “key: text”', list: 'a list, each line beginning with “- ”, or [a, b]', text: 'a line of text', key: 'a key', depth: 'too many levels inside each other',
  value: 'a value: ${name of a question}, a number, or a text in quotes', operator: 'a comparison, a sum, and, or or',
}

const shape = (word: string | undefined): string => shapes[word ?? ''] ?? `“${word ?? ''}”`

const written: Readonly<Record<string, string>> = {
  choices: 'choices holds each list under its own name, without a column list_name. For example: “choices:”, indented “state:”, indented once more “- name: good” and “label: Good”.',
  check: 'check is a list; each line has expect (what needs no question) and message (what is asked). For example: “check:”, then “- expect: . <= 5” and “message: More than 5. Right?”.',
  choice: 'Each choice has two lines: “- name: good” and “label: Good”.',
}

const habits: Readonly<Record<string, string>> = {
  translated: 'Each other language is a file of its own (en.yaml…); here stand label and hint in the form’s own language.',
  media: 'Pictures and sounds beside a question cannot be used here yet. Take this line away.',
  version: 'The version is numbered at each publishing. Take this line away.',
  settings: 'What the settings sheet says stands at the head of the file: id, title, language. Take the line settings away and move them to the margin.',
  list_name: 'The name of a list stands above its choices, under choices. Take this line away.',
}

const missing: Readonly<Record<string, string>> = {
  name: 'This question has no name. Add a line “name: …”: its own name, without spaces.',
  type: 'This question has no type. Add a line “type: …”, for example type: text.',
  id: 'The form has no id. Add a line “id: …” at the head of the file.',
  title: 'The form has no title. Add a line “title: …” at the head of the file.',
  language: 'The form does not say its language. Add a line “language: vi” at the head of the file.',
  survey: 'The form asks nothing. Add “survey:”, and under it each question beginning with “- type: …”.',
  calculation: 'A calculate needs a line “calculation: …”.',
}

const indicator: Readonly<Record<string, string>> = {
  measure: 'it needs exactly one measure: count: yes, or sum, average, share, difference, distinct, median, min, max',
  each: 'it may have each or register, not both',
  register: 'median, min and max are for registers only',
  less: 'difference needs at least one indicator in less',
}

function side(text = ''): string {
  const [, list] = /^problems: ?(.*)$/s.exec(text) ?? []
  if (list === undefined) return text
  if (list === '') return 'nothing wrong'
  return list.split(', ').map((one) => one.replace(/^(\S+) (\w+)$/, (_, at: string, code: string) => `${at} (${code}: ${sentence(code)})`)).join(', ')
}

function sentence(code: string): string {
  const said = (problemsEn as Readonly<Record<string, Sentence | undefined>>)[code]?.({})
  return said?.split(/[.:]/)[0] ?? code
}

const problem: SlipWords['problem'] = {
  yaml_syntax: (f) => yaml[f.slip ?? ''] ?? `The file cannot be read (YAML): ${f.reason}. Check colons and indentation here.`,
  source_shape(f) {
    if (!f.received && f.expected && f.expected !== 'text' && (f.key ?? f.expected) === f.expected) return missing[f.expected] ?? `“${f.expected}” is missing here. Add a line “${f.expected}: …”.`
    if (!f.key && f.expected === 'table' && f.received === 'text') return 'This file is made of lines “key: text”, for example “title: Water source survey”. A pasted spreadsheet is not read here: upload the workbook on the page Forms.'
    return written[f.key ?? ''] ?? `Expected ${shape(f.expected)} here, but found ${shape(f.received)}.${f.expected === 'list' && f.key === 'by' ? ' Write by: [question], without ${ }.' : ' Write it again.'}`
  },
  source_unknown_key(f) {
    const instead = habits[f.habit ?? '']
    if (instead !== undefined) return instead
    if (f.type) return `“${f.key}” is not for ${f.type}.${f.type === 'unit' && f.key === 'choice_filter' ? ' Take it away: one unit question lets choose from the level above down.' : ' Take it away.'}`
    return `There is no key “${f.key}”.${perhaps(f) || ' Take it away, or look at its name.'}`
  },
  name_twice: (f) => (f.key ? `The key “${f.name}” is already there on line ${f.line}. Take one away.` : `The name “${f.name}” is already used on line ${f.line}. Every question needs its own, whatever the case of letters.`),
  type_unknown(f) {
    if (f.habit === 'begin') return `There is no “${f.type}” here. Write “type: ${f.kind}” and put what is inside, indented, under a line “questions:”.`
    if (f.habit === 'end') return `“${f.type}” is not needed here: a ${f.kind} ends where the indentation ends. Take this line away.`
    if (f.levels) return `After unit stands the name of a level: ${f.levels}. For example: type: unit village.${perhaps(f)}`
    return `There is no question type “${f.type}”.${perhaps(f) || ' The kinds stand in “What to add?” and in the guide.'}`
  },
  label_missing: () => 'This has no label in the form’s own language. Add a line “label: …”. A label that begins with # stands in quotes.',
  translation_missing: (f) => `Not translated into “${f.language}” yet; the form’s own words are shown. The translation belongs into ${f.language}.yaml.`,
  list_unknown(f) {
    if (f.habit === 'or_other') return `There is no or_other here. Add a choice to the list, for example “- name: other”, and a text question with “relevant: selected(\${this_question}, 'other')”.`
    if (f.list === '') return 'After this type stands the name of a list. For example: type: select_one state, with state under choices.'
    return `There is no list “${f.list}”.${perhaps(f) || ' Add it under choices.'}`
  },
  choice_unknown: (f) => `The list “${f.list}” has no choice whose name is “${f.name}”.${perhaps(f) || ' Compare with name (not label) under choices.'}`,
  reference_unknown: (f) => (f.in === 'by' ? `There is no question “${f.name}”. Every indicator is told by place and by month as it is; by names questions to divide it further.${perhaps(f)}` : `There is no question “${f.name}”.${perhaps(f) || ' Look at the names of the questions.'}`),
  indicator_invalid: (f) => `The indicator “${f.indicator}” is not right: ${indicator[f.reason ?? ''] ?? f.reason}.`,
  example_failed: (f) => `The example “${f.example}” fails: expected ${side(f.expected)}, got ${side(f.received)}.`,
  expression_unexpected(f) {
    const { found, expected, suggestion } = f
    const lead = found ? `“${found}” is not understood here.` : 'The expression stops halfway.'
    const [, name] = /^\$\{(.+)\}$/.exec(suggestion ?? '') ?? []
    if (name !== undefined && name === found) return `${lead} For the name of a question write \${${name}}; for a text or a choice, straight quotes: '${name}'.`
    if (suggestion === "'" || suggestion === '"') return `${lead} Use straight quotes: ${suggestion}…${suggestion}.`
    if (suggestion) return `${lead} Write ${suggestion}`.concat(/[.…]$/.test(suggestion) ? '' : '.')
    if (expected === '${name}') return `${lead} In \${…} stands the name of a question: letters without marks, digits and _.`
    return expected ? `${lead} Expected ${shape(expected)}.` : lead
  },
}

export const slipsEn: SlipWords = { problem, side }
