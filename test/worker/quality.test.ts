// The quality of what came in, as it is found behind the API and on the office's pages.
// 1  Entries that look alike are found within the reader's unit, with why; who may not see persons is told counts; another commune's are not there.
// 2  A reviewer says that two are two: once, with who and when; it is not shown again, and can be taken back. Nobody else may, nor of what is not theirs.
// 3  What is unusual among a form's records: numbers, speed, the same answers, soft checks with what was written; what counts nowhere is left out.
// 4  A phone tells what it could not send; the same again within the day writes nothing; who waits longest stands first; viewers are told counts.
// 5  What it costs: rows read are bounded by what is looked at, trips are few, and no statement walks a table that grows.
// 6  No name is in a page, an answer or an address for who may not see it.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { candidates, candidatesNamed, sayUnlike, sourcesOf, unlikes } from '../../src/store/alike.ts'
import { endedLinks, hearPhone, phones } from '../../src/store/phones.ts'
import { weighed } from '../../src/store/weighed.ts'
import { limited } from '../limits.ts'
import { adminToken, call, db, home, rows, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
const people: Record<string, string> = {}
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  for (const [name, role, unit] of [['wide', 'reviewer', 'p'], ['author', 'officer', 'north']] as const) {
    const made = await tokenFor(name === 'wide' ? 'Tẩn Văn Chín' : 'Lưu Thị Mười', role, unit)
    tokens[name] = made.token
    people[name] = made.person
  }
})

async function sent(answers: Loose, who = 'officer', more: Loose = {}): Promise<string> {
  const one = await sealed(answers, more)
  const answer = await send(tokens[who] ?? '', one)
  if (answer.status !== 201) throw new Error(await answer.text())
  return one.id as string
}
const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })
const see = async (path: string, who = 'reviewer'): Promise<{ status: number; text: string }> => {
  const answer = await call('GET', path, { headers: cookie(who) })
  return { status: answer.status, text: await answer.text() }
}
const ask = async (path: string, who = 'reviewer'): Promise<Loose> => said(await call('GET', path, { token: tokens[who] ?? '' }))

interface Pairs {
  readonly looked: number
  readonly counts: Readonly<Record<string, number>>
  readonly pairs: readonly { readonly one: { readonly id: string; readonly label: string }; readonly other: { readonly id: string; readonly label: string }; readonly likely: string; readonly name: string }[] | null
  readonly set_aside: readonly Loose[] | null
}
const pairs = async (who = 'reviewer', query = ''): Promise<Pairs> => (await ask(`/api/quality/alike/trial_house${query}`, who)) as unknown as Pairs
const names = (found: Pairs): string[] => (found.pairs ?? []).map(({ one, other, likely, name }) => `${[one.label, other.label].sort().join(' · ')}: ${likely} ${name}`).sort()

let ids: Record<string, string>
beforeAll(async () => {
  ids = {
    one: await sent({ head_name: 'Nguyễn Văn Sáng', labour: 31 }), two: await sent({ head_name: 'NGUYEN VAN SANG', labour: 31, village: 'n2' }),
    twin: await sent({ head_name: 'Nguyễn Văn Sinh', labour: 31 }), other: await sent({ head_name: 'Nguyễn Văn Sáng', labour: 55 }),
    far: await sent({ head_name: 'Nguyễn Văn Sáng', labour: 31, village: 's1' }, 'stranger'), gone: await sent({ head_name: 'Nguyễn Văn Sáng', labour: 31 }),
  }
  expect((await call('POST', '/api/reviews', { token: tokens.reviewer ?? '', body: JSON.stringify([{ id: ids.gone, state: 'rejected', comment: 'Ghi hai lần' }]) })).status).toBe(200)
})

