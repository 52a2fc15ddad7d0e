// A form with a question of every kind that is a file: what tests of photos, voices and papers are filled in on.
import { expect } from 'vitest'
import { adminToken, call } from './visitor.ts'

const camera = `
id: camera
title: Phiếu ảnh
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn nào? }
  - { type: image, name: photo, label: Ảnh nhà }
  - { type: image, name: face, label: Ảnh người, personal: basic }
  - { type: image, name: other, label: Ảnh khác }
  - { type: audio, name: voice, label: Lời nói }
  - { type: file, name: paper, label: Giấy tờ }
  - { type: text, name: note, label: Ghi chú }
  - { type: repeat, name: side, label: Mặt, questions: [{ type: image, name: view, label: Ảnh mặt }] }
`

export async function publishCamera(): Promise<void> {
  expect((await call('POST', '/api/forms', { token: adminToken, body: camera, type: 'application/yaml' })).status).toBe(201)
}
