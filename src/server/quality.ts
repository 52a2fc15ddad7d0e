// The quality of what came in, as a reader may see it: entries that look alike, what is unusual among a form's records, phones that stay away. Finding is
// record's; here stand scope and masking: who may not see persons is told counts alone.
import { localDay } from '../form/date.ts'
import type { Form, Question, Text } from '../form/form.ts'
import { personalRegisters } from '../form/personal.ts'
import { planOf } from '../form/plan.ts'
import { isTrial } from '../form/trial.ts'
import { alikeAmong, alikeness } from '../record/alike.ts'
import type { Pair } from '../record/alike.ts'
import { mayUse } from '../record/may.ts'
import type { Actor } from '../record/submission.ts'
import { fired, oneSpot, outliers, repeated, tooFast } from '../record/unusual.ts'
import type { Fast, Fired, Outlier, Series } from '../record/unusual.ts'
import { candidates, candidatesNamed, sourcesOf, unlikes } from '../store/alike.ts'
import type { Source, Unlike } from '../store/alike.ts'
import { endedLinks, phones } from '../store/phones.ts'
import type { EndedLink, Phone } from '../store/phones.ts'
import { readState } from '../store/submissions.ts'
import { weighed } from '../store/weighed.ts'
import type { WeighedRow } from '../store/weighed.ts'
import { zone } from '../view/kept.ts'
import { build } from './built.ts'
import { latestForms } from './catalogue.ts'
import { lookingAt } from './looking.ts'
import { columnsNow, isMasked } from './masking.ts'
import { underOf } from './scope.ts'
import { placesOf } from './world.ts'
import type { Places } from './world.ts'

const day_ms = 86_400_000
const mostPairs = 2_000

/** What is looked through: the unit list and the latest version of every form that is the reader's. */
export interface Grounds {
  readonly places: Places
  readonly forms: readonly Form[]
  /** Of all forms: what is personal in a register may be made so by a form of somebody else's. */
  readonly personal: ReadonlyMap<string, ReadonlySet<string>>
}

export async function groundsFor(db: D1Database, actor: Actor): Promise<Grounds> {
  const known = await readState(db, { ids: [], entries: [] })
  const [places, all] = await Promise.all([placesOf(db, known.units_revision), latestForms(db, known)])
  return { places, forms: all.filter(({ id }) => mayUse(actor, id) && !isTrial(id)), personal: isMasked(actor) ? await columnsNow(db) : personalRegisters(all) }
}

export interface AlikeColumn {
  readonly name: string
  readonly form: Form
  /** The question whose answer the column holds as it is. */
  readonly question: Question | undefined
}

/** A register whose form says what makes two entries alike. */
export interface AlikeRegister {
  readonly register: string
  /** Of the form that says so. */
  readonly title: Text
  /** Where it is a repeat whose rows make the entries: what that is called. */
  readonly part: Text | undefined
  readonly columns: readonly AlikeColumn[]
}

/** The registers that may hold something twice, of the reader's forms. Several forms may say it of one register: a column that any of them names counts. */
export function alikeRegisters({ forms }: Pick<Grounds, 'forms'>): readonly AlikeRegister[] {
  const found = new Map<string, AlikeRegister>()
  for (const form of forms) {
    for (const rule of form.registers) {
      if (rule.alike === undefined) continue
      const had = found.get(rule.register)
      const more = rule.alike.filter((name) => had?.columns.some((column) => column.name === name) !== true)
      const columns = more.map((name) => {
        const tree = rule.columns[name]?.value
        return { name, form, question: Array.isArray(tree) && tree[0] === '$' && tree.length === 2 ? planOf(form).byName.get(String(tree[1]))?.question : undefined }
      })
      found.set(rule.register, { register: rule.register, title: had?.title ?? form.title, part: had === undefined ? (rule.repeat === undefined ? undefined : planOf(form).byName.get(rule.repeat)?.question.label) : had.part, columns: [...(had?.columns ?? []), ...columns] })
    }
  }
  return [...found.values()]
}

