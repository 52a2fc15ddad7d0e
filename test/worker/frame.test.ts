// The office's frame, as every page of it carries it.
// 1  Each role is shown the places that are open to it, and no other: every place that is shown answers with a page.
// 2  Where the reader is, is marked: as the page itself, or as what the page lies within.
// 3  Outside the office, and for who has none, there is no frame. The way past the head stays the first thing on the page.
import { beforeAll, expect, test } from 'vitest'
import { adminToken, call, settle, tokenFor } from './visitor.ts'

let tokens: Readonly<Record<'officer' | 'reviewer' | 'viewer' | 'admin' | 'above' | 'whole', string>>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken, above: '', whole: '' }
  tokens = { ...tokens, above: (await tokenFor('Lù Thị Trên', 'reviewer', 'p')).token, whole: (await tokenFor('Lù Văn Cả', 'reviewer', null)).token }
})

const see = async (who: keyof typeof tokens, path: string): Promise<{ status: number; text: string }> => {
  const answer = await call('GET', path, { headers: { cookie: `__Host-phieu=${tokens[who]}`, accept: 'text/html' } })
  return { status: answer.status, text: await answer.text() }
}
const frameOf = (text: string): string => /<nav aria-label="Các mục của văn phòng">[\s\S]*?<\/nav>/.exec(text)?.[0] ?? ''
const ways = (text: string): string[] => [...new Set([...frameOf(text).matchAll(/href="([^"]+)"/g)].map(([, to = '']) => to))]

test.each(['viewer', 'reviewer', 'above', 'whole', 'admin'] as const)('1 what %s is shown is open to them', async (who) => {
  const shown = ways((await see(who, '/office')).text)
  expect(shown).toContain('/office')
  expect(shown.length).toBeGreaterThan(1)
  for (const path of shown) expect((await see(who, path)).status, path).toBe(200)
  expect(shown.includes('/office/forms')).toBe(who === 'admin')
  // What was done to his records: for who stands above the communes.
  expect(shown.includes('/office/audit')).toBe(who === 'admin' || who === 'above' || who === 'whole')
})

test.each([
  ['/office', '/office', 'page'],
  ['/office/trial', '/office', 'true'],
  ['/office/boards', '/office/boards', 'page'],
  ['/office/forms/trial', '/office/forms', 'true'],
])('2 at %s the reader is in %s', async (path, place, current) => {
  const marked = [...frameOf((await see('admin', path)).text).matchAll(/href="([^"]+)" aria-current="([^"]+)"/g)].map(([, to, how]) => [to, how])
  expect(marked).toEqual([[place, current], [place, current]])
})

test('3 nowhere else', async () => {
  expect(frameOf((await see('reviewer', '/')).text)).toBe('')
  expect(frameOf((await see('officer', '/office')).text)).toBe('')
  expect((await see('reviewer', '/office')).text).toMatch(/<body[^>]*><a class="skip" href="#main">/)
})
