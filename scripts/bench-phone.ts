// `npm run bench:phone`: how quick the phone's app is on a cheap phone behind a slow network, beside its plain page in the same run. Real Worker, real
// Chromium, medians of five. A measurement to be read by people: what must hold in CI is counted in bytes, requests and nodes (test/size.test.ts).
// `RUNS=1` is a quick look; `npm run bench:phone -- keys` measures one of first, keys, weight.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { hub, thousandSource } from '../test/form/thousand.ts'
import { firstQuestionInApp, firstQuestionPlain, openWindow, phonesOf } from './bench-window.ts'
import { launch } from './browser.ts'
import { enrol, publishShipped, putUnits } from './links.ts'
import { newReceiptKey, serve } from './serve.ts'

const runs = Number(process.env.RUNS ?? 5)
const adminToken = 'phieu_bench-admin-token-000000000000000000000000000'
const data = mkdtempSync(join(tmpdir(), 'phieu-bench-'))
const server = await serve({ port: 0, data, adminToken, receiptKey: newReceiptKey() })
const desk = { url: server.url, adminToken }
await putUnits(desk)
await publishShipped(desk)
const published = await fetch(`${server.url}/api/forms`, { method: 'POST', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/yaml' }, body: thousandSource()['form.yaml'] })
if (!published.ok) throw new Error(await published.text())
const link = `${server.url}/in/${await enrol(desk, { name: 'Lý Văn Thử', role: 'officer', unit: 'vn.2025.01021' })}`
const browser = await launch()

// Something in every box, as a person would leave it.
const fillScreen = `(() => {
  for (const field of document.querySelectorAll('#fill [data-key]')) {
    const box = field.querySelector('input:not([type=hidden]):not([type=file]),select,textarea')
    if (box === null || box.closest('[data-key]') !== field) continue
    if (box.type === 'radio' || box.type === 'checkbox') {
      if (field.querySelector(':checked') === null) box.click()
      continue
    }
    if (box.value !== '') continue
    if (box.tagName === 'SELECT') box.selectedIndex = 1
    else box.value = box.inputMode === 'numeric' || box.inputMode === 'decimal' ? '3' : 'Nhà ở giữa bản, gần suối'
    box.dispatchEvent(new Event('input', { bubbles: true }))
    box.dispatchEvent(new Event('change', { bubbles: true }))
  }
})()`

const forms = [['household survey', 'resettlement_household_survey'], ['1,000 questions', 'thousand']] as const
const rows: string[][] = []
try {
  const { app, plain } = await phonesOf(browser)
  await enter(app)
  await enter(plain)
  const wants = (what: string): boolean => process.argv.length < 3 || process.argv.includes(what)
  if (wants('first')) for (const [name, id] of forms) await first(name, `${server.url}/forms/${id}`, { app, plain })
  if (wants('keys')) await keys(app, `${server.url}/forms/thousand`)
  if (wants('weight')) for (const [name, id] of forms) await weight(name, app, `${server.url}/forms/${id}`)
} finally {
  await browser.close()
  await server.stop()
  rmSync(data, { recursive: true, force: true })
  print(['', 'app', 'plain', 'app : plain', 'goal'], rows)
}

async function first(name: string, address: string, { app, plain }: { readonly app: BrowserContext; readonly plain: BrowserContext }): Promise<void> {
  for (const state of ['cold', 'warm'] as const) {
    const [ours, theirs, requests]: [number[], number[], number[]] = [[], [], []]
    const begun: number[] = []
    for (let run = 0; run < runs; run++) {
      const window = await openWindow(app)
      await (state === 'cold' ? forget(window.page) : remember(app, address))
      window.requests.length = 0
      if (state === 'cold') await window.cdp.send('Network.clearBrowserCache')
      const { whole_ms, begin_ms } = await firstQuestionInApp(window, address)
      ours.push(whole_ms)
      begun.push(begin_ms)
      requests.push(window.requests.length)
      if (run === 0) for (const request of window.requests) process.stderr.write(`  ${state} ${request.replace(server.url, '')}\n`)
      await window.close()

      const other = await openWindow(plain)
      if (state === 'cold') await other.cdp.send('Network.clearBrowserCache')
      theirs.push((await firstQuestionPlain(other, address)).whole_ms)
      await other.close()
    }
    const ratio = median(ours) / median(theirs)
    rows.push([`${name}: first question ${state}`, ms(median(ours)), ms(median(theirs)), `${ratio.toFixed(2)} ×`, state === 'cold' ? '≤ 1.5 ×' : '≤ 1 ×'])
    rows.push([`  the button that begins`, ms(median(begun)), '', '', ''])
    rows.push([`  requests until then`, String(median(requests)), '', '', state === 'cold' ? '≤ 6' : ''])
  }
}

// A key in the field on which thirty others depend: ten sums, ten questions that come and go, ten labels.
async function keys(app: BrowserContext, address: string): Promise<void> {
  const window = await openWindow(app)
  const { page } = window
  await remember(app, address)
  await firstQuestionInApp(window, address)
  // Not by the mouse: a phone has none, and a browser asks after each change what lies under one.
  await page.evaluate("document.querySelector('#fill .big').click()")
  const box = page.locator(`[data-key="${hub}"] input`)
  await box.waitFor()
  await page.evaluate(`bench.shows = (value) => {
    const at = (key) => document.querySelector('#main [data-key="' + key + '"]')
    for (let i = 1; i <= 10; i++) {
      if (!at('about_' + i).textContent.includes('Nhà ' + value + ' người')) return false
      if ((at('member_' + i) !== null) !== (value !== '' && Number(value) >= i)) return false
      if (at('share_' + i).querySelector('.echo').textContent !== (value === '' ? '' : String(value * i))) return false
    }
    return true
  }`)
  await box.focus()
  const typed: readonly (readonly [string, string])[] = Array.from({ length: runs * 2 }, (_, i) => String(3 + (i % 7))).flatMap((one) => [[one, one], ['Backspace', ''], ['1', '1'], ['2', '12'], ['Backspace', '1'], ['Backspace', '']] as const)
  for (const [key, value] of typed) {
    await page.evaluate(`bench.expect('${value}')`)
    // Waited for inside the page: to ask again and again from outside would be work for the very thread that is measured.
    const over = page.evaluate('bench.over')
    await page.keyboard.press(key)
    await over
    await page.waitForTimeout(50)
  }
  const all = await page.evaluate<readonly { painted: number; kept: number; durability: string }[]>('bench.keys')
  const painted = all.map((key) => key.painted)
  const kept = all.map((key) => key.kept)
  rows.push(['1,000 questions: a key, until 30 others are painted, median', ms(median(painted)), '', '', '≤ 50 ms'])
  rows.push(['  p95', ms(part(painted, 0.95)), '', '', '≤ 100 ms'])
  rows.push([`  until it is kept (${[...new Set(all.map(({ durability }) => durability))].join(', ')}), median`, ms(median(kept)), '', '', 'one frame or so'])
  rows.push(['  p95', ms(part(kept, 0.95)), '', '', ''])
  rows.push(['  seen before it was kept: of so many keys', `${all.filter((key) => key.painted < key.kept).length} of ${all.length}`, '', '', '0'])
  await window.close()
}

// What is in memory when a form was gone through to its end, after the rubbish was taken out.
async function weight(name: string, app: BrowserContext, address: string): Promise<void> {
  const window = await openWindow(app, { isSlow: false })
  const { page, cdp } = window
  await remember(app, address)
  await firstQuestionInApp(window, address)
  let [heap, nodes, screens] = [0, 0, 0]
  for (; new URL(page.url()).pathname.split('/')[3] !== 'check' && screens < 200; screens++) {
    await page.evaluate(fillScreen)
    await page.waitForTimeout(60)
    await page.evaluate(fillScreen) // what has come since
    await page.waitForTimeout(60)
    await cdp.send('HeapProfiler.collectGarbage')
    heap = Math.max(heap, (await cdp.send('Runtime.getHeapUsage')).usedSize)
    nodes = Math.max(nodes, (await cdp.send('Memory.getDOMCounters')).nodes)
    const before = page.url()
    await page.locator('#fill .big').click()
    for (let tries = 0; tries < 20 && page.url() === before; tries++) {
      await page.waitForTimeout(20)
      const later = page.locator('#fill button[value=later]')
      if (page.url() === before && (await later.count()) > 0) await later.click().catch(() => undefined)
    }
  }
  rows.push([`${name}: heap while it is filled, ${screens} screens, at most`, `${(heap / 1e6).toFixed(1)} MB`, '', '', '≤ 5 MB'])
  rows.push(['  live DOM nodes at most', String(nodes), '', '', '< 3,000'])
  await window.close()
}

async function enter(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto(link)
  await page.locator('main form button').click()
  await page.waitForURL(`${server.url}/`)
  await page.waitForLoadState()
  await page.close()
}

/** As on the first day: the officer is known, nothing else is here. */
async function forget(page: Page): Promise<void> {
  await page.goto(`${server.url}/healthz`)
  await page.evaluate(`(async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister()
    for (const name of await caches.keys()) await caches.delete(name)
    const db = await new Promise((resolve, reject) => Object.assign(indexedDB.open('phieu'), { onsuccess: (event) => resolve(event.target.result), onerror: reject }))
    const stores = ['forms', 'units', 'lists', 'pages', 'settings']
    const tx = db.transaction(stores, 'readwrite')
    for (const name of stores) tx.objectStore(name).clear()
    await new Promise((resolve) => (tx.oncomplete = resolve))
    db.close()
  })()`)
}

/** As on every other day: the app lies on the phone, and what the officer fills in. */
async function remember(context: BrowserContext, address: string): Promise<void> {
  const id = address.split('/').pop() ?? ''
  const page = await context.newPage()
  await page.goto(`${server.url}/`)
  for (let tries = 0; tries < 200; tries++) {
    const isThere = await page.evaluate<boolean>(`(async () => {
      if (navigator.serviceWorker.controller === null) return false
      const db = await new Promise((resolve, reject) => Object.assign(indexedDB.open('phieu'), { onsuccess: (event) => resolve(event.target.result), onerror: reject }))
      const keys = await new Promise((resolve) => (db.transaction('forms').objectStore('forms').getAllKeys().onsuccess = (event) => resolve(event.target.result)))
      db.close()
      return keys.some(([id]) => id === '${id}')
    })()`).catch(() => false)
    if (isThere) return page.close()
    await page.waitForTimeout(100)
  }
  throw new Error('the app did not come to lie on the phone')
}

function median(all: readonly number[]): number {
  return part(all, 0.5)
}

function part(all: readonly number[], share: number): number {
  const sorted = [...all].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

function ms(value: number): string {
  return `${Math.round(value).toLocaleString('en')} ms`
}

function print(head: readonly string[], lines: readonly (readonly string[])[]): void {
  const widths = head.map((_, i) => Math.max(...[head, ...lines].map((line) => line[i]?.length ?? 0)))
  for (const line of [head, ...lines]) console.log(line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '))
}
