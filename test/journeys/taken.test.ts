// What a phone takes with more than a key: the values of last time, the place where it is, a code before its camera, films, voices and papers.
// 1  What the last record said is offered to the next, also after the app was closed and without a network; to nobody else on the same phone. On the plain pages, too.
// 2  Where a filling began, and where a phone was when an answer changed, is taken once each, with consent, also when the next page is open by then; refused it is said so, and hinders nothing.
// 3  A code before the camera becomes the answer and the camera goes dark; refused, or without a detector, the box is there, and says what to do.
// 4  A film, a voice and a paper are kept through a reload without a network, go in pieces, go on after a cut where the server stands, are seen in the office by who
//    may see them, and what is taken away says where each is opened. Chosen on a plain page they come the same way.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { generate } from 'lean-qr'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../../scripts/browser.ts'
import { enter, press, seen } from './person.ts'
import { answerByThumb, beginForm, drawn, enrolOn, fillAll, goOn, kept, phoneIn, ready, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'
import { head, startTrial, village } from './trial.ts'
import type { Trial } from './trial.ts'

const meter = `${head('meter', 'Đồng hồ nước')}      - { type: text, name: serial, label: Số máy, default: "\${last-saved#serial}" }
      - { type: integer, name: reading, label: Chỉ số }
      - { type: note, name: before, label: "Lần trước ghi \${last-saved#reading}" }
`
const placed = `${head('placed', 'Phiếu có vị trí')}      - { type: start-geopoint, name: begun_where, label: Chỗ bắt đầu }
      - { type: background-geopoint, name: chosen_where, trigger: "\${place}" }
  - { type: text, name: after, label: Câu sau }
`
const scanned = `${head('scanned', 'Phiếu có mã')}      - { type: barcode, name: stamp, label: Mã trên biển, required: yes }
`
const papers = `${head('papers', 'Phiếu có tệp')}      - { type: video, name: film, label: Đoạn phim }
      - { type: audio, name: voice, label: Lời kể, personal: basic }
      - { type: file, name: paper, label: Biên bản }
`
const code = 'QL4-0021 / Nậm Thử'

let desk: Trial
let browser: Browser
let phone: Phone
let officer: Awaited<ReturnType<Trial['officer']>>
const folder = mkdtempSync(join(tmpdir(), 'phieu-taken-'))

// A camera before which a sheet with the code hangs: one grey picture, again and again (YUV4MPEG2, 4:2:0).
function camera(): string {
  const [width, height, wide] = [640, 480, 12]
  const qr = generate(code)
  const light = Buffer.alloc(width * height, 235)
  const [left, top] = [Math.floor((width - qr.size * wide) / 2), Math.floor((height - qr.size * wide) / 2)]
  for (let y = 0; y < qr.size * wide; y++) for (let x = 0; x < qr.size * wide; x++) if (qr.get(Math.floor(x / wide), Math.floor(y / wide))) light[(top + y) * width + left + x] = 16
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)])
  const file = join(folder, 'code.y4m')
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame, frame]))
  return file
}

// This browser has no detector of its own on every system: here is one, as Android's has it. And what is asked of the position is counted, and comes late.
const model = `${readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8')}
;globalThis.BarcodeDetector = class {
  async detect(video) {
    if (video.videoWidth === 0) return []
    const canvas = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight })
    const pen = canvas.getContext('2d')
    pen.drawImage(video, 0, 0)
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height)
    const found = jsQR(data, width, height)
    return found === null ? [] : [{ rawValue: found.data }]
  }
}
globalThis.asked = 0
const watch = navigator.geolocation.watchPosition.bind(navigator.geolocation)
navigator.geolocation.watchPosition = (found, failed, options) => {
  globalThis.asked++
  return watch((at) => setTimeout(() => found(at), 1200), failed, options)
}`

