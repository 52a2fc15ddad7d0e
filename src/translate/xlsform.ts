// An XLSForm becomes a source: the same files an author would write, and for each of their lines the cell that it came from.
// What the form language cannot hold is said as a warning with its place; what is wrong is a problem; all of them at once.
import { nearest } from '../expression/nearest.ts'
import { addressWords } from '../form/compiler.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Problem } from '../form/problem.ts'
import type { Files } from '../form/source.ts'
import { known } from '../form/survey.ts'
import { choicesOf } from './choices.ts'
import type { Lists } from './choices.ts'
import { defaultOf, expression, quoted, truth } from './dialect.ts'
import { fitted, nameAll, renamed } from './names.ts'
import type { Names } from './names.ts'
import { nodesOf } from './nodes.ts'
import type { Node } from './nodes.ts'
import { Page } from './page.ts'
import { languagesOf, problemAt, readTable } from './table.ts'
import type { Cell, Languages, Place, Row, Table, Tellers } from './table.ts'
import { Wording } from './wording.ts'
import { readWorkbook } from './workbook.ts'
import type { Sheet } from './workbook.ts'
import { countWords, ignoredSheets, sheets as sheetNames } from './xlsform_words.ts'
import type { SheetName } from './xlsform_words.ts'

export interface Converted {
  /** Empty when the workbook could not be read. */
  readonly files: Files
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
  /** Where in the workbook a problem of the compiled files stands; undefined for what only follows from a problem told already. */
  located(problem: Problem): Problem | undefined
}

export interface Wanted {
  /** The form's id where the settings name none: the name of the file. */
  readonly fallbackId?: string
  /** Registers that are there already: `select_one_from_file trees.csv` then asks for an entry of `trees`. */
  readonly registers?: readonly string[]
}

const nowhere = (code: Problem['code'], facts: Record<string, string | number>): Converted => ({
  files: {}, problems: [{ code, facts }], warnings: [], located: (problem) => problem,
})

/** Reads the workbook and writes the files. Compiling them is the caller's affair, as with any author's. */
export async function fromXlsform(bytes: Uint8Array, { fallbackId = 'form', registers = [] }: Wanted = {}): Promise<Converted> {
  const book = await readWorkbook(bytes, (name) => sheetOf(name) !== undefined)
  if ('unreadable' in book) return nowhere('workbook_unreadable', { reason: book.unreadable })
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const tell: Tellers = {
    problem: (code, place, facts) => problems.push(problemAt(code, place, facts)),
    warning: (code, place, facts) => warnings.push(problemAt(code, place, facts)),
  }
  const found = new Map<SheetName, Sheet>()
  for (const sheet of book.sheets) {
    const name = sheetOf(sheet.name)
    if (name !== undefined && !found.has(name)) found.set(name, sheet)
  }
  for (const name of book.names) {
    const suggestion = sheetOf(name) === undefined && !ignoredSheets.has(name.toLowerCase()) ? nearest(name.trim().toLowerCase(), sheetNames.filter((one) => !found.has(one))) : undefined
    if (suggestion !== undefined && suggestion !== 'survey') tell.warning('sheet_unknown', { sheet: name, row: 1, cell: 'A1' }, { sheet: name, suggestion })
  }
  const survey = found.get('survey')
  if (survey === undefined) {
    const suggestion = nearest('survey', book.names.map((name) => name.trim().toLowerCase())) ?? (book.names.length === 1 ? book.names[0] : undefined)
    return nowhere('sheet_missing', { sheet: 'survey', ...(suggestion === undefined ? {} : { suggestion }) })
  }
  const table = (name: SheetName): Table => readTable(found.get(name) ?? { name, rows: [] }, name, tell)
  const tables = { survey: table('survey'), choices: table('choices'), external: table('external_choices'), settings: table('settings'), entities: table('entities'), indicators: table('indicators'), registers: table('registers') }
  for (const column of ['type', 'name']) {
    if (tables.survey.has(column)) continue
    const heads = survey.rows.find((row) => row.some((cell) => cell !== '')) ?? []
    const suggestion = nearest(column, heads)
    tell.problem('column_missing', { sheet: survey.name, row: 1, cell: 'A1' }, { column, ...(suggestion === undefined ? {} : { suggestion }) })
  }
  if (problems.some(({ code }) => code === 'column_missing')) return { files: {}, problems, warnings, located: (problem) => problem }
  return new Conversion(tables, tell, problems, warnings, fallbackId, registers).run()
}

