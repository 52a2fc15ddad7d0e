// What forms keep for a time of what their records say of persons, and no longer: a deed of every minute, a stretch of one form at a time, each form gone through once a day. It erases as a
// person does (erase.ts): the same decision, the same batch, the same ways on; with the form's rule as the one who does it. Killed anywhere, it goes on where it was.
import { dayOf, localDay } from '../form/date.ts'
import type { Form } from '../form/form.ts'
import { overOn, writeKeep } from '../form/keep.ts'
import type { Keep } from '../form/keep.ts'
import { writeNumber } from '../form/number.ts'
import { byRule } from '../record/hold.ts'
import type { Actor } from '../record/submission.ts'
import { countOver, listOver, mayGo, moveTerm, nextTerm, settleArrivals, termOf, unlessNeeded } from '../store/terms.ts'
import type { Step, Term } from '../store/terms.ts'
import { zone } from '../view/kept.ts'
import type { Env } from './env.ts'
import { tryErasing } from './erase.ts'

const day_ms = 86_400_000
/** Records that one stretch looks at; and of those that came, how many are looked through for what was settled as it came. */
export const stretch = 20
const arrivals = 1_000
/** So many days are looked ahead. */
const soon = 30
/** As many of each sort are looked at to count for a page. */
const mostCounted = 10_000

const system: Actor = { person: byRule, name: '', role: 'admin', unit: null, forms: null, personal: true, token: '', device: null }

/** What was settled before this moment is kept too long on a day. */
export const overBefore = (keep: Keep, today: string): number => (dayOf(overOn(today, keep)) + 1) * day_ms - zone * 60_000

/** The reason that stands with what was erased: the form's rule, and which version said it. */
export const reasonOf = ({ keep, version }: Pick<Term, 'keep' | 'version'>): string => `keep: ${writeKeep(keep)}, version ${version}`

/** One stretch. How many were erased by it (none where it only looked); undefined: nothing is left to do today. */
export async function eraseOver(env: Env, now: number): Promise<number | undefined> {
  const { DB: db } = env
  const today = localDay(now, zone)
  const term = await nextTerm(db, today)
  if (term === undefined) return undefined
  const { form } = term
  const before = overBefore(term.keep, today)
  if (await settleArrivals(db, term, before, arrivals)) return 0
  const found = await listOver(db, form, before, term.after, stretch)
  const last = found[found.length - 1]
  const to: Step['to'] = found.length === stretch && last !== undefined ? { after: [last.settled_at, last.seq] } : { day: today }
  const move = (erased: number): D1PreparedStatement[] => moveTerm(db, term, { at: now, erased, waits: found.length - erased, to, by: byRule })
  const ids = found.map(({ id }) => id)
  const done = ids.length === 0 ? undefined : await tryErasing(env, system, { ids, ground: 'term', reason: reasonOf(term) }, now, {
    choose: async (columns) => mayGo(db, form, before, ids, columns),
    with: (chosen, columns) => [unlessNeeded(db, term, before, chosen, columns), ...move(chosen.length)],
  })
  // Somebody was faster: the next minute looks again from the same place.
  if (done === 'moved') return 0
  const erased = done?.outcomes.filter(({ status }) => status === 'erased').length ?? 0
  if (erased === 0) await db.batch(move(0))
  return erased
}

export interface Due {
  /** Over its time now, and within thirty days more. */
  readonly now: number
  readonly soon: number
  /** There may be more of both: not all were looked at. */
  readonly isMore: boolean
}

/** Both counts as a page writes them: "12+" where there may be more. */
export function writeDue({ now, soon: later, isMore }: Due, language: string): readonly [now: string, soon: string] {
  const written = (count: number): string => `${writeNumber(count, language)}${isMore ? '+' : ''}`
  return [written(now), written(later)]
}

/** How many records of a form are over a time, and soon will be. */
export async function countDue(db: D1Database, form: string, keep: Keep, now: number): Promise<Due> {
  const today = localDay(now, zone)
  return countOver(db, form, overBefore(keep, today), overBefore(keep, localDay(now + soon * day_ms, zone)), mostCounted)
}

/** What a new version would mean where it says another time than the one before: so many would be erased at once, so many soon. null: it says the same, or none. */
export async function dueUnder(db: D1Database, before: Form | undefined, after: Form, now: number): Promise<Due | null> {
  if (before === undefined || after.keep === undefined || JSON.stringify(before.keep) === JSON.stringify(after.keep)) return null
  return countDue(db, after.id, after.keep, now)
}

/** Of a form that says how long: what it says, how far the erasing is, how many are due. */
export async function standingOf(db: D1Database, form: string, now: number): Promise<(Term & { readonly due: Due }) | undefined> {
  const term = await termOf(db, form)
  return term === undefined ? undefined : { ...term, due: await countDue(db, form, term.keep, now) }
}
