// The one door for answers, from wherever they come: shape, hash, what is known, the decision, the batch. Says nothing about HTTP.
// With forms and units at hand it takes one round trip for what is new, as most is: decided on what may be supposed, written behind a guard that
// compares it. Else two: one that reads, one that writes. Whether the sender's token still holds is asked in the same batches.
import type { Form } from '../form/form.ts'
import type { Decision, KnownState } from '../record/decision.ts'
import type { Entry } from '../form/world.ts'
import type { Problem } from '../form/problem.ts'
import { unsigned } from '../record/canonical.ts'
import { mayUse } from '../record/may.ts'
import { decide } from '../record/receive.ts'
import type { Incoming } from '../record/receive.ts'
import { isStranger } from '../record/stranger.ts'
import { entriesOf } from '../record/register.ts'
import type { Actor, Flag, Outcome, Submission } from '../record/submission.ts'
import { supposed } from '../record/supposed.ts'
import { scopeOf } from '../store/people.ts'
import type { Bearer } from '../store/people.ts'
import { readState, write } from '../store/submissions.ts'
import { checked } from './api/route.ts'
import { key, versions } from './catalogue.ts'
import { sha256Hex } from './digest.ts'
import { Refusal } from './failure.ts'
import type { Slip } from './failure.ts'
import { groundOf, lastGround } from './ground.ts'
import type { Ground } from './ground.ts'
import { tellKept } from './meter.ts'
import { limits } from './limits.ts'
import { lotOf } from './lot.ts'
import { submission as shape } from './shapes.ts'
import { knownEntry, scannedEntries, worldOf } from './world.ts'

/** An outcome of the door. What has no shape is `refused` with revision 0 and no hash: nothing of it was kept, so a phone does not let go. */
export interface Told extends Omit<Outcome, 'problems'> {
  readonly problems: readonly (Problem | Slip)[]
}

interface Ready {
  readonly submission: Submission
  readonly form: Form
  readonly body: string
  readonly handed: Handed
}

/** One of those that come in, with who sealed it and, where another hands it in, the flag that says so. */
export interface Handed {
  readonly actor: Actor
  readonly given: unknown
  /** What the reading of its JSON found. */
  readonly faults: readonly Slip[]
  readonly rescued?: Flag | undefined
}

const mostTries = 20

/**
 * Takes sealed submissions and gives one outcome each, in order. Those without the right shape do not sink the others.
 * `faults` are what the reading of the JSON found, by place in the array. The actor may be one that was met a while ago (identity.ts `recall`): no outcome
 * is given unless his token holds; a stranger has none. `first` goes into the batch before everything. Errors: 401 when it does not; 403 for roles that do not fill, 503 when others kept being faster.
 */
export async function receiveAll(
  db: D1Database,
  actor: Actor,
  submissions: readonly unknown[],
  now: number,
  faults: ReadonlyMap<string, readonly Slip[]> = new Map(),
  first: readonly D1PreparedStatement[] = [],
): Promise<readonly Told[]> {
  if (actor.role !== 'officer' && actor.role !== 'reviewer') throw new Refusal(403, 'forbidden')
  return receiveEach(db, submissions.map((given, i) => ({ actor, given, faults: faults.get(String(i)) ?? [] })), now, isStranger(actor.person) ? undefined : { token: actor.token, now, scope: scopeOf(actor) }, first)
}

/** The same for submissions of several people, each as if he had sent it himself. Whether these people fill is for the caller to see to. */
export async function receiveEach(db: D1Database, handed: readonly Handed[], now: number, bearer?: Bearer, first: readonly D1PreparedStatement[] = []): Promise<readonly Told[]> {
  const read = await Promise.all(handed.map(open))
  const forms = await versions(db, read.flatMap((one) => ('body' in one ? [formOf(one.submission)] : [])))
  const told: (Told | Ready)[] = read.map((one) => {
    if (!('body' in one)) return one
    const form = forms.get(key(formOf(one.submission)))
    if (form !== undefined && mayUse(one.handed.actor, one.submission.form)) return { ...one, form }
    return malformed(one.submission.id, [{ code: 'form_unknown', at: '/form', facts: { received: `${one.submission.form} ${one.submission.version}` } }])
  })
  const ready = told.filter((one): one is Ready => 'body' in one)
  const outcomes = await settle(db, ready, now, bearer, first)
  tellKept(db, outcomes.filter(({ status }) => status === 'kept').length)
  let next = 0
  return told.map((one) => ('body' in one ? (outcomes[next++] as Outcome) : one))
}

