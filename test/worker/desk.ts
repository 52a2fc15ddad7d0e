// A desk for the store's tests: small forms compiled from text, an invented admin tree, and the two walks (receive, review) without HTTP.
import { compile } from '../../src/form/compile.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import type { Unit } from '../../src/form/world.ts'
import { unsigned } from '../../src/record/canonical.ts'
import { decide } from '../../src/record/receive.ts'
import type { Asked, Incoming } from '../../src/record/receive.ts'
import { entriesOf } from '../../src/record/register.ts'
import { lockedIn } from '../../src/record/period.ts'
import { review, setAside } from '../../src/record/review.ts'
import type { KnownState } from '../../src/record/decision.ts'
import type { Lock } from '../../src/record/period.ts'
import type { ReviewOutcome, ReviewRequest } from '../../src/record/review.ts'
import type { Actor, Context, Outcome, Submission } from '../../src/record/submission.ts'
import { supposed } from '../../src/record/supposed.ts'
import { registerIndicators } from '../../src/record/tally.ts'
import { withdraw } from '../../src/record/withdraw.ts'
import type { WithdrawOutcome } from '../../src/record/withdraw.ts'
import { underIn, within } from '../../src/record/within.ts'
import { worldOfContext } from '../../src/record/world.ts'
import { lotOf } from '../../src/server/lot.ts'
import { saveForm } from '../../src/store/forms.ts'
import { listLocks } from '../../src/store/locks.ts'
import { readState } from '../../src/store/state.ts'
import { bodiesOf, write } from '../../src/store/submissions.ts'
import { saveUnits } from '../../src/store/units.ts'
import type { KeptUnit } from '../../src/store/units.ts'

export const noon = Date.UTC(2026, 10, 24, 5) // 2026-11-24 12:00 in Vietnam
export const day_ms = 86_400_000

const unit = (id: string, level: string, parent: string | null, more: Partial<KeptUnit> = {}): KeptUnit => ({
  id, level, name: id, full_name: id, code: null, parent, valid_from: null, valid_to: null, successors: [], ...more,
})

/** An invented province: communes north and south of today; the old commune east was merged into north in 2025. */
export const units: readonly KeptUnit[] = [
  unit('p', 'province', null),
  unit('d', 'district', 'p', { valid_to: '2025-06-30' }),
  unit('east', 'commune', 'd', { valid_to: '2025-06-30', successors: ['north'] }),
  unit('north', 'commune', 'p', { valid_from: '2025-07-01', extra_parents: ['d'] }),
  unit('south', 'commune', 'p', { valid_from: '2025-07-01' }),
  unit('e1', 'village', 'east'),
  unit('e2', 'village', 'east'),
  unit('n1', 'village', 'north'),
  unit('s1', 'village', 'south'),
  unit('s2', 'village', 'south'),
]

export const officer: Actor = { person: 'an', name: 'Lò Thị An', role: 'officer', unit: null, forms: null, personal: false, token: 't1', device: null }
export const reviewer: Actor = { person: 'binh', name: 'Vàng Văn Bình', role: 'reviewer', unit: null, forms: null, personal: false, token: 't2', device: null }

/** A road, created in a register: counted by submissions, and as a stock over the register. */
export const road = `
id: road
title: Đường
language: vi
date: \${seen_on}
unit: \${village}
instance_name: \${road_name}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: date, name: seen_on, label: Ngày, required: yes }
  - { type: text, name: road_name, label: Tên, required: yes }
  - { type: integer, name: length_m, label: Dài, required: yes, constraint: . >= 0 }
  - { type: select_one exactness, name: exactness, label: Đo }
  - { type: select_multiple surface, name: surface, label: Mặt }
  - { type: select_one surface, name: main_surface, label: Mặt chính }
choices:
  exactness: [{ name: exact, label: Đúng }, { name: guess, label: Ước }]
  surface: [{ name: soil, label: Đất }, { name: stone, label: Đá }, { name: concrete, label: Bê tông }]
registers:
  - register: roads
    label: \${road_name}
    unit: \${village}
    columns: { length_m: "\${length_m}", surface: "\${main_surface}", open: 0, opened_on: "''", rise: "''" }
indicators:
  - { name: seen, label: Số lần, count: yes, by: [surface, 'exactness*main_surface'] }
  - { name: metres, label: Mét, sum: "\${length_m}", about: "\${exactness} = 'guess'", period: day }
  - { name: mean, label: Trung bình, average: "\${length_m}", where: "\${length_m} > 100" }
  - { name: stock, label: Số đường, count: yes, register: roads, by: [surface] }
  - { name: stock_m, label: Mét đường, sum: "\${length_m}", register: roads, where: "\${open} > 0" }
  - { name: opened, label: Đã mở, count: yes, register: roads, date: "\${opened_on}", where: "\${open} > 0", by: [roads] }
  - { name: share_open, label: Tỷ lệ, share: { of: opened, in: stock } }
`

