// What happens to a phone while an officer writes, and must cost nothing: crashes, kills, a full disk, storage thrown away, clocks, tabs, lines that lie.
// Numbers are those of the faults and of the bad inputs that they answer (client-…).
// F3   A POST that the browser sends again by itself is one row.                                               client-011
// F5   Photos with a kill after each: all arrive, with at most 1.15 × their bytes.
// F6   The page crashes at each step of keeping and of sealing: what was said to be kept is there, once.        client-004
// F7   The browser is killed right after "kept": it is kept.
// F8   Everything that is written is written strictly.
// F9   A full phone: nothing kept is lost, photos are refused before words, in Vietnamese.                      client-001
// F10  Storage thrown away: it is said how much, and the lists come again.                                      client-003
// F11  A new version waits while somebody writes; an old one goes on with the new server.                       client-014
// F12  Two tabs, five taps: never two bodies of one id.
// F13  Clocks of 1970 and 2099, and back by three years in the middle of a queue: order and sending are the same. client-018
// F14  Lines that answer something else: never taken for an answer.                                             client-016, client-017
// F15  Revoked with a queue, a colleague on the same phone, enrolled again: sent as its author, never as another.
// F21  The browser inside another app: led out; who stays fills in the plain page.
// F22  The last chance of sending in the background fails: it is still there. Nobody has the app open: it is sent.
// kill Closed while sending: once.                                                                              client-010
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Mode } from '../faults/proxy.ts'
import { press, seen } from './person.ts'
import { answerByThumb, drawn, enrolOn, fillAll, goOn, heading, kept, mortalPhone, phoneIn, photos, readShelf, ready, sendForm, tap, until } from './phone.ts'
import type { Model, Phone } from './phone.ts'
import { adminToken } from './harness.ts'
import { album, enrolNew, seal, startTrial, trial, village, write } from './trial.ts'
import type { Trial } from './trial.ts'

// `npm run faults:browser` asks for more of each.
const size = Number(process.env.FAULTS_SIZE ?? 1)
const photosEach = size > 1 ? 20 : 6

let desk: Trial
const open: Phone[] = []

interface Row {
  readonly n: number
  readonly id: string
  readonly state: string
  readonly label: string
  readonly author: string
  readonly tries: number
  readonly body: string
  readonly sealed_at: number
  readonly media: readonly { readonly isKept: boolean; readonly isThumbnail: boolean; readonly bytes: number; readonly sha256: string }[]
}

beforeAll(async () => {
  desk = await startTrial(trial, album(photosEach))
})
afterEach(async () => {
  desk.proxy.mode = 'open'
  desk.proxy.plan = {}
  desk.proxy.throttle = undefined
  desk.proxy.onRequest = () => undefined
  await Promise.all(open.splice(0).map((phone) => phone.close()))
})
afterAll(() => desk?.stop())

let officers = 0
const newName = (): string => `Cán bộ Thử ${++officers}`

async function fresh(model: Model = {}): Promise<Phone> {
  const phone = await phoneIn(await desk.browser(), desk.proxy.url, model)
  open.push(phone)
  await enrolNew(desk, phone, newName())
  return phone
}
async function freshMortal(): ReturnType<typeof mortalPhone> {
  const phone = await mortalPhone(desk.proxy.url)
  open.push(phone)
  await enrolNew(desk, phone, newName())
  return phone
}

const records = (phone: Phone): Promise<readonly Row[]> => phone.shelf<Row>('records')
const rowsOf = async (label: string): Promise<number> => (await desk.rows()).filter((row) => row.label === label).length
const allKept = (phone: Phone, seconds = 30): Promise<void> => until(async () => (await records(phone)).every(({ state, media }) => state === 'kept' && media.every(({ isKept }) => isKept)), seconds)
const sendNow = async (phone: Phone): Promise<void> => {
  if (new URL(phone.page.url()).pathname !== '/') await phone.open('/')
  await tap(phone.page, 'Gửi ngay')
}

