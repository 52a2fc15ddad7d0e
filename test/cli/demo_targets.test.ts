// Plans of the invented year.
// 1  The same seed plans the same; beside what is there some are met, some near, some far away; all whole and above nothing.
// 2  Only what grows over the year and is counted or summed is planned; a plan that is there is not set again.
import { expect, test } from 'vitest'
import type { Server } from '../../src/cli/client.ts'
import { plannable, plannedFor, setTargets } from '../../src/cli/demo/targets.ts'
import { compileAll } from '../../scripts/shipped.ts'

const forms = compileAll().flatMap(({ compiled }) => (compiled.ok ? [compiled.form] : []))

test('1 beside what is there', () => {
  const plans = Array.from({ length: 200 }, (_, i) => plannedFor(`1 commune ${i}`, 100))
  expect(plans).toEqual(Array.from({ length: 200 }, (_, i) => plannedFor(`1 commune ${i}`, 100)))
  const share = (from: number, to: number): number => plans.filter((plan) => 100 / plan >= from && 100 / plan < to).length
  for (const [from, to] of [[1, 9], [0.9, 1], [0.7, 0.9], [0, 0.6]] as const) expect(share(from, to)).toBeGreaterThan(20)
  expect([0, 1, 7, 1_234, 98_765].map((value) => plannedFor('x', value)).every((plan) => Number.isInteger(plan) && plan > 0)).toBe(true)
})

test('2 what is planned, once', async () => {
  const all = forms.flatMap((form) => plannable(form).map(({ name }) => `${form.id}.${name}`))
  expect(all.length).toBeGreaterThan(10)
  for (const form of forms) for (const one of plannable(form)) expect([one.share, one.median, one.average]).toEqual([undefined, undefined, undefined])
  const put: { indicator: string; unit: string; base: number }[] = []
  const server = {
    json: (method: string, path: string, body?: unknown) => {
      if (method === 'PUT') put.push(...(body as typeof put))
      return Promise.resolve(path.startsWith('/api/targets') ? { targets: [{ indicator: all[0], period: '2026', unit: 'a' }] } : { rows: [{ unit: 'a', value: 10 }] })
    },
  } as unknown as Server
  const communes = ['a', 'b'].map((id) => ({ id })) as never
  expect(await setTargets(server, forms, communes, { seed: '1', until: '2026-11-30' })).toBe(all.length * 2 - 1)
  expect(put).toHaveLength(all.length * 2 - 1)
  expect(put.some(({ indicator, unit }) => indicator === all[0] && unit === 'a')).toBe(false)
  expect(put.every(({ base }) => base === 0)).toBe(true)
})
