// Files that break things, chosen on the phone. Ids are those of the bad inputs; what only a program can send (broken multipart, lying pieces, a file for
// somebody else's record) is tried in test/worker/bad-files.test.ts.
// 1  Whatever a file is called, it is kept under a name of ours, arrives byte for byte, and its own name is nowhere.
// 2  Two of one name, of one name in two writings, the same one twice: each question has its file.
// 3  What is no picture is not taken for one: said beside the question, nothing answered, the rest goes on.
// 4  Too large is said before it fills the phone.
// 5  What a camera wrote into a photo does not leave the phone.
// 6  What the server will not take as what it is called is said at the record; everything else of it is kept.
// 7  100 MB on a phone: all of it is kept, it is said how much, the text goes first.                                                    client-021
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { seen } from './person.ts'
import { answerByThumb, beginForm, drawn, fillAll, goOn, kept, phoneIn, photos, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'
import { enrolNew, head, startTrial, village } from './trial.ts'
import type { Trial } from './trial.ts'

const questions = [...['photo', 'other'].map((name) => ['image', name]), ...Array.from({ length: 10 }, (_, i) => ['file', `paper_${i}`])]
const papers = head('papers', 'Phiếu có tệp') + questions.map(([type, name]) => `      - { type: ${type}, name: ${name}, label: Tệp ${name} }\n`).join('')

interface Case {
  readonly id: string
  readonly area: string
  readonly name: string
  readonly input: { readonly filename?: string | { readonly unit: string; readonly count: number; readonly post: string } }
}
const named = (JSON.parse(readFileSync(join(root, 'test/bad-inputs.json'), 'utf8')) as readonly Case[]).filter(({ area, input }) => area === 'file' && input.filename !== undefined)

let desk: Trial
let phone: Phone
const open: Phone[] = []
beforeAll(async () => {
  desk = await startTrial(papers)
})
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())))
afterAll(() => desk?.stop())

interface Row {
  readonly n: number
  readonly id: string
  readonly state: string
  readonly media: readonly { readonly name: string; readonly isKept: boolean; readonly isThumbnail: boolean; readonly bytes: number; readonly sent: number }[]
}
interface Held {
  readonly sha256: string
  readonly bytes: number
}

let count = 0
async function begun(): Promise<string> {
  phone = await phoneIn(await desk.browser(), desk.proxy.url)
  open.push(phone)
  await enrolNew(desk, phone, `Cán bộ Tệp ${++count}`)
  await beginForm(phone.page, phone.url, 'papers')
  await answerByThumb(phone.page, 'name', `Tệp ${count}`)
  await answerByThumb(phone.page, 'place', village)
  return `Tệp ${count}`
}

const field = (key: string) => phone.page.locator(`[data-key="${key}"]`)
const choose = (key: string, name: string, mimeType: string, buffer: Buffer) => field(key).locator('input[type=file]').setInputFiles({ name, mimeType, buffer })
const taken = (key: string) => field(key).locator('input[type=checkbox]:checked').waitFor({ timeout: 15_000 })

async function sendAll(): Promise<Row> {
  const { page } = phone
  await kept(page)
  await goOn(page)
  await fillAll(page, {})
  await sendForm(page)
  const last = async (): Promise<Row | undefined> => (await phone.shelf<Row>('records')).at(-1)
  await until(async () => {
    const row = await last()
    return row !== undefined && row.state === 'kept' && row.media.every(({ isKept, sent }) => isKept || sent < 0)
  }, 60)
  return (await last()) as Row
}
const fetched = async (id: string, name: string): Promise<Buffer> => Buffer.from(await (await desk.api('GET', `/api/submissions/${id}/media/${encodeURIComponent(name)}`, await reader())).arrayBuffer())
let token: string | undefined
const reader = async (): Promise<string> => (token ??= await desk.enrol({ name: 'Hoàng Thị Mẫu', role: 'reviewer', unit: null }))

