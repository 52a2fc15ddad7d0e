// What is asked of every page there is, whatever stands on it: read by axe at both sizes and as it is printed, nothing sticks out, nothing too small for a thumb,
// no name that only a program knows, a title, one heading, a language, no fault of the browser's, and the same page where no script runs.
import type { Browser, Page, Response } from 'playwright-core'
import type { Filled, Looked, Who } from './filled.ts'
import { faultsOn, phone } from '../journeys/person.ts'

const narrow = `document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['too wide'] : []`

export const wide = { width: 1366, height: 768 }

/** Links within a sentence are as high as its line; whatever stands for itself is as high as a thumb needs (44 px; 43 where it was rounded). */
const small = `[...document.querySelectorAll('a[href],button,summary,select,textarea,input:not([type=hidden])')].filter((one) => {
  const styled = getComputedStyle(one)
  if (one.closest('.away,.skip,[hidden],svg,details:not([open]) > :not(summary)') || styled.visibility === 'hidden' || one.getClientRects().length === 0) return false
  const target = one.closest('label.choice') ?? one
  const text = (node) => node.textContent.replace(/[\\s·,;:|()→←–-]/g, '')
  if (one.tagName === 'A' && styled.display === 'inline') {
    let around = one.parentElement
    while (getComputedStyle(around).display === 'inline') around = around.parentElement
    const links = [...around.querySelectorAll('a[href]')].map(text).join('')
    if (text(around).length > links.length) return false
  }
  const { width, height } = target.getBoundingClientRect()
  return height < 43 || width < 24
}).map((one) => one.outerHTML.slice(0, 120) + ' is ' + Math.round(one.getBoundingClientRect().width) + '×' + Math.round(one.getBoundingClientRect().height) + ' px')`

/** Names that only a program knows (road_registration, sent_back), where a person reads. What an author or a programmer has to copy stands in code. */
const machine = `[...new Set(document.querySelector('main').innerText.match(/\\b[a-z]+(?:_[a-z0-9]+)+\\b/g) ?? [])].filter((name) => ![...document.querySelectorAll('main code, main pre, main textarea, main [href]')].some((one) => one.textContent.includes(name))).map((name) => 'says ' + name)`

export type Size = 'phone' | 'wide' | 'paper'

export interface Looking {
  /** Shows a page: what it answers, and what the browser says of it goes to `found`. */
  show(one: Looked, found: string[]): Promise<{ readonly page: Page; readonly answer: Response | null }>
  /** Shows it at each of these sizes and says what is wrong with it; axe, who takes longest, may be left out. */
  look(one: Looked, how: { readonly sizes: readonly Size[]; readonly axe: boolean; keep?(page: Page, size: Size): Promise<void> }): Promise<readonly string[]>
}

/** Somebody's browser. The phone's app is left out of it: what is looked at are the pages as the server sends them. */
export async function looking(browser: Browser, url: string, { cookies }: Pick<Filled, 'cookies'>, who: Who, language = 'vi'): Promise<Looking> {
  const context = await browser.newContext({ viewport: phone, serviceWorkers: 'block' })
  await context.addCookies(Object.entries({ ...cookies[who], 'phieu-language': language }).map(([name, value]) => ({ name, value, url })))
  await context.route(/\/phone\/[^/]+\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
  const show: Looking['show'] = async ({ at, post, file }, found) => {
    const page = await context.newPage()
    page.on('pageerror', (error) => void found.push(`script: ${error.message}`))
    // A page that says "not there" is told of by the browser too.
    page.on('console', (line) => void (line.type() === 'error' && !/the server responded with a status of 4\d\d/.test(line.text()) && found.push(`console: ${line.text()}`)))
    if (post === undefined) return { page, answer: await page.goto(url + at) }
    await page.goto(`${url}/r`)
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.evaluate(`(() => {
      const [at, post, file] = ${JSON.stringify([at, post, file ?? null])}
      const form = Object.assign(document.createElement('form'), { method: 'post', action: at })
      const box = (given) => form.append(Object.assign(document.createElement('input'), given))
      for (const [name, value] of Object.entries(post)) box({ type: 'hidden', name, value })
      if (file !== null) {
        const chosen = new DataTransfer()
        chosen.items.add(new File([file.text], file.name))
        form.enctype = 'multipart/form-data'
        box({ type: 'file', name: 'file', files: chosen.files })
      }
      document.body.append(form)
      form.submit()
    })()`)
    const answer = await answered
    await page.waitForURL(url + at)
    await page.waitForLoadState()
    return { page, answer }
  }
  return {
    show,
    async look(one, { sizes, axe, keep }) {
      const found: string[] = []
      const { page, answer } = await show(one, found)
      const { status = 200 } = one
      if (answer?.status() !== status) found.push(`answers ${answer?.status()} and not ${status}`)
      const here = await page.evaluate<{ title: string; h1: readonly string[]; lang: string }>(`({ title: document.title, h1: [...document.querySelectorAll('h1')].map((one) => one.textContent), lang: document.documentElement.lang })`)
      if (here.title.trim() === '') found.push('no title')
      if (here.h1.length !== 1) found.push(`${here.h1.length} headings of the first level`)
      if (here.lang !== language) found.push(`speaks ${here.lang}`)
      // Authors name forms and questions themselves.
      if (!one.at.startsWith('/office/forms')) found.push(...(await page.evaluate<readonly string[]>(machine)))
      // What is there before any script ran.
      const plain = await page.evaluate<string>(`new DOMParser().parseFromString(${JSON.stringify((await answer?.text()) ?? '')}, 'text/html').querySelector('h1')?.textContent ?? ''`)
      if (plain !== here.h1[0]) found.push(`without script its heading is “${plain}”`)
      for (const size of sizes) {
        await page.setViewportSize(size === 'phone' ? phone : wide)
        if (size === 'paper') await page.emulateMedia({ media: 'print' })
        const faults = [...(axe ? await faultsOn(page) : []), ...(size === 'paper' ? [] : await page.evaluate<readonly string[]>(`[...(${narrow}), ...(${small})]`))]
        found.push(...faults.map((fault) => `${size}: ${fault}`))
        await keep?.(page, size)
      }
      await page.close()
      return found
    },
  }
}
