// Outlines and maps.
// 1  An admin puts GeoJSON in place: each area finds its unit by id, code or name without marks; what finds none is said. The same again changes nothing but its date.
// 2  What is wrong is said with its place, all at once; then, and where nothing finds a unit, what was there stays.
// 3  Those of another level stay; all can be taken away.
// 4  The page for it without script: a file chosen, what became of it; wrong files are said, not failed.
// 5  A map shades the units of the reader's own by a figure, the number written and in the table; in the table alone where there is no outline.
// 6  Dots are the newest records, each a way to it; of how many is said. Who may not see persons gets no position that tells of one, only counts.
// 8  Positions in rows are points of their record, however many; a record without any of its own lies where the entry lies that it chose.
// 7  Without outlines and positions it says so; a place from which nothing came says that.
import { beforeAll, describe, expect, test } from 'vitest'
import { adminToken, call, db, hashOf, home, said, sealed, send, settle, tokenFor } from './visitor.ts'

const places = `
id: places
title: Vị trí
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: geopoint, name: house, label: Nhà, personal: basic }
  - { type: geopoint, name: works, label: Công trình }
  - { type: integer, name: size, label: Dài }
indicators:
  - { name: size, label: Tổng dài, sum: "\${size}", unit: m }
`

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.keeper = (await tokenFor('Cà Thị Giữ', 'admin', null, { personal: true })).token
  tokens.all = (await tokenFor('Lù Thị Chín', 'viewer', null)).token
  expect((await call('POST', '/api/forms', { token: adminToken, body: places, type: 'application/yaml' })).status).toBe(201)
})

