// Appearances and parameters that an author may write, and which of them mean something here. What means nothing is kept with the form for whoever
// reads it elsewhere, and said to the author: never a reason not to publish.
import type { Compiler } from './compiler.ts'
import { nearest } from '../expression/nearest.ts'
import type { KindName, Question } from './form.ts'
import type { Table } from './source.ts'

const camera = ['new', 'new-front', 'new-rear']

/** What an appearance changes here, by kind. */
export const appearances: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  text: ['multiline', 'numbers'],
  image: camera, audio: ['new'], video: camera, file: ['new'],
}

// XLSForm's words for how a question looks, on one tool or another.
const elsewhere = new Set([
  ...Object.values(appearances).flat(),
  ...'annotate autocomplete bearing bikram-sambat buddhist columns columns-flex columns-pack compact coptic counter draw distress ethiopian field-list front geo hebrew hidden-answer hide-input horizontal horizontal-compact'.split(' '),
  ...'image-map islamic label likert list list-nolabel map maps masked minimal month-year myanmar no-buttons no-calendar no-collapse no-ticks persian picker placement-map printer quick quickcompact quickmap randomized rating rear'.split(' '),
  ...'search selfie signature spinner streets satellite table-list textarea thousands-sep url vertical year one-time-only ex'.split(' '),
])

/** Of the parameters that a kind may be given, those that change nothing here. */
export const idleParameters: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  text: ['rows'],
  range: ['tick_interval', 'tick_labelset', 'placeholder'],
  image: ['app'],
  geopoint: ['allow-mock-accuracy'], geotrace: ['incremental', 'allow-mock-accuracy'], geoshape: ['incremental', 'allow-mock-accuracy'],
  audit: ['location-priority', 'location-min-interval', 'location-max-age', 'track-changes', 'track-changes-reasons', 'identify-user'],
  'background-audio': ['quality'],
}

/** Warns of each appearance and parameter of a question that changes nothing here. */
export function warnIdle(compiler: Compiler, table: Table, { name, kind, appearance, parameters = {} }: Question): void {
  const spot = table.entries.get('appearance')?.value ?? table
  for (const word of new Set((appearance ?? '').trim().split(/[\s,]+/))) {
    // Arguments: ex:org.app(…), columns-3, w4, search('…').
    const bare = word.toLowerCase().replace(/[:(].*$/, '')
    if (bare === '' || appearances[kind]?.includes(bare) === true || /['")]/.test(bare)) continue
    if (elsewhere.has(bare) || /^(columns|w)-?\d{1,2}$/.test(bare)) compiler.warn('appearance_idle', spot, name, { appearance: word.slice(0, 60), type: kind })
    else {
      const suggestion = nearest(bare, appearances[kind] ?? [])
      compiler.warn('appearance_unknown', spot, name, { appearance: word.slice(0, 60), ...(suggestion === undefined ? {} : { suggestion }) })
    }
  }
  const given = table.entries.get('parameters')?.value ?? table
  // A seed decides the order of what is mixed.
  const idle = [...(idleParameters[kind] ?? []), ...(parameters.randomize === 'true' ? [] : ['seed'])]
  for (const parameter of idle) if (Object.prototype.hasOwnProperty.call(parameters, parameter)) compiler.warn('parameter_idle', given, name, { parameter, type: kind })
}
