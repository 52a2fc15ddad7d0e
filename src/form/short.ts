// The short mode: a form may name the questions of a filling that is done in a hurry; what else need not be asked is left for later.
import type { Compiler } from './compiler.ts'
import type { Question } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Table } from './source.ts'
import type { Names } from './survey.ts'

/** Names of questions, groups and repeats that stay in the short mode. */
export function compileShort(compiler: Compiler, table: Table, { byName, declared }: Names): readonly string[] | undefined {
  const names = compiler.items(table, 'short').flatMap((item) => {
    if (item.is !== 'text') compiler.tell('source_shape', item, 'short', { expected: 'text', received: item.is, key: 'short' })
    else if (byName.has(item.text)) return [item.text]
    else if (!declared.has(item.text)) compiler.tell('reference_unknown', item, 'short', { name: item.text, ...compiler.hint(item.text, byName.keys()) })
    return []
  })
  return names.length === 0 ? undefined : names
}

/**
 * Whether the short mode leaves a question out. Whatever must be answered stays, and whatever the form works out by itself: so what is
 * sealed in the short mode passes the same checks as any other submission. `isNamed`: it, or a group around it, is named in `short`.
 */
export function isLeftOut(question: Question, isNamed: boolean): boolean {
  if (question.kind === 'repeat') return question.repeat_count === undefined && !stays(question, isNamed)
  return isSaid(question) && question.calculation === undefined && !stays(question, isNamed)
}

const isSaid = ({ kind }: Question): boolean => kinds[kind].isAsked || kind === 'note'

function stays(question: Question, isNamed: boolean): boolean {
  if (question.questions !== undefined) return isNamed || question.questions.some((inner) => stays(inner, false))
  return isSaid(question) && (isNamed || question.required !== undefined)
}
