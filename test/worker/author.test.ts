// The author's desk behind production's limits, without a browser.
// 1  Admins only: pages, posts and what the script asks for; others are told so, strangers are shown the way in.
// 2  A new form begins with a source that can be published; a title makes its id; ids that are taken or wrong are said.
// 3  What is saved is kept over the revision that was seen. Another's save is shown, never overwritten; both ways out are open.
// 4  Checking tells every problem with its line, and what a new version changes; nothing is published by it.
// 5  Publishing asks first, does what it showed and nothing else: what was saved or published since is looked at again.
// 6  A version that was published meanwhile is shown before one goes on.
// 7  Files, pieces and translations are put in without script.
// 8  A file that is brought along is opened, not published, and not over what somebody is writing.
// 9  Versions: all of them, an earlier one used again after a look at what that changes in the figures, gone on from; a form closed and opened.
// 10 What is written is tried by a link, apart from everything real, and thrown away whole.
// 11 What is typed is escaped wherever it is shown.
// 12 What changes nothing here is remarked, at the desk and by the door for forms; it hinders nothing. So is a translation that was begun: its gaps
//    are published in the form's own words, with one line for them.
// 13 The figures of a form that counts nothing say so, and who may add an indicator is led there.
import { zipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { adminToken, call, db, home, sealed, send, settle, tokenFor } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken, second: (await tokenFor('Nông Thị Hai', 'admin', null)).token }
})

const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who]}`, accept: 'text/html' })
const see = (path: string, who = 'admin'): Promise<Response> => call('GET', path, { headers: who === '' ? { accept: 'text/html' } : cookie(who) })
const html = async (answer: Response | Promise<Response>): Promise<string> => (await (await answer).text()).replace(/\s+/g, ' ')
async function post(path: string, boxes: Readonly<Record<string, string>>, who = 'admin', accept = 'text/html'): Promise<Response> {
  const body = new URLSearchParams(boxes).toString()
  return call('POST', path, { headers: { ...(who === '' ? {} : cookie(who)), origin: home, accept }, body, type: 'application/x-www-form-urlencoded' })
}

const small = (id: string, more = ''): string => `id: ${id}
title: Nguồn nước
language: vi
unit: \${noi}
survey:
  - { type: unit village, name: noi, label: Ở đâu?, required: yes }
  - { type: integer, name: so, label: Mấy?, constraint: . >= 0 }
${more}indicators:
  - { name: phieu, label: Số phiếu, count: yes }
examples:
  - { name: một, given: { noi: n1, so: 2 }, expect: { indicators: { phieu: 1 } } }
