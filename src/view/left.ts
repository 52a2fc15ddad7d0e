// What a draft held for which its form's newer version has no place: shown beside it, in the words of the version under which it was answered.
import type { Answer, Answers, Form, Question } from '../form/form.ts'
import type { World } from '../form/world.ts'
import type { LaterWords } from '../words/later.vi.ts'
import type { Words } from '../words/vi.ts'
import type { Html } from './html.ts'
import { html, nothing } from './html.ts'
import { views } from './kinds/index.ts'

export interface LeftOver {
  readonly left: Answers
  /** The version that was answered. */
  readonly form: Form
  readonly world: Pick<World, 'unit' | 'entry'>
  readonly words: Words & Pick<LaterWords, 'check'>
  readonly language: string
}

/** Nothing when everything found its place. */
export function leftOver(given: LeftOver): Html {
  const lines = linesOf(given.left, given)
  return lines.length === 0 ? nothing : html`<section class="news"><h2>${given.words.check.leftTitle}</h2><p>${given.words.check.leftAbout}</p><dl class="answers">${lines}</dl></section>`
}

function linesOf(left: Answers, given: LeftOver): readonly Html[] {
  return Object.entries(left).flatMap(([key, answer]) => {
    if (isRows(answer)) return answer.flatMap((row, i) => linesOf(Object.fromEntries(Object.entries(row).map(([name, one]) => [`${key}[${i + 1}].${name}`, one])), given))
    const question = find(given.form.survey, key.replace(/^.*\./, ''))
    const reading = question === undefined ? undefined : views[question.kind].reading(answer, { ...given, question })
    return [html`<div><dt>${labelOf(question, key, given)}</dt><dd>${reading ?? String(answer)}</dd></div>`]
  })
}

function find(questions: readonly Question[], name: string): Question | undefined {
  for (const one of questions) {
    const found = one.name === name ? one : find(one.questions ?? [], name)
    if (found !== undefined) return found
  }
  return undefined
}

// A label with references in it has lost what it refers to: the name is all there is.
function labelOf(question: Question | undefined, key: string, { form, language }: LeftOver): string {
  const label = question?.label?.[language] ?? question?.label?.[form.language]
  return typeof label === 'string' ? label : key
}

function isRows(answer: Answer): answer is readonly Answers[] {
  return Array.isArray(answer) && answer.some((row) => typeof row === 'object')
}
