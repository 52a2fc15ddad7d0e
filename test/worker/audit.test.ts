// The audit as it is read.
// 1  An admin of the whole reads every line, looks among them, the newest first, 50 at a time, each once, none left out, whatever comes in meanwhile.
// 2  A reviewer above the communes reads what was done to records of his unit and forms, nothing else; so does an admin of a place. A commune's reviewer, viewers and officers: 403.
// 3  who, action, subject, from and to pick lines; what is not understood is told. A record that is not his has no lines, like one that is not there.
// 4  What is read does not grow with the audit: it is walked by an index, 1,000 lines a page at most.
// 5  The page says each line as a sentence, in both languages; nothing personal stands in it.
import { beforeAll, describe, expect, test } from 'vitest'
import { audited } from '../../src/record/audit.ts'
import { auditPage, mostWalked } from '../../src/store/audit.ts'
import { limited } from '../limits.ts'
import { adminToken, call, db, said, sealed, send, settle, tokenFor, trial } from './visitor.ts'

interface Line { at: number; actor: string; action: string; subject: string; detail: string | null; record: { receipt: string; form: string; unit: string } | null }
const tokens: Record<string, string> = {}
const people: Record<string, string> = {}
const records: Record<string, string> = {}

const api = (who: string, query = ''): Promise<Response> => call('GET', `/api/audit${query}`, { token: tokens[who] ?? '' })
const page = (who: string, query = '', language = 'vi'): Promise<Response> => call('GET', `/office/audit${query}`, { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}; phieu-language=${language}`, accept: 'text/html', 'accept-language': language } })
async function all(who: string, query = ''): Promise<Line[]> {
  const lines: Line[] = []
  for (let cursor: string | null = '', pages = 0; cursor !== null && pages < 80; pages++) {
    const answer = await api(who, `?${new URLSearchParams([...new URLSearchParams(query), ...(cursor === '' ? [] : [['cursor', cursor]])] as string[][]).toString()}`)
    expect(answer.status, await answer.clone().text()).toBe(200)
    const told = (await said(answer)) as unknown as { rows: Line[]; cursor: string | null }
    expect(told.rows.length).toBeLessThanOrEqual(50)
    lines.push(...told.rows)
    cursor = told.cursor
  }
  return lines
}

beforeAll(async () => {
  Object.assign(tokens, await settle(), { admin: adminToken })
  for (const [who, role, unit, more] of [['keeper', 'admin', null, { personal: true }], ['above', 'reviewer', 'p', {}], ['everywhere', 'reviewer', null, {}], ['placed', 'admin', 'north', {}], ['formed', 'reviewer', 'p', { forms: ['other'] }], ['village', 'reviewer', 'n1', {}]] as const) {
    const made = await tokenFor(`Người ${who}`, role, unit, more)
    ;[tokens[who], people[who]] = [made.token, made.person]
  }
  people.reviewer = (await said(await call('GET', '/api/me', { token: tokens.reviewer ?? '' }))).person as unknown as string
  expect((await call('POST', '/api/forms', { token: adminToken, body: trial.replace('id: trial', 'id: other').replace(/registers:[\s\S]*?indicators:/, 'indicators:').replace(/ {2}- \{ name: houses.*\n/, ''), type: 'application/yaml' })).status).toBe(201)
  for (let i = 0; i < 60; i++) {
    const one = await sealed({ village: i % 3 === 2 ? 's1' : 'n1', head_name: 'Chôn Giấu' }, i % 10 === 9 ? { form: 'other' } : {})
    const answer = await send(tokens[i % 3 === 2 ? 'stranger' : 'officer'] ?? '', one)
    expect(answer.status, await answer.text()).toBe(201)
    records[i] = one.id as string
  }
  for (const i of [0, 1, 3]) expect((await call('GET', `/api/submissions/${records[i]}`, { token: tokens.reviewer ?? '' })).status).toBe(200)
  expect((await call('POST', `/api/submissions/${records[0]}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state: 'approved' }) })).status).toBe(200)
  expect((await call('GET', '/api/submissions?form=trial', { token: tokens.reviewer ?? '' })).status).toBe(200)
  await (await call('GET', '/api/forms/trial/export', { token: tokens.reviewer ?? '' })).text()
})