/** Work on a road of the register: rows of people, and a change to the road. */
export const work = `
id: work
title: Ngày công
language: vi
date: \${done_on}
unit: \${road_ref.unit}
survey:
  - { type: entry roads, name: road_ref, label: Đường nào, required: yes }
  - { type: date, name: done_on, label: Ngày, required: yes }
  - { type: integer, name: rise, label: Cao, constraint: . >= 0 }
  - { type: select_one yes_no, name: opens, label: Thông xe }
  - type: repeat
    name: hand
    label: Người
    questions:
      - { type: select_one sex, name: sex, label: Giới }
      - { type: integer, name: days, label: Công, constraint: . >= 0 and . <= 31 }
choices:
  yes_no: [{ name: yes, label: Có }, { name: no, label: Không }]
  sex: [{ name: male, label: Nam }, { name: female, label: Nữ }]
registers:
  - register: roads
    entity_id: \${road_ref}
    label: "''"
    unit: "''"
    columns:
      open: if(\${opens} = 'yes', 1, if(\${opens} = 'no', 0, ''))
      opened_on: if(\${opens} = 'yes', \${done_on}, '')
      rise: \${rise}
indicators:
  - { name: visits, label: Lần, count: yes }
  - { name: days, label: Công, sum: "\${days}", each: hand, by: [sex, road_ref] }
  - { name: hands, label: Người, count: yes, each: hand, where: "\${days} > 0" }
`

/** Compiles a form's text against forms compiled before it. */
export function form(text: string, others: readonly Form[] = []): Form {
  const registers: Record<string, Record<string, 'text' | 'number'>> = {}
  for (const { registers: rules } of others) {
    for (const rule of rules) registers[rule.register] = { ...registers[rule.register], ...Object.fromEntries(Object.entries(rule.columns).map(([name, { holds }]) => [name, holds])) }
  }
  const indicators = others.flatMap((other) => other.indicators.map(({ name }) => `${other.id}.${name}`))
  const compiled = compile({ 'form.yaml': text }, { levels: ['province', 'district', 'commune', 'village'], registers, indicators })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 1))
  return compiled.form
}

const encoder = new TextEncoder()
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encoder.encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A submission as a phone seals it. */
export async function seal(
  given: { id?: string; form: string; version?: number; answers: Answers; base?: number; at?: number; context?: Partial<Context>; reasons?: Record<string, string> },
): Promise<Submission> {
  const draft = {
    id: given.id ?? crypto.randomUUID(),
    form: given.form,
    version: given.version ?? 1,
    answers: given.answers,
    context: { at: given.at ?? noon, zone: 420, seed: 1, ...given.context },
    ...(given.base === undefined ? {} : { base: given.base }),
    ...(given.reasons === undefined ? {} : { reasons: given.reasons }),
  }
  return { ...draft, sha256: await sha256(unsigned(draft)) }
}

const byId = new Map<string, Unit>(units.map((one) => [one.id, one]))
export const isUnder = underIn(within(units))
/** Whether a unit is one of a level, or lies in one. */
export const isIn = (unit: string, level: string): boolean => {
  for (let at = byId.get(unit); at !== undefined; at = at.parent === null ? undefined : byId.get(at.parent)) if (at.level === level) return true
  return false
}
/** What lots are drawn with here. */
export const lotSecret = 'the lot of the tests'