`
let made = 0
/** A form of its own, published once. */
async function published(): Promise<string> {
  const id = `desk_${++made}`
  const answer = await call('POST', '/api/forms', { token: adminToken, body: small(id), type: 'application/yaml' })
  expect(answer.status, await answer.clone().text()).toBe(201)
  return id
}
const draft = (form: string) => db.prepare('select base, revision, files from form_drafts where form = ?').bind(form).first<{ base: number; revision: number; files: string }>()
const save = (form: string, text: string, { base = 1, revision = 0, what = 'save', who = 'admin', accept = 'text/html', more = {} }: { base?: number; revision?: number; what?: string; who?: string; accept?: string; more?: Record<string, string> } = {}): Promise<Response> =>
  post(`/office/forms/${form}/edit`, { '.do': what, base: String(base), revision: String(revision), 'file:form.yaml': text, ...more }, who, accept)
const versions = (form: string): Promise<number> => db.prepare('select count(*) as n from versions where form = ?').bind(form).first<{ n: number }>().then((row) => row?.n ?? 0)

describe('1 admins only', () => {
  const pages = ['/office/forms', '/office/forms/trial', '/office/forms/trial/trial', '/office/forms/new', '/office/forms/trial/edit', '/office/forms/trial/known']
  const posts = ['/office/forms/new', '/office/forms/upload', '/office/forms/trial/edit', '/office/forms/trial/publish', '/office/forms/trial/seen', '/office/forms/trial/discard', '/office/forms/trial/again', '/office/forms/trial/state', '/office/forms/trial/recount', '/office/forms/trial/trial', '/office/forms/trial/trial/close']
  test.each(pages.flatMap((path) => [['', 401], ['officer', 403], ['reviewer', 403], ['viewer', 403], ['admin', 200], ['second', 200]].map(([who, status]) => [path, who, status] as const)))('GET %s as %s → %i', async (path, who, status) => {
    expect((await see(path, String(who))).status).toBe(status)
  })
  test.each(posts.flatMap((path) => [['', 401], ['officer', 403], ['reviewer', 403], ['viewer', 403]].map(([who, status]) => [path, who, status] as const)))('POST %s as %s → %i', async (path, who, status) => {
    expect((await post(path, { 'file:form.yaml': 'id: x', '.do': 'save' }, String(who))).status).toBe(status)
    expect(await draft('trial')).toBe(null)
  })
  test.each(posts)('POST %s from another site', async (path) => {
    expect((await call('POST', path, { headers: { ...cookie('admin'), origin: 'https://evil.example' }, body: 'a=b', type: 'application/x-www-form-urlencoded' })).status).toBe(403)
  })
  test('a form that is not there', async () => {
    expect((await see('/office/forms/nothing/edit')).status).toBe(404)
    expect((await save('nothing', small('nothing'))).status).toBe(404)
  })
})

describe('2 a new form', () => {
  test('from its title to its first version', async () => {
    const answer = await post('/office/forms/new', { name: 'Đếm  mó nước', id: '', from: '' })
    expect(answer.headers.get('location')).toBe('/office/forms/dem_mo_nuoc/edit')
    const kept = await draft('dem_mo_nuoc')
    const text = (JSON.parse(kept?.files ?? '{}') as Record<string, string>)['form.yaml'] ?? ''
    expect(await html(save('dem_mo_nuoc', text, { base: 0, revision: 1, what: 'check' }))).toContain('Không có chỗ nào sai')
    expect(await html(save('dem_mo_nuoc', text, { base: 0, revision: 2, what: 'publish' }))).toContain('sẽ được công bố lần đầu')
    const done = await post('/office/forms/dem_mo_nuoc/publish', { revision: '3', latest: '0' })
    expect(done.headers.get('location')).toBe('/office/forms/dem_mo_nuoc/edit?done=1')
    expect([await versions('dem_mo_nuoc'), await draft('dem_mo_nuoc')]).toEqual([1, null])
    expect(await html(see('/office/forms/dem_mo_nuoc/edit?done=1'))).toContain('Đã công bố bản 1')
  })
  test('a copy of another form, with its files', async () => {
    const from = await published()
    expect((await post('/office/forms/new', { name: 'Bản: chép', id: 'ban_chep', from })).status).toBe(303)
    expect(await html(post('/office/forms/ban_chep/edit', { '.do': 'check', base: '0', revision: '1', 'file:form.yaml': (JSON.parse((await draft('ban_chep'))?.files ?? '{}') as Record<string, string>)['form.yaml'] ?? '' }))).toContain('Không có chỗ nào sai')
  })
  test.each([
    ['no title', { name: ' ', id: 'x' }, 'Hãy đặt tên'],
    ['an id that cannot be', { name: 'X', id: 'Ký hiệu' }, 'Mã chỉ gồm'],
    ['a title without letters', { name: '2026', id: '' }, 'Mã chỉ gồm'],
    ['an id of a form', { name: 'X', id: 'trial' }, 'Đã có biểu mẫu'],
  ])('%s', async (_, boxes, says) => {
    const answer = await post('/office/forms/new', { from: '', ...boxes })
    expect(answer.status).toBe(422)
    expect(await html(answer)).toContain(says)
  })
  test('an id that somebody writes under already', async () => {
    expect((await post('/office/forms/new', { name: 'Một', id: 'mot', from: '' })).status).toBe(303)
    expect((await post('/office/forms/new', { name: 'Một', id: 'mot', from: '' }, 'second')).status).toBe(422)
  })
})

describe('3 saving', () => {
  test('over the revision that was seen', async () => {
    const form = await published()
    expect((await save(form, `${small(form)}# one\r\n`)).status).toBe(303)
    expect(await draft(form)).toMatchObject({ base: 1, revision: 1 })
    expect((await draft(form))?.files).not.toContain('\\r')
    expect((await save(form, `${small(form)}# two\n`, { revision: 1 })).status).toBe(303)
    expect((await draft(form))?.files).toContain('# two')
    expect(await html(see(`/office/forms/${form}/edit`))).toContain('# two')
  })
  test('what is as it was published is not kept', async () => {
    const form = await published()
    expect((await save(form, small(form))).status).toBe(303)
    expect(await draft(form)).toBe(null)
  })
  test('two authors', async () => {
    const form = await published()
    await save(form, `${small(form)}# first\n`, { who: 'second' })
    const beaten = await save(form, `${small(form)}# mine\n`)
    expect(beaten.status).toBe(409)
    const page = await html(beaten)
    for (const part of ['Nông Thị Hai lưu lúc', '# first', '# mine', 'Lấy bản đã lưu', 'Giữ bản của tôi']) expect(page).toContain(part)
    expect((await draft(form))?.files).toContain('# first')
    const told = (await (await save(form, `${small(form)}# mine\n`, { accept: 'application/json' })).json()) as { moved: { revision: number; files: Record<string, string> } }
    expect([told.moved.revision, told.moved.files['form.yaml']?.includes('# first')]).toEqual([1, true])
    expect((await save(form, `${small(form)}# mine\n`, { what: 'theirs', more: { seen: '1' } })).headers.get('location')).toBe(`/office/forms/${form}/edit`)
    expect((await draft(form))?.files).toContain('# first')
    await save(form, `${small(form)}# again\n`, { who: 'second', revision: 1 })
    expect((await save(form, `${small(form)}# mine\n`, { what: 'mine', more: { seen: '1' } })).status).toBe(409)
    expect((await save(form, `${small(form)}# mine\n`, { what: 'mine', more: { seen: '2' } })).status).toBe(303)
    expect((await draft(form))?.files).toContain('# mine')
  })
  test('what was published or discarded meanwhile is not raised again unseen', async () => {
    const form = await published()
    await save(form, `${small(form)}# first\n`)
    expect((await post(`/office/forms/${form}/discard`, { revision: '1' })).headers.get('location')).toBe('/office/forms?discarded')
    expect((await save(form, `${small(form)}# late\n`, { revision: 1 })).status).toBe(409)
    expect(await draft(form)).toBe(null)
    expect((await save(form, `${small(form)}# late\n`, { revision: 1, what: 'mine', more: { seen: '0' } })).status).toBe(303)
  })
  test('discarding takes only what was seen', async () => {
    const form = await published()
    await save(form, `${small(form)}# one\n`)
    await save(form, `${small(form)}# two\n`, { revision: 1 })
    await post(`/office/forms/${form}/discard`, { revision: '1' })
    expect((await draft(form))?.files).toContain('# two')
    expect(await html(save(form, `${small(form)}# two\n`, { revision: 2, what: 'discard' }))).toContain('Bỏ bản soạn này?')
  })
  test('the script is answered in JSON', async () => {
    const form = await published()
    expect(await (await save(form, `${small(form)}# one\n`, { accept: 'application/json' })).json()).toEqual({ revision: 1 })
    const checked = (await (await save(form, small(form, '  - { type: text, name: ma, label: Mã, constraint: "regex(., \'(a+)+$\')" }\n'), { accept: 'application/json', revision: 1, what: 'check' })).json()) as { revision: number; problems: { code: string; line: number }[] }
    expect([checked.revision, checked.problems.map(({ code, line }) => [code, line])]).toEqual([2, [['expression_regex', 8]]])
  })
  test('a source that is too large stays on the page', async () => {
    const form = await published()
    const body = new FormData()
    for (const [name, value] of Object.entries({ '.do': 'save', base: '1', revision: '0', 'file:form.yaml': small(form), 'file:lists/long.yaml': `# kept ${'#'.repeat(1_900_000)}` })) body.set(name, value)
    const sent = new Response(body)
    const answer = await call('POST', `/office/forms/${form}/edit`, { headers: { ...cookie('admin'), origin: home, 'content-type': sent.headers.get('content-type') ?? '' }, body: await sent.arrayBuffer() })
    expect(answer.status).toBe(413)
    const page = await html(answer)
    expect(page).toContain('Bản soạn lớn quá')
    expect(page).toContain('# kept ####')
    expect(await draft(form)).toBe(null)
  })
})