export interface AlikeFound {
  /** How many entries were compared; whether there are more. */
  readonly looked: number
  readonly cut: boolean
  readonly counts: { readonly likely: number; readonly possible: number; readonly unlike: number }
  /** undefined: the reader may not see whose they are. */
  readonly pairs: readonly Pair[] | undefined
  /** Pairs of which somebody said that they are two. */
  readonly set_aside: readonly (Pair & { readonly said: Unlike })[] | undefined
}

/** Whether a register's entries are kept from the reader, because their names tell of a person. */
export const hidesEntries = (actor: Actor, { personal }: Pick<Grounds, 'personal'>, register: string): boolean => isMasked(actor) && (personal.get(register)?.size ?? 0) > 0

/** Pairs that may be the same, under a unit of the reader's; undefined when no form of his says so of this register. Two trips. */
export async function alikeIn(db: D1Database, actor: Actor, grounds: Grounds, register: string, unit: string | undefined, now: number): Promise<AlikeFound | undefined> {
  const rule = alikeRegisters(grounds).find((one) => one.register === register)
  if (rule === undefined) return undefined
  const columns = rule.columns.map(({ name }) => name)
  const { entries, cut } = await candidates(db, register, columns, underOf(actor, unit, grounds.places), lookingAt(actor, `register:${register}`, now))
  const every = alikeAmong(entries, columns)
  // The likeliest: nobody looks at more, and what was said of each must be asked in one value.
  const all = every.slice(0, mostPairs)
  const said = new Map((await unlikes(db, register, all.map(({ one, other }) => [one.id, other.id]))).map((one) => [`${one.one}\n${one.other}`, one]))
  const saidOf = ({ one, other }: Pair): Unlike | undefined => said.get(`${one.id}\n${other.id}`)
  const open = all.filter((pair) => saidOf(pair) === undefined)
  const count = (wanted: Pair['likely']): number => [...open, ...every.slice(mostPairs)].filter(({ likely }) => likely === wanted).length
  const counts = { likely: count('likely'), possible: count('possible'), unlike: all.length - open.length }
  const hides = hidesEntries(actor, grounds, register)
  const set_aside = all.flatMap((pair) => {
    const one = saidOf(pair)
    return one === undefined ? [] : [{ ...pair, said: one }]
  })
  return { looked: entries.length, cut, counts, pairs: hides ? undefined : open, set_aside: hides ? undefined : set_aside }
}

export interface PairFound {
  readonly rule: AlikeRegister
  readonly pair: Pair
  readonly said: Unlike | undefined
  readonly sources: readonly Source[]
}

/** One pair, with the records that it comes from; undefined when there is none such, or it is not the reader's to see. */
export async function pairIn(db: D1Database, actor: Actor, grounds: Grounds, register: string, first: string, second: string, now: number): Promise<PairFound | undefined> {
  const rule = alikeRegisters(grounds).find((one) => one.register === register)
  if (rule === undefined || first === second || hidesEntries(actor, grounds, register)) return undefined
  const ids = [first, second].sort() as [string, string]
  const columns = rule.columns.map(({ name }) => name)
  const [found, [said], sources] = await Promise.all([candidatesNamed(db, register, columns, ids, lookingAt(actor, `register:${register}`, now)), unlikes(db, register, [ids]), sourcesOf(db, register, ids)])
  const [one, other] = ids.map((id) => found.find((entry) => entry.id === id))
  if (one === undefined || other === undefined || ![one, other].every((entry) => isTheirs(actor, entry.unit, grounds.places))) return undefined
  const pair = alikeness(one, other, columns)
  return pair === undefined ? undefined : { rule, pair, said, sources }
}

const isTheirs = (actor: Actor, unit: string, places: Places): boolean => actor.unit === null || places.isUnder(unit, actor.unit)

export interface Unusual {
  readonly form: Form
  readonly rows: ReadonlyMap<string, WeighedRow>
  readonly cursor: string | undefined
  readonly outliers: readonly Outlier[]
  readonly fast: readonly Fast[]
  readonly repeated: readonly Series[]
  readonly spot: readonly Series[]
  readonly fired: readonly Fired[]
}