/** The two doors over a database, as the server opens them. */
export class Desk {
  readonly db: D1Database
  readonly forms = new Map<string, Form>() // 'road 1'
  private readonly latest = new Map<string, Form>()
  /** How often a decision had to be made again. */
  moved = 0
  /** How often one was made without reading, and held. */
  guessed = 0
  private readonly supposes: boolean
  private last: KnownState | undefined
  private lastLocks: readonly Lock[] = []

  /** `supposes`: posts are decided without reading first, where that may be, on forms and units as they were known last. */
  constructor(db: D1Database, supposes = false) {
    this.db = db
    this.supposes = supposes
  }

  async open(texts: readonly string[], at = noon - 30 * day_ms): Promise<void> {
    await saveUnits(this.db, units, at, 'admin')
    for (const text of texts) await this.publish(text, at)
  }

  async publish(text: string, at = noon - 30 * day_ms): Promise<number> {
    const source = JSON.stringify({ 'form.yaml': text })
    const id = /^id: (\w+)$/m.exec(text)?.[1] ?? ''
    const compiled = form(text, [...this.latest.values()].filter((other) => other.id !== id))
    const { version } = await saveForm(this.db, { id: compiled.id, hash: await sha256(source), source, form: compiled, examples: [], by: 'admin', at })
    this.forms.set(`${compiled.id} ${version}`, compiled)
    this.latest.set(compiled.id, compiled)
    return version
  }

  asked(actor: Actor, now: number, locks: readonly Lock[] = []): Asked {
    return { actor, now, indicators: registerIndicators([...this.latest.values()]), isUnder, isIn, locked: lockedIn(locks, isUnder) }
  }

  // No trip where nothing was ever locked.
  private async locksOf({ locks_revision }: KnownState): Promise<readonly Lock[]> {
    return locks_revision === 0 ? [] : listLocks(this.db)
  }

  // As the server's periods.ts has it: what lies below his own unit.
  private mayOpen(actor: Actor, { unit }: Lock): boolean {
    return actor.unit === null || (unit !== '' && unit !== actor.unit && isUnder(unit, actor.unit))
  }

  private incoming(submission: Submission): Incoming {
    const form = this.forms.get(`${submission.form} ${submission.version}`) as Form
    const latest = this.latest.get(submission.form)
    return {
      submission, form, latest: latest === form ? undefined : latest, body: unsigned(submission), lot: lotOf(lotSecret, submission.id),
      world: (entry) => worldOfContext({ units: byId, isUnder, entry, entries: () => [] }, submission.context, 'vi'),
    }
  }

  async post(submissions: readonly Submission[], actor: Actor = officer, now = noon): Promise<readonly Outcome[]> {
    const formOf = (submission: Submission): Form => this.forms.get(`${submission.form} ${submission.version}`) as Form
    const wanted = { ids: submissions.map(({ id }) => id), entries: submissions.flatMap((one) => entriesOf(formOf(one), one.answers, one.id)) }
    const incoming = submissions.map((one) => this.incoming(one))
    const likely = this.supposes && this.last !== undefined ? supposed(this.last, submissions, wanted.entries) : undefined
    if (likely !== undefined) {
      const decision = decide(incoming, likely, this.asked(actor, now, this.lastLocks))
      const written = decision.outcomes.every(({ status }) => status === 'kept') ? await write(this.db, decision) : 'moved'
      if (written !== 'moved') {
        this.guessed++
        return written.outcomes
      }
    }
    for (let tries = 0; tries < 100; tries++) {
      const known = await readState(this.db, wanted)
      this.last = known
      this.lastLocks = await this.locksOf(known)
      const written = await write(this.db, decide(incoming, known, this.asked(actor, now, this.lastLocks)))
      if (written !== 'moved') return written.outcomes
      this.moved++
    }
    throw new Error('moved too often')
  }

