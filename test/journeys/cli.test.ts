// The command `phieu` as a child process beside a real server, as somebody at a terminal has it.
// 1  Help and wrong calls: codes 0 and 2, in the language of the machine; a misspelt word is answered with the right one.
// 2  check: without a server; all problems with their places, 0 or 1.
// 3  publish: a folder and a workbook, twice, dry; what is refused is told with its places; 3 without rights, 4 without a server.
// 4  convert: a folder that checks; nothing is written over.
// 5  token: made, listed, working, ended; a phone's link with its QR. Secrets alone on standard output.
// 6  export: a file that is whole, or none.
// 7  recount: agrees; a kept sum that was tampered with is told and mended.
// 8  demo: a year with what goes wrong in it; twice is once.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'

let journey: Journey
const folder = mkdtempSync(join(tmpdir(), 'phieu-cli-'))
beforeAll(async () => {
  journey = await start()
})
afterAll(async () => {
  await journey.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** `en` unless told; the server and the admin's token stand in the surroundings. */
function phieu(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const { LC_ALL: _, LC_MESSAGES: __, ...rest } = process.env
    const child = spawn(process.execPath, [join(root, 'scripts/phieu.ts'), ...argv], { cwd: folder, env: { ...rest, LANG: 'en_GB.UTF-8', PHIEU_SERVER: journey.url, PHIEU_TOKEN: adminToken, ...env } })
    let [out, err] = ['', '']
    child.stdout.on('data', (data: Buffer) => (out += data.toString()))
    child.stderr.on('data', (data: Buffer) => (err += data.toString()))
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }))
  })
}

const water = `id: village_water
title: Nguồn nước
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: integer, name: taps, label: Số vòi }
indicators:
  - { name: taps, label: Số vòi, sum: "\${taps}" }
examples:
  - { name: hai vòi, given: { village: vn.v.01045.thuong-i, taps: 2 }, expect: { indicators: { taps: 2 } } }
`

const plain = water.slice(0, water.indexOf('examples:'))

function formAt(name: string, text: string): string {
  const at = join(folder, name)
  cpSync(join(root, 'forms/units.json'), join(folder, 'units.json'))
  rmSync(at, { recursive: true, force: true })
  cpSync(join(root, 'forms/site_register'), at, { recursive: true })
  rmSync(join(at, 'en.yaml'))
  writeFileSync(join(at, 'form.yaml'), text)
  return at
}

async function bookAt(name: string, survey: readonly (readonly (string | null)[])[], settings: readonly (readonly string[])[] = [['form_title', 'default_language'], ['Giếng', 'vi']]): Promise<string> {
  const at = join(folder, name)
  writeFileSync(at, await writeXlsx({ sheets: [{ name: 'survey', rows: survey.map((row) => [...row]) }, { name: 'settings', rows: settings.map((row) => [...row]) }] }))
  return at
}

