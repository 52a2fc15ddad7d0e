// Targets as a file: taken away, filled in, brought back.
// 1  The sheet that is taken away comes back and changes nothing, as XLSX and as CSV, in both languages.
// 2  What was written into it is set, as revisions with who and when; the same file again changes nothing.
// 3  All that is wrong at once with its cell, and nothing written; a dry run writes nothing.
// 4  What somebody else set meanwhile is not overwritten: what was not touched says nothing, what was is refused whole.
// 5  What is not theirs is not there. Bytes that are no sheet are told, and unfold to no more than they may.
// 6  The office's pages: chosen, looked at with what is there and what will be, put in place whole; what moved in between is shown again.
import { beforeAll, describe, expect, test } from 'vitest'
import { zipSync } from 'fflate'
import { writeXlsx } from 'hucre/xlsx'
import { readCells } from '../../src/translate/workbook.ts'
import { adminToken, call, db, home, rows, said, sealed, send, settle, tokenFor } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.north = (await tokenFor('Lò Thị Chín', 'reviewer', 'north')).token
  await send(tokens.officer ?? '', await sealed())
})

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
type Cell = string | number | null
const table = async (query: string, who = 'north', language = 'vi'): Promise<Response> => call('GET', `/api/targets/table?form=trial&period=2026&level=village${query}`, { token: tokens[who] ?? '', headers: { 'accept-language': language } })
const bring = async (body: BodyInit, type: string, query = '', who = 'north', language = 'vi'): Promise<{ status: number; body: Record<string, never> }> => {
  const answer = await call('POST', `/api/targets/import?form=trial${query}`, { token: tokens[who] ?? '', body, type, headers: { 'accept-language': language } })
  return { status: answer.status, body: await said(answer) }
}
const book = (grid: readonly (readonly Cell[])[]): Promise<Uint8Array> => writeXlsx({ sheets: [{ name: 'Kế hoạch', rows: grid.map((row) => [...row]) }] })
const cellsOf = async (answer: Response): Promise<(string | number)[][]> => {
  const read = await readCells(new Uint8Array(await answer.arrayBuffer()))
  return 'unreadable' in read ? [] : (read.sheets[0]?.rows ?? []).map((row) => [...row])
}
const held = async (): Promise<unknown> => (await db.prepare(`select indicator, period, unit, revision, value, by from targets order by indicator, period, unit, revision`).all()).results
const put = async (unit: string, value: number | null): Promise<void> => {
  const answer = await call('PUT', '/api/targets', { token: adminToken, body: JSON.stringify([{ indicator: 'trial.labour_days', period: '2026', unit, value }]) })
  expect(answer.status).toBe(200)
}

