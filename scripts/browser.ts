// The browser of the tests and the pictures: a Chrome or Chromium of this machine where there is one, else the one that came by npm.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext } from 'playwright-core'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

// Without these a browser on a machine with a closed network calls home many times a second.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

/** Starts a headless browser. `CHROMIUM` names another executable; `more`: arguments of this one browser, such as a camera that is a file. */
export async function launch(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await executable(), args: [...quiet, ...more] })
}

/** The same with a profile of its own, which is there again after the browser was killed. */
export async function launchOn(profile: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { ...options, executablePath: await executable(), args: quiet })
}

// Not the arguments that the bundled one brings along: --single-process dies with the first window that is closed, --disable-web-security is not
// what officers have.
async function executable(): Promise<string> {
  const own = process.env.CHROMIUM ?? usual.find((path) => existsSync(path))
  return own ?? (await import('@sparticuz/chromium')).default.executablePath()
}
