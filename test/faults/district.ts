// What the faults are tried on: an invented district of twelve communes with four villages each, and two forms. `work` makes entries of a register and
// adds up; `album` carries photos. All names are made up.
import { compile } from '../../src/form/compile.ts'
import type { Form } from '../../src/form/form.ts'
import type { Answers } from '../../src/form/form.ts'
import type { Unit } from '../../src/form/world.ts'
import { levels } from '../../scripts/shipped.ts'
import { oneOf, whole } from './chance.ts'
import type { Chance } from './chance.ts'

export const sources: Readonly<Record<'work' | 'album', string>> = {
  work: `
id: work
title: Phiếu việc chung
language: vi
date: \${done_on}
unit: \${village}
instance_name: \${what}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: text, name: what, label: Việc gì?, required: yes }
  - { type: date, name: done_on, label: Ngày làm, required: yes }
  - { type: select_one sort, name: sort, label: Loại việc, required: yes }
  - { type: integer, name: days, label: Số công, required: yes, constraint: . >= 0 }
  - { type: decimal, name: km, label: Dài bao nhiêu km?, relevant: "\${sort} = 'road'" }
  - { type: calculate, name: metres, calculation: "round(\${km} * 1000)" }
  - { type: text, name: note, label: Ghi chú }
choices:
  sort:
    - { name: road, label: Đường }
    - { name: water, label: Nước }
    - { name: school, label: Trường }
registers:
  - { register: works, label: "\${what}", unit: "\${village}", columns: { days: "\${days}", metres: "\${metres}" } }
indicators:
  - { name: works, label: Số việc, count: yes, by: [sort], unit: việc }
  - { name: days, label: Số công, sum: "\${days}", by: [sort], unit: công }
  - { name: metres, label: Số mét đường, sum: "\${metres}", unit: mét }
  - { name: most_days, label: Số công trong sổ, register: works, sum: "\${days}", unit: công }
`,
  album: `
id: album
title: Phiếu ảnh
language: vi
unit: \${village}
instance_name: \${title}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: text, name: title, label: Ảnh gì?, required: yes }
  - type: repeat
    name: side
    label: Mặt
    questions:
      - { type: image, name: view, label: Ảnh }
indicators:
  - { name: albums, label: Số phiếu ảnh, count: yes, unit: phiếu }
`,
}

export const communes = Array.from({ length: 12 }, (_, i) => `d.c${i + 1}`)

const place = (id: string, level: string, name: string, parent: string | null): Unit & { full_name: string; code: null } => ({
  id, level, name, full_name: name, code: null, parent, valid_from: null, valid_to: null, successors: [],
})

export const units: readonly Unit[] = [
  place('d', 'district', 'Huyện giả định', null),
  ...communes.flatMap((commune, i) => [
    place(commune, 'commune', `Xã giả định ${i + 1}`, 'd'),
    ...[1, 2, 3, 4].map((village) => place(`${commune}.v${village}`, 'village', `Thôn giả định ${i + 1}.${village}`, commune)),
  ]),
]

/** The forms as they are compiled when nothing else is there; for servers that cannot publish. */
export function compiled(form: keyof typeof sources): Form {
  const result = compile({ 'form.yaml': sources[form] }, { levels, registers: {}, indicators: [] })
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1))
  return result.form
}

/** Answers to `work` as an officer of a commune would give them. */
export function workAnswers(draw: Chance, commune: string, number: number): Answers {
  const sort = oneOf(draw, ['road', 'water', 'school'])
  return {
    village: `${commune}.v${1 + whole(draw, 4)}`,
    what: `Việc giả định ${commune} ${number}`,
    done_on: `2026-0${1 + whole(draw, 6)}-${String(1 + whole(draw, 28)).padStart(2, '0')}`,
    sort,
    days: whole(draw, 200),
    ...(sort === 'road' ? { km: whole(draw, 5_000) / 1_000 } : {}),
    ...(draw() < 0.3 ? { note: 'Ghi chú giả định, có dấu: ữ ẵ ợ'.repeat(1 + whole(draw, 8)) } : {}),
  }
}
