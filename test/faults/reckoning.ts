// What must hold when all is quiet (the invariants of the trust plan), worked out from three sides: what the officers were told, what stands in the
// database, and what the API and a recount say. Each violation names the record.
//   I1  what was acknowledged is there exactly once, with the hash that the phone holds, under the receipt that it was given
//   I2  nothing is there that no phone made; no revision of an id twice, no content twice
//   I3  the kept sums are those of a recount, and those of the answers that the phones hold
//   I4  what was not acknowledged is still on its phone
//   I7  the audit has one line for each change, none for what only came again
import type { Submission } from '../../src/record/submission.ts'
import type { Phone } from './phone.ts'
import type { Found, Server } from './server.ts'

export interface Reckoning {
  readonly made: number
  readonly acknowledged: number
  readonly withdrawn: number
  readonly rows: number
  /** I1 */
  readonly missing: readonly string[]
  /** I1, I2 */
  readonly twice: readonly string[]
  /** I2 */
  readonly unknown: readonly string[]
  /** I3 */
  readonly sums: readonly string[]
  /** I4 */
  readonly lost: readonly string[]
  /** I7 */
  readonly audit: readonly string[]
  /** Kept otherwise than sent: another state, another receipt; or still waiting. */
  readonly odd: readonly string[]
  readonly isRight: boolean
}

/** Reckons for these phones; `others` may have sent too, what is theirs is not looked at. */
export async function reckon(server: Server, phones: readonly Phone[], { others = false }: { others?: boolean } = {}): Promise<Reckoning> {
  const found = await server.found()
  const byHash = new Map<string, Found['rows'][number][]>()
  const byId = new Map<string, Found['rows'][number][]>()
  for (const row of found.rows) {
    byHash.set(`${row.id} ${row.hash}`, [...(byHash.get(`${row.id} ${row.hash}`) ?? []), row])
    byId.set(row.id, [...(byId.get(row.id) ?? []), row])
  }
  const [missing, twice, unknown, sums, lost, audit, odd]: string[][] = [[], [], [], [], [], [], []] as string[][] as [string[], string[], string[], string[], string[], string[], string[]]
  const made = new Set<string>()
  const authors = new Set<string>()
  const totals = { works: 0, days: 0 }
  let acknowledged = 0
  let withdrawals = 0

  for (const phone of phones) {
    const { person, secret } = await phone.account()
    authors.add(person)
    const records = await phone.records()
    // Refused with nothing kept, it is the phone's to keep.
    const here = new Set(records.filter(({ state, revision }) => state === 'waiting' || (state === 'refused' && revision === 0)).map(({ sha256 }) => sha256))
    for (const { id, sha256, kind } of records) if (kind === 'submission') made.add(`${id} ${sha256}`)
    for (const { id, sha256 } of phone.made.values()) made.add(`${id} ${sha256}`)
    acknowledged += phone.acknowledged.size
    withdrawals += phone.withdrawn.size

    for (const { id, sha256, revision, receipt, state } of phone.acknowledged.values()) {
      const rows = byHash.get(`${id} ${sha256}`) ?? []
      const [row] = rows
      if (row === undefined) missing.push(`${phone.name}: ${id} ${sha256.slice(0, 8)} was acknowledged as revision ${revision}`)
      else if (rows.length === 1) {
        if (row.receipt !== receipt) odd.push(`${phone.name}: ${id} has the receipt ${row.receipt}, told was ${receipt}`)
        if (row.revision !== revision) odd.push(`${phone.name}: ${id} ${sha256.slice(0, 8)} is revision ${row.revision}, told was ${revision}`)
      }
      if (state === 'conflict' || state === 'refused') odd.push(`${phone.name}: ${id} ${sha256.slice(0, 8)} was told ${state}`)
    }
    for (const id of phone.withdrawn) {
      const last = byId.get(id)?.reduce((one, other) => (one.revision > other.revision ? one : other))
      if (last?.state !== 'withdrawn') missing.push(`${phone.name}: the withdrawal of ${id}, which stands as ${last?.state ?? 'nothing'}`)
    }
    for (const { id, sha256 } of phone.made.values()) {
      if (!byHash.has(`${id} ${sha256}`) && !here.has(sha256)) lost.push(`${phone.name}: ${id} ${sha256.slice(0, 8)} is neither on the server nor kept on the phone`)
    }
    for (const { id, kind, state, revision, problems, media } of records) {
      if (state === 'refused' && revision === 0) odd.push(`${phone.name}: ${kind} ${id} was refused: ${JSON.stringify(problems).slice(0, 200)}`)
      if (state === 'waiting') odd.push(`${phone.name}: ${kind} ${id} is still waiting`)
      for (const file of media) if (file.isKept && !found.files.has(`${id} ${file.name} ${file.sha256}`)) missing.push(`${phone.name}: ${file.name} of ${id} was acknowledged`)
    }

    const standing = new Map<string, Submission>()
    for (const { id, kind, body, form } of records) if (kind === 'submission' && form === 'work' && byId.has(id)) standing.set(id, JSON.parse(body) as Submission)
    for (const [id, { answers }] of standing) {
      if (phone.withdrawn.has(id)) continue
      totals.works++
      totals.days += Number(answers.days)
    }
    odd.push(...(await sentOf(server, secret, phone, byId)))
  }

  for (const [key, rows] of byHash) if (rows.length > 1) twice.push(`${key} is there ${rows.length} times`)
  for (const [id, rows] of byId) {
    const numbers = new Set(rows.map(({ revision }) => revision))
    if (numbers.size < rows.length || new Set(rows.map(({ seq }) => seq)).size > 1) twice.push(`${id} has ${rows.length} rows for ${numbers.size} revisions`)
    const isOurs = rows.some(({ author }) => authors.has(author))
    for (const { hash, revision } of rows) if ((isOurs || !others) && !made.has(`${id} ${hash}`)) unknown.push(`${id} revision ${revision}, ${hash.slice(0, 8)}`)
    if (found.notes === undefined) continue
    const expected = rows.length + (rows.some(({ state }) => state === 'withdrawn') ? 1 : 0)
    if (found.notes.get(id) !== expected) audit.push(`${id} has ${found.notes.get(id) ?? 0} lines for ${expected} changes`)
  }
  sums.push(...found.differences)
  if (!others) for (const name of ['works', 'days'] as const) if (found.totals[name] !== totals[name]) sums.push(`${name}: ${found.totals[name]} by the API, ${totals[name]} by the phones' own records`)

  const all = { missing, twice, unknown, sums, lost, audit, odd } as { readonly [name in 'missing' | 'twice' | 'unknown' | 'sums' | 'lost' | 'audit' | 'odd']: string[] }
  return { made: made.size, acknowledged, withdrawn: withdrawals, rows: found.rows.length, ...all, isRight: Object.values(all).every((list) => list.length === 0) }
}

