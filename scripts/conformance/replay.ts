// Replays the operations of a recorded scenario on our filling and compares all that was seen then: values, rows, choices, labels, relevance,
// validity, and the instance at the end. Paths of the XForm become keys of the filling; nothing of our engine is bent for it.
import type { Element } from '@xmldom/xmldom'
import { asText } from '../../src/expression/values.ts'
import { open } from '../../src/form/filling.ts'
import type { Filling } from '../../src/form/filling.ts'
import type { Answer, Answers, Form } from '../../src/form/form.ts'
import { kinds } from '../../src/form/kinds/index.ts'
import type { World } from '../../src/form/world.ts'
import type { Authored } from './author.ts'
import { childrenOf, parseXml, repeatsOf } from './xform.ts'
import type { Node } from './xform.ts'

export interface Seen {
  readonly ref: string
  readonly type: string
  readonly relevant: boolean
  readonly required: boolean
  readonly readonly: boolean
  readonly value?: string
  readonly label?: string
  readonly options?: readonly { readonly value: string; readonly label: string }[]
}

export interface Final {
  readonly xml: string
  readonly nodes: readonly Seen[]
  readonly truncated?: boolean
}

export interface Op {
  readonly s?: number
  readonly op?: string
  readonly args?: readonly unknown[]
  readonly result?: unknown
  readonly ref?: string
  readonly threw?: string
  readonly assert?: string
  readonly not?: boolean
  readonly actual?: unknown
  readonly expected?: unknown
}

export interface Difference {
  readonly what: string
  readonly expected: string
  readonly received: string
  /** The question meant, where there is one. */
  readonly kind?: string
  /** What was answered last to that question. */
  readonly answered?: string
}

/** What is no business of answers: where a screen stands, which files travel, how XForms' envelope is numbered. */
const beside: ReadonlySet<string> = new Set([
  'next', 'prev', 'refAtIndex', 'jumpToBeginningOfForm', 'atTheEndOfForm', 'getInstanceNode', 'proposed_canCreateOrRemoveRepeat',
  'toEqualUploadedAnswer', 'toHaveDeprecatedIDFromSource', 'toHaveEditedPreloadInstanceID', 'toHaveComputedPreloadInstanceID', 'toBeValid',
])

export class Replay {
  readonly differences: Difference[] = []
  /** What was done or asserted that is not understood here: what it changed shows in the instance at the end. */
  readonly unknown = new Set<string>()
  private readonly authored: Authored
  private readonly form: Form
  private readonly world: World & { language: string }
  private readonly fillings: Filling[] = []
  private readonly answered = new Map<string, string>()

  constructor(authored: Authored, form: Form, at: number, instance?: string, who?: World['who']) {
    this.authored = authored
    this.form = form
    this.world = {
      clock: { at, zone: -420 }, // the recorder's
      seed: 1,
      language: form.language,
      ...(who === undefined ? {} : { who }),
      unit: () => undefined,
      units: () => [],
      entry: () => undefined,
      entries: () => [],
    }
    const filling = open(form, this.world, instance === undefined ? undefined : this.answersIn(instance))
    this.fillings.push(filling)
    if (instance === undefined) for (const { repeat, around } of authored.rows) {
      const key = this.keyOf(repeat, around)
      if (filling.has(key)) filling.add(key)
    }
  }

  run(ops: readonly Op[], finals: readonly Final[]): void {
    for (const op of ops) this.step(op)
    finals.forEach((final, i) => {
      const filling = this.fillings[i]
      if (filling !== undefined) this.compareFinal(filling, final)
    })
  }