/** Numbers each step of keeping in a page; at the one that `die` names the page stands still and asks to be crashed. */
const steps = `(() => {
  globalThis.step = 0
  const at = (what) => {
    globalThis.step++
    if (globalThis.die === globalThis.step) { console.debug('crash me'); for (;;); }
  }
  const wrap = (on, names) => names.forEach((name) => {
    const own = on[name]
    on[name] = function (...given) { at(name); return own.apply(this, given) }
  })
  wrap(IDBDatabase.prototype, ['transaction'])
  wrap(IDBObjectStore.prototype, ['put', 'add', 'delete', 'get', 'getKey', 'getAll'])
  wrap(IDBIndex.prototype, ['getAll', 'count'])
  if (IDBTransaction.prototype.commit) wrap(IDBTransaction.prototype, ['commit'])
  wrap(SubtleCrypto.prototype, ['digest', 'sign'])
  wrap(Storage.prototype, ['setItem'])
  const dispatched = IDBTransaction.prototype.addEventListener
  IDBTransaction.prototype.addEventListener = function (type, listen, options) {
    return dispatched.call(this, type, type === 'complete' ? (event) => { at('complete'); return listen.call(this, event) } : listen, options)
  }
})()`

/** Does something in a page that crashes at step n of it; gives whether it came so far. */
async function crashAt(phone: Phone, page: Page, n: number, work: () => Promise<void>): Promise<boolean> {
  const cdp = await phone.context.newCDPSession(page)
  let isCrashed = false
  const crashed = new Promise<void>((resolve) => page.once('crash', () => resolve((isCrashed = true) as never)))
  page.on('console', (message) => {
    if (message.text() === 'crash me') void cdp.send('Page.crash').catch(() => undefined)
  })
  await page.evaluate(`globalThis.step = 0; globalThis.die = ${n}`)
  await Promise.race([crashed, work().catch(() => undefined)])
  await Promise.race([crashed, new Promise((resolve) => setTimeout(resolve, 150))])
  return isCrashed
}

