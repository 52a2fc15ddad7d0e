// A person at a phone: looks at a page through a small window, has a keyboard and no script. And axe, who needs scripts and looks at the same pages.
import axe from 'axe-core'
import { expect } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'

export const phone = { width: 360, height: 640 }

/** A browser window of somebody who entered by a link; without scripts unless axe is to look through it. */
export async function enter(browser: Browser, link: string, { scripts = false, viewport = phone } = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport })
  const page = await context.newPage()
  await page.goto(link)
  await press(page, /Đúng, tôi là/)
  return { context, page }
}

/** Presses a button or follows a link by its name, and waits for the page that follows. */
export async function press(page: Page, name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> {
  const arrived = page.waitForEvent('framenavigated')
  await page.getByRole(role, { name }).last().click({ timeout: 10_000 })
  await arrived
  await page.waitForLoadState()
}

interface Focus {
  readonly tag: string
  readonly type: string
  readonly name: string
  readonly value: string
}

// Said as text: the tests are compiled without the browser's types.
async function focus(page: Page): Promise<Focus> {
  return page.evaluate<Focus>(`(() => {
    const at = document.activeElement
    return { tag: at.tagName, type: at.getAttribute('type') ?? '', name: at.getAttribute('name') ?? '', value: at.value ?? '' }
  })()`)
}

/**
 * Goes through the page with the Tab key alone and answers what it meets: `answers` holds texts by the names of boxes, values of choices by the
 * name of their question. Ends by pressing Enter on the button that goes on (or the one named). `after` each answer something may have to be waited for.
 */
export async function fillByKeyboard(page: Page, answers: Readonly<Record<string, string | readonly string[]>>, button = 'next', after = async (): Promise<void> => {}): Promise<void> {
  for (let stops = 0; stops < 200; stops++) {
    await page.keyboard.press('Tab')
    const at = await focus(page)
    const wanted = answers[at.name]
    if (at.tag === 'BUTTON' && at.name === '.do' && at.value === button) {
      const arrived = page.waitForEvent('framenavigated')
      await page.keyboard.press('Enter')
      await arrived
      await page.waitForLoadState()
      return
    }
    if (wanted === undefined) continue
    if (at.type === 'radio') await chooseRadio(page, at.name, String(wanted))
    else if (at.type === 'checkbox') {
      if ([wanted].flat().includes(at.value)) await page.keyboard.press('Space')
    } else if (at.tag === 'SELECT') await chooseOption(page, String(wanted))
    else {
      await page.keyboard.press('Control+A')
      await page.keyboard.type(String(wanted))
    }
    await after()
  }
  throw new Error('no button was reached by the Tab key')
}

async function chooseRadio(page: Page, name: string, wanted: string): Promise<void> {
  await page.keyboard.press('Space')
  for (let moves = 0; moves < 30; moves++) {
    const at = await focus(page)
    if (at.name === name && at.value === wanted) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`no choice ${wanted} of ${name}`)
}

async function chooseOption(page: Page, wanted: string): Promise<void> {
  await page.keyboard.press('Home')
  for (let moves = 0; moves < 60; moves++) {
    if ((await focus(page)).value === wanted) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`no option ${wanted}`)
}

/** What axe finds on an address, seen by a context with scripts: rules of WCAG 2.2 A to AAA contrast, and best practice. */
export async function faults(context: BrowserContext, address: string): Promise<readonly string[]> {
  const page = await context.newPage()
  await page.goto(address)
  // Where the app draws, what it draws is meant, not the empty page before it.
  await page.locator('#shell').waitFor({ state: 'detached' })
  const found = await faultsOn(page)
  await page.close()
  return found
}

/** The same on a page that stands already. */
export async function faultsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<readonly string[]>(`axe
    .run(document, { rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } } })
    .then(({ violations }) => violations.flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.html.slice(0, 160) + ' ' + (node.failureSummary ?? ''))))`)
  // Nothing may stick out of a phone's window to the side.
  const width = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  return width > 0 ? [...found, `${page.url()} is ${width} px too wide`] : found
}

export async function expectClean(context: BrowserContext, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) expect(await faults(context, address), address).toEqual([])
}

/** What stands in the main part, as a person reads it. */
export async function seen(page: Page): Promise<string> {
  return page.locator('main').innerText()
}
