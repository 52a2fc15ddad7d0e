// Compiles the survey: every question with its texts, its logic and its place. References are checked afterwards, when all names are known.
import type { Tree } from '../expression/tree.ts'
import type { Compiler } from './compiler.ts'
import { isName, reserved } from './compiler.ts'
import type { Choice, KindName, Question, Text } from './form.ts'
import { typeHere } from './habits.ts'
import { kinds } from './kinds/index.ts'
import { limits, within } from './source.ts'
import { tableName } from './table.ts'
import type { Scalar, Spot, Table, Value } from './source.ts'

/** A question with where its parts stand in the source. */
export interface Placed {
  readonly question: Question
  readonly table: Table
  readonly spot: Spot
  readonly repeat: string | undefined
  readonly parent: string | undefined
  /** Each expression with its scalar, for the checks of references and types. */
  readonly logic: readonly Logic[]
}

/** All that an expression may name. */
export interface Names {
  readonly byName: ReadonlyMap<string, Placed>
  /** All names that are written, of questions that are broken otherwise too: a slip is told once, not at every mention. */
  readonly declared: ReadonlySet<string>
  readonly lists: Readonly<Record<string, readonly Choice[]>>
  /** Columns of every register this form may look into. */
  readonly registers: Readonly<Record<string, Readonly<Record<string, 'text' | 'number'>>>>
  readonly levels: readonly string[]
}

export interface Logic {
  readonly key: string
  readonly tree: Tree
  readonly scalar: Scalar
}

/** What a question may say. */
export const known = [
  'type', 'name', 'label', 'hint', 'required', 'required_message', 'relevant', 'constraint', 'constraint_message', 'check', 'calculation', 'trigger', 'default',
  'choice_filter', 'read_only', 'appearance', 'parameters', 'repeat_count', 'personal', 'purpose', 'questions',
] as const
// XLSForm's pictures and sounds beside a question: not kept yet, and never a script.
const media = ['media', 'image', 'audio', 'video', 'big-image']
// Keys that mean something only where there is an answer, a list or rows.
const answered = ['required', 'required_message', 'constraint', 'constraint_message', 'check', 'calculation', 'trigger', 'default', 'read_only']
export const spellings: Readonly<Record<string, KindName>> = {
  string: 'text', int: 'integer', select1: 'select_one', photo: 'image', gps: 'geopoint', location: 'geopoint', datetime: 'dateTime', imei: 'deviceid',
}
/** Kinds that are written with one word more, and what it names. */
export const withArgument: Readonly<Record<string, 'list' | 'level' | 'register'>> = { select_one: 'list', select_multiple: 'list', rank: 'list', unit: 'level', entry: 'register' }
const unlabelled: ReadonlySet<KindName> = new Set([
  'calculate', 'hidden', 'start', 'end', 'today', 'deviceid', 'username', 'email', 'phonenumber', 'start-geopoint', 'background-geopoint', 'background-audio', 'audit',
])

/** All questions in document order; groups and repeats hold their own again in `questions`. */
export function compileSurvey(
  compiler: Compiler, items: readonly Value[],
): { readonly survey: readonly Question[]; readonly placed: readonly Placed[]; readonly declared: ReadonlySet<string> } {
  const placed: Placed[] = []
  const names = new Map<string, Scalar>()
  const survey = level(compiler, items, placed, names, undefined, undefined)
  const beyond = placed[limits.questions]
  if (beyond !== undefined) compiler.tell('questions_too_many', beyond.spot, undefined, { limit: limits.questions })
  return { survey, placed, declared: new Set([...names.values()].map(({ text }) => text)) }
}

function level(
  compiler: Compiler, items: readonly Value[], placed: Placed[], names: Map<string, Scalar>, repeat: string | undefined, parent: string | undefined,
): readonly Question[] {
  const found: Question[] = []
  for (const item of items) {
    const table = compiler.table(item)
    if (table === undefined) continue
    const question = one(compiler, table, placed, names, repeat, parent)
    if (question !== undefined) found.push(question)
  }
  return found
}