test('4 checking', async () => {
  const form = await published()
  const wrong = await html(save(form, small(form, '  - { type: txt, name: ten, label: Tên }\n'), { what: 'check' }))
  expect(wrong).toContain('form.yaml, dòng 8')
  expect(wrong).toContain('Có phải là “text” không?')
  const right = await html(save(form, small(form, '  - { type: text, name: ten, label: Tên }\n').replace('Số phiếu, count: yes', 'Tổng, sum: "${so}"').replace('phieu: 1', 'phieu: 2'), { what: 'check', revision: 1 }))
  for (const part of ['Không có chỗ nào sai', 'Câu hỏi mới “ten”', 'Phiếu đang ghi: được hỏi thêm', 'Số liệu: tính lại trên mọi phiếu đã có', 'form.yaml: thêm']) expect(right).toContain(part)
  const failing = await html(save(form, small(form).replace('phieu: 1', 'phieu: 5'), { what: 'check', revision: 2 }))
  expect(failing).toContain('chưa đúng')
  expect(failing).toContain('cần phieu: 5; ra phieu: 1')
  const other = await html(save(form, small('another'), { what: 'check', revision: 3 }))
  expect(other).toContain(`Đây là bản soạn của biểu mẫu “${form}”`)
  expect([await versions(form), await versions('another')]).toEqual([1, 0])
})