describe('1 alike', () => {
  test('within the unit, with why; what was rejected is not there', async () => {
    const found = await pairs()
    expect(names(found)).toEqual(['NGUYEN VAN SANG · Nguyễn Văn Sáng: likely unmarked'])
    expect([found.looked, found.counts]).toEqual([4, { likely: 1, possible: 0, unlike: 0 }])
    expect(names(await pairs('far'))).toEqual([])
    // Over both communes the moved one is a double of the first.
    expect(names(await pairs('wide'))).toEqual(['NGUYEN VAN SANG · Nguyễn Văn Sáng: likely unmarked', 'NGUYEN VAN SANG · Nguyễn Văn Sáng: likely unmarked', 'Nguyễn Văn Sáng · Nguyễn Văn Sáng: likely same'])
    expect(names(await pairs('wide', '?under=north')).length).toBe(1)
    expect((await pairs('far', '?under=north')).looked).toBe(0)
  })
  test('counts alone', async () => {
    for (const who of ['viewer', 'admin']) expect(await pairs(who, '?under=north')).toMatchObject({ counts: { likely: 1 }, pairs: null, set_aside: null })
  })
  test('a register of which no form says so', async () => {
    expect((await call('GET', '/api/quality/alike/nothing', { token: tokens.reviewer ?? '' })).status).toBe(404)
    const { token } = await tokenFor('Giàng Thị Chín', 'reviewer', 'north', { forms: ['another'] })
    const [theirs, none] = await Promise.all(['trial_house', 'nothing'].map((register) => call('GET', `/api/quality/alike/${register}`, { token })))
    expect([theirs?.status, await theirs?.text()]).toEqual([404, await none?.text()])
  })
  test('the page leads to both, side by side, and to their records', async () => {
    const list = await see('/office/quality/alike/trial_house')
    expect(list.text).toContain('cùng tên, một bên gõ không dấu; cùng ngày công; khác nơi')
    const to = (/href="(\/office\/quality\/pair\?[^"]+)"/.exec(list.text)?.[1] ?? '').replaceAll('&amp;', '&')
    const { status, text } = await see(to)
    expect([status, text.includes(`/office/submissions/${ids.one}`), text.includes(`/office/submissions/${ids.two}`), text.includes('Nguyễn Văn Sáng'), text.includes('NGUYEN VAN SANG')]).toEqual([200, true, true, true, true])
    for (const who of ['far', 'viewer', 'admin']) expect((await see(to, who)).status, who).toBe(404)
    expect((await see(`/office/quality/pair?register=trial_house&one=${ids.one}&other=${ids.one}`)).status).toBe(404)
    expect((await see(`/office/quality/pair?register=trial_house&one=${ids.one}&other=${ids.twin}`)).status).toBe(404)
  })
  test('who has several communes chooses one first', async () => {
    const text = (await see('/office/quality/alike/trial_house', 'wide')).text
    expect([text.includes('Hãy chọn một xã'), text.includes('Nguyễn')]).toEqual([true, false])
    expect((await see('/office/quality/alike/trial_house?unit=north', 'wide')).text).toContain('NGUYEN VAN SANG')
    const all = (await see('/office/quality/alike/trial_house?unit=*', 'wide')).text
    expect([all.includes('Đã so 5 mục'), all.includes('Thôn Bản s1')]).toEqual([true, true])
    // Who has one commune has no other by asking for all.
    expect((await see('/office/quality/alike/trial_house?unit=*')).text).not.toContain('Thôn Bản s1')
  })
})

