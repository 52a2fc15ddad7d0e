// A rescue file is taken in: what a phone could not send for itself goes through the same doors as ever, as its author, whoever hands it in.
// Each record proves by the author's own secret that his phone sealed it. Twice is once.
import type { Actor, Flag, Submission } from '../record/submission.ts'
import { note } from '../store/audit.ts'
import { keepDraftFile } from '../store/draft_files.ts'
import { addDrafts } from '../store/drafts.ts'
import { beginAll, keepAll } from '../store/media.ts'
import { namesOf, sealers } from '../store/people.ts'
import type { Sealer } from '../store/people.ts'
import { readState } from '../store/submissions.ts'
import type { Kept } from '../view/kept.ts'
import { key, versions } from './catalogue.ts'
import { hmacSha256Hex, sameSecret, sha256Hex } from './digest.ts'
import type { Env } from './env.ts'
import { Refusal } from './failure.ts'
import { limits, readJson } from './limits.ts'
import { isFileOf } from './media.ts'
import { hasMetadata } from './picture.ts'
import { receiveEach } from './receive.ts'
import type { Handed, Told } from './receive.ts'
import type { LineProblem, RescueFile, Rescued } from './rescue_file.ts'
import { fittingType } from './sort.ts'
import { withdrawEach } from './withdraw.ts'

export interface TakenIn {
  readonly kept: number
  readonly had_it: number
  readonly conflict: number
  readonly refused: number
  readonly drafts: number
  readonly media: number
  readonly problems: readonly LineProblem[]
}

type Record_ = RescueFile['records'][number]

/** Takes in all of a rescue file; each record, draft and photo that cannot be is told with its line. */
export async function takeIn(env: Env, actor: Actor, file: RescueFile, now: number): Promise<TakenIn> {
  const problems: LineProblem[] = [...file.problems]
  const tell = ({ line }: { line: number }, code: LineProblem['code']): void => void problems.push({ line, code })
  const proven = await provenOf(env, file, now, tell)
  const count = { kept: 0, had_it: 0, conflict: 0, refused: 0 }

  const sent: (Rescued<{ submission: Submission }> & { told: Told })[] = []
  for (let from = 0; from < proven.submissions.length; from += limits.submissions) {
    const some = proven.submissions.slice(from, from + limits.submissions)
    const outcomes = await receiveEach(env.DB, some.map(({ record, sealer, given }): Handed => ({ actor: sealer.actor, rescued: rescuedBy(actor, record, sealer), ...given })), now)
    some.forEach(({ record, given }, i) => {
      const told = outcomes[i] as Told
      if (told.hash === '') tell(record, codeOf(told))
      else {
        count[told.status]++
        sent.push({ line: record.line, submission: given.given as Submission, told })
      }
    })
  }

  const withdrawn = await withdrawEach(env.DB, proven.withdrawals.map(({ record, sealer, base }) => ({ id: record.id, base, actor: sealer.actor })), now)
  withdrawn.forEach(({ fault, status }, i) => {
    const record = proven.withdrawals[i]?.record as Record_
    if (fault !== undefined) tell(record, fault)
    else count[status === 'had_it' ? 'had_it' : 'kept']++
  })

  const media = await takeMedia(env, file, sent, now, tell)
  const drafts = await takeDrafts(env, file, tell)
  if (count.kept + media + drafts > 0) {
    await note(env.DB, { at: now, actor: actor.person, action: 'rescue', subject: actor.person, detail: `kept ${count.kept}, drafts ${drafts}, media ${media}` })
  }
  return { ...count, drafts, media, problems: problems.sort((one, other) => one.line - other.line) }
}

interface Proven {
  readonly submissions: readonly { readonly record: Record_; readonly sealer: Sealer; readonly given: Pick<Handed, 'given' | 'faults'> }[]
  readonly withdrawals: readonly { readonly record: Record_; readonly sealer: Sealer; readonly base: number }[]
}

// A record is its author's when its hash is sealed with what only his phone and we know: a changed line, or somebody else's, is not.
async function provenOf({ DB }: Env, { records }: RescueFile, now: number, tell: (at: Record_, code: LineProblem['code']) => void): Promise<Proven> {
  const known = await sealers(DB, [...new Set(records.map(({ token }) => token))], now)
  const submissions: Proven['submissions'][number][] = []
  const withdrawals: Proven['withdrawals'][number][] = []
  for (const record of records) {
    const sealer = known.get(record.token)
    if (sealer === undefined) tell(record, 'token_unknown')
    else if (sealer.actor.person !== record.author || !(await sameSecret(record.mac, await hmacSha256Hex(sealer.hash, record.sha256)))) tell(record, 'rescue_mac')
    else if (sealer.actor.role !== 'officer' && sealer.actor.role !== 'reviewer') tell(record, 'forbidden')
    else {
      const body = jsonIn(record.body)
      if (body === undefined) tell(record, 'json_syntax')
      else if (record.kind === 'submission') {
        if (memberOf(body.value, 'id') !== record.id || memberOf(body.value, 'sha256') !== record.sha256) tell(record, 'hash_mismatch')
        else submissions.push({ record, sealer, given: { given: body.value, faults: body.faults.get('') ?? [] } })
      } else {
        // Which revision it means may have been unknown to the phone: then it means the one that stands.
        const base = memberOf(body.value, 'base')
        if ((await sha256Hex(record.body)) !== record.sha256 || memberOf(body.value, 'id') !== record.id) tell(record, 'hash_mismatch')
        else withdrawals.push({ record, sealer, base: typeof base === 'number' && Number.isSafeInteger(base) && base > 0 ? base : 0 })
      }
    }
  }
  return { submissions, withdrawals }
}

