// `phieu demo`: the planned year goes through the doors that everyone's records go through; what came of it is counted and held against a recount.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strToU8, zipSync } from 'fflate'
import type { Form } from '../../form/form.ts'
import '../../form/kinds/more.ts'
import '../../expression/more.ts'
import type { Unit } from '../../form/world.ts'
import { unsigned } from '../../record/canonical.ts'
import type { Submission } from '../../record/submission.ts'
import { refusal, serverOf } from '../client.ts'
import type { Server } from '../client.ts'
import { readSource } from '../folder.ts'
import { exits, Stop, text } from '../io.ts'
import type { Given, Io } from '../io.ts'
import { tellRecount } from '../recount.ts'
import { district, inventedVillages } from './district.ts'
import { planYear } from './plan.ts'
import type { Planned, Revision, Version } from './plan.ts'
import { chance, uuidOf } from './random.ts'
import { setTargets } from './targets.ts'
import { invent } from './words.ts'

const shipped = fileURLToPath(new URL('../../../forms/', import.meta.url).href)
const most = 100 // submissions in one request
const atOnce = 4

export async function demo(given: Given): Promise<number> {
  const { io, options } = given
  const records = Number(text(options, 'records') ?? 1000)
  if (!Number.isInteger(records) || records < 1 || records > 1_000_000) throw new Stop(exits.usage, io.words.wrong.choice('--records', text(options, 'records') ?? '', '1–1000000'), io.words.wrong.more('demo'))
  const seed = text(options, 'seed') ?? '1'
  const asked = text(options, 'until')
  if (asked !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(asked) || Number.isNaN(Date.parse(asked)))) throw new Stop(exits.usage, io.words.wrong.choice('--until', asked, 'YYYY-MM-DD'), io.words.wrong.more('demo'))
  const server = serverOf(given)
  io.mention(io.words.good.preparing)
  const units = await prepareUnits(server)
  const versions = await prepareForms(server, io)
  const until = asked ?? (await beganBefore(server, seed)) ?? new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  const around = district(units)
  // Sealed as the last day begins: never ahead of the server's clock.
  const planned = planYear(versions, around, { records, seed, until, at: Date.parse(`${until}T00:30:00+07:00`) })
  const people = await prepareOffice(server, seed, until, around.communes(until), planned.some(({ form }) => firstOf(versions, form) !== undefined))
  try {
    const outcome = await sendAll(server, people, planned, io)
    await reviewAll(server, people, planned, (form) => firstOf(versions, form) !== undefined, io)
    const mended = await sendAfterwards(server, people, planned)
    tell(io, planned, { ...outcome, kept: outcome.kept + mended }, await statesOf(server.as(people.reviewer), planned))
    if (outcome.unexpected.length > 0) return exits.wrong
    const set = await setTargets(server, versions.map(({ form }) => form), around.communes(until), { seed, until })
    io.say(io.words.good.targets(String(set)))
    return await tellRecount(server, io)
  } finally {
    // Nobody is left who could come in by what was made here.
    for (const id of people.tokens) await server.raw('DELETE', `/api/tokens/${id}`)
  }
}

async function prepareUnits(server: Server): Promise<readonly Unit[]> {
  const read = async (): Promise<readonly Unit[]> => (await server.json<{ units: readonly Unit[] }>('GET', '/api/units')).units
  let units = await read()
  if (units.length === 0) {
    await server.json('PUT', '/api/units', JSON.parse(readFileSync(join(shipped, 'units.json'), 'utf8')) as unknown)
    units = await read()
  }
  const known = new Set(units.map(({ id }) => id))
  const missing = inventedVillages(units).filter(({ id }) => !known.has(id))
  if (missing.length === 0) return units
  await server.json('PUT', '/api/units', { units: missing })
  return read()
}

// The forms that the server has; those of ours that it lacks are published, in the order in which they need each other.
async function prepareForms(server: Server, io: Io): Promise<readonly Version[]> {
  const heads = async (): Promise<readonly { id: string; version: number }[]> => (await server.json<{ forms: readonly { id: string; version: number }[] }>('GET', '/api/forms')).forms
  const had = new Set((await heads()).map(({ id }) => id))
  let waiting = readdirSync(shipped).filter((name) => !had.has(name) && existsSync(join(shipped, name, 'form.yaml')))
  while (waiting.length > 0) {
    const refused: string[] = []
    let last: Response | undefined
    for (const name of waiting) {
      const files = Object.entries(readSource(join(shipped, name), io)).map(([path, content]) => [path, strToU8(content)] as const)
      const answer = await server.raw('POST', '/api/forms', { body: zipSync(Object.fromEntries(files), { mtime: new Date('2026-01-01T00:00:00Z') }) as BodyInit, type: 'application/zip' })
      if (answer.ok) continue
      refused.push(name)
      last = answer
    }
    if (refused.length === waiting.length && last !== undefined) throw await refusal(last, io)
    waiting = refused
  }
  const found: Version[] = []
  for (const { id, version } of await heads()) found.push({ form: (await server.json<{ form: Form }>('GET', `/api/forms/${id}`)).form, version })
  return found
}

