// The stateful scenarios of DIR/scenario-cases.jsonl: read, written anew in our language, compiled, replayed, compared. A case is left out only
// for a construct that the language does not have, by what is seen in its form; never by its id.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from '../../src/form/compile.ts'
import { author } from './author.ts'
import type { Authored } from './author.ts'
import { Replay } from './replay.ts'
import type { Difference, Final, Op } from './replay.ts'
import { Unsupported } from './xpath.ts'

interface Case {
  readonly test: string
  readonly now: string
  readonly forms: readonly { readonly xml?: string; readonly attachments?: Readonly<Record<string, string>>; readonly editInstance?: string; readonly preloadProperties?: Readonly<Record<string, string>> }[]
  readonly ops: readonly Op[]
  readonly finals: readonly Final[]
  readonly javarosa?: string | null
}

interface Outcome {
  readonly test: string
  readonly isAgreed: boolean
  /** Why it could not be tried, or undefined. */
  readonly construct?: string
  readonly differences: readonly Difference[]
  /** What the recording does that is not understood. */
  readonly unknown?: readonly string[]
}

/** What was decided otherwise on purpose, by what is seen in the form; the page says why. */
const decided: readonly (readonly [string, (difference: Difference) => boolean])[] = [
  ['a whole number may be longer than 32 bits: money in đồng is', ({ kind, answered }) => kind === 'integer' && Math.abs(Number(answered)) > 2_147_483_647],
  ['what is typed is not silently cut', ({ kind, answered }) => kind === 'integer' && answered !== undefined && !Number.isInteger(Number(answered))],
  ['what is chosen stays when the filter no longer offers it', ({ kind = '', expected, received, answered }) => kind.startsWith('select') && answered === received && expected.length < received.length],
]

/** Tells how far the scenarios go as they went elsewhere; the share of those on which the engines agree. */
export function tellScenarios(folder: string): number {
  const file = join(folder, 'scenario-cases.jsonl')
  if (!existsSync(file)) return 1
  const all = readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => tried(JSON.parse(line) as Case))
  const agreed = all.filter(({ isAgreed }) => isAgreed)
  const same = agreed.filter(({ construct, differences }) => construct === undefined && differences.length === 0)
  console.log(`\n${all.length} scenarios: on ${agreed.length} the engines end in the same instance`)
  const constructs = Map.groupBy(agreed.filter(({ construct }) => construct !== undefined), ({ construct }) => construct as string)
  for (const [why, cases] of [...constructs].sort((a, b) => b[1].length - a[1].length)) console.log(`  ${cases.length} × not to be written in our language: ${why}`)
  for (const { test, differences } of agreed) {
    const [first] = differences
    if (first === undefined) continue
    const reason = differences.map((difference) => decided.find(([, isIt]) => isIt(difference))?.[0])
    const why = reason.every((one) => one !== undefined) ? ` (decided: ${[...new Set(reason)].join('; ')})` : ''
    console.log(`  ${test.replace(/\s+/g, ' ').slice(-90)}: ${first.what} is ${first.received || 'empty'}, the others ${first.expected || 'empty'}${differences.length > 1 ? `, and ${differences.length - 1} more` : ''}${why}`)
  }
  for (const [name, cases] of Map.groupBy(all.flatMap(({ unknown = [] }) => unknown), (name) => name)) console.log(`  ${cases.length} × not understood in a recording: ${name}`)
  const share = same.length / agreed.length
  console.log(`the same: ${same.length} of ${agreed.length} on which the engines agree, ${(share * 100).toFixed(1)} %; of the others ${all.filter(({ isAgreed, construct, differences }) => !isAgreed && construct === undefined && differences.length === 0).length} of ${all.length - agreed.length}`)
  return share
}

// What engines call who fills in, and on what.
const ours: Readonly<Record<string, string>> = { username: 'person', deviceid: 'device' }

export function tried(one: Case): Outcome {
  const base = { test: one.test, isAgreed: one.javarosa === 'agree' }
  const [first] = one.forms
  if (first?.xml === undefined) return { ...base, construct: 'a form that no engine opened', differences: [] }
  // The recording says that something else was opened, not what.
  if (one.ops.some(({ op, args }) => op === 'restoreWebFormsInstanceState' && JSON.stringify(args) === '[{"data":[{}]}]')) return { ...base, construct: 'an instance that was not recorded', differences: [] }
  let authored: Authored
  try {
    authored = author(first.xml, first.attachments ?? {})
  } catch (error) {
    if (error instanceof Unsupported) return { ...base, construct: error.message, differences: [] }
    throw error
  }
  const compiled = compile(authored.files, { levels: [], registers: Object.fromEntries(authored.registers.map((name) => [name, {}])), indicators: [] })
  if (!compiled.ok) {
    const [problem] = compiled.problems
    return { ...base, construct: `refused: ${problem?.code} ${JSON.stringify(problem?.facts ?? {})}`, differences: [] }
  }
  const replay = new Replay(authored, compiled.form, Date.parse(one.now), first.editInstance, Object.fromEntries(Object.entries(first.preloadProperties ?? {})
    .map(([key, value]) => [ours[key.toLowerCase()] ?? key.toLowerCase(), value])))
  try {
    replay.run(one.ops, one.finals)
  } catch (error) {
    return { ...base, differences: [{ what: 'replay', expected: 'goes on', received: (error as Error).message }] }
  }
  return { ...base, differences: replay.differences, unknown: [...replay.unknown] }
}
