// A person at a phone with the app: a small window that can be tapped, storage that outlives a killed browser, a network that comes and goes.
// What lies on the shelf is read past the app, so that a test sees what is kept and not what is said.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { launch, launchOn } from '../../scripts/browser.ts'
import { phone as window } from './person.ts'

export interface Phone {
  readonly context: BrowserContext
  readonly page: Page
  readonly url: string
  /** No network at all, or one again. */
  offline(isOff: boolean): Promise<void>
  /** Opens an address of the app and waits until it is drawn. */
  open(path: string): Promise<void>
  /** Rows of a table of the shelf. */
  shelf<T>(table: string): Promise<readonly T[]>
  /** Asks the browser itself. */
  cdp(): Promise<CDPSession>
  close(): Promise<void>
}

/** A phone whose browser can die and be started again. */
export interface MortalPhone extends Phone {
  /** SIGKILL: nothing is tidied up. */
  kill(): Promise<void>
  /** The same storage in a new browser. */
  start(): Promise<void>
}

export interface Model {
  readonly locale?: string
  readonly agent?: string
  /** Runs in every page before its own scripts. */
  readonly script?: string
}

const settings = ({ locale = 'vi-VN', agent }: Model) => ({ viewport: window, hasTouch: true, locale, timezoneId: 'Asia/Ho_Chi_Minh', ...(agent === undefined ? {} : { userAgent: agent }) })

/** A phone in a browser that others use too; its storage is its own. */
export async function phoneIn(browser: Browser, url: string, model: Model = {}): Promise<Phone> {
  const context = await browser.newContext(settings(model))
  if (model.script !== undefined) await context.addInitScript(model.script)
  return phoneOf(context, await context.newPage(), url)
}