describe('crashes and kills', () => {
  test('F6 client-004 a crash at each step of keeping a key: what was kept stands', async () => {
    const phone = await fresh({ script: steps })
    await phone.offline(true)
    const id = await write(phone, 'Lý')
    await phone.open('/') // lets go of the draft
    let n = 1
    for (; n < 40; n++) {
      const page = await phone.context.newPage()
      await page.goto(`${phone.url}/fill/${id}/1`)
      await drawn(page)
      const before = await page.locator('[name=name]').inputValue()
      const isCrashed = await crashAt(phone, page, n, async () => {
        await page.locator('[name=name]').press('End')
        await page.locator('[name=name]').press('x')
        await kept(page)
      })
      await page.close({ runBeforeUnload: false })
      await until(async () => (await phone.shelf<{ name: string; answer?: string }>('parts')).some(({ name }) => name === 'name'))
      const now = (await phone.shelf<{ name: string; answer?: string }>('parts')).find(({ name }) => name === 'name')?.answer
      expect([before, `${before}x`], `step ${n}`).toContain(now)
      if (!isCrashed) {
        expect(now).toBe(`${before}x`)
        break
      }
    }
    expect(n).toBeGreaterThan(3)
    expect(n).toBeLessThan(40)
    expect((await phone.shelf<{ name: string; answer: string }>('parts')).find(({ name }) => name === 'place')?.answer).toBe(village)
  })

  test('F6 a crash at each step of sealing: a draft or a record, never both, never neither', async () => {
    const phone = await fresh({ script: steps })
    await phone.offline(true)
    const names: string[] = []
    let n = 1
    for (; n < 120; n += size > 1 ? 1 : 5) {
      const page = await phone.context.newPage()
      const at = { ...phone, page }
      const name = `Hộ bước ${n}`
      const id = await write(at, name)
      await goOn(page)
      await heading(page, 'Xem lại trước khi gửi')
      const isCrashed = await crashAt(phone, page, n, () => sendForm(page).then(() => undefined))
      await page.close()
      const drafts = (await phone.shelf<{ id: string }>('drafts')).filter((one) => one.id === id)
      const sealed = (await records(phone)).filter((one) => one.id === id)
      expect(drafts.length + sealed.length, `step ${n}`).toBe(1)
      if (sealed[0] !== undefined) {
        expect(JSON.parse(sealed[0].body)).toMatchObject({ answers: { name, place: village } })
        names.push(name)
      } else {
        expect((await phone.shelf<{ draft: string; name: string; answer?: string }>('parts')).find((part) => part.draft === id && part.name === 'name')?.answer).toBe(name)
      }
      if (!isCrashed) break
    }
    expect(n).toBeGreaterThan(10)
    expect(n).toBeLessThan(120)
    await phone.offline(false)
    await sendNow(phone)
    await allKept(phone)
    for (const name of names) expect(await rowsOf(name), name).toBe(1)
  })

  test('F7 killed right after "kept": it is kept', async () => {
    const phone = await freshMortal()
    await phone.offline(true)
    const id = await write(phone, 'Lý')
    let typed = 'Lý'
    for (let round = 0; round < (size > 1 ? 200 : 2); round++) {
      await answerByThumb(phone.page, 'note', `lần ${round}`)
      typed = `lần ${round}`
      await kept(phone.page)
      await phone.kill()
      await phone.start()
      await phone.offline(true)
      await phone.open(`/fill/${id}/1`)
      expect(await phone.page.locator('[name=note]').inputValue()).toBe(typed)
    }
    await goOn(phone.page)
    await fillAll(phone.page, {})
    await sendForm(phone.page)
    await phone.kill()
    await phone.start()
    await phone.open('/')
    await allKept(phone)
    expect((await records(phone)).map((one) => one.id)).toEqual([id])
  })

  test('client-010 closed while sending: once', async () => {
    const phone = await fresh()
    await phone.offline(true)
    for (const name of ['Đóng một', 'Đóng hai']) await seal(phone, name)
    // The server takes it, its answer does not come.
    desk.proxy.mode = 'truncated'
    await phone.offline(false)
    await sendNow(phone).catch(() => undefined)
    await until(async () => (await rowsOf('Đóng một')) === 1)
    await phone.page.goto('about:blank')
    desk.proxy.mode = 'open'
    await phone.open('/')
    await allKept(phone)
    for (const name of ['Đóng một', 'Đóng hai']) expect(await rowsOf(name)).toBe(1)
    expect((await desk.rows()).every(({ revisions }) => revisions === 1)).toBe(true)
  })

  test('F5 photos on a thin line, a kill after each: all arrive, few bytes twice', async () => {
    const phone = await freshMortal()
    const pictures = await photos(photosEach, 900)
    await phone.offline(true)
    await seal(phone, 'Nhiều ảnh', Object.fromEntries(pictures.map((photo, i) => [`p${i + 1}`, { photo }])), 'album')
    const [record] = await records(phone)
    const payload = (record?.media ?? []).reduce((sum, { bytes }) => sum + bytes, 0)
    expect(record?.media).toHaveLength(photosEach * 2)
    desk.proxy.throttle = size > 1 ? { up: 4_000, latency_ms: 800 } : { up: 250_000, latency_ms: 20 }
    const before = desk.proxy.counts.bytes
    await phone.offline(false)
    const done = async (): Promise<number> => (await desk.db.prepare("select count(*) as n from media m join submissions s on s.seq = m.submission where s.label = 'Nhiều ảnh' and m.kept_at is not null").first<{ n: number }>())?.n ?? 0
    for (let k = photosEach + 1; k < photosEach * 2; k += size > 1 ? 1 : 2) {
      await until(async () => (await done()) >= k, 600)
      await phone.kill()
      await phone.start()
      await phone.open('/')
    }
    await allKept(phone, 600)
    const sent = desk.proxy.counts.bytes - before
    console.log(`F5: ${photosEach} photos, ${payload} bytes, sent ${(sent / payload).toFixed(3)} ×`)
    expect(sent / payload).toBeLessThanOrEqual(1.15)
    expect(await done()).toBe(photosEach * 2)
  }, 1_800_000)
})