describe('1 2 there and back', () => {
  test.each([['', 'vi'], ['&format=csv', 'vi'], ['', 'en'], ['&format=csv', 'en']])('unchanged %s %s', async (query, language) => {
    await put('n1', 1234.5)
    const answer = await table(query, 'north', language)
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, `attachment; filename="trial-2026.${query === '' ? 'xlsx' : 'csv'}"`])
    const before = await rows()
    const done = await bring(await answer.arrayBuffer(), query === '' ? xlsx : 'text/csv', '', 'north', language)
    expect([done.status, done.body.set, done.body.changes]).toEqual([200, 0, []])
    expect(await rows()).toEqual(before)
  })
  test('every indicator at every place of theirs, with what holds', async () => {
    const [head, ...lines] = await cellsOf(await table(''))
    expect(head).toEqual(['Mã chỉ tiêu', 'Chỉ tiêu', 'Đơn vị tính', 'Mã nơi', 'Nơi', 'Kỳ', 'Kế hoạch', 'Lần sửa'])
    expect([...new Set(lines.map((line) => line[3]))]).toEqual(['north', 'n1', 'n2'])
    expect(lines.find((line) => line[0] === 'trial.labour_days' && line[3] === 'n1')).toEqual(['trial.labour_days', 'Ngày công', 'công', 'n1', 'Thôn Bản n1', '2026', 1234.5, 1])
    expect((await cellsOf(await table('', 'admin'))).some((line) => line[3] === '*')).toBe(true)
  })
  test('filled in and brought back, twice', async () => {
    const grid = await cellsOf(await table(''))
    const filled = grid.map((line) => (line[0] === 'trial.labour_days' && line[3] === 'n2' ? [...line.slice(0, 6), 900, line[7] ?? ''] : line[0] === 'trial.labour_days' && line[3] === 'n1' ? [...line.slice(0, 6), '', line[7] ?? ''] : line))
    const bytes = await book(filled.map((line) => line.map((cell) => (cell === '' ? null : cell))))
    const before = await rows()
    const looked = await bring(bytes, xlsx, '&dry_run=1')
    expect([looked.status, looked.body.set, looked.body.changes]).toMatchObject([200, 0, [{ unit: 'n1', was: 1234.5, value: null, base: 1, moved: false }, { unit: 'n2', was: null, value: 900, base: 0 }]])
    expect(await rows()).toEqual(before)
    expect((await bring(bytes, xlsx)).body.set).toBe(2)
    const after = await rows()
    const again = await bring(bytes, xlsx)
    expect([again.status, again.body.set]).toEqual([200, 0])
    expect(await rows()).toEqual(after)
    const reviewer = (await db.prepare(`select person from tokens t join people p on p.id = t.person where p.name = 'Lò Thị Chín'`).first<{ person: string }>())?.person
    expect(await held()).toEqual([
      { indicator: 'trial.labour_days', period: '2026', unit: 'n1', revision: 1, value: 1234.5, by: 'admin' }, { indicator: 'trial.labour_days', period: '2026', unit: 'n1', revision: 2, value: null, by: reviewer },
      { indicator: 'trial.labour_days', period: '2026', unit: 'n2', revision: 1, value: 900, by: reviewer },
    ])
  })
  test.each([
    ['semicolons', 'Chỉ tiêu;Nơi;Kỳ;Kế hoạch\r\nNgày công;Thôn Bản n1;Quý 3/2026;1.234,5\r\n'], ['tabs', 'Chỉ tiêu\tNơi\tKỳ\tKế hoạch\nNgày công\tBản n1\tQ3/2026\t1234,5'], ['commas and quotes', '\ufeffchi tieu,noi,ky,ke hoach\r\n"Ngày công","n1","2026-Q3","1.234,5"\r\n'],
  ])('a CSV with %s', async (_, text) => {
    const done = await bring(text, 'text/csv')
    expect([done.status, done.body.lines]).toEqual([200, 1])
    expect(await db.prepare(`select value, revision from targets where period = '2026-Q3'`).first()).toEqual({ value: 1234.5, revision: 1 })
  })
  test('UTF-16, as Excel calls Unicode text', async () => {
    const text = '\ufeffChỉ tiêu\tNơi\tKỳ\tKế hoạch\r\nNgày công\tn1\tQ3/2026\t1234,5\r\n'
    expect((await bring(new Uint8Array(Uint16Array.from([...text].map((one) => one.charCodeAt(0))).buffer), 'text/csv')).body).toMatchObject({ lines: 1, set: 0 })
  })
})

describe('3 what is wrong', () => {
  test('all at once, with sheet, row and cell; nothing written', async () => {
    const before = await rows()
    const done = await bring(await book([['Kế hoạch năm'], ['Chỉ tiêu', 'Nơi', 'Kỳ', 'Kế hoạch'], ['Ngày công', 'n1', 2026, 5], ['Ngày công', 'south', 2026, '1,500'], ['Ngày gì', 'n1', 'mai', 5]]), xlsx)
    expect([done.status, done.body.code]).toEqual([422, 'malformed'])
    expect((done.body.problems as unknown as { sheet: string; row: number; cell: string; code: string; title: string }[]).map(({ sheet, row, cell, code }) => `${sheet} ${row} ${cell} ${code}`)).toEqual([
      'Kế hoạch 4 B4 target_none', 'Kế hoạch 4 D4 number_ambiguous', 'Kế hoạch 5 A5 target_none', 'Kế hoạch 5 C5 target_period',
    ])
    expect((done.body.problems as unknown as { title: string }[])[0]?.title).toBe('Không có nơi nào tên “south” trong phần của bạn.')
    expect(await rows()).toEqual(before)
  })
})

