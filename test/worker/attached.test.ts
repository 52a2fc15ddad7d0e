// What the office and the officer see of files, and the admin's page of people and phones.
// 1  The record's page shows a photo behind its thumbnail, a player, a link; what has not come is said, by sort and number.
// 2  Its files have an address of their own for the cookie, in the record's scope; personal ones are not shown to who may not see them.
// 3  The receipt says what is still on the phone; a photo with its camera's data is told of.
// 4  People and phones: for admins alone; a link with its QR by which a phone comes in, once; a place by its name without marks; what is missing is said; revoking ends it.
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { placeAmong, placesFor } from '../../src/server/pages/devices.ts'
import type { Places } from '../../src/server/world.ts'
import { publishCamera } from './camera.ts'
import { adminToken, call, db, home, said, sealed, send, settle } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  await publishCamera()
})

const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? who}` })
const page = async (path: string, who = 'reviewer'): Promise<{ status: number; text: string }> => {
  const answer = await call('GET', path, { headers: { ...cookie(who), accept: 'text/html' } })
  return { status: answer.status, text: await answer.text() }
}
const press = (path: string, boxes: Record<string, string>, who = 'admin', origin = home) =>
  call('POST', path, { body: new URLSearchParams(boxes).toString(), type: 'application/x-www-form-urlencoded', headers: { origin, ...cookie(who) } })

const files: Readonly<Record<string, readonly number[]>> = {
  'nha.jpg': [0xff, 0xd8, 0xff, 0xe0], 'thumb-nha.jpg': [0xff, 0xd8, 0xff, 0xe0, 1], 'mat.jpg': [0xff, 0xd8, 0xff, 0xe0, 2], 'loi.webm': [0x1a, 0x45, 0xdf, 0xa3], 'giay.pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
}
const bytesOf = (name: string): Uint8Array => {
  const bytes = new Uint8Array(40)
  bytes.set(files[name] ?? [])
  return bytes
}
async function record(names: readonly string[] = Object.keys(files)): Promise<string> {
  const media = await Promise.all(names.map(async (name) => ({ name, sha256: await bytesSha256Hex(bytesOf(name)), bytes: 40 })))
  const one = await sealed({}, { form: 'camera', answers: { village: 'n1', photo: 'nha.jpg', face: 'mat.jpg', voice: 'loi.webm', paper: 'giay.pdf' }, media })
  expect((await send(tokens.officer ?? '', one)).status).toBe(201)
  return one.id as string
}
async function bring(id: string, ...names: readonly string[]): Promise<void> {
  for (const name of names) expect((await call('PUT', `/api/submissions/${id}/media/${name}`, { token: tokens.officer ?? '', body: bytesOf(name) as BodyInit, type: '' })).status).toBe(201)
}

describe('1 the record’s page', () => {
  test('nothing has come, then the thumbnail, then all', async () => {
    const id = await record()
    const first = await page(`/office/submissions/${id}`)
    expect(first.text).toContain('2 ảnh còn trên máy của người ghi. 1 đoạn ghi âm hoặc ghi hình còn trên máy của người ghi. 1 tệp còn trên máy của người ghi.')
    expect(first.text).not.toContain('<img')
    await bring(id, 'thumb-nha.jpg', 'nha.jpg', 'loi.webm')
    const second = await page(`/office/submissions/${id}`)
    const at = `/office/submissions/${id}/media`
    expect(second.text).toContain(`<a href="${at}/nha.jpg?revision=1"><img class="kept" src="${at}/thumb-nha.jpg?revision=1" alt="Ảnh: Ảnh nhà" loading="lazy"></a>`)
    expect(second.text).toContain(`<audio controls preload="none" src="${at}/loi.webm?revision=1"`)
    expect(second.text).toContain('1 ảnh còn trên máy của người ghi. 1 tệp còn')
    await bring(id, 'mat.jpg', 'giay.pdf')
    const third = await page(`/office/submissions/${id}`)
    expect(third.text).toContain(`<a href="${at}/giay.pdf?revision=1">`)
    expect(third.text).not.toContain('còn trên máy')
  })
  test('answered and never listed: it is not there, and said so', async () => {
    const id = await record([])
    expect((await page(`/office/submissions/${id}`)).text).toContain('2 ảnh còn trên máy của người ghi.')
  })
})

describe('2 addresses for the cookie', () => {
  let id = ''
  beforeAll(async () => {
    id = await record()
    await bring(id, ...Object.keys(files))
  })
  test.each([
    ['reviewer', 'office/submissions', 'nha.jpg', 200], ['viewer', 'office/submissions', 'nha.jpg', 200], ['viewer', 'office/submissions', 'mat.jpg', 404], ['admin', 'office/submissions', 'mat.jpg', 404], ['far', 'office/submissions', 'nha.jpg', 404],
    ['officer', 'office/submissions', 'nha.jpg', 403], ['officer', 'receipts', 'mat.jpg', 200], ['neighbour', 'receipts', 'nha.jpg', 404], ['officer', 'receipts', 'nothing.jpg', 404], ['', 'receipts', 'nha.jpg', 401],
  ])('%s /%s/…/%s → %i', async (who, where, name, status) => {
    expect((await page(`/${where}/${id}/media/${name}`, who)).status).toBe(status)
  })
  test('a viewer’s page shows no personal photo', async () => {
    const { text } = await page(`/office/submissions/${id}`, 'viewer')
    expect(text).toContain('thumb-nha.jpg')
    expect(text).not.toContain('mat.jpg')
  })
})

describe('3 the receipt', () => {
  test('what is still on the phone', async () => {
    const id = await record()
    expect((await page(`/receipts/${id}`, 'officer')).text).toContain('2 ảnh còn trên máy')
    await bring(id, ...Object.keys(files))
    expect((await page(`/receipts/${id}`, 'officer')).text).not.toContain('còn trên máy')
  })
  test('a photo with its camera’s data is told of', async () => {
    // SOI, APP1 'Exif' of 16 bytes, then a picture of nothing.
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 16, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9])
    const one = await sealed({}, { form: 'camera', answers: { village: 'n1', photo: 'a.jpg' }, media: [{ name: 'a.jpg', sha256: await bytesSha256Hex(bytes), bytes: bytes.byteLength }] })
    await send(tokens.officer ?? '', one)
    expect((await call('PUT', `/api/submissions/${one.id as string}/media/a.jpg`, { token: tokens.officer ?? '', body: bytes as BodyInit, type: 'image/jpeg' })).status).toBe(201)
    expect((await page(`/office/submissions/${one.id as string}`)).text).toContain('có thể có vị trí')
  })
})

describe('4 people and phones', () => {
  const wish = { person: '', name: 'Phùng Thị Hai Mốt', role: 'officer', unit: 'ban north', device: 'Điện thoại cô Hai', days: '7' }
  test.each([['reviewer', 403], ['viewer', 403], ['officer', 403], ['', 401], ['admin', 200]])('%s → %i', async (who, status) => {
    expect((await page('/office/devices', who)).status).toBe(status)
    if (who !== 'admin') {
      expect((await press('/office/devices', wish, who)).status).toBe(status)
      // A reviewer ends phones of his unit; what is not there is not his.
      expect((await press('/office/devices/none/revoke', {}, who)).status).toBe(who === 'reviewer' ? 404 : status)
    }
  })
  test('a new person, a place by its name without marks, in by the link, once; then revoked', async () => {
    const made = await press('/office/devices', wish)
    const text = await made.text()
    expect(made.status).toBe(200)
    expect(text).toContain('<svg')
    const path = new URL(/value="(https:[^"]+\/enrol\/[\w-]{22})"/.exec(text)?.[1] ?? '').pathname
    const entered = await call('POST', path, { body: '', type: 'application/x-www-form-urlencoded', headers: { origin: home } })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/'])
    const token = /__Host-phieu=([^;]+)/.exec(entered.headers.get('set-cookie') ?? '')?.[1] ?? ''
    expect(await said(await call('GET', '/api/me', { token }))).toMatchObject({ name: 'Phùng Thị Hai Mốt', role: 'officer', unit: 'north', forms: null })
    const list = (await page('/office/devices', 'admin')).text
    expect(list).toContain('Điện thoại cô Hai')
    const { token: id } = (await said(await call('GET', '/api/phone', { token }))).me as unknown as { token: string }
    expect(list).toContain(`/office/devices/${id}/revoke`)
    for (let i = 0; i < 2; i++) expect((await press(`/office/devices/${id}/revoke`, {})).status).toBe(303)
    expect((await said(await call('GET', '/api/me', { token }))).code).toBe('token_revoked')
  })
  test('of the same name: the place of today before one that ended, and others with what they lie in', () => {
    const unit = (id: string, full_name: string, parent: string | null, valid_to: string | null = null) => [id, { id, name: full_name.slice(full_name.indexOf(' ') + 1), full_name, parent, valid_to }] as const
    const byId = new Map([unit('old', 'Xã Nà Mẫu', null, '2025-06-30'), unit('new', 'Xã Nà Mẫu', null), unit('o', 'Thôn Bản Mẫu', 'old'), unit('n', 'Thôn Bản Mẫu', 'new'), unit('x', 'Xã Cũ', null, '2025-06-30')])
    const places = { all: [...byId.values()], byId } as unknown as Places
    expect(['na mau', 'ban mau', 'xã cũ', 'old', 'nowhere'].map((typed) => placesFor(typed, places))).toEqual([['new'], ['o', 'n'], ['x'], ['old'], []])
    expect(['n', 'new', null].map((id) => placeAmong(id, places))).toEqual(['Thôn Bản Mẫu (Xã Nà Mẫu)', 'Xã Nà Mẫu', ''])
  })
  test('a known person, everywhere, one form', async () => {
    const { person } = (await said(await call('GET', '/api/me', { token: tokens.officer ?? '' }))) as unknown as { person: string }
    const before = (await db.prepare('select count(*) as n from people').first<{ n: number }>())?.n
    expect((await press('/office/devices', { ...wish, person, name: '', unit: '', forms: 'camera' })).status).toBe(200)
    expect((await db.prepare('select count(*) as n from people').first<{ n: number }>())?.n).toBe(before)
    expect(await db.prepare('select unit, forms, role from enrolments where person = ?').bind(person).first<Loose>()).toMatchObject({ unit: null, forms: '["camera"]', role: 'officer' })
  })
  test.each([
    ['no name', { name: '' }, 'name-problem'], ['no phone', { device: ' ' }, 'device-problem'], ['no such place', { unit: 'Atlantis <script>' }, 'unit-problem'], ['several places', { unit: 'thon ban' }, '<select id="unit"'], ['a role that is none', { role: 'king' }, 'role-problem'],
  ])('%s is said, and what was typed stays', async (_, more, expected) => {
    const before = (await db.prepare('select count(*) as n from enrolments').first<{ n: number }>())?.n
    const answer = await press('/office/devices', { ...wish, ...more })
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(text).toContain(expected)
    expect(text).not.toContain('<script>')
    expect((await db.prepare('select count(*) as n from enrolments').first<{ n: number }>())?.n).toBe(before)
  })
  test('a person that is none, and another site', async () => {
    expect((await press('/office/devices', { ...wish, person: '0195c000-0000-7000-8000-000000000000', name: '' })).status).toBeLessThan(500)
    expect((await press('/office/devices', wish, 'admin', 'https://elsewhere.example')).status).toBe(403)
  })
})
