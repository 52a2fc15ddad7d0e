// Who may do what, as docs/access.md has it: that page is read here.
// 1  Every address of the Worker has a line there, of the API, of pages and of their posts; every line an address; every sort of person a cell.
// 2  Each cell: N 403, X 401 (of the API with a code that says missing, revoked or over), 4 404, everything else answered as it should be.
// 3  Of every cell that is his own (O) or his place (S, M): his id, a neighbour's, another commune's, what was taken back, none, upper case. What is not there and what is not his is one
//    answer, byte for byte, for as many trips to the database, and no more rows read than his name and his place take.
// What no cell can show stands in theirs.test.ts.
import { beforeAll, describe, expect, test } from 'vitest'
import page from '../../docs/access.md?raw'
import { addressWords } from '../../src/form/compiler.ts'
import { files } from '../../src/server/built.ts'
import { routes } from '../../src/server/api/routes.ts'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { stylePath } from '../../src/view/style.ts'
import { adminToken, call, counting, home, said, sealed, send, settle, tokenFor, trial, worker } from './visitor.ts'

const people = ['A', 'O', 'V', 'OX', 'CR', 'CX', 'DR', 'VW', 'AD', 'AP', 'RV', 'EX'] as const
type Who = (typeof people)[number]

/** The lines of the page's tables: an address and its cells. */
const table = page.split('\n').flatMap((line) => {
  const [, method = '', path = '', cells = ''] = /^\| `(GET|POST|PUT|DELETE) ([^`]+)` \|(.*)\|$/.exec(line) ?? []
  return path === '' ? [] : [{ method, path, address: `${method} ${path}`, cells: Object.fromEntries(people.map((who, i) => [who, cells.split('|')[i]?.trim() ?? ''])) as Record<Who, string> }]
})

// What the page tells of the app's files, which are the same bytes for everyone, and the middleware that is for every address.
const same = new Set([...Object.keys(files), stylePath, '/manifest.webmanifest', '/fill/*', '/sent', '/sent/*', '/phone', '/shell', '*', '/*'])
const addresses = [...new Set(worker.routes.filter(({ method, path }) => method !== 'ALL' && !same.has(path)).map(({ method, path }) => `${method} ${path}`))]

const photo = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 40 }, (_, i) => i)])
const tokens: Record<string, string> = {}
/** By who sent it: in n1 or n2 of north, of OX and CX in s1 of south. */
const records: Partial<Record<Who, string>> = {}
let receipt = ''
const guest = (who: Who): string => `guest-secret-of-${who.padEnd(6, '0')}`
const cookie = (who: Who, more: Record<string, string> = {}): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}; __Host-phieu-guest=${guest(who)}`, accept: 'text/html', ...more })
const posted = (who: Who, path: string, boxes: string): Promise<Response> => call('POST', path, { headers: cookie(who, { origin: home }), body: boxes, type: 'application/x-www-form-urlencoded' })

const hello = `
id: hello
title: Lời chào
language: vi
public: yes
survey:
  - { type: text, name: words, label: Nói gì? }
  - { type: image, name: photo, label: Ảnh }
  - type: repeat
    name: part
    label: Phần
    questions:
      - { type: text, name: one, label: Một }
`
const wall = `
id: wall
title: Bảng
language: vi
level: commune
sections:
  - { name: work, title: Việc, years: 1, figures: [trial.records] }
`