function one(
  compiler: Compiler, table: Table, placed: Placed[], names: Map<string, Scalar>, repeat: string | undefined, parent: string | undefined,
): Question | undefined {
  // A line `- type: end_group` is nobody's question: its missing name is no slip of its own.
  const closing = closingOf(table)
  if (closing !== undefined) {
    compiler.tell('type_unknown', closing.type, undefined, { type: closing.type.text, habit: 'end', kind: closing.kind })
    return undefined
  }
  const named = compiler.required(table, 'name')
  const name = named?.text ?? ''
  const pictures = media.filter((key) => table.entries.has(key))
  compiler.keys(table, [...known, ...pictures], name)
  for (const key of pictures) {
    const { value } = table.entries.get(key) as { value: Value }
    compiler.tell('media_invalid', value, name, { value: value.is === 'text' ? value.text.slice(0, 60) : key })
  }
  if (named !== undefined) judgeName(compiler, named, names)
  const type = compiler.required(table, 'type', name)
  const kind = type === undefined ? undefined : kindOf(compiler, type, name)
  if (kind === undefined) {
    for (const inner of compiler.items(table, 'questions', name)) {
      const child = compiler.table(inner)
      if (child !== undefined) one(compiler, child, placed, names, repeat, parent)
    }
    return undefined
  }
  const logic: Logic[] = []
  const take = (key: string, tree: Tree | undefined, scalar: Scalar | undefined): Tree | undefined => {
    if (tree !== undefined && scalar !== undefined && typeof tree === 'object') logic.push({ key, tree, scalar })
    return tree
  }
  const expression = (key: string, columns = false): Tree | undefined => {
    const scalar = compiler.scalar(table, key, name)
    return take(key, compiler.expression(scalar, name, columns), scalar)
  }
  const initial = (): Tree | undefined => {
    const scalar = compiler.scalar(table, 'default', name)
    return take('default', compiler.initial(scalar, name), scalar)
  }
  const condition = (key: string): Tree | undefined => {
    const scalar = compiler.scalar(table, key, name)
    return take(key, compiler.condition(scalar, name), scalar)
  }
  const text = (key: string): Text | undefined => compiler.text(compiler.scalar(table, key, name), ['survey', name, key], name)
  const label = text('label')
  if (label === undefined && !table.entries.has('label') && !unlabelled.has(kind.name)) compiler.tell('label_missing', table, name, { language: compiler.language })

  const index = placed.length
  placed.push(undefined as never) // children come after their parent
  const questions =
    kind.name === 'group' || kind.name === 'repeat'
      ? level(compiler, compiler.items(table, 'questions', name), placed, names, kind.name === 'repeat' ? name : repeat, name)
      : undefined
  const pointless = [
    ...(questions === undefined ? ['questions'] : []),
    ...(kind.name === 'repeat' ? [] : ['repeat_count']),
    ...(withArgument[kind.name] === 'list' ? [] : ['choice_filter']),
    ...(['group', 'repeat', 'note'].includes(kind.name) ? answered : []),
  ]
  for (const [key, { key: spot }] of table.entries) if (pointless.includes(key)) compiler.tell('source_unknown_key', spot, name, { key, type: kind.name })
  const personal = compiler.scalar(table, 'personal', name)
  if (personal !== undefined && personal.text !== 'basic' && personal.text !== 'sensitive') {
    compiler.tell('source_shape', personal, name, { expected: 'basic, sensitive', received: personal.text })
  }
  const purpose = text('purpose')
  if (personal?.text === 'sensitive' && purpose === undefined) compiler.tell('personal_purpose_missing', personal, name)

  const trigger = triggerOf(compiler, table, name)
  const { given, seed } = parameters(compiler, table, kind.name, name)
  const draft: Record<string, unknown> = {
    name,
    kind: kind.name,
    label,
    hint: text('hint'),
    required: condition('required'),
    required_message: text('required_message'),
    relevant: expression('relevant'),
    constraint: expression('constraint'),
    constraint_message: text('constraint_message'),
    check: checks(compiler, table, name, take),
    calculation: expression('calculation') ?? (trigger === undefined ? undefined : ''), // what is triggered and calculates nothing is emptied
    trigger: trigger?.names,
    default: initial(),
    // A filter of nothing was told with its key.
    choice_filter: pointless.includes('choice_filter') ? undefined : expression('choice_filter', true),
    read_only: condition('read_only'),
    appearance: compiler.scalar(table, 'appearance', name)?.text,
    parameters: given,
    seed: take('seed', compiler.expression(seed, name), seed),
    repeat_count: expression('repeat_count'),
    personal: personal?.text,
    purpose,
    questions,
    ...(kind.argument === undefined ? {} : { [withArgument[kind.name] as string]: kind.argument }),
  }
  for (const key of Object.keys(draft)) if (draft[key] === undefined) delete draft[key]
  if (kind.name === 'calculate' && !table.entries.has('calculation') && trigger === undefined) {
    compiler.required(table, 'calculation', name)
  }
  const question = draft as unknown as Question
  placed[index] = { question, table, spot: named ?? table, repeat, parent, logic: [...logic, ...(trigger?.logic ?? [])] }
  return question
}