// Reads, decides, writes; when something that the decision rests on moved meanwhile, once more from the start. Before all that, what is most likely is
// decided on without reading: where it is kept whole and the guard holds, it is as good as read.
async function settle(db: D1Database, ready: readonly Ready[], now: number, bearer: Bearer | undefined, first: readonly D1PreparedStatement[]): Promise<readonly Outcome[]> {
  const submissions = ready.map(({ submission }) => submission)
  const entries = ready.flatMap(({ form, submission }) => entriesOf(form, submission.answers, submission.id))
  const scanned = await scannedFor(db, ready)
  const decideOn = (known: KnownState, { places, latest, indicators, locked, secret }: Ground): Decision => {
    const incoming = ready.map(({ submission, form, body, handed }): Incoming => {
      const { at, zone, seed, language = form.language, last } = submission.context
      return {
        submission, form, body, actor: handed.actor, rescued: handed.rescued,
        lot: (latest.get(form.id) ?? form).review?.hold ? lotOf(secret, submission.id) : undefined,
        latest: known.forms.get(form.id)?.version === submission.version ? undefined : latest.get(form.id),
        world: (entry) => worldOf(places, (register, id) => entry(register, id) ?? knownEntry(known, register, id), scanned.get(handed.actor.unit) ?? new Map(), { clock: { at, zone }, seed, language, last }),
      }
    })
    return decide(incoming, known, { actor: ready[0]?.handed.actor as Actor, now, indicators, isUnder: places.isUnder, isIn: places.isIn, locked })
  }
  const ground = lastGround()
  const likely = ground === undefined ? undefined : supposed(ground.known, submissions, entries)
  if (ground !== undefined && likely !== undefined && ready.length > 0) {
    const decision = decideOn(likely, ground)
    const done = decision.outcomes.every(({ status }) => status === 'kept') ? await write(db, decision, bearer, first) : 'moved'
    if (done !== 'moved') return done.outcomes
  }
  const ids = submissions.map(({ id }) => id)
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await readState(db, { ids, entries, bearer })
    if (!known.proven) throw new Refusal(401, 'token_unknown')
    // A trial was thrown away meanwhile.
    if (ready.some(({ form }) => !known.forms.has(form.id))) throw new Refusal(404, 'form_unknown')
    const done = await write(db, decideOn(known, await groundOf(db, known)), bearer, first)
    if (done !== 'moved') return done.outcomes
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

// Registers that the forms look through whole, as each sender's unit has them.
async function scannedFor(db: D1Database, ready: readonly Ready[]): Promise<ReadonlyMap<string | null, ReadonlyMap<string, readonly Entry[]>>> {
  const actors = new Map(ready.map(({ handed: { actor } }) => [actor.unit, actor]))
  const read = [...actors.values()].map(async (actor) => {
    const forms = new Set(ready.filter(({ handed }) => handed.actor.unit === actor.unit).map(({ form }) => form))
    return [actor.unit, await scannedEntries(db, [...forms], actor)] as const
  })
  return new Map(await Promise.all(read))
}

/** Shape, size and hash of one. Nothing inside looks at them again. */
async function open(handed: Handed): Promise<Told | Omit<Ready, 'form'>> {
  const { given, faults } = handed
  const id = idOf(given)
  if (faults.length > 0) return malformed(id, faults)
  const result = checked(shape, given)
  if (!result.ok) return malformed(id, result.slips)
  // Depth, keys and text were bounded while reading; questions and their values are judged by the form.
  const submission = result.value as Submission
  const body = unsigned(submission)
  // UTF-8 is at most 3 bytes a UTF-16 unit: only a long one has to be measured.
  const bytes = 3 * body.length > limits.canonicalBytes ? new TextEncoder().encode(body).length : 0
  if (bytes > limits.canonicalBytes) return malformed(id, [{ code: 'too_large', at: '', facts: { expected: `≤ ${limits.canonicalBytes}`, received: bytes } }])
  const hash = await sha256Hex(body)
  if (hash !== submission.sha256) return malformed(id, [{ code: 'hash_mismatch', at: '/sha256', facts: { expected: hash, received: submission.sha256 } }])
  return { submission, body, handed }
}

function malformed(id: string, problems: readonly Slip[]): Told {
  return { id, status: 'refused', revision: 0, hash: '', receipt: '', problems }
}

function idOf(given: unknown): string {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : undefined
  return typeof id === 'string' ? id.slice(0, 80) : ''
}

const formOf = ({ form, version }: Submission): { id: string; version: number } => ({ id: form, version })