beforeAll(async () => {
  const settled = await settle()
  const source = trial.replace('  - { type: text, name: note', '  - { type: image, name: photo, label: Ảnh }\n  - { type: text, name: note').replace('by: [kind], unit: phiếu', 'by: [kind], unit: phiếu, public: yes')
  for (const text of [source, hello]) expect((await call('POST', '/api/forms', { token: adminToken, body: text, type: 'application/yaml' })).status).toBe(201)
  expect((await call('POST', '/api/boards', { token: adminToken, body: wall, type: 'application/yaml' })).status).toBe(201)
  const made = async (name: string, role: string, unit: string | null, more: Record<string, unknown> = {}): Promise<string> => (await tokenFor(name, role, unit, more)).token
  Object.assign(tokens, {
    O: settled.officer, V: await made('Trưởng bản Một', 'officer', 'n1'), OX: settled.stranger, CR: settled.reviewer, CX: settled.far, DR: await made('Lê Văn Trên', 'reviewer', 'p'), VW: settled.viewer, AD: adminToken, AP: await made('Cà Thị Giữ', 'admin', null, { personal: true }), RV: settled.revoked, EX: settled.expired,
  })
  expect((await call('PUT', '/api/forms/trial/audio/vi/title', { token: adminToken, body: new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4]), type: 'audio/webm' })).status).toBe(201)
  for (const who of Object.keys(places) as Who[]) records[who] = await sent(who)
  receipt = ((await said(await call('GET', `/api/submissions/${records.O}`, { token: tokens.O ?? '' }))).receipt as unknown as string) ?? ''
  const board = await call('GET', '/office/boards/wall?unit=north', { headers: cookie('CR') })
  const seen = /name="seen" value="(\w+)"/.exec(await board.text())?.[1] ?? ''
  expect((await posted('CR', '/office/boards/wall?unit=north', `seen=${seen}&decision=Q1&day=1&month=1&year=2026`)).status).toBe(303)
})

/** Where who fills in has his records. */
const places: Partial<Record<Who, string>> = { O: 'n1', V: 'n1', OX: 's1', CR: 'n2', CX: 's1', DR: 'n2' }

/** A new record of somebody's with its photo; its id. */
async function sent(who: Who, village = places[who] ?? 'n1'): Promise<string> {
  const media = [{ name: 'photo.jpg', sha256: await bytesSha256Hex(photo), bytes: photo.byteLength }]
  const one = await sealed({ village, photo: 'photo.jpg' }, { version: 2, media })
  expect((await send(tokens[who] ?? '', one)).status).toBe(201)
  expect((await call('PUT', `/api/submissions/${String(one.id)}/media/photo.jpg`, { token: tokens[who] ?? '', body: photo, type: 'image/jpeg' })).status).toBe(201)
  return one.id as string
}

/** A new draft for an address: with a row or a file where it has one; its id. */
async function begun(who: Who, path: string): Promise<string> {
  const id = crypto.randomUUID()
  const [start, at] = path.startsWith('/f/') ? ['/f/hello', `/f/hello/${id}`] : ['/forms/trial', `/drafts/${id}`]
  expect((await posted(who, start, `id=${id}`)).headers.get('location')).toBe(at)
  if (path.includes(':row')) {
    for (screen = 1; screen < 9; screen++) if ((await (await call('GET', `${at}/${screen}`, { headers: cookie(who) })).text()).includes('value="add part"')) break
    expect((await posted(who, `${at}/${screen}`, '.do=add+part')).headers.get('location')).toBe(`${at}/${screen}/part.1`)
  }
  if (path.endsWith('/sent')) expect((await posted(who, `${at}/send`, '')).headers.get('location')).toBe(`${at}/sent`)
  if (path.includes(':name')) {
    const chosen = new Uint8Array([...text.encode('--x\r\ncontent-disposition: form-data; name=".file.photo"; filename="x.jpg"\r\n\r\n'), ...photo, ...text.encode('\r\n--x--\r\n')])
    expect((await call('POST', `${at}/1`, { headers: cookie(who, { origin: home }), body: chosen, type: 'multipart/form-data; boundary=x' })).status).toBe(303)
  }
  return id
}
const text = new TextEncoder()
let screen = 1
const kept = async (): Promise<string> => `photo-${(await bytesSha256Hex(photo)).slice(0, 12)}.jpg`

