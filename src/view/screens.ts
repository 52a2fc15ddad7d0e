// How a form is cut into pages: one for each top-level group or repeat; questions that stand between them make a page of their own;
// what is too long for one page goes on to the next.
import type { Filling } from '../form/filling.ts'
import type { Form, Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'

export interface Screen {
  /** From 1, in the order of the form; stands in the page's address. */
  readonly number: number
  /** The group or repeat that it shows; undefined for loose questions. */
  readonly group: Question | undefined
  readonly questions: readonly Question[]
  /** Which page of its group or loose run this is, from 1. */
  readonly part: number
}

/**
 * The most questions on a screen. A field is some 10 to 45 nodes (twelve radios), so that forty of them stay under the 3,000 live DOM
 * nodes with which a phone of 2 GB is still quick, however long the form.
 */
const mostQuestions = 40
/** So many choices weigh as one more question: each is a node, also inside a select. */
const choicesOfWeight = 50

interface Cut {
  readonly screens: readonly Screen[]
  /** By the name of a group, repeat or question: the number of the screen on which it begins. */
  readonly places: ReadonlyMap<string, number>
}

const cuts = new WeakMap<Form, Cut>()

/** All screens of a form, worked out once for each form. Loose questions that ask and say nothing (calculations, metadata) make none. */
export function screensOf(form: Form): readonly Screen[] {
  return cutOf(form).screens
}

function cutOf(form: Form): Cut {
  const known = cuts.get(form)
  if (known !== undefined) return known
  const screens: Screen[] = []
  let loose: Question[] = []
  const put = (group: Question | undefined, questions: readonly Question[]): void =>
    pagesOf(questions, form).forEach((page, i) => screens.push({ number: screens.length + 1, group, questions: page, part: i + 1 }))
  const close = (): void => {
    if (loose.some((question) => kinds[question.kind].isAsked || question.kind === 'note')) put(undefined, loose)
    loose = []
  }
  for (const question of form.survey) {
    if (question.kind === 'group' || question.kind === 'repeat') {
      close()
      put(question, question.kind === 'group' ? (question.questions ?? []) : [question])
    } else loose.push(question)
  }
  close()
  const places = new Map<string, number>()
  for (const { number, group, questions } of screens) {
    const visit = (question: Question): void => {
      if (!places.has(question.name)) places.set(question.name, number)
      question.questions?.forEach(visit)
    }
    if (group !== undefined && !places.has(group.name)) places.set(group.name, number)
    questions.forEach(visit)
  }
  const cut = { screens, places }
  cuts.set(form, cut)
  return cut
}

// As many pages of about the same length as are needed. A group that fits on a page stays whole; a larger one goes on under its own label.
function pagesOf(questions: readonly Question[], form: Form): readonly (readonly Question[])[] {
  const whole = weigh(questions, form)
  const room = Math.ceil(whole / Math.ceil(whole / mostQuestions))
  const pages: Question[][] = []
  let page: Question[] = []
  let left = -1
  const turn = (): void => {
    pages.push((page = []))
    left = room
  }
  for (const question of questions) {
    const weight = weigh([question], form)
    if (question.kind === 'group' && weight > mostQuestions) {
      for (const inner of pagesOf(question.questions ?? [], form)) {
        if (left < room) turn()
        page.push({ ...question, questions: inner })
        left -= weigh(inner, form)
      }
      continue
    }
    if (weight > left && left < room) turn()
    page.push(question)
    left -= weight
  }
  return pages.length === 0 ? [[]] : pages
}

// How much of a page they take. The rows of a repeat have pages of their own.
function weigh(questions: readonly Question[], form: Form): number {
  return questions.reduce((sum, { kind, list = '', questions: inner = [] }) => {
    if (kind === 'group') return sum + weigh(inner, form)
    return kinds[kind].isAsked || kind === 'note' || kind === 'repeat' ? sum + 1 + Math.floor((form.lists[list]?.length ?? 0) / choicesOfWeight) : sum
  }, 0)
}

/** Whether anything on the screen concerns this filling now. */
export function isOpen(screen: Screen, filling: Filling): boolean {
  if (screen.group !== undefined && !filling.isRelevant(screen.group.name)) return false
  return visibleKeys(screen.questions, filling, '').length > 0 || screen.questions.some((question) => isShownRepeat(question, filling))
}

function isShownRepeat(question: Question, filling: Filling): boolean {
  if (!filling.isRelevant(question.name)) return false
  return question.kind === 'repeat' || (question.kind === 'group' && (question.questions ?? []).some((inner) => isShownRepeat(inner, filling)))
}

/** Keys of the questions that stand on a page now: relevant, asked or said. Rows of a repeat have their own page. `prefix`: '' or 'attend[2].'. */
export function visibleKeys(questions: readonly Question[], filling: Filling, prefix: string): readonly string[] {
  return questions.flatMap((question): readonly string[] => {
    const key = prefix + question.name
    if (!filling.isRelevant(key) || question.kind === 'repeat') return []
    if (question.kind === 'group') return visibleKeys(question.questions ?? [], filling, prefix)
    return kinds[question.kind].isAsked || question.kind === 'note' ? [key] : []
  })
}

/** The screen on which a key stands, and the row ('attend[2]', or 'attend[2].child[1]' inside it) when it has its own page. */
export function whereIs(key: string, form: Form): { readonly screen: number; readonly row: string | undefined } {
  const row = /^(.+\])/.exec(key)?.[1]
  return { screen: cutOf(form).places.get(key.replace(/\[\d+\].*$/, '')) ?? 1, row }
}
