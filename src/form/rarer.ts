// Whether filling a form takes a function or a kind that few forms use: the phone then fetches these before it opens the form (`Form.more`, and `Form.hashes`
// for those that take a library).
import { hashing } from '../expression/hashing.ts'
import { rarer as functions } from '../expression/more.ts'
import { references } from '../expression/references.ts'
import { isRare } from './appearances.ts'
import type { Form, Question } from './form.ts'
import { rarer as kinds } from './kinds/more.ts'
import { expressionsOf } from './plan.ts'
import { rowsOf } from './rows.ts'

type Filled = Pick<Form, 'survey' | 'date' | 'unit' | 'instance_name' | 'registers'>

/** What nobody fills in (indicators) does not count: the phone never works it out. */
export function needs({ survey, date, unit, instance_name, registers }: Filled): Pick<Form, 'more' | 'hashes'> {
  const asked = everyOne(survey)
  const own = [date, unit, instance_name, ...registers.flatMap((rule) => [rule.entity_id, rule.create_if, rule.update_if, rule.label, rule.unit, ...Object.values(rule.columns).map(({ value }) => value)])]
  const trees = [...asked.flatMap(expressionsOf), ...own.filter((tree) => tree !== undefined)]
  const calls = new Set(trees.flatMap((tree) => references(tree).calls))
  const hashes = Object.keys(hashing).some((name) => calls.has(name))
  const more = hashes || asked.some((one) => one.kind in kinds || rowsOf(one.list) !== undefined || one.parameters?.randomize === 'true' || one.parameters?.rows !== undefined || isRare(one)) || Object.keys(functions).some((name) => calls.has(name))
  return { ...(more ? { more } : {}), ...(hashes ? { hashes } : {}) }
}

function everyOne(questions: readonly Question[]): readonly Question[] {
  return questions.flatMap((question) => [question, ...everyOne(question.questions ?? [])])
}
