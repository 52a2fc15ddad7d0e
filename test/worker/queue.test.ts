// What waits for the office, and many decided at once.
// 1  Over the API: one outcome each, in order; what cannot be decided does not stop the others; the sums are those of one by one; again changes nothing.
// 2  Each heap holds what it says, within the reader's unit; counted, also place by place; pages follow each other.
//    Asked for no heap, the page opens where something lies: what waits for the reader, else what else somebody should look at.
// 3  The page decides on those chosen, or on all without anything to look at; without a choice, a decision or a comment nothing happens and it is said.
// 4  All that waits, over forms and places: counted as the heaps hold, the oldest first, within the reader's unit and forms; what is read is the same for a hundred waiting and for ten thousand.
// 5  Side by side: a correction and what it corrects, two that disagree; masked for who may not see.
import { beforeAll, describe, expect, test } from 'vitest'
import { countHeaps } from '../../src/store/heaps.ts'
import { limited } from '../limits.ts'
import { adminToken, call, counted, db, home, rows, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.other = (await tokenFor('Tẩn Văn Chín', 'reviewer', 'p')).token
})

async function sent(answers: Loose = {}, who = 'officer', more: Loose = {}): Promise<string> {
  const one = await sealed(answers, more)
  const answer = await send(tokens[who] ?? '', one)
  if (![201, 409, 422].includes(answer.status)) throw new Error(await answer.text())
  return one.id as string
}
const decide = async (list: readonly Loose[], who = 'reviewer') => call('POST', '/api/reviews', { token: tokens[who] ?? '', body: JSON.stringify(list) })
const outcomes = async (list: readonly Loose[], who = 'reviewer'): Promise<unknown> => (await said(await decide(list, who))).reviews

test('2 asked for no heap', async () => {
  const seen = async (): Promise<string | undefined> => {
    const html = await (await call('GET', '/office/trial/queue', { headers: { cookie: `__Host-phieu=${tokens.reviewer ?? ''}`, accept: 'text/html' } })).text()
    return /href="\/office\/trial\/queue\?heap=(\w+)" aria-current="page"/.exec(html)?.[1]
  }
  expect(await seen()).toBe('received')
  const one = await sent()
  await decide([{ id: one, state: 'returned', comment: 'Sai thôn', question: 'village' }])
  expect(await seen()).toBe('returned')
  const two = await sent()
  expect(await seen()).toBe('received')
  await decide([{ id: two, state: 'rejected', comment: 'Gửi thử' }])
  expect(await seen()).toBe('returned')
  await decide([{ id: one, state: 'rejected', comment: 'Gửi thử' }])
  expect(await seen()).toBe('received')
})