function sheetOf(name: string): SheetName | undefined {
  const spelt = name.trim().toLowerCase().replace(/\s+/g, '_')
  return sheetNames.find((one) => one === spelt) ?? (spelt === 'setting' ? 'settings' : undefined)
}

interface Tables {
  readonly survey: Table
  readonly choices: Table
  readonly external: Table
  readonly settings: Table
  readonly entities: Table
  readonly indicators: Table
  readonly registers: Table
}

const isGroup = (kind: string): boolean => kind === 'group' || kind === 'repeat' || kind === 'loop'
// Without words in the form language.
const wordless: ReadonlySet<string> = new Set(['calculate', 'start', 'end', 'today', 'hidden', 'deviceid', 'username', 'email', 'phonenumber', 'audit', 'start-geopoint', 'background-geopoint', 'background-audio'])
const parametersOfXlsform = [
  'randomize', 'seed', 'value', 'label', 'rows', 'max-pixels', 'app', 'quality', 'allow-mock-accuracy', 'capture-accuracy', 'warning-accuracy', 'incremental', 'reference-geometry',
  'tick_interval', 'tick_labelset', 'placeholder', 'track-changes', 'track-changes-reasons', 'identify-user', 'location-priority', 'location-min-interval', 'location-max-age',
]

class Conversion {
  private readonly main = new Page()
  private readonly tables: Tables
  private readonly tell: Tellers
  private readonly problems: Problem[]
  private readonly warnings: Problem[]
  private readonly fallbackId: string
  private readonly registers: readonly string[]
  private readonly languages: Languages
  private readonly nodes: readonly Node[]
  private readonly names: Names
  private readonly lists: Lists
  private readonly words: Wording
  /** Names of questions that are broken and told: what refers to them is not told again. */
  private readonly broken = new Set<string>()
  /** Questions that choose an entry or a unit → the register or level. */
  private readonly entries = new Map<string, string>()

  constructor(tables: Tables, tell: Tellers, problems: Problem[], warnings: Problem[], fallbackId: string, registers: readonly string[]) {
    this.tables = tables
    this.tell = tell
    this.problems = problems
    this.warnings = warnings
    this.fallbackId = fallbackId
    this.registers = registers
    const settings = tables.settings.rows[0]
    const sample = tables.survey.rows.slice(0, 200).flatMap((row) => [...row.words('label').values()].map(({ text }) => text)).join(' ') + (settings?.get('form_title')?.text ?? '')
    this.languages = languagesOf([tables.survey, tables.choices, tables.external], settings?.get('default_language'), sample, tell)
    this.nodes = nodesOf(tables.survey, tell)
    this.names = nameAll(this.nodes, tell)
    this.lists = choicesOf(tables, this.nodes, this.languages, tell)
    this.words = new Wording(this.languages)
    const note = (node: Node): void => {
      const list = node.kind === 'entry' || node.kind === 'unit' ? node.argument : this.registerOf(node)
      if (list !== undefined) this.entries.set(this.names.of(node), list)
      node.children.forEach(note)
    }
    this.nodes.forEach(note)
  }

  // `select_one_from_file trees.csv` where trees is a register, of another form or of this one's entities.
  private registerOf({ kind, argument }: Node): string | undefined {
    if (kind !== 'select_one_from_file') return undefined
    const list = fitted(argument.replace(/\.\w+$/, ''))
    return !this.lists.has(list) && (this.registers.includes(list) || this.tables.entities.rows.some((one) => fitted(one.get('list_name')?.text ?? '') === list)) ? list : undefined
  }

