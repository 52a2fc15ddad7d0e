// Who may do what.
// 1  Every route of the API has a row here, and every role its cell.
// 2  Without a token, with an expired or a revoked one: 401 with a code that says so; a role that may not: 403.
// 3  What is not there and what is not theirs is answered alike, byte for byte.
// 4  Personal answers are left out for viewers and admins.
// 5  Lists hold only what lies in the reader's unit; an officer's only his own.
// 6  Nobody approves his own work; a revoked token is refused by the next request.
import { beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../src/server/api/routes.ts'
import { adminToken, call, db, rows, said, sealed, send, settle, tokenFor } from './visitor.ts'

type Who = 'anonymous' | 'expired' | 'revoked' | 'officer' | 'stranger' | 'reviewer' | 'far' | 'viewer' | 'admin'

let tokens: Record<string, string>
let record = ''

beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  const one = await sealed()
  record = one.id as string
  expect((await send(tokens.officer ?? '', one)).status).toBe(201)
})

// Y allowed · N 403 · X 401 · 4 404. `far` and `stranger` belong to another commune.
const table: readonly (readonly [method: string, path: string, cells: Readonly<Record<Who, number>>, body?: string, type?: string])[] = [
  ['GET', '/healthz', cells('200 200 200 200 200 200 200 200 200')],
  ['GET', '/api/openapi.json', cells('200 200 200 200 200 200 200 200 200')],
  ['GET', '/api/schema/form.json', cells('200 200 200 200 200 200 200 200 200')],
  ['GET', '/api/me', cells('401 401 401 200 200 200 200 200 200')],
  ['GET', '/api/forms', cells('401 401 401 200 200 200 200 200 200')],
  ['GET', '/api/forms/:form', cells('401 401 401 200 200 200 200 200 200')],
  ['GET', '/api/forms/:form/export', cells('401 401 401 403 403 200 200 200 200')],
  ['POST', '/api/figures/check', cells('401 401 401 403 403 403 403 403 200'), '{}'],
  ['GET', '/api/forms/:form/audio/:language', cells('401 401 401 200 200 200 200 200 200')],
  ['GET', '/api/forms/:form/audio/:language/:question', cells('401 401 401 404 404 404 404 404 404')],
  ['PUT', '/api/forms/:form/audio/:language/:question', cells('401 401 401 403 403 415 415 403 415'), 'x', 'audio/webm'],
  ['POST', '/api/forms', cells('401 401 401 403 403 403 403 403 422'), 'id: x', 'application/yaml'],
  ['GET', '/api/forms/:form/versions', cells('401 401 401 403 403 403 403 403 200')],
  ['POST', '/api/forms/:form/versions', cells('401 401 401 403 403 403 403 403 400'), '{}'],
  ['GET', '/api/forms/:form/source', cells('401 401 401 403 403 403 403 403 200')],
  ['PUT', '/api/forms/:form/state', cells('401 401 401 403 403 403 403 403 400'), '{}'],
  ['GET', '/api/trials', cells('401 401 401 403 403 403 403 403 200')],
  ['POST', '/api/trials', cells('401 401 401 403 403 403 403 403 422'), 'id: x', 'application/yaml'],
  ['DELETE', '/api/trials/:form', cells('401 401 401 403 403 403 403 403 404')],
  ['GET', '/api/recounts', cells('401 401 401 403 403 403 403 403 200')],
  ['POST', '/api/recounts', cells('401 401 401 403 403 403 403 403 200')],
  ['POST', '/api/submissions', cells('401 401 401 400 400 400 400 403 403'), '{}'],
  ['GET', '/api/submissions', cells('401 401 401 200 200 200 200 200 200')],
  ['GET', '/api/submissions/:id', cells('401 401 401 200 404 200 404 200 200')],
  ['POST', '/api/submissions/:id/review', cells('401 401 401 403 403 422 422 403 403'), '{"state":"returned"}'],
  ['POST', '/api/submissions/:id/withdraw', cells('401 401 401 409 404 404 404 403 403'), '{"base":2}'],
  ['PUT', '/api/submissions/:id/media/:name', cells('401 401 401 404 404 404 404 403 403'), 'x', 'image/jpeg'],
  ['GET', '/api/submissions/:id/media/:name', cells('401 401 401 404 404 404 404 404 404')],
  ['POST', '/api/reviews', cells('401 401 401 403 403 400 400 403 403'), '{}'],
  ['GET', '/api/registers/:register', cells('401 401 401 200 200 200 200 200 200')],
  ['GET', '/api/aggregates/:form/:indicator', cells('401 401 401 200 200 200 200 200 200')],
  ['POST', '/api/boards', cells('401 401 401 403 403 403 403 403 422'), 'id: x', 'application/yaml'],
  ['GET', '/api/public/boards/:unit', cells('404 404 404 404 404 404 404 404 404')],
  ['GET', '/api/targets', cells('401 401 401 200 200 200 200 200 200')],
  ['GET', '/api/targets/history', cells('401 401 401 403 403 400 400 400 400')],
  ['PUT', '/api/targets', cells('401 401 401 403 403 400 400 403 400'), '{}'],
  ['POST', '/api/targets/remarks', cells('401 401 401 403 403 400 400 403 400'), '{}'],
  ['GET', '/api/units', cells('401 401 401 200 200 200 200 200 200')],
  ['PUT', '/api/units', cells('401 401 401 403 403 403 403 403 400'), '{}'],
  ['GET', '/api/phone', cells('401 401 401 200 200 200 200 200 200')],
  ['GET', '/api/sent', cells('401 401 401 200 200 200 200 403 403')],
  ['POST', '/api/rescue', cells('401 401 401 400 400 400 400 403 400'), 'x', 'text/plain'],
  ['POST', '/api/enrolments', cells('401 401 401 403 403 403 403 403 400'), '{}'],
  ['GET', '/api/enrolments', cells('401 401 401 403 403 403 403 403 200')],
  ['DELETE', '/api/enrolments/:enrolment', cells('401 401 401 403 403 403 403 403 404')],
  ['POST', '/api/enrolments/:code/claim', cells('400 400 400 400 400 400 400 400 400'), '{}'],
  ['POST', '/api/people', cells('401 401 401 403 403 403 403 403 400'), '{}'],
  ['POST', '/api/tokens', cells('401 401 401 403 403 403 403 403 400'), '{}'],
  ['GET', '/api/tokens', cells('401 401 401 403 403 403 403 403 200')],
  ['DELETE', '/api/tokens/:token', cells('401 401 401 403 403 403 403 403 404')],
]