beforeAll(async () => {
  desk = await startTrial(meter, placed, scanned, papers)
  browser = await launch(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera()}`])
  officer = await desk.officer('Giàng Thị Máy')
  phone = await phoneIn(browser, desk.proxy.url, { script: model })
  await enrolOn(phone, await officer.link())
  await phone.page.reload() // from the service worker from now on
  await ready(phone.page)
}, 120_000)
afterAll(async () => {
  await phone?.close()
  await browser?.close()
  await desk?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function begun(form: string, name: string): Promise<string> {
  const id = await beginForm(phone.page, phone.url, form)
  await answerByThumb(phone.page, 'name', name)
  await answerByThumb(phone.page, 'place', village)
  await kept(phone.page)
  return id
}
async function sealed(): Promise<number> {
  await goOn(phone.page)
  await fillAll(phone.page, {})
  return sendForm(phone.page)
}
/** What the server keeps of a record; waits until it is there. */
async function received(id: string): Promise<{ answers: Record<string, unknown>; flags: string | null; context: Record<string, unknown> }> {
  const read = () => desk.db.prepare('select r.body, r.flags from revisions r join submissions s on s.seq = r.submission where s.id = ?').bind(id).first<{ body: string; flags: string | null }>()
  await until(async () => (await read()) !== null, 40)
  const row = await read()
  return { ...(JSON.parse(row?.body ?? '{}') as { answers: Record<string, unknown>; context: Record<string, unknown> }), flags: row?.flags ?? null }
}
const box = (page: Page, key: string) => page.locator(`[data-key="${key}"]`).last()
const part = async (draft: string, name: string): Promise<unknown> => (await phone.shelf<{ draft: string; name: string; answer?: unknown }>('parts')).find((one) => one.draft === draft && one.name === name)?.answer

describe('4 films, voices and papers', () => {
  /** Made by the browser: a film of a moving square, a tone; and a paper that is long. */
  async function made(): Promise<Record<'film' | 'voice' | 'paper', { name: string; mimeType: string; buffer: Buffer }>> {
    const page = await browser.newPage()
    const recorded = (stream: string, type: string): Promise<string> => page.evaluate<string>(`(async () => {
      const stream = ${stream}
      const recorder = new MediaRecorder(stream, { mimeType: '${type}' })
      const pieces = []
      recorder.ondataavailable = ({ data }) => pieces.push(data)
      const ended = new Promise((done) => (recorder.onstop = done))
      recorder.start()
      await new Promise((soon) => setTimeout(soon, 900))
      recorder.stop()
      await ended
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer())
      let text = ''
      for (const one of bytes) text += String.fromCharCode(one)
      return btoa(text)
    })()`)
    const film = await recorded(`(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 })
      document.body.append(canvas)
      const pen = canvas.getContext('2d')
      let at = 0
      setInterval(() => { pen.fillStyle = '#fff'; pen.fillRect(0, 0, 160, 120); pen.fillStyle = '#060'; pen.fillRect(at++ % 140, 40, 20, 40) }, 50)
      return canvas.captureStream(15)
    })()`, 'video/webm;codecs=vp8')
    const voice = await recorded(`(() => {
      const sound = new AudioContext()
      const [tone, out] = [sound.createOscillator(), sound.createMediaStreamDestination()]
      tone.connect(out)
      tone.start()
      return out.stream
    })()`, 'audio/webm;codecs=opus')
    await page.close()
    return {
      film: { name: 'VID_0001.webm', mimeType: 'video/webm', buffer: Buffer.from(film, 'base64') },
      voice: { name: 'Lời kể của Lò Thị Ví Dụ.webm', mimeType: 'audio/webm', buffer: Buffer.from(voice, 'base64') },
      paper: { name: 'Biên bản.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(700_000, (Math.random() * 200) | 0)]) },
    }
  }
  let files: Awaited<ReturnType<typeof made>>
  let id: string
  const names: Record<string, string> = {}

  test('4 kept through a reload without a network; in pieces, and on after a cut', async () => {
    files = await made()
    const { page } = phone
    await phone.offline(true)
    id = await begun('papers', 'Có phim')
    for (const [key, file] of Object.entries(files)) {
      await box(page, key).locator('input[type=file]').setInputFiles(file)
      await box(page, key).locator('input[type=checkbox]:checked').waitFor({ timeout: 15_000 })
    }
    await kept(page)
    await page.reload()
    await drawn(page)
    for (const key of Object.keys(files)) expect(await box(page, key).locator('input[type=checkbox]:checked').count(), key).toBe(1)
    // Seen and heard out of the phone.
    await box(page, 'film').locator('video').waitFor()
    expect(await box(page, 'film').locator('video').evaluate((video) => new Promise((done) => {
      const film = video as unknown as { videoWidth: number; onloadedmetadata: () => void; onerror: () => void; load(): void; preload: string }
      film.onloadedmetadata = () => done(film.videoWidth)
      film.onerror = () => done(-1)
      film.preload = 'metadata'
      film.load()
    }))).toBe(160)
    expect(await box(page, 'voice').locator('audio').count()).toBe(1)
    await sealed()
    const row = async () => (await phone.shelf<{ id: string; media: { name: string; sent: number; isKept: boolean; bytes: number }[] }>('records')).find((one) => one.id === id)
    for (const one of (await row())?.media ?? []) names[one.name.replace(/-.*/, '')] = one.name
    let pieces = 0
    let bytes = 0
    desk.proxy.onRequest = ({ method, path, body }) => {
      if (method === 'PUT' && path.includes(String(names.paper))) bytes += body.length
    }
    desk.proxy.onAnswer = ({ method, path }) => {
      if (method === 'PUT' && path.includes(String(names.paper)) && ++pieces === 3) desk.proxy.mode = 'off'
    }
    await phone.offline(false)
    await phone.open('/')
    await until(() => desk.proxy.mode === 'off', 60)
    const half = (await row())?.media.find(({ name }) => name === names.paper)
    expect(half?.isKept).toBe(false)
    desk.proxy.mode = 'open'
    await phone.open('/')
    await tap(page, 'Gửi ngay')
    await until(async () => (await row())?.media.every(({ isKept }) => isKept) === true, 60)
    expect(pieces).toBeGreaterThan(4)
    // Of what had come nothing went again, but perhaps the piece whose answer was lost.
    expect(bytes).toBeLessThan(files.paper.buffer.length + 262_144)
    desk.proxy.onRequest = desk.proxy.onAnswer = () => undefined
  }, 120_000)

  test('4 in the office, for who may', async () => {
    const reviewer = await desk.enrol({ name: 'Hoàng Thị Mẫu', role: 'reviewer', unit: null })
    const viewer = await desk.enrol({ name: 'Vàng Văn Xem', role: 'viewer', unit: null })
    const colleague = await desk.enrol({ name: 'Lù Văn Xa', role: 'officer', unit: 'vn.2025.01021' })
    const { context, page } = await enter(browser, `${desk.url}/in/${reviewer}`, { scripts: true })
    await page.goto(`${desk.url}/office/submissions/${id}`)
    const film = page.locator('video')
    await film.waitFor()
    await until(async () => (await film.evaluate((video) => (video as unknown as { videoWidth: number }).videoWidth)) === 160)
    expect(await page.locator('audio').count()).toBe(1)
    const got = async (name = ''): Promise<Buffer> => (await context.request.get(`${desk.url}/office/submissions/${id}/media/${encodeURIComponent(name)}`)).body()
    for (const key of ['film', 'voice', 'paper'] as const) expect((await got(names[key])).equals(files[key].buffer), key).toBe(true)
    // What is taken away says where each is.
    const zip = unzipSync(new Uint8Array(await (await context.request.get(`${desk.url}/office/papers/export?format=zip`)).body()))
    const csv = new TextDecoder().decode(zip['papers.csv'])
    for (const key of ['film', 'voice', 'paper'] as const) {
      const address = new RegExp(`${desk.url}/office/submissions/${id}/media/${key}-[^,\\s"]+`).exec(csv)?.[0] ?? ''
      expect((await (await context.request.get(address)).body()).equals(files[key].buffer), address).toBe(true)
    }
    await context.close()
    // Who may not see persons does not hear the voice.
    const other = await enter(browser, `${desk.url}/in/${viewer}`)
    await other.page.goto(`${desk.url}/office/submissions/${id}`)
    expect(await other.page.content()).not.toContain(names.voice)
    const status = async (name = '') => (await other.context.request.get(`${desk.url}/office/submissions/${id}/media/${name}`)).status()
    expect([await status(names.film), await status(names.voice)]).toEqual([200, 404])
    const theirs = unzipSync(new Uint8Array(await (await other.context.request.get(`${desk.url}/office/papers/export?format=zip`)).body()))
    expect(new TextDecoder().decode(theirs['papers.csv'])).not.toContain('voice-')
    await other.context.close()
    expect((await desk.api('GET', `/api/submissions/${id}/media/${names.film}`, colleague)).status).toBe(404)
    expect((await fetch(`${desk.url}/office/submissions/${id}/media/${names.film}`)).status).toBe(401)
  }, 60_000)

  test('4 from a plain page', async () => {
    const { context, page } = await enter(browser, (await officer.link()).replace(desk.proxy.url, desk.url))
    await page.goto(`${desk.url}/forms/papers`)
    await press(page, 'Bắt đầu ghi')
    const draft = /drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
    await page.getByLabel('Tên').first().fill('Không kịch bản')
    await page.getByLabel('Thượng I', { exact: false }).first().check()
    for (const [key, file] of Object.entries(files)) await page.locator(`input[name=".file.${key}"]`).setInputFiles(file)
    await press(page, 'Đi tiếp')
    await press(page, 'Gửi phiếu')
    const { answers } = await received(draft)
    const reviewer = await desk.enrol({ name: 'Hoàng Thị Mẫu', role: 'reviewer', unit: null })
    for (const key of ['film', 'voice', 'paper'] as const) {
      const kept = await desk.api('GET', `/api/submissions/${draft}/media/${String(answers[key])}`, reviewer)
      expect(Buffer.from(await kept.arrayBuffer()).equals(files[key].buffer), key).toBe(true)
    }
    await context.close()
  }, 60_000)
})

