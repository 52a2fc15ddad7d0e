// Photos, voices and files on the pages that need no script.
// 1  A page with a file question is sent as multipart; what was chosen is kept with the draft under a name of its content, and shown.
// 2  It stays when the page is sent again, goes when its tick is taken away, and makes way for another.
// 3  What is no file of that kind, or too large, is said at its question; everything else on the page stays.
// 4  Sent, it belongs to the submission and the office can read it; nothing of the draft is left behind.
// 5  Only whoever fills the draft sees its files; a draft that is thrown away takes them along.
// 6  A correction has what came before, without asking for it again.
// 7  Rows: a page from before a row went keeps its file, in a row of its own.
// 8  The answer to sending lost, before the files were handed over: sent again, they arrive.
import { beforeAll, expect, test } from 'vitest'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { adminToken, call, db, home, media as bucket, settle } from './visitor.ts'

const camera = `
id: album
title: Phiếu ảnh
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: text, name: note, label: Ghi chú }
  - { type: image, name: photo, label: Ảnh, required: yes }
  - { type: audio, name: voice, label: Lời nói }
  - { type: file, name: paper, label: Giấy tờ }
  - { type: repeat, name: side, label: Mặt, questions: [{ type: text, name: which, label: Mặt nào }, { type: image, name: view, label: Ảnh mặt }] }
`

let tokens: Awaited<ReturnType<typeof settle>>
beforeAll(async () => {
  tokens = await settle()
  expect((await call('POST', '/api/forms', { token: adminToken, body: camera, type: 'application/yaml' })).status).toBe(201)
})

