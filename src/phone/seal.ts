// A filling becomes a sealed record: the body that is sent, its hash, what it makes of registers. Made once; every later sending is the very same text.
// Also what may still be done with a sealed one: open it again, correct it, withdraw it.
import type { Clock } from '../expression/tree.ts'
import { instant } from '../form/date.ts'
import { open } from '../form/filling.ts'
import type { Filling } from '../form/filling.ts'
import type { Answers, Form } from '../form/form.ts'
import { keepable } from '../form/text.ts'
import { kinds } from '../form/kinds/index.ts'
import { unsigned } from '../record/canonical.ts'
import { fold } from '../record/fold.ts'
import { labelOf } from '../record/label.ts'
import { changes, entriesOf } from '../record/register.ts'
import type { Submission } from '../record/submission.ts'
import { allAnswers } from '../view/kept.ts'
import { macOf, sha256Hex } from './digest.ts'
import type { Account, Draft, Kept, Part, SealedMedia, ShelfEntry } from './shapes.ts'
import { headOf, isReopenable } from './ledger.ts'
import type { Whole } from './whole.ts'
import type { PhoneWorld } from './world.ts'

export interface Sealing {
  readonly account: Account
  readonly draft: Draft
  /** The draft's filling, opened over a world of loadWorld. */
  readonly filling: Filling
  readonly world: PhoneWorld
  /** Reasons for passing over soft checks, by question key. */
  readonly reasons: Readonly<Record<string, string>>
  readonly clock: Clock
}

/** Seals a draft and gives the record's number. Called again for the same draft, it gives the number of the first. */
export async function sealDraft(shelf: Whole, given: Sealing): Promise<number> {
  const { account, draft, world, clock } = given
  const filling = atLast(given)
  const answers = filling.seal()
  const { form } = filling
  const media = await mediaOf(shelf, draft, filling)
  const fired = filling.fired().map(({ at }) => [at, keepable(given.reasons[at] ?? '')])
  const body: Omit<Submission, 'sha256'> = {
    id: draft.id,
    form: draft.form,
    version: draft.version,
    answers,
    context: { at: clock.at, zone: clock.zone, seed: draft.seed, language: world.language, units_revision: world.units_revision, entries: revisionsOf(form, answers, world), ...(draft.last && { last: draft.last }) },
    ...(fired.length === 0 ? {} : { reasons: Object.fromEntries(fired) as Record<string, string> }),
    ...(draft.base === undefined ? {} : { base: draft.base }),
    started_at: instant(draft.started_at, clock.zone),
    finished_at: instant(clock.at, clock.zone),
    ...(media.length === 0 ? {} : { media: media.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })) }),
  }
  const sha256 = await sha256Hex(unsigned(body))
  return shelf.seal(
    draft.id,
    {
      ...fresh(account, clock),
      id: draft.id,
      kind: 'submission',
      form: draft.form,
      version: draft.version,
      label: form.instance_name === undefined ? draft.label : labelOf(String(filling.value(form.instance_name))),
      body: JSON.stringify({ ...body, sha256 }),
      sha256,
      mac: await macOf(account.secret, sha256),
      base: draft.base ?? 0,
      media,
    },
    entriesMade(account, draft, filling, clock),
  )
}

/**
 * What may be done with a record, by all records of its id: correct it `now`, `reopen` it (it never left), `wait` (it may have left, and nobody
 * has answered), or nothing any more.
 */
export function mayCorrect(records: readonly Kept[]): 'now' | 'reopen' | 'wait' | 'never' {
  const last = lastOf(records)
  if (last === undefined || last.kind === 'withdrawal' || last.state === 'withdrawn' || last.state === 'approved') return 'never'
  if (isReopenable(last)) return 'reopen'
  return last.state === 'waiting' || headOf(records) === 0 ? 'wait' : 'now'
}

/** The last thing that was meant with a record. A withdrawal that the office would not have leaves it as it was. */
export function lastOf(records: readonly Kept[]): Kept | undefined {
  return records.filter(({ kind, state }) => kind === 'submission' || state !== 'refused').pop()
}