// When this seed was first sent stands in the reviewer's name: the year is then the same, though today is another day.
async function beganBefore(server: Server, seed: string): Promise<string | undefined> {
  const { tokens } = await server.json<{ tokens: readonly { readonly name: string }[] }>('GET', `/api/tokens?person=${uuidOf(`${seed} reviewer`)}`)
  return /(\d{4}-\d{2}-\d{2})/.exec(tokens[0]?.name ?? '')?.[1]
}

interface Office {
  readonly officers: ReadonlyMap<string, string>
  /** Who approves first in each commune, where a form has two levels. */
  readonly below: ReadonlyMap<string, string>
  readonly reviewer: string
  readonly tokens: readonly string[]
}

async function prepareOffice(server: Server, seed: string, until: string, communes: readonly Unit[], twice: boolean): Promise<Office> {
  const tokens: string[] = []
  const token = async (name: string, key: string, role: string, unit: string | null): Promise<string> => {
    const { id } = await server.json<{ id: string }>('POST', '/api/people', { id: uuidOf(`${seed} ${key}`), name })
    const made = await server.json<{ id: string; token: string }>('POST', '/api/tokens', { person: id, role, unit, forms: null })
    tokens.push(made.id)
    return made.token
  }
  const officers = new Map<string, string>()
  for (const { id, name } of communes) officers.set(id, await token(`${invent(chance(`${seed} officer ${id}`))} (mẫu, ${name})`, `officer ${id}`, 'officer', id))
  const below = new Map<string, string>()
  for (const { id, name } of twice ? communes : []) below.set(id, await token(`${invent(chance(`${seed} reviewer ${id}`))} (mẫu, duyệt ở ${name})`, `reviewer ${id}`, 'reviewer', id))
  return { officers, below, reviewer: await token(`${invent(chance(`${seed} reviewer`))} (mẫu, đến ${until})`, 'reviewer', 'reviewer', null), tokens }
}

const firstOf = (versions: readonly { readonly form: Form }[], id: string): string | undefined => versions.find(({ form }) => form.id === id)?.form.review?.first

type Counts = Readonly<Record<'kept' | 'had_it' | 'refused' | 'conflict', number>>

function sealed(one: Planned, { answers, reasons, base }: Revision): Submission {
  // Ten minutes on a morning of its day.
  const minute = 30 + (one.seed % 90)
  const begun = `${one.day}T0${7 + (one.seed % 3)}:${String(minute % 60).padStart(2, '0')}:00+07:00`
  const body = {
    id: one.id, form: one.form, version: one.version, answers, context: { at: one.at, zone: 420, seed: one.seed, language: 'vi' }, started_at: begun,
    finished_at: new Date(Date.parse(begun) + (4 + (one.seed % 12)) * 60_000).toISOString(), ...(Object.keys(reasons).length === 0 ? {} : { reasons }), ...(base === undefined ? {} : { base }),
  }
  return { ...body, sha256: createHash('sha256').update(unsigned(body)).digest('hex') }
}

interface Told {
  readonly id: string
  readonly status: keyof Counts
  readonly problems: readonly { readonly code: string; readonly at?: string; readonly title?: string }[]
}

// In the order of the year: who says something of a road comes after who registered it. An array is one officer's, as a phone's is.
async function sendAll(server: Server, { officers }: Office, planned: readonly Planned[], io: Io): Promise<Counts & { readonly unexpected: readonly string[] }> {
  const counts = { kept: 0, had_it: 0, refused: 0, conflict: 0 }
  const unexpected: string[] = []
  let sent = 0
  const all = planned.reduce((sum, { revisions }) => sum + revisions.length, 0)
  const waiting = new Map<string, { body: Submission; expected: Revision['expected'] }[]>()
  const flush = async (commune: string): Promise<void> => {
    const queue = waiting.get(commune) ?? []
    waiting.set(commune, [])
    if (queue.length === 0) return
    const outcomes = await server.as(officers.get(commune) ?? '').json<readonly Told[]>('POST', '/api/submissions', queue.map(({ body }) => body))
    outcomes.forEach((outcome, i) => {
      const { expected, body } = queue[i] as (typeof queue)[number]
      counts[outcome.status]++
      if (outcome.status !== expected && !(outcome.status === 'had_it' && expected === 'kept')) {
        unexpected.push(`${body.form} ${body.id}: ${outcome.status}, ${outcome.problems.map(({ at, title, code }) => `${at} ${title ?? code}`).join('; ')}`)
      }
    })
    sent += queue.length
    io.mention(io.words.good.sending(String(sent), String(all)))
  }
  for (const one of planned) {
    const queue = waiting.get(one.commune) ?? []
    waiting.set(one.commune, queue)
    if (queue.length + one.revisions.length > most) await flush(one.commune)
    ;(waiting.get(one.commune) as typeof queue).push(...one.revisions.map((revision) => ({ body: sealed(one, revision), expected: revision.expected })))
  }
  for (const commune of waiting.keys()) await flush(commune)
  for (const line of unexpected.slice(0, 20)) io.mention(`  ${line}`)
  return { ...counts, unexpected }
}

