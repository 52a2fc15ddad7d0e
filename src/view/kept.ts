// What a draft holds beside its form, on the server for pages without script and in the same shape on a phone: all answers, asked for or not, the typing that could not be read, and how far the pickers are open.
import type { Row } from '../expression/tree.ts'
import type { Filling } from '../form/filling.ts'
import type { Answer, Answers } from '../form/form.ts'
import type { Instance } from '../form/states.ts'
import type { Typed } from '../form/kinds/kind.ts'

/** The offset in which the plain pages tell the time: they have no phone's clock to ask. Vietnam has one zone and no summer time. */
export const zone = 420

export interface KeptFile {
  readonly sha256: string
  readonly bytes: number
  readonly type: string
}

export interface Kept {
  readonly answers: Answers
  /** Boxes whose typing could not be read, by key. */
  readonly typed: Readonly<Record<string, Typed>>
  readonly reasons: Readonly<Record<string, string>>
  /** unit: opened levels; entry: the name searched for. */
  readonly paths: Readonly<Record<string, readonly string[]>>
  readonly searches: Readonly<Record<string, string>>
  readonly seed: number
  readonly started_at: number
  /** Photos, voices and files by the name that is their answer; those that were replaced too, until the draft goes. */
  readonly files?: Readonly<Record<string, KeptFile>>
  /** What the last submission before it said, of the questions that the form looks back to. */
  readonly last?: Row
  /** The revision that this corrects. */
  readonly base?: number
  /** The page that was sent last: where it is gone on with. */
  readonly screen?: number
  /** How many rows were taken away so far: a row's page from before then means another row now. */
  readonly removed?: number
  /** What the filling calls itself, for the list of drafts. */
  readonly label?: string
  /** The submission as it was sealed: sent again, it is the very same. Gone with the next change. */
  readonly sealed?: string
}

/** Every answer of a filling, those to questions that are not relevant now too: they come back when the question does. */
export function allAnswers(filling: Filling): Answers {
  return answersIn(filling.states.top)
}

function answersIn({ states }: Instance): Answers {
  const all: Record<string, Answer> = {}
  for (const [name, { answer, rows }] of states) {
    const kept = rows.length > 0 ? rows.map(answersIn) : answer
    if (kept !== undefined) all[name] = kept
  }
  return all
}

/** Draft answers with one more, so that the world can be loaded with the entry that was just chosen. */
export function withAnswer(answers: Answers, key: string, answer: string): Answers {
  const found = /^([^.[]+)\[(\d+)\]\.(.+)$/.exec(key)
  if (found === null) return { ...answers, [key]: answer }
  const [, repeat = '', number, inner = ''] = found
  const rows = answers[repeat]
  if (!isRows(rows)) return answers
  return { ...answers, [repeat]: rows.map((row, i) => (i === Number(number) - 1 ? withAnswer(row, inner, answer) : row)) }
}

function isRows(answer: Answer | undefined): answer is readonly Answers[] {
  return Array.isArray(answer) && answer.every((row) => typeof row === 'object')
}

/** Everything kept for a row (`attend[2]`) goes, and what belongs to later rows moves up. */
export function withoutRow<T>(byKey: Readonly<Record<string, T>>, row: string): Record<string, T> {
  const left: Record<string, T> = {}
  const opening = row.lastIndexOf('[') + 1
  const index = parseInt(row.slice(opening))
  for (const [key, value] of Object.entries(byKey)) {
    const number = key.startsWith(row.slice(0, opening)) ? parseInt(key.slice(opening)) : 0
    if (number < index) left[key] = value
    else if (number > index) left[row.slice(0, opening) + (number - 1) + key.slice(key.indexOf(']', opening))] = value
  }
  return left
}