describe('5 publishing', () => {
  const next = (form: string): string => small(form, '  - { type: text, name: ten, label: Tên }\n')
  test('asks, then does', async () => {
    const form = await published()
    const page = await html(save(form, next(form), { what: 'publish' }))
    for (const part of ['Công bố biểu mẫu?', 'sẽ thành bản 2', 'Câu hỏi mới “ten”']) expect(page).toContain(part)
    expect(await versions(form)).toBe(1)
    expect((await post(`/office/forms/${form}/publish`, { revision: '1', latest: '1' })).headers.get('location')).toBe(`/office/forms/${form}/edit?done=2`)
    expect(await versions(form)).toBe(2)
    expect((await post(`/office/forms/${form}/publish`, { revision: '1', latest: '1' })).status).toBe(409)
    expect(await versions(form)).toBe(2)
  })
  test('not what was saved since', async () => {
    const form = await published()
    await save(form, next(form), { what: 'publish' })
    await save(form, next(form).replace('Tên }', 'Họ tên }'), { revision: 1, who: 'second' })
    const answer = await post(`/office/forms/${form}/publish`, { revision: '1', latest: '1' })
    expect(answer.status).toBe(409)
    expect(await html(answer)).toContain('Bản soạn vừa thay đổi')
    expect(await versions(form)).toBe(1)
  })
  test('not what is wrong', async () => {
    const form = await published()
    const answer = await save(form, small(form, '  - { type: txt, name: ten, label: Tên }\n'), { what: 'publish' })
    expect(answer.status).toBe(422)
    expect(await html(answer)).toContain('Chưa công bố được')
    expect((await post(`/office/forms/${form}/publish`, { revision: '1', latest: '1' })).status).toBe(422)
    expect(await versions(form)).toBe(1)
  })
  test('not under another name', async () => {
    const form = await published()
    await save(form, small('stolen'))
    expect((await post(`/office/forms/${form}/publish`, { revision: '1', latest: '1' })).status).toBe(422)
    expect(await versions('stolen')).toBe(0)
  })
  test('nothing changed is no version', async () => {
    const form = await published()
    expect((await save(form, small(form), { what: 'publish' })).status).toBe(200)
    expect((await post(`/office/forms/${form}/publish`, { revision: '0', latest: '1' })).headers.get('location')).toBe(`/office/forms/${form}/edit?done=same`)
    expect(await versions(form)).toBe(1)
  })
})

