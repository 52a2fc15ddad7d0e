// Signing in with a name and a password.
// 1  A password is kept as scrypt with its parameters and a salt of its own, is compared whatever way its letters are composed, and is hashed anew where it was kept with less work.
// 2  Nobody chooses what is short, common, a row of keys or his own name; nothing else is asked of a password.
// 3  A name is found however it is typed.
// 4  A link for a password works once, in its time, only the newest, and not for who is shut out; looking at it uses nothing up.
// 5  Whoever signs in gets a new secret in a cookie of this host alone; the session of before ends; a secret that somebody planted opens nothing.
// 6  A wrong password, an unknown name, an account without a password, one that is shut: the same page for the same work.
// 7  Sessions: one's own are listed and ended, an admin ends anybody's; another's is not there. They end with another password, with being shut out, with becoming an admin, with time.
// 8  A change of role, unit and forms holds at the next request.
// 9  An admin comes in with a second factor only, which he sets up on the way. A code opens once; a recovery code too; five wrong ones end the try.
// 10 The secret of a second factor is sealed where there is a key; under another key recovery codes still open.
// 11 Tries are counted by name and by address, whatever comes at once; it is said when to try again; the right password is not counted; an admin's link opens meanwhile.
// 12 What was decided on and no longer holds opens nothing: a password changed, an account shut or become an admin’s, a second factor set up between reading and writing.
// 13 The log says who came, left and failed, and never what was typed.
// 14 A post from elsewhere is refused; after signing in one goes nowhere but here.
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import node from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { sha256Hex } from '../../src/server/digest.ts'
import { decoy, faultOf, hashPassword, isPassword, isWeaker } from '../../src/server/password.ts'
import { openFactor, sealFactor } from '../../src/server/second_factor.ts'
import { signInName } from '../../src/server/sign_in_name.ts'
import { limited } from '../limits.ts'
import { adminToken, call, db, home, media, said, settle, tokenFor, worker } from './visitor.ts'

/** What was worked through: one entry a hash, with its length and parameters. */
const work: string[] = []
const scrypt = node.scrypt
vi.spyOn(node, 'scrypt').mockImplementation((...given) => {
  work.push(JSON.stringify([given[2], given[3]]))
  scrypt(...given)
})

const start = Date.UTC(2026, 10, 24, 2)
let now = start
const later = (ms: number): void => void vi.setSystemTime((now += ms))
const hour = 3_600_000

beforeAll(async () => {
  await settle()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  later(2 * hour) // the counts of the test before are over
})
afterEach(() => void vi.useRealTimers())

const factorKey = 'a key of these tests only, long enough'
const env = (more: Record<string, unknown> = {}) => ({ DB: limited(db).db, MEDIA: media, PHIEU_ADMIN_TOKEN: adminToken, PHIEU_ADDRESS_HEADER: 'cf-connecting-ip', PHIEU_FACTOR_KEY: factorKey, ...more })

/** A browser: it keeps cookies as browsers do, and sends its posts from our pages unless told otherwise. */
class Browser {
  readonly cookies = new Map<string, string>()
  readonly more: Record<string, unknown>
  readonly address: string
  constructor(address = '192.0.2.1', more: Record<string, unknown> = {}) {
    this.address = address
    this.more = more
  }
  async ask(method: 'GET' | 'POST', path: string, boxes?: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await worker.fetch(
      new Request(home + path, {
        method, redirect: 'manual', body: boxes === undefined ? null : new URLSearchParams(boxes).toString(),
        headers: {
          accept: 'text/html', 'cf-connecting-ip': this.address, 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36', cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(boxes === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', origin: home }), ...headers,
        },
      }),
      env(this.more),
    )
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }
  get = (path: string): Promise<Response> => this.ask('GET', path)
  post = (path: string, boxes: Record<string, string>): Promise<Response> => this.ask('POST', path, boxes)
  signIn = (name: string, password: string, more: Record<string, string> = {}): Promise<Response> => this.post('/sign-in', { name, password, ...more })
  get session(): string | undefined {
    return this.cookies.get('__Host-phieu')
  }
}

const good = 'bốn từ ghép lại'
let people = 0
interface Made {
  readonly person: string
  readonly name: string
  readonly link: string
}

/** A person with an account and a link. */
async function invite(role = 'reviewer', unit: string | null = 'north', more: Record<string, unknown> = {}): Promise<Made> {
  const name = `user${++people}x`
  const { person } = await tokenFor(`Người Số ${people}`, 'viewer', 'north')
  const made = await api('POST', '/api/accounts', { person, sign_in_name: name, role, unit, forms: null, ...more })
  expect(made.status).toBe(201)
  return { person, name, link: new URL((await said(made)).link as unknown as string).pathname }
}

/** The same, who has chosen his password. */
async function account(role = 'reviewer', unit: string | null = 'north', password = good): Promise<Made> {
  const made = await invite(role, unit)
  await new Browser('192.0.2.99').post(made.link, { password })
  return made
}