/** A phone with a browser and a folder of its own. */
export async function mortalPhone(url: string, model: Model = {}): Promise<MortalPhone> {
  const profile = mkdtempSync(join(tmpdir(), 'phieu-phone-'))
  let now: Phone
  let isDead = true
  const start = async (): Promise<void> => {
    const context = await launchOn(profile, settings(model))
    if (model.script !== undefined) await context.addInitScript(model.script)
    now = phoneOf(context, context.pages()[0] ?? (await context.newPage()), url)
    isDead = false
  }
  await start()
  return {
    url,
    get context() {
      return now.context
    },
    get page() {
      return now.page
    },
    offline: (isOff) => now.offline(isOff),
    open: (path) => now.open(path),
    shelf: (table) => now.shelf(table),
    cdp: () => now.cdp(),
    start,
    async kill() {
      const gone = new Promise((resolve) => now.context.once('close', resolve))
      killAll(profile)
      await gone
      isDead = true
    },
    async close() {
      if (!isDead) await now.context.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function phoneOf(context: BrowserContext, page: Page, url: string): Phone {
  return {
    context,
    page,
    url,
    offline: (isOff) => context.setOffline(isOff),
    async open(path) {
      await page.goto(url + path)
      await drawn(page)
    },
    shelf: (table) => readShelf(page, table),
    cdp: () => context.newCDPSession(page),
    close: () => context.close(),
  }
}

// The browser by the folder that it was given: its own processes and no others.
function killAll(profile: string): void {
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`--user-data-dir=${profile}`)) process.kill(Number(name), 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** Waits until the app has drawn its page. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('html[data-app=ready]').waitFor({ state: 'attached', timeout: 20_000 })
}

/** All rows of a table, read past the app. */
export async function readShelf<T>(page: Page, table: string): Promise<readonly T[]> {
  return page.evaluate<readonly T[]>(`new Promise((resolve, reject) => {
    const asked = indexedDB.open('phieu')
    asked.onerror = () => reject(asked.error)
    asked.onsuccess = () => {
      const base = asked.result
      if (!base.objectStoreNames.contains('${table}')) { base.close(); return resolve([]) }
      const all = base.transaction('${table}').objectStore('${table}').getAll()
      all.onsuccess = () => { base.close(); resolve(JSON.parse(JSON.stringify(all.result))) }
      all.onerror = () => reject(all.error)
    }
  })`)
}

/** Presses a button or follows a link of the app by its name; the app draws the next page itself. */
export async function tap(page: Page, name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> {
  await page.getByRole(role, { name }).last().tap({ timeout: 10_000 })
}

/** The heading that stands now. */
export async function heading(page: Page, text: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: text }).waitFor({ timeout: 15_000 })
}

/** Opens a link of the office on this phone and waits until everything for days without a network is here. */
export async function enrolOn(phone: Phone, link: string): Promise<void> {
  const { page } = phone
  await page.goto(link)
  await drawn(page)
  await tap(page, /Đúng, tôi là/)
  await heading(page, 'Phiếu của tôi')
  await ready(page)
}

/** Waits until forms, units and the service worker are here. */
export async function ready(page: Page): Promise<void> {
  await page.locator('main a[href^="/forms/"]').first().waitFor({ timeout: 30_000 })
  await page.evaluate('navigator.serviceWorker === undefined ? 0 : navigator.serviceWorker.ready.then(() => 0)')
  // The lists are whole once the phone has noted when it was last heard by the server.
  await until(async () => Number(JSON.parse((await page.evaluate<string | null>("localStorage.getItem('phieu')")) ?? '{}').lastSync ?? 0) > 0)
}

/** Waits until something holds. */
export async function until(holds: () => Promise<boolean> | boolean, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; ; ) {
    if (await holds()) return
    if (Date.now() > end) throw new Error(`did not come true in ${seconds} s: ${holds.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** What somebody would answer: a text, choices, the parts of a date, a photo, what to type into a search. */
export type Given = string | readonly string[] | Readonly<Record<string, string>> | { readonly photo: Buffer } | { readonly find: string }

const photoOf = (given: Given): Buffer | undefined => (typeof given === 'object' && 'photo' in given ? (given.photo as Buffer) : undefined)
const findOf = (given: Given): string | undefined => (typeof given === 'object' && !Array.isArray(given) && 'find' in given ? String(given.find) : undefined)

/** Answers one question on the screen with thumb and typing. */
export async function answerByThumb(page: Page, key: string, given: Given): Promise<void> {
  const field = page.locator(`[data-key="${key}"]`).last()
  const kind = (await field.getAttribute('data-kind')) ?? ''
  const [photo, find] = [photoOf(given), findOf(given)]
  if (photo !== undefined) {
    await field.locator('input[type=file]').setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: photo })
    await field.locator('input[type=checkbox]:checked').waitFor({ timeout: 15_000 })
  } else if (find !== undefined) {
    const search = field.locator(`input[name=".search.${key}"]`)
    if ((await search.count()) > 0) await search.pressSequentially(find)
    await field.locator('label.choice', { hasText: find }).first().tap()
  } else if (Array.isArray(given) || kind.startsWith('select') || kind === 'unit' || kind === 'acknowledge') {
    for (const value of [given].flat() as string[]) {
      const list = field.locator('select').last()
      if ((await list.count()) > 0) await list.selectOption(value)
      else await field.locator(`label.choice:has(input[value="${value}"])`).tap()
    }
  } else if (typeof given === 'string') {
    await field.locator('input[type=text],input[type=tel],textarea').first().fill('')
    await field.locator('input[type=text],input[type=tel],textarea').first().pressSequentially(given)
  } else {
    for (const [part, text] of Object.entries(given as Readonly<Record<string, string>>)) {
      await field.locator(`[name="${key}.${part}"]`).fill('')
      await field.locator(`[name="${key}.${part}"]`).pressSequentially(text)
    }
  }
}

/** Answers what of it stands on this screen, in the order of the page; what comes into view meanwhile too. */
export async function fillByThumb(page: Page, answers: Readonly<Record<string, Given>>): Promise<void> {
  const done = new Set<string>()
  for (;;) {
    const keys = await page.locator('main [data-key][data-kind]').evaluateAll((all) => all.map((one) => (one as unknown as { dataset: { key: string } }).dataset.key))
    const key = keys.find((one) => !done.has(one) && answers[one] !== undefined)
    if (key === undefined) return
    done.add(key)
    await answerByThumb(page, key, answers[key] as Given)
    // What follows from an answer is drawn once it is kept.
    await kept(page)
  }
}

/** Waits until the page says that what was typed is kept, and it is. */
export async function kept(page: Page): Promise<void> {
  await page.locator('body:not([data-keeping])').waitFor({ state: 'attached' })
}

/** Presses on, to the next screen or back to the list of rows; says what the page says when it will not. */
export async function goOn(page: Page, name: string | RegExp = 'Lưu và đi tiếp'): Promise<void> {
  const before = page.url()
  await tap(page, name)
  await until(async () => page.url() !== before || (await page.locator('#problems').count()) > 0)
  if (page.url() === before) throw new Error(`${before}: ${await page.locator('#problems').innerText()}`)
}

/** Fills all screens up to the last page, where everything is read once more. */
export async function fillAll(page: Page, answers: Readonly<Record<string, Given>>): Promise<void> {
  for (let screens = 0; screens < 30 && !/\/check$/.test(new URL(page.url()).pathname); screens++) {
    await fillByThumb(page, answers)
    await goOn(page)
  }
  await heading(page, 'Xem lại trước khi gửi')
}

/** Begins a form from the home page. */
export async function beginForm(page: Page, url: string, form: string): Promise<string> {
  if (new URL(page.url()).pathname !== '/') await page.goto(`${url}/`)
  await drawn(page)
  await page.locator(`main a[href="/forms/${form}"]`).first().tap()
  await tap(page, 'Bắt đầu ghi')
  await page.waitForURL(/\/fill\/[0-9a-f-]{36}\/\d+$/)
  return /fill\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
}

/** Seals what is filled in and waits until the record is in the queue. */
export async function sendForm(page: Page): Promise<number> {
  await tap(page, 'Gửi phiếu')
  await page.waitForURL(/\/sent\/\d+$/)
  await heading(page, /Đã lưu, chờ gửi|Đã nhận/)
  return Number(/\d+$/.exec(page.url())?.[0])
}

/** Photos as a camera makes them, too big to send as they are; each another one. Made by a browser of their own. */
export async function photos(count: number, side = 1200): Promise<readonly Buffer[]> {
  const browser = await launch()
  const page = await browser.newPage()
  const all = await page.evaluate<string[]>(`Array.from({ length: ${count} }, (_, n) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: ${side}, height: ${Math.round(side * 0.75)} })
    const pen = canvas.getContext('2d')
    for (let i = 0; i < 4000; i++) {
      pen.fillStyle = 'hsl(' + ((i * 37 + n * 61) % 360) + ' 60% ' + (20 + ((i * 13) % 60)) + '%)'
      pen.fillRect(Math.random() * ${side}, Math.random() * ${side}, 4 + Math.random() * 40, 4 + Math.random() * 40)
    }
    return canvas.toDataURL('image/jpeg', 0.92).split(',')[1]
  })`)
  await browser.close()
  return all.map((one) => Buffer.from(one, 'base64'))
}
