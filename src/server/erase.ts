// The one door for erasing what records tell of a person: reads, decides, writes, again when something moved; then lets go of what lies outside the records.
import { personalInAny, personalRegisters, isLabelPersonal } from '../form/personal.ts'
import type { PersonalColumns } from '../form/personal.ts'
import type { Form } from '../form/form.ts'
import { canonical } from '../record/canonical.ts'
import { emptied, erase, isUnchecked } from '../record/erase.ts'
import type { Emptied, EraseOutcome, Ground, Secrets } from '../record/erase.ts'
import { maySee } from '../record/receive.ts'
import type { Actor } from '../record/submission.ts'
import { goOnEmptying, openErasures, revisionsAfter, sweep, writeErasing } from '../store/erasures.ts'
import type { Emptying, FullRevision, OpenErasure } from '../store/erasures.ts'
import { listFormVersions } from '../store/forms.ts'
import { readState } from '../store/submissions.ts'
import { key, latestForms, versions } from './catalogue.ts'
import type { Env } from './env.ts'
import { Refusal } from './failure.ts'
import { groundOf } from './ground.ts'
import { isFileOf } from './media.ts'

/** With what one try reads and writes, a second is all that the smallest plan's fifty statements have room for. */
const mostTries = 2
/** As many stretches of revisions as one visit works off; an ordinary record is done with the first. */
const mostStretches = 8

export interface EraseWish {
  readonly ids: readonly string[]
  readonly ground: Ground
  readonly reason: string
}

/** Who erases: an admin who was given the right to personal answers. */
export const mayErase = ({ role, personal }: Pick<Actor, 'role' | 'personal'>): boolean => role === 'admin' && personal

/** Of each form: its versions, and what is personal in any of them; all registers together. */
interface Known extends Secrets {
  form(version: number): Form | undefined
}

/** What is personal in records of a form, over all versions that there are, with what entries hold of it. */
export async function secretsOf(db: D1Database, id: string, latest: readonly Form[]): Promise<Known> {
  const all = await versions(db, (await listFormVersions(db, id)).map((version) => ({ id, version })))
  const forms = [...all.values()]
  const columns: PersonalColumns = personalRegisters([...new Set([...latest, ...forms])])
  const names = personalInAny(forms, columns)
  const form = (version: number): Form | undefined => all.get(key({ id, version }))
  return {
    names, columns, form,
    isLabel(version) {
      const own = form(version)
      return own === undefined || isLabelPersonal(own, columns, names)
    },
  }
}

/**
 * Erases all of them together, or none. `done`: nothing of them is left anywhere; else what is large goes on by itself (goOnErasing). Errors: 403 for who may not;
 * 404 where one is not there or not theirs; 503 when others kept being faster.
 */