  // What the office looks at. A share that is a percentage for the spreadsheet comes as a part of one.
  private review(settings: Row | undefined): void {
    const [hold, first] = [settings?.get('review_hold'), settings?.get('review_first')]
    const [begins] = [hold, first].filter((cell) => cell !== undefined)
    if (begins === undefined) return
    this.main.line(0, 'review:', begins.place)
    if (hold !== undefined) this.main.pair(1, 'hold', /^0?\.\d{1,4}$/.test(hold.text) ? `${Math.round(Number(hold.text) * 100)} %` : hold.text, hold.place)
    if (first !== undefined) this.main.pair(1, 'first', first.text, first.place)
  }

  run(): Converted {
    const { main } = this
    const settings = this.tables.settings.rows[0]
    const head: Place = { sheet: this.tables.settings.name, row: settings?.place.row ?? 1, cell: settings?.place.cell ?? 'A1' }
    const titles = settings?.words('form_title') ?? new Map<string, Cell>()
    const title = [...titles].find(([written]) => written !== '' && this.languages.codeOf(written) === this.languages.own)?.[1] ?? titles.get('') ?? [...titles.values()][0]
    const id = settings?.get('form_id')
    const written = id?.text ?? this.fallbackId
    const plain = fitted(written).toLowerCase()
    // A word of our addresses is no name for a form, in a workbook as little as elsewhere.
    const fit = addressWords.has(plain) ? `${plain}_form` : plain
    main.pair(0, 'id', fit, id?.place ?? head)
    if (id !== undefined && fit !== id.text) this.tell.warning('renamed', id.place, { name: id.text, to: fit })
    const said = title?.text ?? id?.text ?? this.fallbackId
    main.pair(0, 'title', said, title?.place ?? head)
    main.pair(0, 'language', this.languages.own, settings?.get('default_language')?.place ?? head)
    for (const language of this.languages.codes.slice(1)) {
      const translated = [...titles].find(([written]) => written !== '' && this.languages.codeOf(written) === language)?.[1]
      if (translated !== undefined) this.words.file(language).pair(0, 'title', translated.text, translated.place)
    }
    for (const key of ['date', 'unit', 'instance_name'] as const) this.logic(0, key, settings?.get(key), undefined)
    const open = settings?.get('public')
    if (open !== undefined) main.pair(0, 'public', isTrue(open) ? 'yes' : open.text, open.place)
    const keep = settings?.get('keep')
    if (keep !== undefined) main.pair(0, 'keep', keep.text, keep.place)
    const short = settings?.get('short')
    if (short !== undefined) main.line(0, `short: [${short.text.split(/[\s,;]+/).map((name) => this.names.refer(name, undefined)).join(', ')}]`, short.place)
    this.review(settings)
    main.line(0, 'survey:', { sheet: this.tables.survey.name, row: 1, cell: 'A1' })
    const used = this.lists.mentioned
    for (const node of this.nodes) this.question(1, node, used)
    this.lists.write(main, this.words)
    this.writeRegisters()
    this.writeIndicators()
    this.words.tellMissing(this.tell)
    const others = this.words.files()
    const pages = new Map<string, Page>([['form.yaml', main], ...others])
    return {
      files: Object.fromEntries([...pages].map(([file, page]) => [file, page.text()])),
      problems: this.problems,
      warnings: this.warnings,
      located: (problem) => this.located(problem, pages),
    }
  }

  private located(problem: Problem, pages: ReadonlyMap<string, Page>): Problem | undefined {
    const { file, line, column: _, ...rest } = problem
    if (typeof problem.facts?.name === 'string' && problem.code === 'reference_unknown' && this.broken.has(problem.facts.name)) return undefined
    if (problem.code === 'source_shape' && problem.facts?.key === 'survey' && this.broken.size > 0) return undefined
    const page = pages.get(file ?? '')
    const place = page?.placeOf(line ?? 1)
    if (place === undefined) return problem
    const facts = { ...problem.facts }
    // "…was used in line 12 before": the line of a file that nobody has seen.
    if (typeof facts.line === 'number') facts.line = page?.placeOf(facts.line)?.row ?? facts.line
    return { ...rest, ...place, ...(problem.facts === undefined ? {} : { facts }) }
  }

