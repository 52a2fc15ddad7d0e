// The choices and external_choices sheets as lists of the form language, with the columns that filters look at.
import { isName, reserved } from '../form/compiler.ts'
import { fitted } from './names.ts'
import type { Node } from './nodes.ts'
import type { Page } from './page.ts'
import { quotedApart } from './dialect.ts'
import type { Cell, Languages, Row, Table, Tellers } from './table.ts'
import type { Wording } from './wording.ts'
import { otherWords } from './xlsform_words.ts'

export interface Lists {
  has(list: string): boolean
  /** A list's name in the form language. */
  nameOf(written: string): string
  /** An expression with the columns of choices under their names here. */
  columnsOf(expression: string): string
  /** Whether any logic or words look at a question of that name. */
  mentioned(name: string): boolean
  otherQuestion(language: string): string
  write(page: Page, words: Wording): void
}

export function choicesOf(
  { survey, choices, external }: { readonly survey: Table; readonly choices: Table; readonly external: Table }, nodes: readonly Node[], languages: Languages, tell: Tellers,
): Lists {
  const lists = new Map<string, Row[]>()
  for (const row of [...choices.rows, ...external.rows]) {
    const list = row.get('list_name')
    if (list === undefined) continue // a line of remarks
    if (row.get('name') === undefined) tell.problem('cell_missing', row.place, { column: 'name' })
    else lists.set(list.text, [...(lists.get(list.text) ?? []), row])
  }
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const [written, [first]] of lists) {
    let name = isName(written) && !reserved.has(written.toLowerCase()) ? written : fitted(written)
    while (taken.has(name)) name += '_'
    taken.add(name)
    names.set(written, name)
    if (name !== written && first !== undefined) tell.warning('renamed', first.get('list_name')?.place ?? first.place, { name: written, to: name })
  }
  const headers = new Map<string, string>()
  for (const rows of lists.values()) for (const row of rows) for (const header of row.others.keys()) headers.set(header, columnName(header))
  const changed = [...headers].filter(([header, name]) => header !== name && /^[\w.-]+$/.test(header))
  const withOther = new Set<string>()
  const look = (node: Node): void => {
    if (node.orOther) withOther.add(node.argument)
    node.children.forEach(look)
  }
  nodes.forEach(look)
  const said = survey.rows.flatMap((row) => ['relevant', 'constraint', 'calculation', 'default', 'choice_filter', 'required', 'read_only', 'repeat_count', 'trigger'].map((key) => row.get(key)?.text ?? ''))
  const labels = survey.rows.flatMap((row) => ['label', 'hint'].flatMap((key) => [...row.words(key).values()].map(({ text }) => text)))
  const everything = [...said, ...labels].join('\n')
  const nameOf = (written: string): string => names.get(written) ?? written

  return {
    has: (list) => names.has(list),
    nameOf,
    columnsOf: (text) =>
      changed.length === 0 ? text : quotedApart(text, (part) => changed.reduce((so, [header, name]) => so.replace(new RegExp(`(^|[^\\w.$\\{-])${header.replace(/[.]/g, '\\.')}(?![\\w.-])`, 'g'), `$1${name}`), part)),
    mentioned: (name) => everything.includes(`\${${name}}`),
    otherQuestion: (language) => (otherWords[language] ?? otherWords.en ?? ['', ''])[1],
    write(page, words) {
      if (lists.size === 0) return
      page.line(0, 'choices:', { sheet: choices.name, row: 1, cell: 'A1' })
      for (const [written, rows] of lists) writeList(page, words, nameOf(written), rows, withOther.has(written))
    },
  }

  function writeList(page: Page, words: Wording, list: string, rows: readonly Row[], other: boolean): void {
    const place = rows[0]?.get('list_name')?.place ?? (rows[0] as Row).place
    page.line(1, `${list}:`, place)
    const used = [...new Set(rows.flatMap((row) => [...row.others.keys()]))]
    for (const row of rows) {
      const name = row.get('name') as Cell
      page.line(2, `- name: ${JSON.stringify(name.text)}`, name.place)
      const label = row.words('label')
      if (label.size === 0) tell.warning('label_filled', name.place, { name: name.text, label: name.text })
      words.choice(page, 3, list, name.text, label, name)
      // A column is there for all choices of a list or for none: a filter may look at any of them.
      for (const header of used) page.pair(3, headers.get(header) ?? header, row.others.get(header)?.text ?? '', row.others.get(header)?.place ?? row.place)
    }
    if (other && !rows.some((row) => row.get('name')?.text === 'other')) {
      page.line(2, '- name: other', place)
      const text = (language: string): Cell => ({ text: (otherWords[language] ?? otherWords.en ?? ['Other'])[0], place })
      words.choice(page, 3, list, 'other', new Map(languages.codes.map((code): [string, Cell] => [code, text(code)])), text(languages.own))
    }
  }
}

const columnName = (header: string): string => (isName(header) && !reserved.has(header.toLowerCase()) && header !== 'name' && header !== 'label' ? header : fitted(header))