  async review(requests: readonly ReviewRequest[], actor: Actor = reviewer, now = noon): Promise<readonly ReviewOutcome[]> {
    for (let tries = 0; tries < 100; tries++) {
      const ids = requests.map(({ id }) => id)
      let known = await readState(this.db, { ids, entries: [] })
      const aside = requests.flatMap((request) => {
        const revision = setAside(request, known)
        return revision === undefined ? [] : [[request.id, revision] as const]
      })
      const found = aside.length === 0 ? [] : await bodiesOf(this.db, aside)
      const bodies = new Map(found.map(({ id, revision, hash, body }) => [`${id} ${revision}`, { ...body, sha256: hash } as Submission]))
      const came = new Map(found.map(({ id, revision, flags }) => [`${id} ${revision}`, flags]))
      if (aside.length > 0) known = await readState(this.db, { ids, entries: [...bodies.values()].flatMap((one) => entriesOf(this.forms.get(`${one.form} ${one.version}`) as Form, one.answers, one.id)) })
      const locks = await this.locksOf(known)
      const asked = this.asked(actor, now, locks)
      const { reviews, decision } = review(requests, known, {
        ...asked, review: (id) => this.latest.get(id)?.review, beyond: lockedIn(locks.filter((one) => !this.mayOpen(actor, one)), isUnder),
        incoming: (id, revision) => {
          const key = `${id} ${revision}`
          const found = bodies.get(key)
          return found === undefined || found.form !== known.heads.get(id)?.form ? undefined : { ...this.incoming(found), came: came.get(key) }
        },
      })
      if ((await write(this.db, decision)) !== 'moved') return reviews
      this.moved++
    }
    throw new Error('moved too often')
  }

  async withdraw(id: string, base: number, actor: Actor = officer, now = noon): Promise<WithdrawOutcome> {
    for (let tries = 0; tries < 100; tries++) {
      const known = await readState(this.db, { ids: [id], entries: [] })
      const { withdrawn, decision } = withdraw([{ id, base }], known, this.asked(actor, now, await this.locksOf(known)))
      if ((await write(this.db, decision)) !== 'moved') return withdrawn[0] as WithdrawOutcome
      this.moved++
    }
    throw new Error('moved too often')
  }

  /** All kept sums that are not zero, as 'indicator view dimension=member unit period' → amount. */
  async sums(): Promise<Record<string, number>> {
    const { results } = await this.db
      .prepare(`select indicator, view, dimension, unit, period, member, amount from tallies where dimension <> 'heap' and amount <> 0`)
      .all<{ indicator: string; view: string; dimension: string; unit: string; period: string; member: string; amount: number }>()
    return Object.fromEntries(results.map((row) => [`${row.indicator} ${row.view} ${row.dimension}=${row.member} ${row.unit} ${row.period}`, row.amount]))
  }

  /** How many records lie in each heap, as 'form unit heap since' → count; a row that is zero would be shown. */
  async heaps(): Promise<Record<string, number>> {
    const { results } = await this.db
      .prepare(`select indicator, unit, member, period, amount from tallies where dimension = 'heap'`)
      .all<{ indicator: string; unit: string; member: string; period: string; amount: number }>()
    return Object.fromEntries(results.map((row) => [`${row.indicator} ${row.unit} ${row.member} ${row.period}`, row.amount]))
  }

  /** The same, counted from the records. */
  async heapsCounted(): Promise<Record<string, number>> {
    const { results } = await this.db.prepare('select form, unit, state, flags, conflicts, coalesce(since, received_at) as since from submissions').all<{ form: string; unit: string; state: string; flags: string | null; conflicts: number; since: number }>()
    const counts: Record<string, number> = {}
    const add = (key: string): void => void (counts[key] = (counts[key] ?? 0) + 1)
    for (const { form: of, unit, state, flags, conflicts, since } of results) {
      add(`${of}.? ${unit} ${state} ${['received', 'endorsed', 'late'].includes(state) ? new Date(since + 7 * 3_600_000).toISOString().slice(0, 10) : ''}`)
      if (flags !== null && state === 'received') add(`${of}.? ${unit} flagged `)
      if (conflicts > 0) add(`${of}.? ${unit} conflict `)
    }
    return counts
  }

  async count(table: string): Promise<number> {
    return (await this.db.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n ?? 0
  }
}