function rescuedBy(actor: Actor, record: Record_, { ended }: Sealer): Flag | undefined {
  if (ended === undefined && record.author === actor.person) return undefined
  return { code: 'rescued', facts: { by: actor.name, ...(ended === undefined ? {} : { ended }) } }
}

// Photos and voices that the records list and answer, as far as they are in the file.
async function takeMedia(env: Env, file: RescueFile, sent: readonly Rescued<{ submission: Submission }>[], now: number, tell: (at: { line: number }, code: LineProblem['code']) => void): Promise<number> {
  const forms = await versions(env.DB, sent.map(({ submission: { form: id, version } }) => ({ id, version })))
  const wanted = sent.flatMap(({ line, submission }) => {
    const form = forms.get(key({ id: submission.form, version: submission.version }))
    return (submission.media ?? []).filter((one) => form !== undefined && one.bytes <= limits.mediaBytes && isFileOf(form, submission.answers, one.name)).map((one) => ({ line, id: submission.id, ...one }))
  })
  if (wanted.length === 0) return 0
  const begun = await beginAll(env, wanted)
  const whole: { readonly media: (typeof begun)[number]; readonly bytes: Uint8Array; readonly type: string; readonly hasMetadata: boolean }[] = []
  let count = 0
  for (const media of begun) {
    if (media.isKept) continue
    const found = await file.media(media.sha256)
    if (found === undefined || found.bytes.byteLength !== media.bytes) continue
    const type = fittingType(media.name, found.bytes)
    if (type === undefined) tell(wanted.find(({ name, sha256 }) => name === media.name && sha256 === media.sha256) ?? { line: 0 }, 'media_unfit')
    else whole.push({ media, bytes: found.bytes, type, hasMetadata: hasMetadata(found.bytes, type) })
    // A photo at a time in memory; a few rows at a time in D1.
    if (whole.length === 20) count += await keepAll(env, whole.splice(0), now)
  }
  return count + (await keepAll(env, whole, now))
}

// What was still being filled in becomes a draft of the author's on the plain pages; one that is there already, or was sent meanwhile, stays as it is.
async function takeDrafts(env: Env, file: RescueFile, tell: (at: { line: number }, code: LineProblem['code']) => void): Promise<number> {
  const { drafts } = file
  if (drafts.length === 0) return 0
  const [names, forms, { heads }] = await Promise.all([
    namesOf(env.DB, [...new Set(drafts.map(({ draft }) => draft.author))]),
    versions(env.DB, drafts.map(({ draft: { form: id, version } }) => ({ id, version }))),
    readState(env.DB, { ids: drafts.map(({ draft }) => draft.id), entries: [] }),
  ])
  const good = drafts.filter((one) => {
    const { id, author, form, version, base = 0 } = one.draft
    if (!Object.hasOwn(names, author)) tell(one, 'person_unknown')
    else if (!forms.has(key({ id: form, version }))) tell(one, 'form_unknown')
    else return (heads.get(id)?.revision ?? 0) <= base
    return false
  })
  const added = await addDrafts(env.DB, await Promise.all(good.map(async ({ draft, parts }) => {
    const { id, form, version, author, updated_at } = draft
    return { id, form, version, author, updated_at, answers: await keptOf(env, file, draft, parts) }
  })))
  return added.length
}

async function keptOf(env: Env, file: RescueFile, draft: RescueFile['drafts'][number]['draft'], parts: RescueFile['drafts'][number]['parts']): Promise<Kept> {
  const files: Record<string, NonNullable<Kept['files']>[string]> = {}
  for (const [name, { sha256, thumbnail }] of Object.entries(draft.media)) {
    for (const [as, hash] of [[name, sha256], [`thumb-${name}`, thumbnail]] as const) {
      const found = hash === undefined ? undefined : await file.media(hash)
      const type = found === undefined ? undefined : fittingType(as, found.bytes)
      if (found === undefined || type === undefined || hash === undefined) continue
      await keepDraftFile(env.MEDIA, draft.id, hash, found.bytes, type)
      files[as] = { sha256: hash, bytes: found.bytes.byteLength, type }
    }
  }
  const own = parts.filter((part) => part.draft === draft.id)
  return {
    answers: Object.fromEntries(own.flatMap(({ name, answer }) => (answer === undefined ? [] : [[name, answer]]))) as Kept['answers'],
    typed: Object.assign({}, ...own.map(({ typed }) => typed ?? {})) as Kept['typed'],
    reasons: Object.assign({}, ...own.map(({ reasons }) => reasons ?? {})) as Kept['reasons'],
    paths: {}, searches: {}, seed: draft.seed, started_at: draft.started_at, label: draft.label, files,
    ...(draft.base === undefined || draft.base === 0 ? {} : { base: draft.base }),
  }
}

function jsonIn(text: string): ReturnType<typeof readJson> | undefined {
  try {
    return readJson(text)
  } catch (refusal) {
    if (refusal instanceof Refusal) return undefined // told with its line
    throw refusal
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

function codeOf({ problems }: Told): LineProblem['code'] {
  const code = problems[0]?.code
  return code === 'hash_mismatch' || code === 'form_unknown' || code === 'too_large' ? code : 'malformed'
}
