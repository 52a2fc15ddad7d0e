// A year of records before any is sent: which form on which day in which commune, what stands in it, and what becomes of it. The same seed plans the same.
import type { Answers, Form } from '../../form/form.ts'
import { planOf } from '../../form/plan.ts'
import { open } from '../../form/filling.ts'
import type { Filling } from '../../form/filling.ts'
import type { District } from './district.ts'
import { fill, shifted } from './fill.ts'
import { chance, uuidOf } from './random.ts'
import type { Chance } from './random.ts'
import { sayRemark } from './words.ts'

export interface Version {
  readonly form: Form
  readonly version: number
}

/** What becomes of a record. */
export type Fate = 'plain' | 'refused' | 'mended' | 'corrected' | 'conflict' | 'returned' | 'returned_corrected' | 'rejected'

export interface Revision {
  readonly answers: Answers
  readonly reasons: Readonly<Record<string, string>>
  readonly base?: number
  readonly expected: 'kept' | 'refused' | 'conflict'
}

export interface Planned {
  readonly id: string
  readonly form: string
  readonly version: number
  readonly day: string
  readonly commune: string
  readonly seed: number
  readonly at: number
  readonly fate: Fate
  /** Sent one after the other. */
  readonly revisions: readonly Revision[]
  /** Sent once the office has returned it. */
  readonly afterwards?: Revision
  readonly review: 'approved' | 'returned' | 'rejected' | undefined
  /** The question that the office asks back about. */
  readonly question: string | undefined
}

// How many of a hundred records, and in which months more of them: roads while it is dry, households before the rain, learning after the harvest.
const dry = [11, 12, 1, 2, 3, 4]
const wanted: Readonly<Record<string, readonly [weight: number, months: readonly number[]]>> = {
  site_register: [1.5, [1, 2, 3]], org_register: [3, [12, 1, 6]], road_registration: [6, [10, 11, 12]], resettlement_household_survey: [25, [3, 4, 5]], resettlement_progress: [11, dry], road_pledge: [14, dry],
  road_progress: [10, dry], training_session: [5, [7, 8, 9, 10]], mentoring_log: [5, [7, 8, 9]], practice_sharing: [3, [9, 10]], skilful_mobilisation: [4, [2, 9, 10]], target_board: [4, [1, 3, 6, 9, 12]],
  task_followup: [5, []], public_feedback: [2.5, [6, 7, 8]], feedback_handling: [1.5, [6, 7, 8, 9]],
}
// Nothing can be said of a road before there is one: the first weeks make the registers.
const founders: readonly string[] = ['site_register', 'org_register', 'road_registration', 'target_board']

// Of a hundred records: dealt out, not drawn, so that a small year has them too.
const fates: readonly (readonly [Fate, number])[] = [['refused', 3], ['mended', 3], ['corrected', 4], ['conflict', 5], ['returned', 4], ['returned_corrected', 3], ['rejected', 2]]
const dealt: readonly Fate[] = fates.flatMap(([fate, count]) => new Array<Fate>(count).fill(fate))
const fateOf = (n: number): Fate => dealt[(n * 37) % 100] ?? 'plain'

/** Plans about `records` records of the year that ends with `until`. `at` is when they were sealed: sent in the evening of its last day. */
export function planYear(versions: readonly Version[], around: District, { records, seed, until, at }: { records: number; seed: string; until: string; at: number }): readonly Planned[] {
  const draw = chance(`${seed} days`)
  const there = versions.filter(({ form }) => wanted[form.id] !== undefined)
  const first = shifted(until, -364)
  const slots = Array.from({ length: records }, (_, n) => {
    const founding = n < records * 0.06
    const among = founding ? there.filter(({ form }) => founders.includes(form.id)) : there
    const version = draw.weighed((among.length === 0 ? there : among).map((one) => [one, wanted[one.form.id]?.[0] ?? 1] as const))
    return { n, version, day: founding ? shifted(first, draw.between(0, 20)) : dayOf(draw, first, wanted[version.form.id]?.[1] ?? []) }
  }).sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.n - b.n))
  const otherwise = there.filter(({ form }) => !founders.includes(form.id) && form.unit !== undefined)
  return slots.flatMap(({ n, version, day }, order) => {
    // A form that nothing can be said on yet (no road to pledge for) gives its place to another.
    for (const one of [version, ...otherwise]) {
      const planned = planOne(one, around, { n, seed, day, until, at: at + order })
      if (planned !== undefined) return planned
    }
    return []
  })
}

