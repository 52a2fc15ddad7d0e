// `npm run check`: compiles the forms in forms/ in the order in which they need each other, runs their examples, and says what a submission of each
// costs in kept sums. Ends with 1 when anything is wrong, after all of it has been told.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Unit } from '../src/form/world.ts'
import { runExample } from '../src/record/example.ts'
import { open } from '../src/form/filling.ts'
import { adds } from '../src/record/tally.ts'
import { sayProblem } from '../src/words/words.ts'
import { root } from './serve.ts'
import { compileAll } from './shipped.ts'

const { units } = JSON.parse(readFileSync(join(root, 'forms/units.json'), 'utf8')) as { units: readonly Unit[] }
const byId = new Map(units.map((unit) => [unit.id, unit]))
const all = compileAll()
const forms = all.flatMap(({ compiled }) => (compiled.ok ? [compiled.form] : []))
let wrong = 0

for (const { id, compiled } of all) {
  const problems = compiled.ok ? compiled.examples.flatMap((example) => runExample(compiled.form, example, { units: byId, forms })) : compiled.problems
  wrong += problems.length
  for (const problem of problems) console.log(`forms/${id}/${problem.file}:${problem.line}:${problem.column} ${problem.code} ${sayProblem(problem, 'en')}`)
  if (!compiled.ok || problems.length > 0) continue
  // The dearest of its examples; entries' sums come on top, one row each.
  const costs = compiled.examples.map((example) => {
    const world = { clock: { at: Date.UTC(2026, 10, 24), zone: 420 }, seed: 1, language: 'vi', unit: (unit: string) => byId.get(unit), units: () => [], entry: () => undefined, entries: () => [] }
    return Object.values(adds(open(compiled.form, world, example.given))).reduce((sum, measures) => sum + Object.keys(measures).length, 0)
  })
  console.log(`${id}: ${compiled.examples.length} examples as expected; a submission adds to at most ${Math.max(0, ...costs)} sums of its own`)
}
if (wrong > 0) {
  console.error(`${wrong} problem${wrong === 1 ? '' : 's'}`)
  process.exit(1)
}