  private step(op: Op): void {
    const name = op.op ?? op.assert ?? ''
    if (op.assert !== undefined) return this.assertion(name, op)
    const filling = this.fillings[op.s ?? 0]
    if (filling === undefined || op.threw !== undefined || beside.has(name)) return
    const [first] = op.args ?? []
    const ref = typeof first === 'string' ? first : ((first as { readonly assertCurrentReference?: string } | undefined)?.assertCurrentReference ?? op.ref ?? '')
    switch (name) {
      case 'answer':
        return this.answer(filling, op)
      case 'createNewRepeat':
        if (this.node(ref) !== undefined) filling.add(this.key(ref))
        return
      case 'removeRepeat':
        filling.remove(this.key(ref))
        return
      case 'answerOf':
        return this.compareValue(ref, (op.result as { string: string }).string, filling)
      case 'attributeOf':
        return this.compareValue(`${ref}/@${String(op.args?.[1])}`, (op.result as { string: string }).string, filling)
      case 'countRepeatInstancesOf':
        return this.compare(`rows of ${ref}`, String(op.result), String(filling.isRelevant(this.key(ref)) ? filling.count(this.key(ref)) : 0))
      case 'choicesOf':
        return this.compare(`choices of ${ref}`, choices((op.result as { choices: readonly Choice[] }).choices), choices(this.offered(filling, ref)))
      case 'proposed_getAvailableOptionLabels':
        return this.compare(`choices of ${ref}`, JSON.stringify(op.result), JSON.stringify(this.offered(filling, ref).map(({ label }) => label)))
      case 'proposed_getSelectedOptionLabelsAsText': {
        const chosen = this.shown(filling, ref).split(' ')
        return this.compare(`chosen in ${ref}`, JSON.stringify(op.result), JSON.stringify(this.offered(filling, ref).filter(({ value }) => chosen.includes(value)).map(({ label }) => label)))
      }
      case 'getQuestionLabelText':
        return this.compare(`label of ${ref}`, spaced(String(op.result)), spaced(filling.label(this.key(ref), this.world.language)))
      case 'getQuestionHint':
        return this.compare(`hint of ${ref}`, spaced(String(op.result)), spaced(filling.hint(this.key(ref), this.world.language)))
      case 'setLanguage':
        this.world.language = this.authored.words.languages.get(String(first)) ?? String(first)
        return
      case 'proposed_serializeInstance':
        return this.compareXml(filling, String(op.result))
      case 'prepareWebFormsInstancePayload':
        return this.compare('ready to be sent', String((op.result as { status: string }).status === 'ready'), String(filling.problems().length === 0))
      case 'restoreWebFormsInstanceState':
      case 'proposed_serializeAndRestoreInstanceState':
        // A draft holds what is hidden for the moment, too.
        this.fillings[(op.result as { scenario: number }).scenario] = open(this.form, this.world, this.draft(filling))
        return
      case 'editCurrentInstance':
        this.fillings[(op.result as { scenario: number }).scenario] = open(this.form, this.world, filling.seal())
        return
      case 'newInstance':
        this.fillings[(op.result as { scenario: number }).scenario] = open(this.form, this.world)
        return
      default:
        this.unknown.add(name)
    }
  }