// Three of four in the months that a form is for.
function dayOf(draw: Chance, first: string, months: readonly number[]): string {
  for (let tries = 0; ; tries++) {
    const day = shifted(first, draw.between(14, 364))
    if (tries > 20 || months.length === 0 || months.includes(Number(day.slice(5, 7))) || draw.often(0.12)) return day
  }
}

function planOne({ form, version }: Version, around: District, { n, seed, day, until, at }: { n: number; seed: string; day: string; until: string; at: number }): Planned | undefined {
  const id = uuidOf(`${seed} ${n}`)
  const draw = chance(`${seed} record ${n}`)
  const communes = around.communes(day)
  if (communes.length === 0) return undefined
  for (let tries = 0; tries < 6; tries++) {
    const commune = draw.pick(communes).id
    const world = around.world(form, at, n + 1, commune)
    const filled = fill(form, { world, draw, day, units: (level) => around.of(level, day, commune) })
    if (filled === undefined) continue
    const { filling, reasons } = filled
    const answers = filling.seal()
    const place = filling.place
    if (place === undefined || place === '') continue
    const isOld = day < shifted(until, -14)
    let fate = fateOf(n)
    // Taking back what changed an entry, or changing it weeks later, would move what other records were worked out from.
    if (around.updates(filling, id) && (fate === 'rejected' || fate === 'returned_corrected')) fate = 'returned'
    if (!isOld && fate.startsWith('return')) fate = 'plain'
    const again = fate === 'corrected' || fate === 'conflict' || fate === 'returned_corrected' ? another(form, filling, draw) : undefined
    const broken = fate === 'refused' || fate === 'mended' ? breaking(filling) : undefined
    if ((fate === 'refused' || fate === 'mended') && broken === undefined) fate = 'plain'
    if ((fate === 'corrected' || fate === 'conflict' || fate === 'returned_corrected') && again === undefined) fate = 'plain'
    const good: Revision = { answers, reasons, expected: 'kept' }
    const revisions: Revision[] =
      fate === 'refused' || fate === 'mended' ? [{ answers: broken as Answers, reasons, expected: 'refused' }, ...(fate === 'mended' ? [{ ...good, base: 1 }] : [])]
      : fate === 'corrected' ? [good, { ...(again as Revision), base: 1 }]
      : fate === 'conflict' ? [good, { ...(again as Revision), expected: 'conflict' as const }]
      : [good]
    // What stands in the end is what others see; what is refused or rejected, nobody.
    if (fate !== 'refused' && fate !== 'rejected') around.keep(fate === 'corrected' ? open(form, world, (again as Revision).answers) : filling, id, at)
    const review = fate === 'refused' ? undefined : fate === 'returned' || fate === 'returned_corrected' ? 'returned' : fate === 'rejected' ? 'rejected' : isOld && draw.often(0.94) ? 'approved' : undefined
    return {
      id, form: form.id, version, day, commune, seed: n + 1, at, fate, revisions, review, question: firstAsked(filling),
      ...(fate === 'returned_corrected' ? { afterwards: { ...(again as Revision), base: 1 } } : {}),
    }
  }
  return undefined
}

const firstAsked = (filling: Filling): string | undefined => filling.keys().find((key) => filling.isRequired(key) && filling.isRelevant(key) && !key.includes('['))

// The same record with one thing said otherwise, still without anything to mend.
function another(form: Form, filling: Filling, draw: Chance): Revision | undefined {
  const answers = filling.seal()
  for (const { question, repeat } of planOf(form).steps) {
    const { name, kind } = question
    const was = answers[name]
    if (repeat !== undefined || question.calculation !== undefined || was === undefined) continue
    const next = kind === 'integer' && typeof was === 'number' ? was + 1 : kind === 'text' && question.personal === undefined ? sayRemark(draw) : undefined
    if (next === undefined || next === was) continue
    const changed = open(form, filling.world, answers)
    changed.answer(name, next)
    if (changed.problems().length > 0) continue
    return { answers: changed.seal(), reasons: Object.fromEntries(changed.fired().map(({ at }) => [at, 'Đã hỏi lại, đúng như vậy.'])), expected: 'kept' }
  }
  return undefined
}

// What must be answered is not: a phone would say so, a program may send it all the same.
function breaking(filling: Filling): Answers | undefined {
  const answers = filling.seal()
  const key = filling.keys().find((one) => filling.isRequired(one) && filling.isRelevant(one) && answers[one] !== undefined && filling.step(one)?.question.calculation === undefined)
  if (key === undefined) return undefined
  const { [key]: _, ...rest } = answers
  return open(filling.form, filling.world, rest).problems().length > 0 ? rest : undefined
}
