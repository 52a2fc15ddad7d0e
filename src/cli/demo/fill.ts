// Fills any form plausibly: what is asked is answered in order, within what its constraint allows, until nothing is left to mend. What is particular to
// a question of ours is in plausible.ts, by its name; a form that it does not know is filled all the same.
import type { Tree } from '../../expression/tree.ts'
import { asNumber } from '../../expression/values.ts'
import { references } from '../../expression/references.ts'
import { open } from '../../form/filling.ts'
import type { Filling } from '../../form/filling.ts'
import type { Answer, Form, Question } from '../../form/form.ts'
import type { Unit, World } from '../../form/world.ts'
import { plausible } from './plausible.ts'
import type { Chance } from './random.ts'
import { invent, sayRemark } from './words.ts'

export interface Setting {
  readonly world: World
  readonly draw: Chance
  /** The record's day. */
  readonly day: string
  /** Units that may be chosen, by level. */
  units(level: string): readonly Unit[]
}

export interface Filled {
  readonly filling: Filling
  readonly reasons: Readonly<Record<string, string>>
}

/** A form filled without anything left to mend; undefined when that does not come of some tries. */
export function fill(form: Form, setting: Setting): Filled | undefined {
  const filling = open(form, setting.world)
  const dated = new Set(form.date === undefined ? [] : references(form.date).names.map(({ name }) => name))
  answerAll(filling, setting, dated)
  for (let round = 0; round < 12; round++) {
    const problems = filling.problems()
    if (problems.length === 0) return { filling, reasons: reasonsOf(filling) }
    for (const { at = '' } of problems) {
      const step = filling.step(at)
      if (step === undefined) continue
      const { question } = step
      const answer = answerFor(filling, at, question, setting, dated, round)
      if (answer !== undefined || !filling.isRequired(at)) filling.answer(at, round > 3 && !filling.isRequired(at) ? undefined : answer)
    }
    answerAll(filling, setting, dated)
  }
  return undefined
}

function answerAll(filling: Filling, setting: Setting, dated: ReadonlySet<string>): void {
  const { draw } = setting
  const grown = new Set<string>()
  const seen = new Set<string>()
  // Keys grow while rows are added and questions become relevant: until a round brings nothing new.
  for (let round = 0; round < 6; round++) {
    let isNew = false
    for (const key of filling.keys()) {
      if (seen.has(key)) continue
      const question = filling.step(key)?.question
      if (question === undefined || !filling.isRelevant(key)) continue
      seen.add(key)
      isNew = true
      if (question.kind === 'repeat') {
        if (!grown.has(key) && question.repeat_count === undefined && filling.count(key) === 0) for (let rows = rowsOf(question, draw); rows > 0; rows--) filling.add(key)
        grown.add(key)
        continue
      }
      // A default says today: the record is of its own day.
      if (question.kind === 'date' && dated.has(question.name) && question.calculation === undefined) {
        filling.answer(key, setting.day)
        continue
      }
      // What is worked out is worked out; where that gives nothing, it is the person's to say.
      if (filling.get(key) !== undefined || filling.isReadOnly(key) || (question.calculation !== undefined && !filling.isRequired(key))) continue
      if (!filling.isRequired(key) && !dated.has(question.name) && plausible[question.name] === undefined && !draw.often(0.45)) continue
      const answer = answerFor(filling, key, question, setting, dated, 0)
      if (answer !== undefined) filling.answer(key, answer)
    }
    if (!isNew) return
  }
}

const rowsOf = (question: Question, draw: Chance): number => {
  const most = plausible[`${question.name}#`]
  return typeof most === 'function' ? Number(most({} as never, draw)) : draw.between(1, 3)
}