describe('1 help and wrong calls', () => {
  test('in the language of the machine, or the one asked for', async () => {
    const [english, vietnamese, asked] = await Promise.all([phieu(['--help']), phieu(['--help'], { LANG: 'vi_VN.UTF-8' }), phieu(['check', '--help', '--language', 'vi'])])
    expect([english.code, vietnamese.code, asked.code]).toEqual([0, 0, 0])
    expect([english.out, vietnamese.out, asked.out].map((text) => text.split('\n')[0])).toEqual([
      'phieu: write, check, publish, take away. Works with a Phiếu server over its API.', 'phieu: soạn, kiểm tra, đưa lên, tải về. Làm việc với máy chủ Phiếu qua API.', 'Cách dùng: phieu check DIR|FILE.xlsx',
    ])
  })
  test.each([
    [['chek', '.'], 'There is no command “chek”. Did you mean “check”?'],
    [['export', 'road_pledge', '--fromat', 'csv'], 'This command has no option “--fromat”. Did you mean “--format”?'],
    [['export', 'road_pledge', '--format', 'pdf'], '--format is “pdf”, but must be csv, xlsx, zip, geojson.'],
    [['export', 'road_pledge', '--format'], '--format needs a value.'],
    [['check'], 'Missing: DIR|FILE.xlsx.'],
    [['check', 'a', 'b'], '“b” is too much.'],
    [['check', 'nowhere'], 'There is no file or folder “nowhere”.'],
    [['token', 'add', '--role', 'king'], '--role is “king”, but must be officer, reviewer, viewer, admin.'],
    [['demo', '--records', 'many'], '--records is “many”, but must be 1–1000000.'],
    [['publish', join(root, 'forms/site_register'), '--server', 'phieu.example.vn'], '“phieu.example.vn” is no address of a server: it looks like https://phieu.example.vn (PHIEU_SERVER or --server).'],
    [['check', join(root, 'forms/site_register'), '--units', join(root, 'package.json')], `“${join(root, 'package.json')}” is no list of units: it must be JSON with "units", like forms/units.json.`],
    [['check', join(root, 'forms/site_register'), '--units', join(root, 'README.md')], `“${join(root, 'README.md')}” is no list of units: it must be JSON with "units", like forms/units.json.`],
    [['convert', join(root, 'forms/site_register'), '-o', join('nowhere', 'x.xlsx')], `“${join('nowhere', 'x.xlsx')}” could not be read or written (ENOENT). Check the path, your rights and the room on the disk.`],
  ])('%j', async (argv, said) => {
    const { code, out, err } = await phieu(argv)
    expect([code, out, err.split('\n')[0]]).toEqual([2, '', said])
  })
})

