// rank: all choices of a list, in the order that a person gives them; expressions see them separated by spaces, the first one first. What stands in the
// boxes is a place for each: `road 2`.
import type { Kind, Slip } from './kind.ts'
import { judgeChoice } from './select_one.ts'

export const rank: Kind = {
  name: 'rank',
  isAsked: true,
  holds: 'choices',
  parts: [''],
  judge(answer, _, around): Slip | undefined {
    if (!Array.isArray(answer) || answer.some((name) => typeof name !== 'string') || new Set(answer).size !== answer.length) return { code: 'not_choice', facts: { value: '' } }
    for (const name of answer as string[]) {
      const slip = judgeChoice(name, around.listed, around)
      if (slip !== undefined) return slip
    }
    return answer.length === around.offered?.length ? undefined : { code: 'rank_incomplete' }
  },
  read(typed) {
    const value = typed[''] ?? []
    const places = (typeof value === 'string' ? [value] : value).map((one) => / (\d+)$/.exec(one))
    if (places.every((place) => place === null)) return { empty: true }
    const given = places.map((place) => Number(place?.[1]))
    if (given.some(isNaN)) return { slip: { code: 'rank_incomplete' } }
    if (new Set(given).size !== given.length) return { slip: { code: 'rank_twice' } }
    return { answer: places.sort((one, other) => Number(one?.[1]) - Number(other?.[1])).map((place) => (place as RegExpExecArray).input.replace(/ \d+$/, '')) }
  },
  write: (answer) => ({ '': (answer as readonly string[]).map((name, i) => `${name} ${i + 1}`) }),
  value: (answer) => (answer as readonly string[]).join(' '),
}

/** An order in which a choice has moved by a place, of an answer or of the list as it stands. */
export function moved(order: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const from = order.indexOf(name)
  const to = from + by
  if (from < 0 || to < 0 || to >= order.length) return order
  const made = [...order]
  made[from] = order[to] as string
  made[to] = name
  return made
}

/** The choices that a rank question offers now, those that were ranked first. */
export function orderOf(answer: unknown, offered: readonly { readonly name: string }[]): readonly string[] {
  const names = offered.map(({ name }) => name)
  const known = Array.isArray(answer) ? (answer as readonly string[]).filter((name) => names.includes(name)) : []
  return [...known, ...names.filter((name) => !known.includes(name))]
}

