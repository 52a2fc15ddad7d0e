// What `bench:phone` looks through: a browser's window on a slow phone behind a slow network, and a probe inside the page that notes when the first
// question can be answered and when a key's consequences are painted and kept. What is measured, and against which goals, is bench-phone.ts's.
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'

/** A cheap phone: six times slower than this machine, 400 kbit/s, 400 ms to the first byte. */
const slow = { cpu: 6, latency_ms: 400, bytesPerSecond: 400_000 / 8 }

export interface Window {
  readonly context: BrowserContext
  readonly page: Page
  readonly cdp: CDPSession
  /** Requests of the page and of its service worker since the window was opened. */
  readonly requests: string[]
  close(): Promise<void>
}

/** A window of a context, slowed down unless told otherwise. */
export async function openWindow(context: BrowserContext, { isSlow = true } = {}): Promise<Window> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const requests: string[] = []
  context.on('request', (request) => requests.push(`${request.serviceWorker() === null ? '' : 'service worker: '}${request.url()}`))
  if (isSlow) {
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: slow.latency_ms, downloadThroughput: slow.bytesPerSecond, uploadThroughput: slow.bytesPerSecond })
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu })
  }
  return { context, page, cdp, requests, close: () => page.close() }
}

/** Two phones of one officer: with the app, and with scripts switched off. */
export async function phonesOf(browser: Browser): Promise<{ readonly app: BrowserContext; readonly plain: BrowserContext }> {
  const viewport = { width: 360, height: 640 }
  const app = await browser.newContext({ viewport })
  await app.addInitScript(probe)
  return { app, plain: await browser.newContext({ viewport, javaScriptEnabled: false }) }
}

/** The Vietnamese word on the button that begins, in app and plain page. */
const startButton = '#main .big'

/** Opens a form's link in the app, presses its button in the first frame in which it can be pressed; until a question can be answered. */
export async function firstQuestionInApp({ page }: Window, address: string): Promise<{ readonly whole_ms: number; readonly begin_ms: number }> {
  await page.goto(`${address}#bench`, { waitUntil: 'commit' })
  await seen(page, 'bench.first > 0')
  return page.evaluate('({ whole_ms: bench.first, begin_ms: bench.begin })')
}

/** The same without scripts, by the browser's own marks: from the request of each page to its first paint. What the tool itself takes between is not counted. */
export async function firstQuestionPlain({ page, cdp }: Window, address: string): Promise<{ readonly whole_ms: number; readonly begin_ms: number }> {
  let [asked, painted] = [0, 0]
  cdp.on('Network.requestWillBeSent', ({ type, timestamp, redirectResponse }) => {
    if (type === 'Document' && redirectResponse === undefined) [asked, painted] = [timestamp, 0]
  })
  cdp.on('Page.lifecycleEvent', ({ name, timestamp }) => {
    if (name === 'firstContentfulPaint') painted = timestamp
  })
  await cdp.send('Page.enable')
  await cdp.send('Page.setLifecycleEventsEnabled', { enabled: true })
  const shown = async (what: string): Promise<number> => {
    await seen(page, `document.querySelector('${what}') !== null`)
    for (let tries = 0; painted === 0 && tries < 1_000; tries++) await page.waitForTimeout(10)
    return (painted - asked) * 1_000
  }
  await page.goto(address, { waitUntil: 'commit' })
  const begin_ms = await shown('#begin .big')
  await page.evaluate(`document.querySelector('${startButton}').click()`)
  return { begin_ms, whole_ms: begin_ms + (await shown('#fill [data-key] :is(input,select,textarea)')) }
}

/** Waits until something holds in a page. Asked from outside: the pages' policy lets no text become script. */
export async function seen(page: Page, what: string): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    if (await page.evaluate<boolean>(what).catch(() => false)) return
    await page.waitForTimeout(30)
  }
  throw new Error(`${page.url()}: never ${what}`)
}

/** Text that runs before a page's own scripts: kept as text, the scripts here are compiled without the browser's types. */
const probe = `(() => {
  const bench = (window.bench = { keys: [] })
  // A frame is painted when what was asked for after it comes.
  const painted = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => then(performance.now())
    channel.port2.postMessage(0)
  })
  const visible = (selector) => [...document.querySelectorAll(selector)].some((one) => one.offsetParent !== null)
  if (location.hash === '#bench') {
    let isPressed = false
    new MutationObserver(() => {
      if (document.documentElement.dataset.app !== 'ready') return
      if (!isPressed && /^\\/forms\\//.test(location.pathname) && visible('${startButton}')) {
        isPressed = true
        painted((at) => {
          bench.begin = at
          document.querySelector('${startButton}').click()
        })
      }
      if (isPressed && bench.first === undefined && /^\\/fill\\//.test(location.pathname) && visible('#main [data-key] input, #main [data-key] select, #main [data-key] textarea')) {
        bench.first = 0
        painted((at) => (bench.first = at))
      }
    }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-app'] })
  }

  // A key, from its event to the frame that shows what follows from it (\`shows\`, set from outside), and to the end of the strict write.
  let open
  const look = () => {
    if (open === undefined || open.isSeen || !bench.shows(open.value)) return
    const key = open
    key.isSeen = true
    painted((at) => {
      key.painted = at - key.at
      ended(key)
    })
  }
  let over
  const ended = (key) => {
    if (key.painted !== undefined && key.kept !== undefined) over()
  }
  bench.expect = (value) => {
    bench.keys.push((open = { value }))
    bench.over = new Promise((resolve) => (over = resolve))
  }
  addEventListener('keydown', (event) => {
    if (open !== undefined) open.at = event.timeStamp
  }, true)
  addEventListener('DOMContentLoaded', () => new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true }))
  const transaction = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const made = transaction.call(this, stores, mode, options)
    const key = open
    if (mode === 'readwrite' && key !== undefined && [stores].flat().includes('parts')) {
      made.addEventListener('complete', () => {
        if (key.kept === undefined) key.kept = performance.now() - key.at
        key.durability = made.durability
        ended(key)
      })
    }
    return made
  }
})()`