test('6 another version came meanwhile', async () => {
  const form = await published()
  await save(form, `${small(form)}# mine\n`)
  const theirs = small(form).replace('Mấy?', 'Bao nhiêu?')
  expect((await call('POST', '/api/forms', { token: adminToken, body: theirs, type: 'application/yaml' })).status).toBe(201)
  const page = await html(see(`/office/forms/${form}/edit`))
  for (const part of ['bản 2 đã được công bố', 'Bao nhiêu?', 'Tôi đã xem']) expect(page).toContain(part)
  expect((await save(form, `${small(form)}# mine\n`, { revision: 1, what: 'publish' })).status).toBe(409)
  expect((await post(`/office/forms/${form}/publish`, { revision: '2', latest: '2' })).status).toBe(409)
  // A number that is not the latest was not seen.
  await post(`/office/forms/${form}/seen`, { revision: '2', latest: '1' })
  expect(await draft(form)).toMatchObject({ base: 1 })
  await post(`/office/forms/${form}/seen`, { revision: '2', latest: '2' })
  expect(await draft(form)).toMatchObject({ base: 2, revision: 3 })
  expect(await html(see(`/office/forms/${form}/edit`))).not.toContain('Tôi đã xem')
  // A page that was opened before it, saved for the first time after it.
  const other = await published()
  await call('POST', '/api/forms', { token: adminToken, body: small(other).replace('Mấy?', 'Bao nhiêu?'), type: 'application/yaml' })
  await save(other, `${small(other)}# old\n`, { base: 1 })
  expect(await draft(other)).toMatchObject({ base: 1, revision: 1 })
})