describe('storage', () => {
  test('F8 everything that is written is written strictly', async () => {
    const phone = await fresh({
      script: `(() => {
        const own = IDBDatabase.prototype.transaction
        IDBDatabase.prototype.transaction = function (stores, mode, options) {
          const tx = own.call(this, stores, mode, options)
          if (tx.mode === 'readwrite') localStorage.setItem('spied', (localStorage.getItem('spied') ?? '') + ' ' + tx.durability)
          return tx
        }
      })()`,
    })
    const [photo] = await photos(1, 600)
    await seal(phone, 'Ghi chắc', { photo: { photo: photo as Buffer } })
    await sendNow(phone)
    await allKept(phone)
    const n = (await records(phone))[0]?.n ?? 0
    await phone.open(`/sent/${n}`)
    await tap(phone.page, 'Sửa phiếu này')
    await phone.page.waitForURL(/\/fill\//)
    await answerByThumb(phone.page, 'note', 'sửa')
    await kept(phone.page)
    const spied = ((await phone.page.evaluate<string>("localStorage.getItem('spied')")) ?? '').trim().split(' ')
    // Otherwise nothing was tried.
    expect(spied.length).toBeGreaterThan(25)
    expect(spied.filter((one) => one !== 'strict')).toEqual([])
  })

  test('F9 client-001 a full phone: words before photos, and nothing kept is lost', async () => {
    const phone = await freshMortal()
    const { page } = phone
    const origin = desk.proxy.url
    await phone.offline(true)
    const pictures = await photos(6, 1400)
    await seal(phone, 'Trước khi đầy')
    const id = await write(phone, 'Đang ghi', {}, 'album')
    const cdp = await phone.cdp()
    const { usage } = (await cdp.send('Storage.getUsageAndQuota', { origin })) as { usage: number }
    // The browser reckons with the room it saw last for as long as a database is open: so everything is closed in between.
    const quota = async (quotaSize: number): Promise<void> => {
      await page.goto('about:blank')
      await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize })
      await page.waitForTimeout(3_000)
      await phone.open(`/fill/${id}/1`)
    }
    await quota(usage + 450_000)
    let refused = -1
    for (const [i, photo] of pictures.entries()) {
      const field = page.locator(`[data-key="p${i + 1}"]`)
      await field.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo })
      await until(async () => (await field.locator('input[type=checkbox]:checked').count()) > 0 || (await field.innerText()).includes('Máy đầy'))
      if ((await field.innerText()).includes('Máy đầy')) {
        refused = i
        break
      }
    }
    expect(refused).toBeGreaterThan(0)
    expect(await page.locator(`[data-key="p${refused + 1}"]`).innerText()).toContain('Máy đầy, ảnh này chưa lưu được')
    // Words still find room.
    await answerByThumb(page, 'note', 'Chữ vẫn lưu được')
    await kept(page)
    expect((await phone.shelf<{ draft: string; name: string; answer?: unknown }>('parts')).find((part) => part.draft === id && part.name === 'note')?.answer).toBe('Chữ vẫn lưu được')
    expect((await records(phone)).map(({ label }) => label)).toEqual(['Trước khi đầy'])
    const draft = (await phone.shelf<{ id: string; media: Record<string, unknown> }>('drafts')).find((one) => one.id === id)
    expect(Object.keys(draft?.media ?? {})).toHaveLength(refused)
    await page.reload()
    await drawn(page)
    expect(await page.locator('[name=note]').inputValue()).toBe('Chữ vẫn lưu được')

    // Not even words: it is said, and they stand on the screen until there is room again.
    await quota(1)
    await answerByThumb(page, 'note', 'Không còn chỗ')
    await until(async () => (await page.locator('#told').innerText()).includes('CHƯA lưu được'))
    expect(await page.locator('[name=note]').inputValue()).toBe('Không còn chỗ')
    await cdp.send('Storage.overrideQuotaForOrigin', { origin })
    await page.locator('[name=note]').press('End')
    await page.locator('[name=note]').pressSequentially('.')
    await until(async () => (await phone.shelf<{ draft: string; name: string; answer?: unknown }>('parts')).some((part) => part.draft === id && part.answer === 'Không còn chỗ.'))
    await phone.offline(false)
    await goOn(page)
    await fillAll(page, {})
    await sendForm(page)
    await allKept(phone)
    expect(await rowsOf('Trước khi đầy')).toBe(1)
    expect(await rowsOf('Đang ghi')).toBe(1)
  })

  test.each([['indexeddb'], ['all']])('F10 client-003 %s thrown away: what was lost is said, and the lists come again', async (what) => {
    const phone = await fresh()
    const officer = (await phone.shelf<{ person: string }>('accounts'))[0]?.person ?? ''
    await phone.offline(true)
    for (const name of ['Sắp mất 1', 'Sắp mất 2']) await seal(phone, name)
    await write(phone, 'Đang ghi dở')
    const cdp = await phone.cdp()
    await phone.page.goto('about:blank')
    await cdp.send('Storage.clearDataForOrigin', { origin: desk.proxy.url, storageTypes: what === 'indexeddb' ? 'indexeddb' : 'indexeddb,cache_storage,service_workers' })
    if (what === 'all') await phone.offline(false)
    await phone.page.goto(`${phone.url}/`)
    if (what === 'indexeddb') {
      // No page that says nothing.
      await until(async () => (await seen(phone.page)).includes('đã bị xóa'))
      expect(await seen(phone.page)).toContain('3 phiếu chưa gửi đã mất')
      await phone.offline(false)
    }
    const made = await desk.api('POST', '/api/enrolments', adminToken, { person: officer, role: 'officer', unit: 'vn.2025.01021', forms: null, device: { name: 'Máy thử' } })
    await phone.page.goto(`${phone.url}/enrol/${((await made.json()) as { code: string }).code}`)
    await drawn(phone.page)
    await tap(phone.page, /Đúng, tôi là/)
    await heading(phone.page, 'Phiếu của tôi')
    await until(async () => (await seen(phone.page)).includes('3 phiếu chưa gửi đã mất'))
    await ready(phone.page)
    expect((await phone.shelf<unknown>('units')).length).toBe(1)
    await seal(phone, `Sau khi mất ${what}`)
    await until(async () => (await rowsOf(`Sau khi mất ${what}`)) === 1)
  })
})

