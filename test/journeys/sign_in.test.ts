// Somebody of the office signs in, on a small phone and on a computer.
// 1  Without script: a link, a password of his own, inside; out again; a wrong password is said, the right one opens the page that was wanted.
// 2  An admin sets up a second factor from the picture, writes down his recovery codes, and comes in by either next time.
// 3  With script a button shows what was typed; managers of passwords are told what each box is for.
// 4  One sees where one is signed in, ends it from elsewhere, changes the password; a change by an admin holds at once.
// 5  axe finds nothing on any page, at 360 and at 1366 px, in either language, and nothing sticks out.
import jsqrModule from 'jsqr'
import { Secret, TOTP } from 'otpauth'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { expectClean, phone, press, seen } from './person.ts'

const jsqr = (jsqrModule as unknown as { readonly default?: typeof jsqrModule }).default ?? jsqrModule
const wide = { width: 1366, height: 768 }
const password = 'năm ngọn đồi phía sau nhà'
let desk: Journey

beforeAll(async () => {
  desk = await start()
})
afterAll(() => desk?.stop())

async function invite(name: string, sign_in_name: string, role: string): Promise<{ link: string; person: string }> {
  const { id: person } = (await (await desk.api('POST', '/api/people', adminToken, { name })).json()) as { id: string }
  const made = await desk.api('POST', '/api/accounts', adminToken, { person, sign_in_name, role, unit: null, forms: null })
  expect(made.status).toBe(201)
  return { link: ((await made.json()) as { link: string }).link, person }
}

async function fresh(scripts: boolean, viewport = phone): Promise<{ context: BrowserContext; page: Page }> {
  const context = await (await desk.browser()).newContext({ javaScriptEnabled: scripts, viewport })
  return { context, page: await context.newPage() }
}

async function signIn(page: Page, name: string, typed: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(name)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(typed)
  await press(page, 'Đăng nhập')
}

/** What an authenticator app reads from the picture on the page: its modules, drawn as dots. */
async function scanned(page: Page): Promise<string> {
  const svg = await page.locator('.qr').innerHTML()
  const context = await (await desk.browser()).newContext({ javaScriptEnabled: true })
  const canvas = await context.newPage()
  const dots = await canvas.evaluate<readonly number[]>(`new Promise((done) => {
    const picture = new Image()
    picture.onload = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 600 })
      const pen = canvas.getContext('2d')
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, 600, 600)
      pen.drawImage(picture, 0, 0, 600, 600)
      done([...pen.getImageData(0, 0, 600, 600).data])
    }
    picture.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(svg)}.replace('<svg ', '<svg width="600" height="600" '))
  })`)
  await context.close()
  return jsqr(Uint8ClampedArray.from(dots), 600, 600)?.data ?? ''
}

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}

describe('1 without script, at 360 px', () => {
  test('a link, a password, inside; out; in again, to the page that was wanted', async () => {
    const { link } = await invite('Hoàng Thị Bàn', '0912 345 678', 'reviewer')
    const { page } = await fresh(false)
    await page.goto(link)
    expect(await seen(page)).toContain('Đường dẫn này là của: Hoàng Thị Bàn')
    await shot(page, 'invitation')
    await page.getByLabel('Mật khẩu mới').fill('matkhau123')
    await press(page, 'Đặt mật khẩu và vào')
    expect(await seen(page)).toContain('dễ bị đoán')
    await page.getByLabel('Mật khẩu mới').fill(password)
    await press(page, 'Đặt mật khẩu và vào')
    expect(new URL(page.url()).pathname).toBe('/office')
    await press(page, 'Thoát')
    await page.goto(`${desk.url}/office/queue`)
    await press(page, 'Đăng nhập bằng tên và mật khẩu', 'link')
    await shot(page, 'sign-in')
    await signIn(page, '+84 912 345 678', 'không phải mật khẩu này')
    expect(await seen(page)).toContain('Tên đăng nhập hoặc mật khẩu chưa đúng.')
    expect([await page.getByLabel('Tên đăng nhập').inputValue(), await page.getByLabel('Mật khẩu', { exact: true }).inputValue()]).toEqual(['+84 912 345 678', ''])
    await shot(page, 'sign-in-wrong')
    await signIn(page, '+84 912 345 678', password)
    expect(page.url()).toBe(`${desk.url}/office/queue`)
    expect(await page.locator('.top').innerText()).toContain('Hoàng Thị Bàn')
  })
})