type Who = keyof typeof tokens
const cookie = (who: Who): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who]}`, accept: 'text/html' })
const see = (path: string, who: Who = 'officer'): Promise<Response> => call('GET', path, { headers: cookie(who) })
const press = (path: string, boxes: Record<string, string> = {}): Promise<Response> =>
  call('POST', path, { headers: { ...cookie('officer'), origin: home }, body: new URLSearchParams(boxes).toString(), type: 'application/x-www-form-urlencoded' })

/** Sends a page as a browser does: boxes, and a file part for each file box, empty where none was chosen. */
async function post(path: string, boxes: Record<string, string>, files: Record<string, File> = {}): Promise<string> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ '.do': 'next', '.language': 'vi', '.shown': 'village note photo voice paper', ...boxes })) form.append(name, value)
  for (const key of ['photo', 'voice', 'paper']) form.append(`.file.${key}`, files[key] ?? new File([], ''))
  for (const [key, file] of Object.entries(files)) if (key.includes('[')) form.append(`.file.${key}`, file)
  const made = new Request('https://x.example', { method: 'POST', body: form })
  const answer = await call('POST', path, { headers: { ...cookie('officer'), origin: home, 'content-type': made.headers.get('content-type') ?? '' }, body: await made.arrayBuffer() })
  expect(answer.status, await answer.clone().text()).toBe(303)
  return answer.headers.get('location') ?? ''
}

const signs = { jpg: [0xff, 0xd8, 0xff, 0xe0], webm: [0x1a, 0x45, 0xdf, 0xa3], pdf: [0x25, 0x50, 0x44, 0x46, 0x2d], html: [...'<html><script>'].map((sign) => sign.charCodeAt(0)) }
let made = 0
function fileOf(ending: keyof typeof signs, name = `chọn.${ending}`, length = 400): File {
  const bytes = new Uint8Array(length).fill(++made)
  bytes.set(signs[ending])
  return new File([bytes], name)
}
const hash = async (file: File): Promise<string> => bytesSha256Hex(new Uint8Array(await file.arrayBuffer()))
const nameOf = async (question: string, file: File, ending: string): Promise<string> => `${question}-${(await hash(file)).slice(0, 12)}.${ending}`

async function begin(): Promise<string> {
  const id = `01a20d2b-0000-7000-a000-${String(++made).padStart(12, '0')}`
  expect((await press('/forms/album', { id })).headers.get('location')).toBe(`/drafts/${id}`)
  return id
}
const left = async (id: string): Promise<number> => (await bucket.list({ prefix: `draft/${id}/` })).objects.length

test('1, 2, 4 from the page to the office', async () => {
  const id = await begin()
  const page = await (await see(`/drafts/${id}/1`)).text()
  expect(page).toContain('enctype="multipart/form-data"')
  expect(page).toContain('<input type="file" id="q-photo" name=".file.photo"')
  const [photo, voice, paper] = [fileOf('jpg', 'Ảnh của tôi ở nhà.JPG'), fileOf('webm'), fileOf('pdf')]
  const [name, spoken, written] = [await nameOf('photo', photo, 'jpg'), await nameOf('voice', voice, 'webm'), await nameOf('paper', paper, 'pdf')]
  expect(await post(`/drafts/${id}/1`, { village: 'n1', note: 'có ảnh' }, { photo, voice, paper })).toBe(`/drafts/${id}/2`)
  const again = await (await see(`/drafts/${id}/1`)).text()
  for (const one of [name, spoken, written]) expect(again).toMatch(new RegExp(`type="checkbox" name="\\w+" value="${one}"[^>]* checked`))
  expect(again).toContain(`<img class="kept" src="/drafts/${id}/files/${name}"`)
  expect(again).not.toContain('Ảnh của tôi')
  const shown = await see(`/drafts/${id}/files/${name}`)
  expect([shown.status, shown.headers.get('content-type'), shown.headers.get('content-security-policy')]).toEqual([200, 'image/jpeg', "default-src 'none'; sandbox; frame-ancestors 'none'"])
  expect(await bytesSha256Hex(new Uint8Array(await shown.arrayBuffer()))).toBe(await hash(photo))

  // 2: sent again as it stands, without a tick, with another.
  const boxes = { village: 'n1', note: 'có ảnh' }
  await post(`/drafts/${id}/1`, { ...boxes, photo: name, voice: spoken })
  expect(await (await see(`/drafts/${id}/1`)).text()).not.toContain(written)
  const other = fileOf('jpg')
  await post(`/drafts/${id}/1`, { ...boxes, photo: name, voice: spoken }, { photo: other })
  const newer = await nameOf('photo', other, 'jpg')
  expect(await (await see(`/drafts/${id}/1`)).text()).toContain(`value="${newer}"`)

  // 4
  expect((await press(`/drafts/${id}/send`)).headers.get('location')).toBe(`/receipts/${id}`)
  expect(await left(id)).toBe(0)
  for (const [one, file] of [[newer, other], [spoken, voice]] as const) {
    const kept = await call('GET', `/api/submissions/${id}/media/${one}`, { token: tokens.reviewer })
    expect([one, kept.status, await bytesSha256Hex(new Uint8Array(await kept.arrayBuffer()))]).toEqual([one, 200, await hash(file)])
  }
  expect((await call('GET', `/api/submissions/${id}/media/${name}`, { token: tokens.reviewer })).status).toBe(404)
})

test.each([
  ['a page that pretends', () => fileOf('html', 'x.jpg')],
  ['a sound where a photo is asked', () => fileOf('webm', 'x.jpg')],
  ['nothing known', () => new File([new Uint8Array(40)], 'x.jpg')],
  ['too much', () => fileOf('jpg', 'x.jpg', 10_485_761)],
])('3 %s', async (_, bad) => {
  const id = await begin()
  expect(await post(`/drafts/${id}/1`, { village: 'n1', note: 'vẫn còn' }, { photo: bad(), voice: fileOf('webm') })).toBe(`/drafts/${id}/1?check#problems`)
  const page = await (await see(`/drafts/${id}/1?check`)).text()
  expect(page).toContain('Tệp này không dùng được ở câu này')
  expect(page).toContain('value="vẫn còn"')
  expect(page).toMatch(/name="voice" value="voice-[0-9a-f]{12}\.webm"/)
  expect(page).not.toMatch(/type="checkbox" name="photo"/)
  expect(await left(id)).toBe(1)
})

test('3 a file for a question that asks for none is left aside', async () => {
  const id = await begin()
  const form = new FormData()
  for (const [name, value] of Object.entries({ '.do': 'next', '.language': 'vi', '.shown': 'village note', village: 'n1', note: 'chữ' })) form.append(name, value)
  for (const name of ['.file.note', 'note', '.file.nowhere', '.file.__proto__']) form.append(name, fileOf('jpg'))
  const body = new Request('https://x.example', { method: 'POST', body: form })
  const answer = await call('POST', `/drafts/${id}/1`, { headers: { ...cookie('officer'), origin: home, 'content-type': body.headers.get('content-type') ?? '' }, body: await body.arrayBuffer() })
  expect(answer.status).toBe(303)
  expect(await (await see(`/drafts/${id}/1`)).text()).toContain('value="chữ"')
  expect(await left(id)).toBe(0)
})

test('3 what is no multipart is refused and changes nothing', async () => {
  const id = await begin()
  const answer = await call('POST', `/drafts/${id}/1`, { headers: { ...cookie('officer'), origin: home, 'content-type': 'multipart/form-data; boundary=x' }, body: 'không phải' })
  expect(answer.status).toBe(400)
})