  private assertion(name: string, { actual, expected, not = false }: Op): void {
    const ref = (actual as { readonly ref?: string } | undefined)?.ref ?? ''
    const filling = this.fillings.at(-1) as Filling
    const key = ref === '' || this.node(ref) === undefined ? '' : this.key(ref)
    const state = (what: string, is: boolean, wanted: boolean): void => this.compare(`${ref} ${what}`, String(wanted !== not), String(is))
    const problem = (code: string): string | null => {
      const found = filling.problems([key]).find((one) => one.code === code)
      return found === undefined ? null : (found.says?.[this.world.language] ?? '')
    }
    switch (name) {
      case 'toBeRelevant':
      case 'toBeNonRelevant':
        return state('is relevant', filling.isRelevant(key), name === 'toBeRelevant')
      case 'toBeRequired':
      case 'toBeOptional':
        return state('is required', filling.isRequired(key), name === 'toBeRequired')
      case 'toBeReadonly':
      case 'toBeEnabled':
        // Only questions are read-only here: a group where all its questions are.
        if (name === 'toBeReadonly' || !isGroup(this.node(ref))) state('is read-only', this.isReadOnly(filling, ref), name === 'toBeReadonly')
        return
      case 'toHaveConstraintMessage':
        return this.compare(`constraint of ${ref}`, String(expected), String(problem('constraint')))
      case 'toHaveRequiredMessage':
        return this.compare(`required of ${ref}`, String(expected), String(problem('required')))
      case 'toHaveValidityMessage':
        return this.compare(`validity of ${ref}`, String(expected), String(problem('constraint') ?? problem('required')))
      case 'toHaveDefaultConstraintMessage':
        return this.compare(`constraint of ${ref}`, '', String(problem('constraint')))
      case 'toHaveDefaultRequiredMessage':
        return this.compare(`required of ${ref}`, '', String(problem('required')))
      case 'toHaveValidityStatus':
        return this.compare(`validity of ${ref}`, String(expected), problem('required') !== null ? 'REQUIRED_BUT_EMPTY' : problem('constraint') !== null ? 'CONSTRAINT_VIOLATED' : 'OK')
      case 'toBeReadyForSubmission':
        return this.compare('ready to be sent', String(!not), String(filling.problems().length === 0))
      case 'toHaveSerializedSubmissionXML':
      case 'toHavePreparedSubmissionXML':
        return this.compareXml(filling, String(expected))
      case 'toHaveAppearance':
      case 'notToHaveAppearance':
        return state(`has appearance ${String(expected)}`, this.appearances(filling, key).includes(String(expected)), name === 'toHaveAppearance')
      case 'toYieldAppearances':
        return this.compare(`appearances of ${ref}`, (expected as readonly string[]).join(' '), this.appearances(filling, key).join(' '))
      case 'toHaveClass':
      case 'notToHaveClass':
      case 'toYieldClasses':
      {
        const style = (this.form.style ?? '').split(/\s+/).filter((one) => one !== '')
        if (name === 'toYieldClasses') return this.compare('style of the form', (expected as readonly string[]).join(' '), style.join(' '))
        return state(`has style ${String(expected)}`, style.includes(String(expected)), name === 'toHaveClass')
      }
      // What these say was compared where the value was read.
      case 'toEqualAnswer':
      case 'toHaveAnswerCloseTo':
      case 'toContainChoices':
      case 'toContainChoicesInAnyOrder':
      case 'toStartWith':
        return
      default:
        if (!beside.has(name)) this.unknown.add(name)
    }
  }

  private answer(filling: Filling, op: Op): void {
    const node = this.node(op.ref ?? '')
    if (node === undefined) return
    const key = this.key(op.ref ?? '')
    const given = (op.args ?? []).slice(typeof op.args?.[0] === 'string' && op.args[0].startsWith('/') && (op.args.length > 1 || op.args[0] === op.ref) ? 1 : 0)
    this.answered.set(op.ref ?? '', given.map(String).join(' '))
    const question = filling.step(key)?.question
    if (question === undefined) return
    const answer = answerOf(kinds[question.kind].holds, question.kind, given)
    // Boxes are ticked in any order and stand in that of the list.
    const order = (this.form.lists[question.list ?? ''] ?? []).map(({ name }) => name)
    if (question.kind === 'select_multiple' && order.length > 0) (answer as string[]).sort((one, other) => order.indexOf(one) - order.indexOf(other))
    // What a kind cannot read stays in its box, beside the answers, and is never sealed.
    const isList = question.list !== undefined || kinds[question.kind].holds === 'choices'
    // Which files a question takes is our own, and what they are called: whatever is handed over there is a paper here.
    const file = kinds[question.kind].isFile === true && typeof answer === 'string' ? fits(question.kind, answer) : undefined
    const slip = answer === undefined || isList ? undefined : kinds[question.kind].judge(answer, question, { world: this.world, day: filling.day, offered: undefined, listed: undefined })
    filling.answer(key, file ?? (slip === undefined ? answer : undefined))
  }