const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.4\n${text}`)

test('1 names', async () => {
  await begun()
  const names = named.map(({ input: { filename } }) => (typeof filename === 'object' ? filename.unit.repeat(filename.count) + filename.post : (filename ?? '')))
  expect(names.length).toBe(6)
  for (const [i, name] of names.entries()) {
    await choose(`paper_${i}`, name, 'application/pdf', pdf(`tệp ${i}`))
    await taken(`paper_${i}`)
  }
  const { n, id, media } = await sendAll()
  expect(media).toHaveLength(names.length)
  for (const [i] of names.entries()) {
    const one = media.find(({ name }) => name.startsWith(`paper_${i}-`))
    expect(one?.name).toMatch(/^paper_\d-[0-9a-f]{12}\.[a-z0-9]{2,5}$/)
    expect(one?.isKept).toBe(true)
    expect((await fetched(id, one?.name ?? '')).toString()).toBe(`%PDF-1.4\ntệp ${i}`)
  }
  await phone.open(`/sent/${n}`)
  for (const name of ['win.ini', 'b.html', 'cmd|calc', 'aaaaaaaaaaaaaaaaaaaa']) expect(await phone.page.content()).not.toContain(name)
})

describe('2 twins', () => {
  test.each([
    ['file-020 NFC and NFD', 'Phòng.jpg'.normalize('NFC'), 'Phòng.jpg'.normalize('NFD'), 2],
    ['file-021 both image.jpg', 'image.jpg', 'image.jpg', 2],
    ['file-022 the same photo twice', 'một.jpg', 'hai.jpg', 1],
  ])('%s', async (_, one, two, different) => {
    await begun()
    const [first, second] = await photos(2, 300)
    await choose('photo', one, 'image/jpeg', first as Buffer)
    await taken('photo')
    await choose('other', two, 'image/jpeg', (different === 1 ? first : second) as Buffer)
    await taken('other')
    const { id, media } = await sendAll()
    const full = media.filter(({ isThumbnail }) => !isThumbnail)
    expect(full.map(({ name }) => name.replace(/-.*/, '')).sort()).toEqual(['other', 'photo'])
    const bytes = await Promise.all(full.map(async ({ name }) => (await fetched(id, name)).toString('base64')))
    expect(new Set(bytes).size).toBe(different)
  })
})

describe('3 no picture', () => {
  test.each([
    ['file-023 HTML', 'image/jpeg', '<!doctype html><script>alert(1)</script>'],
    ['file-024 SVG with script', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['file-030 zip', 'image/jpeg', 'PK\u0003\u0004aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['file-032 EICAR', 'image/jpeg', 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'],
    ['nothing', 'image/jpeg', ''],
  ])('%s', async (_, type, content) => {
    const name = await begun()
    await choose('photo', 'a.jpg', type, Buffer.from(content))
    await until(async () => (await field('photo').innerText()).includes('Không đọc được ảnh này'))
    expect(await phone.shelf('media')).toEqual([])
    const { media } = await sendAll()
    expect(media).toEqual([])
    expect((await desk.rows()).some(({ label }) => label === name)).toBe(true)
  })
})

test('4 file-029 too large', async () => {
  await begun()
  await choose('paper_0', 'a.pdf', 'application/pdf', Buffer.concat([pdf(''), Buffer.alloc(10_485_761 - 9)]))
  await until(async () => (await field('paper_0').innerText()).includes('Tệp này lớn quá'))
  expect(await phone.shelf('media')).toEqual([])
  expect((await sendAll()).media).toEqual([])
})

test('5 file-031 what a camera wrote', async () => {
  await begun()
  const [photo] = await photos(1, 300)
  const exif = Buffer.from([0xff, 0xe1, 0, 16, ...Buffer.from('Exif\0\0'), ...Buffer.from('II*\0\u0008\0\0\0')])
  const gps = Buffer.from([0xff, 0xfe, 0, 20, ...Buffer.from('GPS 22.74 104.67  ')])
  await choose('photo', 'a.jpg', 'image/jpeg', Buffer.concat([(photo as Buffer).subarray(0, 2), exif, gps, (photo as Buffer).subarray(2)]))
  await taken('photo')
  const { id, media } = await sendAll()
  expect(media.length).toBe(2)
  for (const { name } of media) {
    const bytes = (await fetched(id, name)).toString('latin1')
    expect(bytes.slice(0, 2)).toBe('\xff\xd8')
    expect(bytes).not.toMatch(/Exif|GPS/)
  }
})

test('6 what is not what it is called', async () => {
  const name = await begun()
  await choose('paper_0', 'a.jpg', 'image/jpeg', Buffer.from('<!doctype html><script>alert(1)</script>'))
  await taken('paper_0')
  await choose('paper_1', 'b.pdf', 'application/pdf', pdf('đúng'))
  await taken('paper_1')
  const { n, media } = await sendAll()
  expect(media.map(({ name: file, isKept }) => [file.replace(/-.*/, ''), isKept]).sort()).toEqual([['paper_0', false], ['paper_1', true]])
  await phone.open(`/sent/${n}`)
  expect(await seen(phone.page)).toMatch(/Tệp không gửi được: paper_0-/)
  expect((await desk.rows()).find(({ label }) => label === name)?.state).toBe('received')
  await phone.open('/')
  await tap(phone.page, 'Gửi ngay')
  await until(async () => /Không có gì phải gửi/.test(await phone.page.locator('#told').innerText()))
})

test('7 client-021 100 MB of files', async () => {
  const name = await begun()
  const { page } = phone
  await phone.offline(true)
  for (let i = 0; i < 10; i++) {
    await choose(`paper_${i}`, `${i}.pdf`, 'application/pdf', Buffer.concat([pdf(String(i)), Buffer.alloc(9_999_900, i + 1)]))
    await taken(`paper_${i}`)
  }
  await kept(page)
  await goOn(page)
  await fillAll(page, {})
  await sendForm(page)
  await page.reload()
  await drawn(page)
  await phone.open('/')
  expect(await seen(page)).toMatch(/Máy đang giữ 100 MB ảnh và tệp chưa gửi/)
  expect((await page.evaluate<readonly Held[]>(`new Promise((done) => { indexedDB.open('phieu').onsuccess = ({ target: { result } }) => {
    const all = []
    result.transaction('media').objectStore('media').openCursor().onsuccess = ({ target: { result: at } }) => { if (at === null) { result.close(); return done(all) } all.push({ sha256: at.value.sha256, bytes: at.value.body.byteLength }); at.continue() }
  } })`)).reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(99_000_000)
  // The text is there before the first file is.
  let firstFile: boolean | undefined
  desk.proxy.onRequest = ({ method }) => {
    if (method === 'PUT') firstFile ??= true
  }
  await phone.offline(false)
  await tap(page, 'Gửi ngay')
  await until(async () => (await desk.rows()).some(({ label }) => label === name))
  await until(() => firstFile === true)
  desk.proxy.onRequest = () => undefined
}, 180_000)
