// Plausible plans of the invented year: for some figures of each form, commune by commune, so that pages show what is met, on track, behind and not begun.
import type { Form, Indicator } from '../../form/form.ts'
import type { Unit } from '../../form/world.ts'
import type { Server } from '../client.ts'
import { chance } from './random.ts'

const perForm = 2
const most = 1_000 // in one request

interface Rows {
  readonly rows: readonly { readonly unit: string; readonly value: number | null }[]
}

/** What may be planned: what grows over the year and is counted or summed over records. */
export function plannable(form: Form): readonly Indicator[] {
  return form.indicators.filter(({ count, sum, register, date }) => (count === true || sum !== undefined) && (register === undefined || date !== undefined)).slice(0, perForm)
}

/** A plan beside what is there: most are to be reached by a little more, some are met, some far away. Whole, round, the same for the same seed. */
export function plannedFor(key: string, value: number): number {
  const draw = chance(key)
  const factor = draw.weighed([[0.85, 2], [1.05, 3], [1.25, 3], [2.2, 2]] as const)
  const wanted = Math.max(1, value === 0 ? draw.between(2, 10) : value * factor)
  const step = 10 ** Math.max(0, Math.floor(Math.log10(wanted)) - 1)
  return Math.ceil(wanted / step) * step
}

/** Sets a plan where there is none yet; gives how many. */
export async function setTargets(server: Server, forms: readonly Form[], communes: readonly Unit[], { seed, until }: { readonly seed: string; readonly until: string }): Promise<number> {
  const year = until.slice(0, 4)
  const { targets } = await server.json<{ targets: readonly { indicator: string; period: string; unit: string }[] }>('GET', `/api/targets?from=${year}&to=${year}`)
  const had = new Set(targets.map(({ indicator, period, unit }) => `${indicator} ${period} ${unit}`))
  const wishes: { indicator: string; period: string; unit: string; value: number; base: number }[] = []
  for (const form of forms) {
    for (const { name } of plannable(form)) {
      const { rows } = await server.json<Rows>('GET', `/api/aggregates/${form.id}/${name}?by=unit:commune&units=today&from=${year}&to=${year}`)
      const there = new Map(rows.map(({ unit, value }) => [unit, value ?? 0]))
      for (const { id } of communes) {
        const indicator = `${form.id}.${name}`
        if (!had.has(`${indicator} ${year} ${id}`)) wishes.push({ indicator, period: year, unit: id, value: plannedFor(`${seed} ${indicator} ${id}`, there.get(id) ?? 0), base: 0 })
      }
    }
  }
  for (let from = 0; from < wishes.length; from += most) await server.json('PUT', '/api/targets', wishes.slice(from, from + most))
  return wishes.length
}