async function api(method: string, path: string, body?: unknown): Promise<Response> {
  return call(method, path, { token: adminToken, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
}

const where = (answer: Response): string => `${answer.status} ${answer.headers.get('location') ?? ''}`.trim()
const isIn = async (browser: Browser, path = '/office'): Promise<boolean> => (await browser.get(path)).status === 200
const audit = async (action: string, subject?: string): Promise<readonly { actor: string; subject: string; detail: string | null }[]> =>
  (await db.prepare('select actor, subject, detail from audit where action = ?1 and (?2 is null or subject = ?2) order by seq').bind(action, subject ?? null).all<{ actor: string; subject: string; detail: string | null }>()).results
const sessions = async (person: string): Promise<number> => (await db.prepare('select count(*) as n from tokens where person = ? and session is not null and revoked_at is null').bind(person).first<{ n: number }>())?.n ?? -1

describe('1 passwords as they are kept', () => {
  test('parameters, a salt of its own, composed either way', async () => {
    const [one, other] = [await hashPassword('mật khẩu dài'), await hashPassword('mật khẩu dài')]
    expect(one).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(other)
    expect(await isPassword('mật khẩu dài'.normalize('NFD'), one)).toBe(true)
    expect(await isPassword('mật khẩu dai', one)).toBe(false)
    expect(await isPassword('mật khẩu dài', decoy)).toBe(false)
  })
  test('with less work it still opens, and is kept with more from then on', async () => {
    const { person, name } = await account()
    const weak = '$scrypt$ln=10,r=8,p=1$' + btoa('0123456789abcdef').replace(/=+$/, '') + '$'
    const key = await new Promise<Uint8Array>((done, fail) => scrypt(good, new TextEncoder().encode('0123456789abcdef'), 32, { N: 1024, r: 8, p: 1, maxmem: 2 ** 25 }, (error, made) => (error === null ? done(made) : fail(error))))
    const kept = weak + btoa(String.fromCharCode(...new Uint8Array(key))).replace(/=+$/, '')
    expect(isWeaker(kept)).toBe(true)
    await db.prepare('update accounts set password = ? where person = ?').bind(kept, person).run()
    expect(where(await new Browser().signIn(name, good))).toBe('303 /office')
    const after = (await db.prepare('select password from accounts where person = ?').bind(person).first<{ password: string }>())?.password ?? ''
    expect(isWeaker(after)).toBe(false)
    expect(where(await new Browser().signIn(name, good))).toBe('303 /office')
  })
})

describe('2 what nobody may choose', () => {
  test.each([
    ['ngắn quá', 'short'], ['123456789', 'short'], ['a'.repeat(201), 'long'], ['1234567890', 'common'], ['0987654321', 'common'], ['aaaaaaaaaaaa', 'common'], ['abcabcabcabc', 'common'],
    ['Password123', 'common'], ['Mật khẩu 123', 'common'], ['MATKHAU@2026', 'common'], ['anh yêu em 1', 'common'], ['Việt Nam 2026', 'common'], ['qwertyuiop', 'common'], ['1q2w3e4r5t', 'common'],
    ['Hoàng Su Phì 1', 'common'], ['iloveyou1234', 'common'], ['lothimot01', 'name'], ['lothimot01lothimot01', 'name'], ['LoThiMot01', 'name'],
    ['bốn từ ghép lại', undefined], ['correct horse battery', undefined], ['0912345678 của tôi', undefined], ['mười chữ số', undefined], ['🌾🌾🌽🌾🌽🌽🍚🌾🍚🍚', undefined], ['x'.repeat(3) + 'y'.repeat(4) + 'zzzz', undefined],
  ])('%s: %s', (password, fault) => expect(faultOf(password, 'lothimot01')).toBe(fault))
})

test.each([
  ['0912345678', '0912345678'], ['0912 345 678', '0912345678'], ['+84 912.345.678', '0912345678'], ['84912345678', '0912345678'], ['0084912345678', '0912345678'], ['(0912)-345-678', '0912345678'],
  ['LoThiMot', 'lothimot'], ['Lò Thị Một', 'lothimot'], ['Đ.Văn-phòng_2', 'd.van-phong_2'], ['ab', undefined], ['12345', undefined], ['1abc', undefined], ["o'brien", undefined], ['', undefined], ['a'.repeat(41), undefined],
])('3 %s is found as %s', (typed, name) => expect(signInName(typed)).toBe(name))

describe('4 the link for a password', () => {
  test('opens once; looking uses nothing up; a fault says what', async () => {
    const { link, name, person } = await invite()
    const browser = new Browser()
    for (const path of [link, link]) expect(await (await browser.get(path)).text()).toContain(name)
    const refused = await browser.post(link, { password: 'matkhau123' })
    expect([refused.status, (await refused.text()).includes('nhiều người dùng')]).toEqual([422, true])
    expect(where(await browser.post(link, { password: good }))).toBe('303 /office')
    expect(await isIn(browser)).toBe(true)
    const again = await new Browser().post(link, { password: 'mật khẩu của kẻ khác' })
    expect(again.status).toBe(410)
    expect(where(await new Browser().signIn(name, good))).toBe('303 /office')
    expect(await audit('password_chosen', person)).toHaveLength(1)
  })
  test('two at once: one chooses', async () => {
    const { link, name } = await invite()
    const answers = await Promise.all(['mật khẩu thứ nhất', 'mật khẩu thứ hai'].map((password) => new Browser().post(link, { password })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410])
    const opens = await Promise.all(['mật khẩu thứ nhất', 'mật khẩu thứ hai'].map(async (password) => (await new Browser().signIn(name, password)).status))
    expect(opens.sort()).toEqual([303, 422])
  })
  test('not after its time, not the older of two, not for who is shut out; none of another shape', async () => {
    const late = await invite('reviewer', 'north', { minutes: 5 })
    later(5 * 60_000)
    expect((await new Browser().post(late.link, { password: good })).status).toBe(410)
    const older = await invite()
    const newer = new URL((await said(await api('POST', `/api/accounts/${older.person}/invitation`, {}))).link as unknown as string).pathname
    expect((await new Browser().get(older.link)).status).toBe(410)
    expect((await new Browser().get(newer)).status).toBe(200)
    expect((await api('PUT', `/api/accounts/${older.person}/state`, { state: 'disabled' })).status).toBe(200)
    expect((await new Browser().post(newer, { password: good })).status).toBe(410)
    expect((await api('POST', `/api/accounts/${older.person}/invitation`, {})).status).toBe(404)
    for (const code of ['x', 'AAAAAAAAAAAAAAAAAAAAAA', '../../etc']) expect((await new Browser().get(`/invitation/${encodeURIComponent(code)}`)).status).toBe(404)
  })
  test('another password ends every session; the one before opens nothing', async () => {
    const { person, name } = await account()
    const before = new Browser()
    await before.signIn(name, good)
    const link = new URL((await said(await api('POST', `/api/accounts/${person}/invitation`, {}))).link as unknown as string).pathname
    expect(where(await new Browser().post(link, { password: 'một mật khẩu khác' }))).toBe('303 /office')
    expect(await isIn(before)).toBe(false)
    expect((await new Browser().signIn(name, good)).status).toBe(422)
  })
})

describe('5 the cookie', () => {
  test('of this host alone, out of reach of scripts, for as long as was chosen', async () => {
    const { name } = await account()
    const cookie = async (more: Record<string, string>): Promise<string> => (await new Browser().signIn(name, good, more)).headers.getSetCookie().find((line) => line.startsWith('__Host-phieu=')) ?? ''
    const day = await cookie({})
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(day).toContain(part)
    expect(day).not.toContain('Domain')
    expect([day, await cookie({ own: 'yes' })].map((line) => Number(/Max-Age=(\d+)/.exec(line)?.[1]))).toEqual([12 * 3600, 30 * 86400])
  })
  test('a secret that was planted opens nothing; the session of before ends; the token of a link lives on', async () => {
    const { name, person } = await account()
    const browser = new Browser()
    browser.cookies.set('__Host-phieu', 'phieu_planted-by-somebody-else-0000000000000000000')
    await browser.signIn(name, good)
    expect(browser.session).not.toContain('planted')
    const planted = new Browser()
    planted.cookies.set('__Host-phieu', 'phieu_planted-by-somebody-else-0000000000000000000')
    expect(await isIn(planted)).toBe(false)
    const first = new Browser()
    first.cookies.set('__Host-phieu', browser.session ?? '')
    await browser.signIn(name, good)
    expect([await isIn(first), await isIn(browser), await sessions(person)]).toEqual([false, true, 1 + 1]) // one more from choosing the password
    const { token } = await tokenFor('Người Có Máy', 'reviewer', 'north')
    browser.cookies.set('__Host-phieu', token)
    await browser.signIn(name, good)
    expect((await call('GET', '/api/me', { token })).status).toBe(200)
  })
})

describe('6 nobody learns who has an account', () => {
  test('the same page for the same work', async () => {
    const [known, waiting, shut] = [await account(), await invite(), await account()]
    await api('PUT', `/api/accounts/${shut.person}/state`, { state: 'disabled' })
    const tries: Record<string, readonly [string, string]> = { wrong: [known.name, 'không phải mật khẩu'], unknown: ['khongcoai', good], waiting: [waiting.name, good], shut: [shut.name, good], shapeless: ["' or 1=1 --", good] }
    const seen: Record<string, unknown> = {}
    for (const [which, [name, password]] of Object.entries(tries)) {
      work.length = 0
      const counting = limited(db)
      const answer = await new Browser('192.0.2.7', { DB: counting.db }).signIn(name, password)
      const page = (await answer.text()).replace(/value="[^"]*"/, '')
      seen[which] = { status: answer.status, page, cookies: answer.headers.getSetCookie(), work: [...work], trips: counting.seen.trips, statements: counting.seen.statements }
    }
    expect(seen.wrong).toMatchObject({ status: 422, cookies: [], work: ['[32,{"N":16384,"r":8,"p":5,"maxmem":67108864}]'] })
    for (const which of Object.keys(tries)) expect(seen[which], which).toEqual(seen.wrong)
  })
})

describe('7 sessions', () => {
  test('one’s own are listed and ended; another’s is not there', async () => {
    const { name, person } = await account()
    const [here, there, third] = [new Browser(), new Browser('198.51.100.77'), new Browser()]
    for (const one of [here, there, third]) await one.signIn(name, good)
    const page = await (await here.get('/office/me')).text()
    expect(page).toContain('Chrome, Windows')
    expect(page).toContain('198.51.100.*')
    expect(page).not.toContain('198.51.100.77')
    const id = async (browser: Browser): Promise<string> => (await db.prepare('select id from tokens where hash = ?').bind(await sha256Hex(browser.session ?? '')).first<{ id: string }>())?.id ?? ''
    const other = await account()
    const stranger = new Browser()
    await stranger.signIn(other.name, good)
    await stranger.post(`/office/me/sessions/${await id(there)}/end`, {})
    expect(await isIn(there)).toBe(true)
    expect(where(await here.post(`/office/me/sessions/${await id(there)}/end`, {}))).toBe('303 /office/me?done=ended')
    expect([await isIn(there), await isIn(third), await isIn(here)]).toEqual([false, true, true])
    await here.post('/office/me/sessions/end', {})
    expect([await isIn(third), await isIn(here), await isIn(stranger), await sessions(person)]).toEqual([false, true, true, 1])
    await here.post('/out', {})
    expect([await isIn(here), await sessions(person), here.session]).toEqual([false, 0, undefined])
    expect(await audit('signed_out')).toContainEqual({ actor: person, subject: expect.any(String), detail: null })
  })
  test('an admin sees and ends anybody’s, one or all', async () => {
    const { name, person } = await account()
    const [one, other] = [new Browser(), new Browser()]
    await one.signIn(name, good)
    await other.signIn(name, good)
    const list = (await said(await api('GET', `/api/accounts/${person}/sessions`))).sessions as unknown as { id: string; agent: string }[]
    expect(list).toHaveLength(3)
    for (const { id } of list.slice(0, 1)) expect((await api('DELETE', `/api/sessions/${id}`)).status).toBe(204)
    expect((await api('DELETE', `/api/sessions/${list[0]?.id}`)).status).toBe(404)
    expect(await said(await api('DELETE', `/api/accounts/${person}/sessions`))).toEqual({ ended: 2 })
    expect([await isIn(one), await isIn(other)]).toEqual([false, false])
    expect((await api('DELETE', '/api/accounts/nobody/sessions')).status).toBe(404)
  })
  test('they end in the middle of work: with the next request', async () => {
    const { name, person } = await account()
    const browser = new Browser()
    await browser.signIn(name, good)
    expect(await isIn(browser, '/office/me')).toBe(true)
    await api('DELETE', `/api/accounts/${person}/sessions`)
    const answer = await browser.post('/office/me/password', { now: good, next: 'một mật khẩu khác' })
    expect(answer.status).toBe(401)
    expect(where(await new Browser().signIn(name, good))).toBe('303 /office')
  })
  test('with another password, but the one in use; who does not know the present one changes nothing', async () => {
    const { name } = await account()
    const [here, there] = [new Browser(), new Browser()]
    await here.signIn(name, good)
    await there.signIn(name, good)
    expect((await here.post('/office/me/password', { now: 'không phải', next: 'một mật khẩu khác' })).status).toBe(422)
    expect((await here.post('/office/me/password', { now: good, next: 'matkhau123' })).status).toBe(422)
    expect(await isIn(there)).toBe(true)
    expect(where(await here.post('/office/me/password', { now: good, next: 'một mật khẩu khác' }))).toBe('303 /office/me?done=changed')
    expect([await isIn(here), await isIn(there)]).toEqual([true, false])
    expect([(await new Browser().signIn(name, good)).status, (await new Browser().signIn(name, 'một mật khẩu khác')).status]).toEqual([422, 303])
  })
  test('with being shut out: phones, links for phones and sessions; open again, only signing in opens', async () => {
    const { name, person } = await account()
    const browser = new Browser()
    await browser.signIn(name, good)
    const made = await said(await call('POST', '/api/tokens', { token: adminToken, body: JSON.stringify({ person, role: 'officer', unit: 'north', forms: null }) }))
    const link = await said(await call('POST', '/api/enrolments', { token: adminToken, body: JSON.stringify({ person, role: 'officer', unit: 'north', forms: null, device: { name: 'Máy' } }) }))
    const shut = await said(await api('PUT', `/api/accounts/${person}/state`, { state: 'disabled' }))
    expect(shut.disabled_at).toBeGreaterThan(0)
    expect(await isIn(browser)).toBe(false)
    expect((await call('GET', '/api/me', { token: made.token as unknown as string })).status).toBe(401)
    expect((await call('POST', `/api/enrolments/${link.code as unknown as string}/claim`, { body: JSON.stringify({ token_hash: 'a'.repeat(64) }) })).status).toBe(410)
    expect((await new Browser().signIn(name, good)).status).toBe(422)
    await api('PUT', `/api/accounts/${person}/state`, { state: 'open' })
    expect(await isIn(browser)).toBe(false)
    expect(where(await new Browser().signIn(name, good))).toBe('303 /office')
  })
  test('with time: twelve hours, or thirty days', async () => {
    const { name } = await account()
    const [day, own] = [new Browser(), new Browser()]
    await day.signIn(name, good)
    await own.signIn(name, good, { own: 'yes' })
    later(12 * hour - 1)
    expect([await isIn(day), await isIn(own)]).toEqual([true, true])
    later(1)
    expect([await isIn(day), await isIn(own)]).toEqual([false, true])
    later(30 * 24 * hour - 12 * hour)
    expect(await isIn(own)).toBe(false)
  })
  test('a session opens pages; as a bearer it is not remembered beyond its end', async () => {
    const { name, person } = await account('officer')
    const browser = new Browser()
    expect(where(await browser.signIn(name, good))).toBe('303 /')
    const bearer = async (): Promise<number> => (await call('POST', '/api/submissions', { token: browser.session ?? '', body: '{}' })).status
    expect(await bearer()).toBe(400)
    await api('PUT', `/api/accounts/${person}`, { sign_in_name: name, role: 'viewer', unit: 'north', forms: null })
    expect(await bearer()).toBe(403)
    await api('DELETE', `/api/accounts/${person}/sessions`)
    expect(await bearer()).toBe(401)
  })
})

describe('8 a change holds at the next request', () => {
  test('role, unit, forms, the right to personal answers', async () => {
    const { name, person } = await account('viewer', 'north')
    const browser = new Browser()
    await browser.signIn(name, good)
    const mine = async (): Promise<unknown> => said(await call('GET', '/api/me', { token: browser.session ?? '' }))
    expect(await mine()).toMatchObject({ role: 'viewer', unit: 'north', personal: false })
    const changed = await api('PUT', `/api/accounts/${person}`, { sign_in_name: `${name}b`, role: 'reviewer', unit: 'south', forms: ['trial'], personal: true })
    expect([changed.status, await said(changed)]).toMatchObject([200, { sign_in_name: `${name}b`, role: 'reviewer' }])
    expect(await mine()).toMatchObject({ role: 'reviewer', unit: 'south', forms: ['trial'], personal: true })
    expect([(await new Browser().signIn(name, good)).status, (await new Browser().signIn(`${name}B`, good)).status]).toEqual([422, 303])
    await api('PUT', `/api/accounts/${person}`, { sign_in_name: name, role: 'admin', unit: null, forms: null })
    expect(await isIn(browser)).toBe(false)
    expect(where(await new Browser().signIn(name, good))).toBe('303 /sign-in/factor')
  })
  test.each([
    [{ sign_in_name: '12' }, 422, 'sign_in_name_invalid'], [{ unit: 'nowhere' }, 422, 'unit_unknown'], [{ sign_in_name: 'TAKEN' }, 409, 'sign_in_name_taken'], [{ role: 'king' }, 400, 'malformed'],
  ])('%j is refused', async (wish, status, code) => {
    const [one] = [await account(), await api('POST', '/api/accounts', { person: (await tokenFor('Người Trước', 'viewer', null)).person, sign_in_name: 'taken', role: 'viewer', unit: null, forms: null })]
    for (const answer of [
      await api('PUT', `/api/accounts/${one.person}`, { sign_in_name: one.name, role: 'viewer', unit: null, forms: null, ...wish }),
      await api('POST', '/api/accounts', { person: (await tokenFor('Người Sau', 'viewer', null)).person, sign_in_name: `other${people}`, role: 'viewer', unit: null, forms: null, ...wish }),
    ]) expect([answer.status, (await said(answer)).code]).toEqual([status, code])
  })
  test('a second account, somebody unknown, one’s own', async () => {
    const { person, name } = await account()
    const scope = { role: 'viewer', unit: null, forms: null }
    expect([(await api('POST', '/api/accounts', { person, sign_in_name: `${name}z`, ...scope })).status, (await api('POST', '/api/accounts', { person: crypto.randomUUID(), sign_in_name: `${name}z`, ...scope })).status]).toEqual([409, 422])
    const own = await said(await call('POST', '/api/tokens', { token: adminToken, body: JSON.stringify({ person, role: 'admin', unit: null, forms: null }) }))
    for (const [method, path, body] of [['PUT', '', { sign_in_name: name, ...scope, role: 'admin' }], ['PUT', '/state', { state: 'disabled' }], ['DELETE', '/factor', undefined]] as const) {
      const answer = await call(method, `/api/accounts/${person}${path}`, { token: own.token as unknown as string, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      expect([answer.status, (await said(answer)).code]).toEqual([403, 'own_account'])
    }
  })
})

const codeOf = (secret: string, at = now): string => new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: at })
const keyOn = (page: string): string => (/id="key">([A-Z2-7 ]+)</.exec(page)?.[1] ?? '').replaceAll(' ', '')
const codesOn = (page: string): readonly string[] => [...page.matchAll(/<code>([a-z2-9-]+)<\/code>/g)].map(([, code = '']) => code)

/** An admin who has set up his second factor. */
async function admin(): Promise<Made & { secret: string; codes: readonly string[]; browser: Browser }> {
  const made = await invite('admin', null)
  const browser = new Browser()
  expect(where(await browser.post(made.link, { password: good }))).toBe('303 /sign-in/factor')
  const secret = keyOn(await (await browser.get('/sign-in/factor')).text())
  const shown = await browser.post('/sign-in/factor', { code: codeOf(secret) })
  expect(shown.status).toBe(200)
  later(60_000)
  return { ...made, secret, codes: codesOn(await shown.text()), browser }
}

describe('9 the second factor', () => {
  test('an admin sets it up before he is in', async () => {
    const made = await invite('admin', null)
    const browser = new Browser()
    await browser.post(made.link, { password: good })
    expect([browser.session, await isIn(browser, '/office/forms')]).toEqual([undefined, false])
    const page = await (await browser.get('/sign-in/factor')).text()
    const secret = keyOn(page)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(page).toContain('otpauth://totp/')
    expect((await browser.post('/sign-in/factor', { code: '000000' === codeOf(secret) ? '000001' : '000000' })).status).toBe(422)
    const shown = await browser.post('/sign-in/factor', { code: codeOf(secret) })
    const codes = codesOn(await shown.text())
    expect([codes.length, new Set(codes).size, await isIn(browser, '/office/forms')]).toEqual([10, 10, true])
    expect((await db.prepare('select hash from recovery_codes where person = ?').bind(made.person).all<{ hash: string }>()).results.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true)
  })
  test('the password alone opens nothing; a code of now, of just before and after opens; an older one, none, another’s do not', async () => {
    const { name, secret } = await admin()
    for (const [code, expected] of [['', '422'], ['12345', '422'], [codeOf(secret, now - 90_000), '422'], [codeOf(secret, now - 30_000), '303 /office'], [codeOf(secret, now), '303 /office'], [codeOf(secret, now + 30_000), '303 /office']] as const) {
      const browser = new Browser()
      expect(where(await browser.signIn(name, good))).toBe('303 /sign-in/code')
      expect([browser.session, await isIn(browser)]).toEqual([undefined, false])
      expect(where(await browser.post('/sign-in/code', { code }))).toBe(expected)
      expect(await isIn(browser)).toBe(expected !== '422')
    }
  })
  test('a code opens once, also for two at once; the first code of all is used too', async () => {
    const { name, secret } = await admin()
    const browsers = await Promise.all([1, 2, 3].map(async () => {
      const browser = new Browser()
      await browser.signIn(name, good)
      return browser
    }))
    const code = codeOf(secret)
    const answers = await Promise.all(browsers.map((browser) => browser.post('/sign-in/code', { code: `${code.slice(0, 3)} ${code.slice(3)}` })))
    expect(answers.map(where).sort()).toEqual(['303 /office', '422', '422'])
    const replayed = new Browser()
    await replayed.signIn(name, good)
    const answer = await replayed.post('/sign-in/code', { code })
    expect([answer.status, (await answer.text()).includes('đã dùng rồi')]).toEqual([422, true])
    const fresh = await invite('admin', null)
    const first = new Browser()
    await first.post(fresh.link, { password: good })
    const own = keyOn(await (await first.get('/sign-in/factor')).text())
    await first.post('/sign-in/factor', { code: codeOf(own) })
    const second = new Browser()
    await second.signIn(fresh.name, good)
    expect((await second.post('/sign-in/code', { code: codeOf(own) })).status).toBe(422)
  })
  test('a recovery code opens once', async () => {
    const { name, codes, person } = await admin()
    const [code = ''] = codes
    const browsers = await Promise.all([1, 2].map(async () => {
      const browser = new Browser()
      await browser.signIn(name, good)
      return browser
    }))
    const answers = await Promise.all(browsers.map((browser) => browser.post('/sign-in/code', { code: code.toUpperCase().replaceAll('-', ' ') })))
    expect(answers.map(where).sort()).toEqual(['303 /office', '422'])
    expect(await audit('recovery_used', person)).toHaveLength(1)
    const other = new Browser()
    await other.signIn(name, good)
    for (const wrong of [code, 'abcd-efgh-jkmn-pqrs', 'abcd']) expect((await other.post('/sign-in/code', { code: wrong })).status).toBe(422)
    expect(where(await other.post('/sign-in/code', { code: codes[1] ?? '' }))).toBe('303 /office')
  })
  test('five wrong codes end the try, ten minutes too; ten wrong ones an hour are said', async () => {
    const { name, secret } = await admin()
    const browser = new Browser()
    await browser.signIn(name, good)
    const wrong = codeOf(secret) === '123456' ? '654321' : '123456'
    for (let i = 0; i < 5; i++) expect((await browser.post('/sign-in/code', { code: wrong })).status).toBe(422)
    expect(where(await browser.post('/sign-in/code', { code: codeOf(secret) }))).toBe('303 /sign-in?over')
    const slow = new Browser()
    await slow.signIn(name, good)
    later(10 * 60_000)
    expect(where(await slow.post('/sign-in/code', { code: codeOf(secret) }))).toBe('303 /sign-in?over')
    expect(where(await slow.get('/sign-in/code'))).toBe('303 /sign-in?over')
    const third = new Browser()
    await third.signIn(name, good)
    for (let i = 0; i < 4; i++) await third.post('/sign-in/code', { code: wrong })
    const fourth = new Browser()
    await fourth.signIn(name, good)
    const said = [await fourth.post('/sign-in/code', { code: wrong }), await fourth.post('/sign-in/code', { code: codeOf(secret) })]
    expect(said.map(({ status }) => status)).toContain(429)
    expect(said.find(({ status }) => status === 429)?.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await isIn(fourth)).toBe(false)
    later(hour)
    const after = new Browser()
    await after.signIn(name, good)
    expect(where(await after.post('/sign-in/code', { code: codeOf(secret) }))).toBe('303 /office')
  })
  test('everyone may set it up, replace and remove it, knowing his password; an admin keeps his', async () => {
    const { name, person } = await account()
    const browser = new Browser()
    await browser.signIn(name, good)
    expect((await browser.post('/office/me/factor', { password: 'không phải', '.do': 'set' })).status).toBe(422)
    expect(where(await browser.post('/office/me/factor', { password: good, '.do': 'set' }))).toBe('303 /office/me/factor')
    const secret = keyOn(await (await browser.get('/office/me/factor')).text())
    expect((await browser.post('/office/me/factor/code', { code: 'abc' })).status).toBe(422)
    expect(where(await new Browser().signIn(name, good))).toBe('303 /office') // not before its first code
    const codes = codesOn(await (await browser.post('/office/me/factor/code', { code: codeOf(secret) })).text())
    expect(codes).toHaveLength(10)
    expect(where(await new Browser().signIn(name, good))).toBe('303 /sign-in/code')
    const newer = codesOn(await (await browser.post('/office/me/factor', { password: good, '.do': 'codes' })).text())
    const other = new Browser()
    await other.signIn(name, good)
    expect((await other.post('/sign-in/code', { code: codes[0] ?? '' })).status).toBe(422)
    expect(where(await other.post('/sign-in/code', { code: newer[0] ?? '' }))).toBe('303 /office')
    expect(where(await browser.post('/office/me/factor', { password: good, '.do': 'remove' }))).toBe('303 /office/me?done=removed')
    expect(where(await new Browser().signIn(name, good))).toBe('303 /office')
    expect(await audit('factor_removed', person)).toHaveLength(1)
    const boss = await admin()
    expect((await boss.browser.post('/office/me/factor', { password: good, '.do': 'remove' })).status).toBe(422)
  })
  test('taken away by another admin, it ends an admin’s sessions and is set up anew', async () => {
    const { person, name, browser, secret } = await admin()
    expect(await isIn(browser)).toBe(true)
    expect((await api('DELETE', `/api/accounts/${person}/factor`)).status).toBe(204)
    expect((await api('DELETE', `/api/accounts/${person}/factor`)).status).toBe(404)
    expect(await isIn(browser)).toBe(false)
    const again = new Browser()
    expect(where(await again.signIn(name, good))).toBe('303 /sign-in/factor')
    expect(keyOn(await (await again.get('/sign-in/factor')).text())).not.toBe(secret)
  })
  test('an admin’s session is a day’s, whatever he chose', async () => {
    const { name, secret } = await admin()
    const browser = new Browser()
    await browser.signIn(name, good, { own: 'yes' })
    const answer = await browser.post('/sign-in/code', { code: codeOf(secret) })
    expect(answer.headers.getSetCookie().find((line) => line.startsWith('__Host-phieu='))).toContain(`Max-Age=${12 * 3600}`)
  })
})

describe('10 the secret at rest', () => {
  test('sealed under the deployment’s key, for its person alone', async () => {
    const sealed = await sealFactor(env() as never, 'an', 'JBSWY3DPEHPK3PXP')
    expect(sealed).toMatch(/^sealed:/)
    expect(sealed).not.toContain('JBSW')
    expect(await openFactor(env() as never, 'an', sealed)).toBe('JBSWY3DPEHPK3PXP')
    expect(await openFactor(env() as never, 'binh', sealed)).toBeUndefined()
    for (const key of ['another key, long enough as well', undefined, 'short']) expect(await openFactor(env({ PHIEU_FACTOR_KEY: key }) as never, 'an', sealed)).toBeUndefined()
    const open = await sealFactor(env({ PHIEU_FACTOR_KEY: undefined }) as never, 'an', 'JBSWY3DPEHPK3PXP')
    expect([open, await openFactor(env() as never, 'an', open)]).toEqual(['open:JBSWY3DPEHPK3PXP', 'JBSWY3DPEHPK3PXP'])
  })
  test('nothing of it lies open; under another key a recovery code opens', async () => {
    const { name, person, secret, codes } = await admin()
    const row = JSON.stringify(await db.prepare('select * from accounts where person = ?').bind(person).first())
    expect([row.includes(secret), row.includes('sealed:')]).toEqual([false, true])
    const browser = new Browser('192.0.2.1', { PHIEU_FACTOR_KEY: 'another key, long enough as well' })
    await browser.signIn(name, good)
    expect((await browser.post('/sign-in/code', { code: codeOf(secret) })).status).toBe(422)
    expect(where(await browser.post('/sign-in/code', { code: codes[0] ?? '' }))).toBe('303 /office')
  })
})

describe('11 guessing', () => {
  test('where he came in before, what others guess does not keep him out; it has a count of its own, opens nothing, and is of nobody else', async () => {
    const [{ name }, other] = [await account(), await account()]
    const [own, thief] = [new Browser('198.51.100.7'), new Browser('198.51.100.8')]
    expect(where(await own.signIn(name, good))).toContain('303')
    await own.post('/out', {})
    const known = own.cookies.get('__Host-phieu-known') ?? ''
    expect(known).toMatch(/^\d+\.[\w-]{22}\.[\w-]{43}$/)
    for (let i = 0; i < 11; i++) await thief.signIn(name, 'đoán mò lần này')
    expect((await new Browser('198.51.100.9').signIn(name, good)).status).toBe(429)
    expect(await isIn(own)).toBe(false)
    expect(where(await own.signIn(name, good))).toContain('303')
    expect(await isIn(own)).toBe(true)
    // For another name it is a browser like any other; changed, or read off for another's name, it is none.
    for (let i = 0; i < 11; i++) await thief.signIn(other.name, 'đoán mò lần này')
    expect((await own.signIn(other.name, good)).status).toBe(429)
    for (const forged of [known.replace(/^\d+/, '99999'), `${known.slice(0, -2)}AA`, 'x', '', `${known}x`]) {
      const browser = new Browser('198.51.100.10')
      browser.cookies.set('__Host-phieu-known', forged)
      expect((await browser.signIn(name, good)).status, forged).toBe(429)
    }
    // Ten wrong ones from here, and this browser waits, too.
    const again = new Browser('198.51.100.11')
    again.cookies.set('__Host-phieu-known', own.cookies.get('__Host-phieu-known') ?? '')
    for (let i = 0; i < 10; i++) expect((await again.signIn(name, 'không phải mật khẩu')).status).toBe(422)
    expect((await again.signIn(name, good)).status).toBe(429)
    // Half a year later it is forgotten.
    later(181 * 24 * hour)
    for (let i = 0; i < 11; i++) await thief.signIn(name, 'đoán mò lần này')
    expect((await own.signIn(name, good)).status).toBe(429)
  })
  test('two who share a browser are both known in it', async () => {
    const [one, two] = [await account(), await account()]
    const [shared, thief] = [new Browser('198.51.100.20'), new Browser('198.51.100.21')]
    for (const { name } of [one, two, one]) {
      expect(where(await shared.signIn(name, good))).toContain('303')
      await shared.post('/out', {})
    }
    expect((shared.cookies.get('__Host-phieu-known') ?? '').split('~')).toHaveLength(2)
    for (const { name } of [one, two]) for (let i = 0; i < 11; i++) await thief.signIn(name, 'đoán mò lần này')
    for (const { name } of [one, two]) {
      expect(where(await shared.signIn(name, good))).toContain('303')
      await shared.post('/out', {})
    }
  })
  test('ten tries of a name an hour, from wherever; it is said when; the next hour begins anew', async () => {
    const { name } = await account()
    for (let i = 0; i < 10; i++) expect((await new Browser(`198.51.100.${i}`).signIn(name, `đoán lần thứ ${i}`)).status).toBe(422)
    const answer = await new Browser('198.51.100.200').signIn(` ${name.toUpperCase()} `, good)
    expect(answer.status).toBe(429)
    const seconds = Number(answer.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(await answer.text()).toContain(`${Math.ceil(seconds / 60)} phút`)
    later(seconds * 1_000)
    expect(where(await new Browser().signIn(name, good))).toBe('303 /office')
  })
  test('many at once are counted one by one, and no work is done for those beyond', async () => {
    const { name } = await account()
    work.length = 0
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => new Browser(`203.0.113.${i}`).signIn(name, `đoán lần thứ ${i}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(10).fill(422), ...Array(20).fill(429)])
    expect(work).toHaveLength(10)
  })
  test('sixty of an address, whatever the names; another address is not in the way', async () => {
    const { name } = await account()
    const statuses: number[] = []
    for (let i = 0; i < 62; i++) statuses.push((await new Browser('203.0.113.9').signIn(`ten${'abcdefghij'[i % 10]}${i}`, good)).status)
    expect([statuses.slice(0, 60).every((status) => status === 422), statuses.slice(60)]).toEqual([true, [429, 429]])
    expect((await new Browser('203.0.113.9').signIn(name, good)).status).toBe(429)
    expect((await new Browser('203.0.113.10').signIn(name, good)).status).toBe(303)
  })
  test('where no address is told, all are counted together', async () => {
    const { name } = await account()
    await db.prepare(`insert into visits (hour, form, what, who, count, most) values (?, '', 'sign_in', '', 600, 600)`).bind(Math.floor(now / hour)).run()
    const browser = new Browser('192.0.2.1', { PHIEU_ADDRESS_HEADER: undefined })
    expect((await browser.signIn(name, good)).status).toBe(429)
    expect((await new Browser().signIn(name, good)).status).toBe(303)
  })
  test('the right password is not counted; an admin’s link opens meanwhile', async () => {
    const { name, person } = await account()
    for (let i = 0; i < 15; i++) expect((await new Browser().signIn(name, good)).status).toBe(303)
    for (let i = 0; i < 10; i++) await new Browser('192.0.2.50').signIn(name, 'sai mật khẩu rồi')
    expect((await new Browser().signIn(name, good)).status).toBe(429)
    const link = new URL((await said(await api('POST', `/api/accounts/${person}/invitation`, {}))).link as unknown as string).pathname
    expect(where(await new Browser().post(link, { password: 'một mật khẩu khác' }))).toBe('303 /office')
  })
  test('the password of who is inside is guessed no faster', async () => {
    const { name } = await account()
    const browser = new Browser()
    await browser.signIn(name, good)
    for (let i = 0; i < 10; i++) expect((await browser.post('/office/me/factor', { password: `đoán lần thứ ${i}`, '.do': 'set' })).status).toBe(422)
    expect((await browser.post('/office/me/password', { now: good, next: 'một mật khẩu khác' })).status).toBe(429)
  })
  test('no name and no address lies in the counts', async () => {
    const { name } = await account()
    await new Browser('203.0.113.77').signIn(name, 'sai mật khẩu rồi')
    const { results } = await db.prepare('select * from visits').all()
    expect(JSON.stringify(results)).not.toMatch(new RegExp(`${name}|203\\.0\\.113`))
  })
})

describe('12 what no longer holds opens nothing', () => {
  /** The database, with something done before a batch that holds this text. */
  const before = (text: string, run: () => Promise<unknown>): D1Database => {
    let isDone = false
    const texts = new WeakMap<object, string>()
    return new Proxy(db, {
      get(target, key) {
        if (key === 'prepare') return (sql: string) => {
          const statement = target.prepare(sql)
          texts.set(statement, sql)
          return new Proxy(statement, { get: (inner, name) => name === 'bind' ? (...values: unknown[]) => { const bound = inner.bind(...values); texts.set(bound, sql); return bound } : typeof Reflect.get(inner, name) === 'function' ? (Reflect.get(inner, name) as () => unknown).bind(inner) : Reflect.get(inner, name) })
        }
        if (key === 'batch') return async (statements: D1PreparedStatement[]) => {
          if (!isDone && statements.some((one) => texts.get(one)?.includes(text) === true)) {
            isDone = true
            await run()
          }
          return target.batch(statements)
        }
        return Reflect.get(target, key)
      },
    })
  }
  test.each([
    ['the password was changed', (person: string) => db.prepare(`update accounts set password = password || 'x' where person = ?`).bind(person).run()],
    ['the account was shut', (person: string) => api('PUT', `/api/accounts/${person}/state`, { state: 'disabled' })],
    ['the account became an admin’s', (person: string) => db.prepare(`update accounts set role = 'admin' where person = ?`).bind(person).run()],
    ['a second factor was set up', (person: string) => db.prepare(`update accounts set factor = 'open:JBSWY3DPEHPK3PXP' where person = ?`).bind(person).run()],
  ])('%s between reading and writing', async (_, run) => {
    const { name, person } = await account()
    await api('DELETE', `/api/accounts/${person}/sessions`)
    const browser = new Browser('192.0.2.1', { DB: before('insert into tokens', () => run(person)) })
    expect((await browser.signIn(name, good)).status).toBe(422)
    expect([browser.session, await sessions(person)]).toEqual([undefined, 0])
  })
  test('the scope was changed: the session has the new one', async () => {
    const { name, person } = await account('reviewer', 'north')
    const browser = new Browser('192.0.2.1', { DB: before('insert into tokens', () => api('PUT', `/api/accounts/${person}`, { sign_in_name: name, role: 'viewer', unit: 'south', forms: null })) })
    expect((await browser.signIn(name, good)).status).toBe(303)
    expect(await said(await call('GET', '/api/me', { token: browser.session ?? '' }))).toMatchObject({ role: 'viewer', unit: 'south' })
  })
  test('the second factor was taken away while its code was on the way', async () => {
    const { name, person, secret } = await admin()
    const browser = new Browser('192.0.2.1', { DB: before('insert into used_steps', () => api('DELETE', `/api/accounts/${person}/factor`)) })
    await browser.signIn(name, good)
    expect((await browser.post('/sign-in/code', { code: codeOf(secret) })).status).not.toBe(200)
    expect(browser.session).toBeUndefined()
  })
  test('two sign in at once: two sessions, each with its own secret', async () => {
    const { name, person } = await account()
    const [one, other] = [new Browser(), new Browser()]
    await Promise.all([one.signIn(name, good), other.signIn(name, good)])
    expect([await isIn(one), await isIn(other), one.session === other.session, await sessions(person)]).toEqual([true, true, false, 3])
  })
})

describe('13 the log', () => {
  test('says who came, left and failed, and never what was typed', async () => {
    const { name, person } = await account()
    const browser = new Browser()
    await browser.signIn(name, 'sai mật khẩu rồi')
    await browser.signIn('toigonhamten', 'mật khẩu lộ ra')
    await browser.signIn(name, good)
    await browser.post('/out', {})
    const { results } = await db.prepare('select * from audit').all()
    expect(JSON.stringify(results)).not.toMatch(/toigonhamten|sai mật khẩu rồi|mật khẩu lộ ra|bốn từ/)
    expect(await audit('sign_in_failed', person)).toEqual([{ actor: '', subject: person, detail: null }])
    expect((await audit('sign_in_failed', '')).length).toBeGreaterThan(0)
    expect((await audit('signed_in')).filter(({ actor }) => actor === person).length).toBe(2)
    for (const action of ['account_made', 'invited', 'password_chosen', 'account_changed', 'account_disabled', 'account_enabled', 'password_changed', 'factor_set', 'factor_failed', 'session_ended', 'sessions_ended', 'recovery_made']) expect((await audit(action)).length, action).toBeGreaterThan(0)
  })
})

describe('14 from elsewhere, and elsewhere', () => {
  test.each(['/sign-in', '/sign-in/code', '/sign-in/factor', '/invitation/AAAAAAAAAAAAAAAAAAAAAA', '/office/me/password', '/office/me/factor', '/office/me/sessions/end', '/out'])('a post to %s from another site is refused', async (path) => {
    const { name } = await account()
    const browser = new Browser()
    await browser.signIn(name, good)
    const answer = await browser.ask('POST', path, { name, password: good }, { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' })
    expect(answer.status).toBe(403)
    expect(await isIn(browser)).toBe(true)
  })
  test.each([
    ['/office/trial?state=approved', '303 /office/trial?state=approved'], ['//elsewhere.example', '303 /office'], ['/\\elsewhere.example', '303 /office'], ['https://elsewhere.example', '303 /office'], ['/sign-in', '303 /office'], ['javascript:alert(1)', '303 /office'], ['/office\u0000', '303 /office'], ['/office\u0001', '303 /office'],
  ])('after signing in for %s: %s', async (next, expected) => {
    const { name } = await account()
    expect(where(await new Browser().signIn(name, good, { next }))).toBe(expected)
  })
  test('who is not signed in is shown the way, and comes back to where he wanted to go', async () => {
    const page = await (await new Browser().get('/office/trial?state=approved')).text()
    expect(page).toContain('href="/sign-in?next=%2Foffice%2Ftrial%3Fstate%3Dapproved"')
    expect(await (await new Browser().get('/sign-in?next=/office/trial')).text()).toContain('name="next" value="/office/trial"')
  })
  test('whoever came by a link has no account, and nothing of one to change', async () => {
    const { token } = await tokenFor('Người Có Máy', 'reviewer', 'north')
    const browser = new Browser()
    browser.cookies.set('__Host-phieu', token)
    expect(await (await browser.get('/office/me')).text()).toContain('đường dẫn riêng')
    expect([(await browser.post('/office/me/password', { now: good, next: good })).status, (await browser.post('/office/me/factor', { password: good })).status]).toEqual([404, 404])
    await browser.post('/office/me/sessions/end', {})
    expect(await isIn(browser)).toBe(true)
  })
  test('missing boxes are said', async () => {
    const page = await new Browser().signIn('', '')
    expect([page.status, (await page.text()).match(/aria-invalid="true"/g)?.length]).toEqual([422, 2])
  })
})