test('7 without script', async () => {
  const form = await published()
  const added = await html(save(form, small(form), { what: 'add', more: { add: 'en.yaml' } }))
  expect(added).toContain('name="file:en.yaml"')
  expect(await html(save(form, small(form), { what: 'add', revision: 1, more: { add: '../evil.yaml' } }))).toContain('Tên tệp phải như')
  let page = await html(save(form, small(form), { what: 'check', revision: 2, more: { 'file:en.yaml': '' } }))
  expect(page).toContain('en: còn thiếu 4')
  const boxes = Object.fromEntries([...page.matchAll(/name="(tr:[^"]+)"/g)].map(([, name = ''], i) => [name.replace(/&quot;/g, '"'), `Words ${i}`]))
  expect(Object.keys(boxes)).toHaveLength(4)
  page = await html(save(form, small(form), { what: 'fill', revision: 3, more: { 'file:en.yaml': '', ...boxes } }))
  expect(page).toContain('Không có chỗ nào sai')
  expect((await draft(form))?.files).toContain('Words 3')
  page = await html(save(form, small(form), { what: 'insert', revision: 4, more: { insert: 'select_one' } }))
  expect(page).toContain('type: select_one cau_ds_1')
  expect(await html(save(form, small(form), { what: 'insert', revision: 5, more: { insert: 'constructor' } }))).not.toContain('type: constructor')
  await save(form, small(form), { what: 'drop en.yaml', revision: 6, more: { 'file:en.yaml': 'title: x' } })
  expect((await draft(form))?.files).not.toContain('en.yaml')
})

describe('8 a file brought along', () => {
  async function bring(name: string, bytes: Uint8Array | string): Promise<Response> {
    const body = new FormData()
    body.set('file', new File([bytes as Uint8Array<ArrayBuffer>], name))
    const sent = new Response(body)
    return call('POST', '/office/forms/upload', { headers: { ...cookie('admin'), origin: home, 'content-type': sent.headers.get('content-type') ?? '' }, body: await sent.arrayBuffer() })
  }
  test('a lone form, a folder, over one that is published', async () => {
    expect((await bring('form.yaml', small('brought'))).headers.get('location')).toBe('/office/forms/brought/edit')
    const zip = zipSync({ 'x/form.yaml': new TextEncoder().encode(small('brought_zip')), 'x/en.yaml': new TextEncoder().encode('title: W') })
    expect((await bring('x.zip', zip)).headers.get('location')).toBe('/office/forms/brought_zip/edit')
    expect((await draft('brought_zip'))?.files).toContain('en.yaml')
    const form = await published()
    await bring('form.yaml', `${small(form)}# more\n`)
    expect(await draft(form)).toMatchObject({ base: 1, revision: 1 })
    expect(await versions(form)).toBe(1)
  })
  test('not over what is being written', async () => {
    const form = await published()
    await save(form, `${small(form)}# mine\n`)
    expect((await bring('form.yaml', `${small(form)}# other\n`)).status).toBe(409)
    expect((await draft(form))?.files).toContain('# mine')
  })
  test.each([['words', 'x.yaml', 'words'], ['no zip', 'x.zip', 'PK\u0003\u0004rest'], ['bytes', 'x.yaml', new Uint8Array([0xff, 0xfe, 0])]])('%s', async (_, name, bytes) => {
    expect((await bring(name, bytes)).status).toBe(422)
  })
})

describe('9 versions', () => {
  test('used again, with the figures before and after', async () => {
    const form = await published()
    const sent = await send(tokens.officer ?? '', await sealed({}, { form, version: 1, answers: { noi: 'n1', so: 2 } }))
    expect(sent.status, await sent.clone().text()).toBe(201)
    const more = small(form).replace('Số phiếu, count: yes', 'Tổng, sum: "${so}"').replace('phieu: 1', 'phieu: 2')
    const asked = await html(save(form, more, { what: 'publish' }))
    for (const part of ['Số liệu sẽ đổi', 'Tính thử trên 1 phiếu', '<td class="n">1</td><td class="n">2</td>', 'Thôn Bản n1']) expect(asked).toContain(part)
    expect((await post(`/office/forms/${form}/publish`, { revision: '1', latest: '1' })).status).toBe(303)
    // A grouping more moves no total: that is said, where both numbers are the same.
    const divided = await html(save(form, more.replace('sum: "${so}"', 'sum: "${so}", by: [noi]'), { base: 2, what: 'publish' }))
    expect(divided).toContain('(phiếu đã nhận; tổng giữ nguyên, chỉ cách chia đổi)')
    await post(`/office/forms/${form}/discard`, { revision: '1' })
    const list = await html(see(`/office/forms/${form}`))
    for (const part of ['bản 2', 'đang dùng', 'Dùng lại bản 1', 'Soạn tiếp từ bản 1', 'Đóng biểu mẫu']) expect(list).toContain(part)
    const back = await html(post(`/office/forms/${form}/again`, { version: '1', '.do': 'ask' }))
    for (const part of ['công bố lại thành bản 3', 'Chỉ tiêu “phieu” tính khác đi', '<td class="n">2</td><td class="n">1</td>']) expect(back).toContain(part)
    expect(await versions(form)).toBe(2)
    // Somebody else published in between: looked at again.
    expect((await post(`/office/forms/${form}/again`, { version: '1', latest: '1', '.do': 'yes' })).status).toBe(409)
    expect((await post(`/office/forms/${form}/again`, { version: '1', latest: '2', '.do': 'yes' })).headers.get('location')).toBe(`/office/forms/${form}?done`)
    expect(await versions(form)).toBe(3)
    expect((await post(`/office/forms/${form}/again`, { version: '9', '.do': 'ask' })).status).toBe(404)
    expect((await post(`/office/forms/${form}/recount`, {})).status).toBe(303)
  })
  test('gone on from', async () => {
    const form = await published()
    await call('POST', '/api/forms', { token: adminToken, body: small(form).replace('Mấy?', 'Bao nhiêu?'), type: 'application/yaml' })
    expect((await post(`/office/forms/${form}/again`, { version: '1', '.do': 'write' })).headers.get('location')).toBe(`/office/forms/${form}/edit`)
    expect(await draft(form)).toMatchObject({ base: 2, revision: 1 })
    expect((await draft(form))?.files).toContain('Mấy?')
    expect((await post(`/office/forms/${form}/again`, { version: '1', '.do': 'write' })).status).toBe(409)
  })
  test('closed and opened', async () => {
    const form = await published()
    for (const [state, says] of [['closed', 'Mở lại biểu mẫu'], ['open', 'Đóng biểu mẫu'], ['gone', 'Đóng biểu mẫu']] as const) {
      expect((await post(`/office/forms/${form}/state`, { state })).status).toBe(303)
      expect(await html(see(`/office/forms/${form}`))).toContain(says)
    }
  })
})

test('10 trying it', async () => {
  const form = await published()
  expect((await save(form, small(form, '  - { type: text, name: ten, label: Tên }\n'), { what: 'trial' })).headers.get('location')).toBe(`/office/forms/${form}/trial`)
  expect(await html(post(`/office/forms/${form}/trial`, { name: '', unit: '' }))).toContain('Hãy ghi tên người thử')
  expect(await html(post(`/office/forms/${form}/trial`, { name: 'Cô Mai', unit: 'nowhere at all' }))).toContain('Không có nơi nào tên')
  expect(await html(post(`/office/forms/${form}/trial`, { name: 'Cô Mai', unit: 'thon ban' }))).toMatch(/Hãy ghi mã của đúng một nơi: [^:;]+: n\d; /)
  const opened = await html(post(`/office/forms/${form}/trial`, { name: 'Cô Mai', unit: 'n1' }))
  expect(opened).toContain('Đường dẫn chạy thử của Cô Mai')
  expect(opened).toMatch(/value="https:\/\/phieu\.example\/enrol\/\w+/)
  expect(await html(see(`/office/forms/${form}/trial`))).toContain('Bỏ bản thử và mọi phiếu thử')
  expect(await html(see('/office/forms'))).not.toContain('~trial')
  expect(await versions(form)).toBe(1)
  expect((await post(`/office/forms/${form}/trial/close`, {})).status).toBe(303)
  expect(await html(see(`/office/forms/${form}/trial`))).not.toContain('Bỏ bản thử')
  await save(form, small(form, '  - { type: txt, name: ten, label: Tên }\n'), { revision: 1 })
  expect((await post(`/office/forms/${form}/trial`, { name: 'Cô Mai', unit: '' })).status).toBe(422)
})

test('11 what is typed is only text', async () => {
  const form = await published()
  const evil = small(form).replace('Nguồn nước', '"</textarea><script>alert(1)</script>"')
  for (const what of ['check', 'publish']) {
    const page = await html(save(form, evil, { what, revision: what === 'check' ? 0 : 1 }))
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toContain('<script>alert')
  }
  expect(await html(see('/office/forms'))).not.toContain('<script>alert')
})

test('12 remarks', async () => {
  const id = await published()
  const text = small(id).replace('label: Mấy?', 'label: Mấy?, appearance: minimal')
  const page = await html(save(id, text, { what: 'check' }))
  expect([page.includes('Chỗ cần sửa:'), page.includes('Chỗ cần biết (không cản công bố): 1'), page.includes('Cách hiện “minimal” được giữ lại')]).toEqual([false, true, true])
  const answer = await call('POST', '/api/forms', { token: adminToken, body: text, type: 'application/yaml', headers: { 'accept-language': 'en' } })
  expect([answer.status, ((await answer.json()) as { warnings: unknown[] }).warnings]).toEqual([201, [expect.objectContaining({ code: 'appearance_idle', line: 7, at: 'so', title: 'The appearance “minimal” is kept; of integer it changes nothing here.' })]])
})

test('12 a translation that was begun', async () => {
  const id = await published()
  const files = { 'form.yaml': small(id), 'en.yaml': 'title: Source\n' }
  const page = await html(save(id, small(id), { what: 'publish', more: { 'file:en.yaml': files['en.yaml'] } }))
  for (const part of ['Công bố biểu mẫu?', 'en: còn thiếu 3. Chỗ chưa dịch hiện bằng lời gốc.']) expect(page).toContain(part)
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)])))
  const answer = await call('POST', '/api/forms', { token: adminToken, body: zip as BodyInit, type: 'application/zip', headers: { 'accept-language': 'en' } })
  const made = (await answer.json()) as { warnings: { title: string }[]; untranslated: Record<string, readonly string[]> }
  expect([answer.status, made.warnings.map(({ title }) => title), made.untranslated.en]).toEqual([
    201, ['3 texts have no en; the vi ones stand in. This is the first.'], ['survey.noi.label', 'survey.so.label', 'indicators.phieu.label'],
  ])
})

test('13 nothing to count', async () => {
  const id = `desk_${++made}`
  const bare = small(id).replace(/indicators:[\s\S]*/, '')
  expect((await call('POST', '/api/forms', { token: adminToken, body: bare, type: 'application/yaml' })).status).toBe(201)
  const [seen, reviewed] = [await html(see(`/office/${id}`)), await html(see(`/office/${id}`, 'reviewer'))]
  for (const one of [seen, reviewed]) expect(one).toContain('Biểu mẫu này chưa có chỉ tiêu nào')
  expect([seen, reviewed].map((one) => one.includes(`href="/office/forms/${id}/edit"`))).toEqual([true, false])
})
