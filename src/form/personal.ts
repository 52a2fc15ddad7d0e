// What in a form tells of a person: answers to questions marked personal, what is calculated from them, chosen among them or begins as them, names and columns
// made of them, also through the entries of other registers. Who may see it is the server's concern; a board shows none of it.
import type { Tree } from '../expression/tree.ts'
import { restsOn } from './counting.ts'
import type { Form, Indicator, Question, Text } from './form.ts'
import { rowsOf } from './rows.ts'

/** The personal columns of each register; 'label' among them where it is made of personal answers. */
export type PersonalColumns = ReadonlyMap<string, ReadonlySet<string>>

/** What of a form says so. */
type Told = Pick<Form, 'id' | 'survey' | 'registers' | 'migrate'>

const none: PersonalColumns = new Map()
const found = new WeakMap<Told, ReadonlySet<string>>()

/** Names whose answers are personal: marked so, inside a group or repeat marked so, or made of one that is, or of a personal column of an entry. */
export function personalNames(form: Told, columns: PersonalColumns = none): ReadonlySet<string> {
  if (columns.size > 0) return personalInAny([form], columns)
  const had = found.get(form)
  if (had !== undefined) return had
  const names = personalInAny([form])
  found.set(form, names)
  return names
}

/** The same over all versions of a form: what is personal in one, under any name that it had, is personal in all, with what is made of it there. */
export function personalInAny(forms: readonly Told[], columns: PersonalColumns = none): ReadonlySet<string> {
  const names = new Set(forms.flatMap(({ survey }) => marked(survey, false)))
  const all = forms.map((form) => ({ form, questions: everyOne(form.survey), entries: entriesIn(form.survey) }))
  for (let before = -1; before !== names.size; ) {
    before = names.size
    for (const { form, questions, entries } of all) {
      for (const pair of Object.entries(form.migrate?.renamed ?? {})) if (pair.some((name) => names.has(name))) pair.forEach((name) => names.add(name))
      for (const question of questions) if (isMadeOf(question, { names, columns, entries })) names.add(question.name)
    }
  }
  return names
}

/** Whether a form's one-line name of a record tells something personal. `names`: those that are, where other versions are looked at too. */
export function isLabelPersonal(form: Form, columns: PersonalColumns = none, names: ReadonlySet<string> = personalNames(form, columns)): boolean {
  return form.instance_name !== undefined && tells(form.instance_name, { names, columns, entries: entriesIn(form.survey) })
}

/** The personal columns of a register, over all forms that are there; 'label' among them when it is made of personal answers. */
export function personalColumns(forms: readonly Form[], register: string): ReadonlySet<string> {
  return personalRegisters(forms).get(register) ?? new Set()
}

/**
 * The same of every register at once: a column of one may be made of a personal column of another. Of a form several versions may be handed in: what is personal in one
 * is so in all. `begun`: what is known to be personal already.
 */
export function personalRegisters(forms: readonly Told[], begun: PersonalColumns = none): PersonalColumns {
  const columns = new Map([...begun].map(([register, names]) => [register, new Set(names)] as const))
  const all = forms.map((form) => ({ form, entries: entriesIn(form.survey), versions: forms.filter(({ id }) => id === form.id) }))
  for (let isNew = true; isNew; ) {
    isNew = false
    const put = (set: Set<string>, name: string): void => {
      if (!set.has(name)) isNew = true
      set.add(name)
    }
    const named = new Map<string, ReadonlySet<string>>()
    for (const { form, entries, versions } of all) {
      const names = named.get(form.id) ?? (versions.length === 1 ? personalNames(form, columns) : personalInAny(versions, columns))
      named.set(form.id, names)
      const known = { names, columns, entries }
      for (const rule of form.registers) {
        const own = columns.get(rule.register) ?? new Set<string>()
        columns.set(rule.register, own)
        if (tells(rule.label, known)) put(own, 'label')
        for (const [column, { value, personal }] of Object.entries(rule.columns)) if (personal !== undefined || tells(value, known)) put(own, column)
      }
    }
  }
  return columns
}

