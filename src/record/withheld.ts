// Entries of which columns were taken out for good: what looks at one of them goes on adding what it did, the rest is counted as ever; without a name they are in no list.
import type { Adds, EntryChange, InViews, Projection, View } from './decision.ts'
import { looksAt } from './looks.ts'
import { about, countOf, entryAdds, readMeasure } from './tally.ts'
import type { RegisterIndicator } from './tally.ts'

/** An entry as it was in each view, what it added there, and which of its columns ('label' among them) are taken out. */
export interface Was {
  readonly shown: InViews<Projection | null>
  readonly adds: InViews<Adds>
  readonly erased: readonly string[] | undefined
}

/** What an entry adds in a view as it is now. */
export function addsLess(register: string, id: string, now: Projection, indicators: readonly RegisterIndicator[], view: View, was: Was): Adds {
  // What somebody says of it since is counted as ever.
  const columns = new Set((was.erased ?? []).filter((column) => ((column === 'label' ? now.label : (now.columns[column] ?? '')) === '')))
  const [kept, counted] = [true, false].map((isKept) => indicators.filter(({ indicator }) => looksAt(indicator, columns) === isKept)) as [RegisterIndicator[], RegisterIndicator[]]
  const adds = entryAdds(register, id, now, counted)
  if (kept.length === 0) return adds
  const names = new Set(kept.flatMap(({ form, indicator }) => ['', about, countOf].map((part) => `${form}.${indicator.name}${part}`)))
  const all: Record<string, Record<string, number>> = { ...adds }
  for (const [slot, measures] of Object.entries(was.adds[source(view, now, was)])) {
    const own = Object.entries(measures).filter(([measure]) => names.has(readMeasure(measure).indicator))
    // Where it is now; the period stays what it was.
    const here = `${slot.slice(0, slot.indexOf(' '))} ${now.unit}`
    if (own.length > 0) all[here] = { ...all[here], ...Object.fromEntries(own) }
  }
  return all
}

// What is approved is what was received, what is rejected gives way to what was approved: the amounts go with it.
function source(view: View, now: Projection, { shown }: Was): View {
  const other = view === 'received' ? 'approved' : 'received'
  const isSame = (one: Projection | null): boolean => one !== null && JSON.stringify([one.label, one.unit, one.columns]) === JSON.stringify([now.label, now.unit, now.columns])
  return shown[other] !== null && (shown[view] === null || (!isSame(shown[view]) && isSame(shown[other]))) ? other : view
}

/** Whether an entry stands in the lists that are chosen from: one whose name was taken out for good does not. */
export function isListed(entry: Projection | null, erased: readonly string[] = []): boolean {
  return entry !== null && !(entry.label === '' && erased.includes('label'))
}

/** What of a submission's say on an entry is left without these columns ('label' among them). What it said stays empty: left out, an older answer would come back as today's, and move figures. */
export function withoutColumns(change: EntryChange, columns: ReadonlySet<string>): EntryChange {
  return { ...change, label: columns.has('label') ? '' : change.label, columns: Object.fromEntries(Object.entries(change.columns).map(([name, value]) => [name, columns.has(name) ? '' : value])) }
}
