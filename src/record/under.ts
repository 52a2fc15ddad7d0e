// What answers of an earlier version add up to by the latest one, and what of a record's kept adds stays when some indicators change.
import { carried, countingForm, restsOn } from '../form/counting.ts'
import { open } from '../form/filling.ts'
import type { Filling } from '../form/filling.ts'
import type { Answers, Form, Indicator } from '../form/form.ts'
import type { World } from '../form/world.ts'
import type { Adds } from './decision.ts'
import { looksIntoEntries } from './looks.ts'
import type { Submission } from './submission.ts'
import { about, adds, countOf, placeOf, readMeasure } from './tally.ts'

/** What these answers, filled under an earlier version, add up to by the latest. Where and when a record counts was settled when it was sealed. */
export function addsUnder(latest: Form, filling: Filling, answers: Answers = filling.seal(), unit = placeOf(filling)): Adds {
  const counted = open(countingForm(latest, filling.form), filling.world, carried(latest, answers))
  return adds(counted, { day: filling.day, unit })
}

/**
 * What a kept record adds when these indicators (by name) are counted anew: the others' amounts are left exactly as they are.
 * `version` is the form under which the answers were filled.
 */
export function countedAnew(kept: Adds, latest: Form, touched: ReadonlySet<string>, version: Form, submission: Submission, world: World): Adds {
  const filling = open(version, world, submission.answers)
  // Entries have moved on since: what was worked out from them stands as it was sealed, and so does the place.
  const looks = looksIntoEntries(version)
  const [slot] = Object.keys(kept)
  const unit = looks && slot !== undefined ? slot.slice(slot.indexOf(' ') + 1) : placeOf(filling)
  const fresh = addsUnder(latest, filling, looks ? submission.answers : filling.seal(), unit)
  // What rested on answers that were taken out for good cannot be counted anew: it stays what it was.
  const lost = new Set((submission.erased ?? []).flatMap((name) => [name, latest.migrate?.renamed?.[name] ?? name]))
  const isLost = (indicator: Indicator): boolean => lost.size > 0 && [latest, version].some((form) => restsOn({ ...form, date: version.date, unit: version.unit } as Form, indicator, lost))
  const standing = new Set(latest.indicators.flatMap((one) => (one.register === undefined && (!touched.has(one.name) || isLost(one)) ? [`${latest.id}.${one.name}`] : [])))
  const isStanding = (measure: string): boolean => standing.has(indicatorOf(measure))
  return joined(only(kept, isStanding), only(fresh, (measure) => !isStanding(measure)))
}

/** The indicator of a measure: 'form.name~ kind=road' → 'form.name'. */
export function indicatorOf(measure: string): string {
  const { indicator } = readMeasure(measure)
  return indicator.endsWith(about) || indicator.endsWith(countOf) ? indicator.slice(0, -1) : indicator
}

function only(all: Adds, isWanted: (measure: string) => boolean): Adds {
  const found: Record<string, Record<string, number>> = {}
  for (const [slot, measures] of Object.entries(all)) {
    for (const [measure, amount] of Object.entries(measures)) if (isWanted(measure)) (found[slot] ??= {})[measure] = amount
  }
  return found
}

function joined(one: Adds, other: Adds): Adds {
  const all: Record<string, Record<string, number>> = {}
  for (const adds of [one, other]) for (const [slot, measures] of Object.entries(adds)) all[slot] = { ...all[slot], ...measures }
  return all
}
