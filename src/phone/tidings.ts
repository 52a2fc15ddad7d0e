// What the server has to say to an account: who it is there, whether the server is still the one that it was, what became of what was sent.
// Also when a sent record may be let go here: by the server's clock, never by the phone's.
import type { Submission } from '../record/submission.ts'
import { newsKey } from './shapes.ts'
import type { Account, Kept, News, RecordState, Sealed, SealedMedia } from './shapes.ts'
import { ask, member } from './wire.ts'
import type { Given } from './wire.ts'
import type { Went } from './outbox.ts'

/** A line of GET /api/sent. */
interface Line {
  readonly id: string
  readonly form: string
  readonly version: number
  readonly revision: number
  readonly state: string
  readonly hash: string
  readonly receipt: string
  readonly signature: string
  readonly label: string | null
  readonly comment: string | null
  readonly question: string | null
  readonly problems: readonly unknown[]
  readonly media: readonly { readonly name: string; readonly bytes: number; readonly kept: boolean }[]
}

// Which app this is: put in where the phone's files are built.
declare const BUILD: string

const day_ms = 86_400_000
const sentKey = (person: string): string => `sent ${person}`

/** Asks for the news; `again`: the server was restored from a copy, and all that it had is waiting to be offered once more. */
export async function hearNews(given: Given, account: Account): Promise<{ readonly went: Went | 'again'; readonly news?: News }> {
  const { shelf } = given
  // What could not be sent, and since when the first of it waits: the office sees which phone needs somebody.
  const due = (await Promise.all([shelf.due(account.person, 1), shelf.due(account.person, 2)])).flat()
  const first = due.length > 0 ? await shelf.record(Math.min(...due)) : undefined
  const reply = await ask(given, account, `/api/phone?unsent=${due.length}&since=${first?.sealed_at ?? 0}&build=${typeof BUILD === 'string' ? BUILD : ''}`)
  if (reply.is !== 'ours') return { went: reply.is }
  const heard = reply.body as News
  if (reply.status !== 200 || member(heard.me, 'person') !== account.person || !Array.isArray(heard.forms) || !Array.isArray(heard.registers)) return { went: 'unknown' }
  const before = await shelf.setting<News>(newsKey(account.person))
  const isRestored = before !== undefined && (before.restored !== heard.restored || heard.stamp < before.stamp)
  const news: News = { ...heard, history: (before?.history ?? 0) + (isRestored ? 1 : 0) }
  if (isRestored) {
    const records = await shelf.records(account.person)
    await shelf.changeRecords(records.map(({ n }) => n), (now) => (now.revision > 0 || now.state === 'withdrawn' ? { ...now, state: 'waiting' } : undefined))
    await shelf.keepSetting(sentKey(account.person), 0)
  }
  const { name, role, unit, forms } = news.me
  const now = await shelf.account(account.person)
  if (now?.secret === account.secret) await shelf.keepAccount({ ...now, name, role, unit, forms })
  // Last: told twice that all is to be offered again does no harm, never told would.
  await shelf.keepSetting(newsKey(account.person), news)
  return { went: isRestored ? 'again' : 'well', news }
}

/** Asks what became of what was sent since the last time. */
export async function hearOfSent(given: Given, account: Account): Promise<Went> {
  const { shelf } = given
  const since = (await shelf.setting<number>(sentKey(account.person))) ?? 0
  for (let cursor = ''; ; ) {
    const reply = await ask(given, account, `/api/sent?since=${since}${cursor}`)
    if (reply.is !== 'ours') return reply.is
    const { body } = reply
    const rows = member(body, 'rows')
    // A role that sends nothing has no such list.
    if (reply.status === 403) return 'well'
    if (reply.status !== 200 || !Array.isArray(rows)) return 'unknown'
    for (const line of rows as readonly Line[]) {
      const went = await hearOfOne(given, account, line)
      if (went !== 'well') return went
    }
    const next = member(body, 'cursor')
    if (typeof next !== 'string') {
      await shelf.keepSetting(sentKey(account.person), Number(member(body, 'stamp')) || 0)
      return 'well'
    }
    cursor = `&cursor=${encodeURIComponent(next)}`
  }
}

/** Once in a day of the server's: marks when it was first known to have a record, and lets go of what it has had long enough and nobody has to mend. */
export async function letGo({ shelf }: Given, { person }: Account, { now, keep_days }: News): Promise<void> {
  const key = `tidied ${person}`
  const today = Math.floor(now / day_ms)
  if ((await shelf.setting(key)) === today) return
  const records = (await shelf.records(person)).filter(({ state }) => state !== 'waiting')
  const unmarked = records.filter(({ kept_at }) => kept_at === undefined).map(({ n }) => n)
  if (unmarked.length > 0) await shelf.changeRecords(unmarked, (record) => (record.state === 'waiting' ? undefined : { ...record, kept_at: now }))
  const isTask = ({ kind, state }: Kept): boolean => kind === 'submission' && (state === 'returned' || state === 'refused')
  const old = records.filter((record) => !isTask(record) && now - (record.kept_at ?? now) > keep_days * day_ms).map(({ n }) => n)
  if (old.length > 0) await shelf.dropRecords(old)
  await shelf.dropMedia()
  await shelf.keepSetting(key, today)
}