// `${a}`, or several: `${a}, ${b}`.
function triggerOf(compiler: Compiler, table: Table, at: string): { readonly names: readonly string[]; readonly logic: readonly Logic[] } | undefined {
  const scalar = compiler.scalar(table, 'trigger', at)
  if (scalar === undefined) return undefined
  const names: string[] = []
  const logic: Logic[] = []
  const rest = scalar.text.replace(/\$\{\s*([A-Za-z_][\w-]*)\s*\}/g, (_, name: string) => {
    names.push(name)
    logic.push({ key: 'trigger', tree: ['$', name], scalar })
    return ''
  })
  if (names.length > 0 && /^[\s,]*$/.test(rest)) return { names, logic }
  compiler.tell('source_shape', scalar, at, { expected: '${name}', received: scalar.text.slice(0, 60), key: 'trigger' })
  return undefined
}

function judgeName(compiler: Compiler, named: Scalar, names: Map<string, Scalar>): void {
  const name = named.text
  const folded = name.toLowerCase()
  const twin = names.get(folded)
  if (!isName(name)) compiler.tell(reserved.has(folded) ? 'name_reserved' : 'name_invalid', named, name, { name })
  else if (reserved.has(folded)) compiler.tell('name_reserved', named, name, { name })
  else if (twin !== undefined) compiler.tell('name_twice', named, name, { name, line: twin.line })
  if (twin === undefined) names.set(folded, named)
}

function closingOf(table: Table): { readonly type: Scalar; readonly kind: string } | undefined {
  const type = table.entries.get('type')?.value
  const here = type?.is === 'text' ? typeHere(type.text) : undefined
  return type?.is === 'text' && here !== undefined && 'habit' in here && here.habit === 'end' ? { type, kind: here.kind } : undefined
}

function kindOf(compiler: Compiler, type: Scalar, name: string): { name: KindName; argument?: string } | undefined {
  const [written = '', ...rest] = type.text.trim().split(/\s+/)
  const fromFile = /^select_(?:one|multiple)_from_file$/.test(written)
  const kind = fromFile ? written.replace('_from_file', '') : (spellings[written] ?? written)
  if (!Object.prototype.hasOwnProperty.call(kinds, kind)) {
    const here = typeHere(type.text)
    compiler.tell('type_unknown', type, name, { type: here === undefined ? written : type.text.trim(), ...(here ?? compiler.hint(written, Object.keys(kinds))) })
    return undefined
  }
  const wants = withArgument[kind]
  if (wants === undefined) {
    if (rest.length > 0) compiler.tell('type_unknown', type, name, { type: type.text.trim(), suggestion: kind })
    return { name: kind as KindName }
  }
  if (rest.length !== 1) {
    const isOther = rest.length === 2 && rest[1]?.toLowerCase().replace('-', '_') === 'or_other'
    // Which levels there are is known later: checkQuestion tells a unit of none.
    if (wants === 'list') compiler.tell('list_unknown', type, name, { list: '', ...(isOther ? { habit: 'or_other' } : {}) })
    else if (wants === 'register') compiler.tell('register_unknown', type, name, { register: '', type: type.text })
    return { name: kind as KindName, argument: '' }
  }
  const file = fromFile ? tableName(rest[0] ?? '') : undefined
  if (fromFile && file === undefined) compiler.tell('list_unknown', type, name, { list: rest[0] ?? '' })
  return { name: kind as KindName, argument: file ?? (rest[0] as string) }
}