test('1 what answers and is no Phiếu is told so, and leaves no file', async () => {
  const portal = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>WiFi</h1>')).listen(0, '127.0.0.1')
  await once(portal, 'listening')
  const url = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`
  for (const argv of [['token'], ['export', 'road_pledge', '-o', 'portal.csv'], ['recount'], ['publish', join(root, 'forms/site_register')]]) {
    const { code, err } = await phieu(argv, { PHIEU_SERVER: url })
    expect([argv[0], code, err]).toEqual([argv[0], 4, `${url} answers, but is not Phiếu. Check the address; a public Wi-Fi may want you to sign in first.\n`])
  }
  expect(existsSync(join(folder, 'portal.csv'))).toBe(false)
  portal.close()
})

describe('2 check', () => {
  test('a good folder: its examples, and what a submission costs', async () => {
    const { code, out } = await phieu(['check', formAt('water', water)], { PHIEU_SERVER: '', PHIEU_TOKEN: '' })
    expect([code, out]).toEqual([0, 'village_water: no problems; 1 examples as expected; a submission touches up to 0 entries and 1 kept sums\n'])
  })
  test('all problems, each with file, line and column', async () => {
    const at = formAt('broken', plain.replace('integer', 'intger').replace('${village}', '${vilage}'))
    const { code, out } = await phieu(['check', at])
    expect(code).toBe(1)
    expect(out.trim().split('\n').map((line) => line.replace(at, 'DIR'))).toEqual([
      'DIR/form.yaml:4:7: There is no question “vilage”. Did you mean “village”?', 'DIR/form.yaml:7:13: There is no question type “intger”. Did you mean “integer”?', '2 problems',
    ])
  })
  test('an example that comes out otherwise', async () => {
    const { code, out } = await phieu(['check', formAt('other', water.replace('taps: 2 } } }', 'taps: 3 } } }'))])
    expect([code, out]).toMatchObject([1, expect.stringContaining('“hai vòi”')])
  })
  test('a workbook: sheet, cell and column', async () => {
    const at = await bookAt('wells.xlsx', [['type', 'name', 'label', 'relevant'], ['text', 'a', 'A', '${b} = 1'], ['txet', 'c-d', 'C', null]])
    const { code, out } = await phieu(['check', at])
    expect([code, out.replaceAll(at, 'FILE')]).toEqual([
      1,
      'FILE survey!B3 (name): The name “c-d” became “c_d”. (note)\nFILE survey!A3 (type): There is no question type “txet”. Did you mean “text”?\nFILE survey!D2 (relevant): There is no question “b”. Did you mean “a”?\n2 problems\n',
    ])
  })
})

describe('3 publish', () => {
  test('dry, then kept, then nothing new', async () => {
    const at = formAt('water', water)
    const dry = await phieu(['publish', at, '--dry-run'])
    const made = await phieu(['publish', at])
    const again = await phieu(['publish', at])
    expect([dry, made, again].map(({ code, out }) => [code, out.trim()])).toEqual([
      [0, 'village_water: no problems; nothing was kept (--dry-run).'], [0, 'Published: village_water, version 1.'], [0, 'Nothing new: village_water is version 1.'],
    ])
  })
  test('a workbook goes by its file’s name where it names no id', async () => {
    const made = await phieu(['publish', await bookAt('Giếng làng.xlsx', [['type', 'name', 'label'], ['text', 'a', 'A']])])
    expect([made.code, made.out]).toEqual([0, expect.stringMatching(/ settings!A2 \(form_title\): The form asks for no place, .* \(note\)\nPublished: gieng_lang, version 1\.\n$/)])
  })
  test('what is refused, with its places', async () => {
    const at = formAt('broken', plain.replace('integer', 'intger'))
    const { code, err } = await phieu(['publish', at], { LANG: 'vi_VN.UTF-8' })
    expect([code, err.replace(at, 'DIR')]).toEqual([1, 'DIR/form.yaml:7:13: Không có loại câu hỏi “intger”. Có phải là “integer” không?\n1 lỗi\n'])
  })
  test('without rights, without a server, without a token', async () => {
    const at = formAt('water', water)
    expect((await phieu(['publish', at], { PHIEU_TOKEN: journey.officerToken })).code).toBe(3)
    expect((await phieu(['publish', at], { PHIEU_SERVER: 'http://127.0.0.1:9' })).code).toBe(4)
    const none = await phieu(['publish', at], { PHIEU_TOKEN: '' })
    expect([none.code, none.err]).toEqual([2, 'Missing: the token: set PHIEU_TOKEN.\n'])
  })
})

test('4 convert', async () => {
  const at = await bookAt('tap.xlsx', [['type', 'name', 'label::Tiếng Việt (vi)', 'label::English (en)'], ['integer', 'taps', 'Số vòi', 'Taps']])
  const to = join(folder, 'made')
  const made = await phieu(['convert', at, '-o', to])
  expect([made.code, readdirSync(to).sort()]).toEqual([0, ['en.yaml', 'form.yaml']])
  expect((await phieu(['check', to])).out).toContain('tap: no problems')
  writeFileSync(join(to, 'form.yaml'), 'mine')
  const again = await phieu(['convert', at, '-o', to])
  expect([again.code, readFileSync(join(to, 'form.yaml'), 'utf8')]).toEqual([2, 'mine'])

  const file = join(folder, 'out.xlsx')
  const out = await phieu(['convert', join(root, 'forms/road_pledge'), '-o', file])
  expect([out.code, out.out]).toEqual([0, `A workbook has no place for: examples. Left out.\nWrote ${file}\n`])
  expect((await phieu(['publish', file, '--dry-run'])).out).toContain('road_pledge: no problems')
  expect((await phieu(['convert', join(root, 'forms/road_pledge'), '-o', file])).code).toBe(2)
})

test('5 token', async () => {
  const made = await phieu(['token', 'add', '--name', 'Lò Thị Thử', '--role', 'officer', '--unit', 'vn.2025.01021', '--forms', 'road_pledge'])
  expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^phieu_[\w-]+\n$/)])
  const secret = made.out.trim()
  const id = /Token ([0-9a-f-]{36})/.exec(made.err)?.[1] ?? ''
  const me = (await (await journey.api('GET', '/api/me', secret)).json()) as Record<string, unknown>
  expect(me).toMatchObject({ name: 'Lò Thị Thử', role: 'officer', unit: 'vn.2025.01021', forms: ['road_pledge'] })
  expect((await phieu(['token'])).out).toContain(`${id}\tofficer\tvn.2025.01021\troad_pledge\tLò Thị Thử`)
  expect((await phieu(['token', 'revoke', id])).code).toBe(0)
  expect((await journey.api('GET', '/api/me', secret)).status).toBe(401)
  expect((await phieu(['token'])).out).not.toContain(id)
  expect((await phieu(['token', 'revoke', id])).code).toBe(3)

  const qr = join(folder, 'phone.svg')
  const phone = await phieu(['token', 'phone', '--person', String(me.person), '--role', 'officer', '--device', 'Máy thử', '-o', qr])
  expect([phone.code, phone.out]).toEqual([0, expect.stringMatching(/^http:\/\/\S+\/enrol\/\S+\n$/)])
  expect(readFileSync(qr, 'utf8')).toContain('<svg')
})

describe('8, 6, 7 demo, export, recount', () => {
  let first: Ended
  beforeAll(async () => {
    first = await phieu(['demo', '--records', '120', '--seed', 'journey'])
  })
  const row = (text: string, name: string): number => Number(new RegExp(`^  ${name}\\s+(\\d+)`, 'm').exec(text)?.[1])
  const rows = async (): Promise<readonly unknown[]> => (await journey.db.prepare('select (select count(*) from submissions) a, (select count(*) from revisions) b, (select sum(amount) from tallies) c').all()).results

  test('8 a year with what goes wrong in it; everything as planned, the sums as recounted', async () => {
    expect([first.code, first.err.split('\n').filter((line) => line.startsWith('  '))]).toEqual([0, []])
    expect(row(first.out, 'submissions')).toBe(120)
    for (const name of ['refused', 'in conflict', 'corrected', 'returned']) expect(row(first.out, name) / 120, name).toBeGreaterThanOrEqual(0.03)
    expect(row(first.out, 'approved')).toBeGreaterThan(60)
    expect(first.out).toMatch(/\d+ submissions and \d+ entries counted again: as the kept sums say\.\n$/)
    const { results } = await journey.db.prepare("select state, count(*) as n from submissions group by state").all<{ state: string; n: number }>()
    expect(results.find(({ state }) => state === 'approved')?.n).toBe(row(first.out, 'approved'))
    expect((await phieu(['token'])).out).not.toContain('(mẫu')
  })
  test('8 twice is once', async () => {
    const before = await rows()
    const second = await phieu(['demo', '--records', '120', '--seed', 'journey'], { LANG: 'vi_VN.UTF-8' })
    expect([second.code, row(second.out, 'nhận mới')]).toEqual([0, 0])
    expect(await rows()).toEqual(before)
  })
  test('6 export', async () => {
    const to = join(folder, 'pledges.csv')
    const made = await phieu(['export', 'road_pledge', '-o', to], { PHIEU_TOKEN: journey.reviewerToken })
    const text = readFileSync(to, 'utf8')
    const { results } = await journey.db.prepare("select count(*) as n from submissions where form = 'road_pledge'").all<{ n: number }>()
    expect([made.code, text.trim().split('\r\n').length - 1, existsSync(`${to}.unfinished`)]).toEqual([0, results[0]?.n, false])
    const piped = await phieu(['export', 'road_pledge', '-o', '-'], { PHIEU_TOKEN: journey.reviewerToken })
    expect(piped.out).toBe(text)
    const none = await phieu(['export', 'no_such', '-o', join(folder, 'none.csv')])
    expect([none.code, existsSync(join(folder, 'none.csv'))]).toEqual([3, false])
  })
  test('7 recount', async () => {
    expect((await phieu(['recount'])).code).toBe(0)
    await journey.db.prepare('update tallies set amount = amount + 5 where (indicator, view, dimension, unit, period, member) = (select indicator, view, dimension, unit, period, member from tallies where amount > 0 limit 1)').run()
    const wrong = await phieu(['recount'])
    expect([wrong.code, wrong.out.split('\n')[0]]).toEqual([1, '1 differ:'])
    const mended = await phieu(['recount', '--repair'])
    expect([mended.code, mended.out.trim().split('\n').pop()]).toEqual([0, 'Set to what was counted.'])
    expect((await phieu(['recount'])).code).toBe(0)
  })
})