describe('2 a second factor', () => {
  test('set up from the picture; next time by its digits; without the phone by a recovery code', async () => {
    const { link } = await invite('Vàng Văn Trị', 'vang.tri', 'admin')
    const { page } = await fresh(false)
    await page.goto(link)
    await page.getByLabel('Mật khẩu mới').fill(password)
    await press(page, 'Đặt mật khẩu và vào')
    expect(new URL(page.url()).pathname).toBe('/sign-in/factor')
    await shot(page, 'factor')
    const uri = new URL(await scanned(page))
    expect([`${uri.protocol}//${uri.host}`, decodeURIComponent(uri.pathname), uri.searchParams.get('issuer')]).toEqual(['otpauth://totp', '/Phiếu:vang.tri', 'Phiếu'])
    const app = new TOTP({ secret: Secret.fromBase32(uri.searchParams.get('secret') ?? '') })
    expect(await page.locator('#key').innerText()).toBe((uri.searchParams.get('secret') ?? '').replace(/(.{4})(?=.)/g, '$1 '))
    await page.getByLabel('Ghi 6 chữ số').fill(app.generate())
    await press(page, 'Xong')
    const codes = await page.locator('code').allInnerTexts()
    expect(codes).toHaveLength(10)
    await shot(page, 'recovery')
    await press(page, 'Tôi đã chép', 'link')
    expect(new URL(page.url()).pathname).toBe('/office')
    await press(page, 'Thoát')
    await page.goto(`${desk.url}/sign-in`)
    await signIn(page, 'Vang.Tri', password)
    expect(new URL(page.url()).pathname).toBe('/sign-in/code')
    await shot(page, 'code')
    await page.getByLabel('Mã 6 chữ số').fill('12')
    await press(page, 'Vào')
    expect(await seen(page)).toContain('Mã chưa đúng')
    await page.getByLabel('Mã 6 chữ số').fill(codes[3] ?? '')
    await press(page, 'Vào')
    expect(new URL(page.url()).pathname).toBe('/office')
    await page.goto(`${desk.url}/office/me`)
    expect(await seen(page)).toContain('Còn 9 mã dự phòng')
    await press(page, 'Thoát')
    await page.goto(`${desk.url}/sign-in`)
    await signIn(page, 'vang.tri', password)
    await page.getByLabel('Mã 6 chữ số').fill(app.generate({ timestamp: Date.now() + 30_000 })) // the first was used when it was set up
    await press(page, 'Vào')
    expect(new URL(page.url()).pathname).toBe('/office')
  })
})

describe('3 with script', () => {
  test('a button shows what was typed and hides it; what is sent is a password', async () => {
    const { link } = await invite('Lò Văn Mắt', 'lo.mat', 'viewer')
    const { page } = await fresh(true)
    await page.goto(link)
    const box = page.getByLabel('Mật khẩu mới')
    await box.fill(password)
    expect(await box.getAttribute('type')).toBe('password')
    await page.getByRole('button', { name: 'Hiện mật khẩu' }).click()
    expect([await box.getAttribute('type'), await box.inputValue()]).toEqual(['text', password])
    await shot(page, 'shown')
    await page.getByRole('button', { name: 'Ẩn mật khẩu' }).click()
    expect(await box.getAttribute('type')).toBe('password')
    await page.getByRole('button', { name: 'Hiện mật khẩu' }).click()
    await press(page, 'Đặt mật khẩu và vào')
    expect(new URL(page.url()).pathname).toBe('/office')
  })
  test('what each box is for', async () => {
    const { page } = await fresh(true)
    await page.goto(`${desk.url}/sign-in`)
    expect(await Promise.all(['Tên đăng nhập', 'Mật khẩu'].map((label) => page.getByLabel(label, { exact: true }).getAttribute('autocomplete')))).toEqual(['username', 'current-password'])
  })
})