  private logic(depth: number, key: string, cell: Cell | undefined, node: Node | undefined, change: (text: string) => string = (text) => text): void {
    if (cell === undefined) return
    this.main.pair(depth, key, change(this.said(cell.text, node)), cell.place)
  }

  // An expression as the form language says it: names, columns of choices, and of a chosen entry `${ref.column}`, for which XLSForm looks through the list.
  private said(text: string, node: Node | undefined): string {
    const told = this.lists.columnsOf(expression(text, this.names, node))
    return told.replace(/instance\('(\w+)'\)\/root\/item\[\s*name\s*=\s*\$\{(\w+)\}\s*\]\/(\w+)/g, (whole, list: string, name: string, column: string) => (this.entries.get(name) === list ? `\${${name}.${column}}` : whole))
  }

  private question(depth: number, node: Node, mentioned: (name: string) => boolean): void {
    const { main, names } = this
    const name = names.of(node)
    if (node.kind === '?') {
      this.broken.add(name).add(node.name)
      return
    }
    if (node.kind.startsWith('-')) {
      // Left out; where something looks at it, it is there and empty.
      if (node.name === '' || !mentioned(node.name)) return
      main.line(depth, '- type: calculate', node.place)
      main.pair(depth + 1, 'name', name, node.namePlace)
      main.pair(depth + 1, 'calculation', "''", node.place)
      return
    }
    if (node.kind === 'loop') return this.loop(node)
    const { row } = node
    const kind = this.kindOf(node)
    if (kind === undefined) {
      this.broken.add(name).add(node.name)
      return
    }
    main.line(depth, `- type: ${kind.written}`, node.typePlace)
    main.pair(depth + 1, 'name', name, node.namePlace)
    if (!wordless.has(kind.name)) {
      const refer = (text: string): string => renamed(text, names, node)
      this.words.put(main, depth + 1, name, 'label', this.labelOf(node, name), refer)
      this.words.put(main, depth + 1, name, 'hint', this.hintOf(row), refer)
    }
    if (isGroup(kind.name)) this.inside(depth, node, kind.name, mentioned)
    else this.answerable(depth + 1, node, kind.name, name)
    if (node.orOther) this.other(depth, node, name)
  }