/** What is unusual among the newest records of a form under a unit of the reader's, within each commune; undefined when the form is not his. One trip. */
export async function unusualIn(db: D1Database, actor: Actor, { places, forms }: Grounds, id: string, wish: { readonly unit?: string | undefined; readonly cursor?: string | undefined }, now: number): Promise<Unusual | undefined> {
  const form = forms.find((one) => one.id === id)
  if (form === undefined) return undefined
  const { rows, cursor } = await weighed(db, id, { under: underOf(actor, wish.unit, places), cursor: wish.cursor, looking: lookingAt(actor, `form:${id}`, now) })
  const placeOf = communesOf(places, now)
  return {
    form, rows: new Map(rows.map((row) => [row.id, row])), cursor,
    outliers: outliers(form, rows, placeOf), fast: tooFast(form, rows), repeated: repeated(form, rows), spot: oneSpot(form, rows), fired: fired(rows, placeOf),
  }
}

/** Tells of a place the commune of today in which it lies, or the place itself where there is none. Each is looked up once. */
function communesOf({ of, isUnder, byId }: Places, now: number): (unit: string) => string {
  const communes = of('commune', localDay(now, zone))
  const found = new Map<string, string>()
  return (unit) => {
    const had = found.get(unit) ?? communes.find(({ id }) => isUnder(unit, id))?.id ?? (byId.has(unit) ? unit : '')
    found.set(unit, had)
    return had
  }
}

/** How a phone stands: with records that it cannot send for two days, never seen, silent, or well. */
export type Standing = 'stuck' | 'never' | 'silent' | 'well'

export interface PhoneSeen extends Phone {
  readonly standing: Standing
  /** Whole days since it was last heard of. */
  readonly days: number
  /** Whole days for which its oldest record waits; by its clock, so never more than since it was made a phone. */
  readonly waits: number | undefined
  /** It runs the app as it is now; undefined: it never told. */
  readonly isCurrent: boolean | undefined
}

export interface PhonesFound {
  readonly phones: readonly PhoneSeen[]
  readonly links: readonly EndedLink[]
}

/** The phones of the reader's units, those that need somebody first: records that wait longest, then those never seen, then those silent longest. One trip. */
export async function phonesIn(db: D1Database, actor: Actor, { places }: Pick<Grounds, 'places'>, now: number): Promise<PhonesFound> {
  const [all, links] = await Promise.all([phones(db, now), endedLinks(db, now)])
  const isOurs = (unit: string | null): boolean => actor.unit === null || (unit !== null && places.isUnder(unit, actor.unit))
  const seen = all.filter(({ unit, role, forms }) => isOurs(unit) && role === 'officer' && sharesForm(actor, forms)).map((phone) => standingOf(phone, now))
  const order: readonly Standing[] = ['stuck', 'never', 'silent', 'well']
  const rank = (phone: PhoneSeen): readonly number[] => [order.indexOf(phone.standing), -(phone.standing === 'stuck' ? (phone.waits ?? 0) : phone.days)]
  const sorted = [...seen].sort((one, other) => {
    const [a, b] = [rank(one), rank(other)]
    return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0)
  })
  return { phones: sorted, links: links.filter(({ unit, role }) => isOurs(unit) && role === 'officer') }
}

const sharesForm = ({ forms }: Actor, theirs: readonly string[] | null): boolean => forms === null || theirs === null || theirs.some((form) => forms.includes(form))

function standingOf(phone: Phone, now: number): PhoneSeen {
  const heard = Math.max(phone.last_seen, phone.told_at ?? 0)
  const days = Math.max(0, Math.floor((now - heard) / day_ms))
  const waits = phone.unsent === null || phone.unsent === 0 || phone.waits_since === null ? undefined : Math.max(0, Math.floor((now - Math.min(now, Math.max(phone.waits_since, phone.created_at))) / day_ms))
  const isNever = phone.told_at === null && phone.last_seen <= phone.created_at
  const standing: Standing = waits !== undefined && waits >= 2 ? 'stuck' : isNever && now - phone.created_at > day_ms ? 'never' : days >= 3 ? 'silent' : 'well'
  return { ...phone, standing, days, waits, isCurrent: phone.build === null ? undefined : phone.build === build }
}