/** How an address is tried where it is not: nothing in the body, and 200 for what is looked at, 400 for a call, 303 for a post of a page. */
interface Probe {
  readonly body?: string
  readonly type?: string
  readonly query?: string
  readonly answers?: number
}
const yaml = { body: 'id: x', type: 'application/yaml', answers: 422 }
const probes: Readonly<Record<string, Probe>> = {
  'POST /api/forms': yaml,
  'POST /api/trials': yaml,
  'POST /api/boards': yaml,
  'DELETE /api/trials/:form': { answers: 404 }, // none is open
  'PUT /api/forms/:form/audio/:language/:question': { body: 'x', type: 'audio/webm', answers: 415 },
  'POST /api/figures/check': { answers: 200 },
  'POST /api/recounts': { answers: 200 },
  'POST /api/submissions/:id/review': { body: '{"state":"returned"}', answers: 422 },
  'POST /api/submissions/:id/withdraw': { body: '{"base":2}', answers: 409 },
  'PUT /api/submissions/:id/media/:name': { answers: 415, type: 'text/plain' },
  'GET /api/submissions': { query: '?form=trial' },
  'GET /api/locks': { query: '?form=trial' },
  'GET /api/targets/history': { query: '?indicator=trial.records&period=2026&unit=UNIT' },
  'GET /api/targets/table': { query: '?form=trial&period=2026&level=village' },
  'POST /api/targets/import': { query: '?form=trial', body: 'x', type: 'text/csv', answers: 422 },
  'GET /office/:form/targets/table': { query: '?period=2026&level=village' },
  'POST /office/:form/targets/import': { answers: 422 },
  'GET /office/quality/pair': { query: '?register=trial_house&one=none&other=nobody', answers: 404 }, // there are no such two
  'POST /office/quality/pair': { query: '?register=trial_house&one=none&other=nobody', answers: 404 },
  'POST /api/rescue': { body: 'x', type: 'text/plain' },
  'POST /api/accounts/:person/invitation': { answers: 201 },
  'DELETE /api/accounts/:person/factor': { answers: 404 }, // he has none
  'DELETE /api/accounts/:person/sessions': { answers: 200 },
  'DELETE /api/sessions/:session': { answers: 404 }, // nobody signed in
  'POST /sign-in': { answers: 422 },
  'GET /sign-in/code': { answers: 303 }, // nobody stands between password and code
  'GET /sign-in/factor': { answers: 303 },
  'POST /invitation/:code': { body: 'password=x', answers: 422 },
  'POST /office/me/password': { answers: 404 },
  'POST /office/me/factor': { answers: 404 },
  'GET /office/me/factor': { answers: 303 },
  'POST /in': { body: 'token=phieu_none-000000000000000000000000', answers: 404 },
  'PUT /api/boundaries': { answers: 422 },
  'POST /office/boundaries': { answers: 422 },
  'GET /office/boards/:board': { query: '?unit=UNIT' },
  'POST /office/boards/:board': { query: '?unit=UNIT', answers: 422 },
  'POST /office/boards/:board/recall': { query: '?unit=UNIT', answers: 422 },
  'GET /office/:form/targets/one': { query: '?indicator=records&period=2026&unit=UNIT' },
  'POST /office/:form/targets/one': { query: '?indicator=records&period=2026&unit=UNIT', answers: 422 },
  'GET /drafts/:id': { answers: 303 }, // on to the screen where it stood
  'GET /f/:form/:id': { answers: 303 },
  'GET /office/units/deed': { query: '?kind=add&unit=UNIT' },
  'POST /office/units/deed': { body: 'kind=add&unit=UNIT', answers: 422 },
  'POST /api/webhooks/:webhook/stop': { answers: 200 },
  'POST /api/webhooks/:webhook/start': { answers: 200 },
  'POST /api/webhooks/:webhook/again': { answers: 200 },
  'POST /office/webhooks': { answers: 422 },
  'POST /office/devices': { answers: 422 },
  'POST /api/people/:person/leave': { answers: 204 },
  'POST /office/people/many': { answers: 422 },
  'POST /office/people/:person/name': { answers: 422 },
  'POST /office/people/:person/scope': { answers: 422 },
  'POST /office/people/:person/leave': { answers: 422 },
  'POST /office/people/:person/token': { answers: 422 },
  'POST /office/people/:person/account': { answers: 200 },
  'POST /office/rescue': { answers: 400 },
  'POST /office/submissions/:id/erase': { answers: 422 },
  'POST /office/forms/new': { answers: 422 },
  'POST /office/forms/upload': { answers: 422 },
  'POST /office/forms/:form/trial': { answers: 422 },
  'POST /office/forms/:form/publish': { answers: 409 },
  'POST /office/forms/:form/again': { body: 'version=1', answers: 200 },
}

/** What stands in an address for who may: what is his, or lies where he looks. */
async function idIn(path: string, who: Who, cell: string): Promise<string> {
  if (path.startsWith('/f/')) return begun(who, path)
  if (path.startsWith('/drafts/')) return begun(cell === 'O' && places[who] !== undefined ? who : 'O', path)
  if (cell === 'O') return path.endsWith('/withdraw') || path.endsWith('/correct') ? sent(who) : (records[who] ?? '')
  return (who === 'CX' ? records.OX : records.O) ?? ''
}

