// An officer's day with the app, on a small phone, by thumb.
// 1  In the commune house the phone is enrolled by a link that works once; a second phone cannot use it.
// 2  In the village there is no network: the survey with a photo, the browser is killed in the middle, everything typed is there again to the letter.
// 3  A road is registered, and is there for the pledge before anything was sent. A training is written down with who came.
// 4  Back in the network all is sent by itself, each once, with its photo and a receipt; /r/<code> says so to anyone.
// 5  The office sends one back with a question: it opens at the question, is corrected without a network, sent, approved.
// 6  Another is taken back; it counts no more.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { household, participant, pledge, refusal, road, training } from './answers.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { seen } from './person.ts'
import { answerByThumb, beginForm, drawn, enrolOn, fillAll, fillByThumb, goOn, heading, kept, mortalPhone, phoneIn, photos, sendForm, tap, until } from './phone.ts'
import type { MortalPhone } from './phone.ts'

let desk: Journey
let phone: MortalPhone
let pictures: readonly Buffer[]
let link = ''

interface Standing {
  readonly state: string
  readonly revision: number
  readonly revisions: readonly { readonly submission: { readonly answers: Record<string, unknown> } }[]
  readonly media: readonly { readonly name: string; readonly kept: boolean }[]
}
interface Row {
  readonly n: number
  readonly id: string
  readonly state: string
  readonly receipt: string
  readonly form: string
  readonly media: readonly { readonly isKept: boolean; readonly bytes: number }[]
}

beforeAll(async () => {
  desk = await start()
  pictures = await photos(3)
  phone = await mortalPhone(desk.url)
  const person = (await (await desk.api('POST', '/api/people', adminToken, { name: 'Phàn Thị Dụ' })).json()) as { id: string }
  const made = await desk.api('POST', '/api/enrolments', adminToken, { person: person.id, role: 'officer', unit: 'vn.2025.01021', forms: null, device: { name: 'Máy của bản' } })
  ;({ link } = (await made.json()) as { link: string })
})
afterAll(async () => {
  await phone?.close()
  await desk?.stop()
})

const path = (): string => new URL(phone.page.url()).pathname
const records = (): Promise<readonly Row[]> => phone.shelf<Row>('records')
const standing = async (id: string): Promise<Standing> => (await desk.api('GET', `/api/submissions/${id}`, desk.reviewerToken)).json() as Promise<Standing>
const count = async (): Promise<number> => (await desk.db.prepare('select count(*) as n from submissions').first<{ n: number }>())?.n ?? 0
const ids: Record<string, string> = {}

describe('in the commune house', () => {
  test('1 a link that works once puts an officer on this phone', async () => {
    await enrolOn(phone, link)
    expect(await seen(phone.page)).toContain('Khảo sát hộ vùng nguy cơ sạt lở')
    expect(await phone.page.locator('a.who').innerText()).toBe('Bạn là Phàn Thị Dụ')
    const [account] = await phone.shelf<{ name: string; secret: string; device: string }>('accounts')
    expect(account).toMatchObject({ name: 'Phàn Thị Dụ' })
    const second = await phoneIn(await desk.browser(), desk.url)
    await second.page.goto(link)
    expect(await seen(second.page)).toContain('đã được dùng rồi')
    await second.close()
  })
})

describe('in the village', () => {
  test('2 without a network a survey is filled in; killed in the middle, nothing typed is lost', async () => {
    const { page } = phone
    await phone.offline(true)
    await page.reload()
    await drawn(page)
    const id = (ids.survey = await beginForm(page, desk.url, 'resettlement_household_survey'))
    await fillByThumb(page, household)
    await goOn(page)
    await fillByThumb(page, household)
    // Half a name more, and the battery falls out.
    await answerByThumb(page, 'cluster', 'Xóm Ruộng Thượ')
    await kept(page)
    expect(await page.locator('#told').innerText()).toBe('Đã lưu vào máy')
    await phone.kill()

    await phone.start()
    await phone.offline(true)
    await phone.open('/')
    expect(await seen(phone.page)).toContain('Lò Thị Ví Dụ')
    await tap(phone.page, /Ghi tiếp: Lò Thị Ví Dụ/, 'link')
    await phone.page.waitForURL(`**/fill/${id}/2`)
    expect(await phone.page.locator('[name=cluster]').inputValue()).toBe('Xóm Ruộng Thượ')
    expect(await phone.page.locator('[name=head_name]').inputValue()).toBe('Lò Thị Ví Dụ')
    expect(await phone.page.locator('[name=head_birth_year]').inputValue()).toBe('1981')
    await answerByThumb(phone.page, 'cluster', 'Xóm Ruộng Thượng')
    await fillAll(phone.page, { ...household, photo_slope: { photo: pictures[0] as Buffer } })
    for (const text of ['Lò Thị Ví Dụ', 'Xóm Ruộng Thượng', '1.500', '2,5', 'thứ Sáu, 20/11/2026']) expect(await seen(phone.page)).toContain(text)
    await sendForm(phone.page)
    expect(await seen(phone.page)).toContain('Đã lưu, chờ gửi')
  })

  test('3 a road made here is there for the pledge; who came to the training has a row', async () => {
    const { page } = phone
    ids.road = await beginForm(page, desk.url, 'road_registration')
    await fillAll(page, { ...road, minutes_photo: { photo: pictures[1] as Buffer } })
    await sendForm(page)
    ids.pledge = await beginForm(page, desk.url, 'road_pledge')
    await fillAll(page, pledge)
    expect(await seen(page)).toContain('Đường Nậm Thử – bản Ví Dụ')
    await sendForm(page)

    ids.training = await beginForm(page, desk.url, 'training_session')
    await fillByThumb(page, training)
    await goOn(page)
    await tap(page, 'Thêm một dòng')
    await page.waitForURL(/attend\.1$/)
    await fillByThumb(page, participant)
    await goOn(page, 'Lưu dòng này')
    expect(await seen(page)).toContain('Dòng 1: Bàn Văn Một')
    await fillAll(page, { photo_list: { photo: pictures[2] as Buffer } })
    await sendForm(page)

    ids.refusal = await beginForm(page, desk.url, 'resettlement_household_survey')
    await fillAll(page, refusal)
    await sendForm(page)
    await phone.open('/')
    expect(await seen(page)).toContain('Chờ gửi: 5')
    expect(await count()).toBe(0)
  })
})

