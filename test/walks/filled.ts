// An office after a year: invented records of every form, people with phones and accounts, and a browser of each sort of person. From it an address for every
// page that docs/access.md has a line for; which of them is looked at how is each test's.
import { equal, ok } from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { root } from '../../scripts/root.ts'
import { unsigned } from '../../src/record/canonical.ts'
import { run } from '../../src/cli/index.ts'
import { adminToken } from '../journeys/harness.ts'
import type { Journey } from '../journeys/harness.ts'

/** Whose browser: somebody not signed in, who fills in, who reviews in the commune and above it, and so on; `midway` and `coming` have shown a password and not yet a second factor. */
export type Who = 'anyone' | 'guest' | 'officer' | 'commune' | 'above' | 'viewer' | 'admin' | 'keeper' | 'owner' | 'midway' | 'coming'

/** A page: whose, at which address; where it is the answer to a post, what was posted. */
export interface Looked {
  readonly as: Who
  readonly at: string
  readonly post?: Readonly<Record<string, string>>
  /** A file that is posted with it. */
  readonly file?: { readonly name: string; readonly text: string }
  /** What it answers where that is not 200. */
  readonly status?: number
}

export interface Filled {
  readonly cookies: Readonly<Record<Who, Readonly<Record<string, string>>>>
  /** By their lines in docs/access.md. */
  readonly pages: Readonly<Record<string, readonly Looked[]>>
  /** Addresses whose answer is no page: a file, a picture, lines for a program. */
  readonly files: Readonly<Record<string, Looked>>
}

export const communeToday = 'vn.2025.01021'
const village = 'vn.v.01045.thuong-i'
const password = 'năm ngọn đồi phía sau nhà'
// A grey picture of 64 × 64.
const photo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAAAAACPAi4CAAAAKklEQVR42u3MQREAAAwCIPunMKoh9ttBANKjCAQCgUAgEAgEAoFAIPgeDNM8AJdWG2vwAAAAAElFTkSuQmCC', 'base64')
const photoHash = createHash('sha256').update(photo).digest('hex')
const household = 'resettlement_household_survey'

/** The lines of docs/access.md that are looked at by a browser: everything but the API. */
export const pageLines: readonly string[] = [...readFileSync(join(root, 'docs/access.md'), 'utf8').matchAll(/^\| `GET (\/[^`]*)` \|/gm)].map(([, path]) => path ?? '').filter((path) => !path.startsWith('/api/'))

// A form of no office's: public, with rows to add and a photo, so that every sort of page of a filling is there.
const visitors = `
id: village_word
title: Ý kiến của bản
language: vi
public: yes
survey:
  - { type: text, name: words, label: Bà con muốn nói điều gì?, required: yes }
  - { type: image, name: photo, label: Ảnh nếu có }
  - type: repeat
    name: part
    label: Từng việc
    questions:
      - { type: text, name: one, label: Việc gì? }