describe('4 one’s own account', () => {
  test('where one is signed in, ended from elsewhere; another password; a change by an admin', async () => {
    const { link, person } = await invite('Sùng Thị Nhà', 'sung.nha', 'reviewer')
    const [small, large] = [await fresh(false), await fresh(true, wide)]
    await small.page.goto(link)
    await small.page.getByLabel('Mật khẩu mới').fill(password)
    await press(small.page, 'Đặt mật khẩu và vào')
    await large.page.goto(`${desk.url}/sign-in?next=/office/me`)
    await large.page.getByLabel('Đây là máy của riêng tôi').check()
    await signIn(large.page, 'sung.nha', password)
    expect(new URL(large.page.url()).pathname).toBe('/office/me')
    expect(await large.page.locator('.cards > li').count()).toBe(2)
    await shot(large.page, 'me-wide')
    await large.page.locator('.cards').getByRole('button', { name: /Thoát khỏi đây/ }).click()
    await large.page.waitForURL(/done=ended/)
    await small.page.goto(`${desk.url}/office/me`)
    expect(await seen(small.page)).toContain('Cần đường dẫn của xã')
    await large.page.locator('#now').fill(password)
    await large.page.locator('#next').fill('một mật khẩu hoàn toàn khác')
    await press(large.page, 'Đổi mật khẩu')
    expect(await seen(large.page)).toContain('Đã đổi mật khẩu')
    expect((await desk.api('PUT', `/api/accounts/${person}`, adminToken, { sign_in_name: 'sung.nha', role: 'viewer', unit: 'vn.2025.01021', forms: null })).status).toBe(200)
    await large.page.goto(`${desk.url}/office/me`)
    expect(await seen(large.page)).toMatch(/người xem[\s\S]*Hoàng Su Phì/)
    await small.page.goto(`${desk.url}/sign-in?next=/office/me`)
    await signIn(small.page, 'sung.nha', 'một mật khẩu hoàn toàn khác')
    await shot(small.page, 'me')
    await expectClean(large.context, [`${desk.url}/office/me`])
    const axe = await fresh(true)
    await axe.context.addCookies(await small.context.cookies())
    await expectClean(axe.context, [`${desk.url}/office/me`])
  })
})

test('5 no fault on any page', async () => {
  const { link } = await invite('Giàng A Sạch', 'giang.sach', 'admin')
  const waiting = (await invite('Giàng A Chờ', 'giang.cho', 'admin')).link
  for (const viewport of [phone, wide]) {
    for (const language of ['vi', 'en']) {
      const { context, page } = await fresh(true, viewport)
      await context.addCookies([{ name: 'phieu-language', value: language, url: desk.url }])
      await expectClean(context, [`${desk.url}/sign-in`, `${desk.url}/sign-in?over`, `${desk.url}/office`, waiting, `${desk.url}/invitation/AAAAAAAAAAAAAAAAAAAAAA`])
      if (viewport === phone && language === 'vi') {
        await page.goto(link)
        await page.locator('#password').fill(password)
        await press(page, 'Đặt mật khẩu và vào')
      } else {
        await page.goto(`${desk.url}/sign-in`)
        await page.locator('#name').fill('giang.sach')
        await page.locator('#password').fill(password)
        await press(page, /Đăng nhập|Sign in/)
      }
      await expectClean(context, [`${desk.url}/sign-in/factor`])
      await context.close()
    }
  }
})