describe('2 two are two', () => {
  const put = async (who: string, body: Loose): Promise<Response> => call('PUT', '/api/quality/unlike', { token: tokens[who] ?? '', body: JSON.stringify(body) })
  const wish = (unlike: boolean, more: Loose = {}): Loose => ({ register: 'trial_house', one: ids.two, other: ids.one, unlike, ...more })
  test('once, with who and when', async () => {
    expect(await said(await put('reviewer', wish(true)))).toEqual({ changed: true })
    const before = await rows()
    expect(await said(await put('reviewer', wish(true)))).toEqual({ changed: false })
    expect(await said(await put('reviewer', wish(true, { one: ids.one, other: ids.two })))).toEqual({ changed: false })
    expect(await rows()).toEqual(before)
    const found = await pairs()
    expect([found.pairs, found.counts, found.set_aside?.length]).toEqual([[], { likely: 0, possible: 0, unlike: 1 }, 1])
    const { results } = await db.prepare(`select action from audit where subject = ? order by seq`).bind(`trial_house ${[ids.one, ids.two].sort().join(' ')}`).all<{ action: string }>()
    expect(results.map(({ action }) => action)).toEqual(['unlike'])
    expect((await see('/office/quality/alike/trial_house')).text).toMatch(/Hoàng Văn Bốn xác nhận không trùng/)
  })
  test('and looked at again', async () => {
    const address = `/office/quality/pair?register=trial_house&one=${ids.one}&other=${ids.two}`
    const post = async (unlike: string, who = 'reviewer', more: Record<string, string> = { origin: home }): Promise<Response> =>
      call('POST', address, { headers: { ...cookie(who), ...more }, body: `unlike=${unlike}`, type: 'application/x-www-form-urlencoded' })
    expect((await post('no')).status).toBe(303)
    expect(names(await pairs()).length).toBe(1)
    const again = await post('yes')
    expect([again.status, again.headers.get('location')]).toEqual([303, '/office/quality/alike/trial_house?done'])
    expect((await pairs()).counts.unlike).toBe(1)
    expect((await post('no')).status).toBe(303)
    expect([(await post('yes', 'viewer')).status, (await post('yes', 'far')).status, (await post('yes', 'reviewer', {})).status]).toEqual([403, 404, 403])
    expect((await pairs()).counts.unlike).toBe(0)
  })
  test.each([
    ['of another commune', 'far', {}, 404], ['one of each', 'reviewer', { other: 'far' }, 404], ['what is not alike', 'reviewer', { other: 'twin' }, 404], ['an entry with itself', 'reviewer', { other: 'two' }, 404],
    ['nothing', 'reviewer', { other: 'none' }, 404], ['no register', 'reviewer', { register: 'x y' }, 400], ['a viewer', 'viewer', {}, 403], ['an officer', 'officer', {}, 403],
  ] as const)('%s', async (_, who, more: Loose, status) => {
    const before = await rows()
    const given = wish(true, { ...more, ...(typeof more.other === 'string' ? { other: ids[more.other] ?? crypto.randomUUID() } : {}) })
    const answer = await put(who, given)
    expect(answer.status).toBe(status)
    if (status === 404) expect(await answer.text()).toBe(await (await put(who, { register: 'nothing', one: 'a', other: 'b', unlike: true })).text())
    expect(await rows()).toEqual(before)
  })
})