describe('versions', () => {
  test('F11 client-014 a new version waits while somebody writes; both send', async () => {
    const phone = await freshMortal()
    const { page } = phone
    await page.reload() // from the service worker from now on
    await drawn(page)
    await phone.offline(true)
    await seal(phone, 'Bản cũ, trước')
    const id = await write(phone, 'Bản cũ, đang ghi')
    await page.evaluate('window.isSame = true')
    // The next version of the server has other files; those of the old shell are no longer there.
    const worker = inject('worker')
    const now = await fetch(`${desk.url}/sw.js`)
    const tag = now.headers.get('etag')?.slice(1, -1) ?? ''
    const shell = /shell-([0-9a-f]{12})/.exec(await now.text())?.[1] ?? ''
    const entry = /\/phone\/(app\.[A-Za-z0-9]+)\.js/.exec(worker)?.[1] ?? ''
    expect([shell, entry, tag].every((one) => one !== '')).toBe(true)
    await desk.crash(worker.split(shell).join('0123456789ab').split(tag).join('ab9876543210').split(entry).join('app.NEXT0000'))
    expect((await fetch(`${desk.url}/phone/${entry}.js`)).status).toBe(404)
    await phone.offline(false)
    await page.evaluate('navigator.serviceWorker.getRegistration().then((one) => one.update())')
    await until(() => page.evaluate<boolean>('navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)'))
    await answerByThumb(page, 'note', 'vẫn ghi')
    await kept(page)
    expect(await page.evaluate('window.isSame')).toBe(true)
    // Asked for from another window, while the form is open here: refused.
    await page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting.postMessage('take over'))")
    await page.waitForTimeout(300)
    expect(await page.evaluate<boolean>('window.isSame && navigator.serviceWorker.getRegistration().then((one) => one.waiting !== null)')).toBe(true)
    // The old shell sends to the new server, and opens from its own cache.
    await goOn(page)
    await fillAll(page, {})
    await sendForm(page)
    await allKept(phone)
    await phone.open('/')
    expect(await page.evaluate<boolean>(`document.querySelector('script[src*="${entry}"]') !== null`)).toBe(true)
    await phone.offline(true)
    await seal(phone, 'Bản cũ, sau')
    await phone.open('/')
    await tap(page, 'Dùng bản mới')
    await page.waitForEvent('load')
    await drawn(page)
    expect(await page.evaluate<boolean>(`document.querySelector('script[src*="app.NEXT0000"]') !== null`)).toBe(true)
    await phone.offline(false)
    await sendNow(phone)
    await allKept(phone)
    for (const name of ['Bản cũ, trước', 'Bản cũ, đang ghi', 'Bản cũ, sau']) expect(await rowsOf(name), name).toBe(1)
    expect((await records(phone)).map((one) => one.id)).toContain(id)
  })
})

