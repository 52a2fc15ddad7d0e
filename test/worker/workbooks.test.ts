// XLSForms over the API: the same door as any form's.
// 1  A workbook is published, again it is the same version, and its questions can be answered.
// 2  Problems carry sheet, row, cell and a sentence in the reader's language; warnings come along with what was published.
// 3  What is no workbook is a 422 with its reason, and nothing is kept.
import { writeXlsx } from 'hucre/xlsx'
import { beforeAll, describe, expect, test } from 'vitest'
import { adminToken, call, rows, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
type Cells = readonly (readonly (string | null)[])[]

async function publish(survey: Cells, { settings = [['form_id', 'form_title', 'default_language', 'unit'], ['water', 'Nước thôn', 'vi', '${village}']], query = '', headers = {} }: { settings?: Cells; query?: string; headers?: Record<string, string> } = {}): Promise<Response> {
  const sheets = Object.entries({ survey, settings }).map(([name, cells]) => ({ name, rows: cells.map((row) => [...row]) }))
  return call('POST', `/api/forms${query}`, { token: adminToken, type: xlsx, body: (await writeXlsx({ sheets })) as BodyInit, headers })
}
const head = ['type', 'name', 'label', 'constraint']
const survey: Cells = [head, ['unit village', 'village', 'Thôn', null], ['integer', 'wells', 'Số giếng', '. >= 0'], ['image', 'photo-1', 'Ảnh', null]]

beforeAll(async () => {
  await settle()
})

describe('1 published', () => {
  test('a workbook, again, and a record of it', async () => {
    const made = await publish(survey)
    expect([made.status, await said(made)]).toMatchObject([201, { form: 'water', version: 1, status: 'published' }])
    expect((await publish(survey)).status).toBe(200)
    const { token } = await tokenFor('Lò Thị Nước', 'officer', null)
    const sent = await send(token, await sealed({}, { form: 'water', version: 1, answers: { village: 'n1', wells: 3 } }))
    expect([sent.status, await said(sent)]).toMatchObject([201, { status: 'kept' }])
  })
  test('the id of the address where the settings name none', async () => {
    const made = await publish(survey, { settings: [['form_title'], ['Giếng']], query: '?id=from_file' })
    expect([made.status, (await said(made)).form]).toEqual([201, 'from_file'])
  })
})

describe('2 problems', () => {
  test('all of them, where they stand, in the language asked for', async () => {
    const broken: Cells = [head, ['txet', 'a', 'A', null], ['integer', 'b', 'B', '. > ${zz}'], [null, 'c', 'C', null]]
    const before = await rows()
    for (const [language, sentence] of [['vi', 'Không có loại câu hỏi “txet”. Có phải là “text” không?'], ['en', 'There is no question type “txet”. Did you mean “text”?']] as const) {
      const answer = await publish(broken, { settings: [['form_id'], ['broken']], headers: { 'accept-language': language } })
      const { code, problems } = await said(answer)
      expect([answer.status, code]).toEqual([422, 'form_invalid'])
      const found = problems as unknown as Loose[]
      expect(found.map(({ code: what, sheet, row, cell, header }) => [what, sheet, row, cell, header])).toEqual([
        ['type_unknown', 'survey', 2, 'A2', 'type'], ['cell_missing', 'survey', 4, 'B4', 'name'], ['reference_unknown', 'survey', 3, 'D3', 'constraint'],
      ])
      expect(found[0]?.title).toBe(sentence)
      expect(found.some(({ file, line }) => file !== undefined || line !== undefined)).toBe(false)
    }
    expect(await rows()).toEqual(before)
  })
  test('warnings come with what was published', async () => {
    const made = await said(await publish(survey, { query: '?dry_run=1' }))
    expect(made).toMatchObject({ status: 'dry_run', warnings: [{ code: 'renamed', sheet: 'survey', cell: 'B4', title: 'Tên “photo-1” được đổi thành “photo_1”.' }] })
  })
})

describe('3 no workbook', () => {
  test.each([['nothing', new Uint8Array()], ['YAML', new TextEncoder().encode('id: a')], ['the old Excel', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3])]])('%s', async (_, body) => {
    const before = await rows()
    const answer = await call('POST', '/api/forms', { token: adminToken, type: xlsx, body: body as BodyInit })
    expect([answer.status, await said(answer)]).toMatchObject([422, { code: 'form_invalid', problems: [{ code: 'workbook_unreadable' }] }])
    expect(await rows()).toEqual(before)
  })
})
