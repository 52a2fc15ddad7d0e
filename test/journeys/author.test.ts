// A newcomer who knows XLSForm and no programming writes a village water survey in the browser, to its first figure.
// 1  A new form is there with one press, shown beside what makes it, right from the beginning.
// 2  What is typed is checked at every pause: each slip with its line, a press leads to it; the form beside it follows, with what was answered.
// 3  A question is put in from the menu, behind the one that the cursor is on; a translation is written beside its original.
// 4  The form is filled in beside the source, rows and conditions too; what comes of it is shown, and kept as an example that runs.
// 5  Published after a look at what it means; an officer gets a link, fills in, and the figure stands in the office.
// 6  A new version: what it changes is said before; what was sent is still counted.
// 7  A closed window, a lost network and an ended session lose nothing that was typed; what another author saved is shown, not overwritten.
// 8  Keys: Tab indents and Esc lets it go on, Enter keeps the indent, undo takes back what was put in.
// 9  axe finds nothing and nothing sticks out, at 360 and at 1366 px; without script everything but the preview is there.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, faultsOn, phone, press, seen } from './person.ts'

let desk: Journey
let context: BrowserContext
let page: Page
const wide = { width: 1366, height: 768 }

beforeAll(async () => {
  desk = await start()
  ;({ page, context } = await enter(await desk.browser(), desk.adminLink, { scripts: true, viewport: wide }))
})
afterAll(() => desk?.stop())

const editor = () => page.locator('textarea:visible')
const panel = (name: string) => page.locator(`#desk-${name}`)
const phoneFrame = () => page.locator('#desk-phone')
const source = (): Promise<string> => page.locator('textarea[name="file:form.yaml"]').inputValue()
/** Until the source has been looked at and the server has it. */
async function settled(): Promise<void> {
  await page.waitForTimeout(400)
  await page.locator('#desk-told', { hasText: 'Đã lưu.' }).waitFor({ timeout: 45_000 })
}
/** Puts the cursor before a piece of the source. */
async function cursor(piece: string): Promise<void> {
  await editor().focus()
  await page.evaluate(`(() => { const area = document.activeElement; const at = area.value.indexOf(${JSON.stringify(piece)}); area.setSelectionRange(at, at) })()`)
}
async function write(text: string): Promise<void> {
  await editor().fill(text)
  await settled()
}

/** As it comes out of docs/form-language.md: a register of water points, choices, a condition, a repeat, an indicator by village. */
const survey = `id: nguon_nuoc_thon_ban
title: Nguồn nước thôn bản
language: vi
date: \${ngay_xem}
unit: \${thon}
instance_name: \${ten_nguon}

survey:
  - type: unit village
    name: thon
    label: Thôn, bản nào?
    required: yes
  - type: date
    name: ngay_xem
    label: Ngày xem
    required: yes
    default: today()
  - type: group
    name: nguon
    label: Nguồn nước
    questions:
      - type: text
        name: ten_nguon
        label: Tên nguồn nước
        hint: "Ví dụ: mó nước đầu bản"
        required: yes
      - type: select_one loai_nguon
        name: loai
        label: Loại nguồn
        required: yes
      - type: decimal
        name: cach_km
        label: Cách thôn bao xa (km)?
        relevant: \${loai} = 'suoi'
        constraint: . >= 0 and . <= 30
        constraint_message: Từ 0 đến 30 km
  - type: repeat
    name: voi
    label: Vòi nước
    questions:
      - type: select_one tinh_trang
        name: voi_sao
        label: Tình trạng
  - type: calculate
    name: so_voi
    calculation: count(\${voi})

choices:
  loai_nguon:
    - name: gieng
      label: Giếng
    - name: suoi
      label: Suối
  tinh_trang:
    - name: tot
      label: Chảy tốt
    - name: hong
      label: Hỏng

registers:
  - register: diem_nuoc
    label: \${ten_nguon}
    unit: \${thon}
    columns:
      loai: \${loai}
      so_voi: \${so_voi}

indicators:
  - name: so_nguon
    label: Số nguồn nước
    count: yes
    unit: nguồn
    by: [loai]
  - name: voi_hong
    label: Số vòi hỏng
    each: voi
    where: \${voi_sao} = 'hong'
    count: yes
    unit: vòi

examples:
`

