// Whether filling a form takes a function or a kind that few forms use: the phone then fetches these before it opens the form (`Form.more`).
import { rarer as functions } from '../expression/more.ts'
import { references } from '../expression/references.ts'
import type { Form, Question } from './form.ts'
import { rarer as kinds } from './kinds/more.ts'
import { expressionsOf } from './plan.ts'

type Filled = Pick<Form, 'survey' | 'date' | 'unit' | 'instance_name' | 'registers'>

/** What nobody fills in (indicators) does not count: the phone never works it out. */
export function needsMore({ survey, date, unit, instance_name, registers }: Filled): boolean {
  const asked = everyOne(survey)
  const own = [date, unit, instance_name, ...registers.flatMap((rule) => [rule.entity_id, rule.create_if, rule.update_if, rule.label, rule.unit, ...Object.values(rule.columns).map(({ value }) => value)])]
  const trees = [...asked.flatMap(expressionsOf), ...own.filter((tree) => tree !== undefined)]
  return asked.some(({ kind }) => kind in kinds) || trees.some((tree) => references(tree).calls.some((name) => name in functions))
}

function everyOne(questions: readonly Question[]): readonly Question[] {
  return questions.flatMap((question) => [question, ...everyOne(question.questions ?? [])])
}
