// Functions and kinds that few forms use, on a phone.
// 1  A phone without such a form neither fetches nor keeps them.
// 2  With the first such form they come along: it is filled in, sealed and opened again without a network, under a calculation and a kind of theirs; the
//    server works out the same.
// 3  A new version of the app brings its own, before it takes over.
// 4  By the link to such a form, before any list was fetched, it opens; by then the piece is kept.
// 5  What takes a library comes with the form that calls it, and only then; it works without a network.
import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { answerByThumb, beginForm, drawn, fillAll, goOn, kept, phoneIn, ready, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'
import { enrolNew, head, startTrial, trial, village } from './trial.ts'
import type { Trial } from './trial.ts'

const rare = `${head('rare', 'Phiếu ít gặp')}      - { type: range, name: score, label: Điểm, parameters: { start: -5, end: 5 } }
      - { type: integer, name: away, label: Lệch, calculation: "abs(\${score}) * 2" }
`

let desk: Trial
const open: Phone[] = []

beforeAll(async () => {
  desk = await startTrial(trial)
})
afterEach(() => {
  desk.proxy.onRequest = () => undefined
})
afterAll(async () => {
  await Promise.all(open.map((phone) => phone.close()))
  await desk?.stop()
})

/** Addresses of the piece in all caches of a phone. */
const cached = (phone: Phone): Promise<readonly string[]> =>
  phone.page.evaluate<string[]>(`(async () => {
    const found = []
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) if (url.includes('/phone/more.') || url.includes('/phone/hashes.')) found.push(name + ' ' + new URL(url).pathname)
    return found
  })()`)

const shownIn = (phone: Phone, key: string): Promise<string> => phone.page.locator(`[data-key="${key}"]`).innerText()

async function writeRare(phone: Phone, name: string): Promise<void> {
  const { page } = phone
  await beginForm(page, phone.url, 'rare')
  await answerByThumb(page, 'name', name)
  await answerByThumb(page, 'place', village)
  await page.locator('[data-key=score] label.choice', { hasText: '-4' }).tap()
  await kept(page)
  await until(async () => (await shownIn(phone, 'away')).includes('8'))
}

test('1–3 from no such form to one, to a new version of the app', async () => {
  const asked: string[] = []
  desk.proxy.onRequest = ({ path }) => void asked.push(path)
  const phone = await phoneIn(await desk.browser(), desk.proxy.url)
  open.push(phone)
  const { page } = phone
  await enrolNew(desk, phone, 'Cán bộ Ít Gặp')
  await page.reload() // from the service worker from now on
  await ready(page)
  expect(await cached(phone)).toEqual([])
  expect(asked.some((one) => one.includes('/phone/app.'))).toBe(true)
  expect(asked.filter((one) => /\/phone\/(?:more|hashes)\./.test(one))).toEqual([])

  await desk.publish(rare)
  await tap(page, 'Gửi ngay')
  await until(async () => (await page.locator('main a[href="/forms/rare"]').count()) > 0)
  const [first = '', ...others] = await cached(phone)
  expect(others).toEqual([])
  expect(first).toMatch(/^more \/phone\/more\.[A-Z0-9]+\.js$/)

  await phone.offline(true)
  await page.reload()
  await drawn(page)
  await writeRare(phone, 'Ghi xa mạng')
  await goOn(page)
  await fillAll(page, {})
  const n = await sendForm(page)
  // Taken up again: its answers are read by the same piece.
  await phone.open(`/sent/${n}`)
  await tap(page, /Sửa/)
  await page.waitForURL(/\/fill\//)
  await until(async () => (await shownIn(phone, 'away')).includes('8'))
  await goOn(page)
  await fillAll(page, {})
  await sendForm(page)
  await phone.offline(false)
  await until(async () => (await phone.shelf<{ state: string }>('records')).every(({ state }) => state === 'kept'), 30)
  const received = await desk.db.prepare("select body, revisions.flags from revisions join submissions on seq = submission where label = 'Ghi xa mạng' order by revisions.revision desc").all<{ body: string; flags: string | null }>()
  expect((JSON.parse(received.results[0]?.body ?? '{}') as { answers: unknown }).answers).toMatchObject({ score: -4, away: 8 })
  expect(received.results[0]?.flags).toBeNull()

  // The next version of the server has other files; those of the old one are no longer there.
  const worker = inject('worker')
  const now = await fetch(`${desk.url}/sw.js`)
  const tag = now.headers.get('etag')?.slice(1, -1) ?? ''
  const shell = /shell-([0-9a-f]{12})/.exec(await now.text())?.[1] ?? ''
  const old = /more\.[A-Z0-9]+/.exec(first)?.[0] ?? ''
  expect([shell, tag, old].every((one) => one !== '')).toBe(true)
  await desk.crash(worker.split(shell).join('0123456789ab').split(tag).join('ab9876543210').split(old).join('more.NEXT0000'))
  expect((await fetch(`${desk.url}/phone/${old}.js`)).status).toBe(404)
  await phone.open('/')
  await page.evaluate('navigator.serviceWorker.getRegistration().then((one) => one.update())')
  await until(async () => (await cached(phone)).includes('more /phone/more.NEXT0000.js'))
  // Until it takes over, the old one has its own.
  expect(await cached(phone)).toContain(first)
  await page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting?.postMessage('take over'))")
  await until(async () => (await cached(phone)).join() === 'more /phone/more.NEXT0000.js')
  await phone.offline(true)
  await phone.open('/')
  await writeRare(phone, 'Bản mới')
})

test('4 by its link', async () => {
  const phone = await phoneIn(await desk.browser(), desk.proxy.url)
  open.push(phone)
  const { page } = phone
  await enrolNew(desk, phone, 'Cán bộ Theo Liên Kết')
  await desk.publish(rare)
  // Nothing of the forms is here, as on the first visit.
  await page.evaluate("caches.delete('more')")
  await page.evaluate(`new Promise((done) => {
    const asked = indexedDB.open('phieu')
    asked.onsuccess = () => {
      const gone = asked.result.transaction('forms', 'readwrite').objectStore('forms').clear()
      gone.onsuccess = () => { asked.result.close(); done(0) }
    }
  })`)
  await phone.open('/forms/rare')
  await tap(page, 'Bắt đầu ghi')
  await page.waitForURL(/\/fill\/[0-9a-f-]{36}\/\d+$/)
  await page.locator('[data-key=score] label.choice', { hasText: '-4' }).tap()
  await until(async () => (await shownIn(phone, 'away')).includes('8'))
  expect(await cached(phone)).toHaveLength(1)
})

test('5 a library', async () => {
  const phone = await phoneIn(await desk.browser(), desk.proxy.url)
  open.push(phone)
  const { page } = phone
  await enrolNew(desk, phone, 'Cán bộ Dấu Vân')
  expect((await cached(phone)).filter((one) => one.includes('/phone/hashes.'))).toEqual([])
  await desk.publish(`${head('hashed', 'Phiếu có dấu')}      - { type: text, name: mark, label: Dấu, calculation: "digest(\${name}, 'SHA-256', 'hex')" }\n`)
  await page.reload() // from the service worker from now on
  await ready(page)
  await tap(page, 'Gửi ngay')
  await until(async () => (await page.locator('main a[href="/forms/hashed"]').count()) > 0)
  expect((await cached(phone)).map((one) => /(\w+)\.[^/]*$/.exec(one)?.[1]).sort()).toEqual(['hashes', 'more'])
  await phone.offline(true)
  await page.reload()
  await drawn(page)
  await beginForm(page, phone.url, 'hashed')
  await answerByThumb(page, 'name', 'Lèng Văn Thử')
  await kept(page)
  const expected = createHash('sha256').update('Lèng Văn Thử').digest('hex')
  await until(async () => (await shownIn(phone, 'mark')).includes(expected))
})
