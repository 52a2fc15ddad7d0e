// Answers as they are read: before sending, and in the office. The same kinds that make the fields say their answers here.
import type { Filling } from '../form/filling.ts'
import type { Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import type { LaterWords } from '../words/later.vi.ts'
import type { Words } from '../words/words.ts'
import type { Html } from './html.ts'
import { html, nothing } from './html.ts'
import { views } from './kinds/index.ts'
import { rowLabel } from './screen.ts'
import { isOpen, screensOf } from './screens.ts'
import type { Screen } from './screens.ts'
import { titleOf } from './title.ts'

export interface Reading {
  readonly filling: Filling
  readonly words: Words & Pick<LaterWords, 'check'>
  readonly language: string
  /** What was typed and could not be read, by key: shown as it stands. */
  readonly unread: Readonly<Record<string, string>>
  readonly problems: ReadonlyMap<string, string>
  readonly reasons: Readonly<Record<string, string>>
  /** Names of questions whose answers this reader may not see. */
  readonly masked: ReadonlySet<string>
  /** What stands beside an answer: a photo where it can be seen. */
  beside?(key: string, answer: string): Html | undefined
  /** Where a screen can be changed; nothing when it cannot. */
  change?(screen: Screen): string
  /** Where a screen's answers are opened, while only its title is shown; nothing when they are. */
  folded?(screen: Screen): string | undefined
}

/** All screens that concern this filling, each with its questions and answers. */
export function answers(reading: Reading): Html {
  const { filling, words } = reading
  return html`${screensOf(filling.form)
    .filter((screen) => isOpen(screen, filling))
    .map((screen) => {
      const title = titleOf(screen, reading)
      const opening = reading.folded?.(screen)
      const lines = opening === undefined ? linesOf(screen.questions, '', reading) : html`<p class="buttons"><a class="button plain" href="${opening}">${words.check.see}<span class="away">: ${title}</span></a></p>`
      if (lines.markup === '') return nothing
      const change = reading.change?.(screen)
      return html`<section id="part-${screen.number}"><h2>${title}</h2>${lines}${change !== undefined && html`<p class="buttons"><a class="button plain" href="${change}">${words.change}<span class="away">: ${title}</span></a></p>`}</section>
`
    })}`
}

export function linesOf(questions: readonly Question[], prefix: string, reading: Reading): Html {
  const { filling } = reading
  const parts: Html[] = []
  let run: Html[] = []
  const close = (): void => {
    if (run.length > 0) parts.push(html`<dl class="answers">${run}</dl>`)
    run = []
  }
  for (const question of questions) {
    const key = prefix + question.name
    if (!filling.isRelevant(key)) continue
    if (question.kind === 'group') {
      close()
      const inner = linesOf(question.questions ?? [], prefix, reading)
      const label = filling.label(key, reading.language)
      if (inner.markup !== '') parts.push(html`${label !== '' && html`<h3>${label}</h3>`}${inner}`)
    } else if (question.kind === 'repeat') {
      close()
      parts.push(rowsOf(question, key, reading))
    } else {
      run.push(line(question, key, reading))
    }
  }
  close()
  return html`${parts}`
}

function rowsOf(question: Question, key: string, reading: Reading): Html {
  const { filling, words } = reading
  const rows = Array.from({ length: filling.count(key) }, (_, i) => `${key}[${i + 1}]`)
  if (rows.length === 0) return html`<p>${words.field.noRows}</p>`
  const hides = reading.masked.size > 0
  return html`${rows.map((row, i) => html`<h3>${key.includes('.') && `${filling.label(key, reading.language)} – `}${hides ? words.field.row(String(i + 1)) : rowLabel(row, question, reading)}</h3>${linesOf(question.questions ?? [], `${row}.`, reading)}`)}`
}

function line(question: Question, key: string, reading: Reading): Html {
  const { filling, words, language, problems, reasons, unread, masked } = reading
  const label = filling.label(key, language)
  // A calculation without a label is the form's own business.
  if (label === '' || question.kind === 'note') return nothing
  const answer = filling.get(key)
  if (answer === undefined && !kinds[question.kind].isAsked) return nothing
  const problem = problems.get(key)
  const reason = reasons[key]
  const said = masked.has(question.name)
    ? words.field.masked
    : (unread[key] ?? (answer === undefined ? undefined : views[question.kind].reading(answer, { question, form: filling.form, world: filling.world, words, language })))
  const beside = typeof answer === 'string' && !masked.has(question.name) ? reading.beside?.(key, answer) : undefined
  return html`<div><dt>${label}</dt><dd>${said ?? html`<span class="optional">${words.none}</span>`}${beside}</dd>${reason !== undefined && reason !== '' && html`<dd class="doubt">${words.check.reasonGiven(reason)}</dd>`}${problem !== undefined && html`<dd class="problem">${problem}</dd>`}</div>`
}