function cells(line: string): Record<Who, number> {
  const [anonymous = 0, expired = 0, revoked = 0, officer = 0, stranger = 0, reviewer = 0, far = 0, viewer = 0, admin = 0] = line.split(' ').map(Number)
  return { anonymous, expired, revoked, officer, stranger, reviewer, far, viewer, admin }
}

const filled = (path: string): string =>
  path.replace(':form', 'trial').replace(':language', 'vi').replace(':question', 'village').replace(':indicator', 'records').replace(':register', 'trial_house').replace(':id', record).replace(':token', 'none').replace(/submissions$/, 'submissions?form=trial')

test('1 every route has its row', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(table.map(([method, path]) => `${method} ${path}`).sort())
})

describe('1 2 every role its cell', () => {
  test.each(table.flatMap(([method, path, expected, body, type]) => Object.entries(expected).map(([who, status]) => ({ method, path, who, status, body, type }))))(
    '$method $path as $who → $status',
    async ({ method, path, who, status, body, type }) => {
      const token = tokens[who]
      const answer = await call(method, method === 'POST' ? filled(path).replace('?form=trial', '') : filled(path), {
        ...(token === undefined ? {} : { token }), ...(body === undefined ? {} : { body }), ...(type === undefined ? {} : { type }),
      })
      expect(answer.status).toBe(status)
      if (status === 401) {
        expect((await said(answer)).code).toBe({ anonymous: 'token_missing', expired: 'token_expired', revoked: 'token_revoked' }[who])
        expect(answer.headers.get('www-authenticate')).toContain('Bearer')
      }
      if (status === 403) expect((await said(answer)).code).toBe('forbidden')
    },
  )
})

describe('3 not there and not theirs are the same answer', () => {
  const random = '0195c000-0000-7000-8000-000000000000'
  test.each([
    ['stranger', () => record],
    ['far', () => record],
    ['neighbour', () => record],
    ['officer', () => record.toUpperCase()],
    ['officer', () => 'no-such-thing'],
  ])('%s', async (who, id) => {
    const mine = await call('GET', `/api/submissions/${id()}`, { token: tokens[who] ?? '' })
    const none = await call('GET', `/api/submissions/${random}`, { token: tokens[who] ?? '' })
    // But for the number that every request has of its own.
    const headers = (answer: Response) => [...answer.headers].filter(([name]) => name !== 'x-request-id')
    expect([mine.status, await mine.text(), headers(mine)]).toEqual([none.status, await none.text(), headers(none)])
    expect(none.status).toBe(404)
  })

  test('a review outside the unit', async () => {
    const body = JSON.stringify({ state: 'approved' })
    const theirs = await call('POST', `/api/submissions/${record}/review`, { token: tokens.far ?? '', body })
    const none = await call('POST', `/api/submissions/${random}/review`, { token: tokens.far ?? '', body })
    expect([theirs.status, await theirs.text()]).toEqual([404, await none.text()])
  })

  test('a form that is not assigned', async () => {
    const { token } = await tokenFor('Giàng Thị Chín', 'officer', 'north', { forms: ['another'] })
    const theirs = await call('GET', '/api/forms/trial', { token })
    const none = await call('GET', '/api/forms/nothing', { token })
    expect([theirs.status, await theirs.text()]).toEqual([404, await none.text()])
    expect((await said(await call('GET', '/api/forms', { token }))).forms).toEqual([])
    expect((await send(token, await sealed())).status).toBe(404)
    expect((await call('GET', '/api/aggregates/trial/records', { token })).status).toBe(404)
  })
})