describe('2 where the phone is', () => {
  const said = () => phone.page.locator('#place-noted')
  const count = () => phone.page.evaluate<number>('globalThis.asked')

  test('2 with consent: once, also when the next page is open by then', async () => {
    const { page, context } = phone
    await context.grantPermissions(['geolocation'])
    await context.setGeolocation({ latitude: 22.74, longitude: 104.68, accuracy: 8 })
    await phone.open('/')
    const id = await begun('placed', 'Cho phép')
    expect(await said().innerText()).toBe('Biểu mẫu này tự ghi chỗ bạn đang đứng, nếu bạn cho phép.')
    await goOn(page)
    await until(async () => (await part(id, 'begun_where')) !== undefined && (await part(id, 'chosen_where')) !== undefined).catch(async (e) => { console.log('SAID', await said().allInnerTexts(), await count(), await phone.shelf('parts'), await page.evaluate('navigator.permissions.query({name:"geolocation"}).then((p) => p.state)')); throw e })
    await until(async () => (await said().innerText()) === 'Đã ghi chỗ bạn đang đứng, sai số 8 m.')
    await context.setGeolocation({ latitude: 10, longitude: 100, accuracy: 8 })
    await answerByThumb(page, 'after', 'đi tiếp')
    await kept(page)
    expect(await count()).toBeLessThanOrEqual(2)
    await goOn(page)
    expect(await seen(page)).toContain('22.74, 104.68')
    await sendForm(page)
    const { answers, flags } = await received(id)
    expect([answers.begun_where, answers.chosen_where, flags]).toEqual(['22.74 104.68 0 8', '22.74 104.68 0 8', null])
  }, 60_000)

  test('2 refused', async () => {
    await phone.context.clearPermissions()
    await phone.open('/')
    const id = await begun('placed', 'Không cho')
    await until(async () => (await said().innerText()) === 'Không ghi được chỗ bạn đang đứng. Bạn cứ ghi tiếp và gửi như thường.')
    await goOn(phone.page)
    await answerByThumb(phone.page, 'after', 'vẫn gửi')
    await goOn(phone.page)
    await sendForm(phone.page)
    const { answers, flags } = await received(id)
    expect(answers).not.toHaveProperty('begun_where')
    expect(answers).toMatchObject({ after: 'vẫn gửi' })
    expect(flags).toBeNull()
  }, 60_000)
})

