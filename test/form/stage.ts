// What a filling is tried with: two villages of a commune, a road, and forms written as an author would, in few words.
import { compile } from '../../src/form/compile.ts'
import type { Form } from '../../src/form/form.ts'
import type { Entry, Unit, World } from '../../src/form/world.ts'

const villages: Unit[] = [
  { id: 'v1', level: 'village', name: 'Thượng I', full_name: 'Thôn Thượng I', code: null, parent: 'c1', valid_from: null, valid_to: null, successors: [] },
  { id: 'v2', level: 'village', name: 'Bản Cũ', full_name: 'Thôn Bản Cũ', code: null, parent: 'c1', valid_from: null, valid_to: '2025-06-30', successors: ['v1'] },
  { id: 'c1', level: 'commune', name: 'Đản Ván', full_name: 'Xã Đản Ván', code: '01045', parent: null, valid_from: null, valid_to: null, successors: [] },
]
const roads: Entry[] = [{ id: 'r1', label: 'Thượng II – Quốc lộ 4D', unit: 'v1', revision: 3, columns: { length_km: 3, width: 2.5 } }]
/** Noon of 24 November 2026 in Hà Giang. */
export const world: World = {
  clock: { at: Date.UTC(2026, 10, 24, 5), zone: 420 },
  seed: 7,
  language: 'vi',
  unit: (id) => villages.find((unit) => unit.id === id),
  units: (level) => villages.filter((unit) => unit.level === level),
  entry: (register, id) => (register === 'road' ? roads.find((road) => road.id === id) : undefined),
  entries: (register) => (register === 'road' ? roads : []),
}

/** A form of these questions; `rest` are keys of the form beside them. Lists `kind` and `group` are there. */
export function form(survey: string, rest = ''): Form {
  const compiled = compile(
    { 'form.yaml': `id: f\ntitle: F\nlanguage: vi\n${rest}\nsurvey:\n${survey}\nchoices:\n  kind: [{ name: a, label: A, group: x }, { name: b, label: B, group: y }]\n  group: [{ name: x, label: X }, { name: y, label: Y }]\n` },
    { levels: ['village', 'commune'], registers: { road: { length_km: 'number', width: 'number' } }, indicators: [] },
  )
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 1))
  return compiled.form
}
/** One question on a line. */
export const q = (type: string, name: string, more = ''): string => `  - { type: ${type}, name: ${name}, label: ${name}${more === '' ? '' : `, ${more}`} }`