  private compareFinal(filling: Filling, final: Final): void {
    this.compareXml(filling, final.xml)
    for (const seen of final.nodes) {
      const node = this.node(seen.ref)
      if (node === undefined || node === this.authored.form.root) continue
      if (seen.type.startsWith('repeat-range')) {
        if (seen.relevant) this.compare(`${seen.ref} is relevant`, 'true', String(filling.isRelevant(this.key(seen.ref))))
        continue
      }
      if (seen.type === 'repeat-instance') {
        this.compare(`${seen.ref} is there`, String(seen.relevant), String(this.isRow(filling, seen.ref)))
        continue
      }
      const key = this.key(seen.ref)
      if (!filling.has(key)) {
        if (seen.relevant) this.compare(`${seen.ref} is there`, 'true', 'false')
        continue
      }
      this.compare(`${seen.ref} is relevant`, String(seen.relevant), String(filling.isRelevant(key)), seen.ref)
      if (!seen.relevant) continue
      const { kind } = filling.step(key)?.question ?? { kind: 'note' }
      if (kinds[kind].isAsked) {
        this.compare(`${seen.ref} is required`, String(seen.required), String(filling.isRequired(key)), seen.ref)
        // What a calculation stands over is read-only here; there it is typed and lost.
        if (filling.step(key)?.question.calculation === undefined) this.compare(`${seen.ref} is read-only`, String(seen.readonly), String(this.isReadOnly(filling, seen.ref)), seen.ref)
      }
      if (seen.label !== undefined && seen.label !== '') this.compare(`label of ${seen.ref}`, spaced(seen.label), spaced(filling.label(key, this.world.language)), seen.ref)
      if (seen.options !== undefined) this.compare(`choices of ${seen.ref}`, choices(seen.options), choices(this.offered(filling, seen.ref)), seen.ref)
    }
  }

  // The leaves of an instance: what is empty and what is not there are the same answer.
  private compareXml(filling: Filling, xml: string): void {
    const expected = new Map<string, string>()
    const look = (element: Element, ref: string): void => {
      const inside = childrenOf(element)
      for (const attribute of element.attributes) if (this.node(`${ref}/@${attribute.name}`) !== undefined) expected.set(`${ref}/@${attribute.name}`, attribute.value)
      if (inside.length === 0) return void expected.set(ref, element.textContent ?? '')
      const counts = new Map<string, number>()
      for (const child of inside) {
        const path = `${ref}/${child.tagName}`
        const count = (counts.get(path) ?? 0) + 1
        counts.set(path, count)
        look(child, this.node(path)?.repeat === undefined ? path : `${path}[${count}]`)
      }
    }
    const root = parseXml(xml).documentElement as Element
    look(root, `/${root.tagName}`)
    const received = new Map<string, string>()
    const own = (node: Node, ref: string): void => {
      for (const child of node.children) {
        const path = `${ref}/${child.tag}`
        if (child.repeat !== undefined) {
          const count = filling.isRelevant(this.key(path)) ? filling.count(this.key(path)) : 0
          for (let i = 1; i <= count; i++) own(child, `${path}[${i}]`)
        } else {
          if (!isGroup(child)) received.set(path, this.shown(filling, path))
          own(child, path)
        }
      }
    }
    own(this.authored.form.root, this.authored.form.root.path)
    for (const [ref, value] of expected) {
      const node = this.node(ref)
      if (node === undefined) continue // the envelope's own: an id for the instance
      if (node.repeat !== undefined || value === '') {
        if (value === '' && (received.get(ref) ?? '') !== '') this.compareValue(ref, '', filling)
      } else this.compareValue(ref, value, filling)
    }
    for (const [ref, value] of received) if (!expected.has(ref) && value !== '') this.compareValue(ref, '', filling)
  }

  private compareValue(ref: string, expected: string, filling: Filling): void {
    if (this.node(ref) === undefined) return
    const received = this.shown(filling, ref)
    const node = this.node(ref) as Node
    const kind = this.authored.kindOf.get(node) ?? ''
    const type = (node.bind.type ?? '').replace(/^\w+:/, '')
    if (!isSame(expected, received, kind === 'hidden' || kind === 'calculate' ? type : kind)) this.compare(ref, expected, received, ref)
  }