function answerFor(filling: Filling, key: string, question: Question, setting: Setting, dated: ReadonlySet<string>, tried: number): Answer | undefined {
  const { draw, world, day } = setting
  const known = plausible[question.name]
  if (known !== undefined && tried < 3) {
    const answer = known({ filling, key, question, day, units: setting.units, entries: (register) => world.entries(register) }, draw)
    if (answer !== undefined) return answer
    if (!filling.isRequired(key)) return undefined
  }
  switch (question.kind) {
    case 'integer':
    case 'decimal':
    case 'range':
    case 'area':
      return number(filling, key, question, draw)
    case 'year':
      return number(filling, key, question, draw, [Number(day.slice(0, 4)) - 2, Number(day.slice(0, 4)) + 1])
    case 'select_one': {
      const offered = filling.offered(key).map(({ name }) => name)
      return offered.length === 0 ? undefined : draw.weighed(offered.map((name, i) => [name, 3 / (i + 2)] as const))
    }
    case 'select_multiple': {
      const offered = filling.offered(key).map(({ name }) => name)
      if (offered.length === 0) return undefined
      const first = draw.between(0, offered.length - 1)
      const all = offered.slice(first, first + draw.between(1, 3))
      return all.some((name) => name === 'none') ? ['none'] : all
    }
    case 'acknowledge':
      return true
    case 'date':
      return dated.has(question.name) && tried < 2 ? day : date(filling, key, question, setting, tried)
    case 'time':
      return `${String(draw.between(7, 17)).padStart(2, '0')}:${draw.pick(['00', '15', '30'])}`
    case 'month':
      return (tried % 2 === 0 ? day : shifted(day, draw.between(-60, 60))).slice(0, 7)
    case 'unit': {
      const units = setting.units(question.level ?? '')
      return units.length === 0 ? undefined : draw.pick(units).id
    }
    case 'entry': {
      const entries = world.entries(question.register ?? '')
      return entries.length === 0 ? undefined : draw.pick(entries).id
    }
    case 'phone':
      return `0${draw.pick(['32', '35', '38', '97', '86'])}${String(draw.between(0, 9_999_999)).padStart(7, '0')}`
    case 'geopoint':
      return `${(22.6 + draw.next() * 0.25).toFixed(5)} ${(104.5 + draw.next() * 0.3).toFixed(5)} ${draw.between(400, 1500)} ${draw.between(4, 25)}`
    case 'text':
      return question.personal === undefined ? sayRemark(draw) : invent(draw)
    default:
      return undefined // pictures and sounds travel apart, and there is nobody to take them
  }
}

// Between what the constraint says, nearer to its lower end, as most that is counted is.
function number(filling: Filling, key: string, question: Question, draw: Chance, otherwise: readonly [number, number] = [0, 20]): number | undefined {
  let [least, most] = [-Infinity, Infinity]
  for (const [operator, bound] of bounds(question.constraint)) {
    const value = asNumber(filling.value(bound, key))
    if (Number.isNaN(value)) continue
    const step = question.kind === 'integer' || question.kind === 'year' ? 1 : 0.1
    if (operator === '>=' || operator === '>') least = Math.max(least, value + (operator === '>' ? step : 0))
    else most = Math.min(most, value - (operator === '<' ? step : 0))
  }
  if (question.kind === 'range') {
    const { start = 1, end = 10, step = 1 } = question.parameters ?? {}
    return Number(start) + Number(step) * draw.between(0, Math.floor((Number(end) - Number(start)) / Number(step)))
  }
  if (least === -Infinity) least = Math.min(otherwise[0], most)
  if (most === Infinity) most = Math.max(least, otherwise[1])
  if (least > most) return undefined
  const wide = question.kind === 'year' ? draw.next() : draw.next() ** 4
  const value = least + (most - least) * wide
  if (question.kind === 'integer' || question.kind === 'year') return Math.min(Math.floor(most), Math.max(Math.ceil(least), Math.round(value)))
  return Math.min(most, Math.max(least, Math.round(value * 10) / 10))
}

function date(filling: Filling, key: string, question: Question, { draw, day }: Setting, tried: number): string {
  let [least, most] = [shifted(day, -90), shifted(day, 120)]
  for (const [operator, bound] of bounds(question.constraint)) {
    const value = filling.value(bound, key)
    const said = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : undefined
    if (said === undefined) continue
    if (operator.startsWith('>') && said > least) least = said
    if (operator.startsWith('<') && said < most) most = said
  }
  if (least > most) return day
  const days = Math.round((Date.parse(most) - Date.parse(least)) / 86_400_000)
  const near = Math.round((Date.parse(day) - Date.parse(least)) / 86_400_000)
  return tried > 0 ? shifted(least, draw.between(0, days)) : shifted(least, Math.min(days, Math.max(0, near + draw.between(-3, 12))))
}

/** `. >= x and . <= y`: which way, and what. */
function bounds(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  if (typeof tree !== 'object') return []
  const [head, left, right] = tree as readonly [string, Tree?, Tree?]
  if (head === 'and') return [...bounds(left), ...bounds(right)]
  const isSelf = typeof left === 'object' && left[0] === '.'
  return isSelf && right !== undefined && ['>=', '<=', '>', '<'].includes(head) ? [[head, right]] : []
}

/** A day some days later. */
export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function reasonsOf(filling: Filling): Readonly<Record<string, string>> {
  return Object.fromEntries(filling.fired().map(({ at }) => [at, 'Đã hỏi lại, đúng như vậy.']))
}