function checks(
  compiler: Compiler, table: Table, name: string, take: (key: string, tree: Tree | undefined, scalar: Scalar | undefined) => Tree | undefined,
): Question['check'] {
  const found: { expect: Tree; message: Text }[] = []
  compiler.items(table, 'check', name).forEach((item, i) => {
    const one = compiler.table(item, name, 'check')
    if (one === undefined) return
    compiler.keys(one, ['expect', 'message'], name)
    const scalar = compiler.required(one, 'expect', name)
    const expect = take(`check`, compiler.expression(scalar, name), scalar)
    const message = compiler.text(compiler.required(one, 'message', name), ['survey', name, 'check', String(i)], name)
    if (expect !== undefined && message !== undefined) found.push({ expect, message })
  })
  return found.length === 0 ? undefined : found
}

// Kept as they are written: what they mean is for whoever shows the form. `value` and `label` name columns of a file of choices.
const anything = (): undefined => undefined
const isFlag = (value: string): string | undefined => (value === 'true' || value === 'false' ? undefined : 'true, false')
const ofLists = { value: anything, label: anything, randomize: isFlag, seed: anything }
const ofAll: Readonly<Partial<Record<KindName, Readonly<Record<string, (value: string) => string | undefined>>>>> = {
  text: { rows: (value) => (/^[1-9]\d?$/.test(value) ? undefined : 'number') },
  range: { tick_interval: anything, tick_labelset: anything, placeholder: anything },
  image: { app: anything },
  geopoint: { 'allow-mock-accuracy': isFlag },
  audit: Object.fromEntries(['location-priority', 'location-min-interval', 'location-max-age', 'track-changes', 'track-changes-reasons', 'identify-user'].map((name) => [name, anything])),
  'background-audio': { quality: anything },
}

/** The parameters that an author may give to a kind, each with what says what was expected where it is wrong. */
export function parametersOf(kind: KindName): Readonly<Record<string, (value: string) => string | undefined>> {
  return { ...(withArgument[kind] === 'list' ? ofLists : ofAll[kind]), ...kinds[kind].parameters }
}

// `seed`: what decides the order of choices that are mixed, an expression like any other.
function parameters(compiler: Compiler, table: Table, kind: KindName, name: string): { readonly given?: Question['parameters']; readonly seed?: Scalar } {
  const found = table.entries.get('parameters')
  if (found === undefined) return {}
  const allowed = parametersOf(kind)
  const pairs: { key: string; value: string; spot: Spot; scalar?: Scalar }[] = []
  if (found.value.is === 'table') {
    for (const [key, { key: spot, value }] of found.value.entries) pairs.push({ key, spot, ...(value.is === 'text' ? { value: value.text, scalar: value } : { value: '' }) })
  } else if (found.value.is === 'text') {
    // XLSForm's cell: start=0 end=10 step=1
    for (const pair of found.value.text.matchAll(/[^\s,;]+/g)) {
      const [key = '', value = ''] = pair[0].split('=')
      const at = (pair.index ?? 0) + 1
      pairs.push({ key, value, spot: within(found.value, at), scalar: { is: 'text', text: value, raw: undefined, ...within(found.value, at + key.length + 1) } })
    }
  }
  const given: Record<string, string | number> = {}
  for (const { key, value, spot } of pairs) {
    const judge = Object.prototype.hasOwnProperty.call(allowed, key) ? allowed[key] : undefined
    if (judge === undefined) {
      compiler.tell('parameter_unknown', spot, name, { parameter: key, ...compiler.hint(key, Object.keys(allowed)) })
      continue
    }
    const expected = judge(value)
    if (expected !== undefined) compiler.tell('parameter_invalid', spot, name, { parameter: key, value, expected })
    else given[key] = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
  }
  const { start = 1, end = 10, step = 1 } = given
  if (kind === 'range' && (Number(step) <= 0 || Number(start) >= Number(end))) {
    compiler.tell('parameter_invalid', found.key, name, { parameter: 'start, end, step', value: `${start}, ${end}, ${step}`, expected: 'start < end, step > 0' })
  }
  const seed = given.randomize === 'true' ? pairs.find(({ key }) => key === 'seed')?.scalar : undefined
  return { given, ...(seed === undefined ? {} : { seed }) }
}