/** The draft in which a record is corrected: its answers, reasons and files, its seed. Reopened, it is the same revision again, else the next one. */
export function correction(records: readonly Kept[], now: number): { draft: Draft; parts: readonly Part[] } {
  const last = lastOf(records) as Kept
  const { answers, reasons = {}, context, started_at = '' } = JSON.parse(last.body) as Submission
  const base = isReopenable(last) ? last.base : headOf(records)
  const thumbnails = new Map(last.media.filter((one) => one.isThumbnail).map((one) => [one.name, one.sha256]))
  const draft: Draft = {
    id: last.id,
    author: last.author,
    form: last.form,
    version: last.version,
    seed: context.seed,
    started_at: Date.parse(started_at) || now,
    updated_at: now,
    label: last.label,
    screen: 0,
    ...(base === 0 ? {} : { base }),
    ...(context.last && { last: context.last }),
    ...(last.asked === undefined ? {} : { asked: last.asked }),
    media: Object.fromEntries(
      last.media.filter((one) => !one.isThumbnail).map(({ name, sha256 }) => [name, { sha256, ...(thumbnails.has(thumbOf(name)) ? { thumbnail: thumbnails.get(thumbOf(name)) as string } : {}) }]),
    ),
  }
  const parts = new Map<string, Part>(Object.entries(answers).map(([name, answer]) => [name, { draft: last.id, name, answer }]))
  for (const [at, reason] of Object.entries(reasons)) {
    const name = at.replace(/\[.*/, '')
    const part = parts.get(name) ?? { draft: last.id, name }
    parts.set(name, { ...part, reasons: { ...part.reasons, [at]: reason } })
  }
  return { draft, parts: [...parts.values()] }
}

/** Seals the wish that a record be withdrawn; which revision it names is put in when it is sent. Gives its number, or undefined when that is too late. */
export async function withdraw(shelf: Whole, account: Account, id: string, clock: Clock): Promise<number | undefined> {
  const last = lastOf(await shelf.recordsOf(id))
  if (last === undefined || last.kind === 'withdrawal' || last.state === 'withdrawn' || last.state === 'approved' || last.author !== account.person) return undefined
  const body = JSON.stringify({ id, base: 0, at: clock.at })
  const sha256 = await sha256Hex(body)
  const { form, version, label } = last
  return shelf.seal(undefined, { ...fresh(account, clock), id, kind: 'withdrawal', form, version, label, body, sha256, mac: await macOf(account.secret, sha256), base: 0, media: [] }, [])
}

export const thumbOf = (name: string): string => `thumb-${name}`

const fresh = (account: Account, clock: Clock) => ({
  author: account.person, token: account.token, sealed_at: clock.at, tries: 0, state: 'waiting' as const, revision: 0, receipt: '', signature: '', problems: [],
})

// The filling opened anew under the clock of the context, so that the server, which checks under that clock, calculates the same.
function atLast({ filling, draft, world, clock }: Sealing): Filling {
  const last = open(filling.form, { ...world, clock }, allAnswers(filling))
  for (const { name, kind } of filling.form.survey) {
    if (kind === 'start') last.answer(name, instant(draft.started_at, clock.zone))
    if (kind === 'end') last.answer(name, instant(clock.at, clock.zone))
  }
  return last
}

// As this filling knew the entries it names: a later change of theirs is then a flag for the office, not a fault of the officer's.
function revisionsOf(form: Form, answers: Answers, world: PhoneWorld): Readonly<Record<string, number>> {
  return Object.fromEntries(
    entriesOf(form, answers, '').flatMap(({ register, id }) => {
      const known = world.entry(register, id)
      return known === undefined ? [] : [[id, known.revision]]
    }),
  )
}

// The files that the answers name, each after its thumbnail. What an earlier revision brought to the server is there.
async function mediaOf(shelf: Whole, { id, media }: Draft, filling: Filling): Promise<readonly SealedMedia[]> {
  const earlier = (await shelf.recordsOf(id)).flatMap((record) => record.media)
  const found: SealedMedia[] = []
  const add = async (name: string, sha256: string, isThumbnail: boolean): Promise<void> => {
    const before = earlier.find((one) => one.name === name && one.sha256 === sha256)
    const file = before ?? (await shelf.media(sha256))
    if (file !== undefined) found.push(before ?? { name, sha256, bytes: file.bytes, type: file.type, isThumbnail, sent: 0, isKept: false })
  }
  for (const key of filling.keys()) {
    const name = filling.get(key)
    const kind = filling.step(key)?.question.kind
    if (kind === undefined || kinds[kind].isFile !== true || typeof name !== 'string' || !filling.isRelevant(key)) continue
    const file = Object.prototype.hasOwnProperty.call(media, name) ? media[name] : undefined
    if (file === undefined || found.some((one) => one.name === name)) continue
    if (file.thumbnail !== undefined) await add(thumbOf(name), file.thumbnail, true)
    await add(name, file.sha256, false)
  }
  return found
}

// What the record makes of registers, as the next form will see it before anything was sent. The revision is the one that the server will give.
function entriesMade({ person }: Account, { id }: Draft, filling: Filling, { at }: Clock): readonly ShelfEntry[] {
  return changes(filling, id, at).flatMap((change): ShelfEntry[] => {
    const known = filling.world.entry(change.register, change.entry)
    if (known === undefined && !change.creates) return []
    const label = change.label === '' ? (known?.label ?? '') : change.label
    return [
      {
        person,
        register: change.register,
        id: change.entry,
        label,
        fold: fold(label),
        unit: change.unit === '' ? (known?.unit ?? '') : change.unit,
        revision: (known?.revision ?? 0) + 1,
        columns: { ...known?.columns, ...change.columns },
        local: id,
      },
    ]
  })
}
