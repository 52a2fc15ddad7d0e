// Everything of a draft that must be mended before it is sent: what the filling finds, typing that could not be read, doubts without a reason.
import type { Filling } from '../form/filling.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Problem } from '../form/problem.ts'
import { say } from '../words/say.ts'
import type { Words } from '../words/vi.ts'
import type { Kept } from './kept.ts'

/**
 * All problems in document order, one for each question at most; `language` is that in which the boxes were typed. Of some questions only,
 * in their order: then it costs what they cost, however long the form.
 */
export function problemsOf(filling: Filling, kept: Pick<Kept, 'typed' | 'reasons'>, language: string, keys?: readonly string[]): readonly Problem[] {
  const found = new Map<string, Problem>()
  for (const problem of filling.problems(keys)) if (problem.at !== undefined && !found.has(problem.at)) found.set(problem.at, problem)
  for (const [key, boxes] of Object.entries(kept.typed)) {
    const question = filling.step(key)?.question
    // What a calculation gives by now has no box any more in which something could be wrong.
    if (question === undefined || !filling.isRelevant(key) || filling.isReadOnly(key) || keys?.includes(key) === false) continue
    const read = kinds[question.kind].read(boxes, question, language)
    if ('slip' in read) found.set(key, { ...read.slip, at: key })
  }
  for (const fired of filling.fired(keys)) {
    if ((kept.reasons[fired.at] ?? '') === '' && !found.has(fired.at)) found.set(fired.at, { code: 'check', at: fired.at, says: fired.says })
  }
  const order = new Map((keys ?? filling.keys()).map((key, i) => [key, i]))
  return [...found.values()].sort((one, other) => (order.get(one.at ?? '') ?? -1) - (order.get(other.at ?? '') ?? -1))
}

/** The soft checks that are not met (of some questions only, when they are named), said, by key; also those whose reason is given, so that it can be changed. */
export function doubtsOf(filling: Filling, words: Words, language: string, keys?: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const doubts = new Map<string, string[]>()
  for (const fired of filling.fired(keys)) {
    doubts.set(fired.at, [...(doubts.get(fired.at) ?? []), say({ code: 'check', at: fired.at, says: fired.says }, words, language)])
  }
  return doubts
}