describe('1 many over the API', () => {
  test('in order, each its own', async () => {
    const [one, two, own, far] = [await sent({ labour: 5 }), await sent({ labour: 7 }), await sent({ labour: 3 }, 'reviewer'), await sent({ village: 's1', labour: 100 }, 'stranger')]
    const none = '01a00000-0000-7000-8000-000000000000'
    const list = [{ id: one, state: 'approved' }, { id: far, state: 'approved' }, { id: two, state: 'returned', comment: 'Sai thôn', question: 'village' }, { id: none, state: 'approved' }, { id: own, state: 'approved' }]
    expect(await outcomes(list)).toMatchObject([
      { id: one, fault: null, state: 'approved', changed: true }, { id: far, fault: 'not_found', state: null, receipt: '' }, { id: two, fault: null, state: 'returned' }, { id: none, fault: 'not_found' }, { id: own, fault: 'own_work' },
    ])
    const [before, sums] = [await rows(), await counted()]
    expect(await outcomes([{ id: one, state: 'approved' }])).toMatchObject([{ changed: false }])
    expect([await rows(), await counted()]).toEqual([before, sums])
    const approved = await said(await call('GET', '/api/aggregates/trial/labour_days?state=approved&under=north', { token: adminToken }))
    expect((approved.total as unknown as { value: number }).value).toBe(5)
  })
  test('a hundred in one batch, as one by one', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, async (_, i) => sealed({ labour: i })))
    expect((await send(tokens.officer ?? '', all)).status).toBe(200)
    const ids = all.map(({ id }) => id as string)
    expect(((await outcomes(ids.map((id) => ({ id, state: 'approved' })))) as { changed: boolean }[]).every(({ changed }) => changed)).toBe(true)
    const { results } = await db.prepare(`select count(distinct at) as times, count(*) as lines from audit where action = 'approved' and subject in (select value from json_each(?))`).bind(JSON.stringify(ids)).all()
    expect(results).toEqual([{ times: 1, lines: 100 }])
  })
  test.each([[[]], [Array.from({ length: 101 }, () => ({ id: '01a00000-0000-7000-8000-000000000000', state: 'approved' }))], [[{ id: 'x', state: 'approved' }]], [[{ id: '01a00000-0000-7000-8000-000000000000', state: 'gone' }]]] as readonly (readonly [readonly Loose[]])[])('not taken: %#', async (list) => {
    expect((await decide(list)).status).toBe(400)
  })
  test('one without a comment: nothing is decided', async () => {
    const [one, two] = [await sent(), await sent()]
    const before = await rows()
    expect((await decide([{ id: one, state: 'approved' }, { id: two, state: 'rejected', comment: ' ' }])).status).toBe(422)
    expect(await rows()).toEqual(before)
  })
})

const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })
const see = async (query = '', who = 'reviewer'): Promise<string> => (await call('GET', `/office/trial/queue${query}`, { headers: cookie(who) })).text()
const stampOf = async (id: string): Promise<number> => (await db.prepare('select stamp from submissions where id = ?').bind(id).first<{ stamp: number }>())?.stamp ?? 0
// Boxes as the page has them: an id with the stamp that it shows.
const post = async (given: readonly (readonly [string, string])[], who = 'reviewer', query = ''): Promise<Response> => {
  const boxes = await Promise.all(given.map(async ([name, value]) => [name, ['id', 'plain', 'odd'].includes(name) && !value.includes(':') ? `${value}:${await stampOf(value)}` : value] as const))
  return raw(boxes, who, query)
}
const raw = async (boxes: readonly (readonly [string, string])[], who = 'reviewer', query = ''): Promise<Response> =>
  call('POST', `/office/trial/queue${query}`, { headers: { ...cookie(who), origin: home }, body: new URLSearchParams(boxes.map(([name, value]) => [name, value])).toString(), type: 'application/x-www-form-urlencoded' })

describe('2 heaps', () => {
  let ids: Record<string, string>
  beforeAll(async () => {
    ids = { plain: await sent({ village: 'n2', title: 'Bình thường' }), odd: await sent({ village: 'n2', title: 'Lạ', labour: 0 }, 'officer', { reasons: { labour: 'không ai làm' } }), refused: await sent({ village: 'n2', labour: 'x' }) }
    ids.conflict = await sent({ village: 'n2', title: 'Bản một' })
    await sent({ village: 'n2', title: 'Bản hai' }, 'officer', { id: ids.conflict })
    ids.returned = await sent({ village: 'n2' })
    await outcomes([{ id: ids.returned, state: 'returned', comment: 'Hỏi lại' }])
  })
  test.each([['received', ['plain', 'odd', 'conflict']], ['flagged', ['odd']], ['conflict', ['conflict']], ['returned', ['returned']], ['refused', ['refused']]])('%s', async (heap, wanted) => {
    const text = await see(`?heap=${heap}&unit=n2`)
    expect(Object.keys(ids).filter((name) => text.includes(ids[name] ?? '')).sort()).toEqual([...wanted].sort())
  })
  test('counted, and by place', async () => {
    const text = await see('?heap=refused', 'other')
    expect(text).toContain('Chưa hợp lệ: 1')
    await sent({ village: 's1', labour: 'y' }, 'stranger')
    const both = await see('?heap=refused', 'other')
    expect([both.includes('Chưa hợp lệ: 2'), both.includes('heap=refused&amp;unit=north'), both.includes('heap=refused&amp;unit=south')]).toEqual([true, true, true])
  })
  test('nothing of another unit', async () => {
    expect(await see('?heap=received', 'far')).not.toContain(ids.plain)
    expect(await see('?heap=received&unit=north', 'far')).not.toContain(ids.plain)
  })
  test('pages follow each other, none twice, none left out', async () => {
    const found: string[] = []
    let address = '?heap=approved'
    for (let page = 0; page < 5; page++) {
      const text = await see(address)
      found.push(...[...text.matchAll(/<th scope="row"><a href="\/office\/submissions\/([\w-]+)"/g)].map((one) => one[1] ?? ''))
      const next = /href="\/office\/trial\/queue(\?[^"]*cursor=[^"]*)"/.exec(text)?.[1]
      if (next === undefined) break
      address = next.replaceAll('&amp;', '&')
    }
    expect([found.length, new Set(found).size]).toEqual([101, 101])
  })
  test('a label that a viewer may not see', async () => {
    expect(await see('?heap=received', 'viewer')).not.toContain('Lò Văn Mẫu')
    expect(await see('?heap=received')).toContain('Lò Văn Mẫu')
    expect(await see('?heap=received', 'viewer')).not.toContain('name="id"')
  })
})