  // The kind as the form language spells it, with its argument.
  private kindOf(node: Node): { name: string; written: string } | undefined {
    const { kind, argument, row } = node
    if (kind === 'note' && (row.get('calculation') !== undefined || isTrue(row.get('required')))) return { name: 'shown', written: 'text' }
    if (/^select_(one|multiple)_from_file$/.test(kind)) {
      const list = fitted(argument.replace(/\.\w+$/, ''))
      const plain = kind.replace('_from_file', '')
      if (this.lists.has(list)) return { name: plain, written: `${plain} ${this.lists.nameOf(list)}` }
      if (this.registerOf(node) !== undefined) return { name: 'entry', written: `entry ${list}` }
      this.tell.problem('file_list_missing', node.typePlace, { file: argument, list })
      return undefined
    }
    if (kind === 'select_one_external') return { name: 'select_one', written: `select_one ${this.lists.nameOf(argument)}` }
    if (['select_one', 'select_multiple', 'rank'].includes(kind)) {
      // A choice among what a repeat was answered with.
      const rows = /^\$\{\s*([^}]+?)\s*\}$/.exec(argument)?.[1]
      if (rows !== undefined) return { name: kind, written: `${kind} \${${this.names.refer(rows, node)}}` }
      return { name: kind, written: `${kind} ${this.lists.nameOf(argument)}`.trim() }
    }
    return { name: kind, written: argument === '' ? kind : `${kind} ${argument}` }
  }

  private labelOf(node: Node, name: string): ReadonlyMap<string, Cell> {
    const label = node.row.words('label')
    if (label.size > 0) return label
    const hint = node.row.words('hint')
    if (hint.size > 0) return hint
    const words = (node.name === '' ? name : node.name).replace(/[_-]+/g, ' ').trim()
    if (!isGroup(node.kind)) this.tell.warning('label_filled', node.place, { name: node.name, label: words })
    return new Map([['', { text: words.charAt(0).toUpperCase() + words.slice(1), place: node.place }]])
  }

  // What a guide would read aloud stands behind the hint.
  private hintOf(row: Row): ReadonlyMap<string, Cell> {
    const label = row.words('label')
    const hint = row.words('hint')
    const guidance = row.words('guidance_hint')
    const shown = label.size === 0 ? new Map<string, Cell>() : hint
    if (guidance.size === 0) return shown
    const all = new Map(shown)
    for (const [language, cell] of guidance) {
      const before = shown.get(language)
      all.set(language, before === undefined ? cell : { text: `${before.text}\n${cell.text}`, place: cell.place })
    }
    return all
  }

  private inside(depth: number, node: Node, kind: string, mentioned: (name: string) => boolean): void {
    const { main } = this
    const { row } = node
    this.logic(depth + 1, 'relevant', row.get('relevant'), node, truth)
    this.plain(depth + 1, 'appearance', row.get('appearance'))
    if (kind === 'repeat') this.logic(depth + 1, 'repeat_count', row.get('repeat_count'), node)
    for (const column of ['required', 'constraint', 'calculation', 'default', 'read_only']) {
      const cell = row.get(column)
      if (cell !== undefined && !isFalse(cell)) this.tell.warning('not_taken', cell.place, { what: column })
    }
    main.line(depth + 1, node.children.length === 0 ? 'questions: []' : 'questions:', node.place)
    for (const child of node.children) this.question(depth + 2, child, mentioned)
  }

  private answerable(depth: number, node: Node, kind: string, name: string): void {
    const { main, names } = this
    const { row } = node
    const isNote = kind === 'note'
    const refer = (text: string): string => renamed(text, names, node)
    if (!isNote) {
      this.logic(depth, 'required', row.get('required'), node)
      this.words.put(main, depth, name, 'required_message', row.words('required_message'), refer)
    }
    this.logic(depth, 'relevant', row.get('relevant'), node, truth)
    if (!isNote) {
      this.logic(depth, 'constraint', row.get('constraint'), node, truth)
      this.words.put(main, depth, name, 'constraint_message', row.words('constraint_message'), refer)
      const checks = ([['check', 'check_message'], ['check_2', 'check_2_message']] as const).filter(([column]) => row.get(column) !== undefined)
      if (checks[0] !== undefined) main.line(depth, 'check:', row.get(checks[0][0])?.place)
      for (const [column, message] of checks) {
        const check = row.get(column) as Cell
        main.line(depth + 1, `- expect: ${JSON.stringify(this.said(check.text, node))}`, check.place)
        this.words.put(main, depth + 2, name, 'message', row.words(message), refer, column)
      }
    }
    const fallback = row.get('default')
    const calculation = row.get('calculation')
    if (calculation !== undefined && !isNote) this.logic(depth, 'calculation', calculation, node, truth)
    else if (kind === 'calculate' && fallback !== undefined) this.logic(depth, 'calculation', fallback, node, (text) => `once(${defaultOf(text, 'text')})`)
    else if (kind === 'calculate' && row.get('trigger') === undefined) this.tell.problem('cell_missing', node.place, { column: 'calculation' })
    if (fallback !== undefined && kind !== 'calculate' && !isNote) {
      // What is no logic stays as it is, curled quotes too.
      const said = defaultOf(fallback.text, kind)
      main.pair(depth, 'default', said === quoted(fallback.text) ? said : this.said(said, node), fallback.place)
    }
    this.trigger(depth, node)
    if (kinds[kind as keyof typeof kinds]?.holds === 'choices' || kind.startsWith('select') || kind === 'rank') {
      this.logic(depth, 'choice_filter', row.get('choice_filter'), node, (text) => (node.orOther ? `(${text}) or name = 'other'` : text))
    }
    if (kind === 'shown') main.pair(depth, 'read_only', 'yes', node.place)
    else if (!isNote) this.logic(depth, 'read_only', row.get('read_only'), node)
    this.plain(depth, 'appearance', row.get('appearance'))
    this.parameters(depth, node, kind)
    this.plain(depth, 'personal', row.get('personal'))
    this.words.put(main, depth, name, 'purpose', row.words('purpose'), refer)
    const count = row.get('repeat_count')
    if (count !== undefined) this.tell.warning('not_taken', count.place, { what: 'repeat_count' })
  }

  private trigger(depth: number, node: Node): void {
    const cell = node.row.get('trigger')
    if (cell === undefined) return
    if (!(known as readonly string[]).includes('trigger')) return this.tell.warning('not_taken', cell.place, { what: 'trigger' })
    this.main.pair(depth, 'trigger', renamed(cell.text, this.names, node), cell.place)
  }

  private plain(depth: number, key: string, cell: Cell | undefined): void {
    if (cell !== undefined) this.main.pair(depth, key, cell.text, cell.place)
  }

  private parameters(depth: number, node: Node, kind: string): void {
    const cell = node.row.get('parameters')
    if (cell === undefined) return
    const allowed = kinds[kind as keyof typeof kinds]?.parameters ?? {}
    const pairs = cell.text.replace(/\s*=\s*/g, '=').split(/[\s,;]+/).filter((pair) => pair !== '')
    // The keys in any case of letters, as there.
    const kept = pairs.map((pair) => pair.replace(/^[^=]+/, (key) => key.toLowerCase())).filter((pair) => {
      const [key = ''] = pair.split('=')
      if (key in allowed || !parametersOfXlsform.includes(key.toLowerCase())) return true
      this.tell.warning('not_taken', cell.place, { what: pair })
      return false
    })
    if (kept.length > 0) this.main.pair(depth, 'parameters', renamed(kept.join(' '), this.names, node), cell.place)
  }

  // XLSForm's or_other: the list has one more choice (choices.ts), and this asks what it is.
  private other(depth: number, node: Node, name: string): void {
    const { main } = this
    const own = `${name}_other`
    const condition = node.kind === 'select_multiple' ? `selected(\${${name}}, 'other')` : `\${${name}} = 'other'`
    main.line(depth, '- type: text', node.typePlace)
    main.pair(depth + 1, 'name', own, node.typePlace)
    this.words.same(main, depth + 1, own, this.lists.otherQuestion, node.typePlace)
    main.pair(depth + 1, 'relevant', condition, node.typePlace)
  }

  // begin loop over a list is an old form of one group a choice: nobody writes it any more, and what it makes has no place in one list of names.
  private loop(node: Node): void {
    this.tell.problem('type_not_yet', node.typePlace, { type: 'begin loop' })
    const breakAll = (one: Node): void => {
      this.broken.add(one.name)
      one.children.forEach(breakAll)
    }
    breakAll(node)
  }

  private writeRegisters(): void {
    const { main, names } = this
    const all: Node[] = []
    const visit = (node: Node): void => {
      all.push(node)
      node.children.forEach(visit)
    }
    this.nodes.forEach(visit)
    const saved = all.flatMap((node) => {
      const cell = node.row.get('save_to')
      return cell === undefined ? [] : cell.text.split(/[\s,]+/).map((target) => ({ node, cell, list: target.includes('#') ? target.split('#')[0] : undefined, column: target.split('#').pop() ?? '' }))
    })
    const rules = this.tables.entities.rows
    const more = this.tables.registers.rows
    if (rules.length === 0) {
      for (const { cell } of saved) this.tell.problem('sheet_missing', cell.place, { sheet: 'entities' })
      if (more.length === 0) return
    }
    const lists = new Set(rules.map((row) => row.get('list_name')?.text))
    for (const { cell, list, node } of saved) {
      // What is saved nowhere would be missed by nobody until it is needed.
      if (isGroup(node.kind)) this.tell.problem('source_unknown_key', cell.place, { key: 'save_to' })
      else if (rules.length > 0 && (list === undefined ? rules.length > 1 : !lists.has(list))) this.tell.problem('register_unknown', cell.place, { register: list ?? cell.text })
    }
    const unitQuestion = all.find(({ kind }) => kind === 'unit')
    const written: (() => void)[] = []
    for (const row of rules) {
      const list = row.get('list_name')
      if (list === undefined) {
        this.tell.problem('cell_missing', row.place, { column: 'list_name' })
        continue
      }
      const unit = row.get('unit') ?? this.tables.settings.rows[0]?.get('unit')
      if (unit === undefined && unitQuestion === undefined) {
        this.tell.warning('register_unit_missing', list.place, { register: list.text })
        continue
      }
      const mine = saved.filter(({ list: named, node }) => !isGroup(node.kind) && (named === undefined ? rules.length === 1 : named === list.text))
      const repeats = new Set(mine.map(({ node }) => repeatAround(node)))
      const [only] = [...repeats]
      const repeat = row.get('repeat')
      written.push(() => {
        main.line(1, `- register: ${fitted(list.text)}`, list.place)
        if (repeat !== undefined) main.pair(2, 'repeat', names.refer(/\$\{\s*([^}]+?)\s*\}/.exec(repeat.text)?.[1] ?? repeat.text, undefined), repeat.place)
        else if (repeats.size === 1 && only !== undefined) main.pair(2, 'repeat', names.of(only), list.place)
        for (const key of ['entity_id', 'create_if', 'update_if', 'label'] as const) this.logic(2, key, row.get(key), only, truth)
        if (unit !== undefined) this.logic(2, 'unit', unit, undefined)
        else if (unitQuestion !== undefined) main.pair(2, 'unit', `\${${names.of(unitQuestion)}}`, list.place)
        this.alike(row)
        if (mine.length > 0) main.line(2, 'columns:', list.place)
        for (const { node, cell, column } of mine) main.pair(3, fitted(column), `\${${names.of(node)}}`, cell.place)
      })
    }
    for (const row of more) written.push(() => this.writeRule(row))
    if (written.length > 0) main.line(0, 'registers:', (rules[0] ?? more[0])?.place)
    for (const write of written) write()
  }

  // `yes`, or the columns that tell two entries apart, between blanks.
  private alike(row: Row): void {
    const cell = row.get('alike')
    if (cell === undefined) return
    const words = cell.text.split(/[\s,]+/).filter((word) => word !== '')
    this.main.line(2, `alike: ${/^(yes|no)$/i.test(cell.text.trim()) ? cell.text.trim().toLowerCase() : `[${words.map(fitted).join(', ')}]`}`, cell.place)
  }

  // A row of the sheet of ours: its columns stand in one cell, `name: expression` a line.
  private writeRule(row: Row): void {
    const { main, names } = this
    const [register, repeat, columns] = [row.get('register'), row.get('repeat'), row.get('columns')]
    if (register === undefined) return this.tell.problem('cell_missing', row.place, { column: 'register' })
    main.line(1, `- register: ${fitted(register.text)}`, register.place)
    if (repeat !== undefined) main.pair(2, 'repeat', names.refer(repeat.text, undefined), repeat.place)
    for (const key of ['entity_id', 'create_if', 'update_if', 'label', 'unit'] as const) this.logic(2, key, row.get(key), undefined, key === 'create_if' || key === 'update_if' ? truth : undefined)
    this.alike(row)
    if (columns === undefined) return
    main.line(2, 'columns:', columns.place)
    for (const line of columns.text.split('\n')) {
      const [, name, said] = /^\s*([\w.-]+)\s*:\s*(.*)$/.exec(line) ?? []
      if (name === undefined) this.tell.problem('source_shape', columns.place, { expected: 'name: expression', received: line, key: 'columns' })
      else main.pair(3, fitted(name), this.said(said ?? '', undefined), columns.place)
    }
  }

  // Ours: what XLSForm lacks stands in a sheet of its own.
  private writeIndicators(): void {
    const { main, names } = this
    const rows = this.tables.indicators.rows
    if (rows.length === 0) {
      // Other tools count by themselves, so their workbooks do not say it. A sheet that is there with its head alone says that nothing is to be counted.
      if (this.tables.indicators.has('name')) return
      const head = { sheet: this.tables.survey.name, row: 1, cell: 'A1' }
      const said = (which: 0 | 1) => new Map(this.languages.codes.map((code): [string, Cell] => [code, { text: (countWords[code] ?? countWords.en ?? ['', ''])[which], place: head }]))
      const name = 'records'
      main.line(0, 'indicators:', head)
      main.line(1, `- name: ${name}`, head)
      this.words.put(main, 2, name, 'label', said(0), (text) => text, undefined, 'indicators')
      main.pair(2, 'count', 'yes', head)
      this.words.put(main, 2, name, 'unit', said(1), (text) => text, undefined, 'indicators')
      return
    }
    main.line(0, 'indicators:', rows[0]?.place)
    for (const row of rows) {
      const name = row.get('name')
      if (name === undefined) {
        this.tell.problem('cell_missing', row.place, { column: 'name' })
        continue
      }
      main.line(1, `- name: ${name.text}`, name.place)
      this.words.put(main, 2, name.text, 'label', row.words('label'), (text) => text, undefined, 'indicators')
      for (const key of ['count', 'public', 'each', 'register', 'period', 'scale', 'distinct', 'median', 'min', 'max'] as const) {
        const cell = row.get(key)
        if (cell !== undefined && !isFalse(cell)) main.pair(2, key, isTrue(cell) ? 'yes' : key === 'each' ? names.refer(cell.text, undefined) : cell.text, cell.place)
      }
      for (const key of ['sum', 'average', 'where', 'about', 'date'] as const) this.logic(2, key, row.get(key), undefined)
      const by = row.get('by')
      if (by !== undefined) main.line(2, `by: [${by.text.split(/[\s,;]+/).map((one) => JSON.stringify(one.split('*').map((part) => names.refer(part, undefined)).join('*'))).join(', ')}]`, by.place)
      this.writeDerived(row)
      this.words.put(main, 2, name.text, 'unit', row.words('unit'), (text) => text, undefined, 'indicators')
    }
  }

  // share: a / b, or a / units village. difference: a - b - c. good: >= 90, or <= 0.
  private writeDerived(row: Row): void {
    const { main } = this
    const [share, difference, good] = [row.get('share'), row.get('difference'), row.get('good')]
    if (share !== undefined) {
      const [of = '', among = ''] = share.text.split('/').map((part) => part.trim())
      const level = /^units (\w+)$/.exec(among)?.[1]
      main.line(2, `share: { of: ${JSON.stringify(of)}, in: ${level === undefined ? JSON.stringify(among) : `{ units: ${JSON.stringify(level)} }`} }`, share.place)
    }
    if (difference !== undefined) {
      const [of = '', ...less] = difference.text.split(/\s-\s/).map((part) => part.trim())
      main.line(2, `difference: { of: ${JSON.stringify(of)}, less: ${JSON.stringify(less)} }`, difference.place)
    }
    const bound = /^(>=|<=)\s*(-?[\d.]+)$/.exec(good?.text ?? '')
    if (bound !== null) main.line(2, `good: { ${bound[1] === '>=' ? 'at_least' : 'at_most'}: ${bound[2]} }`, good?.place)
    else if (good !== undefined) this.tell.problem('source_shape', good.place, { expected: '>= 90, <= 0', received: good.text, key: 'good' })
  }
}

function repeatAround(node: Node): Node | undefined {
  for (let one = node.parent; one !== undefined; one = one.parent) if (one.kind === 'repeat') return one
  return undefined
}

const isTrue = (cell: Cell | undefined): boolean => cell !== undefined && truth(cell.text) === 'true()'
const isFalse = (cell: Cell): boolean => truth(cell.text) === 'false()'
