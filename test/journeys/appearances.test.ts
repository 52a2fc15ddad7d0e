// How questions look on a phone of 360×640 and on the page without script.
// 1  Choices that are mixed stand on a phone as its draft's seed says, after a break and without a network too; on the page without script as its own says,
//    page after page; with a seed in the form the same for both. What is chosen is what is kept.
// 2  A long list is found by a few letters, choices stand beside each other, a choice by thumb leads on, a month is asked without its day; nothing is wider than
//    the screen, and what is tapped is 48 px high.
// 3  Somebody signs with a finger without a network, and once more; what was written is there after a break, is sent, and the office gets the picture. Leaving
//    the sheet by the phone's own way back keeps what was written. Without a script it is a photo.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import type { Form } from '../../src/form/form.ts'
import '../more.ts'
import { adminToken } from './harness.ts'
import { enter, press } from './person.ts'
import { answerByThumb, beginForm, drawn, goOn, kept, phoneIn, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'
import { commune, enrolNew, head, startTrial, trial, village } from './trial.ts'
import type { Trial } from './trial.ts'

const six = `choices:\n  six: [${[...'ABCDEF'].map((name) => `{ name: ${name}, label: Mục ${name} }`).join(', ')}]\n`
const mixed = `${head('mixed', 'Hỏi không theo thứ tự')}      - { type: select_one six, name: drawn, label: Chọn một, parameters: randomize=true }
      - { type: select_multiple six, name: fixed, label: Chọn vài mục, parameters: randomize=true seed=42 }
${six}`

const looking = `${head('looking', 'Nhiều cách hỏi')}      - { type: select_one villages, name: village, label: Bản nào?, appearance: minimal }
      - { type: select_one kinds, name: kind, label: Loại đường?, appearance: columns-2 }
      - { type: date, name: since, label: Từ tháng nào?, appearance: month-year }
  - type: group
    name: second
    label: Hỏi nhanh
    questions:
      - { type: select_one kinds, name: first, label: Một?, appearance: quick, required: yes }
      - { type: select_one kinds, name: last, label: Hai?, appearance: quick, required: yes }
choices:
  villages: [${Array.from({ length: 40 }, (_, i) => `{ name: v${i + 1}, label: ${i === 32 ? 'Đản Ván Thượng' : `Bản số ${i + 1}`} }`).join(', ')}]
  kinds: [{ name: concrete, label: Bê tông }, { name: stone, label: Đá dăm }, { name: earth, label: Đường đất }, { name: none, label: Chưa có đường }]
`
const signed = `${head('signed', 'Biên bản có chữ ký')}      - { type: image, name: signature, label: Chữ ký trưởng bản, appearance: signature, required: yes }
`

let desk: Trial
let phone: Phone

beforeAll(async () => {
  desk = await startTrial(trial, mixed, looking, signed)
  phone = await phoneIn(await desk.browser(), desk.proxy.url)
}, 120_000)
afterAll(async () => {
  await phone?.close()
  await desk?.stop()
})

type Page = Phone['page']
const boxesOf = (page: Page, key: string): Promise<string> => page.evaluate(`[...document.querySelectorAll('[data-key="${key}"] input[name="${key}"]')].map(({ value }) => value).join('')`)

/** As the engine offers them under a seed, in the Worker as anywhere. */
function offered(seed: number): string {
  const made = compile({ 'form.yaml': mixed }, { levels: ['village'], registers: {}, indicators: [] })
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const world = { clock: { at: 0, zone: 420 }, seed, language: 'vi', unit: () => undefined, units: () => [], entry: () => undefined, entries: () => [] }
  return open(made.form satisfies Form, world).offered('drawn').map(({ name }) => name).join('')
}

test('1 choices that are mixed', async () => {
  const { page } = phone
  await enrolNew(desk, phone, 'Cán bộ Thứ Tự')
  await page.reload()
  await phone.offline(true)
  await beginForm(page, phone.url, 'mixed')
  const [draft] = await phone.shelf<{ readonly seed: number }>('drafts')
  const order = offered(draft?.seed ?? 0)
  expect([await boxesOf(page, 'drawn'), await boxesOf(page, 'fixed')]).toEqual([order, 'AFCBDE'])
  await answerByThumb(page, 'name', 'Lù Thị Thử')
  await answerByThumb(page, 'place', village)
  await page.locator('[data-key=drawn] label.choice').nth(1).tap()
  await page.locator('[data-key=fixed] label.choice').nth(1).tap()
  await kept(page)
  await page.reload()
  await drawn(page)
  expect([await boxesOf(page, 'drawn'), await boxesOf(page, 'fixed')]).toEqual([order, 'AFCBDE'])
  await goOn(page)
  await sendForm(page)
  await phone.offline(false)
  await until(async () => (await phone.shelf<{ state: string }>('records')).every(({ state }) => state === 'kept'), 30)
  const { body } = (await desk.db.prepare("select body from revisions join submissions on seq = submission where label = 'Lù Thị Thử'").first<{ body: string }>()) ?? { body: '{}' }
  expect((JSON.parse(body) as { answers: unknown }).answers).toMatchObject({ drawn: order[1], fixed: ['F'] })
})

test('1 on the page without script', async () => {
  const token = await desk.enrol({ name: 'Giàng Văn Mẫu', role: 'officer', unit: commune })
  const { context, page } = await enter(await desk.browser(), `${desk.url}/in/${token}`)
  await page.goto(`${desk.url}/forms/mixed`)
  await press(page, 'Bắt đầu ghi')
  const id = /drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  const { kept: text } = (await desk.db.prepare('select answers as kept from drafts where id = ?').bind(id).first<{ kept: string }>()) ?? { kept: '{}' }
  const order = offered((JSON.parse(text) as { seed: number }).seed)
  for (let i = 0; i < 2; i++) {
    expect([await boxesOf(page, 'drawn'), await boxesOf(page, 'fixed')]).toEqual([order, 'AFCBDE'])
    await page.reload()
  }
  await context.close()
})

const look = async (name: string): Promise<void> => {
  const dir = process.env.PHIEU_PICTURES
  if (dir !== undefined) await phone.page.screenshot({ path: `${dir}/${name}.png` })
  expect(await phone.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  const low = await phone.page.evaluate<string[]>(`[...document.querySelectorAll('main button,main select,main label.choice,main input[type=text],dialog button')].filter((one) => one.offsetParent !== null && !one.classList.contains('away') && one.getBoundingClientRect().height < 47.5).map((one) => one.outerHTML.slice(0, 120))`)
  expect(low).toEqual([])
}

test('2 how questions look', async () => {
  const { page } = phone
  await phone.offline(true)
  await beginForm(page, phone.url, 'looking')
  await answerByThumb(page, 'name', 'Lò Văn Mẫu')
  await answerByThumb(page, 'place', village)
  expect((await boxesOf(page, 'village')).match(/v\d+/g)).toHaveLength(20)
  await page.locator('input[name=".search.village"]').pressSequentially('dan van')
  await until(async () => (await boxesOf(page, 'village')) === 'v33')
  await look('search')
  await page.locator('[data-key=village] label.choice').tap()
  await kept(page)
  // One row of two: the same height on the page.
  const tops = await page.evaluate<number[]>(`[...document.querySelectorAll('[data-key=kind] label.choice')].map((one) => Math.round(one.getBoundingClientRect().top))`)
  expect([tops[0] === tops[1], tops[1] === tops[2], tops[2] === tops[3]]).toEqual([true, false, true])
  await answerByThumb(page, 'kind', 'stone')
  await answerByThumb(page, 'since', { month: '4', year: '2025' })
  await kept(page)
  await page.locator('[data-key=kind]').scrollIntoViewIfNeeded()
  await look('columns')
  await goOn(page)
  const here = page.url()
  await page.locator('[data-key=first] label.choice').nth(1).tap()
  await kept(page)
  await until(async () => (await page.evaluate<number>(`document.querySelector('[data-key=last]').getBoundingClientRect().top`)) < 420)
  expect(page.url()).toBe(here)
  await page.locator('[data-key=last] label.choice').nth(2).tap()
  await page.waitForURL(/\/check$/)
  await sendForm(page)
  await phone.offline(false)
  await until(async () => (await phone.shelf<{ state: string }>('records')).every(({ state }) => state === 'kept'), 30)
  const { body } = (await desk.db.prepare("select body from revisions join submissions on seq = submission where label = 'Lò Văn Mẫu'").first<{ body: string }>()) ?? { body: '{}' }
  expect((JSON.parse(body) as { answers: unknown }).answers).toMatchObject({ village: 'v33', kind: 'stone', since: '2025-04-01', first: 'stone', last: 'earth' })
})

test('2 a search without a script', async () => {
  const token = await desk.enrol({ name: 'Giàng Văn Mẫu', role: 'officer', unit: commune })
  const { context, page } = await enter(await desk.browser(), `${desk.url}/in/${token}`)
  await page.goto(`${desk.url}/forms/looking`)
  await press(page, 'Bắt đầu ghi')
  await page.locator('[data-key=village] label.choice', { hasText: 'Bản số 3' }).first().click()
  await page.locator('input[name=".search.village"]').fill('dan van')
  await press(page, 'Tìm')
  // What was chosen stays, before what was found.
  await until(async () => (await boxesOf(page, 'village')) === 'v3v33')
  await page.locator('[data-key=village] label.choice', { hasText: 'Đản Ván Thượng' }).click()
  await press(page, 'Tìm')
  await until(async () => (await page.locator('[data-key=village] input:checked').inputValue()) === 'v33')
  await context.close()
})

/** Draws with a finger over the sheet, from one part of it to another. */
async function write(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = await page.locator('dialog.pad canvas').boundingBox()
  if (box === null) throw new Error('no sheet')
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const
  await page.mouse.move(...at(from))
  await page.mouse.down()
  await page.mouse.move(...at([(from[0] + to[0]) / 2, Math.max(from[1], to[1])]), { steps: 5 })
  await page.mouse.move(...at(to), { steps: 5 })
  await page.mouse.up()
}
const fileOf = async (page: Page): Promise<string> => (await page.locator('[data-key=signature] input[name=signature]').getAttribute('value')) ?? ''

test('3 a signature', async () => {
  const { page } = phone
  await phone.offline(true)
  await beginForm(page, phone.url, 'signed')
  await answerByThumb(page, 'name', 'Vàng Thị Ký')
  await answerByThumb(page, 'place', village)
  await tap(page, 'Ký tên')
  await look('pad')
  expect(await page.getByRole('button', { name: 'Ký xong' }).isDisabled()).toBe(true)
  await write(page, [0.1, 0.2], [0.8, 0.5])
  await tap(page, 'Xóa, ký lại')
  expect(await page.getByRole('button', { name: 'Ký xong' }).isDisabled()).toBe(true)
  await write(page, [0.2, 0.3], [0.7, 0.4])
  await tap(page, 'Ký xong')
  await page.locator('[data-key=signature] img.kept').waitFor()
  const first = await fileOf(page)
  expect(first).toMatch(/^signature-[0-9a-f]{12}\.jpg$/)
  await tap(page, 'Ký lại')
  await write(page, [0.1, 0.6], [0.9, 0.9])
  await page.keyboard.press('Escape')
  await until(async () => ![first, ''].includes(await fileOf(page)))
  const second = await fileOf(page)
  await tap(page, 'Ký lại')
  await write(page, [0.1, 0.1], [0.9, 0.9])
  await tap(page, 'Thôi')
  expect([await page.locator('dialog').count(), await fileOf(page)]).toEqual([0, second])
  await page.reload()
  await drawn(page)
  await page.locator('[data-key=signature] img.kept').waitFor()
  await look('signed')
  expect(await fileOf(page)).toBe(second)
  await goOn(page)
  await sendForm(page)
  await phone.offline(false)
  await until(async () => (await phone.shelf<{ state: string; media: readonly { isKept: boolean }[] }>('records')).every(({ state, media }) => state === 'kept' && media.every(({ isKept }) => isKept)), 60)
  const row = (await desk.rows()).find(({ label }) => label === 'Vàng Thị Ký')
  const got = await desk.api('GET', `/api/submissions/${row?.id}/media/${second}`, adminToken)
  expect([got.status, got.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  // Black on white, cut to what was written.
  const base64 = Buffer.from(await got.arrayBuffer()).toString('base64')
  const [wide, high, dark, light] = await page.evaluate<number[]>(`(async () => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob('${base64}'), (sign) => sign.charCodeAt(0))], { type: 'image/jpeg' }))
    const pen = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height }).getContext('2d')
    pen.drawImage(image, 0, 0)
    const { data } = pen.getImageData(0, 0, image.width, image.height)
    const all = Array.from({ length: data.length / 4 }, (_, i) => data[i * 4])
    return [image.width, image.height, all.filter((one) => one < 64).length, all.filter((one) => one > 192).length]
  })()`)
  expect((wide ?? 0) > (high ?? 0) && (dark ?? 0) > 100 && (light ?? 0) > 10 * (dark ?? 0)).toBe(true)
})

test('3 without a script it is a photo', async () => {
  const token = await desk.enrol({ name: 'Giàng Văn Mẫu', role: 'officer', unit: commune })
  const { context, page } = await enter(await desk.browser(), `${desk.url}/in/${token}`)
  await page.goto(`${desk.url}/forms/signed`)
  await press(page, 'Bắt đầu ghi')
  const field = page.locator('[data-key=signature]')
  expect([(await field.innerText()).includes('Ký ra giấy, rồi chụp lại chữ ký'), await field.locator('input[type=file]').count(), await field.locator('button').count()]).toEqual([true, 1, 0])
  await context.close()
})
