// The questions of one page: each by its kind's view, groups as fieldsets, repeats as a list of rows that have pages of their own.
// Which page, and what happens when it is sent, is the server's.
import type { Filling } from '../form/filling.ts'
import type { Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Typed } from '../form/kinds/kind.ts'
import { writeNumber } from '../form/number.ts'
import type { Words } from '../words/words.ts'
import { idOf, shown } from './field.ts'
import type { Html } from './html.ts'
import { attribute, html, nothing } from './html.ts'
import { views } from './kinds/index.ts'
import type { Field, Picker } from './kinds/kind.ts'

/** A filling as it is shown: what was typed and could not be read, what is wrong, what is new. All by key. */
export interface Showing {
  readonly filling: Filling
  readonly words: Words
  readonly language: string
  readonly typed: Readonly<Record<string, Typed>>
  readonly pickers: Readonly<Record<string, Picker>>
  readonly reasons: Readonly<Record<string, string>>
  readonly problems: ReadonlyMap<string, string>
  readonly doubts: ReadonlyMap<string, readonly string[]>
  readonly fresh: ReadonlySet<string>
  /** A device's own buttons beside a field. */
  tools?(key: string): Html | undefined
  /** Whether a field that is on the page already can stay as it is: then only its place is drawn, an empty `<i>` of its key. */
  stays?(key: string): boolean
}

/** The fields of questions that are relevant now. `prefix` is '' or a row's 'attend[2].'. */
export function fields(questions: readonly Question[], prefix: string, showing: Showing): Html {
  const { filling } = showing
  return html`${questions.map((question) => {
    const key = prefix + question.name
    if (!filling.isRelevant(key)) return nothing
    if (question.kind === 'group') return group(question, key, prefix, showing)
    if (question.kind === 'repeat') return repeat(question, key, showing)
    return fieldOf(question, key, showing)
  })}`
}

/** What stands in a question's boxes: the typing that could not be read, else the answer written in the reader's way. */
export function typedOf(question: Question, key: string, { filling, typed, language }: Pick<Showing, 'filling' | 'typed' | 'language'>): Typed {
  const answer = filling.get(key)
  return typed[key] ?? (answer === undefined ? {} : kinds[question.kind].write(answer, question, language))
}

/** One field, as `fields` draws it: for whoever draws a field again by itself. What of it may change under a focused input is `liveParts`. */
export function fieldOf(question: Question, key: string, showing: Showing): Html {
  const { filling, language, words } = showing
  if (showing.stays?.(key) === true) return html`<i data-key="${key}"></i>`
  const field: Field = {
    key,
    question,
    filling,
    words,
    language,
    label: filling.label(key, language),
    hint: filling.hint(key, language),
    typed: typedOf(question, key, showing),
    isRequired: filling.isRequired(key),
    isNew: showing.fresh.has(key),
    problem: showing.problems.get(key),
    doubts: showing.doubts.get(key) ?? [],
    reason: showing.reasons[key] ?? '',
    picker: showing.pickers[key] ?? {},
    tools: showing.tools?.(key),
  }
  const view = views[question.kind]
  if (!kinds[question.kind].isAsked || !filling.isReadOnly(key)) return view.field(field)
  const answer = filling.get(key)
  const reading = answer === undefined ? undefined : view.reading(answer, { question, form: filling.form, world: filling.world, words, language })
  return shown(field, reading ?? words.none)
}

function group(question: Question, key: string, prefix: string, showing: Showing): Html {
  const inner = fields(question.questions ?? [], prefix, showing)
  if (inner.markup === '') return nothing
  const label = showing.filling.label(key, showing.language)
  if (label === '') return inner
  const hint = showing.filling.hint(key, showing.language)
  return html`<fieldset class="group" data-key="${key}"><legend>${label}</legend>${hint !== '' && html`<p class="hint">${hint}</p>`}${inner}</fieldset>
`
}

function repeat(question: Question, name: string, showing: Showing): Html {
  const { filling, words, language, problems } = showing
  const count = filling.count(name)
  const isFree = question.repeat_count === undefined
  const hint = filling.hint(name, language)
  const problem = problems.get(name)
  const rows = Array.from({ length: count }, (_, i) => `${name}[${i + 1}]`)
  return html`<fieldset class="group" data-key="${name}" id="${idOf(name)}"${attribute('aria-describedby', problem === undefined ? undefined : `${idOf(name)}-problem`)}><legend>${filling.label(name, language)}</legend>${hint !== '' && html`<p class="hint">${hint}</p>`}${problem !== undefined && html`<p class="problem" id="${idOf(name)}-problem">${problem}</p>`}
<p class="about">${count === 0 ? words.field.noRows : words.field.rows(writeNumber(count, language))}</p>
<ul class="cards">${rows.map((row) => {
    const label = rowLabel(row, question, showing)
    const wrong = [...problems].find(([key]) => key.startsWith(`${row}.`))?.[1]
    return html`<li><strong>${label}</strong>${wrong !== undefined && html`<p class="problem">${wrong}</p>`}<div class="buttons"><button class="plain" name=".do" value="row ${row}">${words.field.changeRow(label)}</button>${isFree && html`<button class="plain" name=".do" value="drop ${row}">${words.field.removeRow(label)}</button>`}</div></li>`
  })}</ul>
${isFree && html`<button class="plain" name=".do" value="add ${name}">${words.field.addRow}</button>`}</fieldset>
`
}

/** What a row is called in a list: its number and the first thing in it that can be read. */
export function rowLabel(row: string, question: Question | undefined, { filling, words, language }: Pick<Showing, 'filling' | 'words' | 'language'>): string {
  const number = words.field.row(writeNumber(Number(/\[(\d+)\]$/.exec(row)?.[1]), language))
  const asked = (questions: readonly Question[]): readonly Question[] => questions.flatMap((one) => (one.kind === 'group' ? asked(one.questions ?? []) : [one]))
  for (const one of asked(question?.questions ?? [])) {
    const answer = kinds[one.kind].isAsked ? filling.get(`${row}.${one.name}`) : undefined
    const reading = answer === undefined ? undefined : views[one.kind].reading(answer, { question: one, form: filling.form, world: filling.world, words, language })
    if (reading !== undefined) return `${number}: ${reading}`
  }
  return number
}