const square = (x: number, y: number): number[][] => [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
const area = (properties: object, x: number, y = 22.7, more: object = {}): object => ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [square(x, y)] }, ...more })
const put = async (features: readonly unknown[] | unknown, token = adminToken): Promise<{ status: number; body: Record<string, never> }> => {
  const answer = await call('PUT', '/api/boundaries', { token, type: 'application/geo+json', body: JSON.stringify(Array.isArray(features) ? { type: 'FeatureCollection', features } : features) })
  return { status: answer.status, body: await said(answer) }
}
const there = async (): Promise<readonly string[]> => ((await said(await call('GET', '/api/boundaries', { token: tokens.officer ?? '' }))).boundaries as unknown as { unit: string }[]).map(({ unit }) => unit)
const see = async (who: string, path: string): Promise<{ status: number; html: string; text: string }> => {
  const answer = await call('GET', path, { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' } })
  const html = (await answer.text()).replace(/\u00a0/g, ' ')
  return { status: answer.status, html, text: html.replace(/[\s\S]*<main/, '<main').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') }
}
const chosen = async (text: string, who = 'admin'): Promise<{ status: number; text: string }> => {
  const body = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.geojson"\r\n\r\n${text}\r\n--x--\r\n`
  const answer = await call('POST', '/office/boundaries', { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html', origin: home }, body, type: 'multipart/form-data; boundary=x' })
  return { status: answer.status, text: (await answer.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') }
}

test('7 nothing to show yet', async () => {
  const { text } = await see('all', '/office/places/map?level=village')
  expect(text).toContain('Chưa có phiếu nào')
  expect(text).toContain('chưa có phiếu nào')
  expect((await see('all', '/office/trial/map')).status).toBe(200)
})

describe('1 in place', () => {
  test('by id, by name without marks, by the short name; what finds none is said', async () => {
    const { status, body } = await put([area({}, 104.5, 22.7, { id: 'north' }), area({ TEN: 'THON BAN SOUTH' }, 104.6), area({ ten: 'Bản n1' }, 104.5, 22.6), area({ name: 'Nơi khác' }, 110), area({ ma: 'north' }, 111)])
    expect(status).toBe(200)
    expect((body.matched as unknown as { unit: string }[]).map(({ unit }) => unit)).toEqual(['north', 'south', 'n1'])
    expect(body.unmatched).toEqual([{ at: '/features/3', name: 'Nơi khác', why: 'unknown' }, { at: '/features/4', name: 'north', why: 'twice' }])
    expect(await there()).toEqual(['n1', 'north', 'south'])
    const { results } = await db.prepare(`select action, subject, detail from audit order by seq desc limit 1`).all()
    expect(results).toEqual([{ action: 'boundaries', subject: 'commune village', detail: '3' }])
  })
  test('one feature alone; thousands of points are few afterwards', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => [104.7 + Math.cos((i / 20_000) * 6.283185) * 0.05, 22.7 + Math.sin((i / 20_000) * 6.283185) * 0.05])
    const { body } = await put({ type: 'Feature', properties: { id: 's1' }, geometry: { type: 'Polygon', coordinates: [[...many, many[0]]] } })
    const { points } = (body.matched as unknown as { points: number }[])[0] ?? { points: 0 }
    expect(points).toBeGreaterThan(20)
    expect(points).toBeLessThanOrEqual(6_000)
    const { results } = await db.prepare('select length(shape) as n from boundaries where unit = ?').bind('s1').all<{ n: number }>()
    expect(results[0]?.n).toBeLessThan(120_000)
  })
  test('3 another level stays', async () => {
    expect(await there()).toEqual(['north', 's1', 'south'])
    await put([area({ id: 'n1' }, 104.5), area({ id: 'n2' }, 104.6)])
    expect(await there()).toEqual(['n1', 'n2', 'north', 'south'])
  })
})

describe('2 what is wrong', () => {
  test.each([
    ['faults with their places', [area({ id: 'north' }, 104.5), { type: 'Feature', geometry: null }, area({ id: 'south' }, 1_000)], ['/features/1/geometry', '/features/2/geometry/coordinates/0/0']],
    ['nothing found', [area({ name: 'Không đâu' }, 104.5)], ['/features/0']],
    ['no collection', { type: 'Topology' }, ['/']],
  ] as const)('%s', async (_, features, at) => {
    const before = await there()
    const { status, body } = await put(features)
    expect([status, body.code, (body.problems as unknown as { at: string }[]).map((one) => one.at)]).toEqual([422, 'malformed', at])
    expect(await there()).toEqual(before)
  })
  test('too large, no JSON, deep, none of an admin', async () => {
    const raw = (body: string, token = adminToken): Promise<Response> => call('PUT', '/api/boundaries', { token, type: 'application/geo+json', body })
    expect((await raw(`"${'x'.repeat(8_400_000)}"`)).status).toBe(413)
    expect((await raw('{')).status).toBe(400)
    expect((await raw('['.repeat(100) + ']'.repeat(100))).status).toBe(400)
    expect((await raw('{}', tokens.reviewer)).status).toBe(403)
  })
})

describe('4 the page for it', () => {
  test('a file, and what became of it', async () => {
    const { status, text } = await chosen(JSON.stringify({ type: 'FeatureCollection', features: [area({ id: 'north' }, 104.5), area({ id: 'south' }, 104.6), area({ name: 'Đâu đó' }, 104.7)] }))
    expect(status).toBe(200)
    expect(text).toContain('Đã nhận ranh giới của 2 đơn vị')
    expect(text).toMatch(/1 vùng không khớp đơn vị nào, đã bỏ qua Đâu đó: không có đơn vị nào/)
    expect((await see('admin', '/office/boundaries')).text).toContain('Thôn Bản north')
  })
  test.each([['{', 'không phải là GeoJSON'], ['{"type":"FeatureCollection","features":[{}]}', '/features/0: cần một Feature'], ['{"type":"FeatureCollection","features":[]}', 'Không vùng nào trong tệp khớp']])('%s', async (file, says) => {
    const { status, text } = await chosen(file)
    expect(status).toBe(422)
    expect(text).toContain(says)
  })
  test('nothing chosen; not an admin', async () => {
    const answer = await call('POST', '/office/boundaries', { headers: { cookie: `__Host-phieu=${adminToken}`, accept: 'text/html', origin: home }, body: '', type: 'application/x-www-form-urlencoded' })
    expect([answer.status, (await answer.text()).includes('Hãy chọn một tệp')]).toEqual([422, true])
    expect((await chosen('{}', 'reviewer')).status).toBe(403)
  })
})

describe('5, 6 the map', () => {
  beforeAll(async () => {
    const one = async (token: string, village: string, answers: object): Promise<void> => {
      const body = { id: crypto.randomUUID(), form: 'places', version: 1, answers: { village, ...answers }, context: { at: Date.now(), zone: 420, seed: 7 } }
      const sent = await send(token, { ...body, sha256: await hashOf(body) })
      expect(sent.status, await sent.clone().text()).toBe(201)
    }
    await one(tokens.officer ?? '', 'n1', { house: '22.7111 104.5111', size: 120 })
    await one(tokens.officer ?? '', 'n2', { works: '22.7501 104.5501 0 8', size: 80 })
    await one(tokens.stranger ?? '', 's1', { house: '22.7222 104.6222', works: '22.7333 104.6333', size: 7 })
  })
  test('shaded, written, and in the table', async () => {
    const { html, text } = await see('all', '/office/places/map')
    expect(html.match(/<path d="M[^"]*" fill="#/g)?.length).toBe(2)
    expect(html).toContain('<title>Bản north: 200 m</title>')
    expect(text).toMatch(/Thôn Bản north 200 m 2 Thôn Bản south 7 m 1/)
    expect(html).toMatch(/href="\/office\/places\/rows\?indicator=size&amp;unit=north/)
  })
  test('a reader of one place sees that alone', async () => {
    const { html, text } = await see('viewer', '/office/places/map')
    expect(html.match(/<path d="M[^"]*" fill="#/g)?.length).toBe(1)
    expect(text).not.toContain('south')
    expect(html).not.toContain('104.6')
  })
  test('a reviewer sees where the records lie, and goes to them', async () => {
    const { html, text } = await see('reviewer', '/office/places/map')
    expect(html.match(/<a href="\/office\/submissions\//g)?.length ?? 0).toBe(2)
    expect(text).toContain('Chấm trên bản đồ là 2 phiếu có ghi vị trí, trong 2 phiếu.')
  })
  test.each(['viewer', 'all', 'admin'])('%s sees no house: the public works alone, and counts', async (who) => {
    const { html, text } = await see(who, '/office/places/map')
    expect(text).toContain('Vị trí trong biểu mẫu này là dữ liệu cá nhân')
    // One record of works where no house was said; where one was, its works do not stand for it.
    expect(html.match(/<a href="\/office\/submissions\//g)?.length ?? 0).toBe(1)
  })
  test('what was personal in any version is so in all of them', async () => {
    for (const [i, personal] of ['', ', personal: basic', ''].entries()) {
      const body = places.replace('id: places', 'id: spots').replace(/.*name: works.*\n/, '').replace(', personal: basic', personal).replace('title: Vị trí', `title: Vị trí${personal === '' ? '' : ' nhà'}`)
      expect((await call('POST', '/api/forms', { token: adminToken, body, type: 'application/yaml' })).status).toBeLessThan(300)
      if (personal !== '') continue
      const version = (await db.prepare(`select version from forms where id = 'spots'`).first<{ version: number }>())?.version
      const record = { id: crypto.randomUUID(), form: 'spots', version, answers: { village: 'n1', house: `22.7${i} 104.5${i}`, size: 1 }, context: { at: Date.now(), zone: 420, seed: 7 } }
      expect((await send(tokens.officer ?? '', { ...record, sha256: await hashOf(record) })).status).toBe(201)
    }
    const dots = async (who: string) => (await see(who, '/office/spots/map')).html.match(/<a href="\/office\/submissions\//g)?.length ?? 0
    expect([await dots('keeper'), await dots('all'), await dots('viewer')]).toEqual([2, 0, 0])
  })
  test('an admin with that right sees all', async () => {
    expect((await see('keeper', '/office/places/map')).html.match(/<a href="\/office\/submissions\//g)?.length).toBe(3)
  })
  test('without outlines: degrees, a scale, and it is said', async () => {
    expect((await call('DELETE', '/api/boundaries', { token: adminToken })).status).toBe(204)
    expect(await there()).toEqual([])
    const { html, text } = await see('reviewer', '/office/places/map')
    expect(text).toContain('Chưa có ranh giới của các nơi này')
    expect(html).toMatch(/class="degree"/)
    expect(html).toMatch(/\d (?:k?m)<\/text>/)
  })
  test.each(['box=1', 'box=a,b,c,d', 'box=104,22,103,23', 'box=104.5,22.7,104.6,22.8', 'indicator=nothing', 'level=nowhere', 'state=approved'])('?%s', async (query) => {
    expect((await see('reviewer', `/office/places/map?${query}`)).status).toBe(200)
  })
  test('a form of others is not there', async () => {
    const { token } = await tokenFor('Lò Văn Riêng', 'viewer', 'north', { forms: ['trial'] })
    tokens.narrow = token
    expect((await see('narrow', '/office/places/map')).status).toBe(404)
    await send(tokens.officer ?? '', await sealed())
    expect((await see('narrow', '/office/trial/map')).status).toBe(200)
  })
})

describe('8 rows and entries', () => {
  const forms = [`
id: walks
title: Đi tuần
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: text, name: called, label: Chốt nào }
  - { type: geopoint, name: post, label: Chốt ở đâu }
  - type: repeat
    name: stop
    label: Chỗ dừng
    questions:
      - { type: geopoint, name: seen, label: Ở đâu }
      - { type: repeat, name: side, label: Bên cạnh, questions: [{ type: geopoint, name: beside, label: Bên cạnh ở đâu, personal: basic }] }
registers:
  - { register: post, create_if: "\${called} != ''", label: "\${called}", unit: "\${village}", columns: { spot: "\${post}" } }
indicators:
  - { name: walks, label: Số lần, count: yes }
`, `
id: watches
title: Trực chốt
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: entry post, name: at, label: Chốt nào }
indicators:
  - { name: watches, label: Số lần, count: yes }
`]
  const one = async (form: string, answers: object): Promise<string> => {
    const body = { id: crypto.randomUUID(), form, version: 1, answers: { village: 'n1', ...answers }, context: { at: Date.now(), zone: 420, seed: 7 } }
    const sent = await send(tokens.officer ?? '', { ...body, sha256: await hashOf(body) })
    expect(sent.status, await sent.clone().text()).toBe(201)
    return body.id
  }
  let [post, walk, watch] = ['', '', '']
  beforeAll(async () => {
    for (const body of forms) expect((await call('POST', '/api/forms', { token: adminToken, body, type: 'application/yaml' })).status).toBeLessThan(300)
    post = await one('walks', { called: 'Chốt Nà Mới', post: '22.71 104.51' })
    walk = await one('walks', { stop: [{ seen: '22.75 104.55', side: [{ beside: '22.79 104.59' }] }, { seen: '22.80 104.60' }] })
    watch = await one('watches', { at: post })
  })
  const dots = async (who: string, form: string): Promise<readonly string[]> => [...(await see(who, `/office/${form}/map`)).html.matchAll(/<a href="\/office\/submissions\/([^"]+)"/g)].map(([, id = '']) => id).sort()
  test('each row is a point, all lead to the one record; one record is counted', async () => {
    expect(await dots('reviewer', 'walks')).toEqual([post, walk, walk, walk].sort())
    expect((await see('reviewer', '/office/walks/map')).text).toContain('Chấm trên bản đồ là 2 phiếu có ghi vị trí, trong 2 phiếu.')
  })
  test('where the entry lies that was chosen', async () => {
    expect(await dots('reviewer', 'watches')).toEqual([watch])
  })
  test('what is personal in a row is not for everyone', async () => {
    expect(await dots('all', 'walks')).toEqual([post, walk, walk].sort())
  })
})
