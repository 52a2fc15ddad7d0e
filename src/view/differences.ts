// Two fillings of one form side by side: only the questions whose answers are not the same. What an answer means is its kind's.
import type { Filling } from '../form/filling.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Words } from '../words/words.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { views } from './kinds/index.ts'

export interface Sides {
  readonly before: Filling
  readonly after: Filling
  /** What each side is called. */
  readonly called: readonly [before: string, after: string]
  /** What the table is called, and the column of questions. */
  readonly title: string
  readonly question: string
  readonly words: Words
  readonly language: string
  /** Names of questions whose answers this reader may not see; that they differ is said. */
  readonly masked: ReadonlySet<string>
}

/** Keys whose answers differ, in document order; those in rows that only one side has included. */
export function differing(before: Filling, after: Filling): readonly string[] {
  const keys = [...new Set([...after.keys(), ...before.keys()])]
  return keys.filter((key) => {
    const question = (after.step(key) ?? before.step(key))?.question
    return question !== undefined && question.kind !== 'repeat' && JSON.stringify(answerIn(before, key)) !== JSON.stringify(answerIn(after, key))
  })
}

/** A table of what differs; a sentence is the caller's where nothing does. */
export function differences(sides: Sides): Html {
  const { before, after, called, title, question, language } = sides
  const lines = differing(before, after).flatMap((key): readonly Html[] => {
    const label = labelOf(key, after.has(key) ? after : before, language)
    // A calculation without a label is the form's own business.
    return label === '' ? [] : [html`<tr><th scope="row">${label}</th><td>${read(key, before, sides)}</td><td><strong>${read(key, after, sides)}</strong></td></tr>`]
  })
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr><th scope="col">${question}</th><th scope="col">${called[0]}</th><th scope="col">${called[1]}</th></tr></thead><tbody>${lines}</tbody></table></div>`
}

// What is not asked is not said, whatever was typed before.
function answerIn(filling: Filling, key: string): unknown {
  return filling.isRelevant(key) ? filling.get(key) : undefined
}

// A question in a row is named with its row: "Người dự 2: Tên".
function labelOf(key: string, filling: Filling, language: string): string {
  const own = filling.label(key, language)
  const row = /^(.+)\[(\d+)\]\.[^.[]+$/.exec(key)
  return own === '' || row === null ? own : `${filling.label(row[1] ?? '', language)} ${row[2]}: ${own}`
}

function read(key: string, filling: Filling, { words, language, masked }: Sides): string {
  const question = filling.step(key)?.question
  const answer = filling.get(key)
  if (question === undefined || answer === undefined || !filling.isRelevant(key)) return words.none
  if (masked.has(question.name)) return words.field.masked
  if (!kinds[question.kind].isAsked && question.kind !== 'calculate') return String(answer)
  return views[question.kind].reading(answer, { question, form: filling.form, world: filling.world, words, language }) ?? String(answer)
}