async function filled(path: string, who: Who, cell: string): Promise<string> {
  const parts: Readonly<Record<string, () => string | Promise<string>>> = {
    form: () => (path.startsWith('/f/') || path.endsWith('/address') ? 'hello' : 'trial'), language: () => 'vi', question: () => 'title', indicator: () => 'records', register: () => 'trial_house', unit: () => 'north', board: () => 'wall', name: () => (path.startsWith('/f/') || path.startsWith('/drafts/') ? kept() : 'photo.jpg'), row: () => 'part.1',
    person: async () => (await account()).person, webhook: async () => (await hook()).id, session: () => 'none',
    screen: () => String(path.includes(':row') ? screen : 1), id: () => idIn(path, who, cell), code: async () => (path.startsWith('/r/') ? receipt : path.startsWith('/invitation/') ? (await account()).code : ((await enrolment()).code ?? '')), enrolment: async () => (await enrolment()).id ?? '', token: async () => (path.startsWith('/in/') ? (tokens.O ?? '') : (await tokenFor('Sùng Thị Cũ', 'officer', who === 'CX' ? 'south' : 'north', { device: { name: 'máy' } })).id),
  }
  let made = path
  for (const [part = '', name = ''] of path.matchAll(/:([a-z]+)(?:\{[^}]*\})?/g)) made = made.replace(part, (await parts[name]?.()) ?? part)
  return made
}

async function hook(): Promise<{ id: string }> {
  return (await said(await call('POST', '/api/webhooks', { token: adminToken, body: JSON.stringify({ name: 'Nơi nhận', url: 'https://hooks.example.vn/x', forms: ['trial'], events: ['new'] }) }))) as unknown as { id: string }
}

async function account(): Promise<{ person: string; code: string }> {
  const { person } = await tokenFor('Lù Thị Khoản', 'officer', 'north')
  const name = `khoan${person.replaceAll('-', '').slice(0, 20)}`
  const made = await call('POST', '/api/accounts', { token: adminToken, body: JSON.stringify({ person, sign_in_name: name, role: 'officer', unit: 'north', forms: null }) })
  expect(made.status).toBe(201)
  return { person, code: (await said(made)).code as unknown as string }
}

async function enrolment(): Promise<{ code?: string; id?: string }> {
  const { person } = await tokenFor('Giàng A Mới', 'officer', 'north')
  const made = await said(await call('POST', '/api/enrolments', { token: adminToken, body: JSON.stringify({ person, role: 'officer', unit: 'north', forms: null, device: { name: 'máy' }, minutes: 60 }) }))
  const { enrolments } = (await said(await call('GET', '/api/enrolments', { token: adminToken }))) as unknown as { enrolments: { id: string; person: string }[] }
  return { code: made.code as unknown as string, id: enrolments.find((one) => one.person === person)?.id ?? '' }
}

const isApi = (path: string): boolean => path.startsWith('/api/') || path === '/healthz'

async function tried(address: string, who: Who, cell: string): Promise<Response> {
  const [method = '', path = ''] = address.split(' ')
  const { body, type, query = '' } = probes[address] ?? {}
  const at = `${await filled(path, who, cell)}${query.replace('UNIT', who === 'CX' ? 'south' : 'north')}`
  if (!isApi(path)) return method === 'GET' ? call('GET', at, { headers: cookie(who) }) : call('POST', at, { headers: cookie(who, { origin: home }), body: (body ?? '').replace('UNIT', who === 'CX' ? 'south' : 'north'), type: type ?? 'application/x-www-form-urlencoded' })
  const sends = method === 'POST' || method === 'PUT' ? { body: body ?? '{}', ...(type === undefined ? {} : { type }) } : {}
  return call(method, at, { ...(tokens[who] === undefined ? {} : { token: tokens[who] }), ...sends })
}

const usual = (address: string): number => (address.startsWith('GET') ? 200 : address.startsWith('DELETE') ? 204 : isApi(address.split(' ')[1] ?? '') ? 400 : 303)

