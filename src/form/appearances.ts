// How an author may want a question to look (XLSForm's `appearance`): what means something here, by kind, and which of it few forms use. What means
// nothing here is told by idle.ts; how it looks is the views'.
import type { KindName, Question } from './form.ts'

type ByKind = Readonly<Partial<Record<KindName, readonly string[]>>>

const camera = ['new', 'new-front', 'new-rear']
const lists = ['minimal', 'search', 'autocomplete', 'columns', 'columns-n', 'columns-pack', 'label']
// Names that Collect and Enketo had before.
const former = ['spinner', 'columns-flex', 'compact', 'compact-n', 'horizontal', 'horizontal-compact']

const core: ByKind = { text: ['multiline', 'numbers'], image: camera, audio: ['new'], video: camera, file: ['new'] }
const rarer: ByKind = { select_one: [...lists, 'quick', ...former, 'quickcompact'], select_multiple: [...lists, ...former], date: ['month-year', 'year'], image: ['signature', 'draw'] }

/** What an appearance changes here, by kind; `columns-n` stands for `columns-2` and its like. */
export const appearances: ByKind = { ...core, ...rarer, image: [...camera, ...(rarer.image ?? [])] }

/** How things are here anyway: nothing to tell, and nothing to change. */
export const anyway: ByKind = { integer: ['thousands-sep'], decimal: ['thousands-sep'], date: ['no-calendar'], range: ['vertical', 'no-ticks'], group: ['field-list'] }

/** The appearances of a question, without arguments: `Columns-3 ex:app(…)` is `columns-3` and `ex`. */
export function appearing({ appearance = '' }: Pick<Question, 'appearance'>): readonly string[] {
  return appearance.toLowerCase().split(/[\s,]+/).map((word) => word.replace(/[:(].*$/, '')).filter((word) => word !== '')
}

/** `columns-3` as it stands in these tables. */
export function named(word: string): string {
  return word.replace(/^(columns|compact)-\d{1,2}$/, '$1-n')
}

/** Whether it looks as only phones with such a form can show it. */
export function isRare(question: Pick<Question, 'kind' | 'appearance'>): boolean {
  return appearing(question).some((word) => rarer[question.kind]?.includes(named(word)) === true)
}
