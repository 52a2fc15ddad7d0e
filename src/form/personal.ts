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
  const all = forms.map((form) => ({ form, questions: withConditions(form.survey), entries: entriesIn(form.survey) }))
  for (let before = -1; before !== names.size; ) {
    before = names.size
    for (const { form, questions, entries } of all) {
      for (const pair of Object.entries(form.migrate?.renamed ?? {})) if (pair.some((name) => names.has(name))) pair.forEach((name) => names.add(name))
      for (const [question, conditions] of questions) if (isMadeOf(question, conditions, { names, columns, entries })) names.add(question.name)
    }
  }
  return names
}

/** Whether a form's one-line name of a record tells something personal. `names`: those that are, where other versions are looked at too. */
export function isLabelPersonal(form: Form, columns: PersonalColumns = none, names: ReadonlySet<string> = personalNames(form, columns)): boolean {
  return form.instance_name !== undefined && tells(form.instance_name, { names, columns, entries: entriesIn(form.survey) })
}

/** What is about people by any of the versions at hand: personal columns, forms that ask for anything personal, and the registers in which such a form creates entries. */
export interface AboutPeople {
  readonly columns: PersonalColumns
  readonly forms: ReadonlySet<string>
  readonly registers: ReadonlySet<string>
}

/** The same of these forms; of a form several versions may be handed in: what was answered under one that is over is there yet. */
export function aboutPeople(forms: readonly Told[], columns: PersonalColumns = personalRegisters(forms)): AboutPeople {
  const theirs = forms.filter((form) => personalNames(form).size > 0)
  return { columns, forms: new Set(theirs.map(({ id }) => id)), registers: new Set(theirs.flatMap(({ registers }) => registers.filter((rule) => rule.entity_id === undefined).map(({ register }) => register))) }
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

// Each question with what decides whether it is there.
function withConditions(questions: readonly Question[], around: readonly Tree[] = []): readonly (readonly [Question, readonly Tree[]])[] {
  return questions.flatMap((question) => {
    const conditions = question.relevant === undefined ? around : [...around, question.relevant]
    return [[question, conditions] as const, ...withConditions(question.questions ?? [], conditions)]
  })
}

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

// Calculated from something personal, beginning as it, with as many rows as it says, or chosen among rows that say it. What is worked out says by being there, too, what it is there for.
function isMadeOf({ name, calculation, default: begins, repeat_count, list, parameters }: Question, conditions: readonly Tree[], known: Known): boolean {
  if (known.names.has(name)) return true
  if ([calculation, begins, repeat_count, ...(calculation === undefined ? [] : conditions)].some((tree) => tree !== undefined && tells(tree, known))) return true
  const rows = rowsOf(list)
  return rows !== undefined && (known.names.has(rows) || known.names.has(String(parameters?.value ?? '')))
}

// Whether what an expression gives may be something personal: what it reads, and what it picks by. `list`: whose rows are being picked from.
function tells(tree: Tree, known: Known, list?: Tree): boolean {
  if (typeof tree !== 'object') return false
  const { names, columns, entries } = known
  // A list or a column that is only worked out may be any of them.
  const holds = (from: Tree | undefined, column: Tree | undefined): boolean =>
    from !== undefined && (typeof from === 'string' ? [columns.get(from)] : [...columns.values()]).some((own) => own !== undefined && (typeof column === 'string' ? own.has(column) : own.size > 0))
  const parts = tree.slice(1) as readonly Tree[]
  const within = (all: readonly Tree[], from = list): boolean => all.some((part) => tells(part, known, from))
  switch (tree[0]) {
    case '$':
      return names.has(tree[1]) || (tree[2] !== undefined && holds(entries.get(tree[1]), tree[2]))
    case '@':
      return holds(list, tree[1])
    case '[]':
      return holds(tree[1], tree[2]) || within([tree[1]]) || within(tree[3] === undefined ? [] : [tree[3]], tree[1])
    case '()': {
      const [name, from, column, by] = parts
      if (name === '[items]') return holds(from, column) || within(parts.slice(1, 3)) || within(parts.slice(3), from)
      if (name === 'pulldata') return holds(from, column) || holds(from, by) || within(parts.slice(1))
      if (name === 'jr:choice-name') {
        const question = typeof column === 'string' ? column.replace(/^\s*\$\{|\}\s*$/g, '') : ''
        if (names.has(question) || holds(entries.get(question), 'label')) return true
      }
      return within(parts.slice(1))
    }
    default:
      return within(parts)
  }
}