/**
 * Whether what a record adds to one of its form's indicators tells something personal of it: how much, or that it counts at all. `by`: the grouping that is asked for, if any;
 * `names`: what is personal in any version.
 */
export function isAmountPersonal(form: Form, { by: _, ...indicator }: Indicator, by: readonly string[], names: ReadonlySet<string>, columns: PersonalColumns): boolean {
  const { where, sum, average, about, date } = indicator
  const known = { names, columns, entries: entriesIn(form.survey) }
  return restsOn(form, { ...indicator, by }, names) || [where, sum, average, about, date].some((tree) => tree !== undefined && tells(tree, known))
}

/** The form with every text that would fill in something personal without that: whoever reads it by this form reads nothing of a person in its words. */
export function withoutPersonalTexts(form: Form, names: ReadonlySet<string>, columns: PersonalColumns): Form {
  const known = { names, columns, entries: entriesIn(form.survey) }
  const plain = (text: Text): Text =>
    Object.fromEntries(Object.entries(text).map(([language, parts]) => [language, typeof parts === 'string' ? parts : parts.map((part) => (typeof part === 'string' || !tells(part[0], known) ? part : '…'))]))
  const of = <T extends object>(thing: T, keys: readonly string[]): T => ({ ...thing, ...Object.fromEntries(Object.entries(thing).filter(([key]) => keys.includes(key)).map(([key, text]) => [key, plain(text as Text)])) })
  const question = (one: Question): Question => ({
    ...of(one, ['label', 'hint', 'required_message', 'constraint_message', 'purpose']),
    ...(one.check === undefined ? {} : { check: one.check.map((check) => of(check, ['message'])) }),
    ...(one.questions === undefined ? {} : { questions: one.questions.map(question) }),
  })
  const lists = Object.fromEntries(Object.entries(form.lists).map(([name, choices]) => [name, choices.map((choice) => of(choice, ['label']))]))
  return { ...of(form, ['title']), survey: form.survey.map(question), lists }
}

const everyOne = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...everyOne(question.questions ?? [])])

function marked(questions: readonly Question[], inherited: boolean): readonly string[] {
  return questions.flatMap(({ name, personal, questions: inner = [] }) => {
    const isPersonal = inherited || personal !== undefined
    return [...(isPersonal ? [name] : []), ...marked(inner, isPersonal)]
  })
}

// Entry questions by name, with the register that they choose from.
function entriesIn(questions: readonly Question[]): ReadonlyMap<string, string> {
  return new Map(everyOne(questions).flatMap(({ name, register }) => (register === undefined ? [] : [[name, register] as const])))
}

interface Known {
  readonly names: ReadonlySet<string>
  readonly columns: PersonalColumns
  readonly entries: ReadonlyMap<string, string>
}

// Calculated from something personal, beginning as it, or chosen among rows that say it.
function isMadeOf({ name, calculation, default: begins, list, parameters }: Question, known: Known): boolean {
  if (known.names.has(name)) return true
  if ([calculation, begins].some((tree) => tree !== undefined && tells(tree, known))) return true
  const rows = rowsOf(list)
  return rows !== undefined && (known.names.has(rows) || known.names.has(String(parameters?.value ?? '')))
}

// Whether what an expression gives may be something personal.
function tells(tree: Tree, known: Known): boolean {
  if (typeof tree !== 'object') return false
  const { names, columns, entries } = known
  const holds = (register: unknown, column: unknown): boolean => typeof register === 'string' && typeof column === 'string' && columns.get(register)?.has(column) === true
  if (tree[0] === '$' && (names.has(tree[1]) || holds(entries.get(tree[1]), tree[2]))) return true
  if (tree[0] === '[]' && holds(tree[1], tree[2])) return true
  if (tree[0] === '()' && (tree[1] === 'pulldata' || tree[1] === '[items]') && holds(tree[2], tree[3])) return true
  if (tree[0] === '()' && tree[1] === 'jr:choice-name' && typeof tree[3] === 'string' && names.has(tree[3].replace(/^\s*\$\{|\}\s*$/g, ''))) return true
  return tree.slice(1).some((part) => (Array.isArray(part) ? tells(part as unknown as Tree, known) : false))
}
