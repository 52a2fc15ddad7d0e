// 1  An indicator published over a register that has entries counts them at once.
// 2  A changed indicator counts anew, one that is gone counts no more; a second publish of the same changes nothing.
// 3  By indicators of another epoch than the database's nothing is counted, nor told to be counted.
import { beforeAll, expect, test } from 'vitest'
import { resettle } from '../../src/store/resettle.ts'
import { adminToken, call, counted, db, said, sealed, send, settle } from './visitor.ts'

let reviewer = ''
beforeAll(async () => {
  const tokens = await settle()
  reviewer = tokens.reviewer
  for (const labour of [1, 2, 3]) expect((await send(tokens.officer, await sealed({ village: 'n1', title: 'Nhà', head_name: 'Lò Văn Thử', labour }))).status).toBe(201)
})

const board = (indicators: string): string => `
id: board
title: Bảng
language: vi
survey:
  - { type: text, name: remark, label: Ghi chú }
indicators:
${indicators}
`
const publish = async (indicators: string): Promise<number> =>
  (await call('POST', '/api/forms', { token: adminToken, body: board(indicators), type: 'application/yaml' })).status
const total = async (indicator: string): Promise<unknown> =>
  ((await said(await call('GET', `/api/aggregates/board/${indicator}`, { token: reviewer }))).total as unknown as { value: number } | undefined)?.value

test('1 counts what was there before it', async () => {
  expect(await publish('  - { name: busy, label: Nhà nhiều công, count: yes, register: trial_house, where: "${labour} >= 2" }')).toBe(201)
  expect(await total('busy')).toBe(2)
})

test('2 changed, and published again', async () => {
  const changed = '  - { name: busy, label: Nhà nhiều công, count: yes, register: trial_house, where: "${labour} >= 3" }'
  expect(await publish(changed)).toBe(201)
  expect(await total('busy')).toBe(1)
  expect(await publish(changed)).toBe(200)
  expect(await total('busy')).toBe(1)
  expect(await publish('  - { name: all, label: Nhà, count: yes, register: trial_house }')).toBe(201)
  expect(await total('all')).toBe(3)
  expect(await total('busy')).toBeUndefined()
})

test('3 indicators that were replaced meanwhile', async () => {
  const epoch = (await db.prepare(`select value from settings where key = 'epoch'`).first<{ value: number }>())?.value ?? 0
  const before = await counted()
  const again = (of: number) => resettle(db, 'trial_house', [], { after: '', limit: 100, by: 'admin', at: 0, epoch: of })
  expect(await again(epoch - 1)).toBe('moved')
  expect(await counted()).toBe(before)
  // Of this epoch they are believed: without any indicator no entry adds anything.
  expect(await again(epoch)).toMatchObject({ after: undefined, changed: 3 })
  expect(await counted()).not.toBe(before)
})