describe('3 unusual', () => {
  interface Found {
    readonly looked: number
    readonly counts: Readonly<Record<string, number>>
    readonly outliers: readonly { readonly id: string; readonly question: string; readonly usual: number; readonly times: number }[] | null
    readonly fast: readonly { readonly id: string; readonly seconds: number }[] | null
    readonly repeated: readonly { readonly author: string; readonly ids: readonly string[] }[] | null
    readonly checks: readonly { readonly question: string; readonly count: number; readonly reasons: readonly { readonly reason: string }[]; readonly in: Readonly<Record<string, number>> }[] | null
    readonly cursor: string | null
  }
  const found = async (who = 'reviewer', query = ''): Promise<Found> => (await ask(`/api/quality/records/trial${query}`, who)) as unknown as Found
  let odd: Record<string, string>
  const at = (seconds: number): Loose => ({ started_at: '2026-11-20T01:00:00Z', finished_at: new Date(Date.parse('2026-11-20T01:00:00Z') + seconds * 1_000).toISOString() })
  beforeAll(async () => {
    for (let i = 0; i < 20; i++) await sent({ village: 'n2', head_name: `Bàn ${i}`, labour: 20 + i, capacity: 30 + (i % 7) }, 'author', at(240 + 10 * i))
    odd = {
      many: await sent({ village: 'n2', labour: 700, head_name: 'Vừ Mí Lớn' }, 'author', at(300)),
      fast: await sent({ village: 'n2', labour: 25, head_name: 'Vừ Mí Nhanh' }, 'author', at(12)),
      doubt: await sent({ village: 'n2', labour: 0, head_name: 'Vừ Mí Nghỉ' }, 'author', { reasons: { labour: 'trời mưa cả tuần' } }),
      gone: await sent({ village: 'n2', labour: 90_000, head_name: 'Vừ Mí Sai' }, 'author', at(1)),
      south: await sent({ village: 's1', labour: 650, head_name: 'Vừ Mí Nam' }, 'stranger', at(300)),
    }
    await call('POST', '/api/reviews', { token: tokens.reviewer ?? '', body: JSON.stringify([{ id: odd.gone, state: 'rejected', comment: 'Sai' }]) })
    const same = { village: 'n1', labour: 33, kind: 'house', capacity: 33, moved: 3, total: 40, title: 'x' }
    for (let i = 0; i < 3; i++) await sent({ ...same, head_name: `Chép ${i}` }, 'neighbour')
  })
  test('numbers, speed, the same answers, checks', async () => {
    const one = await found()
    expect(one.outliers?.map(({ id, question, usual, times }) => [id, question, usual, Math.round(times)])).toEqual([[odd.many, 'labour', 31, 23]])
    expect(one.fast?.map(({ id, seconds }) => [id, seconds])).toEqual([[odd.fast, 12]])
    expect(one.repeated?.map((run) => run.ids.length)).toEqual([3])
    expect(one.checks?.map(({ question, count, reasons, in: where }) => [question, count, reasons.map(({ reason }) => reason), where])).toEqual([['labour', 1, ['trời mưa cả tuần'], { north: 1 }]])
    expect(JSON.stringify(one)).not.toContain(odd.gone)
    expect(JSON.stringify(one)).not.toContain(odd.south)
  })
  test('in words, with a way to the record', async () => {
    const { text } = await see('/office/trial/quality')
    for (const part of ['gấp 23 lần mức thường thấy ở xã này (31)', `/office/submissions/${odd.many}`, '12 giây', 'trời mưa cả tuần', '3 phiếu liền nhau', 'Lưu Thị Mười']) expect(text).toContain(part)
    const english = await (await call('GET', '/office/trial/quality', { headers: { ...cookie('reviewer'), cookie: `${cookie('reviewer').cookie}; phieu-language=en` } })).text()
    expect(english).toContain('23 times what is usual in this commune (31)')
  })
  test('counts alone', async () => {
    for (const who of ['viewer', 'admin']) {
      const one = await found(who, '?under=north')
      expect([one.counts, one.outliers, one.fast, one.checks]).toEqual([{ outliers: 1, fast: 1, repeated: 1, spot: 0, checks: 1 }, null, null, null])
    }
  })
  test('a form that is not there, a cursor made up', async () => {
    expect((await call('GET', '/api/quality/records/nothing', { token: tokens.reviewer ?? '' })).status).toBe(404)
    expect((await call('GET', '/api/quality/records/trial?cursor=xx', { token: tokens.reviewer ?? '' })).status).toBe(400)
    expect((await see('/office/nothing/quality')).status).toBe(404)
    expect((await see('/office/trial/quality', 'officer')).status).toBe(403)
  })
})