describe('3 a code', () => {
  const value = () => box(phone.page, 'stamp').locator('input[type=text]').inputValue()

  test('3 before the camera', async () => {
    const { page } = phone
    await phone.open('/')
    const id = await begun('scanned', 'Quét được')
    await tap(page, 'Quét mã')
    await until(async () => (await value()) === code, 30)
    expect(await page.locator('video').count()).toBe(0)
    expect(await part(id, 'stamp')).toBe(code)
    await sealed()
    expect((await received(id)).answers.stamp).toBe(code)
  }, 60_000)

  test('3 the camera is refused: by hand', async () => {
    await phone.open('/')
    const id = await begun('scanned', 'Gõ tay')
    await phone.page.evaluate("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused', 'NotAllowedError'))")
    await tap(phone.page, 'Quét mã')
    await box(phone.page, 'stamp').getByText('Hãy gõ các chữ và số vào ô').waitFor({ timeout: 15_000 })
    await answerByThumb(phone.page, 'stamp', 'QL4-0022')
    await kept(phone.page)
    expect(await part(id, 'stamp')).toBe('QL4-0022')
  }, 60_000)

  test('3 no detector: no button, and the box says what to do', async () => {
    const page = await phone.context.newPage()
    await page.addInitScript('delete globalThis.BarcodeDetector')
    await page.goto(`${phone.url}/`)
    await drawn(page)
    await beginForm(page, phone.url, 'scanned')
    await box(page, 'stamp').waitFor()
    expect(await page.getByRole('button', { name: 'Quét mã' }).count()).toBe(0)
    expect(await box(page, 'stamp').innerText()).toContain('gõ các chữ và số in dưới vạch')
    await answerByThumb(page, 'stamp', 'QL4-0023')
    await kept(page)
    expect(await box(page, 'stamp').locator('input').inputValue()).toBe('QL4-0023')
    await page.close()
  }, 60_000)
})

