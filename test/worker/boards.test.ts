// Public boards.
// 1  Put in place by an admin: all slips at once, the same again changes nothing.
// 2  Nothing is seen outside before it is released; what was released stays as it is, whatever comes in; another decision takes its place.
// 3  Only what was looked at is released; one decision releases once; only by who answers for the unit, and with a decision and a day.
// 4  From approved records alone; figures about people in fives, the same shift in every release; nothing personal anywhere.
// 6  A board is held against the forms as they are when it is looked at, not as they were when it was put in place.
// 7  What is new since the last release, who released; the release that everyone sees can be taken back, with a reason: the one before it is seen again.
// 8  Two boards tell no more together than each of them. A unit's boards lead to each other. Above the level, entries say where they are.
// 5  The page is small, without script, found by anyone; what is not there is not told from what was never released.
import { beforeAll, describe, expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import { style } from '../../src/view/style.ts'
import { adminToken, call, db, hashOf, home, rows, said, sealed, send, settle, tokenFor, trial } from './visitor.ts'
import type { Loose } from './visitor.ts'

const source = `id: wall
title: Bảng của xã
language: vi
level: commune
sections:
  - { name: work, title: Việc, years: 2, figures: [trial.records, { indicator: toil.labour_days, exact: Luật Thực hiện dân chủ ở cơ sở }] }
`
// The days that people gave, by the law as they are: of other people than those that are protected, for a sum tells of how many it is.
const toil = `id: toil
title: Ngày công
language: vi
date: \${seen_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: date, name: seen_on, label: Ngày }
  - { type: text, name: giver, label: Ai góp, personal: basic }
  - { type: integer, name: labour, label: Ngày công }
indicators:
  - { name: labour_days, label: Ngày công, sum: "\${labour}", unit: công, public: yes }
`
const worked = async (labour: number): Promise<Loose> => {
  const body = { id: crypto.randomUUID(), form: 'toil', version: 1, answers: { village: 'n1', giver: 'Lò Văn Mẫu', labour, seen_on: `${new Date().getFullYear()}-01-05` }, context: { at: Date.now(), zone: 420, seed: 7 } }
  return { ...body, sha256: await hashOf(body) }
}
let tokens: Record<string, string>
let open = ''
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  // What the form shows to everyone: a board shows nothing else.
  open = trial.replace('by: [kind], unit: phiếu', 'by: [kind], unit: phiếu, public: yes').replace('unit: công }', 'unit: công, public: yes }').replace('distinct: unit }', 'distinct: unit, public: yes }')
  expect((await call('POST', '/api/forms', { token: adminToken, body: open, type: 'application/yaml' })).status).toBe(201)
  expect((await call('POST', '/api/forms', { token: adminToken, body: toil, type: 'application/yaml' })).status).toBe(201)
})
const publish = async (text: string, who = 'admin') => call('POST', '/api/boards', { token: tokens[who] ?? '', body: text, type: 'application/yaml' })
const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })
const outside = (path: string): Promise<Response> => call('GET', path, { headers: { accept: 'text/html' } })
const look = async (who = 'reviewer', unit = 'north'): Promise<string> => (await call('GET', `/office/boards/wall?unit=${unit}`, { headers: cookie(who) })).text()
const seen = (page: string): string => /name="seen" value="(\w+)"/.exec(page)?.[1] ?? ''
const post = async (boxes: Record<string, string>, who = 'reviewer', unit = 'north'): Promise<Response> =>
  call('POST', `/office/boards/wall?unit=${unit}`, { headers: { ...cookie(who), origin: home }, body: new URLSearchParams({ day: '1', month: '11', year: '2026', ...boxes }).toString(), type: 'application/x-www-form-urlencoded' })
async function approved(count: number): Promise<void> {
  const all = (await Promise.all(Array.from({ length: count }, async () => [await sealed({ seen_on: `${new Date().getFullYear()}-01-05` }), await worked(7)]))).flat()
  for (let i = 0; i < all.length; i += 50) {
    const part = all.slice(i, i + 50)
    expect((await send(tokens.officer ?? '', part)).status).toBe(200)
    expect((await call('POST', '/api/reviews', { token: tokens.reviewer ?? '', body: JSON.stringify(part.map(({ id }) => ({ id, state: 'approved' }))) })).status).toBe(200)
  }
}

