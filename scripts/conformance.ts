// `npm run conformance -- DIR`: how far we agree with other engines' recorded results, read from DIR and never copied: expressions
// (xpath-cases.json), forms being filled (scenario-cases.jsonl), XLSForms (told only).
// A case is left out only for a construct that the language does not have (docs/expressions.md), never by its id; every other difference is printed.
// Exits with 1 when less than 97 % of the expressions on which the engines themselves agree come out the same.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { evaluate } from '../src/expression/evaluate.ts'
import { parse } from '../src/expression/parse.ts'
import type { Scope, Value } from '../src/expression/tree.ts'
import { asBoolean, asNumber, asText } from '../src/expression/values.ts'
import { tellScenarios } from './conformance/scenarios.ts'
import { tellXlsforms } from './conformance/xlsforms.ts'

interface Case {
  readonly id: string
  readonly expression: string
  readonly resultType: string
  readonly expected: unknown
  readonly factor?: number
  readonly volatile?: boolean
  readonly enketo: unknown
  readonly javarosa?: unknown
}

/** What was decided otherwise on purpose, by what is seen in the expression; the page says why. */
const decided: readonly (readonly [string, RegExp])[] = [
  ['a text that is no date where a date is asked gives empty, not "Invalid Date"', /Invalid Date/],
  ['infinity and NaN leave an expression as empty', /Infinity/],
]

const folder = process.argv[2]
if (folder === undefined) {
  console.error('which folder? npm run conformance -- DIR')
  process.exit(2)
}
const { cases } = JSON.parse(readFileSync(join(folder, 'xpath-cases.json'), 'utf8')) as { cases: readonly Case[] }

// The recorded cases ran without a form: no names, no lists; the zone is the recorder's (UTC-7).
const scope: Scope = {
  self: '',
  get: () => '',
  column: () => '',
  position: 0,
  around: () => 0,
  instances: () => [],
  rows: () => [],
  choiceName: (_, value) => value,
  clock: { at: Date.now(), zone: -420 },
  random: Math.random,
}

const counts = { agreed: 0, same: 0, decided: 0, construct: 0, volatile: 0, disputed: 0 }
const constructs = new Map<string, number>()
const different: string[] = []
for (const one of cases) {
  if (one.volatile === true) {
    counts.volatile++
    continue
  }
  const parsed = parse(one.expression)
  if ('faults' in parsed) {
    counts.construct++
    const [fault] = parsed.faults
    const why = fault?.code === 'expression_unknown_function' ? `function ${fault.facts.name}()` : fault?.code === 'expression_arity' ? `another number of arguments for ${fault.facts.name}()` : 'a path, axis or union'
    constructs.set(why, (constructs.get(why) ?? 0) + 1)
    continue
  }
  if (one.enketo !== 'agree' || one.javarosa !== 'agree') {
    counts.disputed++
    continue
  }
  counts.agreed++
  const value = evaluate(parsed.tree, scope)
  if (isSame(one, value)) counts.same++
  else {
    const reason = decided.find(([, pattern]) => pattern.test(one.expression) || pattern.test(String(one.expected)))
    if (reason !== undefined) counts.decided++
    different.push(`  ${one.expression.replace(/\s+/g, ' ')} → ${JSON.stringify(value)}, the others ${JSON.stringify(one.expected)}${reason === undefined ? '' : ` (decided: ${reason[0]})`}`)
  }
}

function isSame({ resultType, expected, factor = 1 }: Case, value: Value): boolean {
  switch (resultType) {
    case 'boolean':
      return asBoolean(value) === expected
    case 'number':
    case 'number-rounded': {
      const number = value === '' ? NaN : asNumber(value)
      if (typeof expected === 'string') return String(number) === expected || (Object.is(number, 0) && expected === '-0')
      return number === expected || Math.round(number * factor) / factor === expected
    }
    case 'string-length':
      return asText(value).length === expected
    case 'string-regex':
      return new RegExp(String(expected)).test(asText(value))
    default:
      return asText(value) === String(expected)
  }
}

const share = counts.same / counts.agreed
console.log(`${cases.length} cases: ${counts.construct} use what the language does not have, ${counts.volatile} depend on clock or chance, on ${counts.disputed} the engines do not agree or were not both asked`)
for (const [why, count] of [...constructs].sort((a, b) => b[1] - a[1])) console.log(`  ${count} × ${why}`)
console.log(`different (${different.length}):\n${different.join('\n')}`)
console.log(`the same: ${counts.same} of ${counts.agreed} on which the engines agree, ${(share * 100).toFixed(1)} %`)

tellScenarios(folder)
await tellXlsforms(folder)
process.exit(share >= 0.97 ? 0 : 1)