describe('4 meanwhile', () => {
  test('what was not touched says nothing; what was is refused whole', async () => {
    await put('n1', 10)
    await put('n2', 20)
    const grid = await cellsOf(await table(''))
    await put('n1', 11)
    const before = await rows()
    const change = (unit: string, value: number): Promise<Uint8Array> => book(grid.map((line) => (line[0] === 'trial.labour_days' && line[3] === unit ? [...line.slice(0, 6), value, line[7] ?? ''] : line).map((cell) => (cell === '' ? null : cell))))
    const mine = await change('n2', 21)
    expect((await bring(mine, xlsx, '&dry_run=1')).body.changes).toMatchObject([{ unit: 'n2', was: 20, value: 21, moved: false }])
    const both = await change('n1', 99)
    expect((await bring(both, xlsx, '&dry_run=1')).body.changes).toMatchObject([{ unit: 'n1', was: 11, value: 99, moved: true }])
    const refused = await bring(both, xlsx)
    expect([refused.status, refused.body.code]).toEqual([409, 'targets_moved'])
    expect(await rows()).toEqual(before)
    expect((await bring(mine, xlsx)).body.set).toBe(1)
  })
  test('ten at once with the same file: set once', async () => {
    const bytes = await book([['Chỉ tiêu', 'Nơi', 'Kỳ', 'Kế hoạch'], ['Ngày công', 'n1', 2031, 7], ['Ngày công', 'n2', 2031, 8]])
    const all = await Promise.all(Array.from({ length: 10 }, () => bring(bytes, xlsx)))
    expect(all.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([])
    expect(await db.prepare(`select count(*) as n, max(revision) as most from targets where period = '2031'`).first()).toEqual({ n: 2, most: 1 })
  })
})

describe('5 bytes and rights', () => {
  test.each([['viewer', 403], ['officer', 403]])('%s brings nothing', async (who, status) => {
    expect((await bring('x', 'text/csv', '', who)).status).toBe(status)
  })
  test('another’s place and form', async () => {
    expect((await bring('Chỉ tiêu,Nơi,Kỳ,Kế hoạch\nNgày công,*,2026,1\n', 'text/csv')).body.problems).toMatchObject([{ code: 'target_none', cell: 'B2' }])
    expect((await table('&form=nothing'.replace('&form', '&x'))).status).toBe(400)
    expect((await call('GET', '/api/targets/table?form=nothing&period=2026&level=village', { token: tokens.north ?? '' })).status).toBe(404)
  })
  const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(33_000_000), '[Content_Types].xml': new Uint8Array(1) })
  test.each([
    ['no workbook', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), xlsx, 'not_xlsx'], ['a bomb', bomb, xlsx, 'too_large'], ['another encoding', new Uint8Array([0x43, 0xf4, 0x6e, 0x67]), 'text/csv', 'not_utf8'], ['an old file that is none', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), xlsx, 'xls'],
  ])('%s', async (_, bytes, type, reason) => {
    const done = await bring(bytes, type)
    expect([done.status, done.body.problems]).toMatchObject([422, [{ code: 'workbook_unreadable', facts: { reason } }]])
  })
  test('nothing at all', async () => {
    expect((await bring('', 'text/csv')).body.problems).toMatchObject([{ code: 'target_empty' }])
  })
})