test('5 nobody else sees it, and it goes with the draft', async () => {
  const id = await begin()
  const photo = fileOf('jpg')
  await post(`/drafts/${id}/1`, { village: 'n1' }, { photo })
  const name = await nameOf('photo', photo, 'jpg')
  expect(await Promise.all([see(`/drafts/${id}/files/${name}`, 'neighbour'), see(`/drafts/${id}/files/${name}`, 'reviewer'), see(`/drafts/${id}/files/other.jpg`), see(`/drafts/${id}/files/constructor`)]).then((all) => all.map(({ status }) => status))).toEqual([404, 404, 404, 404])
  await call('POST', `/drafts/${id}/discard`, { headers: { ...cookie('neighbour'), origin: home }, body: '', type: 'application/x-www-form-urlencoded' })
  expect(await left(id)).toBe(1)
  await press(`/drafts/${id}/discard`)
  expect(await left(id)).toBe(0)
})

test('6 a correction has what came before', async () => {
  const id = await begin()
  const photo = fileOf('jpg')
  const name = await nameOf('photo', photo, 'jpg')
  await post(`/drafts/${id}/1`, { village: 'n1', note: 'lần một' }, { photo })
  await press(`/drafts/${id}/send`)
  const returned = await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer, body: JSON.stringify({ state: 'returned', comment: 'Ghi rõ hơn' }) })
  expect(returned.status, await returned.clone().text()).toBe(200)
  expect((await press(`/submissions/${id}/correct`)).headers.get('location')).toBe(`/drafts/${id}`)
  expect(await (await see(`/drafts/${id}/1`)).text()).toContain(`<img class="kept" src="/drafts/${id}/files/${name}"`)
  expect((await see(`/drafts/${id}/files/${name}`)).status).toBe(200)
  await post(`/drafts/${id}/1`, { village: 'n1', note: 'lần hai', photo: name })
  expect((await press(`/drafts/${id}/send`)).headers.get('location')).toBe(`/receipts/${id}`)
  const record = (await (await call('GET', `/api/submissions/${id}`, { token: tokens.reviewer })).json()) as { revision: number; revisions: { submission?: unknown }[] }
  expect(record.revision).toBe(2)
  expect((await call('GET', `/api/submissions/${id}/media/${name}`, { token: tokens.reviewer })).status).toBe(200)
})

test('7 a row of its own', async () => {
  const id = await begin()
  await post(`/drafts/${id}/1`, { village: 'n1' }, { photo: fileOf('jpg') })
  await press(`/drafts/${id}/2`, { '.do': 'add side', '.language': 'vi', '.shown': '' })
  const view = fileOf('jpg')
  const name = await nameOf('view', view, 'jpg')
  const row = { '.shown': 'side[1].which side[1].view', 'side[1].which': 'bắc', '.removed': '0' }
  await post(`/drafts/${id}/2/side.1`, row, { 'side[1].view': view })
  expect(await (await see(`/drafts/${id}/2/side.1`)).text()).toContain(`value="${name}"`)
  await press(`/drafts/${id}/remove/side.1`, { '.removed': '0' })
  expect(await post(`/drafts/${id}/2/side.1`, row, { 'side[1].view': view })).toContain(`/drafts/${id}/2`)
  expect(await (await see(`/drafts/${id}/2/side.1`)).text()).toContain(`value="${name}"`)
})

test('8 sent again after a break', async () => {
  const id = await begin()
  const photo = fileOf('jpg')
  const name = await nameOf('photo', photo, 'jpg')
  await post(`/drafts/${id}/1`, { village: 'n1' }, { photo })
  const draft = await db.prepare('select * from drafts where id = ?').bind(id).first<Record<string, string | number>>()
  await press(`/drafts/${id}/send`)
  // As if the Worker had died between keeping the submission and taking over its files.
  await db.prepare('delete from media').run()
  await bucket.delete(`media/${await hash(photo)}`)
  await bucket.put(`draft/${id}/${await hash(photo)}`, await photo.arrayBuffer(), { httpMetadata: { contentType: 'image/jpeg' } })
  await db
    .prepare('insert into drafts (id, form, version, author, answers, updated_at) values (?, ?, ?, ?, ?, ?)')
    .bind(...['id', 'form', 'version', 'author', 'answers', 'updated_at'].map((column) => draft?.[column] ?? null))
    .run()
  expect((await press(`/drafts/${id}/send`)).headers.get('location')).toBe(`/receipts/${id}`)
  expect((await call('GET', `/api/submissions/${id}/media/${name}`, { token: tokens.reviewer })).status).toBe(200)
  expect(await left(id)).toBe(0)
})