describe('tabs and clocks', () => {
  test('F12 two tabs and five taps: never two bodies of one id', async () => {
    const phone = await fresh()
    const { page } = phone
    await phone.offline(true)
    await page.locator('main a[href="/forms/trial"]').first().tap()
    await page.getByRole('button', { name: 'Bắt đầu ghi' }).waitFor()
    await page.evaluate('{ const at = document.querySelector(".big"); for (let i = 0; i < 5; i++) at.click() }')
    await page.waitForURL(/\/fill\//)
    expect(await phone.shelf('drafts')).toHaveLength(1)
    const id = /fill\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
    await answerByThumb(page, 'name', 'Hai cửa sổ')
    await answerByThumb(page, 'place', village)
    await kept(page)
    const other = await phone.context.newPage()
    await other.goto(`${phone.url}/fill/${id}/1`)
    await drawn(other)
    expect(await seen(other)).toContain('đang mở ở một cửa sổ khác')
    await other.goto(`${phone.url}/fill/${id}/check`)
    await drawn(other)
    expect(await other.getByRole('button', { name: 'Gửi phiếu' }).count()).toBe(0)
    await goOn(page)
    await heading(page, 'Xem lại trước khi gửi')
    await page.evaluate('{ const at = document.querySelector(".big"); for (let i = 0; i < 5; i++) setTimeout(() => at.click(), i * 6) }')
    await page.waitForURL(/\/sent\/\d+$/)
    expect(await records(phone)).toHaveLength(1)
    // The same in two tabs that both send: one sender.
    await phone.offline(false)
    await Promise.all([sendNow(phone), other.goto(`${phone.url}/`)])
    await allKept(phone)
    expect(await rowsOf('Hai cửa sổ')).toBe(1)
    expect((await desk.rows()).filter((row) => row.id === id).map(({ revisions }) => revisions)).toEqual([1])
  })

  test('F13 client-018 clocks of 1970 and 2099, and three years back: all sent, in the order of sealing', async () => {
    const phone = await fresh({
      script: `(() => {
        const Own = Date
        const off = () => Number(localStorage.getItem('off') ?? 0)
        globalThis.Date = class extends Own {
          constructor(...given) { if (given.length === 0) super(Own.now() + off()); else super(...given) }
          static now() { return Own.now() + off() }
        }
      })()`,
    })
    await phone.offline(true)
    const year = 365.25 * 86_400_000
    const clocks: readonly (readonly [string, number])[] = [['Năm 1970', -(Date.now() - 86_400_000)], ['Năm 2099', (2099 - 2026) * year], ['Ba năm trước', -3 * year], ['Đúng giờ', 0]]
    for (const [name, off] of clocks) {
      await phone.page.evaluate(`localStorage.setItem('off', '${Math.round(off)}')`)
      await seal(phone, name, { day: { day: '20', month: '11', year: '2026' } })
    }
    await phone.page.evaluate(`localStorage.setItem('off', '${Math.round(-3 * year)}')`)
    await phone.offline(false)
    await sendNow(phone)
    await allKept(phone)
    const known = (await desk.rows()).filter(({ label }) => clocks.some(([name]) => name === label))
    expect(known.map(({ label }) => label)).toEqual(clocks.map(([name]) => name))
    expect(new Set((await records(phone)).map(({ id }) => id)).size).toBe(4)
    // Looked at again with the right clock nothing was let go of.
    await phone.page.evaluate(`localStorage.setItem('off', '${Math.round(40 * year)}')`)
    await sendNow(phone)
    await phone.page.waitForTimeout(500)
    expect(await records(phone)).toHaveLength(4)
  })
})

describe('lines', () => {
  test('F3 client-011 a POST that the browser sends again by itself is one row', async () => {
    const phone = await fresh()
    const { page } = phone
    let arrivals: string[] = []
    // Whether a browser sends again depends on the connection that it happens to use: tried until it did.
    let round = 0
    for (; round < 8 && arrivals.length < 2; round++) {
      arrivals = []
      await phone.offline(true)
      await seal(phone, `Gửi lại ${round}`)
      desk.proxy.mode = 'off'
      await phone.offline(false)
      await phone.open('/')
      await until(async () => (await records(phone)).some(({ tries, state }) => state === 'waiting' && tries > 0))
      desk.proxy.mode = 'open'
      desk.proxy.onRequest = ({ method, path, body }) => {
        if (method !== 'POST' || path !== '/api/submissions') return
        arrivals.push(body.toString('utf8'))
        desk.proxy.plan = {}
      }
      // A connection that was used already, and dies once everything was read.
      await page.evaluate("fetch('/health').then((answer) => answer.text())")
      desk.proxy.plan = { hungUp: 1 }
      await tap(page, 'Gửi ngay')
      await until(() => arrivals.length > 0)
      desk.proxy.plan = {}
      await sendNow(phone)
      await allKept(phone)
      expect(await rowsOf(`Gửi lại ${round}`)).toBe(1)
      expect(new Set(arrivals).size).toBe(1)
    }
    console.log(`F3: ${arrivals.length} arrivals of one record in round ${round}`)
    expect(arrivals.length).toBeGreaterThanOrEqual(2)
    expect((await desk.rows()).every(({ revisions }) => revisions === 1)).toBe(true)
  })

  test('F14 client-016 client-017 lines that answer something else are not believed', async () => {
    const phone = await fresh()
    await phone.offline(true)
    await seal(phone, 'Sóng giả')
    desk.proxy.mode = 'off'
    await phone.offline(false)
    const modes: readonly Mode[] = ['portal', 'portal page', 'portal 401', 'empty', 'ok', 'echo', 'gateway', 'off', 'stale', 'truncated', 'broken gzip', 'as a page']
    for (const mode of modes) {
      desk.proxy.mode = mode
      const { requests } = desk.proxy.counts
      await phone.open('/')
      await tap(phone.page, 'Gửi ngay')
      await until(() => desk.proxy.counts.requests > requests)
      await until(async () => (await phone.page.locator('#told').innerText()).includes('Chưa gửi được')).catch((error: unknown) => {
        throw new Error(`${mode}: ${String(error)}`)
      })
      const [record] = await records(phone)
      expect([record?.state, (await phone.shelf<{ ended?: string }>('accounts'))[0]?.ended], mode).toEqual(['waiting', undefined])
    }
    desk.proxy.mode = 'open'
    await sendNow(phone)
    await allKept(phone)
    expect(await rowsOf('Sóng giả')).toBe(1)
  })

  test('F15 revoked with 20 queued: kept, sent as its author after enrolling again, never as a colleague', async () => {
    const phone = await phoneIn(await desk.browser(), desk.proxy.url)
    open.push(phone)
    const author = await desk.officer('Cán bộ Bị Thu Hồi')
    await enrolOn(phone, await author.link())
    await phone.offline(true)
    const queued = 20
    for (let i = 0; i < queued; i++) await seal(phone, `Hàng đợi ${i}`)
    const [account] = await phone.shelf<{ token: string }>('accounts')
    expect((await desk.api('DELETE', `/api/tokens/${account?.token}`, adminToken)).ok).toBe(true)
    await phone.offline(false)
    await sendNow(phone)
    await until(async () => (await seen(phone.page)).includes('không còn được gửi phiếu dưới tên bạn'))
    expect((await records(phone)).filter(({ state }) => state === 'waiting')).toHaveLength(queued)
    // A PIN of their own, and a colleague on the same phone.
    await phone.open('/phone')
    await phone.page.locator('#pin').fill('2468')
    await Promise.all([phone.page.waitForEvent('load'), tap(phone.page, 'Đặt PIN')])
    const colleague = await desk.officer('Đồng Nghiệp Thử')
    await enrolOn(phone, await colleague.link())
    await seal(phone, 'Của đồng nghiệp')
    await sendNow(phone)
    await until(async () => (await rowsOf('Của đồng nghiệp')) === 1)
    const before = await desk.rows()
    expect(before.filter(({ label }) => label.startsWith('Hàng đợi'))).toEqual([])
    expect(await seen(phone.page)).not.toContain('Hàng đợi')
    // Enrolled again: the author's own records go, as the author's.
    await enrolOn(phone, await author.link())
    await until(async () => (await desk.rows()).filter(({ label }) => label.startsWith('Hàng đợi')).length === queued, 40)
    const after = await desk.rows()
    expect(after.filter(({ label }) => label.startsWith('Hàng đợi')).every(({ person, revisions }) => person === author.person && revisions === 1)).toBe(true)
    expect(after.filter(({ person }) => person === colleague.person).map(({ label }) => label)).toEqual(['Của đồng nghiệp'])
    // In a new window the PIN is asked for.
    const next = await phone.context.newPage()
    await next.goto(`${phone.url}/`)
    await drawn(next)
    expect(await seen(next)).toContain('hãy nhập số PIN')
    await next.locator('#pin').fill('1111')
    await next.getByRole('button', { name: 'Mở' }).tap()
    await until(async () => (await seen(next)).includes('chưa đúng'))
    await next.locator('#pin').fill('2468')
    await next.getByRole('button', { name: 'Mở' }).tap()
    await heading(next, 'Phiếu của tôi')
  })

  test('F22 the last chance in the background fails: it is still there; with no window open it is sent', async () => {
    const phone = await fresh()
    const { page } = phone
    const cdp = await phone.cdp()
    const registrations: { registrationId: string }[] = []
    cdp.on('ServiceWorker.workerRegistrationUpdated', (event) => registrations.push(...event.registrations))
    await cdp.send('ServiceWorker.enable')
    await until(() => registrations.length > 0)
    const sync = (lastChance: boolean) => cdp.send('ServiceWorker.dispatchSyncEvent', { origin: desk.proxy.url, registrationId: registrations[0]?.registrationId ?? '', tag: 'phieu-send', lastChance })
    await phone.offline(true)
    await seal(phone, 'Gửi ngầm')
    // A page of this origin that is not the app.
    await page.goto(phone.url + ((await page.locator('link[rel=stylesheet]').getAttribute('href')) ?? ''))
    desk.proxy.mode = 'empty'
    await phone.offline(false)
    await sync(true)
    await page.waitForTimeout(700)
    expect((await readShelf<Row>(page, 'records')).map(({ state }) => state)).toEqual(['waiting'])
    desk.proxy.mode = 'open'
    await sync(false)
    await until(async () => (await readShelf<Row>(page, 'records')).every(({ state }) => state === 'kept'))
    expect(await rowsOf('Gửi ngầm')).toBe(1)
  })
})

describe('browsers inside other apps', () => {
  test('F21 led out to Chrome; who stays fills in the plain page and sends', async () => {
    const token = await desk.enrol({ name: 'Người Dùng Zalo', role: 'officer', unit: 'vn.2025.01021' })
    const phone = await phoneIn(await desk.browser(), desk.proxy.url, {
      agent: 'Mozilla/5.0 (Linux; Android 10; SM-A107F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/90.0.4430.210 Mobile Safari/537.36 Zalo android/12090673',
      script: 'delete Navigator.prototype.serviceWorker; HTMLInputElement.prototype.click = () => undefined',
    })
    open.push(phone)
    const { page } = phone
    await page.goto(`${phone.url}/in/${token}`)
    await until(async () => (await seen(page)).includes('Bạn đang mở trong Zalo'))
    const { host } = new URL(phone.url)
    expect(await page.getByRole('link', { name: 'Mở bằng Chrome' }).getAttribute('href')).toBe(`intent://${host}/in/${token}#Intent;scheme=http;package=com.android.chrome;end`)
    await press(page, /Đúng, tôi là/)
    for (const path of ['/', '/forms/trial']) {
      await page.goto(phone.url + path)
      await until(async () => (await seen(page)).includes('không lưu được khi mất sóng'))
    }
    await press(page, 'Bắt đầu ghi')
    await page.locator('[name=name]').fill('Từ Zalo')
    await page.locator(`label.choice:has(input[value="${village}"])`).tap()
    await press(page, 'Lưu và đi tiếp')
    await press(page, 'Gửi phiếu')
    expect(await page.locator('.number-big').innerText()).toMatch(/^\d+-\d\d$/)
    expect(await rowsOf('Từ Zalo')).toBe(1)
    expect(await page.evaluate('document.documentElement.dataset.app ?? "plain"')).toBe('plain')
  })
})