describe('6 pages', () => {
  const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html', origin: home })
  const choose = async (content: string, name: string, who = 'north'): Promise<{ status: number; text: string }> => {
    const body = new FormData()
    body.append('file', new File([content], name))
    const packed = new Response(body)
    const answer = await call('POST', '/office/trial/targets/import', { headers: { ...cookie(who), 'content-type': packed.headers.get('content-type') ?? '' }, body: await packed.arrayBuffer() })
    return { status: answer.status, text: await answer.text() }
  }
  const unescaped = (text: string): string => text.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')
  const hidden = (text: string, name: string): string => unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '')
  const apply = async (boxes: Record<string, string>, who = 'north'): Promise<Response> =>
    call('POST', '/office/trial/targets/import/apply', { headers: cookie(who), body: new URLSearchParams(boxes).toString(), type: 'application/x-www-form-urlencoded' })
  const csv = 'Chỉ tiêu;Nơi;Kỳ;Kế hoạch\nNgày công;n1;2029;1.500\nNgày công;n2;2029;2,5\n'

  test('what will change, then put in place', async () => {
    const before = await rows()
    const looked = await choose(csv, 'kh.csv')
    expect([looked.status, looked.text.includes('Sẽ thay đổi 2 số'), looked.text.includes('1.500'), looked.text.includes('chưa giao')]).toEqual([200, true, true, true])
    expect(await rows()).toEqual(before)
    const done = await apply({ changes: hidden(looked.text, 'changes') })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/office/trial/targets?done=2'])
    expect((await apply({ changes: hidden(looked.text, 'changes') })).headers.get('location')).toBe('/office/trial/targets?done=0')
    expect((await choose(csv, 'kh.csv')).text).toContain('Tệp này không làm thay đổi số nào')
  })
  test('set by another in between: nothing is written, and it is shown again', async () => {
    const looked = await choose(csv.replaceAll('2029', '2030'), 'kh.csv')
    await call('PUT', '/api/targets', { token: adminToken, body: JSON.stringify([{ indicator: 'trial.labour_days', period: '2030', unit: 'n1', value: 77 }]) })
    const before = await rows()
    const answer = await apply({ changes: hidden(looked.text, 'changes') })
    const text = await answer.text()
    expect([answer.status, text.includes('vừa được người khác sửa'), text.includes('>77\u00a0công<')]).toEqual([409, true, true])
    expect(await rows()).toEqual(before)
    // Left alone without the tick, changed with it.
    expect((await apply({ changes: hidden(text, 'changes'), moved: hidden(text, 'moved') })).headers.get('location')).toBe('/office/trial/targets?done=1')
    expect((await apply({ changes: hidden(text, 'changes'), moved: hidden(text, 'moved'), too: 'yes' })).headers.get('location')).toBe('/office/trial/targets?done=1')
    expect(await db.prepare(`select value, revision from targets where period = '2030' and unit = 'n1' order by revision desc limit 1`).first()).toEqual({ value: 1500, revision: 2 })
  })
  test('slips, each with its cell', async () => {
    const { status, text } = await choose('Chỉ tiêu;Nơi;Kỳ;Kế hoạch\nNgày gì;n1;2029;1,500\n', 'kh.csv')
    expect([status, text.includes('Có 2 chỗ phải sửa'), text.includes('>A2<'), text.includes('>D2<')]).toEqual([422, true, true, true])
  })
  test.each([['no file', {}, 422], ['what is no list', { changes: 'x' }, 400], ['what is not theirs', { changes: '[["trial.labour_days","2026","south",1,0]]' }, 404]] as const)('%s', async (name, boxes, status) => {
    if (name === 'no file') expect((await call('POST', '/office/trial/targets/import', { headers: cookie('north'), body: '', type: 'application/x-www-form-urlencoded' })).status).toBe(status)
    else expect((await apply(boxes as Record<string, string>)).status).toBe(status)
  })
  test.each([['viewer', 403], ['officer', 403]])('%s has no such page', async (who, status) => {
    expect((await call('GET', '/office/trial/targets/import', { headers: cookie(who) })).status).toBe(status)
  })
})

test.each([['&format=csv', 'vi'], ['&format=csv', 'en'], ['', 'vi']])('1 less than nothing is a number, not a formula %s %s', async (query, language) => {
  await put('n1', -2.5)
  const answer = await table(query, 'north', language)
  if (query !== '') expect(await answer.clone().text()).toContain(language === 'vi' ? ',"-2,5",' : ',-2.5,')
  const done = await bring(await answer.arrayBuffer(), query === '' ? xlsx : 'text/csv', '', 'north', language)
  expect([done.status, done.body.changes]).toEqual([200, []])
})