describe('4 personal answers', () => {
  const read = async (who: string) => (await call('GET', `/api/submissions/${record}`, { token: tokens[who] ?? '' })).text()
  test.each([['officer', true], ['reviewer', true], ['viewer', false], ['admin', false]] as const)('%s: %s', async (who, sees) => {
    expect((await read(who)).includes('Lò Văn Mẫu')).toBe(sees)
    const list = await call('GET', '/api/submissions?form=trial', { token: tokens[who] ?? '' })
    expect((await list.text()).includes('Lò Văn Mẫu')).toBe(sees)
    const register = await call('GET', '/api/registers/trial_house', { token: tokens[who] ?? '' })
    expect((await register.text()).includes('Lò Văn Mẫu')).toBe(sees)
  })
  test('a label that is hidden cannot be searched', async () => {
    expect((await call('GET', '/api/registers/trial_house?q=lo', { token: tokens.viewer ?? '' })).status).toBe(403)
  })
})

describe('5 lists hold what is theirs', () => {
  test.each([['officer', 1], ['neighbour', 0], ['stranger', 0], ['reviewer', 1], ['far', 0], ['viewer', 1], ['admin', 1]] as const)('%s sees %i', async (who, count) => {
    const { rows } = await said(await call('GET', '/api/submissions?form=trial', { token: tokens[who] ?? '' }))
    expect((rows as unknown as unknown[]).length).toBe(count)
  })
  test.each([['officer', 1], ['neighbour', 1], ['stranger', 0], ['far', 0], ['admin', 1]] as const)('register: %s sees %i', async (who, count) => {
    const { rows } = await said(await call('GET', '/api/registers/trial_house', { token: tokens[who] ?? '' }))
    expect((rows as unknown as unknown[]).length).toBe(count)
  })
  test.each([['reviewer', 1], ['far', 0], ['admin', 1]] as const)('totals: %s reads %i', async (who, value) => {
    const { total } = await said(await call('GET', '/api/aggregates/trial/records', { token: tokens[who] ?? '' }))
    expect((total as unknown as { value: number }).value).toBe(value)
  })
  test('a wish for another unit finds nothing', async () => {
    const { rows } = await said(await call('GET', '/api/submissions?form=trial&under=north', { token: tokens.far ?? '' }))
    expect(rows).toEqual([])
  })
})

describe('6 approving', () => {
  test('not one’s own', async () => {
    const own = await sealed()
    expect((await send(tokens.reviewer ?? '', own)).status).toBe(201)
    const answer = await call('POST', `/api/submissions/${own.id}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state: 'approved' }) })
    expect([answer.status, (await said(answer)).code]).toEqual([403, 'own_submission'])
  })
  test('a revoked token is refused by the next request', async () => {
    const { token, id } = await tokenFor('Thào A Mười', 'officer', 'north')
    expect((await call('GET', '/api/me', { token })).status).toBe(200)
    expect((await call('DELETE', `/api/tokens/${id}`, { token: adminToken })).status).toBe(204)
    expect((await call('GET', '/api/me', { token })).status).toBe(401)
  })
  // Whoever sent a moment ago is at hand here, and is decided about before he is looked up: nothing may come of it.
  describe.each([
    ['revoked', 'revoked_at = 1'],
    ['expired', 'expires_at = 1'],
  ])('a token that was %s elsewhere', (end, set) => {
    test('opens nothing from the next request on, whatever is sent, and nothing of it is kept', async () => {
      const { token, id } = await tokenFor('Thào A Mười Một', 'officer', 'north')
      const kept = await sealed()
      expect((await send(token, kept)).status).toBe(201)
      await db.prepare(`update tokens set ${set} where id = ?`).bind(id).run()
      const before = await rows()
      const [fresh, correction, other] = [await sealed(), await sealed({ labour: 3 }, { id: kept.id, base: 1 }), await sealed()]
      for (const body of [fresh, kept, correction, [other, kept], [{}], {}, { ...fresh, sha256: '0'.repeat(64) }, { ...fresh, form: 'none' }, await sealed({ labour: -1 })]) {
        const answer = await call('POST', '/api/submissions', { token, body: JSON.stringify(body) })
        expect([answer.status, (await said(answer)).code]).toEqual([401, `token_${end}`])
      }
      const broken = await call('POST', '/api/submissions', { token, body: '{' })
      expect([broken.status, (await said(broken)).code]).toEqual([401, `token_${end}`])
      expect(await rows()).toEqual(before)
    })
  })
})
