// How a form is cut into pages: one for each top-level group or repeat; questions that stand between them make a page of their own.
import type { Filling } from '../form/filling.ts'
import type { Form, Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'

export interface Screen {
  /** From 1, in the order of the form; stands in the page's address. */
  readonly number: number
  /** The group or repeat that it shows; undefined for loose questions. */
  readonly group: Question | undefined
  readonly questions: readonly Question[]
}

/** All screens of a form. Loose questions that ask and say nothing (calculations, metadata) make none. */
export function screensOf(form: Form): readonly Screen[] {
  const cut: { group: Question | undefined; questions: Question[] }[] = []
  let loose: Question[] = []
  const close = (): void => {
    if (loose.some((question) => kinds[question.kind].isAsked || question.kind === 'note')) cut.push({ group: undefined, questions: loose })
    loose = []
  }
  for (const question of form.survey) {
    if (question.kind === 'group' || question.kind === 'repeat') {
      close()
      cut.push({ group: question, questions: question.kind === 'group' ? [...(question.questions ?? [])] : [question] })
    } else loose.push(question)
  }
  close()
  return cut.map((screen, i) => ({ ...screen, number: i + 1 }))
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

/** The screen on which a key stands, and the row ('attend[2]') when it has its own page. */
export function whereIs(key: string, form: Form): { readonly screen: number; readonly row: string | undefined } {
  const row = /^([^.[]+\[\d+\])/.exec(key)?.[1]
  const name = key.replace(/\[\d+\].*$/, '')
  const holds = (questions: readonly Question[]): boolean => questions.some((question) => question.name === name || holds(question.questions ?? []))
  const found = screensOf(form).find((screen) => screen.group?.name === name || holds(screen.questions))
  return { screen: found?.number ?? 1, row }
}
