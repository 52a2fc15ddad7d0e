// A photo on the pages that need no script, in a real browser.
// 1  It is chosen, seen beside its question, sent, and the office gets it: as the camera held it, without what the camera wrote into it.
// 2  JPEG, PNG and WebP that a browser made are the same pictures without their metadata.
// 3  axe finds nothing on a page with file questions, empty or answered.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withoutMetadata } from '../../src/server/picture.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, press } from './person.ts'

const album = `
id: album
title: Phiếu ảnh
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: image, name: photo, label: Ảnh sườn dốc, hint: Không chụp mặt người, required: yes }
  - { type: audio, name: voice, label: Lời kể }
  - { type: file, name: paper, label: Biên bản }
`
const secret = 'GPS 22.7461 104.6763'

let desk: Journey
let page: Page
let seeing: BrowserContext
let drawing: Page
beforeAll(async () => {
  desk = await start()
  const published = await fetch(`${desk.url}/api/forms`, { method: 'POST', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/yaml' }, body: album })
  expect(published.status, await published.text()).toBe(201)
  const browser = await desk.browser()
  ;({ page } = await enter(browser, desk.officerLink))
  ;({ context: seeing, page: drawing } = await enter(browser, desk.officerLink, { scripts: true }))
})
afterAll(() => desk.stop())

/** A picture of 40 × 20, its left half red, made by the browser. */
async function drawn(type: string): Promise<Buffer> {
  const base64 = await drawing.evaluate<string>(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 20 })
    const pen = canvas.getContext('2d')
    pen.fillStyle = '#00f'; pen.fillRect(0, 0, 40, 20); pen.fillStyle = '#f00'; pen.fillRect(0, 0, 20, 20)
    return canvas.toDataURL('${type}', 0.9).split(',')[1]
  })()`)
  return Buffer.from(base64, 'base64')
}

/** How wide and high a browser shows it, and whether its upper left corner is red. */
async function shownAs(bytes: Uint8Array, type: string): Promise<string> {
  return drawing.evaluate<string>(`(async () => {
    const bytes = Uint8Array.from(atob('${Buffer.from(bytes).toString('base64')}'), (sign) => sign.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: '${type}' }), { imageOrientation: 'from-image' })
    const pen = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height }).getContext('2d')
    pen.drawImage(image, 0, 0)
    const [red, , blue] = pen.getImageData(2, 2, 1, 1).data
    return image.width + ' x ' + image.height + (red > blue ? ' red' : ' blue')
  })()`)
}

const uint32 = (value: number, isLittle = false): Buffer => {
  const bytes = Buffer.alloc(4)
  if (isLittle) bytes.writeUInt32LE(value)
  else bytes.writeUInt32BE(value)
  return bytes
}

/** As a camera writes it: held upright (orientation 6), with a place. */
async function jpeg(): Promise<Buffer> {
  const plain = await drawn('image/jpeg')
  const exif = Buffer.concat([Buffer.from('Exif\0\0II*\0\x08\0\0\0\x01\0', 'latin1'), Buffer.from([0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(secret)])
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, secret.length + 2]), Buffer.from(secret)])
  return Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif, comment, plain.subarray(2)])
}

async function png(): Promise<Buffer> {
  const plain = await drawn('image/png')
  const text = Buffer.from(`Comment\0${secret}`, 'latin1')
  return Buffer.concat([plain.subarray(0, 33), uint32(text.length), Buffer.from('tEXt'), text, uint32(0), plain.subarray(33)])
}

async function webp(): Promise<Buffer> {
  const plain = (await drawn('image/webp')).subarray(12)
  // Some builds write the extended form by themselves.
  const isExtended = plain.subarray(0, 4).toString() === 'VP8X'
  if (isExtended) plain[8] = (plain[8] ?? 0) | 8
  const extended = Buffer.concat([Buffer.from('VP8X'), uint32(10, true), Buffer.from([8, 0, 0, 0, 39, 0, 0, 19, 0, 0])])
  const exif = Buffer.concat([Buffer.from('EXIF'), uint32(secret.length, true), Buffer.from(secret)])
  const body = Buffer.concat([Buffer.from('WEBP'), ...(isExtended ? [] : [extended]), plain, exif])
  return Buffer.concat([Buffer.from('RIFF'), uint32(body.length, true), body])
}

test.each([
  ['image/jpeg', jpeg, '20 x 40 red'],
  ['image/png', png, '40 x 20 red'],
  ['image/webp', webp, '40 x 20 red'],
] as const)('2 %s', async (type, make, expected) => {
  const bytes = await make()
  expect(await shownAs(bytes, type)).toBe(expected)
  const cut = Buffer.from(withoutMetadata(bytes, type))
  expect(cut.includes(secret)).toBe(false)
  expect(await shownAs(cut, type)).toBe(expected)
  expect(Buffer.from(withoutMetadata(cut, type)).equals(cut)).toBe(true)
})

test('2 what does not hold together comes back as it is', async () => {
  for (const [type, whole] of [['image/jpeg', await jpeg()], ['image/png', await png()], ['image/webp', await webp()]] as const) {
    for (const end of [0, 3, 11, 13, 40, 60]) expect(withoutMetadata(whole.subarray(0, end), type).byteLength, `${type} ${end}`).toBeLessThanOrEqual(end + 40)
  }
})

test('1, 3 from the camera to the office', async () => {
  await page.goto(`${desk.url}/forms/album`)
  await press(page, 'Bắt đầu ghi')
  const id = /drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  await expectClean(seeing, [page.url()])
  await page.getByLabel('Thượng I', { exact: false }).first().check()
  await page.getByLabel(/^Ảnh sườn dốc/).setInputFiles({ name: 'IMG_20261124_Lò Thị Bí Mật.jpg', mimeType: 'image/jpeg', buffer: await jpeg() })
  await press(page, 'Đi tiếp')
  expect(new URL(page.url()).pathname).toBe(`/drafts/${id}/check`)
  await page.goto(`${desk.url}/drafts/${id}/1`)
  expect(await page.content()).not.toContain('Bí Mật')
  await expectClean(seeing, [page.url(), `${desk.url}/drafts/${id}/check`])
  const look = await seeing.newPage()
  await look.goto(`${desk.url}/drafts/${id}/1`)
  await look.waitForLoadState('networkidle')
  expect(await look.evaluate<number>(`document.querySelector('img.kept').naturalHeight`)).toBe(40)
  await look.close()

  await page.goto(`${desk.url}/drafts/${id}/check`)
  await press(page, 'Gửi phiếu')
  const record = (await (await desk.api('GET', `/api/submissions/${id}`, desk.reviewerToken)).json()) as { revisions: { submission?: { media?: { name: string }[] }; media?: { name: string }[] }[] }
  const name = /photo-[0-9a-f]{12}\.jpg/.exec(JSON.stringify(record))?.[0] ?? ''
  const kept = await desk.api('GET', `/api/submissions/${id}/media/${name}`, desk.reviewerToken)
  expect(kept.status).toBe(200)
  const bytes = Buffer.from(await kept.arrayBuffer())
  expect(bytes.includes(secret)).toBe(false)
  expect(await shownAs(bytes, 'image/jpeg')).toBe('20 x 40 red')
})