describe('1 every address has its line, every line its address', () => {
  test('1 of the Worker', () => expect(table.map(({ address }) => address).sort()).toEqual([...addresses].sort()))
  test('1 no word of an address can be a form’s id', () => {
    const all = worker.routes.map(({ path }) => path.split('/'))
    const beside = all.flatMap((path) => path.flatMap((part, at) => (part !== ':form' ? [] : all.flatMap((other) => {
      const word = other[at] ?? ''
      const isBeside = path.slice(0, at).every((one, i) => one === other[i]) && /^[a-z][a-z0-9_]*$/.test(word)
      return isBeside ? [word] : []
    }))))
    expect(new Set(beside).size).toBeGreaterThan(12)
    expect([...new Set(beside)].filter((word) => !addressWords.has(word))).toEqual([])
  })
  test('1 of the API as it is described', () => expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(table.filter(({ path }) => isApi(path)).map(({ address }) => address).sort()))
  test('1 every cell says one of what there is to say', () => {
    for (const { address, cells } of table) for (const who of people) expect('YSOMNX4', `${address} ${who}`).toContain(cells[who] === '' ? '?' : cells[who])
  })
  test('1 every trial is of an address that is there', () => expect(Object.keys(probes).filter((address) => !addresses.includes(address))).toEqual([]))
})