describe('the first form', () => {
  test('1 is there with one press', async () => {
    await page.goto(`${desk.url}/office`)
    await press(page, 'Biểu mẫu', 'link')
    await press(page, 'Biểu mẫu mới', 'link')
    await page.getByLabel('Tên biểu mẫu').fill('Nguồn nước thôn bản')
    await press(page, 'Bắt đầu soạn')
    expect(page.url()).toBe(`${desk.url}/office/forms/nguon_nuoc_thon_ban/edit`)
    await page.locator('html[data-desk=checked]').waitFor()
    expect(await panel('problems').innerText()).toBe('Không có chỗ nào sai.')
    expect(await panel('examples').innerText()).toContain('đúng')
    expect(await phoneFrame().innerText()).toContain('Ở đâu?')
    expect(await page.evaluate<number>(`document.querySelector('#desk-phone').clientHeight`)).toBe(640)
    expect(await page.evaluate<number>(`document.querySelector('#desk-phone').clientWidth`)).toBe(360)
  })

  test('2 is checked as it is typed', async () => {
    await phoneFrame().getByLabel('Thôn Nậm Ai (Xã Nam Sơn)').check()
    // Four slips of a first day: a misspelt key, an unknown kind, a name without marks, a list that is not there.
    await editor().fill(survey.replace('required: yes', 'requird: yes').replace('type: decimal', 'type: so_thuc').replace("where: ${voi_sao}", "where: ${vòi_sao}").replace('select_one tinh_trang', 'select_one tinhtrang'))
    await page.waitForTimeout(1000)
    const told = await panel('problems').innerText()
    for (const part of ['Chỗ cần sửa: 4', 'form.yaml, dòng 12', 'Có phải là “required” không?', 'form.yaml, dòng 31', 'Không có loại câu hỏi “so_thuc”', 'form.yaml, dòng 41', 'Có phải là “tinh_trang” không?', 'chữ cái không dấu, số và _.']) expect(told).toContain(part)
    expect(await panel('preview').innerText()).toContain('đây là bản đúng gần nhất')
    await panel('problems').getByRole('link', { name: 'form.yaml, dòng 31' }).click()
    expect(await page.evaluate<string>(`(() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd) })()`)).toBe('so_thuc')
    // Said over the box, where a small screen shows it: the list below is out of sight while one types.
    const beside = page.locator('#desk-beside')
    expect(await beside.innerText()).toContain('form.yaml, dòng 31: Không có loại câu hỏi “so_thuc”')
    await page.evaluate(`document.querySelector('#desk-beside').scrollIntoView({ behavior: 'instant' })`)
    const [top, bottom] = await page.evaluate<[number, number]>(`[document.querySelector('#desk-beside').getBoundingClientRect().top, document.querySelector('.file:not([hidden]) textarea').getBoundingClientRect().bottom]`)
    expect(top).toBeGreaterThanOrEqual(0)
    expect(bottom).toBeLessThanOrEqual(768)
    await write(survey)
    expect(await beside.innerText()).toBe('')
    expect(await panel('problems').innerText()).toBe('Không có chỗ nào sai.')
    expect(await phoneFrame().innerText()).toContain('Thôn, bản nào?')
    expect(await panel('examples').innerText()).toContain('Chưa có ví dụ nào')
  })

  test('3, 8 a question from the menu, a translation, keys', async () => {
    await page.locator('#desk-insert').selectOption('image')
    await cursor('name: cach_km')
    await page.locator('button[value=insert]').click()
    await settled()
    expect(await source()).toContain('constraint_message: Từ 0 đến 30 km\n      - type: image\n        name: cau_1\n')
    expect(await panel('problems').innerText()).toBe('Không có chỗ nào sai.')
    await page.keyboard.press('Control+z')
    await settled()
    expect(await source()).toBe(survey)
    // Enter keeps the indent, Tab indents, Esc and Tab leave.
    await cursor('\n    calculation: count')
    await page.keyboard.press('Enter')
    await page.keyboard.type('# đếm')
    await page.keyboard.press('Tab')
    await settled()
    expect(await source()).toContain('name: so_voi\n    # đếm')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement.tagName')).not.toBe('TEXTAREA')
    await write(survey)
    // English, beside the original.
    await page.locator('#desk-add').fill('en.yaml')
    await page.locator('button[value=add]').click()
    await panel('translations').getByText('en: còn thiếu').click()
    const boxes = panel('translations').locator('input')
    const count = await boxes.count()
    expect(count).toBeGreaterThan(10)
    await panel('translations').getByLabel('Tên nguồn nước').fill('Name of the source')
    await page.locator('#desk-add').focus()
    await expect.poll(() => boxes.count()).toBe(count - 1)
    expect(await page.locator('textarea[name="file:en.yaml"]').inputValue()).toContain('ten_nguon: Name of the source')
    // The rest can wait: nothing is wrong with the form, and the preview goes on.
    expect(await panel('problems').innerText()).toBe('Không có chỗ nào sai.')
    expect(await page.locator('#desk-preview .doubt').innerText()).toBe('')
    // English is fetched by who looks at the form in it, and not before.
    const isFetched = (): Promise<boolean> => page.evaluate<boolean>(`performance.getEntriesByType('resource').some(({ name }) => name.includes('/desk/writing.en.'))`)
    expect(await isFetched()).toBe(false)
    await page.locator('select[name=".preview-language"]').selectOption('en')
    await phoneFrame().getByText('Keep and go on').first().waitFor({ state: 'attached' })
    expect([await isFetched(), (await phoneFrame().innerText()).includes('Thôn, bản nào?')]).toEqual([true, true])
    await page.locator('select[name=".preview-language"]').selectOption('vi')
    // The newcomer has time for Vietnamese only today.
    await page.getByRole('button', { name: 'en.yaml' }).first().click()
    await page.locator('button[value="drop en.yaml"]').click()
    await settled()
    expect(await panel('problems').innerText()).toBe('Không có chỗ nào sai.')
  })

  test('4 is filled in beside its source, and that becomes an example', async () => {
    const on = phoneFrame()
    const next = () => on.locator('button.big').last().click()
    await on.getByLabel('Thôn Nậm Ai (Xã Nam Sơn)').check()
    await next()
    await next()
    expect(await on.locator('#problems').innerText()).toContain('Tên nguồn nước')
    await on.getByLabel('Tên nguồn nước').fill('Mó nước đầu bản')
    expect(await on.getByText('Cách thôn bao xa').count()).toBe(0)
    await on.getByLabel('Suối').check()
    await on.getByLabel('Cách thôn bao xa').fill('31')
    await next()
    expect(await on.innerText()).toContain('Từ 0 đến 30 km')
    await on.getByLabel('Cách thôn bao xa').fill('0,4')
    await next()
    for (const state of ['Chảy tốt', 'Hỏng']) {
      await on.locator('button[value="add voi"]').click()
      await on.getByLabel(state).check()
      await next()
    }
    expect(await on.innerText()).toContain('Hỏng')
    // The source moves on; what was answered stays.
    await editor().fill(survey.replace('label: Vòi nước', 'label: Các vòi nước'))
    await on.getByRole('heading', { name: 'Các vòi nước' }).waitFor()
    expect(await on.innerText()).toContain('Hỏng')
    await write(survey)
    await next()
    expect(await on.innerText()).toContain('0,4')
    await on.locator('button.big').last().click()
    for (const part of ['Phiếu thử ghi xong', 'Số nguồn nước', '+ 1 nguồn', 'Số vòi hỏng', '+ 1 vòi', 'Mó nước đầu bản']) expect(await on.innerText()).toContain(part)
    await page.getByRole('button', { name: 'Lưu phiếu thử này thành ví dụ' }).click()
    await settled()
    expect(await source()).toMatch(/given: \{ thon: [\w.-]+, ngay_xem: [\d-]+, ten_nguon: Mó nước đầu bản, loai: suoi, cach_km: 0.4, voi: \[\{ voi_sao: tot \}, \{ voi_sao: hong \}\] \}/)
    expect(await panel('examples').innerText()).toMatch(/đúng\s+một phiếu ghi đủ/)
    expect(await panel('problems').innerText()).toBe('Không có chỗ nào sai.')
    expect(await faultsOn(page)).toEqual([])
  })

  test('5 published, to the first figure', async () => {
    await press(page, 'Công bố…')
    expect(await seen(page)).toContain('“Nguồn nước thôn bản” sẽ được công bố lần đầu')
    expect(await faultsOn(page)).toEqual([])
    await press(page, 'Công bố')
    expect(await seen(page)).toContain('Đã công bố bản 1')
    await press(page, 'Người dùng và máy', 'link')
    await page.getByLabel('Họ tên người mới').fill('Vàng Thị Nước')
    await page.getByLabel('Địa bàn').fill('Thôn Nậm Ai')
    await page.getByLabel('Nguồn nước thôn bản').check()
    await page.getByLabel('Tên máy').fill('Máy của thôn')
    await press(page, 'Tạo đường dẫn')
    const link = await page.locator('#link').inputValue()
    const officer = await (await desk.browser()).newContext({ viewport: phone, javaScriptEnabled: false })
    const hand = await officer.newPage()
    await hand.goto(link)
    await press(hand, /Đúng, tôi là Vàng Thị Nước/)
    await press(hand, 'Nguồn nước thôn bản', 'link')
    await press(hand, 'Bắt đầu ghi')
    await hand.getByLabel('Thôn Nậm Ai').check()
    await press(hand, 'Lưu và đi tiếp')
    await hand.getByLabel('Tên nguồn nước').fill('Giếng nhà văn hóa')
    await hand.getByLabel('Giếng').check()
    await press(hand, 'Lưu và đi tiếp')
    await press(hand, 'Thêm một dòng')
    await hand.getByLabel('Hỏng').check()
    await press(hand, 'Lưu dòng này')
    await press(hand, 'Lưu và đi tiếp')
    await press(hand, 'Gửi phiếu')
    expect(await seen(hand)).toContain('Đã nhận')
    await page.goto(`${desk.url}/office/nguon_nuoc_thon_ban?level=village`)
    const figure = (name: string) => page.locator(`[aria-labelledby="f-${name}"]`)
    expect(await figure('so_nguon').locator('.total-figure').innerText()).toMatch(/^1\s+nguồn/)
    expect(await figure('voi_hong').innerText()).toMatch(/Nậm Ai/)
    await officer.close()
  })

  test('6 a second version says what it means', async () => {
    await page.goto(`${desk.url}/office/forms/nguon_nuoc_thon_ban/edit`)
    await page.locator('html[data-desk=checked]').waitFor()
    const before = await source()
    await write(before.replace("where: ${voi_sao} = 'hong'\n    count", "count").replace('label: Số vòi hỏng', 'label: Số vòi'))
    expect(await panel('change').innerText()).toMatch(/Chỉ tiêu “voi_hong” tính khác đi/)
    expect(await panel('problems').innerText()).toContain('Ví dụ “một phiếu ghi đủ” không đúng')
    await write((await source()).replace('voi_hong: 1', 'voi_hong: 2'))
    await press(page, 'Công bố…')
    expect(await seen(page)).toContain('sẽ thành bản 2')
    await press(page, 'Công bố')
    await page.goto(`${desk.url}/office/nguon_nuoc_thon_ban?level=village`)
    expect(await page.locator('[aria-labelledby="f-so_nguon"] .total-figure').innerText()).toMatch(/^1\s+nguồn/)
  })
})

