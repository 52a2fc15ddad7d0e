// Answers given under an earlier version, carried to this one by what the form says under `migrate`. Nothing is lost: what has no place any
// more is given back beside, so that whoever opens the draft sees it.
import type { Answer, Answers, Form, Question } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Typed } from './kinds/kind.ts'
import { holds } from './states.ts'

export interface Migrated {
  readonly answers: Answers
  /** What could not be carried, under the names it had; of a repeat, its rows with only that in them. */
  readonly left: Answers
}

/** Answers of any earlier version as this version has them. Answers of this version stay as they are. */
export function migrate(form: Form, answers: Answers): Migrated {
  return carry(form, form.survey, answers)
}

/** What stands in a draft: answers, typing that could not be read, reasons given to soft checks, the latter two by key. */
export interface Standing {
  readonly answers: Answers
  readonly typed: Readonly<Record<string, Typed>>
  readonly reasons: Readonly<Record<string, string>>
}

/** A whole draft of any earlier version as this version has it. Typing and reasons that belong to nothing any more are left too, as texts. */
export function follow(form: Form, draft: Standing): Standing & Pick<Migrated, 'left'> {
  const { answers, left } = migrate(form, draft.answers)
  const names = new Set(form.order)
  const rest: Record<string, Answer> = { ...left }
  const moved = <T>(byKey: Readonly<Record<string, T>>, written: (one: T) => string): Record<string, T> => {
    const kept: Record<string, T> = {}
    for (const [key, one] of Object.entries(byKey)) {
      const now = renamedKey(form, key)
      if (names.has(now.replace(/^.*\./, ''))) kept[now] = one
      else if (rest[key] === undefined && written(one) !== '') rest[key] = written(one)
    }
    return kept
  }
  const typed = moved(draft.typed, (boxes) => Object.values(boxes).flat().join(' ').trim())
  return { answers, typed, reasons: moved(draft.reasons, (reason) => reason), left: rest }
}

/** What a key of an earlier version (`head`, `attend[2].name`) is called now. */
export function renamedKey(form: Form, key: string): string {
  return key.replace(/[^.[\]]+(?=$|[.[])/g, (name) => nowOf(form, name))
}

const nowOf = (form: Form, name: string): string => mapped(form.migrate?.renamed, name)

// What a name is mapped to; by a map's own lines only, for `constructor` may be a choice.
function mapped(map: Readonly<Record<string, string>> = {}, name: string): string {
  return Object.prototype.hasOwnProperty.call(map, name) ? (map[name] as string) : name
}

function carry(form: Form, survey: readonly Question[], answers: Answers): Migrated {
  const places = new Map(placed(survey))
  const carried: Record<string, Answer> = {}
  const left: Record<string, Answer> = {}
  for (const [name, answer] of Object.entries(answers)) {
    const now = nowOf(form, name)
    const question = places.get(now)
    // Where both the old and the new name came, the new one is what was meant last.
    const isFree = now === name || !Object.prototype.hasOwnProperty.call(answers, now)
    const [kept, rest] = question === undefined || !isFree ? [undefined, answer] : fit(form, question, answer)
    if (kept !== undefined) carried[now] = kept
    if (rest !== undefined) left[name] = rest
  }
  return { answers: carried, left }
}

// Questions by name, those in groups too; those in a repeat stand in its rows.
function placed(questions: readonly Question[]): (readonly [string, Question])[] {
  return questions.flatMap((one) => (one.kind === 'group' ? placed(one.questions ?? []) : [[one.name, one] as const]))
}

// What of an answer the question takes now, and what it does not.
function fit(form: Form, question: Question, answer: Answer): readonly [Answer | undefined, Answer | undefined] {
  if (question.kind === 'repeat') {
    if (!isRows(answer)) return [undefined, answer]
    const rows = answer.map((row) => carry(form, question.questions ?? [], row))
    const isWhole = rows.every(({ left }) => Object.keys(left).length === 0)
    return [rows.map((row) => row.answers), isWhole ? undefined : rows.map((row) => row.left)]
  }
  if (!holds(kinds[question.kind].holds, answer) && !(question.kind === 'calculate' && typeof answer === 'number')) return [undefined, answer]
  if (question.list === undefined) return [answer, undefined]
  const now = form.migrate?.choices[question.name]
  const offered = new Set((form.lists[question.list] ?? []).map(({ name }) => name))
  const choose = (name: string): string => (offered.has(name) ? name : mapped(now, name))
  if (typeof answer === 'string') return offered.has(choose(answer)) ? [choose(answer), undefined] : [undefined, answer]
  const names = answer as readonly string[]
  const [there, gone] = [names.map(choose).filter((name) => offered.has(name)), names.filter((name) => !offered.has(choose(name)))]
  return [there.length === 0 ? undefined : [...new Set(there)], gone.length === 0 ? undefined : gone]
}

function isRows(answer: Answer): answer is readonly Answers[] {
  return Array.isArray(answer) && answer.every((row) => typeof row === 'object')
}
