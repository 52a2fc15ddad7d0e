// `npm run check`: compiles the forms in forms/ in the order in which they need each other, runs their examples, and says what a submission of each
// costs in kept sums; then the boards. Ends with 1 when anything is wrong, after all of it has been told.
import { compileBoard } from '../src/form/board.ts'
import { runExample } from '../src/record/example.ts'
import { sayProblem } from '../src/words/desk.ts'
import { costOf } from '../src/record/cost.ts'
import { compileAll, levels, shippedUnits } from './shipped.ts'
import { boardFilesOf, boardIds } from './sources.ts'

const units = new Map(shippedUnits().map((unit) => [unit.id, unit]))
const all = compileAll()
const forms = all.flatMap(({ compiled }) => (compiled.ok ? [compiled.form] : []))
let wrong = 0

for (const { id, compiled } of all) {
  // What may wait for its translator in an office may not in what we ship.
  const gaps = compiled.warnings.filter(({ code }) => code === 'translation_missing')
  const problems = [...gaps, ...(compiled.ok ? compiled.examples.flatMap((example) => runExample(compiled.form, example, { units, forms })) : compiled.problems)]
  wrong += problems.length
  for (const problem of problems) {
    const folder = problem.file?.startsWith('lists/') === true ? 'forms' : `forms/${id}`
    console.log(`${folder}/${problem.file}:${problem.line}:${problem.column} ${problem.code} ${sayProblem(problem, 'en')}`)
  }
  for (const warning of compiled.warnings.filter((one) => !gaps.includes(one))) console.log(`forms/${id}/${warning.file}:${warning.line}:${warning.column} ${warning.code} ${sayProblem(warning, 'en')} (a remark)`)
  if (!compiled.ok || problems.length > 0) continue
  const costs = compiled.examples.map((example) => costOf(compiled.form, example, units, forms))
  const most = (of: 'entries' | 'tallies'): number => Math.max(0, ...costs.map((cost) => cost[of]))
  console.log(`${id}: ${compiled.examples.length} examples as expected; a submission touches up to ${most('entries')} entries and ${most('tallies')} kept sums`)
}
for (const id of boardIds()) {
  const compiled = compileBoard(boardFilesOf(id), { forms, levels })
  const problems = compiled.ok ? [] : compiled.problems
  wrong += problems.length
  for (const problem of problems) console.log(`forms/boards/${id}/${problem.file}:${problem.line}:${problem.column} ${problem.code} ${sayProblem(problem, 'en')}`)
  if (compiled.ok) console.log(`board ${id}: ${compiled.board.sections.length} sections`)
}
if (wrong > 0) {
  console.error(`${wrong} problem${wrong === 1 ? '' : 's'}`)
  process.exit(1)
}