describe('4 phones', () => {
  const day = 86_400_000
  let made: { token: string; id: string }
  let other: { token: string; id: string }
  beforeAll(async () => {
    made = await tokenFor('Phàn Mùi Ghển', 'officer', 'n1', { device: { name: 'Máy thôn' } })
    other = await tokenFor('Chảo A Lềnh', 'officer', 's1', { device: { name: 'Máy nam' } })
  })
  const tell = async (query: string, token = made.token): Promise<Response> => call('GET', `/api/phone${query}`, { token })
  interface Found { readonly counts: Readonly<Record<string, number>>; readonly phones: readonly { readonly name: string; readonly standing: string; readonly unsent: number | null; readonly waits_days: number | null; readonly current: boolean | null }[] | null }
  const found = async (who = 'reviewer'): Promise<Found> => (await ask('/api/quality/phones', who)) as unknown as Found
  test('what it told, and that the same again writes nothing', async () => {
    const now = Date.now()
    await db.prepare('update tokens set created_at = ? where id = ?').bind(now - 30 * day, made.id).run()
    expect((await tell(`?unsent=3&since=${now - 5 * day - 1_000}&build=abc`)).status).toBe(200)
    const counted = limited(db)
    await hearPhone(counted.db, made.id, { unsent: 3, since: now - 5 * day - 1_000, build: 'abc' }, now + 60_000)
    expect(counted.seen).toMatchObject({ rowsWritten: 0, trips: 1 })
    await hearPhone(counted.db, made.id, { unsent: 3, since: now - 5 * day - 1_000, build: 'abc' }, now + day + 60_000)
    expect(counted.seen.rowsWritten).toBe(1)
    await hearPhone(counted.db, made.id, { unsent: 2, since: now - 5 * day - 1_000, build: 'abc' }, now + day + 61_000)
    expect(counted.seen.rowsWritten).toBe(2)
    const one = await found()
    expect([one.counts.stuck, one.phones?.[0]]).toEqual([1, expect.objectContaining({ name: 'Phàn Mùi Ghển', standing: 'stuck', unsent: 2, waits_days: 5, current: false })])
    expect((await see('/office/quality/phones')).text).toContain('2 phiếu, cũ nhất đã chờ 5 ngày')
  })
  test('all sent: well', async () => {
    await tell('?unsent=0&since=0&build=abc')
    expect((await found()).phones?.find(({ name }) => name === 'Phàn Mùi Ghển')).toMatchObject({ standing: 'well', unsent: 0, waits_days: null })
  })
  test('a clock years ahead, or behind, says no more than there can be', async () => {
    await tell(`?unsent=1&since=${Date.now() + 900 * day}&build=`)
    expect((await found()).phones?.find(({ name }) => name === 'Phàn Mùi Ghển')).toMatchObject({ unsent: 1, waits_days: 0 })
    await tell('?unsent=1&since=1000&build=')
    expect((await found()).phones?.find(({ name }) => name === 'Phàn Mùi Ghển')).toMatchObject({ waits_days: 30 })
    expect((await tell('?unsent=-1')).status).toBe(400)
    await tell('?unsent=0')
  })
  test('an app from before tells nothing, and is served as ever', async () => {
    expect((await tell('', other.token)).status).toBe(200)
    expect((await found('far')).phones?.find(({ name }) => name === 'Chảo A Lềnh')).toMatchObject({ unsent: null, current: null })
  })
  test('never used, silent, and in which order', async () => {
    const now = Date.now()
    const stale = async (name: string, seen: number, told: boolean): Promise<void> => {
      const { id } = await tokenFor(name, 'officer', 'n2', { device: { name: 'Máy cũ' } })
      await db.prepare('update tokens set created_at = ?, last_seen = ?, told_at = ?, unsent = ? where id = ?').bind(now - 40 * day, seen, told ? seen : null, told ? 0 : null, id).run()
    }
    await stale('Bồn Văn Im', now - 15 * day, true)
    await stale('Bồn Văn Ít', now - 4 * day, true)
    await stale('Bồn Văn Mới', now - 40 * day, false)
    await tell(`?unsent=4&since=${now - 6 * day}&build=x`)
    const one = await found()
    expect(one.phones?.map(({ standing }) => standing).filter((standing) => standing !== 'well')).toEqual(['stuck', 'never', 'silent', 'silent'])
    expect(one.phones?.map(({ name }) => name).slice(0, 4)).toEqual(['Phàn Mùi Ghển', 'Bồn Văn Mới', 'Bồn Văn Im', 'Bồn Văn Ít'])
    expect(one.counts).toMatchObject({ stuck: 1, never: 1, silent: 2 })
  })
  test('within the unit; a viewer is told counts', async () => {
    expect((await found('far')).phones?.map(({ name }) => name)).toEqual(['Chảo A Lềnh'])
    expect(await found('viewer')).toMatchObject({ counts: { stuck: 1 }, phones: null, links: null })
    expect((await found('admin')).phones?.length).toBe(5)
  })
  test('of very many, those that need somebody stand on the page', async () => {
    const many = `with recursive n (i) as (select 1 union all select i + 1 from n where i < 310)`
    await db.batch([
      db.prepare(`insert into people (id, name, created_at) select 'many-' || i, 'Bồn Văn ' || i, 1 from (${many} select i from n)`),
      db.prepare(`insert into devices (id, person, name, created_at) select 'many-' || i, 'many-' || i, 'Máy', 1 from (${many} select i from n)`),
      db.prepare(`insert into tokens (id, hash, person, device, role, unit, created_at, last_seen) select 'many-' || i, 'many-' || i, 'many-' || i, 'many-' || i, 'officer', 'north', 1, ?1 from (${many} select i from n)`).bind(Date.now()),
    ])
    const { text } = await see('/office/quality/phones')
    const shown = text.split('<tr><th scope="row">').length - 1
    expect([shown, /và (\d+) điện thoại nữa/.exec(text)?.[1], text.includes('Phàn Mùi Ghển')]).toEqual([300, String((await found()).phones === null ? 0 : ((await found()).phones?.length ?? 0) - 300), true])
    await db.batch(['tokens', 'devices', 'people'].map((table) => db.prepare(`delete from ${table} where id like 'many-%'`)))
  })
  test('links that ended unopened', async () => {
    const { person } = await tokenFor('Ma Thị Chờ', 'viewer', 'north')
    const answer = await call('POST', '/api/enrolments', { token: adminToken, body: JSON.stringify({ person, role: 'officer', unit: 'n1', forms: null, device: { name: 'Máy chưa mở' } }) })
    expect(answer.status).toBe(201)
    expect(await endedLinks(db, Date.now())).toEqual([])
    await db.prepare('update tokens set created_at = created_at - 1000 where person = ?').bind(person).run()
    const later = Date.now() + 2 * day
    expect((await endedLinks(db, later)).map(({ name, device }) => [name, device])).toEqual([['Ma Thị Chờ', 'Máy chưa mở']])
    expect(await endedLinks(db, later + 40 * day)).toEqual([])
  })
})