  private compare(what: string, expected: string, received: string, ref = what): void {
    if (expected === received || this.differences.some((one) => one.what === what && one.expected === expected && one.received === received)) return
    const node = this.node(ref)
    const kind = node === undefined ? undefined : this.authored.kindOf.get(node)
    const answered = this.answered.get(ref)
    this.differences.push({ what, expected, received, ...(kind === undefined ? {} : { kind }), ...(answered === undefined ? {} : { answered }) })
  }

  private shown(filling: Filling, ref: string): string {
    const key = this.key(ref)
    if (!filling.has(key) || !filling.isRelevant(key)) return ''
    const answer = filling.get(key)
    return answer === undefined ? '' : answer === true ? 'OK' : Array.isArray(answer) ? answer.join(' ') : asText(answer as string | number)
  }

  private offered(filling: Filling, ref: string): readonly Choice[] {
    const key = this.key(ref)
    return filling.offered(key).map(({ name, label }) => ({ value: name, label: filling.text(label, undefined, this.world.language) }))
  }

  private appearances(filling: Filling, key: string): readonly string[] {
    return (filling.step(key.replace(/\[\d+\]$/, ''))?.question.appearance ?? '').split(/\s+/).filter((one) => one !== '')
  }

  private isReadOnly(filling: Filling, ref: string): boolean {
    const node = this.node(ref) as Node
    const leaves = node.children.filter((child) => !child.tag.startsWith('@'))
    if (leaves.length > 0) return leaves.every((child) => this.isReadOnly(filling, `${ref}/${child.tag}`))
    const kind = filling.step(this.key(ref))?.question.kind
    return kind === 'note' || filling.isReadOnly(this.key(ref))
  }

  private isRow(filling: Filling, ref: string): boolean {
    const [, repeat = '', index] = /^(.+)\[(\d+)\]$/.exec(this.key(ref)) ?? []
    return filling.isRelevant(repeat) && Number(index) <= filling.count(repeat)
  }

  // An instance that was sent before, as the answers that it holds.
  private answersIn(xml: string): Answers {
    const read = (element: Element, node: Node): Answers => {
      const found: Record<string, Answer> = {}
      for (const child of childrenOf(element)) {
        const inner = node.children.find(({ tag }) => tag === child.tagName)
        if (inner === undefined) continue
        if (inner.repeat !== undefined) found[inner.name] = [...((found[inner.name] as readonly Answers[] | undefined) ?? []), read(child, inner)]
        else if (isGroup(inner)) Object.assign(found, read(child, inner))
        const kind = this.authored.kindOf.get(inner) as keyof typeof kinds
        const text = child.textContent ?? ''
        for (const attribute of inner.children.filter(({ tag }) => tag.startsWith('@'))) found[attribute.name] = child.getAttribute(attribute.tag.slice(1)) ?? ''
        const answer = isGroup(inner) ? undefined : answerOf(kinds[kind].holds, kind, kinds[kind].holds === 'choices' ? text.split(' ') : [text])
        if (answer !== undefined) found[inner.name] = answer
      }
      return found
    }
    return read(parseXml(xml).documentElement as Element, this.authored.form.root)
  }

  // All that was answered, relevant or not: what a draft holds.
  private draft(filling: Filling): Answers {
    const read = (node: Node, ref: string): Answers => {
      const found: Record<string, Answer> = {}
      for (const child of node.children) {
        const path = `${ref}/${child.tag}`
        if (child.repeat !== undefined) {
          const rows = Array.from({ length: filling.count(this.key(path)) }, (_, i) => read(child, `${path}[${i + 1}]`))
          if (rows.length > 0) found[child.name] = rows
          continue
        }
        const answer = filling.get(this.key(path))
        if (answer !== undefined) found[child.name] = answer
        Object.assign(found, read(child, path))
      }
      return found
    }
    return read(this.authored.form.root, this.authored.form.root.path)
  }

