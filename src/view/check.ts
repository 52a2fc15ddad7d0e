// The middle of the last page before a draft is sent: all answers, all that is still wrong, the way to change each.
import type { Filling } from '../form/filling.ts'
import { writeNumber } from '../form/number.ts'
import type { Problem } from '../form/problem.ts'
import { say } from '../words/say.ts'
import type { LaterWords } from '../words/later.vi.ts'
import type { Words } from '../words/vi.ts'
import { answers } from './answers.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import type { Kept } from './kept.ts'
import type { Screen } from './screens.ts'
import { summary } from './summary.ts'

export interface CheckPage {
  readonly filling: Filling
  readonly kept: Pick<Kept, 'typed' | 'reasons'>
  readonly words: Words & Pick<LaterWords, 'check'>
  readonly language: string
  readonly problems: readonly Problem[]
  /** Something happened meanwhile that should be read first. */
  readonly news: string | undefined
  /** Where a key's field stands, and where a screen does. */
  address(key: string): string
  screen(number: number): string
  /** Where a screen's answers are opened, of a form too long to be read on one page; nothing where they stand. */
  folded?(screen: Screen): string | undefined
}

/** The page's middle; the buttons that send and discard come after it. */
export function checkMain({ filling, kept, words, language, problems, news, address, screen, folded }: CheckPage): Html {
  const said = new Map(problems.map((problem) => [problem.at ?? '', say(problem, words, language)]))
  const unread = Object.fromEntries(Object.entries(kept.typed).map(([key, boxes]) => [key, Object.values(boxes).flat().join(' ').trim()]))
  const lines = problems.map(({ at = '' }) => ({ href: address(at), label: filling.label(at, language), says: said.get(at) ?? '' }))
  return html`<p class="step">${filling.text(filling.form.title, undefined, language)}</p><h1>${words.check.title}</h1>
${news !== undefined && html`<p class="news" role="status">${news}</p>`}
${problems.length === 0 ? html`<p>${words.check.about}</p>` : summary(words.filling.problems(writeNumber(problems.length, language)), words.check.problems, lines)}
${answers({ filling, words, language, unread, problems: said, reasons: kept.reasons, masked: new Set<string>(), change: ({ number }) => screen(number), ...(folded === undefined ? {} : { folded }) })}`
}
