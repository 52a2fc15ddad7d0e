// `npm start` again and again on the same data.
// 1  Forms that are not there are published; those whose latest version came from the folder follow it; one that an author published stays.
// 2  The unit register is put in place once; afterwards it is the office's.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishShipped, putUnits, zipOf } from '../../scripts/links.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'

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
