// A form of 1,000 questions on the phone: however long a form is, the page is not.
// 1  Gone through from the first screen to the last and filled in, it never holds 3,000 nodes; what was left behind is let go of.
// 2  A key in the field at which 30 others look is drawn in these and nowhere else.
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrol } from '../../scripts/links.ts'
import { hub, thousandSource } from '../form/thousand.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { drawn, kept, phoneIn, until } from './phone.ts'
import type { Phone } from './phone.ts'

let desk: Journey
let phone: Phone
beforeAll(async () => {
  desk = await start({ forms: false })
  const published = await fetch(`${desk.url}/api/forms`, {
    method: 'POST', body: zipSync({ 'form.yaml': strToU8(thousandSource()['form.yaml'] as string) }) as BodyInit, headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/zip' },
  })
  expect(published.status, await published.text()).toBe(201)
  phone = await phoneIn(await desk.browser(), desk.url)
  const { page } = phone
  await page.goto(`${desk.url}/in/${await enrol({ url: desk.url, adminToken }, { name: 'Lý Văn Thử', role: 'officer', unit: null })}`)
  await drawn(page)
  await page.locator('main form button').tap()
  await page.locator('main a[href="/forms/thousand"]').waitFor()
  await page.locator('main a[href="/forms/thousand"]').tap()
  await page.locator('main .big').tap()
  await page.waitForURL(/\/fill\/[0-9a-f-]{36}\/1$/)
})
afterAll(() => desk?.stop())

test('2 only those that look', async () => {
  const { page } = phone
  while ((await page.locator(`[data-key="${hub}"]`).count()) === 0) await onwards()
  await page.locator(`[data-key="${hub}"] input`).pressSequentially('3')
  await kept(page)
  await page.evaluate(`{
    window.touched = new Set()
    new MutationObserver((all) => {
      for (const { target } of all) {
        const at = (target.nodeType === 1 ? target : target.parentElement)?.closest('[data-key]')
        if (at !== null && at !== undefined) window.touched.add(at.dataset.key)
      }
    }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true })
  }`)
  await page.keyboard.press('Backspace')
  await page.keyboard.type('4')
  await kept(page)
  await until(async () => (await page.locator('[data-key="about_1"]').innerText()).includes('Nhà 4 người'))
  const touched = await page.evaluate<string[]>('[...window.touched].sort()')
  // The group holds those that come and go.
  expect(touched.filter((key) => key !== hub && key !== 'around' && !/^(?:share|member|about)_\d+$/.test(key))).toEqual([])
  for (let i = 1; i <= 10; i++) for (const what of ['share', 'about']) expect(touched, `${what}_${i}`).toContain(`${what}_${i}`)
})

test('1 never 3,000 nodes', async () => {
  const { page } = phone
  const cdp = await phone.cdp()
  const nodes: number[] = []
  while (!page.url().endsWith('/check')) {
    // Every number is above zero, so that what hangs on it is asked too.
    await page.evaluate(`for (const box of document.querySelectorAll('#fill input[inputmode=numeric]')) {
      if (box.value !== '') continue
      box.value = '2'
      box.dispatchEvent(new Event('input', { bubbles: true }))
    }`)
    await kept(page)
    nodes.push(await page.evaluate<number>('{ const all = document.createTreeWalker(document); let n = 1; while (all.nextNode() !== null) n++; n }'))
    await onwards()
  }
  // Read once more, part by part: the last page of so long a form opens them one at a time.
  expect(await page.locator('main dl').count()).toBe(0)
  await page.locator('#part-4').getByRole('link', { name: /^Xem câu trả lời/ }).tap()
  await page.locator('#part-4 dl').waitFor()
  expect([await page.locator('#part-4 dd').count() > 10, await page.locator('main section:not(#part-4) dl').count()]).toEqual([true, 0])
  expect(await page.locator('#part-4').getByRole('link', { name: /^Sửa/ }).count()).toBe(1)
  // Nor is anything held that stands nowhere any more; the browser takes its time to find out.
  const held = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage')
    return (await cdp.send('Memory.getDOMCounters')).nodes
  }
  await until(async () => (await held()) < 3_000)
  nodes.push(await held())
  console.log(`nodes on ${nodes.length} pages: ${Math.min(...nodes)} to ${Math.max(...nodes)}`)
  expect(nodes.length).toBeGreaterThan(25)
  expect(Math.max(...nodes)).toBeLessThan(3_000)
})

async function onwards(): Promise<void> {
  const { page } = phone
  const before = page.url()
  // On, and where something is still wrong, on all the same.
  await page.evaluate("document.querySelector('#fill .big').click()")
  await until(async () => {
    if (page.url() === before) await page.evaluate("document.querySelector('#fill button[value=later]')?.click()")
    return page.url() !== before
  })
  await kept(page)
}
