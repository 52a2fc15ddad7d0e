// `npm start` again and again on the same data.
// 1  Forms that are not there are published; those whose latest version came from the folder follow it; one that an author published stays.
// 2  The unit register is put in place once; afterwards it is the office's.
// 3  What it prints is for somebody who has never seen it: each link opens, as the one it says; stopped and started again the same links open and what was
//    sent is there; a port that is taken, or data that is in use, is told with what to type.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishShipped, putUnits, zipOf } from '../../scripts/links.ts'
import { root } from '../../scripts/root.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { idOf, send } from './sent.ts'

let desk: Journey
beforeAll(async () => {
  desk = await start()
})
afterAll(() => desk.stop())

const versionOf = async (form: string): Promise<number> => ((await (await desk.api('GET', `/api/forms/${form}`, adminToken)).json()) as { version: number }).version
const again = () => publishShipped({ url: desk.url, adminToken })

test('1 what an author published stays; what came from the folder follows it', async () => {
  expect((await again()).every(({ version, stays }) => version === 1 && stays === undefined)).toBe(true)
  // The folder of before said something else.
  const { files } = (await (await desk.api('GET', '/api/forms/site_register/source', adminToken)).json()) as { files: Record<string, string> }
  const before = { ...files, 'form.yaml': (files['form.yaml'] ?? '').replace(/^title: .*$/m, 'title: Tên cũ') }
  const { zipSync, strToU8 } = await import('fflate')
  const put = async (query: string) => {
    const body = zipSync(Object.fromEntries(Object.entries(before).map(([path, text]) => [path, strToU8(text)]))) as BodyInit
    return (await fetch(`${desk.url}/api/forms${query}`, { method: 'POST', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/zip' }, body })).status
  }
  expect(await put('?origin=shipped')).toBe(201)
  expect((await again()).find(({ form }) => form === 'site_register')).toEqual({ form: 'site_register', version: 3 })
  expect(await put('')).toBe(201)
  expect((await again()).find(({ form }) => form === 'site_register')).toEqual({ form: 'site_register', version: 4, stays: true })
  expect(await versionOf('site_register')).toBe(4)
  // Put back by hand it is the folder's again.
  expect((await fetch(`${desk.url}/api/forms?origin=shipped`, { method: 'POST', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/zip' }, body: zipOf('site_register') as BodyInit })).status).toBe(201)
  expect((await again()).find(({ form }) => form === 'site_register')).toEqual({ form: 'site_register', version: 5 })
})

test('2 units', async () => {
  const register = async () => (await (await desk.api('GET', '/api/units', adminToken)).json()) as { revision: number; units: { id: string; name: string }[] }
  const { revision, units } = await register()
  expect(revision).toBe(1)
  const [first] = units
  if (first === undefined) throw new Error('no units')
  const changed = { ...first, name: 'Tên mới' }
  expect((await desk.api('PUT', '/api/units', adminToken, { units: [changed] })).status).toBe(200)
  await putUnits({ url: desk.url, adminToken })
  const after = await register()
  expect([after.revision, after.units.find(({ id }) => id === changed.id)?.name]).toEqual([2, 'Tên mới'])
})

interface Begun {
  readonly child: ChildProcess
  /** Everything on both outputs up to its end, or to the end of the greeting. */
  readonly said: string
}

/** `npm start` as somebody has it who sets nothing, but for folder and port. */
async function begin(data: string, port: string, token?: string): Promise<Begun> {
  const { PHIEU_ADMIN_TOKEN: _, PHIEU_RECEIPT_KEY: __, ...env } = process.env
  const child = spawn(process.execPath, ['scripts/start.ts'], { cwd: root, env: { ...env, PORT: port, PHIEU_DATA: data, ...(token === undefined ? {} : { PHIEU_ADMIN_TOKEN: token }) }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const isDone = new Promise<void>((done) => {
    const hear = (bytes: Buffer): void => {
      said += bytes.toString()
      if (said.includes('/api/forms\n')) done()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('close', () => done())
  })
  await isDone
  return { child, said }
}
const stop = async ({ child }: Begun): Promise<void> => {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'close')
}

test('3 a newcomer', async () => {
  const data = mkdtempSync(join(tmpdir(), 'phieu-newcomer-'))
  const running: Begun[] = []
  try {
    const first = await begin(data, '0')
    running.push(first)
    const links = [...first.said.matchAll(/http:\/\/127\.0\.0\.1:\d+\S*/g)].map(([link]) => link.replace(/[.,:]$/, ''))
    const url = links[0] ?? ''
    const entrances = links.filter((link) => /\/(?:in|enrol)\//.test(link))
    expect(entrances).toHaveLength(4)
    for (const [i, who] of ['Cán bộ thử nghiệm', 'Cán bộ thử nghiệm', 'Văn phòng thử nghiệm', 'Quản trị'].entries()) {
      const page = await fetch(entrances[i] ?? '', { headers: { accept: 'text/html' } })
      expect([page.status, (await page.text()).includes(who)], entrances[i]).toEqual([200, true])
    }
    const token = /\/in\/(\S+)/.exec(entrances[0] ?? '')?.[1] ?? ''
    const admin = /\/in\/(\S+)/.exec(entrances[3] ?? '')?.[1] ?? ''
    // The pages that it names, for whom it says.
    for (const [path, by] of [['/office', entrances[2]], ['/office/forms', entrances[3]], ['/office/boards', entrances[3]]] as const) {
      expect(first.said).toContain(`${url}${path}:`)
      const secret = /\/in\/(\S+)/.exec(by ?? '')?.[1] ?? ''
      expect((await fetch(url + path, { headers: { cookie: `phieu=${secret}`, accept: 'text/html' } })).status, path).toBe(200)
    }
    expect((await fetch(`${url}/api/openapi.json`)).status).toBe(200)
    expect(first.said).toMatch(/PHIEU_TOKEN=\$\(cat \S*admin-token\) npm run phieu -- demo/)
    expect(first.said.indexOf('Đang dựng Phiếu')).toBeGreaterThanOrEqual(0)
    const sent = await send({ ...desk, api: (method, path, by, body) => fetch(url + path, { method, headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json' }, body: JSON.stringify(body) }) }, token, {
      id: idOf(1), form: 'resettlement_household_survey', answers: { consent: 'no', unit: 'vn.v.01045.thuong-i', survey_date: '2026-11-20' },
    })
    expect(sent.status, await sent.text()).toBe(201)

    const port = new URL(url).port
    const other = mkdtempSync(join(tmpdir(), 'phieu-newcomer-'))
    const [taken, used] = [await begin(other, port), await begin(data, '0')]
    rmSync(other, { recursive: true, force: true })
    expect([taken.child.exitCode, used.child.exitCode]).toEqual([1, 1])
    expect(taken.said).toContain(`Cổng ${port} đang có chương trình khác dùng. Chọn cổng khác: PORT=${Number(port) + 1} npm start`)
    expect(used.said).toContain('Phiếu đang chạy trên chính số liệu này')
    expect(used.said).toContain('PHIEU_DATA=… npm start')
    expect((await begin(data, 'tám')).said).toContain('PORT là “tám”: cần một số từ 0 đến 65535')

    expect((await begin(data, '0', 'phieu_…')).said).toContain('PHIEU_ADMIN_TOKEN chưa dùng được')

    await stop(first)
    const again = await begin(data, port)
    running.push(again)
    // The phone's link too, while no phone has used it: the office's list of phones that wait does not grow with every start.
    for (const link of entrances) expect(again.said).toContain(link)
    const claim = (entrances.find((one) => one.includes('/enrol/')) ?? '').split('/enrol/')[1] ?? ''
    const claimed = await fetch(`${url}/api/enrolments/${claim}/claim`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token_hash: 'a'.repeat(64) }) })
    expect(claimed.ok, await claimed.text()).toBe(true)
    const kept = await fetch(`${url}/api/submissions/${idOf(1)}`, { headers: { authorization: `Bearer ${admin}` } })
    expect(kept.status).toBe(200)
    await stop(again)
    const third = await begin(data, port)
    running.push(third)
    expect(third.said).toContain('/enrol/')
    expect(third.said).not.toContain(claim)
  } finally {
    for (const one of running) await stop(one)
    rmSync(data, { recursive: true, force: true })
  }
}, 180_000)
