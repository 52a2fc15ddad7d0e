// A small server in a process of its own, so that it can be killed: just as much of docs/api.md as phones need for the form `work`, over SQLite in a file.
// `node small.ts <design> <folder>`; its address is the first line that it prints.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { designs } from './designs.ts'
import type { DesignName } from './designs.ts'

const [design = '', folder = ''] = process.argv.slice(2)
const keep = designs[design as DesignName]
const { form, units } = JSON.parse(readFileSync(join(folder, 'lists.json'), 'utf8')) as { form: unknown; units: unknown }
const db = new DatabaseSync(join(folder, 'small.sqlite'))
db.exec(`
pragma journal_mode = wal;
pragma synchronous = off;
create table if not exists records (seq integer primary key, id text not null ${design === 'check first' ? '' : 'unique'}, hash text not null, author text not null, body text not null);
create table if not exists counters (works integer not null, days integer not null);
insert into counters select 0, 0 where not exists (select 1 from counters);
create table if not exists tokens (code text primary key, person text not null, unit text not null, hash text);
`)

interface Token {
  readonly person: string
  readonly unit: string
  readonly code: string
}

createServer(async (request, response) => {
  const pieces: Buffer[] = []
  try {
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  } catch {
    return
  }
  const reply = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  try {
    reply(...(await answer(request.method ?? '', new URL(request.url ?? '', 'http://small'), request.headers.authorization ?? '', Buffer.concat(pieces).toString())))
  } catch (error) {
    reply(500, { code: 'internal', detail: String(error) })
  }
}).listen(0, '127.0.0.1', function (this: { address(): unknown }) {
  console.log(`http://127.0.0.1:${(this.address() as AddressInfo).port}`)
})
// Whoever started it holds the other end of its input: when that goes, it goes.
process.stdin.on('end', () => process.exit()).resume()

async function answer(method: string, url: URL, authorization: string, text: string): Promise<[number, unknown]> {
  const [, , place, id = '', what] = url.pathname.split('/')
  if (place === 'enrolments' && what === undefined) {
    const { person, unit } = JSON.parse(text) as { person: string; unit: string }
    db.prepare('insert into tokens (code, person, unit) values (?, ?, ?)').run(`c-${person}`, person, unit)
    return [201, { code: `c-${person}` }]
  }
  if (place === 'enrolments') {
    db.prepare('update tokens set hash = ? where code = ? and hash is null').run((JSON.parse(text) as { token_hash: string }).token_hash, id)
    const token = db.prepare('select person, unit, code from tokens where code = ?').get(id) as unknown as Token
    return [201, meOf(token)]
  }
  const hash = createHash('sha256').update(authorization.replace('Bearer ', '')).digest('hex')
  const token = db.prepare('select person, unit, code from tokens where hash = ?').get(hash) as unknown as Token | undefined
  if (token === undefined) return [401, { code: 'token_unknown' }]
  const { stamp } = db.prepare('select coalesce(max(seq), 0) as stamp from records').get() as { stamp: number }
  if (place === 'phone') {
    return [200, {
      me: meOf(token), restored: 0, stamp, now: Date.now(), keep_days: 30, units_revision: 1, receipt_key: null, registers: [],
      forms: [{ id: 'work', version: 1, hash: 'work', state: 'open', title: { vi: 'Phiếu việc chung' } }],
    }]
  }
  if (place === 'forms') return [200, { id: 'work', version: 1, form }]
  if (place === 'units') return [200, { revision: 1, whole: true, units }]
  if (place === 'sent') {
    const rows = db.prepare('select seq as stamp, id, hash from records where author = ? and seq > ? order by seq').all(token.person, Number(url.searchParams.get('since') ?? 0)) as { stamp: number; id: string; hash: string }[]
    const told = rows.map((row) => ({ ...row, form: 'work', version: 1, revision: 1, state: 'received', receipt: String(row.stamp), signature: '', label: '', comment: null, question: null, problems: [], media: [] }))
    return [200, { rows: told, stamp, cursor: null }]
  }
  if (place === 'submissions' && method === 'POST') {
    const given = JSON.parse(text) as { id: string; sha256: string; answers: { days: number } }[]
    const outcomes: unknown[] = []
    for (const one of given) {
      const { isNew, seq } = await keep(db, { id: one.id, hash: one.sha256, author: token.person, body: JSON.stringify(one), days: one.answers.days })
      outcomes.push({ id: one.id, status: isNew ? 'kept' : 'had_it', revision: 1, hash: one.sha256, receipt: String(seq), signature: '', problems: [] })
    }
    return [200, outcomes]
  }
  return [404, { code: 'not_found' }]
}

function meOf({ person, unit, code }: Token): object {
  return { person, name: person, role: 'officer', unit, forms: null, personal: false, device: null, token: code }
}
