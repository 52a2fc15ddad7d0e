// `npm run conformance -- DIR`: how far we agree with other engines' recorded results, read from DIR and never copied: expressions
// (xpath-cases.json), forms being filled (scenario-cases.jsonl), XLSForms (told only).
// A case is left out only for a construct that the language does not have (docs/expressions.md), never by its id; every other difference is printed.
// Exits with 1 when less than 97 % of the expressions, or of the scenarios, on which the engines themselves agree come out the same.
import { tellCases } from './conformance/cases.ts'
import { tellScenarios } from './conformance/scenarios.ts'
import { tellXlsforms } from './conformance/xlsforms.ts'

const folder = process.argv[2]
if (folder === undefined) {
  console.error('which folder? npm run conformance -- DIR')
  process.exit(2)
}
const shares = [tellCases(folder), tellScenarios(folder)]
await tellXlsforms(folder)
process.exit(shares.every((share) => share >= 0.97) ? 0 : 1)
