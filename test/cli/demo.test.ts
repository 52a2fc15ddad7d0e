// The invented year, before anything is sent.
// 1  The same seed plans the same year to the last byte; another seed another.
// 2  Every shipped form that is asked for has records; each is whole, or broken where that is its fate; its day lies in the year, most in its season.
// 3  Of a hundred records at least three each are refused, corrected, in conflict and returned; arrays and ids as the API takes them.
// 4  All communes have records; what one record names, an earlier one made.
// 5  Nobody in it has the name of somebody real.
import { beforeAll, describe, expect, test } from 'vitest'
import { district, inventedVillages } from '../../src/cli/demo/district.ts'
import { planYear } from '../../src/cli/demo/plan.ts'
import type { Planned } from '../../src/cli/demo/plan.ts'
import { open } from '../../src/form/filling.ts'
import { compileAll, shippedUnits } from '../../scripts/shipped.ts'

const units = [...shippedUnits(), ...inventedVillages(shippedUnits())]
const versions = compileAll().flatMap(({ compiled }) => (compiled.ok ? [{ form: compiled.form, version: 1 }] : []))
const plan = (seed: string, records: number): readonly Planned[] => planYear(versions, district(units), { records, seed, until: '2026-11-30', at: Date.parse('2026-11-30T00:30:00+07:00') })

let year: readonly Planned[]
beforeAll(() => {
  year = plan('1', 400)
}, 60_000)

test('1 a seed is a year', () => {
  expect(JSON.stringify(plan('7', 60))).toBe(JSON.stringify(plan('7', 60)))
  const [one, other] = [plan('7', 60), plan('8', 60)]
  expect(other.filter(({ id }) => one.some((mine) => mine.id === id))).toEqual([])
})

describe('2 records', () => {
  test('of every form', () => {
    expect([...new Set(year.map(({ form }) => form))].sort()).toEqual(versions.map(({ form }) => form.id).sort())
    expect(year.length).toBe(400)
  })
  test('within the year, most in season', () => {
    expect(year.every(({ day }) => day > '2025-11-30' && day <= '2026-11-30')).toBe(true)
    const pledges = year.filter(({ form }) => form === 'road_pledge')
    const dry = pledges.filter(({ day }) => [11, 12, 1, 2, 3, 4].includes(Number(day.slice(5, 7))))
    expect(pledges.length).toBeGreaterThan(10)
    expect(dry.length / pledges.length).toBeGreaterThan(0.6)
  })
  test('nothing to mend, but for those that are to be refused', () => {
    const known = district(units)
    const wrong = year.flatMap(({ form, at, seed, commune, revisions, id }) => {
      const { form: compiled } = versions.find((one) => one.form.id === form) as (typeof versions)[number]
      // What an entry said when the record was planned is the plan's affair; here only what needs no entry.
      const world = known.world(compiled, at, seed, commune)
      return revisions.filter(({ answers, expected }) => expected === 'refused' && open(compiled, world, answers).problems().length === 0).map(() => id)
    })
    expect(wrong).toEqual([])
  })
})

test('3 what goes wrong', () => {
  const share = (...fates: readonly string[]): number => year.filter(({ fate }) => fates.includes(fate)).length / year.length
  expect(share('refused', 'mended')).toBeGreaterThanOrEqual(0.03)
  expect(share('mended', 'corrected', 'returned_corrected')).toBeGreaterThanOrEqual(0.03)
  expect(share('conflict')).toBeGreaterThanOrEqual(0.03)
  expect(share('returned', 'returned_corrected')).toBeGreaterThanOrEqual(0.03)
  expect(new Set(year.map(({ id }) => id)).size).toBe(year.length)
  expect(year.every(({ id }) => /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
})

test('4 everywhere, and in order', () => {
  const { of, isUnder } = district(units)
  const villages = new Set(year.flatMap(({ revisions }) => Object.values(revisions[0]?.answers ?? {}).filter((answer): answer is string => typeof answer === 'string' && answer.includes('.v.'))))
  const before = units.filter(({ level, valid_to: end }) => level === 'commune' && end === '2025-06-30')
  expect(before.length).toBeGreaterThanOrEqual(24)
  expect(before.filter(({ id }) => ![...villages].some((village) => isUnder(village, id))).map(({ name }) => name)).toEqual([])
  expect(of('village', '2026-01-01', 'vn.2025.01021').length).toBeGreaterThan(2)
  const made = new Set<string>()
  const lost: string[] = []
  for (const { id, form, revisions } of year) {
    const { form: compiled } = versions.find((one) => one.form.id === form) as (typeof versions)[number]
    const asked = JSON.stringify(compiled.survey).match(/"name":"\w+","kind":"entry"/g)?.map((found) => /"name":"(\w+)"/.exec(found)?.[1] ?? '') ?? []
    for (const name of asked) {
      const answer = revisions[0]?.answers[name]
      if (typeof answer === 'string' && !made.has(answer.replace(/[~.].*$/, ''))) lost.push(`${form} ${name}`)
    }
    made.add(id)
  }
  expect(lost).toEqual([])
})

test('5 nobody real', () => {
  // The surnames are the region's; every given name among these is one of the invented ones.
  const names = year.flatMap(({ revisions }) => ['head_name', 'pledger_name'].flatMap((key) => { const name = revisions[0]?.answers[key]; return typeof name === 'string' ? [name] : [] }))
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name) => !/^\S+ (Văn|Seo|A|Mí|Dào|Quang|Thị|Mùi) (Mẫu|Ví|Thử|Dụ|Thí|Nháp|Tập|Bịa|Mẫn|Tưởng|Thức|Phỏng|Diễn|Thoại|Mơ)$/.test(name))).toEqual([])
})