describe('3 deciding on the page', () => {
  test('those chosen', async () => {
    const [one, two] = [await sent(), await sent()]
    const answer = await post([['id', one], ['id', two], ['state', 'approved']], 'reviewer', '?heap=received')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/office/trial/queue?heap=received&done=2&left=0'])
    expect(await see('?heap=received&done=2&left=0')).toContain('Đã ghi quyết định cho 2 phiếu.')
  })
  test('all without anything to look at', async () => {
    const [plain, odd] = [await sent(), await sent({ labour: 0 }, 'officer', { reasons: { labour: 'nghỉ' } })]
    const text = await see('?heap=received')
    expect([text.includes(`name="plain" value="${plain}:`), text.includes(`name="odd" value="${odd}:`)]).toEqual([true, true])
    await post([['plain', plain], ['odd', odd], ['all', 'plain'], ['state', 'approved']])
    expect([(await said(await call('GET', `/api/submissions/${plain}`, { token: tokens.reviewer ?? '' }))).state, (await said(await call('GET', `/api/submissions/${odd}`, { token: tokens.reviewer ?? '' }))).state]).toEqual(['approved', 'received'])
  })
  test('what was corrected since it was looked at is not decided on unseen', async () => {
    const id = await sent({ labour: 47 })
    const stamp = await stampOf(id)
    await sent({ labour: 470 }, 'officer', { id, base: 1 })
    expect((await raw([['id', `${id}:${stamp}`], ['state', 'approved']])).headers.get('location')).toBe('/office/trial/queue?done=0&left=1')
    expect(await outcomes([{ id, state: 'approved', seen: stamp }])).toMatchObject([{ fault: 'moved', state: null }])
    expect((await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state: 'approved', seen: stamp }) })).status).toBe(409)
    const { stamp: now } = await said(await call('GET', `/api/submissions/${id}`, { token: tokens.reviewer ?? '' }))
    expect(await outcomes([{ id, state: 'approved', seen: now }])).toMatchObject([{ fault: null, state: 'approved' }])
  })
  test('own and others’ are left, and told', async () => {
    const [own, far] = [await sent({}, 'reviewer'), await sent({ village: 's1' }, 'stranger')]
    expect((await post([['id', own], ['id', far], ['state', 'approved']])).headers.get('location')).toBe('/office/trial/queue?done=0&left=2')
  })
  test.each([['none', [['state', 'approved']]], ['state', [['id', 'ID']]], ['comment', [['id', 'ID'], ['state', 'returned'], ['comment', '  ']]]] as const)('wrong=%s', async (why, boxes) => {
    const id = await sent()
    const before = await rows()
    const answer = await post(boxes.map(([name, value]) => [name, value === 'ID' ? id : value] as const))
    expect(answer.headers.get('location')).toBe(`/office/trial/queue?wrong=${why}#decide`)
    expect(await rows()).toEqual(before)
    expect(await see(`?wrong=${why}`)).toContain('role="alert"')
  })
  test.each([['viewer', 403], ['officer', 403], ['admin', 403]])('%s: %i', async (who, status) => {
    expect((await post([['id', await sent()], ['state', 'approved']], who)).status).toBe(status)
  })
  test('a form that is not there', async () => {
    expect((await call('GET', '/office/nothing/queue', { headers: cookie('reviewer') })).status).toBe(404)
  })
})