export async function eraseRecords(env: Env, actor: Actor, wish: EraseWish, now: number): Promise<Erased> {
  if (!mayErase(actor)) throw new Refusal(403, 'forbidden')
  for (let tries = 0; tries < mostTries; tries++) {
    const done = await tryErasing(env, actor, wish, now)
    if (done !== 'moved') return done
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

export interface Erased {
  readonly outcomes: readonly EraseOutcome[]
  readonly done: boolean
}

/** What an erasing that nobody orders hangs on: which of the records may go, once it is known what is personal; what is written with it, guards first. */
export interface Terms {
  choose(columns: PersonalColumns): Promise<readonly string[]>
  with(ids: readonly string[], columns: PersonalColumns): readonly D1PreparedStatement[]
}

/** One try; 'moved' where others were faster. Whether somebody may is asked before. `terms`: for whom nobody asks, because the time that a form names is over (terms.ts). */
export async function tryErasing(env: Env, actor: Actor, { ids: named, ground, reason }: EraseWish, now: number, terms?: Terms): Promise<Erased | 'moved'> {
  const { DB: db } = env
  const known = await readState(db, { ids: named, entries: [] })
  const { places, indicators, latest } = await groundOf(db, known)
  if (named.some((id) => !known.heads.has(id) || !maySee(actor, known.heads.get(id) as never, places.isUnder))) throw new Refusal(404, 'not_found')
  const secrets = new Map<string, Known>()
  for (const form of new Set([...known.heads.values()].map((head) => head.form))) secrets.set(form, await secretsOf(db, form, [...latest.values()]))
  const of = (form: string): Known => secrets.get(form) as Known
  const columns: PersonalColumns = new Map([...secrets.values()].flatMap((one) => [...one.columns]))
  const ids = terms === undefined ? named : await terms.choose(columns)
  const { outcomes, decision } = erase(ids, known, { actor, now, indicators, isUnder: places.isUnder, secrets: of, ground })
  const fresh = outcomes.filter(({ status }) => status === 'erased')
  if (fresh.length > 0) {
    const { revisions, isWhole } = await revisionsAfter(db, fresh.map(({ seq }) => [seq, 0] as const))
    const formOf = new Map([...known.heads.values()].map(({ seq, form }) => [seq, form]))
    const bodies = revisions.map((one) => emptyOne(one, formOf.get(one.seq) ?? '', of))
    const done = new Map(revisions.map(({ seq, revision }) => [seq, revision]))
    const last = revisions[revisions.length - 1]
    // Records come in order: only from the last one that was begun on may something be left.
    const records = fresh.map(({ seq, id }) => ({ seq, id, emptied: isWhole || (last !== undefined && seq < last.seq) ? undefined : (done.get(seq) ?? 0) }))
    if ((await writeErasing(db, decision.writes, bodies, { at: now, by: actor.person, ground, reason, records }, terms?.with(ids, columns))) === 'moved') return 'moved'
  }
  const open = (await openErasures(db, { seqs: outcomes.map(({ seq }) => seq) })).filter(({ due }) => due <= now)
  const left = await goOn(env, open, now)
  return { outcomes, done: !left }
}

/** What of earlier ones is not finished: a deed of every minute. */
export async function goOnErasing(env: Env, now: number): Promise<void> {
  await goOn(env, await openErasures(env.DB, { due: now, limit: 50 }), now)
}

// Empties revisions that are left, as many as one visit should; lets go of what lies outside those records whose revisions are done. True where something is left.
async function goOn(env: Env, all: readonly OpenErasure[], now: number): Promise<boolean> {
  const { DB: db } = env
  const large = all.filter(({ emptied: after }) => after !== null)
  const ended = new Set<number>()
  if (large.length > 0) {
    const latest = await latestForms(db, await readState(db, { ids: [], entries: [] }))
    let stretches = 0
    for (const { seq, form, emptied: from } of large) {
      const known = await secretsOf(db, form, latest)
      for (let after = from; after !== null && stretches < mostStretches; stretches++) {
        const { revisions, isWhole } = await revisionsAfter(db, [[seq, after]])
        const next: number = revisions[revisions.length - 1]?.revision ?? after
        await goOnEmptying(db, seq, revisions.map((one) => emptyOne(one, form, () => known)), isWhole ? undefined : next)
        after = isWhole ? null : next
        if (isWhole) ended.add(seq)
      }
      if (stretches >= mostStretches) break
    }
  }
  await sweep(env, all.filter(({ seq, emptied: after }) => after === null || ended.has(seq)), now)
  return large.some(({ seq }) => !ended.has(seq))
}

function emptyOne({ seq, revision, state, standing, ...full }: FullRevision, head: string, of: (form: string) => Known): Emptying {
  const { submission } = full
  const { names, form } = of(head)
  // Another form under the same id is nobody's correction, and nothing tells what in it is personal.
  const left: Emptied = emptied(full, submission.form === head && !isUnchecked(state, revision, standing) ? form(submission.version) : undefined, names, isFileOf)
  return { seq, revision, body: canonical(left.submission), problems: left.problems, flags: left.flags }
}
