// The rarer kinds on a phone of 360×640 without a network.
// 1  Rows in rows, an order by buttons, a line of points where the phone stands, a day with its time, a calculation that waits for its trigger: filled in, kept,
//    opened again, sealed; the server keeps exactly that.
// 2  Nothing on these pages is wider than the screen, and what is tapped is 48 px high.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerByThumb, beginForm, drawn, goOn, kept, phoneIn, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'
import { enrolNew, head, startTrial, trial, village } from './trial.ts'
import type { Trial } from './trial.ts'

const source = `${head('village_walk', 'Đi xem thôn')}      - { type: calculate, name: noted_at, calculation: "concat(\${name}, ' – ', \${note})", trigger: "\${note}" }
  - type: repeat
    name: house
    label: Hộ
    questions:
      - { type: text, name: head_name, label: Chủ hộ, required: yes }
      - type: repeat
        name: child
        label: Trẻ em trong hộ
        questions:
          - { type: text, name: child_name, label: Tên, required: yes }
          - { type: integer, name: age, label: Mấy tuổi? }
      - { type: calculate, name: ages, calculation: 'sum(\${age})' }
  - type: group
    name: after
    label: Việc chung
    questions:
      - { type: rank needs, name: first, label: Việc nào cần làm trước?, required: yes }
      - { type: geotrace, name: way, label: Đoạn đường hỏng, required: yes }
      - { type: dateTime, name: meeting, label: Họp thôn lúc nào? }
choices:
  needs: [{ name: road, label: Đường vào thôn }, { name: water, label: Nước sạch }, { name: light, label: Điện chiếu sáng }]
`

let desk: Trial
let phone: Phone

beforeAll(async () => {
  desk = await startTrial(trial, source)
  phone = await phoneIn(await desk.browser(), desk.proxy.url)
}, 120_000)
afterAll(async () => {
  await phone?.close()
  await desk?.stop()
})

const look = async (name: string): Promise<void> => {
  const dir = process.env.PHIEU_PICTURES
  if (dir !== undefined) await phone.page.screenshot({ path: `${dir}/${name}.png`, fullPage: true })
  expect(await phone.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  const low = await phone.page.evaluate<string[]>(`[...document.querySelectorAll('main button,main select,main input[type=text],main textarea')].filter((one) => one.offsetParent !== null && !one.classList.contains('away') && one.getBoundingClientRect().height < 47.5).map((one) => one.outerHTML.slice(0, 120))`)
  expect(low).toEqual([])
}

test('1, 2 filled in without a network', async () => {
  const { page } = phone
  await enrolNew(desk, phone, 'Cán bộ Đi Thôn')
  await page.context().grantPermissions(['geolocation'])
  await page.reload()
  await phone.offline(true)
  await beginForm(page, phone.url, 'village_walk')
  await answerByThumb(page, 'name', 'Thượng I')
  await answerByThumb(page, 'place', village)
  await answerByThumb(page, 'note', 'lần 1')
  await kept(page)
  await goOn(page)
  for (const [name, ...children] of [['Vàng Thị Mỷ', 'Sùng A Páo', 'Sùng Thị Dợ'], ['Lù Văn Hồ', 'Lù Thị Say']] as const) {
    await tap(page, 'Thêm một dòng')
    await page.waitForURL(/house\.\d$/)
    await answerByThumb(page, page.url().endsWith('.1') ? 'house[1].head_name' : 'house[2].head_name', name)
    const house = page.url().endsWith('.1') ? 1 : 2
    for (const [i, child] of children.entries()) {
      await kept(page)
      await tap(page, 'Thêm một dòng')
      await page.waitForURL(new RegExp(`house\\.${house}\\.child\\.${i + 1}$`))
      await answerByThumb(page, `house[${house}].child[${i + 1}].child_name`, child)
      await answerByThumb(page, `house[${house}].child[${i + 1}].age`, String(3 + i))
      await kept(page)
      if (house === 1) await look(`child-${i + 1}`)
      await goOn(page, 'Lưu dòng này')
      await page.waitForURL(new RegExp(`house\\.${house}#`))
    }
    if (house === 1) await look('house')
    await goOn(page, 'Lưu dòng này')
  }
  await look('houses')
  await goOn(page)
  // The order, by buttons; the hand stays on what it moves.
  await look('rank-empty')
  await page.locator('[data-key=first] button[data-choice=water][value^="+up"]').tap()
  await until(async () => (await page.locator('[data-key=first] li').first().innerText()).includes('Nước sạch'))
  await page.locator('[data-key=first] button[data-choice=light][value^="+up"]').focus()
  await page.keyboard.press('Enter')
  await until(async () => (await page.locator('[data-key=first] li').nth(1).innerText()).includes('chiếu sáng'))
  for (const [i, latitude] of [22.74, 22.745].entries()) {
    await page.context().setGeolocation({ latitude, longitude: 104.68, accuracy: 5 })
    await tap(page, 'Thêm chỗ tôi đang đứng')
    await until(async () => (await page.locator('[data-key=way] textarea').inputValue()).split('\n').length === i + 1 && (await page.locator('[data-key=way] textarea').inputValue()) !== '')
  }
  await until(async () => (await page.locator('[data-key=way]').innerText()).includes('2 điểm, dài 557 m'))
  await answerByThumb(page, 'meeting', { day: '24', month: '11', year: '2026', hour: '19', minute: '30' })
  await kept(page)
  await look('after')
  // Closed and opened again, everything stands as it was.
  await page.reload()
  await drawn(page)
  await until(async () => (await page.locator('[data-key=first] li').nth(1).innerText()).includes('chiếu sáng'))
  await goOn(page)
  await look('check')
  expect(await page.locator('main').innerText()).toContain('19:30, thứ Ba, 24/11/2026')
  await sendForm(page)
  await phone.offline(false)
  await until(async () => (await phone.shelf<{ state: string }>('records')).every(({ state }) => state === 'kept'), 40)
  const received = await desk.db.prepare("select body, revisions.flags from revisions join submissions on seq = submission where form = 'village_walk'").all<{ body: string; flags: string | null }>()
  const { answers } = JSON.parse(received.results[0]?.body ?? '{}') as { answers: Readonly<Record<string, unknown>> }
  expect(answers).toMatchObject({
    noted_at: 'Thượng I – lần 1',
    house: [
      { head_name: 'Vàng Thị Mỷ', child: [{ child_name: 'Sùng A Páo', age: 3 }, { child_name: 'Sùng Thị Dợ', age: 4 }], ages: 7 },
      { head_name: 'Lù Văn Hồ', child: [{ child_name: 'Lù Thị Say', age: 3 }], ages: 3 },
    ],
    first: ['water', 'light', 'road'],
    way: '22.74 104.68 0 5;22.745 104.68 0 5',
    meeting: '2026-11-24T19:30:00.000+07:00',
  })
  expect(received.results[0]?.flags).toBeNull()
}, 180_000)