describe('in the evening', () => {
  test('4 all is sent by itself, each once, with photos and receipts that anyone can check', async () => {
    await phone.offline(false)
    await until(async () => (await records()).every(({ state, media }) => state === 'kept' && media.every(({ isKept }) => isKept)), 60)
    await until(async () => (await seen(phone.page)).includes('Chờ gửi: 0'))
    expect(await count()).toBe(5)
    for (const one of await records()) {
      expect(one.receipt).toMatch(/^\d+-\d\d$/)
      const kept = await standing(one.id)
      expect(kept.state).toBe('received')
      expect(kept.revisions).toHaveLength(1)
    }
    const survey = await standing(ids.survey ?? '')
    expect(survey.revisions[0]?.submission.answers).toMatchObject({ head_name: 'Lò Thị Ví Dụ', cluster: 'Xóm Ruộng Thượng', slope_m: 2.5, house_land_m2: 1500, survey_date: '2026-11-20' })
    const files = (await records()).flatMap(({ media }) => media)
    expect(files).toHaveLength(6) // three photos, each with a small one
    for (const { bytes } of files) expect(bytes).toBeLessThanOrEqual(200_000)

    await phone.page.goto(`${desk.url}/sent?state=kept`)
    await drawn(phone.page)
    await phone.page.locator('main a[href^="/sent/"]', { hasText: 'Lò Thị Ví Dụ' }).tap()
    const code = await phone.page.locator('.number-big').innerText()
    expect(await phone.page.locator('.qr svg').count()).toBe(1)
    const stranger = await (await desk.browser()).newPage()
    await stranger.goto(`${desk.url}/r/${code}`)
    expect(await seen(stranger)).toContain(code)
    expect(await seen(stranger)).not.toContain('Lò Thị')
    await stranger.close()
  })

  test('5 what the office asks back opens at the question, is corrected offline, sent and approved', async () => {
    const { page } = phone
    const id = ids.survey ?? ''
    const asked = await desk.api('POST', `/api/submissions/${id}/review`, desk.reviewerToken, { state: 'returned', comment: 'Có đúng là 5 người không?', question: 'members' })
    expect(asked.status).toBe(200)
    await phone.open('/')
    await until(async () => (await seen(page)).includes('Có đúng là 5 người không?'))
    await phone.offline(true)
    await page.locator('main a[href^="/sent/"]', { hasText: 'Lò Thị Ví Dụ' }).tap()
    await tap(page, 'Sửa và gửi lại')
    await page.waitForURL(/\/fill\/.*\/3#q-members$/)
    expect(await seen(page)).toContain('Văn phòng hỏi: Có đúng là 5 người không?')
    expect(await page.evaluate('document.activeElement.name')).toBe('members')
    await answerByThumb(page, 'members', '6')
    await fillAll(page, {})
    await sendForm(page)
    await phone.offline(false)
    await until(async () => (await standing(id)).revision === 2)
    expect((await standing(id)).revisions.at(-1)?.submission.answers).toMatchObject({ members: 6, members_f: 2, head_name: 'Lò Thị Ví Dụ' })
    await until(async () => (await records()).filter((one) => one.id === id).at(-1)?.state === 'kept')
    expect((await desk.api('POST', `/api/submissions/${id}/review`, desk.reviewerToken, { state: 'approved' })).status).toBe(200)
    await phone.open('/')
    await until(async () => (await records()).filter((one) => one.id === id).at(-1)?.state === 'approved')
  })

  test('6 another is taken back, and counts no more', async () => {
    const { page } = phone
    const n = (await records()).find(({ id }) => id === ids.refusal)?.n ?? 0
    await phone.open(`/sent/${n}`)
    await phone.offline(true)
    await tap(page, 'Rút phiếu này', 'link')
    await heading(page, 'Rút phiếu này?')
    await tap(page, 'Rút phiếu')
    await page.waitForURL(/\/sent$/)
    await phone.offline(false)
    await until(async () => (await standing(ids.refusal ?? '')).state === 'withdrawn')
    await until(async () => (await records()).filter(({ id }) => id === ids.refusal).every(({ state }) => state === 'withdrawn'))
    expect(path()).toBe('/sent')
  })
})
