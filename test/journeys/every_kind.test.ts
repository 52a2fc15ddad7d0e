// A form with every kind of question (test/every_kind), filled in by one person twice: on the pages that need no script, and in the app without a network.
// 1  Both ways every question can be answered, gone back to, and corrected; both records are the same, byte for byte of their canonical answers.
// 2  Who and which phone it was is noted down by itself; where is not, because nobody allowed it, and that hinders nothing.
// 3  The office reads every answer on the record's page, and takes each away as CSV, as a workbook and as GeoJSON, those of rows in tables of their own.
import { readFileSync } from 'node:fs'
import canonicalize from 'canonicalize'
import { unzipSync, zipSync } from 'fflate'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enter, expectClean, press, seen } from './person.ts'
import { adminToken } from './harness.ts'
import { answerByThumb, beginForm, enrolOn, goOn, heading, kept, phoneIn, ready, sendForm, tap, until } from './phone.ts'
import type { Given, Phone } from './phone.ts'
import { startTrial, village } from './trial.ts'
import type { Trial } from './trial.ts'

type Loose = Record<string, unknown>

/** Somebody who fills in one way: what differs between the ways is here, what is done is `walk`. */
interface Hands {
  readonly page: Page
  answer(key: string, given: Given): Promise<void>
  /** Puts a ranked question in this order, by labels. */
  rank(key: string, labels: readonly string[]): Promise<void>
  press(name: string): Promise<void>
  /** A button by its value: a row to be opened. */
  open(value: string): Promise<void>
}

let desk: Trial
let phone: Phone
let plain: Page
const sent: Record<'plain' | 'app', string> = { plain: '', app: '' }
const bodies: Record<string, Loose> = {}

