// A draft that is open on the phone: the filling, what stands in its boxes, and the keeping of both. Every change is on the shelf before anything is
// drawn. Drawing is fill.ts's; what becomes of a finished draft is seal.ts's.
import { references } from '../expression/references.ts'
import { open } from '../form/filling.ts'
import type { Row } from '../expression/tree.ts'
import type { Filling } from '../form/filling.ts'
import type { Answer, Answers, Form } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Typed } from '../form/kinds/kind.ts'
import type { Standing } from '../form/migrate.ts'
import type { Html } from '../view/html.ts'
import { allAnswers } from '../view/kept.ts'
import type { Picker } from '../view/kinds/kind.ts'
import { promptsOf } from './prompts.ts'
import type { App } from './screen.ts'
import { newId } from './id.ts'
import { formAt, latest } from './forms.ts'
import type { Draft, Media, Part } from './shapes.ts'
import { loadWorld } from './world.ts'
import type { PhoneWorld } from './world.ts'

/** Vietnam's offset where the phone does not say its own. */
export const zone = (): number => -new Date().getTimezoneOffset()

/** What changes from one answer to the next. */
export interface Open {
  draft: Draft
  readonly form: Form
  readonly filling: Filling
  readonly world: PhoneWorld
  readonly typed: Record<string, Typed>
  readonly reasons: Record<string, string>
  readonly pickers: Record<string, Picker>
  /** Questions that the office has recorded in the reader's language. */
  readonly prompts: ReadonlySet<string>
  /** Parts as they lie on the shelf, as far as this window wrote them: most of what an answer touches stands as before. */
  readonly kept: Map<string, string>
  /** Keys whose keeping failed: they go with the next attempt. */
  readonly unkept: Set<string>
  /** What had no place in the version that it followed to, to be seen above its pages. */
  readonly left: Html | undefined
  /** Keys on which problems are said, because somebody pressed on. */
  isChecked: boolean
}

/** What the piece with the rarer kinds (rarer.ts) does on this phone, once it is there. */
export const hooks: {
  buttons?(app: App, at: Open, key: string): Html | undefined
  use?(app: App, at: Open, key: string, what: string, by: HTMLElement): Promise<void>
  last?(app: App, form: Form): Promise<Row | undefined>
  kept?(app: App, at: Open, keys: Iterable<string>): Promise<void>
} = {}

/** A new draft of a form's newest version on the phone, kept with its defaults; undefined when the form is not here. */
export async function begin(app: App, id: string, more: { readonly short?: boolean } = {}): Promise<Draft | undefined> {
  const { shelf, account } = app
  const head = await latest(app, id)
  if (head === undefined) return undefined
  const now = Date.now()
  const [seed = 1] = crypto.getRandomValues(new Uint32Array(1))
  const last = await hooks.last?.(app, head.form)
  const draft: Draft = {
    id: newId(now), author: account.person, form: id, version: head.version, seed, started_at: now, updated_at: now, label: '', screen: 1, media: {}, ...more, ...(last && { last }),
  }
  const filling = open(head.form, await worldOf(app, head.form, draft), undefined, draft.short)
  await shelf.keepDraft(draft, partsOf(draft.id, filling, {}, {}))
  return draft
}

/** A draft with all that stands in it, opened; undefined when its form is not on the phone. */
export async function openFilling(app: App, { draft, parts }: { readonly draft: Draft; readonly parts: readonly Part[] }): Promise<Open | undefined> {
  const newest = await latest(app, draft.form)
  // A correction stays with the version that it corrects; a draft goes on under the newest, with all that stands in it.
  const isOld = draft.base === undefined && newest !== undefined && newest.version > draft.version
  const head = isOld ? newest : await formAt(app.shelf, draft.form, draft.version)
  if (head === undefined) return undefined
  const { form } = head
  const had = standingIn(parts)
  const world = await worldOf(app, form, draft)
  const followed = isOld ? (await import('./rarely.ts')).follow(form, had) : undefined
  const now = followed ?? had
  const left = { ...draft.left, ...followed?.left }
  const at: Open = {
    draft, form, world, filling: open(form, world, now.answers, draft.short), typed: { ...now.typed }, reasons: { ...now.reasons }, kept: new Map(), unkept: new Set(),
    left: Object.keys(left).length === 0 ? undefined : await leftIn(app, left, draft, form, world),
    pickers: pickersOf(app, form, world), prompts: await promptsOf(app, form.id), isChecked: false,
  }
  // What could not be read in one language may be a number or a date in the other: "1.5".
  const again = Object.entries(at.typed).flatMap(([key, boxes]) => [key, ...answer(at, key, boxes, app.language)])
  if (isOld) await keepAll(app, at, { version: head.version, left })
  // On a full phone it still opens: what was typed is there as it was, and goes with the next write.
  else if (again.length > 0) await keep(app, at, again).catch(() => undefined)
  return at
}

// In the words of the version under which it was answered, where that is still here.
async function leftIn({ shelf, words, language }: App, left: Answers, draft: Draft, form: Form, world: PhoneWorld): Promise<Html> {
  const old = (await formAt(shelf, draft.form, draft.version))?.form ?? form
  const rarely = await import('./rarely.ts')
  return rarely.leftOver({ left, form: old, world, words: { ...words, ...rarely.laterWordsOf(language) }, language })
}

function standingIn(parts: readonly Part[]): Standing {
  const answers: Record<string, Answer> = {}
  const [typed, reasons]: [Record<string, Typed>, Record<string, string>] = [{}, {}]
  for (const part of parts) {
    if (part.answer !== undefined) answers[part.name] = part.answer
    Object.assign(typed, part.typed)
    Object.assign(reasons, part.reasons)
  }
  return { answers, typed, reasons }
}