/** What a reckoning found, a line for each sort of violation with its first examples. */
export function tell(reckoning: Reckoning, most = 5): string {
  const lists = Object.entries(reckoning).filter((entry): entry is [string, readonly string[]] => Array.isArray(entry[1]))
  return lists.map(([name, list]) => [`${name} ${list.length}`, ...list.slice(0, most).map((line) => `    ${line}`), ...(list.length > most ? ['    …'] : [])].join('\n')).join('\n')
}

/** What `tell` tells when nothing is wrong. */
export const nothing = ['missing', 'twice', 'unknown', 'sums', 'lost', 'audit', 'odd'].map((name) => `${name} 0`).join('\n')

// GET /api/sent says of each record what the database says.
async function sentOf(server: Server, secret: string, phone: Phone, byId: ReadonlyMap<string, Found['rows'][number][]>): Promise<readonly string[]> {
  const told = new Map<string, { revision: number; hash: string }[]>()
  for (let cursor = ''; ; ) {
    const answer = await fetch(`${server.url}/api/sent?since=0${cursor}`, { headers: { authorization: `Bearer ${secret}` } })
    const page = (await answer.json()) as { rows: { id: string; revision: number; hash: string }[]; cursor: string | null }
    if (!answer.ok) return [`${phone.name}: GET /api/sent is answered ${answer.status}`]
    for (const line of page.rows) told.set(line.id, [...(told.get(line.id) ?? []), line])
    if (page.cursor === null) break
    cursor = `&cursor=${encodeURIComponent(page.cursor)}`
  }
  const wrong: string[] = []
  for (const id of new Set([...phone.acknowledged.values()].map((one) => one.id))) {
    const lines = told.get(id) ?? []
    const last = byId.get(id)?.reduce((one, other) => (one.revision > other.revision ? one : other))
    if (lines.length !== 1 || lines[0]?.hash !== last?.hash) wrong.push(`${phone.name}: GET /api/sent tells ${id} ${lines.length} times${lines.length === 1 ? ', with another hash' : ''}`)
  }
  return wrong
}
