// 1  An indicator published over a register that has entries counts them at once.
// 2  A changed indicator counts anew, one that is gone counts no more; a second publish of the same changes nothing.
import { beforeAll, expect, test } from 'vitest'
import { adminToken, call, said, sealed, send, settle } from './visitor.ts'

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
