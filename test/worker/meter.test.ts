// The cost meter, over a real D1 and R2.
// 1  Counted bindings answer as the bare ones do, errors too; what they read and wrote is what D1 says.
// 2  It is handed over at most once a minute, adds up by day and sort, and nothing is counted twice, also when it could not be handed over.
// 3  Records that come in are counted apart, new ones once: a resend is a request and no record.
// 4  The page shows it: what a thousand cost, limits, days, the state; admins only; a copy is noted.
import { env as given } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { Meter } from '../../src/server/meter.ts'
import type { Env } from '../../src/server/env.ts'
import { readUsage } from '../../src/store/usage.ts'
import { localDay } from '../../src/form/date.ts'
import { adminToken, call, db, home, media, sealed, settle, worker } from './visitor.ts'

const env = { DB: db, MEDIA: media, PHIEU_ADMIN_TOKEN: adminToken } as unknown as Env
const { TEST_MIGRATIONS: migrations } = given as unknown as { TEST_MIGRATIONS: readonly { readonly name: string }[] }
const now = Date.now()
const today = localDay(now, 420)
let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
})
const get = new Request(`${home}/office`)
const ask = async (meter: Meter, method: string, path: string, token: string, body?: unknown): Promise<number> => {
  const request = new Request(home + path, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return (await worker.fetch(request, meter.of(env, request, now))).status
}

describe('1 the same answers', () => {
  test('statements, batches, errors, files', async () => {
    const meter = new Meter(now)
    const { DB, MEDIA } = meter.of(env, get, now)
    expect(await DB.prepare('select 1 as a, 2 as b').first()).toEqual({ a: 1, b: 2 })
    expect(await DB.prepare('select ?1 as a').bind(7).first('a')).toBe(7)
    expect(await DB.prepare('select 1 where 0').first()).toBeNull()
    expect((await DB.prepare('select id from units order by id limit 2').all()).results).toEqual((await db.prepare('select id from units order by id limit 2').all()).results)
    expect((await DB.batch([DB.prepare('select 1 as a'), DB.prepare('select ? as a').bind(2)])).map(({ results }) => results)).toEqual([[{ a: 1 }], [{ a: 2 }]])
    await expect(DB.prepare('select * from nowhere').all()).rejects.toThrow('no such table')
    await expect(DB.batch([DB.prepare(`insert into guards (holds) values (0)`)])).rejects.toThrow('CHECK constraint failed: moved')
    await MEDIA.put('media/meter', new Uint8Array(10))
    expect((await (await MEDIA.get('media/meter'))?.arrayBuffer())?.byteLength).toBe(10)
    await MEDIA.delete('media/meter')
    await meter.handOver(env, now)
    const [day] = await readUsage(db, today)
    expect(day).toMatchObject({ what: 'look', requests: 1, queries: 6, file_writes: 1, file_reads: 1, file_bytes: 10 })
    expect(day?.rows_read).toBeGreaterThanOrEqual(2)
    expect(day?.database_bytes).toBeGreaterThan(10_000)
    await db.prepare('delete from usage').run()
  })
})

test('2 3 handed over once a minute, and apart', async () => {
  const meter = new Meter(now)
  const one = await sealed()
  expect(await ask(meter, 'POST', '/api/submissions', tokens.officer ?? '', one)).toBe(201)
  expect(await ask(meter, 'POST', '/api/submissions', tokens.officer ?? '', one)).toBe(200)
  expect(await ask(meter, 'GET', '/api/forms', tokens.officer ?? '')).toBe(200)
  const broken = { ...env, DB: { prepare: () => { throw new Error('away') } } } as unknown as Env
  await expect(meter.handOver(broken, now)).rejects.toThrow('away')
  await meter.handOver(env, now + 59_000)
  expect(await readUsage(db, today)).toEqual([])
  await meter.handOver(env, now + 60_000)
  const [look, receive] = await readUsage(db, today)
  expect(look).toMatchObject({ what: 'look', requests: 1, submissions: 0, rows_written: 0 })
  expect(receive).toMatchObject({ what: 'receive', requests: 2, submissions: 1 })
  expect(receive?.rows_written).toBeGreaterThan(8)
  await meter.handOver(env, now + 120_000)
  expect(await readUsage(db, today)).toEqual([look, receive])
  expect(await ask(meter, 'POST', '/api/submissions', tokens.officer ?? '', await sealed())).toBe(201)
  await meter.handOver(env, now + 180_000)
  expect((await readUsage(db, today))[1]).toMatchObject({ requests: 3, submissions: 2 })
})

describe('4 the page', () => {
  const page = async (who: string) => {
    const answer = await call('GET', '/office/cost', { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' } })
    return { status: answer.status, text: await answer.text() }
  }
  test('too few, then what a thousand cost, and a warning', async () => {
    expect((await page('admin')).text).toContain('Chưa đủ phiếu để tính')
    await db.prepare(`insert into usage values (?, 'receive', 100, 100, 1400, 1300, 500, 0, 0, 0, 260000000) on conflict do update set requests = 100, submissions = 100, rows_read = 1400, rows_written = 1300, database_bytes = 260000000`).bind(today).run()
    const { text } = await page('admin')
    for (const expected of ['0,013 USD', '13.000 dòng ghi', 'Cỡ cơ sở dữ liệu', '52 % – quá nửa', 'Phiên bản đang chạy', migrations[migrations.length - 1]?.name ?? 'none', 'PHIEU_FACTOR_KEY', 'chưa ai ghi']) expect(text, expected).toContain(expected)
    expect(text).not.toContain('NaN')
  })
  test.each([['reviewer', 403], ['viewer', 403], ['officer', 403], ['', 401]])('%s → %i', async (who, status) => {
    expect((await page(who)).status).toBe(status)
  })
  test('what is counted anew stands there under the names that people know', async () => {
    for (const subject of ['form trial', 'register trial_house']) await db.prepare("insert into recounts (subject, indicators, after, until, changed, began_at, by) values (?, '[]', '', 0, 0, 0, 'x')").bind(subject).run()
    const { text } = await page('admin')
    await db.prepare('delete from recounts').run()
    expect(text).toContain('biểu mẫu Phiếu thử, sổ Phiếu thử')
    expect(text).not.toContain('trial_house')
  })
  test('a copy is noted', async () => {
    const answer = await call('POST', '/office/cost/copied', { body: '', type: 'application/x-www-form-urlencoded', headers: { origin: home, cookie: `__Host-phieu=${adminToken}` } })
    expect(answer.status).toBe(303)
    expect((await page('admin')).text).not.toContain('chưa ai ghi')
  })
})
