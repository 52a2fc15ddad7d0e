// What somebody takes away is what he sees: for every sort of person of the access table the same cells stand in CSV, in each workbook, in the zip, in GeoJSON, in the API's list with
// its records, and on the pages.
// 1  Each cell of each record holds a value that is nowhere else; which of them somebody finds in one form he finds in all, no more and no fewer (what a form works out unseen has no line on a page).
// 2  Which those are is said here, sort by sort: so that five forms that leak, or hide, alike do not pass.
// 3  Whoever may not take away is refused every file; his list and his records have what is his.
import { unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { unsigned } from '../../src/record/canonical.ts'
import { sha256Hex } from '../../src/server/digest.ts'
import { adminToken, call, said, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

const form = `
id: well
title: Giếng nước
language: vi
unit: \${village}
instance_name: \${owner}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: text, name: spot, label: Chỗ nào }
  - { type: text, name: owner, label: Chủ giếng, personal: basic }
  - { type: calculate, name: greeting, calculation: "concat('calc', \${owner})" }
  - { type: integer, name: depth, label: Sâu }
  - { type: select_one sort, name: sort, label: Loại }
  - { type: geopoint, name: at, label: Giếng ở đâu }
  - type: repeat
    name: user
    label: Hộ dùng
    questions:
      - { type: text, name: lane, label: Ngõ }
      - { type: text, name: who, label: Ai, personal: sensitive, purpose: Chia lượt lấy nước }
choices:
  sort: [{ name: dug, label: Đào }, { name: bored, label: Khoan }]
`

const tokens: Record<string, string> = {}
/** 'record cell' → the value that stands there and nowhere else. */
const cells = new Map<string, string>()
const authors = { O: 'n1', V: 'n1', OX: 's1', CR: 'n2', DR: 's1' } as const
type Author = keyof typeof authors
const ids: Record<string, string> = {}

beforeAll(async () => {
  const settled = await settle()
  const made = async (name: string, role: string, unit: string | null, more: Loose = {}): Promise<string> => (await tokenFor(name, role, unit, more)).token
  Object.assign(tokens, {
    O: settled.officer, V: await made('Trưởng bản Một', 'officer', 'n1'), OX: settled.stranger, CR: settled.reviewer, CX: settled.far, DR: await made('Lê Văn Trên', 'reviewer', 'p'), VW: settled.viewer, AD: adminToken,
    AP: await made('Cà Thị Giữ', 'admin', null, { personal: true }),
  })
  expect((await call('POST', '/api/forms', { token: adminToken, body: form, type: 'application/yaml' })).status).toBe(201)
  for (const [i, who] of (Object.keys(authors) as Author[]).entries()) {
    const own = (cell: string, value: string): string => {
      cells.set(`${who} ${cell}`, value)
      return value
    }
    const answers = {
      village: authors[who], spot: own('spot', `cho${i}kk`), owner: own('owner', `chu${i}pp`), greeting: `calcchu${i}pp`, depth: Number(own('depth', `${61 + i}7`)), sort: 'dug', at: `22.7${i}11 104.6${i}22`,
      user: [0, 1].map((row) => ({ lane: own(`user ${row} lane`, `ngo${i}${row}kk`), who: own(`user ${row} who`, `ai${i}${row}pp`) })),
    }
    cells.set(`${who} greeting`, answers.greeting)
    cells.set(`${who} at`, `22.7${i}11`)
    const body = { id: crypto.randomUUID(), form: 'well', version: 1, answers, context: { at: Date.now(), zone: 420, seed: 7 } }
    const answer = await send(tokens[who] ?? '', { ...body, sha256: await sha256Hex(unsigned(body as never)) })
    expect(answer.status, await answer.clone().text()).toBe(201)
    ids[who] = body.id
  }
})

/** Which cells are found in a text. What is calculated holds what it is calculated from: the one is looked for without the other. A number is one by itself, not three digits of an id. */
function found(text: string): readonly string[] {
  // A page writes a decimal comma and a mark between thousands.
  const plain = text.replace(/(\d),(\d)/g, '$1.$2')
  return [...cells].filter(([, value]) => (/^chu/.test(value) ? new RegExp(`(?<!calc)${value}`).test(plain) : /^\d+$/.test(value) ? new RegExp(`(?<![\\w.])${value}(?!\\w|[\\d.]*\\d)`).test(plain) : plain.includes(value))).map(([cell]) => cell).sort()
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const unzipped = (bytes: Uint8Array): string => Object.values(unzipSync(bytes)).map(text).join('\n')
const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })

async function file(who: string, query: string): Promise<readonly [number, readonly string[]]> {
  const answer = await call('GET', `/api/forms/well/export?${query}`, { token: tokens[who] ?? '' })
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return [answer.status, answer.status !== 200 ? [] : found(bytes[0] === 0x50 && bytes[1] === 0x4b ? unzipped(bytes) : text(bytes))]
}

const isOffice = (who: string): boolean => !['O', 'V', 'OX'].includes(who)

/** The list, and each record that it leads to. */
async function byApi(who: string): Promise<readonly string[]> {
  const { rows } = (await said(await call('GET', '/api/submissions?form=well&limit=200', { token: tokens[who] ?? '' }))) as unknown as { rows: readonly { id: string }[] }
  const all = await Promise.all(rows.map(async ({ id }) => (await call('GET', `/api/submissions/${id}`, { token: tokens[who] ?? '' })).text()))
  return found(all.join('\n'))
}

/** Every record asked for by its id, as a page; what is not there is no page. */
async function byPages(who: string): Promise<readonly string[]> {
  const all = await Promise.all(Object.values(ids).map(async (id) => {
    const answer = await call('GET', isOffice(who) ? `/office/submissions/${id}` : `/receipts/${id}`, { headers: cookie(who) })
    return answer.status === 200 ? answer.text() : ''
  }))
  return found(all.join('\n'))
}

const isPersonal = (cell: string): boolean => /owner|greeting|who/.test(cell)
const of = (records: readonly Author[], sees: boolean): readonly string[] => [...cells.keys()].filter((cell) => records.includes(cell.split(' ')[0] as Author) && (sees || !isPersonal(cell))).sort()
const north: readonly Author[] = ['O', 'V', 'CR']
const everywhere: readonly Author[] = ['O', 'V', 'OX', 'CR', 'DR']
const may: readonly (readonly [string, readonly Author[], boolean])[] = [['CR', north, true], ['CX', ['OX', 'DR'], true], ['DR', everywhere, true], ['VW', north, false], ['AD', everywhere, false], ['AP', everywhere, true]]

test('the values are told apart', () => {
  expect([cells.size, new Set(cells.values()).size]).toEqual([50 - 5, 50 - 5])
  expect(found([...cells.values()].join('\n'))).toEqual([...cells.keys()].sort())
})

test.each(may)('1 and 2 %s', async (who, records, sees) => {
  const cellsOfHis = of(records, sees)
  expect(cellsOfHis.length).toBeGreaterThan(0)
  // Of a repeat one table has how many rows there are; the rows are tables of their own in the workbook and the zip.
  const ofItself = cellsOfHis.filter((cell) => !cell.includes('user'))
  const told = {
    csv: (await file(who, 'format=csv'))[1], labels: (await file(who, 'format=csv&header=label'))[1], geojson: (await file(who, 'format=geojson'))[1],
    xlsx: (await file(who, 'format=xlsx'))[1], zip: (await file(who, 'format=zip'))[1], api: await byApi(who), pages: await byPages(who),
  }
  expect(told).toEqual({ csv: ofItself, labels: ofItself, geojson: ofItself, xlsx: cellsOfHis, zip: cellsOfHis, api: cellsOfHis, pages: cellsOfHis.filter((cell) => !cell.includes('greeting')) })
})

test.each([['O', ['O']], ['V', ['V']], ['OX', ['OX']]] as const)('3 %s', async (who, records) => {
  for (const format of ['csv', 'xlsx', 'zip', 'geojson']) expect(await file(who, `format=${format}`), format).toEqual([403, []])
  expect(await byApi(who)).toEqual(of(records, true))
  const pages = await byPages(who)
  expect([pages.length > 0, pages.filter((cell) => !of(records, true).includes(cell))]).toEqual([true, []])
})