  private node(ref: string): Node | undefined {
    return this.authored.form.nodes.get(ref.replace(/\[\d+\]/g, ''))
  }

  /** '/data/visits[2]/who/name' → 'visits[2].name'. */
  private key(ref: string): string {
    const node = this.node(ref)
    if (node === undefined) return ''
    const rows = [...ref.matchAll(/\[(\d+)\]/g)].map((found) => Number(found[1]))
    return this.keyOf(node, rows)
  }

  private keyOf(node: Node, rows: readonly number[]): string {
    const repeats = repeatsOf(node)
    const above = repeats.map((repeat, i) => (rows[i] === undefined ? repeat.name : `${repeat.name}[${rows[i]}]`))
    return node.repeat === undefined ? [...above, node.name].join('.') : above.join('.')
  }
}

const isGroup = (node: Node | undefined): boolean => node?.children.some((child) => !child.tag.startsWith('@')) === true

interface Choice {
  readonly value: string
  readonly label: string
}
const choices = (all: readonly Choice[]): string => all.map(({ value, label }) => `${value}: ${spaced(label)}`).join(', ')
const spaced = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim()

function answerOf(holds: string, kind: string, given: readonly unknown[]): Answer | undefined {
  const [first] = given
  if (holds === 'choices') return given.flatMap((one) => (one === null || one === '' ? [] : [textOf(one)]))
  if (first === null || first === undefined || first === '') return undefined
  if (holds === 'true') return first === true || first === 'OK' ? true : undefined
  if (holds === 'number') return typeof first === 'number' ? first : isNaN(Number(first)) ? (textOf(first) as never) : Number(first)
  const text = textOf(first)
  // What has no offset is in the zone of the filling.
  if (kind === 'dateTime') return /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}-07:00` : text
  if (kind === 'time') return /^(\d\d:\d\d):00(\.0+)?(Z|[+-]\d\d:\d\d)?$/.exec(text)?.[1] ?? text
  return text
}

const fits = (kind: keyof typeof kinds, name: string): string => {
  const ending = { image: 'jpg', audio: 'ogg' }[kind as string] ?? 'pdf'
  return new RegExp(`\\.${ending}$`).test(name) ? name : `${name}.${ending}`
}

function textOf(given: unknown): string {
  if (typeof given === 'boolean') return given ? '1' : '0' // as both engines write it down
  if (typeof given !== 'object' || given === null) return String(given)
  const { file, value, latitude, longitude, altitude, accuracy } = given as Readonly<Record<string, string | number | undefined>>
  if (latitude !== undefined) return [latitude, longitude, ...(altitude === undefined && accuracy === undefined ? [] : [altitude ?? 0, accuracy ?? 0])].join(' ')
  return String(file ?? value ?? '')
}

// Other engines write 25.0 and 09:30:00.000Z where we keep 25 and 09:30; ids that are drawn are alike when both are ids.
function isSame(expected: string, received: string, kind: string): boolean {
  if (expected === received || expected.normalize('NFC') === received) return true
  const id = /^(uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
  if (id.test(expected) && id.test(received)) return expected.startsWith('uuid:') === received.startsWith('uuid:')
  const numbers = (text: string): readonly number[] => text.split(/[ ;]+/).filter((one) => one !== '').map(Number)
  if (/^geo/.test(kind)) {
    const [one, other] = [numbers(expected), numbers(received)]
    const length = Math.max(one.length, other.length)
    return Array.from({ length }, (_, i) => i).every((i) => (one[i] ?? 0) === (other[i] ?? 0))
  }
  if (kind in kinds && kinds[kind as keyof typeof kinds].isFile === true) return expected !== '' && fits(kind as keyof typeof kinds, expected) === received
  if (kind === 'dateTime') return Date.parse(/T[^Z+-]*$/.test(expected) ? `${expected}-07:00` : expected) === Date.parse(received)
  if (kind === 'time') return expected.replace(/^(\d\d:\d\d):00.*$/, '$1') === received
  return expected.trim() !== '' && received.trim() !== '' && Number(expected) === Number(received)
}
