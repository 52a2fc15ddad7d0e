// Appearances and parameters that change nothing here: kept with the form for whoever reads it elsewhere, and said to the author, with the reason. Never a
// reason not to publish.
import { nearest } from '../expression/nearest.ts'
import { anyway, appearances, appearing, named } from './appearances.ts'
import type { Compiler } from './compiler.ts'
import type { KindName, Question } from './form.ts'
import type { Table } from './source.ts'

/** XLSForm's words for how a question looks on one tool or another, by why they change nothing here. */
export const idle: Readonly<Record<string, string>> = {
  grid: 'no-collapse pages',
  table: 'likert list list-nolabel table-list',
  map: 'image-map map maps placement-map quickmap satellite streets',
  calendar: 'bikram-sambat buddhist coptic ethiopian hebrew islamic myanmar persian',
  app: 'ex printer url',
  other: 'annotate bearing counter distress front geo hidden-answer hide-input masked no-buttons one-time-only picker randomized rating rear selfie textarea',
}
const elsewhere = new Map(Object.entries(idle).flatMap(([why, words]) => words.split(' ').map((word) => [word, why] as const)))
const every = new Set([...elsewhere.keys(), ...Object.values(appearances).flat(), ...Object.values(anyway).flat()])

/** Of the parameters that a kind may be given, those that change nothing here. */
export const idleParameters: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  range: ['tick_interval', 'tick_labelset', 'placeholder'],
  image: ['app'],
  geopoint: ['allow-mock-accuracy'], geotrace: ['incremental', 'allow-mock-accuracy'], geoshape: ['incremental', 'allow-mock-accuracy'],
  audit: ['location-priority', 'location-min-interval', 'location-max-age', 'track-changes', 'track-changes-reasons', 'identify-user'],
  'background-audio': ['quality'],
}

/** Warns of each appearance and parameter of a question that changes nothing here. */
export function warnIdle(compiler: Compiler, table: Table, question: Question): void {
  const { name, kind, parameters = {} } = question
  const spot = table.entries.get('appearance')?.value ?? table
  for (const word of new Set(appearing(question))) {
    const bare = named(word)
    // The rest of an argument with blanks in it: search('villages', 'matches', …).
    if (appearances[kind]?.includes(bare) === true || anyway[kind]?.includes(bare) === true || /['")]/.test(bare)) continue
    const why = /^w\d{1,2}$/.test(bare) ? 'grid' : elsewhere.get(bare)
    if (why !== undefined || every.has(bare)) compiler.warn('appearance_idle', spot, name, { appearance: word.slice(0, 60), type: kind, why: why ?? 'kind' })
    else {
      const suggestion = nearest(bare, appearances[kind] ?? []) ?? nearest(bare, [...every])
      compiler.warn('appearance_unknown', spot, name, { appearance: word.slice(0, 60), ...(suggestion === undefined ? {} : { suggestion }) })
    }
  }
  const given = table.entries.get('parameters')?.value ?? table
  // A seed decides the order of what is mixed.
  const pointless = [...(idleParameters[kind] ?? []), ...(parameters.randomize === 'true' ? [] : ['seed'])]
  for (const parameter of pointless) if (Object.prototype.hasOwnProperty.call(parameters, parameter)) compiler.warn('parameter_idle', given, name, { parameter, type: kind })
}