describe('5 what it costs', () => {
  test('rows read and trips', async () => {
    const seen = limited(db)
    await candidates(seen.db, 'trial_house', ['labour'], ['north'])
    const entries = (await db.prepare(`select count(*) as n from entries where register = 'trial_house' and unit in ('n1', 'n2', 'north')`).first<{ n: number }>())?.n ?? 0
    expect([seen.seen.trips, seen.seen.rowsRead <= 2 * entries + 20]).toEqual([1, true])
    seen.reset()
    const { rows: looked } = await weighed(seen.db, 'trial', { under: ['north'] })
    expect(looked.length).toBeGreaterThan(20)
    expect([seen.seen.trips, seen.seen.rowsRead <= 5 * looked.length + 60]).toEqual([1, true])
  })
  test('the same whatever else there is', async () => {
    const cost = async (): Promise<readonly number[]> => {
      const seen = limited(db)
      await candidates(seen.db, 'trial_house', ['labour'], ['north'])
      await weighed(seen.db, 'trial', { under: ['north'] })
      return [seen.seen.rowsRead, seen.seen.trips]
    }
    const before = await cost()
    for (let round = 0; round < 3; round++) await send(tokens.stranger ?? '', await Promise.all(Array.from({ length: 100 }, (_, i) => sealed({ village: 's1', head_name: `Nhiều ${i}`, labour: i }))))
    expect(await cost()).toEqual(before)
  })
  test('one name hundreds of times over: pairs are as many as can be looked at, and asked for in one value', async () => {
    for (let round = 0; round < 3; round++) {
      const answer = await send(tokens.stranger ?? '', await Promise.all(Array.from({ length: 100 }, () => sealed({ village: 's1', head_name: 'Lù Seo Sáu', labour: 44 }))))
      expect(answer.status).toBe(200)
    }
    const found = await pairs('far')
    expect([found.counts.likely, found.pairs?.length]).toEqual([1_770 + 300, 200])
    expect((await see('/office/quality/alike/trial_house', 'far')).text).toContain('Còn 1.950 cặp nữa')
  })
  test('no statement walks a growing table', async () => {
    const prepared = new Set<string>()
    const bare = (env as unknown as { DB: D1Database }).DB
    const watched = new Proxy(bare, {
      get(target, name) {
        if (name !== 'prepare') return (target[name as keyof D1Database] as () => unknown).bind(target)
        return (sql: string) => {
          prepared.add(sql)
          return target.prepare(sql)
        }
      },
    })
    for (const under of [null, ['north']]) {
      await candidates(watched, 'trial_house', ['labour'], under)
      await weighed(watched, 'trial', { under })
    }
    await candidatesNamed(watched, 'trial_house', [], ['a'])
    await sourcesOf(watched, 'trial_house', ['a'])
    await unlikes(watched, 'trial_house', [['a', 'b']])
    await sayUnlike(watched, { register: 'trial_house', one: 'a', other: 'b', by: 'x', at: 1 }, true)
    await sayUnlike(watched, { register: 'trial_house', one: 'a', other: 'b', by: 'x', at: 1 }, false)
    await hearPhone(watched, 'none', { unsent: 0, since: 0, build: '' }, 1)
    await endedLinks(watched, 1)
    await phones(watched, 1)
    expect(prepared.size).toBeGreaterThanOrEqual(11)
    for (const sql of prepared) {
      const most = Math.max(0, ...[...sql.matchAll(/\?(\d+)/g)].map((one) => Number(one[1])), (sql.match(/\?(?!\d)/g) ?? []).length)
      const { results } = await bare.prepare(`explain query plan ${sql}`).bind(...Array.from({ length: most }, () => null)).all<{ detail: string }>()
      // People, phones and their tokens are lists that are read whole; links by their index.
      const walks = results.filter(({ detail }) => /^SCAN /.test(detail) && !/VIRTUAL TABLE|SCAN (?:\(subquery-\d\)|t|p|d|i|u|g|n|scope|looked|l|units|CONSTANT|\d)(?![\w])/.test(detail))
      expect(walks.map(({ detail }) => `${detail}: ${sql.slice(0, 120)}`)).toEqual([])
    }
  })
})

test('6 no name for who may not see it', async () => {
  const planted = ['Nguyễn Văn Sáng', 'NGUYEN VAN SANG', 'Vừ Mí', 'trời mưa', 'Bàn 1', 'Chép']
  const paths = ['/office/quality', '/office/quality/alike/trial_house?unit=north', '/office/trial/quality?unit=north', '/office/quality/phones']
  for (const who of ['viewer', 'admin', 'far']) {
    for (const path of paths) {
      const { status, text } = await see(path, who)
      expect([who, path, status, planted.filter((word) => text.includes(word)).filter((word) => who !== 'far' || !['Nguyễn Văn Sáng', 'Vừ Mí'].includes(word))]).toEqual([who, path, 200, []])
    }
  }
  for (const path of ['/api/quality/alike/trial_house', '/api/quality/records/trial', '/api/quality/phones']) {
    const text = JSON.stringify(await ask(path, 'viewer'))
    expect([...planted, 'Phàn Mùi Ghển'].filter((word) => text.includes(word))).toEqual([])
  }
})