describe('2 every cell', () => {
  test.each(table.flatMap(({ address, cells }) => people.map((who) => [address, who, cells[who]] as const)))('%s as %s: %s', async (address, who, cell) => {
    const answer = await tried(address, who, cell)
    const refused: Readonly<Record<string, number>> = { N: 403, X: 401, '4': 404 }
    expect(answer.status, (await answer.clone().text()).slice(0, 400)).toBe(refused[cell] ?? probes[address]?.answers ?? usual(address))
    if (!isApi(address.split(' ')[1] ?? '')) return
    if (cell === 'X') {
      expect((await said(answer)).code).toBe({ A: 'token_missing', EX: 'token_expired', RV: 'token_revoked' }[who as string])
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
    if (cell === 'N') expect((await said(answer)).code).toBe('forbidden')
  })
  test.each(['/metrics', '/debug', '/debug/pprof', '/phone/main.js.map', '/.git/config', '/wrangler.toml', '/package.json', '/api', '/api/', '/office/../wrangler.toml', '/%2e%2e/wrangler.toml'])('2 nobody finds %s', async (path) => {
    for (const who of people) for (const headers of [cookie(who), { authorization: `Bearer ${tokens[who] ?? ''}` }]) expect((await call('GET', path, { headers })).status, who).toBe(404)
  })
})

describe('3 every sort of id', () => {
  const none = '0195c000-0000-7000-8000-000000000000'
  const north: Partial<Record<Who, boolean>> = { O: true, V: true, CR: true, VW: true }
  const neighbourOf: Readonly<Record<string, Who>> = { O: 'V', V: 'O', OX: 'CX', CR: 'O', CX: 'OX', DR: 'O', VW: 'O', AD: 'O', AP: 'O' }
  const foreignOf = (who: Who): Who => (north[who] === true || who === 'DR' || who === 'AD' || who === 'AP' ? 'OX' : 'O')
  const taken: Partial<Record<Who, string>> = {}
  beforeAll(async () => {
    for (const who of ['O', 'OX'] as const) {
      taken[who] = await sent(who)
      expect((await call('POST', `/api/submissions/${taken[who] ?? ''}/withdraw`, { token: tokens[who] ?? '', body: '{"base":1}' })).status).toBe(200)
    }
  })
  // Whose places somebody looks into.
  const looks = (who: Who, author: Who): boolean => who === 'DR' || who === 'AD' || who === 'AP' || (north[who] === true) === (places[author] !== 's1')
  const fillsIn = (who: Who): boolean => places[who] !== undefined
  // Posted twice is posted once: what was let go, and what never was, is answered as if it went just now.
  const silent = /^POST .*\/discard$/
  // His name and his place, once a statement; never an answer.
  const rowsOfScope = 12

  interface Asked {
    readonly status: number
    readonly bytes: string
    readonly trips: number
    readonly read: number
  }
  async function asked(address: string, who: Who, id: string): Promise<Asked> {
    const [method = '', path = ''] = address.split(' ')
    const { body, type } = tries[address] ?? probes[address] ?? {}
    const at = (await filled(path.replace(':id', 'ID'), who, 'S')).replace('ID', id)
    const { answer, trips, read } = await counting(() => (isApi(path) ? call(method, at, { token: tokens[who] ?? '', ...(method === 'GET' ? {} : { body: body ?? '{}', ...(type === undefined ? {} : { type }) }) }) : method === 'GET' ? call('GET', at, { headers: cookie(who) }) : call('POST', at, { headers: cookie(who, { origin: home }), body: body ?? '', type: type ?? 'application/x-www-form-urlencoded' })))
    const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id')
    // A page repeats its own address, in the switch of languages and on the way back.
    return { status: answer.status, bytes: JSON.stringify([headers, await answer.text()]).replaceAll(id, 'ID').replace(/\b[0-9a-f]{8}\b/g, '#'), trips, read }
  }
  // A decision that would be one, so that it is looked for.
  const tries: Readonly<Record<string, Probe>> = {
    'POST /office/submissions/:id/review': { body: 'state=approved' },
    'POST /api/submissions/:id/review': { body: '{"state":"approved"}' },
    'PUT /api/submissions/:id/media/:name': { body: 'x', type: 'image/jpeg' },
  }

  const cells = table.filter(({ path }) => path.includes(':id')).flatMap(({ address, path, cells: of }) => people.filter((who) => 'OSM'.includes(of[who])).map((who) => [address, path, who, of[who]] as const))
  test('3 there are enough of them', () => expect(cells.length).toBeGreaterThan(200))
  test.each(cells)('3 %s (%s) as %s: %s', async (address, path, who, cell) => {
    const isDraft = path.startsWith('/drafts/') || path.startsWith('/f/')
    const neighbour = neighbourOf[who] ?? (who === 'A' ? 'O' : 'A')
    const variants: (readonly [name: string, id: string, isTheirs: boolean])[] = isDraft
      ? [['neighbour', await begun(path.startsWith('/f/') || fillsIn(neighbour) ? neighbour : 'O', path), false], ['another commune', await begun(who === 'OX' ? 'CX' : 'OX', path), false]]
      : [
          ...(fillsIn(who) ? [['own', cell === 'O' ? await idIn(path, who, cell) : (records[who] ?? ''), true] as const] : []),
          ['neighbour', records[neighbour] ?? '', cell === 'O' ? false : looks(who, neighbour)],
          ['another commune', records[foreignOf(who)] ?? '', cell === 'O' ? false : looks(who, foreignOf(who))],
          ['taken back', taken[foreignOf(who) === 'OX' ? 'O' : 'OX'] ?? '', cell === 'O' ? who === 'O' || who === 'OX' : looks(who, foreignOf(who) === 'OX' ? 'O' : 'OX')],
        ]
    if (isDraft && (fillsIn(who) || path.startsWith('/f/'))) variants.push(['own', await begun(who, path), true])
    const own = variants.find(([name]) => name === 'own')?.[1] ?? records.O ?? ''
    // Any id that nothing has is answered alike, however it is written.
    const nothing = await asked(address, who, none)
    expect(nothing.status).toBe(silent.test(address) ? 303 : 404)
    variants.push(['upper case', own.toUpperCase(), false], ['no id', 'no-such-id', false])
    for (const [name, id, isTheirs] of variants) {
      const answer = await asked(address, who, id)
      if (isTheirs) expect([401, 404, 500].includes(answer.status) || (answer.status === 403 && !answer.bytes.includes('own_submission')), `${name}: ${answer.status} ${answer.bytes.slice(0, 300)}`).toBe(false)
      else {
        // What cannot be an id need not be looked for.
        const isId = /^[0-9a-f-]{36}$/.test(id)
        if (isId || !silent.test(address)) expect([name, answer.status, answer.bytes]).toEqual([name, nothing.status, nothing.bytes])
        else expect(answer.status).toBeLessThan(405)
        if (isId) expect([name, answer.trips]).toEqual([name, nothing.trips])
        expect(answer.read - nothing.read, `${name}: rows read`).toBeLessThanOrEqual(rowsOfScope)
      }
    }
  })
  test('3 nothing of others is let go', async () => {
    const id = await begun('V', '/drafts/:id')
    expect((await posted('O', `/drafts/${id}/discard`, '')).status).toBe(303)
    expect((await call('GET', `/drafts/${id}`, { headers: cookie('V') })).status).toBe(303)
  })
})