describe('1 what was said last', () => {
  const offered = () => box(phone.page, 'serial').locator('input').inputValue()

  test('1 the next one, without a network, and after the app was closed', async () => {
    await phone.offline(true)
    const first = await begun('meter', 'Lần đầu')
    expect(await offered()).toBe('')
    await answerByThumb(phone.page, 'serial', 'ĐH-204')
    await answerByThumb(phone.page, 'reading', '120')
    await kept(phone.page)
    await sealed()
    const second = await begun('meter', 'Lần hai')
    expect(await offered()).toBe('ĐH-204')
    expect(await box(phone.page, 'before').innerText()).toContain('120')
    await answerByThumb(phone.page, 'reading', '135')
    await kept(phone.page)
    await sealed()
    // Closed: another window of the same phone, still without a network.
    const again = await phone.context.newPage()
    await phone.page.close()
    await again.goto(`${phone.url}/`)
    await drawn(again)
    await beginForm(again, phone.url, 'meter')
    expect(await box(again, 'serial').locator('input').inputValue()).toBe('ĐH-204')
    expect(await box(again, 'before').innerText()).toContain('135')
    await phone.offline(false)
    await again.goto(`${phone.url}/`)
    await drawn(again)
    const [one, two] = [await received(first), await received(second)]
    expect([one.answers.serial, two.answers.serial, one.flags, two.flags]).toEqual(['ĐH-204', 'ĐH-204', null, null])
    expect(two.context.last).toMatchObject({ serial: 'ĐH-204' })
  }, 90_000)

  test('1 on the plain pages too, and to nobody else on the phone', async () => {
    const { context, page } = await enter(browser, (await officer.link()).replace(desk.proxy.url, desk.url))
    await page.goto(`${desk.url}/forms/meter`)
    await press(page, 'Bắt đầu ghi')
    expect(await box(page, 'serial').locator('input').inputValue()).toBe('ĐH-204')
    expect(await seen(page)).toContain('Lần trước ghi 135')
    await context.close()
    const colleague = await desk.officer('Cháng Văn Chung')
    const shared: Phone = { ...phone, context: phone.context, page: phone.context.pages()[0] as Page, url: phone.url }
    await enrolOn(shared, await colleague.link())
    await beginForm(shared.page, phone.url, 'meter')
    expect(await box(shared.page, 'serial').locator('input').inputValue()).toBe('')
    expect(await box(shared.page, 'before').innerText()).not.toContain('135')
  }, 60_000)
})
