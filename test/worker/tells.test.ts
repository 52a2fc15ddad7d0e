// An admin who may not see persons writes forms: nothing that he publishes tells him, or anybody who sees figures, what somebody answered.
// 1  What an earlier version marks stays personal: marked no more, or worked out from it, it is no group of a figure.
// 2  A figure that looks at personal answers as none before is published by who may see those, or by the deployment's admin; nor does a look before publishing tell it.
// 3  What is there goes on being his to publish: other words, other questions, the same figures; an earlier version again.
// 4  A board counts people where any version asked for them: marked no more, or asked no more, they stay protected.
// 5  What is worked out only where a personal answer fits is left out for him, too.
import { beforeAll, expect, test } from 'vitest'
import { adminToken, call, db, hashOf, said, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

interface Parts {
  readonly mark?: string
  readonly asks?: string
  readonly more?: string
  readonly figure?: string
  readonly title?: string
}
const clinic = ({ mark = ', personal: basic', asks, more = '', figure = '', title = 'Khám' }: Parts = {}): string => `
id: clinic
title: ${title}
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
${asks ?? `  - { type: text, name: who, label: Ai${mark} }\n  - { type: year, name: born, label: Năm sinh${mark} }`}
${more}
indicators:
  - { name: visits, label: Lượt, count: yes, public: yes }
  - { name: grown, label: Người lớn, count: yes${asks === undefined ? ', where: "${born} < 2008"' : ''} }
${figure === '' ? '' : `  - { name: spy, label: Dò, ${figure} }`}
`
const copy = "  - { type: calculate, name: copy, calculation: '${who}' }"
const tokens: Record<string, string> = {}
const publish = async (who: string, parts: Parts, query = ''): Promise<readonly [number, readonly string[], string]> => {
  const answer = await call('POST', `/api/forms${query}`, { token: tokens[who] ?? '', body: clinic(parts), type: 'application/yaml' })
  const text = await answer.text()
  return [answer.status, ((JSON.parse(text) as Loose).problems as { code: string; line: number }[] | undefined)?.map(({ code }) => code) ?? [], text]
}
const sent = async (version: number, who: string, more: Loose = {}): Promise<string> => {
  const body = { id: crypto.randomUUID(), form: 'clinic', version, answers: { village: 'n1', who, born: 1980, ...more }, context: { at: Date.now(), zone: 420, seed: 7 } }
  const answer = await send(tokens.officer ?? '', { ...body, sha256: await hashOf(body) })
  expect([answer.status, (await said(answer)).problems]).toEqual([201, []])
  expect((await call('POST', `/api/submissions/${body.id}/review`, { token: tokens.reviewer ?? '', body: '{"state":"approved"}' })).status).toBe(200)
  return body.id
}
const latest = async (): Promise<number> => (await said(await call('GET', '/api/forms/clinic', { token: adminToken }))).version as unknown as number

beforeAll(async () => {
  Object.assign(tokens, await settle(), {
    deployment: adminToken, writer: (await tokenFor('Quản Thị Soạn', 'admin', null)).token, keeper: (await tokenFor('Cà Thị Giữ', 'admin', null, { personal: true })).token, reviewer: (await tokenFor('Lê Văn Trên', 'reviewer', 'p')).token,
  })
  expect((await publish('keeper', {}))[0]).toBe(201)
  for (const who of ['Hạng A Lùng', 'Giàng Thị Sua']) await sent(1, who)
})

test.each<[string, Parts]>([
  ['worked out from it', { more: copy, figure: 'count: yes, by: [copy]' }],
  ['marked no more', { mark: '', figure: 'count: yes, by: [born]' }],
  ['marked no more, and worked out from it', { mark: '', more: copy, figure: 'count: yes, by: [copy]' }],
])('1 %s: by nobody', async (_, parts) => {
  for (const who of ['writer', 'keeper', 'deployment']) {
    for (const query of ['', '?dry_run=1']) {
      const [status, codes, text] = await publish(who, parts, query)
      expect([who, status, codes]).toEqual([who, 422, ['indicator_public_personal']])
      expect(text).not.toMatch(/Lùng|Sua/)
    }
  }
  expect((await call('GET', '/api/aggregates/clinic/spy?by=copy', { token: tokens.writer ?? '' })).status).toBe(404)
})

test.each<[string, Parts]>([
  ['who it was', { figure: "count: yes, where: \"${who} = 'Hạng A Lùng'\"" }],
  ['marked no more', { mark: '', figure: "count: yes, where: \"starts-with(${who}, 'H')\"" }],
  ['a year, added up', { figure: 'sum: "${born}"' }],
  ['a year, on average', { figure: 'average: "${born}"' }],
  ['worked out where it fits', { more: "  - { type: calculate, name: is_he, relevant: \"${who} = 'Hạng A Lùng'\", calculation: \"1\" }", figure: 'count: yes, where: "${is_he} = 1"' }],
])('2 %s: not by who may not see it', async (_, parts) => {
  for (const query of ['', '?dry_run=1']) {
    const [status, codes, text] = await publish('writer', parts, query)
    expect([status, codes]).toEqual([422, ['indicator_anew']])
    expect(text).toContain('“spy” tính theo câu trả lời cá nhân')
  }
  for (const who of ['keeper', 'deployment']) expect((await publish(who, parts, '?dry_run=1'))[0]).toBe(200)
})
test('2 nor by a source that calls itself in another way', async () => {
  const text = clinic({ mark: '', figure: "count: yes, where: \"${who} = 'Hạng A Lùng'\"" }).replace('\nid: clinic', '\n"id": clinic')
  const answer = await call('POST', '/api/forms?dry_run=1', { token: tokens.writer ?? '', body: text, type: 'application/yaml' })
  expect([answer.status, (await said(answer)).preview]).toEqual([422, undefined])
})
// As the desk's pages post: kept, checked, asked about, published.
const desk = async (who: string, parts: Parts): Promise<{ readonly asked: readonly [number, string]; readonly status: number }> => {
  const post = async (path: string, boxes: Readonly<Record<string, string>>): Promise<Response> =>
    call('POST', path, { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html', origin: 'https://phieu.example' }, body: new URLSearchParams(boxes).toString(), type: 'application/x-www-form-urlencoded' })
  const version = String(await latest())
  const revision = String((await db.prepare(`select revision from form_drafts where form = 'clinic'`).first<{ revision: number }>())?.revision ?? 0)
  const asked = await post('/office/forms/clinic/edit', { '.do': 'publish', base: version, revision, 'file:form.yaml': clinic(parts) })
  const done = await post('/office/forms/clinic/publish', { revision: String(Number(revision) + 1), latest: version })
  return { asked: [asked.status, (await asked.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')], status: done.status }
}
test('2 nor on the desk, before or after', async () => {
  const before = await latest()
  const theirs = await desk('writer', { title: 'Khám kỹ', mark: '', figure: "count: yes, where: \"${who} = 'Hạng A Lùng'\"" })
  expect([theirs.asked[0], theirs.status, await latest()]).toEqual([422, 422, before])
  expect(theirs.asked[1]).toContain('“spy” tính theo câu trả lời cá nhân')
  const keepers = await desk('keeper', { title: 'Khám kỹ', figure: 'sum: "${born}"' })
  expect([keepers.asked[0], keepers.status, await latest()]).toEqual([200, 303, before + 1])
})

test('3 what is there goes on', async () => {
  expect((await publish('writer', { title: 'Khám bệnh' }))[0]).toBe(201)
  expect((await publish('writer', { title: 'Khám bệnh', more: '  - { type: text, name: note, label: Ghi chú }', figure: 'count: yes, where: "${note} != \'\'"' }))[0]).toBe(201)
  expect((await publish('keeper', { figure: 'average: "${born}"' }))[0]).toBe(201)
  expect((await publish('writer', { title: 'Khám lại' }))[0]).toBe(201)
  // It was there before, by who might.
  const again = await call('POST', '/api/forms/clinic/versions', { token: tokens.writer ?? '', body: JSON.stringify({ version: (await latest()) - 1 }) })
  expect(again.status).toBe(201)
  expect((await publish('writer', { title: 'Khám lại', figure: 'average: "${born} + 1"' }))[1]).toEqual(['indicator_anew'])
})

const wall = 'id: wall\ntitle: Bảng\nlanguage: vi\nlevel: commune\nsections:\n  - { name: work, title: Việc, years: 1, figures: [clinic.visits] }\n'
// What stands on the board for the two visits there are: as it is, or in fives.
const shown = async (): Promise<string> => {
  expect((await call('POST', '/api/boards', { token: adminToken, body: wall, type: 'application/yaml' })).status).toBeLessThan(300)
  const page = await (await call('GET', '/office/boards/wall?unit=north', { headers: { cookie: `__Host-phieu=${tokens.reviewer ?? ''}`, accept: 'text/html' } })).text()
  return /Lượt[\s\S]*?<td[^>]*>([\s\S]*?)<\/td>/.exec(page)?.[1]?.replace(/<[^>]+>/g, '').trim() ?? page
}
test.each<[string, Parts]>([
  ['as it was', {}],
  ['marked no more', { mark: '' }],
  ['asked no more', { asks: '', title: 'Khám không tên' }],
])('4 %s: in fives', async (_, parts) => {
  expect((await publish('keeper', parts))[0]).toBeLessThan(300)
  const value = await shown()
  expect(value).not.toBe('')
  expect(value).not.toMatch(/(^|\D)2(\D|$)/)
})

test('5 worked out where it fits', async () => {
  const more = "  - { type: calculate, name: is_he, relevant: \"${who} = 'Hạng A Lùng'\", calculation: \"'trung roi'\" }"
  expect((await publish('writer', { more }))[0]).toBe(201)
  const id = await sent(await latest(), 'Hạng A Lùng', { is_he: 'trung roi' })
  const read = async (who: string): Promise<boolean> => (await (await call('GET', `/api/submissions/${id}`, { token: tokens[who] ?? '' })).text()).includes('trung roi')
  expect([await read('writer'), await read('keeper'), await read('reviewer')]).toEqual([false, true, true])
})