/** Ids of records that a register's list shows by itself when it is read from now on. */
export async function landed({ shelf }: Given, { person }: Account): Promise<readonly string[]> {
  const last = new Map<string, Kept>()
  const waiting = new Set<string>()
  for (const record of await shelf.records(person)) {
    if (record.state === 'waiting') waiting.add(record.id)
    if (record.kind === 'submission' || record.state !== 'refused') last.set(record.id, record)
  }
  return [...last.values()].filter(({ id, state }) => !waiting.has(id) && state !== 'refused').map(({ id }) => id)
}

async function hearOfOne(given: Given, account: Account, line: Line): Promise<Went> {
  const { shelf } = given
  const mine = async (): Promise<readonly Kept[]> => (await shelf.recordsOf(line.id)).filter(({ author }) => author === account.person)
  let all = await mine()
  const state = stateOf(line.state)
  if (all.length === 0) return state === 'returned' || state === 'refused' ? fetchRevision(given, account, line, state) : 'well'
  // Another phone of theirs, or the office, has mended it since: a correction made here must begin with that, not write over it.
  if (!all.some(({ sha256, state: now }) => sha256 === line.hash || now === 'waiting')) {
    const went = await fetchRevision(given, account, line, state)
    if (went !== 'well') return went
    all = await mine()
  }
  const own = all.filter(({ kind }) => kind === 'submission')
  // The one that stands; where the office mended it itself, the last one of ours speaks for it.
  const standing = own.find(({ sha256 }) => sha256 === line.hash) ?? own.filter((record) => record.state !== 'waiting' && record.state !== 'conflict').pop()
  const isLast = standing === own[own.length - 1]
  await shelf.changeRecords(all.map(({ n }) => n), (now) => {
    if (now.n !== standing?.n || (now.state === 'waiting' && now.sha256 !== line.hash)) return { ...now, head: line.revision }
    const { receipt, signature, problems, comment, question } = line
    const isDone = !isLast && (state === 'returned' || state === 'refused')
    return {
      ...now,
      ...(now.sha256 === line.hash ? { revision: line.revision, receipt, signature, problems, media: now.media.map((file) => fileOf(file, line)) } : {}),
      head: line.revision,
      state: isDone ? 'kept' : state,
      ...(comment === null ? {} : { asked: { comment, ...(question === null ? {} : { question }) } }),
    }
  })
  return 'well'
}

function stateOf(state: string): RecordState {
  if (state === 'received') return 'kept'
  if (state === 'superseded') return 'approved'
  return state as RecordState
}

function fileOf(file: SealedMedia, { media }: Line): SealedMedia {
  const isKept = media.some(({ name, kept }) => name === file.name && kept)
  if (isKept === file.isKept) return file
  return isKept ? { ...file, isKept, sent: file.bytes } : { ...file, isKept, sent: 0 }
}

// The revision that stands, where it is not on this phone: sealed on another one, or let go, or lost with the browser's storage.
async function fetchRevision(given: Given, account: Account, line: Line, state: RecordState): Promise<Went> {
  const reply = await ask(given, account, `/api/submissions/${line.id}`)
  if (reply.is !== 'ours') return reply.is
  const revisions = member(reply.body, 'revisions')
  const found: unknown = Array.isArray(revisions) ? revisions.find((one) => member(one, 'revision') === line.revision) : undefined
  const submission = member(found, 'submission') as Omit<Submission, 'sha256'> | undefined
  if (submission === undefined || submission.id !== line.id) return 'well'
  const { id, form, version, revision, hash, receipt, signature, problems, comment, question } = line
  const record: Sealed = {
    id, author: account.person, token: account.token, kind: 'submission', form, version, label: line.label ?? '',
    body: JSON.stringify({ ...submission, sha256: hash }), sha256: hash, mac: '', base: submission.base ?? 0, sealed_at: submission.context.at,
    media: (submission.media ?? []).map((file) => ({ ...file, type: '', isThumbnail: file.name.startsWith('thumb-'), sent: 0, isKept: line.media.some(({ name, kept }) => name === file.name && kept) })),
    tries: 1, state, revision, head: revision, receipt, signature, problems, ...(comment === null ? {} : { asked: { comment, ...(question === null ? {} : { question }) } }),
  }
  await given.shelf.seal(undefined, record, [])
  return 'well'
}