describe('1 put in place', () => {
  test('new, the same, another', async () => {
    expect([(await publish(source)).status, (await publish(source)).status]).toEqual([201, 200])
    expect((await publish(source.replace('Bảng của xã', 'Bảng'))).status).toBe(201)
    expect((await publish(source)).status).toBe(201)
  })
  test('slips', async () => {
    const answer = await publish(source.replace('trial.records', 'trial.nothing').replace('level: commune', 'level: planet'))
    expect([answer.status, (await said(answer)).problems]).toMatchObject([422, [{ code: 'source_shape', line: 4 }, { code: 'indicator_unknown', line: 6 }]])
  })
})

test('1 how many places people are in, beside fewer than five of them', async () => {
  const answer = await publish(source.replace('[trial.records,', '[trial.records, trial.villages,'))
  expect([answer.status, (await said(answer)).problems]).toMatchObject([422, [{ code: 'board_overlap', facts: { indicator: 'trial.records', other: 'trial.villages' } }]])
})

describe('2 3 4 released', () => {
  test('nothing before', async () => {
    await approved(12)
    await send(tokens.officer ?? '', await worked(1000)) // received only
    const answers = await Promise.all(['/board/north', '/board/north/wall', '/board/north/wall/text', '/board/nowhere', '/api/public/boards/north'].map((path) => call('GET', path)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })
  test('what is looked at, by a decision', async () => {
    const page = await look()
    expect(page).toContain('84') // 12 × 7, exact by a rule
    expect(page).not.toContain('1.000')
    const answer = await post({ decision: 'QĐ 12/QĐ-UBND', seen: seen(page) })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/office/boards/wall?unit=north&done=1'])
    const text = await (await outside('/board/north')).text()
    expect(text).toContain('Công bố theo QĐ 12/QĐ-UBND, Chủ nhật, 1/11/2026')
    expect(text).toContain('Bảng của xã')
    const records = /Số phiếu[^≈]*<strong>≈ (\d+)<\/strong>/.exec(text)?.[1]
    expect(['10', '15']).toContain(records)
    expect(text).not.toMatch(/Lò Văn Mẫu|Chủ hộ/)
  })
  test('4 which way it is rounded is drawn by a secret of this place, and the same each time', async () => {
    const had = await db.prepare(`select value from secrets where name = 'shift'`).first<{ value: string }>()
    const set = (value: string): Promise<unknown> => db.prepare(`update secrets set value = ? where name = 'shift'`).bind(value).run()
    const shown = async (): Promise<string> => /Số phiếu[^≈]*<strong>≈ (\d+)<\/strong>/.exec(await look())?.[1] ?? ''
    const drawn: string[] = []
    for (let i = 0; i < 12; i++) {
      await set(`secret of a test ${i}`)
      const [once, again] = [await shown(), await shown()]
      expect(again).toBe(once)
      drawn.push(once)
    }
    await set(had?.value ?? '')
    // Twelve people: ten or fifteen.
    expect([...new Set(drawn)].sort()).toEqual(['10', '15'])
  })
  test('the same decision again releases nothing', async () => {
    const before = await rows()
    expect((await post({ decision: 'QĐ 12/QĐ-UBND', seen: seen(await look()) })).headers.get('location')).toBe('/office/boards/wall?unit=north&done=0')
    expect(await rows()).toEqual(before)
    expect((await db.prepare('select count(*) as n from releases').first<{ n: number }>())?.n).toBe(1)
  })
  test('what came in since is not outside, and what was looked at before cannot be released', async () => {
    const page = await look()
    await approved(10)
    expect(await (await outside('/board/north')).text()).toContain('>84<')
    const answer = await post({ decision: 'QĐ 13', seen: seen(page) })
    expect([answer.status, (await answer.text()).includes('vừa thay đổi')]).toEqual([409, true])
    expect((await post({ decision: 'QĐ 13', seen: seen(await look()) })).status).toBe(303)
    const text = await (await outside('/board/north/wall')).text()
    expect([text.includes('>154<'), text.includes('QĐ 13')]).toEqual([true, true])
    expect(await (await outside('/board/north/wall/text')).text()).toMatch(/^Kính thưa bà con! Bảng của xã, Thôn Bản north/)
    expect(await said(await call('GET', '/api/public/boards/north'))).toMatchObject({ number: 2, decision: 'QĐ 13', content: { unit: 'north' } })
  })
  test('while figures are counted anew nothing is released, and it is said', async () => {
    const [page, before] = [await look(), await db.prepare('select count(*) as n from releases').first('n')]
    await db.prepare(`insert into recounts (subject, indicators, after, until, changed, began_at, by) values ('form toil', '["toil.labour_days"]', '', 1, 0, 1, 'admin')`).run()
    const half = await look()
    expect([half.includes('Đang tính lại theo bản mới'), seen(half)]).toEqual([true, seen(page)])
    expect((await post({ decision: 'QĐ 13b', seen: seen(half) })).status).toBe(409)
    expect(await db.prepare('select count(*) as n from releases').first('n')).toBe(before)
    await db.prepare('delete from recounts').run()
    expect((await look()).includes('Đang tính lại theo bản mới')).toBe(false)
  })
  test('30 releases, one record more each: the rounded figure moves in fives', async () => {
    const shown: number[] = []
    for (let i = 0; i < 30; i++) {
      await approved(1)
      shown.push(Number(/Số phiếu[^≈]*<strong>≈ (\d+)<\/strong>/.exec(await look())?.[1]))
    }
    const steps = shown.slice(1).map((one, i) => one - (shown[i] ?? 0))
    expect([steps.every((one) => one === 0 || one === 5), steps.filter((one) => one === 5).length]).toEqual([true, Math.round(((shown[29] ?? 0) - (shown[0] ?? 0)) / 5)])
    expect(shown[29]).toBeGreaterThan(shown[0] ?? 0)
  })
  test.each([
    ['no decision', { decision: ' ' }, 'Hãy ghi số và tên quyết định'], ['no such day', { decision: 'QĐ 14', day: '31' }, 'Ngày này không có'], ['tomorrow’s year', { decision: 'QĐ 14', year: '2999' }, 'Ngày này không có'],
  ])('%s', async (_, boxes, says) => {
    const before = await rows()
    const answer = await post({ seen: seen(await look()), ...boxes })
    expect([answer.status, (await answer.text()).includes(says)]).toEqual([422, true])
    expect(await rows()).toEqual(before)
  })
  test.each([['viewer', 403], ['officer', 403], ['far', 404]])('%s releases nothing: %i', async (who, status) => {
    expect((await post({ decision: 'QĐ 15', seen: 'x' }, who)).status).toBe(status)
  })
  test('who has only some forms has no board', async () => {
    tokens.some = (await tokenFor('Tẩn Thị Mười', 'reviewer', 'north', { forms: ['trial'] })).token
    expect([(await call('GET', '/office/boards/wall?unit=north', { headers: cookie('some') })).status, (await post({ decision: 'QĐ 16', seen: 'x' }, 'some')).status]).toEqual([404, 404])
  })
  test('the office’s list holds what is theirs', async () => {
    const list = async (who: string): Promise<string> => (await call('GET', '/office/boards', { headers: cookie(who) })).text()
    const own = await list('reviewer')
    expect([own.includes('unit=north'), own.includes('unit=south'), own.includes('unit=p"')]).toEqual([true, false, false])
    expect((await list('admin')).includes('unit=p"')).toBe(true)
  })
})

describe('5 the page', () => {
  test('small, without script', async () => {
    const answer = await outside('/board/north')
    const text = await answer.text()
    expect(text).not.toContain('<script')
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=60'])
    expect(gzipSync(text).length + gzipSync(style).length).toBeLessThanOrEqual(14_000)
  })
  test('not there and never released are one answer', async () => {
    const [none, never] = await Promise.all([outside('/board/nowhere'), outside('/board/south')])
    expect([none.status, (await none.text()).replaceAll('nowhere', 'south')]).toEqual([404, await never.text()])
  })
})

describe('6 what a form marks later', () => {
  const list = (register: string): string => `id: wall\ntitle: Bảng\nlanguage: vi\nlevel: commune\nsections:\n  - { name: work, title: Việc, register: ${register}, columns: [{ column: title, label: Việc }] }\n`
  const job = `id: job
title: Việc làng
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: text, name: title, label: Tên việc }
registers:
  - { register: work_list, label: "\${title}", unit: "\${village}", columns: { title: "\${title}" } }
`
  test('a column that becomes personal is shown and released no more', async () => {
    expect([(await publish(list('work_list'))).status, (await call('POST', '/api/forms', { token: adminToken, body: job, type: 'application/yaml' })).status, (await publish(list('work_list'))).status]).toEqual([422, 201, 201])
    const body = { id: crypto.randomUUID(), form: 'job', version: 1, answers: { village: 'n1', title: 'Mở đường' }, context: { at: Date.now(), zone: 420, seed: 7 } }
    expect((await send(tokens.officer ?? '', { ...body, sha256: await hashOf(body) })).status).toBe(201)
    expect((await call('POST', `/api/submissions/${body.id}/review`, { token: tokens.reviewer ?? '', body: '{"state":"approved"}' })).status).toBe(200)
    const page = await look()
    expect(page).toContain('Mở đường')
    for (const form of [job.replace('label: Tên việc', 'label: Tên việc, personal: basic'), job]) {
      expect((await call('POST', '/api/forms', { token: adminToken, body: form, type: 'application/yaml' })).status).toBe(201)
      const after = await call('GET', '/office/boards/wall?unit=north', { headers: cookie('reviewer') })
      // Marked no more is marked: what was told under it is there yet.
      expect([after.status, (await after.text()).includes('Mở đường')]).toEqual([422, false])
      expect((await post({ decision: 'QĐ 99', seen: seen(page) })).status).toBe(422)
    }
    expect((await db.prepare(`select count(*) as n from releases where decision = 'QĐ 99'`).first<{ n: number }>())?.n).toBe(0)
  })
  test('entries that were called by persons before are listed on none', async () => {
    // Houses by their work now; those of before are called as they were.
    const named = open.replace('register: trial_house, label: "${head_name}"', 'register: trial_house, label: "${title}"')
    expect([(await call('POST', '/api/forms', { token: adminToken, body: named, type: 'application/yaml' })).status, (await publish(list('trial_house'))).status]).toEqual([201, 422])
  })
})

describe('7 taken back', () => {
  const back = async (boxes: Record<string, string>, who = 'reviewer'): Promise<Response> =>
    call('POST', '/office/boards/wall/recall?unit=north', { headers: { ...cookie(who), origin: home }, body: new URLSearchParams(boxes).toString(), type: 'application/x-www-form-urlencoded' })
  const numbers = async (): Promise<unknown> => (await said(await call('GET', '/api/public/boards/north'))).number
  beforeAll(async () => {
    expect((await call('POST', '/api/forms', { token: adminToken, body: open, type: 'application/yaml' })).status).toBe(201)
    expect((await publish(source)).status).toBe(201)
    expect((await post({ decision: 'QĐ 20', seen: seen(await look()) })).status).toBe(303)
  })
  test('what is new, as it is shown', async () => {
    expect(await look()).toContain('Không có gì khác')
    await approved(1)
    const page = await look()
    expect(page).toMatch(/Có gì mới so với[\s\S]*Ngày công[\s\S]*<td>\d[\d.]*\u00a0?[^<]*<\/td><td><strong>\d/)
    expect(page).toContain('Mọi người đang thấy')
  })
  test.each([['no reason', { number: '3', reason: ' ' }, 422], ['a viewer', { number: '3', reason: 'x' }, 403], ['far', { number: '3', reason: 'x' }, 404]] as const)('%s', async (who, boxes, status) => {
    const before = await rows()
    expect((await back(boxes, who === 'a viewer' ? 'viewer' : who === 'far' ? 'far' : 'reviewer')).status).toBe(status)
    expect(await rows()).toEqual(before)
  })
  test('the one before is seen again; twice is once; another decision releases anew', async () => {
    const number = Number(await numbers())
    const done = await back({ number: String(number), reason: 'Ghi nhầm số công' })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/office/boards/wall?unit=north&done=back'])
    expect(await numbers()).toBe(number - 1)
    const before = await rows()
    expect((await back({ number: String(number), reason: 'Ghi nhầm số công' })).headers.get('location')).toContain('done=gone')
    expect(await rows()).toEqual(before)
    const page = await look()
    expect([page.includes('Đã rút lại'), page.includes('Ghi nhầm số công')]).toEqual([true, true])
    expect((await post({ decision: 'QĐ 20', seen: seen(page) })).headers.get('location')).toContain('done=0')
    expect((await post({ decision: 'QĐ 21', seen: seen(await look()) })).headers.get('location')).toContain('done=1')
    expect(await numbers()).toBe(number + 1)
    const { results } = await db.prepare(`select actor, action, subject, detail from audit where action = 'recall'`).all()
    expect(results).toMatchObject([{ action: 'recall', subject: 'wall', detail: `["north",${number},"Ghi nhầm số công"]` }])
  })
  test('all of them: nothing is seen', async () => {
    for (let left = 10; left > 0 && (await outside('/board/north')).status === 200; left--) await back({ number: String(await numbers()), reason: 'Thử' })
    expect([(await outside('/board/north')).status, (await outside('/board/north/wall/text')).status, (await call('GET', '/api/public/boards/north')).status]).toEqual([404, 404, 404])
  })
})

describe('8 boards together', () => {
  const other = (sections: string, level = 'commune'): string => `id: other\ntitle: Bảng kia\nlanguage: vi\nlevel: ${level}\nsections:\n${sections}`
  test.each([
    ['as it is, what the other protects', other('  - { name: a, title: A, figures: [{ indicator: trial.records, exact: Luật }] }\n'), 422], ['protected at another level', other('  - { name: a, title: A, figures: [trial.records] }\n', 'village'), 422], ['the same', other('  - { name: a, title: A, figures: [trial.records] }\n'), 201],
  ])('%s', async (_, text, status) => {
    const answer = await publish(text)
    expect(answer.status).toBe(status)
    if (status === 422) expect((await said(answer)).problems).toMatchObject([{ code: 'board_overlap', facts: { indicator: 'trial.records', board: 'wall' } }])
  })
  test('they lead to each other', async () => {
    expect((await post({ decision: 'QĐ 30', seen: seen(await look()) })).status).toBe(303)
    const page = await (await call('GET', '/office/boards/other?unit=north', { headers: cookie('reviewer') })).text()
    const answer = await call('POST', '/office/boards/other?unit=north', { headers: { ...cookie('reviewer'), origin: home }, body: new URLSearchParams({ decision: 'QĐ 30', day: '1', month: '11', year: '2026', seen: seen(page) }).toString(), type: 'application/x-www-form-urlencoded' })
    expect(answer.status).toBe(303)
    expect(await (await outside('/board/north/wall')).text()).toContain('href="/board/north/other"')
    expect(await (await outside('/board/north/other')).text()).toContain('href="/board/north/wall"')
  })
  test('figures of each entry, and where they are', async () => {
    const jobs = `
id: jobs
title: Việc
language: vi
date: \${seen_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: date, name: seen_on, label: Ngày }
  - { type: text, name: title, label: Đường nào }
  - { type: entry way, name: way, label: Đường nào }
  - { type: entry way, name: beside, label: Gần đường nào }
  - { type: integer, name: days, label: Công }
registers:
  - { register: way, create_if: "\${title} != ''", label: "\${title}", unit: "\${village}", columns: { told_on: "\${seen_on}", beside: "\${beside}" } }
indicators:
  - { name: days, label: Ngày công, sum: "\${days}", by: [way], unit: công, public: yes }
`
    expect((await call('POST', '/api/forms', { token: adminToken, body: jobs, type: 'application/yaml' })).status).toBe(201)
    const ways = await publish(`id: ways\ntitle: Đường\nlanguage: vi\nlevel: commune\nsections:\n  - { name: a, title: Từng đường, register: way, columns: [{ column: label, label: Đường }, { figure: jobs.days }, { column: beside, label: Gần }], updated: told_on }\n`)
    expect(ways.status, await ways.text()).toBe(201)
    const first = await sealed({}, { form: 'jobs', answers: { village: 'n1', seen_on: '2026-01-05', title: 'Đường lên bản' } })
    const entry = `${first.id}`
    const approve = async (one: Record<string, unknown>): Promise<void> => {
      const sent = await send(tokens.officer ?? '', one)
      expect(sent.status, await sent.text()).toBe(201)
      expect((await call('POST', '/api/reviews', { token: tokens.reviewer ?? '', body: JSON.stringify([{ id: one.id, state: 'approved' }]) })).status).toBe(200)
    }
    await approve(first)
    await approve(await sealed({}, { form: 'jobs', answers: { village: 'n2', seen_on: '2026-01-06', title: 'Đường ra suối', beside: entry } }))
    for (const days of [7, 5]) await approve(await sealed({}, { form: 'jobs', answers: { village: 'n1', seen_on: '2026-01-07', way: entry, days } }))
    const page = async (unit: string, who: string): Promise<string> => (await (await call('GET', `/office/boards/ways?unit=${unit}`, { headers: cookie(who) })).text()).replace(/<[^>]*>/g, '|').replace(/\|+/g, '|')
    const own = await page('north', 'reviewer')
    expect(own).toContain('|Đường lên bản |Quá 90 ngày chưa có số mới|12|–|')
    expect(own).toContain('|Đường ra suối |Quá 90 ngày chưa có số mới|0|Đường lên bản|')
    expect(await page('p', 'admin')).toContain('|Đường lên bản |Quá 90 ngày chưa có số mới|Bản north|12|')
  })
})
