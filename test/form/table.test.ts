// Files of choices beside form.yaml.
// 1  CSV as Excel and LibreOffice write it, GeoJSON as maps do; rows are choices, columns are seen by filters, instance() and pulldata().
// 2  `value` and `label` name other columns; two questions agree on them.
// 3  Slips are told in the file, at the row's line.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import { world } from './stage.ts'

const source = (survey: string): string => `id: f\ntitle: F\nlanguage: vi\nsurvey:\n${survey}\n`
const made = (survey: string, files: Readonly<Record<string, string>>) => compile({ 'form.yaml': source(survey), ...files }, { levels: [], registers: {}, indicators: [] })
const csv = '\ufeffname,label,region,"Ghi chú"\r\nv1,"Bản ""Cũ"", xã A",x,\r\nv2,Bản Mới,y,"hai\ndòng"\r\n\r\nv3,,x,\n'
const asking = '  - { type: select_one_from_file places.csv, name: place, label: P, choice_filter: "region = ${region}" }\n  - { type: text, name: region, label: R }\n  - { type: calculate, name: which, calculation: "pulldata(\'places\', \'region\', \'name\', ${place})" }'

describe('1 rows are choices', () => {
  test('1 CSV, with quotes, line ends in cells and a byte order mark', () => {
    const compiled = made(asking, { 'places.csv': csv })
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    expect(compiled.form.lists.places).toEqual([
      { name: 'v1', label: { vi: 'Bản "Cũ", xã A' }, columns: { region: 'x' } }, { name: 'v2', label: { vi: 'Bản Mới' }, columns: { region: 'y' } }, { name: 'v3', label: { vi: 'v3' }, columns: { region: 'x' } },
    ])
    const filling = open(compiled.form, world)
    filling.answer('region', 'x')
    expect(filling.offered('place').map(({ name }) => name)).toEqual(['v1', 'v3'])
    filling.answer('place', 'v3')
    expect(filling.get('which')).toBe('x')
    filling.answer('region', 'y')
    expect(filling.problems().map(({ at, code }) => [at, code])).toEqual([['place', 'choice_filtered']])
  })
  test('1 GeoJSON, and where its features lie', () => {
    const geo = JSON.stringify({ type: 'FeatureCollection', features: [
      { type: 'Feature', id: 'a', properties: { title: 'Mó nước', depth: 3 }, geometry: { type: 'Point', coordinates: [104.68, 22.74] } },
      { type: 'Feature', properties: { id: 'b', title: 'Đường' }, geometry: { type: 'LineString', coordinates: [[104, 22], [105, 23, 7]] } },
    ] })
    const compiled = made('  - { type: select_multiple_from_file map.geojson, name: at, label: A }', { 'map.geojson': geo })
    expect(compiled.ok ? compiled.form.lists.map : compiled.problems).toEqual([
      { name: 'a', label: { vi: 'Mó nước' }, columns: { title: 'Mó nước', depth: '3', geometry: '22.74 104.68 0 0' } }, { name: 'b', label: { vi: 'Đường' }, columns: { title: 'Đường', geometry: '22 104 0 0;23 105 0 0' } },
    ])
  })
  test('1 a file that is only looked into comes along; one that nobody looks into does not', () => {
    const compiled = made('  - { type: calculate, name: c, calculation: "count(instance(\'places\')/root/item/label)" }', { 'places.csv': csv, 'other.csv': csv })
    expect(compiled.ok ? Object.keys(compiled.form.lists) : compiled.problems).toEqual(['places'])
    expect(compiled.ok && open(compiled.form, world).get('c')).toBe(3)
  })
})

test('2 other columns', () => {
  const compiled = made('  - { type: select_one_from_file p.csv, name: a, label: A, parameters: { value: code, label: ten } }', { 'p.csv': 'code,ten\n01,Một\n' })
  expect(compiled.ok ? compiled.form.lists.p : compiled.problems).toEqual([{ name: '01', label: { vi: 'Một' }, columns: { code: '01', ten: 'Một' } }])
})

test.each<[string, string, Readonly<Record<string, string>>, unknown[]]>([
  ['no such file', '  - { type: select_one_from_file nowhere.csv, name: a, label: A }', { 'places.csv': csv }, [['list_unknown', 'form.yaml', 5]]],
  ['no file of choices', '  - { type: select_one_from_file places.pdf, name: a, label: A }', {}, [['list_unknown', 'form.yaml', 5]]],
  ['a choice twice', '  - { type: select_one_from_file p.csv, name: a, label: A }', { 'p.csv': 'name,label\nx,X\ny,"Y\nY"\nx,Z\n' }, [['choice_twice', 'p.csv', 5]]],
  ['no column of choices', '  - { type: select_one_from_file p.csv, name: a, label: A }', { 'p.csv': 'code,label\nx,X\n' }, [['choice_invalid', 'p.csv', 2], ['source_shape', 'p.csv', 1]]],
  ['no rows', '  - { type: select_one_from_file p.csv, name: a, label: A }', { 'p.csv': 'name,label\n' }, [['list_empty', 'p.csv', 1]]],
  ['no JSON', '  - { type: select_one_from_file p.geojson, name: a, label: A }', { 'p.geojson': '<kml/>' }, [['list_empty', 'p.geojson', 1], ['source_shape', 'p.geojson', 1]]],
  ['a name with spaces where several are chosen', '  - { type: select_multiple_from_file p.csv, name: a, label: A }', { 'p.csv': 'name,label\nx y,X\n' }, [['choice_invalid', 'p.csv', 2]]],
  ['two that differ', '  - { type: select_one_from_file p.csv, name: a, label: A }\n  - { type: select_one_from_file p.csv, name: b, label: B, parameters: { value: label } }', { 'p.csv': 'name,label\nx,X\n' }, [['parameter_invalid', 'form.yaml', 6]]],
])('3 %s', (_, survey, files, expected) => {
  const compiled = made(survey, files)
  expect(compiled.ok ? [] : compiled.problems.map(({ code, file, line }) => [code, file, line]).sort()).toEqual(expected)
})