describe('7 nothing typed is lost', () => {
  const edit = (): string => `${desk.url}/office/forms/nguon_nuoc_thon_ban/edit`
  test('no network, a closed window', async () => {
    await page.goto(edit())
    await page.locator('html[data-desk=checked]').waitFor()
    await context.setOffline(true)
    await editor().fill(`${await source()}# gõ khi mất mạng\n`)
    await page.locator('#desk-told', { hasText: 'Chưa lưu được lên máy chủ' }).waitFor()
    await page.close()
    await context.setOffline(false)
    page = await context.newPage()
    await page.goto(edit())
    // However it comes there (the last breath of the closed window, or this one): the text stands here, and the server has it.
    const atServer = async (): Promise<boolean> => (await desk.db.prepare('select files from form_drafts').first<{ files: string }>())?.files.includes('# gõ khi mất mạng') === true
    await expect.poll(atServer, { timeout: 45_000, interval: 500 }).toBe(true)
    expect(await source()).toContain('# gõ khi mất mạng')
  })

  test('an ended session', async () => {
    const cookies = await context.cookies()
    await context.clearCookies()
    await editor().fill(`${await source()}# gõ khi hết phiên\n`)
    await page.locator('#desk-told', { hasText: 'Phiên làm việc đã hết' }).waitFor()
    await context.addCookies(cookies)
    await page.reload()
    await settled()
    expect((await desk.db.prepare('select files from form_drafts').first<{ files: string }>())?.files).toContain('# gõ khi hết phiên')
  })

  test('two authors', async () => {
    const other = await enter(await desk.browser(), `${desk.url}/in/${await desk.enrol({ name: 'Nông Thị Hai', role: 'admin', unit: null })}`)
    await other.page.goto(edit())
    const box = other.page.locator('textarea[name="file:form.yaml"]')
    await box.fill(`${await box.inputValue()}# của chị Hai\n`)
    await press(other.page, 'Lưu')
    await editor().fill(`${await source()}# của tôi\n`)
    await page.locator('#desk-conflict').waitFor()
    const told = await panel('conflict').innerText()
    for (const part of ['Nông Thị Hai lưu lúc', '# của chị Hai', '# của tôi']) expect(told).toContain(part)
    expect(await faultsOn(page)).toEqual([])
    expect((await desk.db.prepare('select files from form_drafts').first<{ files: string }>())?.files).toContain('# của chị Hai')
    await page.getByRole('button', { name: 'Giữ bản của tôi' }).click()
    await settled()
    expect((await desk.db.prepare('select files from form_drafts').first<{ files: string }>())?.files).toContain('# của tôi')
    await other.context.close()
  })
})

test('9 clean, small and large, with script and without', async () => {
  const addresses = ['/office/forms', '/office/forms/new', '/office/forms/resettlement_household_survey/edit'].map((path) => desk.url + path)
  await expectClean(context, addresses)
  const small = await enter(await desk.browser(), desk.adminLink, { scripts: true, viewport: phone })
  await expectClean(small.context, addresses)
  const plain = await enter(await desk.browser(), desk.adminLink, { viewport: phone })
  await plain.page.goto(addresses[2] ?? '')
  const box = plain.page.locator('textarea[name="file:form.yaml"]')
  await box.fill((await box.inputValue()).replace('type: integer', 'type: intger'))
  await press(plain.page, 'Kiểm tra')
  expect(await seen(plain.page)).toContain('Có phải là “integer” không?')
  await press(plain.page, 'Bỏ bản soạn này')
  await press(plain.page, 'Bỏ')
  expect(await seen(plain.page)).toContain('Đã bỏ bản soạn dở')
  expect((await desk.api('GET', '/api/forms/resettlement_household_survey', adminToken)).status).toBe(200)
})