interface Head {
  readonly id: string
  readonly state: string
  readonly revision: number
}

async function heads(server: Server, planned: readonly Planned[]): Promise<ReadonlyMap<string, Head>> {
  const found = new Map<string, Head>()
  for (const form of new Set(planned.map((one) => one.form))) {
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { rows: readonly Head[]; cursor: string | null } = await server.json('GET', `/api/submissions?form=${form}&limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
      for (const row of page.rows) found.set(row.id, row)
      cursor = page.cursor
    }
  }
  return found
}

// Only what stands as it was sent is reviewed: a second run finds it reviewed, and moves nothing.
// Where a form has two levels somebody of the commune approves first.
async function reviewAll(server: Server, { reviewer, below }: Office, planned: readonly Planned[], isTwice: (form: string) => boolean, io: Io): Promise<void> {
  const office = server.as(reviewer)
  const now = await heads(office, planned)
  const waiting = planned.filter((one) => {
    const head = now.get(one.id)
    return one.review !== undefined && head?.state === 'received' && head.revision === lastKept(one)
  })
  let done = 0
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const comment = one.review === 'returned' ? 'Xem lại câu này giúp: có đúng không?' : one.review === 'rejected' ? 'Ghi trùng với phiếu giấy đã nhập.' : ''
      const commune = below.get(one.commune)
      for (const by of one.review === 'approved' && isTwice(one.form) && commune !== undefined ? [server.as(commune), office] : [office]) {
        const answer = await by.raw('POST', `/api/submissions/${one.id}/review`, {
          body: JSON.stringify({ state: one.review, comment, ...(one.review === 'returned' && one.question !== undefined ? { question: one.question } : {}) }), type: 'application/json',
        })
        if (!answer.ok && answer.status !== 409) throw await refusal(answer, io)
        await answer.body?.cancel()
      }
      if (++done % 500 === 0) io.mention(String(done))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

async function statesOf(office: Server, planned: readonly Planned[]): Promise<Readonly<Record<string, number>>> {
  const now = await heads(office, planned)
  const states: Record<string, number> = {}
  for (const { id } of planned) {
    const state = now.get(id)?.state ?? ''
    states[state] = (states[state] ?? 0) + 1
  }
  return states
}

const lastKept = ({ revisions }: Planned): number => revisions.reduce((last, { expected }, i) => (expected === 'kept' ? i + 1 : last), 0)

async function sendAfterwards(server: Server, { officers }: Office, planned: readonly Planned[]): Promise<number> {
  let kept = 0
  for (const commune of officers.keys()) {
    const mine = planned.filter((one) => one.commune === commune && one.afterwards !== undefined)
    for (let i = 0; i < mine.length; i += most) {
      const bodies = mine.slice(i, i + most).map((one) => sealed(one, one.afterwards as Revision))
      const outcomes = await server.as(officers.get(commune) ?? '').json<readonly Told[]>('POST', '/api/submissions', bodies)
      kept += outcomes.filter(({ status }) => status === 'kept').length
    }
  }
  return kept
}

function tell({ say, words, language }: Io, planned: readonly Planned[], sent: Counts, states: Readonly<Record<string, number>>): void {
  const { row } = words.good
  const percent = (count: number): string => `${((count / planned.length) * 100).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`
  const of = (...fates: readonly string[]): number => planned.filter(({ fate }) => fates.includes(fate)).length
  const line = (name: string, count: number, share = true): string => `  ${(row[name] ?? name).padEnd(14)} ${String(count).padStart(7)}${share ? `  ${percent(count).padStart(7)}` : ''}`
  say(words.good.made)
  say(line('submissions', planned.length, false))
  const byForm = new Map<string, number>()
  for (const { form } of planned) byForm.set(form, (byForm.get(form) ?? 0) + 1)
  for (const [form, count] of [...byForm].sort(([a], [b]) => (a < b ? -1 : 1))) say(`    ${form.padEnd(32)} ${String(count).padStart(6)}`)
  say(line('kept', sent.kept, false))
  say(line('had_it', sent.had_it, false))
  say(line('refused', of('refused', 'mended')))
  say(line('conflict', of('conflict')))
  say(line('corrected', of('mended', 'corrected', 'returned_corrected')))
  say(line('returned', of('returned', 'returned_corrected')))
  say(line('approved', states.approved ?? 0))
  say(line('rejected', states.rejected ?? 0))
  say(line('waiting', states.received ?? 0))
}
