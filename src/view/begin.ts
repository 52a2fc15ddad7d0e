// The middle of the page before a form is filled in: how long it is, what personal answers are asked for and why, the button that begins.
import type { Form, Question, Text } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import { writeNumber } from '../form/number.ts'
import type { Words } from '../words/vi.ts'
import type { Html, Part } from './html.ts'
import { html } from './html.ts'
import { screensOf } from './screens.ts'

/** `start` is the button, or the form around it. */
export function beginMain(form: Form, words: Words, language: string, start: Part): Html {
  const all = everyQuestion(form.survey)
  const purposes = [...new Set(all.flatMap(({ purpose }) => (purpose === undefined ? [] : [plain(purpose, language)])))]
  const count = writeNumber(all.filter(({ kind }) => kinds[kind].isAsked).length, language)
  return html`<h1>${words.filling.startTitle(plain(form.title, language))}</h1>
<p>${words.filling.about(count, writeNumber(screensOf(form).length, language))}</p>
${all.some(({ personal }) => personal !== undefined) && html`<div class="note"><p>${words.filling.personal}</p>${purposes.length > 0 && html`<p>${words.filling.purposes}</p><ul>${purposes.map((purpose) => html`<li>${purpose}</li>`)}</ul>`}</div>`}
${start}`
}

/** A text without references in it. */
export function plain(text: Text | Readonly<Record<string, unknown>>, language: string): string {
  const found = text[language] ?? Object.values(text)[0]
  return typeof found === 'string' ? found : ''
}

function everyQuestion(questions: readonly Question[]): readonly Question[] {
  return questions.flatMap((question) => [question, ...everyQuestion(question.questions ?? [])])
}