beforeAll(async () => {
  desk = await startTrial()
  const files = { 'form.yaml': new Uint8Array(readFileSync('test/every_kind/form.yaml')), 'wells.csv': new Uint8Array(readFileSync('test/every_kind/wells.csv')) }
  const published = await fetch(`${desk.url}/api/forms`, { method: 'POST', body: zipSync(files) as BodyInit, headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/zip' } })
  expect(published.status, await published.text()).toBe(201)
  const officer = await desk.officer('Lù Thị Đủ')
  ;({ page: plain } = await enter(await desk.browser(), (await officer.link()).replace(desk.proxy.url, desk.url)))
  phone = await phoneIn(await desk.browser(), desk.proxy.url)
  await enrolOn(phone, await officer.link())
}, 120_000)
afterAll(async () => {
  await phone?.close()
  await desk?.stop()
})

const boxes: Readonly<Record<string, Given>> = {
  walker: 'Lù Thị Đủ', village, seen_on: { day: '24', month: '11', year: '2026' },
  story: 'Đi từ sáng.\nVề lúc chiều.', people: '1.500', length_km: '2,5', steep: ['7'], now: 'stone', seen: ['earth', 'concrete'], well: 'w3', dry: ['w2', 'w3'], heard: ['OK'],
  left_at: { hour: '7', minute: '05' }, built_in: '1998', due_in: { month: '12', year: '2026' }, meeting: { day: '25', month: '11', year: '2026', hour: '19', minute: '30' },
  call: '+84 912 345 678', land: '1.500', stamp: 'QL4-0021', spot: { latitude: '22,74', longitude: '104.68', accuracy: '12' },
  way: '22.74 104.68\n22.745 104.68', field: '22.74 104.68\n22.741 104.68\n22.741 104.681', heads: '2',
}

async function walk(hands: Hands): Promise<void> {
  const { page } = hands
  const all = async (): Promise<void> => {
    for (const [key, given] of Object.entries(boxes)) if ((await page.locator(`main [data-key="${key}"][data-kind]`).count()) > 0) await hands.answer(key, given)
  }
  await all()
  await hands.press('Lưu và đi tiếp')
  await all()
  await hands.rank('first', ['Bê tông', 'Đường đất', 'Đường đá'])
  await hands.press('Lưu và đi tiếp')
  for (const [i, [head, children]] of ([['Vàng Thị Mỷ', [['Sùng A Páo', '3'], ['Sùng Thị Dợ', '4']]], ['Lù Văn Hồ', [['Lù Thị Say', '2']]], ['Ghi Nhầm', []]] as const).entries()) {
    await hands.press('Thêm một dòng')
    await hands.answer(`house[${i + 1}].head`, head)
    for (const [n, [name, age]] of children.entries()) {
      await hands.press('Thêm một dòng')
      await hands.answer(`house[${i + 1}].child[${n + 1}].child_name`, name)
      await hands.answer(`house[${i + 1}].child[${n + 1}].age`, age)
      await hands.press('Lưu dòng này')
    }
    await hands.press('Lưu dòng này')
  }
  // A row that was a mistake.
  await hands.open('drop house[3]')
  await hands.press('Xóa')
  await hands.press('Lưu và đi tiếp')
  await all()
  await hands.press('Lưu và đi tiếp')
  for (const [i, name] of ['Tẩn Thị Hỏi', 'Phàn Văn Đáp'].entries()) {
    await hands.open(`row member[${i + 1}]`)
    await hands.answer(`member[${i + 1}].full_name`, name)
    await hands.press('Lưu dòng này')
  }
  await hands.press('Lưu và đi tiếp')
  await hands.answer('chief', 'Lù Văn Hồ')
  await hands.answer('speakers', ['Phàn Văn Đáp'])
  await hands.rank('turns', ['Lù Văn Hồ', 'Vàng Thị Mỷ'])
  // Back to the second screen, to say something else.
  for (let steps = 0; steps < 4; steps++) await hands.press('Quay lại')
  await hands.answer('now', 'concrete')
  await hands.answer('people', '1.200')
  await hands.rank('first', ['Đường đá', 'Bê tông', 'Đường đất'])
  while (!/\/check$/.test(new URL(page.url()).pathname)) await hands.press('Lưu và đi tiếp')
}

async function answerPlain(page: Page, key: string, given: Given): Promise<void> {
  const field = page.locator(`[data-key="${key}"]`).last()
  if (typeof given === 'string' && (await field.locator('input[type=radio],select').count()) === 0) return field.locator('input[type=text],input[type=tel],textarea').first().fill(given)
  if (typeof given === 'string' || Array.isArray(given)) {
    for (const value of [given].flat() as string[]) {
      const list = field.locator('select').last()
      if ((await list.count()) > 0 && key !== 'land') await list.selectOption(value)
      else if (key === 'land') await field.locator('input[type=text]').fill(value)
      else await field.locator(`input[value="${value}"]`).check()
    }
  } else for (const [part, text] of Object.entries(given as Readonly<Record<string, string>>)) await field.locator(`[name="${key}.${part}"]`).fill(text)
}

test('1 without a script', async () => {
  const hands: Hands = {
    page: plain,
    answer: (key, given) => answerPlain(plain, key, given),
    async rank(key, labels) {
      for (const [i, label] of labels.entries()) {
        const list = plain.locator(`[data-key="${key}"] li`, { hasText: label }).locator('select')
        const value = (await list.locator('option').evaluateAll((all) => all.map((one) => String((one as unknown as { value: string }).value)))).find((one) => one.endsWith(` ${i + 1}`))
        await list.selectOption(value ?? '?')
      }
    },
    press: (name) => press(plain, name),
    async open(value) {
      const arrived = plain.waitForEvent('framenavigated')
      await plain.locator(`button[value="${value}"]`).click()
      await arrived
      await plain.waitForLoadState()
    },
  }
  await plain.goto(`${desk.url}/forms/every_kind`)
  await press(plain, 'Bắt đầu ghi')
  sent.plain = /drafts\/([0-9a-f-]{36})/.exec(plain.url())?.[1] ?? ''
  await walk(hands)
  await press(plain, 'Gửi phiếu')
  expect(await seen(plain)).toMatch(/Đã nhận/)
}, 90_000)

test('1 in the app, without a network', async () => {
  const { page } = phone
  const hands: Hands = {
    page,
    async answer(key, given) {
      await answerByThumb(page, key, given)
      await kept(page)
    },
    async rank(key, labels) {
      const order = async (): Promise<readonly string[]> => (await page.locator(`[data-key="${key}"] li label`).allInnerTexts()).map((text) => text.replace(/^\d+\. /, ''))
      for (const [i, label] of labels.entries()) {
        for (let now = await order(); now.indexOf(label) > i; now = await order()) {
          await page.locator(`[data-key="${key}"] li`, { hasText: label }).locator('button[value^="+up"]').tap()
          await until(async () => (await order()).indexOf(label) < now.indexOf(label))
        }
      }
      await kept(page)
    },
    press: (name) => (name === 'Xóa' ? tap(page, name).then(() => page.waitForURL((url) => url.search === '')) : goOn(page, name)),
    async open(value) {
      const before = page.url()
      await page.locator(`button[value="${value}"]`).tap()
      await page.waitForURL((url) => url.href !== before)
    },
  }
  await page.reload()
  await ready(page)
  await phone.offline(true)
  sent.app = await beginForm(page, phone.url, 'every_kind')
  await walk(hands)
  await heading(page, 'Xem lại trước khi gửi')
  await sendForm(page)
  await phone.offline(false)
  await until(async () => (await phone.shelf<{ state: string }>('records')).every(({ state }) => state === 'kept'), 40)
}, 120_000)

test('1, 2 it is the same record', async () => {
  for (const way of ['plain', 'app'] as const) {
    const row = await desk.db.prepare('select r.body, r.flags from revisions r join submissions s on s.seq = r.submission where s.id = ?').bind(sent[way]).first<{ body: string; flags: string | null }>()
    expect(row?.flags, way).toBeNull()
    bodies[way] = (JSON.parse(row?.body ?? '{}') as { answers: Loose }).answers
  }
  const own = ['begun_at', 'ended_at', 'by_phone']
  const same = (answers: Loose = {}) => Object.fromEntries(Object.entries(answers).filter(([name]) => !own.includes(name)))
  expect(same(bodies.app)).toEqual(same(bodies.plain))
  expect(canonicalize(same(bodies.app))).toBe(canonicalize(same(bodies.plain)))
  for (const answers of Object.values(bodies)) for (const name of own) expect(String(answers[name]), name).toMatch(/^\S/)
  expect(bodies.app).toMatchObject({
    round: 'vòng 2', folded: `Lù Thị Đủ/${village}`, by_whom: expect.stringMatching(/^\S+$/),
    walker: 'Lù Thị Đủ', village, seen_on: '2026-11-24', story: 'Đi từ sáng.\nVề lúc chiều.', people: 1200, length_km: 2.5, steep: 7, now: 'concrete', seen: ['earth', 'concrete'], well: 'w3', dry: ['w2', 'w3'], heard: true,
    left_at: '07:05', built_in: 1998, due_in: '2026-12', meeting: '2026-11-25T19:30:00.000+07:00', call: '0912345678', land: 1500, stamp: 'QL4-0021', spot: '22.74 104.68 0 12',
    way: '22.74 104.68;22.745 104.68', field: '22.74 104.68;22.741 104.68;22.741 104.681;22.74 104.68', first: ['stone', 'concrete', 'earth'], twice: 2400,
    house: [{ head: 'Vàng Thị Mỷ', child: [{ child_name: 'Sùng A Páo', age: 3 }, { child_name: 'Sùng Thị Dợ', age: 4 }], ages: 7 }, { head: 'Lù Văn Hồ', child: [{ child_name: 'Lù Thị Say', age: 2 }], ages: 2 }],
    heads: 2, member: [{ full_name: 'Tẩn Thị Hỏi' }, { full_name: 'Phàn Văn Đáp' }], chief: 'Lù Văn Hồ', speakers: ['Phàn Văn Đáp'], turns: ['Lù Văn Hồ', 'Vàng Thị Mỷ'],
  })
  for (const name of ['begun_where', 'named_where', 'sound', 'trail', 'by_mail', 'by_number']) expect(bodies.app).not.toHaveProperty(name)
})

test('3 on the record’s page', async () => {
  const reviewer = await desk.enrol({ name: 'Hoàng Thị Mẫu', role: 'reviewer', unit: null })
  const { context, page } = await enter(await desk.browser(), `${desk.url}/in/${reviewer}`, { scripts: true })
  await page.goto(`${desk.url}/office/submissions/${sent.plain}`)
  const text = await seen(page)
  for (const answer of [
    'Lù Thị Đủ', 'vòng 2', 'Đi từ sáng.', '1.200', '2,5', 'Bê tông', 'Đường đất', 'Giếng Giữa, mó đá', 'Giếng Dưới', '07:05', '1998', '12/2026', '19:30', '0912 345 678', '1.500 m²', 'QL4-0021', '22.74, 104.68',
    '2 điểm, dài 557 m', '3 góc', '1. Đường đá', '2.400', 'Vàng Thị Mỷ', 'Sùng Thị Dợ', 'Tẩn Thị Hỏi', 'Phàn Văn Đáp', '1. Lù Văn Hồ',
  ]) expect(text, answer).toContain(answer)
  await expectClean(context, [page.url()])
  await context.close()
}, 60_000)

test('3 taken away', async () => {
  const token = await desk.enrol({ name: 'Hoàng Thị Mẫu', role: 'reviewer', unit: null })
  const taken = async (query: string): Promise<Uint8Array> => {
    const answer = await desk.api('GET', `/api/forms/every_kind/export?${query}`, token)
    expect(answer.status).toBe(200)
    return new Uint8Array(await answer.arrayBuffer())
  }
  const csv = new TextDecoder().decode(await taken('format=csv'))
  const [head = '', line = ''] = csv.replace('\ufeff', '').split('\r\n')
  for (const name of Object.keys(bodies.app ?? {})) expect(head.split(','), name).toContain(name)
  for (const value of ['vòng 2', '1200', '2.5', 'concrete', 'w3', '07:05', '1998', '2026-12', '2026-11-25T19:30', '912345678', 'QL4-0021', '22.74 104.68 0 12', 'stone concrete earth', '22.741 104.681', 'Lù Văn Hồ Vàng Thị Mỷ']) expect(csv, value).toContain(value)
  expect(line).not.toBe('')
  const tables = unzipSync(await taken('format=zip'))
  expect(Object.keys(tables).sort()).toEqual(['every_kind.child.csv', 'every_kind.csv', 'every_kind.house.csv', 'every_kind.member.csv'])
  expect(new TextDecoder().decode(tables['every_kind.child.csv'])).toContain('Sùng Thị Dợ')
  expect(new TextDecoder().decode(tables['every_kind.member.csv'])).toContain('Phàn Văn Đáp')
  const { sheets } = await readXlsx(await taken('format=xlsx&header=label'))
  const cells = JSON.stringify(sheets.map(({ rows }) => rows))
  for (const value of ['Giếng Giữa, mó đá', 'Bê tông', 'Sùng A Páo', 'Tẩn Thị Hỏi', 'vòng 2', '0912345678']) expect(cells, value).toContain(value)
  const { features } = JSON.parse(new TextDecoder().decode(await taken('format=geojson'))) as { features: { geometry: { type: string; coordinates: unknown }; properties: Loose }[] }
  expect(features).toHaveLength(2)
  expect(features[0]?.geometry).toEqual({ type: 'Point', coordinates: [104.68, 22.74] })
  expect(features[0]?.properties).toMatchObject({ way: '22.74 104.68;22.745 104.68', stamp: 'QL4-0021' })
})