describe('4 all that waits', () => {
  const all = async (who = 'reviewer', query = ''): Promise<string> => (await call('GET', `/office/queue${query}`, { headers: cookie(who) })).text()
  // What is read of a place, as it stands on the page.
  const line = (text: string, place: string): string => (new RegExp(`<summary><h2>${place}: ([\\s\\S]*?)</details>`).exec(text)?.[1] ?? '').replace(/<span class="away">[^<]*<\/span>/g, '').replace(/<\/?(?:h2|li|p)>/g, ' ').replace(/<[^>]+>/g, '').replace(/\s+/g, ' ').trim()
  test('as many as lie in each heap, each a way into it', async () => {
    const inHeap = async (heap: string): Promise<number> => {
      const { n } = (await db.prepare(`select count(*) as n from submissions where form = 'trial' and unit in ('north', 'n1', 'n2') and case ?1 when 'flagged' then flags is not null and state = 'received' when 'conflict' then conflicts > 0 else state = ?1 end`).bind(heap).first<{ n: number }>()) ?? { n: -1 }
      return n
    }
    const text = await all()
    const counts = await Promise.all(['received', 'flagged', 'conflict', 'returned'].map(inHeap))
    expect(counts.every((count) => count > 0)).toBe(true)
    const [received, flagged, conflict, returned] = counts
    expect(line(text, 'Thôn Bản north')).toBe(`${received} phiếu chờ bạn, lâu nhất hôm nay Phiếu thử: ${received} Chờ lâu nhất: hôm nay · Có điểm cần xem: ${flagged} · Trùng lệch: ${conflict} · Đã trả lại: ${returned}`)
    expect(text).toContain(`Chờ bạn duyệt: ${received}`)
    expect(text).toContain('href="/office/trial/queue?heap=flagged&amp;unit=north"')
    expect(text).not.toContain('Thôn Bản south')
  })
  test('the longest wait comes first, and is told', async () => {
    const id = await sent({ village: 's1' }, 'stranger')
    await db.batch([
      db.prepare(`update submissions set received_at = received_at - 9 * 86400000 where unit = 's1' and state = 'received'`),
      db.prepare(`update tallies set period = date((select received_at from submissions where id = ?) / 1000 + 25200, 'unixepoch') where indicator = 'trial.?' and unit = 's1' and member = 'received'`).bind(id),
    ])
    const text = await all('other')
    expect(text.indexOf('<summary><h2>Thôn Bản south')).toBeGreaterThan(0)
    expect(text.indexOf('<summary><h2>Thôn Bản south')).toBeLessThan(text.indexOf('<summary><h2>Thôn Bản north'))
    expect(text).toMatch(/Chờ lâu nhất: <a href="\/office\/trial\/queue\?heap=received&amp;unit=south">Phiếu thử, Thôn Bản south<\/a>: từ [^<]+<strong>9 ngày/)
    const only = await all('other', '?unit=north')
    expect([only.includes('<h2>Thôn Bản north'), only.includes('<h2>Thôn Bản south')]).toEqual([true, false])
    // Decided: nobody waits there any more.
    const { results } = await db.prepare(`select id from submissions where unit = 's1' and state = 'received'`).all<{ id: string }>()
    await outcomes(results.map((row) => ({ id: row.id, state: 'approved' })), 'far')
    expect(line(await all('other'), 'Thôn Bản south')).not.toMatch(/\d phiếu chờ bạn/)
  })
  test('of one form its places, without a fold', async () => {
    const text = await all('other', '?form=trial')
    expect(text).toMatch(/<li><a class="whole" href="\/office\/trial\/queue\?heap=received&amp;unit=north">Thôn Bản north: [1-9]/)
    expect(text).not.toContain('<summary><h2>')
  })
  test('officers have none, another’s forms are not told of', async () => {
    expect((await call('GET', '/office/queue', { headers: cookie('officer') })).status).toBe(403)
    const { token } = await tokenFor('Bàn Thị Mười', 'reviewer', 'north', { forms: [] })
    tokens.formless = token
    expect(await all('formless')).toContain('Không có phiếu nào chờ.')
  })
  test('rows read', async () => {
    const read = async (): Promise<number> => {
      const seen = limited(db)
      await countHeaps(seen.db, ['trial', 'mass'], ['p'])
      return seen.seen.rowsRead
    }
    const fill = async (from: number, to: number): Promise<void> => {
      await db.batch([
        db.prepare(`with n (i) as (select ?1 union all select i + 1 from n where i < ?2)
          insert into submissions (id, form, version, revision, state, unit, day, author, label, fold, conflicts, counts_received, counts_approved, received_at, stamp)
          select 'mass-' || i, 'mass', 1, 1, 'received', 'n1', '2026-11-01', 'x', '', '', 0, 1, 0, 1790000000000, 1 from n`).bind(from, to - 1),
        db.prepare(`insert into tallies values ('mass.?', 'received', 'heap', 'n1', '2026-09-21', 'received', ?1) on conflict do update set amount = amount + excluded.amount`).bind(to - from),
      ])
    }
    await fill(0, 100)
    const few = await read()
    await fill(100, 10_000)
    expect(await read()).toBe(few)
    expect(few).toBeLessThan(100)
    expect((await countHeaps(db, ['mass'], ['p'])).map(({ count, since }) => [count, since])).toEqual([[10_000, '2026-09-21']])
    await db.prepare(`delete from submissions where form = 'mass'`).run()
    await db.prepare(`delete from tallies where indicator = 'mass.?'`).run()
  })
})