/** Puts what stands in a question's boxes into the filling. Gives the keys that may look different now. */
export function answer(at: Open, key: string, boxes: Typed, language: string): ReadonlySet<string> {
  const question = at.filling.step(key)?.question
  if (question === undefined || at.filling.isReadOnly(key)) return new Set()
  const read = kinds[question.kind].read(boxes, question, language)
  if ('slip' in read) at.typed[key] = boxes
  else delete at.typed[key]
  return at.filling.answer(key, 'answer' in read ? read.answer : undefined)
}

/** Keeps what belongs to these keys in one small write: the header, and of the top-level questions among them those that stand otherwise now. False when the draft is here no more. */
export async function keep(app: App, at: Open, keys: readonly string[] | ReadonlySet<string>, changes: Partial<Draft> = {}, media: readonly Media[] = []): Promise<boolean> {
  const { filling, form } = at
  const label = form.instance_name === undefined ? '' : String(filling.value(form.instance_name)).slice(0, 200)
  at.draft = { ...at.draft, ...changes, label, updated_at: Math.max(Date.now(), at.draft.updated_at + 1) }
  const parts = new Map<string, Part>()
  for (const name of new Set([...keys].map(topOf))) {
    const part = partOf(at, name)
    const text = JSON.stringify(part)
    if (isKept(filling, name) && at.kept.get(name) !== text) parts.set(text, part)
  }
  const isHere = await app.shelf.keepParts(at.draft, [...parts.values()], media).catch((error: unknown) => {
    // Not kept: it goes with the next attempt, and stays on the screen until then.
    for (const key of keys) at.unkept.add(key)
    throw error
  })
  if (isHere) parts.forEach(({ name }, text) => at.kept.set(name, text))
  void hooks.kept?.(app, at, keys)
  return isHere
}

/** Keeps the whole draft anew: rows have come, gone or moved. */
export async function keepAll(app: App, at: Open, changes: Partial<Draft> = {}): Promise<void> {
  at.draft = { ...at.draft, ...changes, updated_at: Math.max(Date.now(), at.draft.updated_at + 1) }
  at.kept.clear()
  await app.shelf.keepDraft(at.draft, partsOf(at.draft.id, at.filling, at.typed, at.reasons))
}

const topOf = (key: string): string => /^[^.[]+/.exec(key)?.[0] ?? key

// What is only calculated is worked out again when the draft is opened, unless it rests on what it was: once(now()), or on when it was triggered.
function isKept(filling: Filling, name: string): boolean {
  const { kind, calculation, trigger } = filling.step(name)?.question ?? { kind: 'note' }
  return kind !== 'group' && kind !== 'note' && (kind !== 'calculate' || trigger !== undefined || references(calculation ?? '').self)
}

function partOf({ draft, filling, typed, reasons }: Open, name: string): Part {
  const isRepeat = filling.step(name)?.question.kind === 'repeat'
  const value = isRepeat ? allAnswers(filling)[name] : filling.get(name)
  return partWith(draft.id, name, value, typed, reasons)
}

function partsOf(draft: string, filling: Filling, typed: Readonly<Record<string, Typed>>, reasons: Readonly<Record<string, string>>): readonly Part[] {
  const answers = allAnswers(filling)
  const names = new Set([...Object.keys(answers), ...[...Object.keys(typed), ...Object.keys(reasons)].map(topOf)].filter((name) => isKept(filling, name)))
  return [...names].map((name) => partWith(draft, name, answers[name], typed, reasons))
}

function partWith(draft: string, name: string, value: Answer | undefined, typed: Readonly<Record<string, Typed>>, reasons: Readonly<Record<string, string>>): Part {
  return { draft, name, ...(value === undefined ? {} : { answer: value }), ...own('typed', typed, name), ...own('reasons', reasons, name) }
}

function own<T>(as: string, all: Readonly<Record<string, T>>, name: string): object {
  const found = Object.entries(all).filter(([key]) => topOf(key) === name)
  return found.length === 0 ? {} : { [as]: Object.fromEntries(found) }
}

/** Lists that came since the filling was opened: what is not chosen yet is offered out of them. */
export async function renew(app: App, { draft, form, world, pickers }: Open): Promise<void> {
  Object.assign(world, await worldOf(app, form, draft), { clock: world.clock })
  for (const [name, picker] of Object.entries(pickersOf(app, form, world))) if (pickers[name]?.search === '') pickers[name] = picker
}

function pickersOf({ account }: App, form: Form, world: PhoneWorld): Record<string, Picker> {
  const under = account.unit === null ? {} : { under: account.unit }
  // One for each question, by name; a row's is looked up by its key first.
  const pickers: Record<string, Picker> = {}
  const visit = (questions: Form['survey']): void => {
    for (const { name, kind, register, questions: inner } of questions) {
      if (kind === 'unit') pickers[name] = under
      if (kind === 'entry') {
        const { found, isCut } = world.search(register ?? '', '', mostFound)
        pickers[name] = { search: '', found, isCut }
      }
      visit(inner ?? [])
    }
  }
  visit(form.survey)
  return pickers
}

/** The most entries shown of a search: one screen of a phone, whatever the register holds. */
export const mostFound = 20

async function worldOf({ shelf, account, language }: App, form: Form, { seed, last }: Draft): Promise<PhoneWorld> {
  return loadWorld(shelf, account, form, { clock: { at: Date.now(), zone: zone() }, seed, language, last })
}