`

export async function fill(desk: Journey, records = 100): Promise<Filled> {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  const [year, month] = [today.slice(0, 4), today.slice(0, 7)]
  const told: string[] = []
  const code = await run(['demo', '--records', String(records), '--server', desk.url, '--token', adminToken], {}, { out: (text) => void told.push(text), err: (text) => void told.push(text) })
  equal(code, 0, told.join(''))
  const made = await fetch(`${desk.url}/api/forms`, { method: 'POST', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/yaml' }, body: visitors })
  ok(made.ok, await made.text())

  const json = async <T>(method: string, path: string, token: string, body?: unknown): Promise<T> => {
    const answer = await desk.api(method, path, token, body)
    ok(answer.ok, `${method} ${path}: ${await answer.clone().text()}`)
    return (await answer.json()) as T
  }
  const keeperPerson = await json<{ id: string }>('POST', '/api/people', adminToken, { name: 'Cà Thị Giữ' })
  const keeper = await json<{ token: string }>('POST', '/api/tokens', adminToken, { person: keeperPerson.id, role: 'admin', unit: null, forms: null, personal: true })
  const cookies: Record<Who, Record<string, string>> = {
    anyone: {}, guest: {}, owner: {}, midway: {}, coming: {}, officer: { phieu: desk.officerToken }, above: { phieu: desk.reviewerToken }, admin: { phieu: adminToken }, keeper: { phieu: keeper.token },
    commune: { phieu: await desk.enrol({ name: 'Hoàng Thị Xã', role: 'reviewer', unit: communeToday }) }, viewer: { phieu: await desk.enrol({ name: 'Vàng Thị Xem', role: 'viewer', unit: null }) },
  }

  /** As a browser: what it holds goes along, what it is given is kept. */
  const ask = async (who: Who, path: string, post?: string | FormData): Promise<{ status: number; to: string; text: string }> => {
    const headers: Record<string, string> = { cookie: Object.entries(cookies[who]).map(([name, value]) => `${name}=${value}`).join('; '), accept: 'text/html', origin: desk.url }
    if (typeof post === 'string') headers['content-type'] = 'application/x-www-form-urlencoded'
    const answer = await fetch(desk.url + path, { method: post === undefined ? 'GET' : 'POST', headers, redirect: 'manual', ...(post === undefined ? {} : { body: post }) })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) delete cookies[who][name]
      else cookies[who][name] = value
    }
    return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() }
  }

  // A record with a photo and its position, one of somebody who may be there twice, one that may be taken back, one that was erased.
  const sealed = (form: string, answers: Record<string, unknown>, more: Record<string, unknown> = {}): { id: string } => {
    const body = { id: crypto.randomUUID(), form, version: 1, answers, context: { at: Date.now() - 60_000, zone: 420, seed: 7, language: 'vi' }, ...more }
    return { ...body, sha256: createHash('sha256').update(unsigned(body as never)).digest('hex') } as { id: string }
  }
  const sent = async (one: { id: string }): Promise<string> => {
    const answer = await desk.api('POST', '/api/submissions', desk.officerToken, one)
    equal(answer.status, 201, await answer.text())
    return one.id
  }
  const home = (head_name: string): Record<string, unknown> => ({
    consent: 'yes', unit: village, survey_date: `${month}-01`, head_name, head_birth_year: 1974, head_sex: 'male', lang: 'nung', members: 4, vulnerable: ['elderly'], poverty: 'poor', risk_type: ['landslide'], risk_signs: ['crack_ground'], risk_level: 'l2',
    house_kind: 'temporary', toilet: 'none', water: 'stream', power: 'none', answered_by: 'both', willing: 'now',
  })
  const media = [{ name: 'bien-ban.png', sha256: photoHash, bytes: photo.length }]
  const road = await sent(sealed('road_registration', {
    unit: 'vn.v.01045.thuong-ii', road_name: 'Đường lên xóm Đầu Nguồn', road_kind: 'village', newly_opened: 'yes', road_class: 'dk', surface_now: 'earth', surface_plan: 'concrete', passable_now: 'moto', reaches_center: 'yes', from_place: 'Nhà văn hóa', to_place: 'Đầu Nguồn', length_km: 2.5, length_exact: 'about', recorded_on: `${month}-01`, meeting_date: `${month}-01`, hh_total: 40, hh_attend: 36, hh_agree: 35,
    minutes_photo: 'bien-ban.png', start_gps: '22.74012 104.68034 800 8',
  }, { media }))
  equal((await fetch(`${desk.url}/api/submissions/${road}/media/bien-ban.png`, { method: 'PUT', headers: { authorization: `Bearer ${desk.officerToken}`, 'content-type': 'image/png' }, body: photo })).status, 201)
  const first = await sent(sealed(household, home('Lèng Văn Mẫu')))
  await sent(sealed(household, home('Lèng Văn Mẩu')))
  const erased = await sent(sealed(household, home('Giàng Thị Dụ')))
  equal((await ask('keeper', `/office/submissions/${erased}/erase`, new URLSearchParams({ ground: 'request', reason: 'Đơn số 12' }).toString())).status, 303)
  const back = await sent(sealed(household, home('Sùng A Thử')))
  await json('POST', `/api/submissions/${back}/review`, desk.reviewerToken, { state: 'returned', comment: 'Hỏi lại năm sinh giúp', question: 'head_birth_year' })
  const waits = await sent(sealed(household, home('Thào Thị Tập')))
  const { receipt } = await json<{ receipt: string }>('GET', `/api/submissions/${road}`, desk.reviewerToken)
  await json('POST', '/api/targets/remarks', adminToken, { indicator: 'road_registration.km_total', period: year, unit: communeToday, cause: 'Mưa kéo dài', remedy: 'Huy động thêm hai đội' })

  // Fillings that go on: the officer's and a stranger's.
  const begin = async (who: Who, form: string): Promise<string> => {
    const id = crypto.randomUUID()
    const [from, at] = who === 'guest' ? [`/f/${form}`, `/f/${form}/${id}`] : [`/forms/${form}`, `/drafts/${id}`]
    if (who === 'guest') await ask('guest', from)
    equal((await ask(who, from, `id=${id}`)).to, at)
    return at
  }
  // A row and a photo, on whichever screen they are asked for.
  const withRow = async (who: Who, form: string): Promise<{ at: string; screen: string; row: string; file: string }> => {
    const at = await begin(who, form)
    for (let screen = 1; screen < 12; screen++) {
      const { text } = await ask(who, `${at}/${screen}`)
      const [, name] = /value="add (\w+)"/.exec(text) ?? []
      if (/name="\.file\.photo"/.test(text)) {
        const chosen = new FormData()
        chosen.set('.shown', 'words photo')
        chosen.set('.file.photo', new File([photo], 'anh.png', { type: 'image/png' }))
        equal((await ask(who, `${at}/${screen}`, chosen)).status, 303)
      }
      if (name !== undefined) return { at, screen: `${at}/${screen}`, row: (await ask(who, `${at}/${screen}`, `.do=add+${name}`)).to, file: `${at}/files/photo-${photoHash.slice(0, 12)}.png` }
    }
    throw new Error(`${form} has no rows`)
  }
  const [survey, mine, theirs] = [await begin('officer', household), await withRow('officer', 'village_word'), await withRow('guest', 'village_word')]
  const feedback = await begin('guest', 'public_feedback')
  const gone = await begin('guest', 'village_word')
  await ask('guest', `${gone}/1`, new URLSearchParams({ '.shown': 'words photo', '.language': 'vi', words: 'Đường hỏng', '.do': 'next' }).toString())
  equal((await ask('guest', `${gone}/send`, '')).to, `${gone}/sent`)

  // Somebody of the office with an account, an admin who must set up a second factor, and one who is asked for it.
  const invited = async (name: string, sign_in_name: string, role: string): Promise<{ person: string; link: string }> => {
    const { id: person } = await json<{ id: string }>('POST', '/api/people', adminToken, { name })
    return { person, link: (await json<{ link: string }>('POST', '/api/accounts', adminToken, { person, sign_in_name, role, unit: null, forms: null })).link }
  }
  const accept = async (who: Who, link: string): Promise<void> => {
    const path = new URL(link).pathname
    await ask(who, path)
    equal((await ask(who, path, new URLSearchParams({ password }).toString())).status, 303)
  }
  const [owner, waiting, again] = [await invited('Sùng Thị Nhà', 'sung.nha', 'reviewer'), await invited('Lò Văn Chờ', 'lo.cho', 'viewer'), await invited('Lò Thị Lại', 'lo.lai', 'viewer')]
  await accept('owner', owner.link)
  equal((await ask('owner', '/office/me/factor', new URLSearchParams({ password, '.do': 'set' }).toString())).to, '/office/me/factor')
  await accept('midway', (await invited('Vàng Văn Trị', 'vang.tri', 'admin')).link)
  await accept('coming', (await invited('Giàng A Sạch', 'giang.sach', 'admin')).link)
  const [, key = ''] = /id="key">([^<]+)</.exec((await ask('coming', '/sign-in/factor')).text) ?? []
  const app = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) })
  equal((await ask('coming', '/sign-in/factor', `code=${app.generate()}`)).status, 200)
  delete cookies.coming.phieu
  equal((await ask('coming', '/sign-in', new URLSearchParams({ name: 'giang.sach', password }).toString())).to, '/sign-in/code')

  // A phone, a link for one that waits, another program, a board everyone sees, a month locked, a form on the author's desk and tried.
  const { id: holder } = await json<{ id: string }>('POST', '/api/people', adminToken, { name: 'Phàn Văn Bản' })
  const enrolment = await json<{ link: string }>('POST', '/api/enrolments', adminToken, { person: holder, role: 'officer', unit: communeToday, forms: null, device: { name: 'Máy của bản' } })
  await json('POST', '/api/webhooks', adminToken, { name: 'Kho số liệu của tỉnh', url: 'https://so-lieu.example.vn/nhan', forms: [household], events: ['new', 'edited'] })
  for (const board of ['roads', 'targets']) {
    const { text } = await ask('above', `/office/boards/${board}?unit=${communeToday}`)
    const [, seen = ''] = /name="seen" value="(\w+)"/.exec(text) ?? []
    equal((await ask('above', `/office/boards/${board}?unit=${communeToday}`, new URLSearchParams({ seen, decision: 'QĐ 05/QĐ-UBND', day: '1', month: '3', year }).toString())).status, 303)
  }
  const locked = await ask('above', `/office/${household}/periods?period=${year}-01`, `do=lock&unit=${communeToday}`)
  ok(locked.to.includes('done='), locked.to)
  equal((await ask('admin', '/office/forms/new', new URLSearchParams({ id: 'well_check', name: 'Kiểm tra giếng nước' }).toString())).status, 303)
  const spoken = await fetch(`${desk.url}/api/forms/${household}/audio/vi/head_name`, { method: 'PUT', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'audio/webm' }, body: new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4]) })
  ok(spoken.ok, await spoken.text())
  const square = (x: number): number[][] => [[x, 22.6], [x + 0.2, 22.6], [x + 0.2, 22.8], [x, 22.8], [x, 22.6]]
  await json('PUT', '/api/boundaries', adminToken, { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { ten: 'Xã Hoàng Su Phì' }, geometry: { type: 'Polygon', coordinates: [square(104.5)] } }] })
  await desk.db.batch([[`${month}-01`, 4_900], [today, 85_000]].map(([day, rows]) => desk.db.prepare(`insert into usage values (?, 'receive', 400, 380, 5300, ?, 1900, 12, 30, 42000000, 260000000) on conflict do update set rows_written = excluded.rows_written`).bind(day, rows)))
  const pair = /\/office\/quality\/pair\?[^"]+/.exec((await ask('above', `/office/quality/alike/household?unit=${communeToday}`)).text)?.[0].replaceAll('&amp;', '&') ?? ''

  const pages: Record<string, readonly Looked[]> = {
    '/in/:token': [{ as: 'anyone', at: `/in/${desk.officerToken}` }, { as: 'anyone', at: '/in/phieu_khong-co-that-000000000000000000000000000', status: 404 }],
    '/enrol/:code': [{ as: 'anyone', at: new URL(enrolment.link).pathname }, { as: 'anyone', at: '/enrol/AAAAAAAAAAAAAAAAAAAAAA', status: 404 }],
    '/sign-in': [{ as: 'anyone', at: '/sign-in' }, { as: 'anyone', at: '/sign-in?over' }, { as: 'anyone', at: '/sign-in', post: { name: 'ai', password: 'gi' }, status: 422 }],
    '/sign-in/code': [{ as: 'coming', at: '/sign-in/code' }, { as: 'coming', at: '/sign-in/code', post: { code: '' }, status: 422 }],
    '/sign-in/factor': [{ as: 'midway', at: '/sign-in/factor' }],
    '/invitation/:code': [{ as: 'anyone', at: new URL(waiting.link).pathname }, { as: 'anyone', at: new URL(waiting.link).pathname, post: { password: 'matkhau123' }, status: 422 }],
    '/r': [{ as: 'anyone', at: '/r' }],
    '/r/:code': [{ as: 'anyone', at: `/r/${receipt}` }, { as: 'anyone', at: '/r/12-34', status: 404 }],
    '/board/:unit': [{ as: 'anyone', at: `/board/${communeToday}` }],
    '/board/:unit/:board': [{ as: 'anyone', at: `/board/${communeToday}/roads` }, { as: 'anyone', at: `/board/${communeToday}/targets` }],
    '/f/:form': [{ as: 'anyone', at: `/f/public_feedback?unit=${village}` }],
    '/f/:form/:id/sent': [{ as: 'guest', at: `${gone}/sent` }],
    '/f/:form/:id': [{ as: 'guest', at: feedback }],
    '/f/:form/:id/check': [{ as: 'guest', at: `${feedback}/check` }],
    '/f/:form/:id/discard': [{ as: 'guest', at: `${feedback}/discard` }],
    '/f/:form/:id/remove/:row': [{ as: 'guest', at: theirs.row.replace(theirs.screen, `${theirs.at}/remove`) }],
    '/f/:form/:id/:screen{[0-9]+}': [{ as: 'guest', at: `${feedback}/1` }, { as: 'guest', at: `${feedback}/1?check` }, { as: 'guest', at: theirs.screen }],
    '/f/:form/:id/:screen{[0-9]+}/:row': [{ as: 'guest', at: theirs.row }],
    '/': [{ as: 'officer', at: '/' }, { as: 'commune', at: '/' }, { as: 'anyone', at: '/', status: 401 }],
    '/forms/:form': [{ as: 'officer', at: `/forms/${household}` }],
    '/drafts/:id': [{ as: 'officer', at: survey }],
    '/drafts/:id/check': [{ as: 'officer', at: `${survey}/check` }],
    '/drafts/:id/discard': [{ as: 'officer', at: `${survey}/discard` }],
    '/drafts/:id/remove/:row': [{ as: 'officer', at: mine.row.replace(mine.screen, `${mine.at}/remove`) }],
    '/drafts/:id/:screen{[0-9]+}': [{ as: 'officer', at: `${survey}/1` }, { as: 'officer', at: `${survey}/1?check` }, { as: 'officer', at: `${survey}/3` }, { as: 'officer', at: mine.screen }],
    '/drafts/:id/:screen{[0-9]+}/:row': [{ as: 'officer', at: mine.row }],
    '/receipts/:id': [{ as: 'officer', at: `/receipts/${road}` }, { as: 'officer', at: `/receipts/${back}` }],
    '/submissions/:id/withdraw': [{ as: 'officer', at: `/submissions/${waits}/withdraw` }],
    '/office': [{ as: 'commune', at: '/office' }, { as: 'above', at: '/office' }, { as: 'officer', at: '/office', status: 403 }],
    '/office/queue': [{ as: 'above', at: '/office/queue' }, { as: 'commune', at: '/office/queue' }],
    '/office/quality': [{ as: 'above', at: '/office/quality' }],
    '/office/quality/phones': [{ as: 'above', at: '/office/quality/phones' }],
    '/office/quality/alike/:register': [{ as: 'above', at: `/office/quality/alike/household?unit=${communeToday}` }, { as: 'viewer', at: '/office/quality/alike/road' }],
    '/office/quality/pair': [{ as: 'above', at: pair }],
    '/office/:form/quality': [{ as: 'above', at: `/office/${household}/quality` }, { as: 'above', at: '/office/mentoring_log/quality' }],
    '/office/submissions/:id': [{ as: 'above', at: `/office/submissions/${road}` }, { as: 'above', at: `/office/submissions/${first}` }, { as: 'viewer', at: `/office/submissions/${first}` }, { as: 'above', at: `/office/submissions/${back}` }, { as: 'above', at: `/office/submissions/${erased}` }, { as: 'above', at: '/office/submissions/01a20d2b-0000-7000-8000-000000000000', status: 404 }],
    '/office/submissions/:id/print': [{ as: 'above', at: `/office/submissions/${road}/print` }],
    '/office/submissions/:id/erase': [{ as: 'keeper', at: `/office/submissions/${first}/erase` }, { as: 'keeper', at: `/office/submissions/${first}/erase`, post: { ground: '' }, status: 422 }],
    '/office/webhooks': [{ as: 'admin', at: '/office/webhooks' }, { as: 'admin', at: '/office/webhooks', post: { name: '' }, status: 422 }, { as: 'admin', at: '/office/webhooks', post: { name: 'Nơi khác', url: 'https://khac.example.vn/', forms: household, events: 'new', sends: 'state' } }],
    '/office/audit': [{ as: 'admin', at: '/office/audit' }, { as: 'above', at: '/office/audit' }],
    '/office/people': [{ as: 'admin', at: '/office/people' }, { as: 'commune', at: '/office/people' }],
    '/office/people/many': [{ as: 'admin', at: '/office/people/many' }, { as: 'admin', at: '/office/people/many', post: { rows: 'Lò Thị Sai\tAtlantis\tvua' }, status: 422 }, { as: 'admin', at: '/office/people/many', post: { rows: ['Một', 'Hai', 'Ba'].map((one) => `Lò Văn Thử ${one}\tLủng Khum\ttrưởng thôn`).join('\n'), days: '7' } }],
    '/office/people/:person': [{ as: 'admin', at: `/office/people/${owner.person}` }, { as: 'admin', at: `/office/people/${holder}` }, { as: 'admin', at: `/office/people/${again.person}/account`, post: { again: 'yes' } }],
    '/office/cost': [{ as: 'admin', at: '/office/cost' }],
    '/office/devices': [{ as: 'admin', at: '/office/devices' }, { as: 'admin', at: '/office/devices', post: { name: 'Phàn Thị Mới', role: 'officer', device: 'Máy mới', unit: communeToday, days: '7' } }, { as: 'admin', at: '/office/devices', post: { name: '' }, status: 422 }],
    '/office/units': [{ as: 'admin', at: '/office/units' }, { as: 'admin', at: `/office/units?unit=${communeToday}` }, { as: 'commune', at: `/office/units?unit=${village}` }, { as: 'admin', at: '/office/units?q=thuong' }],
    '/office/units/deed': [
      ...['add', 'rename', 'merge', 'split', 'close'].map((kind): Looked => ({ as: 'admin', at: `/office/units/deed?kind=${kind}&unit=${kind === 'add' ? communeToday : village}` })),
      { as: 'admin', at: '/office/units/deed', post: { kind: 'rename', unit: village, name: 'Thượng Mới', ground: 'Nghị quyết 12/NQ-HĐND', 'from.day': '1', 'from.month': '3', 'from.year': year } },
      { as: 'admin', at: '/office/units/deed', post: { kind: 'rename', unit: village }, status: 422 },
    ],
    '/office/me': [{ as: 'owner', at: '/office/me' }, { as: 'above', at: '/office/me' }],
    '/office/me/factor': [{ as: 'owner', at: '/office/me/factor' }],
    '/office/boards': [{ as: 'above', at: '/office/boards' }],
    '/office/boards/:board': [{ as: 'above', at: `/office/boards/roads?unit=${communeToday}` }, { as: 'above', at: `/office/boards/resettlement?unit=${communeToday}` }],
    '/office/boundaries': [{ as: 'admin', at: '/office/boundaries' }],
    '/office/rescue': [{ as: 'commune', at: '/office/rescue' }, { as: 'commune', at: '/office/rescue', post: {}, file: { name: 'a.phieu', text: 'x' }, status: 400 }],
    '/office/forms': [{ as: 'admin', at: '/office/forms' }],
    '/office/forms/new': [{ as: 'admin', at: '/office/forms/new' }],
    '/office/forms/:form': [{ as: 'admin', at: `/office/forms/${household}` }],
    '/office/forms/:form/trial': [{ as: 'admin', at: '/office/forms/well_check/trial' }],
    '/office/forms/:form/edit': [{ as: 'admin', at: '/office/forms/well_check/edit' }],
    '/office/:form': [{ as: 'commune', at: '/office/road_registration' }, { as: 'commune', at: `/office/${household}?level=village&group=risk_level&cross=month*risk_level` }, { as: 'viewer', at: '/office/village_word' }],
    '/office/:form/map': [{ as: 'above', at: '/office/road_registration/map' }, { as: 'viewer', at: `/office/${household}/map` }],
    '/office/:form/rows': [{ as: 'above', at: '/office/road_registration/rows?indicator=km_total' }, { as: 'viewer', at: `/office/${household}/rows?indicator=willing_share` }],
    '/office/:form/queue': [...['received', 'conflict', 'returned'].map((heap): Looked => ({ as: 'above', at: `/office/${household}/queue?heap=${heap}` })), { as: 'commune', at: '/office/task_followup/queue' }],
    '/office/:form/periods': [{ as: 'above', at: `/office/${household}/periods?period=${year}-01` }, { as: 'commune', at: `/office/${household}/periods` }],
    '/office/:form/address': [{ as: 'above', at: `/office/public_feedback/address?unit=${communeToday}` }],
    '/office/:form/report': [{ as: 'above', at: `/office/road_registration/report?unit=${communeToday}` }],
    '/office/:form/targets': [{ as: 'above', at: '/office/road_registration/targets' }, { as: 'viewer', at: '/office/road_registration/targets' }],
    '/office/:form/targets/import': [
      { as: 'admin', at: '/office/road_registration/targets/import' },
      { as: 'admin', at: '/office/road_registration/targets/import', post: {}, file: { name: 'a.csv', text: `indicator,period,unit,value\nroad_registration.km_total,${year},${communeToday},321\n` } },
      { as: 'admin', at: '/office/road_registration/targets/import', post: {}, file: { name: 'a.csv', text: 'indicator,period,unit,value\nnone,2026,nowhere,nhiều\n' }, status: 422 },
    ],
    '/office/:form/targets/one': [{ as: 'above', at: `/office/road_registration/targets/one?indicator=km_total&period=${year}&unit=${communeToday}` }],
    '/office/:form/audio': [{ as: 'above', at: `/office/${household}/audio` }],
  }
  const files: Record<string, Looked> = {
    '/board/:unit/:board/text': { as: 'anyone', at: `/board/${communeToday}/roads/text` },
    '/healthz': { as: 'anyone', at: '/healthz' },
    '/f/:form/:id/files/:name': { as: 'guest', at: theirs.file },
    '/drafts/:id/files/:name': { as: 'officer', at: mine.file },
    '/receipts/:id/media/:name': { as: 'officer', at: `/receipts/${road}/media/bien-ban.png` },
    '/office/submissions/:id/media/:name': { as: 'above', at: `/office/submissions/${road}/media/bien-ban.png` },
    '/office/forms/:form/known': { as: 'admin', at: '/office/forms/well_check/known' },
    '/office/:form/export': { as: 'above', at: '/office/road_registration/export' },
    '/office/:form/targets/table': { as: 'above', at: `/office/road_registration/targets/table?period=${year}&level=commune` },
    '/office/:form/audio/:language/:question': { as: 'above', at: `/office/${household}/audio/vi/head_name` },
  }
  return { cookies, pages, files }
}