describe('5 side by side', () => {
  const page = async (id: string, who = 'reviewer', query = ''): Promise<string> => (await call('GET', `/office/submissions/${id}${query}`, { headers: cookie(who) })).text()
  test('a correction and what it corrects', async () => {
    const id = await sent({ labour: 15 })
    await sent({ labour: 1500, head_name: 'Lò Văn Khác' }, 'officer', { id, base: 1 })
    const text = await page(id)
    expect(text).toContain('Bản 2 sửa gì so với bản 1')
    expect(text).toMatch(/Ngày công<\/th><td>15<\/td><td><strong>1\.500/)
    expect(text).toContain(`/office/submissions/${id}?compare=1-2#compare-1-2`)
    const masked = await page(id, 'viewer')
    expect([masked.includes('Lò Văn'), /Chủ hộ<\/th><td>đã che[^<]*<\/td><td><strong>đã che/.test(masked)]).toEqual([false, true])
  })
  test('two that disagree', async () => {
    const id = await sent({ title: 'Bản một' })
    await sent({ title: 'Bản hai' }, 'officer', { id })
    const text = await page(id)
    expect(text).toContain('Hai bản trùng lệch: bản 1 đang tính, bản 2 để riêng')
    expect(text).toMatch(/Tên việc<\/th><td>Bản một<\/td><td><strong>Bản hai/)
  })
  test.each(['?compare=1-9', '?compare=0-0', '?compare=a-b', '?compare=1-1'])('%s shows no table', async (query) => {
    const id = await sent()
    const answer = await call('GET', `/office/submissions/${id}${query}`, { headers: cookie('reviewer') })
    expect([answer.status, (await answer.text()).includes('id="compare-')]).toEqual([200, false])
  })
})