describe('1 every line', () => {
  test('1 each once, the newest first', async () => {
    const lines = await all('keeper')
    const count = await db.prepare('select (select count(*) from audit) as deeds, (select count(*) from looks) as looks').first<{ deeds: number; looks: number }>()
    expect(lines.filter(({ action }) => action !== 'looked').length).toBe(count?.deeds)
    expect(lines.filter(({ action }) => action === 'looked').length).toBe(count?.looks)
    expect(count?.looks).toBe(4)
    for (const [i, line] of lines.entries()) expect(line.at, `${i}`).toBeLessThanOrEqual((lines[i - 1]?.at ?? Infinity) + 1_000)
    expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBeGreaterThan(70)
    const approved = lines.find(({ action }) => action === 'approved')
    expect(approved).toMatchObject({ actor: people.reviewer, subject: records[0], detail: 'revision 1', record: { form: 'trial', unit: 'n1' } })
  })
  test('1 what comes in meanwhile moves nothing', async () => {
    const before = (await db.prepare('select (select count(*) from audit) + (select count(*) from looks) as n').first<{ n: number }>())?.n ?? 0
    const first = (await said(await api('keeper'))) as unknown as { rows: Line[]; cursor: string }
    expect((await send(tokens.officer ?? '', await sealed({ village: 'n1' }))).status).toBe(201)
    const second = (await said(await api('keeper', `?cursor=${first.cursor}`))) as unknown as { rows: Line[] }
    const keys = [...first.rows, ...second.rows].map(({ action, subject, at, actor, detail }) => `${action} ${subject} ${at} ${actor} ${detail}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(second.rows).toHaveLength(Math.min(50, before - 50))
  })
  test('1 what is told of a record beside the action is not for a masked admin', async () => {
    const lines = await all('admin')
    expect(lines.filter(({ record, detail }) => record !== null && detail !== null)).toEqual([])
    expect(lines.some(({ action, detail }) => action === 'token' && detail === 'officer')).toBe(true)
  })
})

describe('2 of his unit', () => {
  const units = async (who: string): Promise<string[]> => [...new Set((await all(who)).map(({ record }) => record?.unit ?? 'none'))].sort()
  test.each([['above', ['n1', 's1']], ['everywhere', ['n1', 's1']], ['placed', ['n1']]] as const)('2 %s', async (who, expected) => expect(await units(who)).toEqual(expected))
  test('2 of his forms', async () => expect([...new Set((await all('formed')).map(({ record }) => record?.form))]).toEqual(['other']))
  test('2 looks at records are among them, at lists and exports are not', async () => {
    const actions = new Set((await all('above')).map(({ action }) => action))
    expect([...actions].sort()).toEqual(['approved', 'looked', 'received'])
  })
  test.each(['reviewer', 'far', 'village', 'viewer', 'officer'])('2 not for %s', async (who) => {
    expect([(await api(who)).status, (await page(who)).status]).toEqual([403, 403])
  })
})

describe('3 picked', () => {
  test('3 by action', async () => {
    for (const action of ['looked', 'export', 'token', 'received', 'approved']) {
      const lines = await all('keeper', `action=${action}`)
      expect([...new Set(lines.map((line) => line.action))], action).toEqual([action])
    }
    expect(await all('keeper', 'action=nothing_such')).toEqual([])
  })
  test('3 by who: what he did and looked at; what came from him with its action', async () => {
    const lines = await all('keeper', `who=${people.reviewer}`)
    expect(lines.every(({ actor }) => actor === people.reviewer)).toBe(true)
    expect(new Set(lines.map(({ action }) => action))).toEqual(new Set(['approved', 'looked', 'export', 'exported']))
    const officer = (await all('keeper', 'action=received'))[0]?.actor ?? ''
    const sent = await all('keeper', `who=${officer}&action=received`)
    expect([sent.length > 5, sent.every(({ actor, action }) => actor === officer && action === 'received')]).toEqual([true, true])
    expect((await all('keeper', `who=${officer}`)).some(({ action }) => action === 'received')).toBe(false)
  })
  test('3 by subject: a record, a form', async () => {
    expect((await all('keeper', `subject=${records[0]}`)).map(({ action }) => action).sort()).toEqual(['approved', 'looked', 'received'])
    expect((await all('keeper', 'subject=trial')).every(({ subject }) => subject === 'trial')).toBe(true)
    expect((await all('keeper', 'subject=form:trial')).map(({ action }) => action)).toEqual(['looked'])
  })
  test('3 not his is not there', async () => {
    const none = await (await api('placed', `?subject=${crypto.randomUUID()}`)).text()
    expect(await (await api('placed', `?subject=${records[2]}`)).text()).toBe(none)
    expect(none).toBe('{"rows":[],"cursor":null}')
    expect((await all('placed', `subject=${records[0]}`)).length).toBe(3)
  })
  test.each(['?from=2026-13-01', '?to=yesterday', '?action=No!', '?who=', '?cursor=abc', '?limit=5', '?from=2026-11-01&from=2026-11-02'])('3 %s', async (query) => {
    const answer = await api('keeper', query)
    expect(answer.status).toBe(400)
    expect(((await said(answer)) as unknown as { code: string }).code).toBe('query_invalid')
  })
})

describe('4 what is read', () => {
  test('4 walked by an index, bounded, the same for ten times as many', async () => {
    const door = limited(db, 1_000)
    const read = async (wish: Omit<Parameters<typeof auditPage>[1], 'limit'>): Promise<number> => {
      door.reset()
      await auditPage(door.db, { ...wish, limit: 50 })
      return door.seen.rowsRead
    }
    let filled = 0
    const fill = async (lines: number): Promise<void> => {
      for (let i = 0; i < lines; i += 1_000, filled += 1_000) {
        await db.prepare(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000) insert into audit (at, actor, action, subject) select ?1 + i, 'somebody-' || (i % 7), case i % 50 when 0 then 'export' else 'received' end, 'none-' || (?1 + i) from n`).bind(Date.now() + i).run()
        await db.prepare(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000) insert into looks (subject, person, hour, at) select 'none-' || (?2 + i), 'somebody-' || (i % 7), 1, ?1 + i from n`).bind(Date.now() + i, filled).run()
      }
    }
    const now = Date.now()
    const wishes: readonly (readonly [string, Omit<Parameters<typeof auditPage>[1], 'limit'>, most: number])[] = [
      ['all', {}, 51 * 2 * 8],
      ['a seldom action', { action: 'export' }, 500],
      ['a frequent one', { action: 'received' }, 5 * mostWalked],
      ['one that is not there', { action: 'recall' }, 200],
      ['looks', { action: 'looked' }, 500],
      ['who', { who: 'somebody-3' }, 1_000],
      ['who is nobody', { who: 'nobody' }, 200],
      ['a subject', { subject: records[0] ?? '' }, 200],
      ['days', { from: now - 3_600_000, to: now }, 9 * mostWalked],
      ['of a unit', { scope: { under: 'north', forms: null } }, 9 * mostWalked],
    ]
    await fill(30_000)
    const few = new Map<string, number>()
    for (const [name, wish] of wishes) few.set(name, await read(wish))
    await fill(30_000)
    for (const [name, wish, most] of wishes) {
      const many = await read(wish)
      expect(many, `${name}: ${few.get(name)} and ${many} rows`).toBeLessThanOrEqual(most)
      expect(many - (few.get(name) ?? 0), name).toBeLessThanOrEqual(50)
    }
    console.log('rows read of 30,000 lines and as many looks, and of twice that:', [...few].map(([name, rows]) => `${name} ${rows}`).join(', '))
  }, 120_000)
  test('4 among lines that are not his, page after page, all that are', async () => {
    const mine = await all('placed')
    expect(mine.filter(({ action }) => action === 'received').length).toBe(((await db.prepare("select count(*) as n from submissions where unit = 'n1'").first<{ n: number }>())?.n))
  }, 120_000)
})

describe('5 the page', () => {
  test.each([['vi', 'duyệt', 'xem danh sách phiếu Phiếu thử'], ['en', 'approved', 'looked at the list of records of Phiếu thử']] as const)('5 %s', async (language, approved, looked) => {
    const text = await (await page('keeper', `?who=${people.reviewer}`, language)).text()
    expect(text).toMatch(new RegExp(`<a href="/office/audit\\?who=${people.reviewer}">Hoàng Văn Bốn</a> ${approved} <a href="/office/submissions/${records[0]}">`))
    expect(text).toContain(looked)
    expect(text).not.toContain('Giấu')
  })
  test('5 every action that may be there is said', async () => {
    let at = Date.now() + 1_000_000
    for (const [action, kind] of Object.entries(audited)) {
      if (action === 'looked') continue
      const subject = { record: records[1], token: 'none', person: people.keeper, form: 'trial', register: 'trial_house', indicator: 'trial.records', pair: 'trial_house a b', unit: 'n1' }[kind as string] ?? ''
      await db.prepare('insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, null)').bind(at++, people.keeper, action, subject).run()
    }
    for (const language of ['vi', 'en']) {
      const first = await (await page('keeper', '', language)).text()
      const next = /href="(\/office\/audit\?cursor=[^"]+)"/.exec(first)?.[1] ?? ''
      const text = first + (await (await page('keeper', next.replace('/office/audit', ''), language)).text())
      const lines = [...text.matchAll(/<li>\d\d:\d\d <a [^>]*>Người keeper<\/a> ([^\n]*?)<\/li>/g)].map(([, line = '']) => line)
      expect(lines.length).toBeGreaterThanOrEqual(Object.keys(audited).length - 1)
      expect(lines.filter((line) => /^[a-z]+(_[a-z]+)*:/.test(line) || line.includes('{}') || line.includes('undefined'))).toEqual([])
    }
  })
  test('5 what was done to something stands there under the name that people know', async () => {
    let at = Date.now() + 2_000_000
    await db.prepare("insert into boards values ('roads', 'commune', 'h', '', ?, 'admin', 0)").bind(JSON.stringify({ title: { vi: 'Bảng làm đường' } })).run()
    for (const [action, subject] of [['release', 'roads'], ['target', 'trial.records'], ['resettled', 'trial_house'], ['unlike', 'trial_house a b']]) {
      await db.prepare('insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, null)').bind(at++, people.keeper, action, subject).run()
    }
    const text = await (await page('keeper')).text()
    expect(text).toContain('công bố bảng công khai “Bảng làm đường”')
    expect(text).toMatch(/đặt kế hoạch cho chỉ tiêu “[^”]*\p{Lu}[^”]*” của Phiếu thử/u)
    expect(text).toContain('xếp lại sổ Phiếu thử')
    expect(text).toContain('một cặp trong sổ Phiếu thử')
    await db.prepare("delete from boards where id = 'roads'").run()
  })
  test.each([
    ['?record=0000-00', 'không phải số biên nhận'], ['?from=hôm qua', 'không phải một ngày'], ['?name=Không Có Ai', 'Không có ai tên'], ['?name=Người', 'Hãy chọn:'],
  ])('5 %s', async (query, says) => expect(await (await page('keeper', query)).text()).toContain(says))
  test('5 by name and by receipt', async () => {
    expect(await (await page('keeper', '?name=hoang van bon')).text()).toContain('Đang xem riêng: Hoàng Văn Bốn')
    const receipt = String((await said(await call('GET', `/api/submissions/${records[0]}`, { token: tokens.keeper ?? '' }))).receipt)
    const text = await (await page('keeper', `?record=${receipt}`)).text()
    expect([...text.matchAll(/<li>\d\d:\d\d /g)].length).toBeGreaterThanOrEqual(3)
    expect(await (await page('placed', `?record=${receipt}`)).text()).toContain(receipt)
  })
})

// Last, for later lines come with later numbers.
test('3 by days, wherever they lie', async () => {
  const at = Date.UTC(2031, 5, 10, 3)
  for (let i = 0; i < 40; i++) await db.prepare("insert into audit (at, actor, action, subject) values (?, 'much-later', 'copied', 'installation')").bind(at + Math.floor(i / 10) * 86_400_000).run()
  for (const [from, to, count] of [['2031-06-10', '2031-06-10', 10], ['2031-06-11', '2031-06-12', 20], ['2031-06-13', '2031-06-20', 10], ['2031-06-14', '2031-07-01', 0], ['2020-01-01', '2020-06-09', 0]] as const) {
    expect((await all('keeper', `from=${from}&to=${to}`)).length, from).toBe(count)
  }
  expect((await all('keeper', 'from=2031-06-12')).length).toBe(20)
  expect((await all('keeper', 'to=2020-06-12')).length).toBe(0)
})
