// What is unusual among a form's records: a number far from what its place usually says, a filling far faster than its form usually takes, records that
// say the same one after another, many from one spot, and the soft checks that fired. Signs to look at, never a reason to refuse; worked out from the
// records that are handed in, against each other.
import type { Answer, Answers, Form, Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import { planOf } from '../form/plan.ts'
import { isStranger } from './stranger.ts'
import type { Flag } from './submission.ts'

/** A record as it is looked at. */
export interface Weighed {
  readonly id: string
  readonly author: string
  readonly unit: string
  readonly day: string
  readonly answers: Answers
  readonly flags: readonly Flag[]
  /** A correction: its filling took as long as mending takes. */
  readonly isCorrection: boolean
  /** ISO instants by the phone's clock. */
  readonly started_at?: string | undefined
  readonly finished_at?: string | undefined
}

export interface Outlier {
  readonly id: string
  /** The answer's key: `part[2].amount` in a row. */
  readonly at: string
  readonly question: string
  readonly value: number
  /** The middle of what was said in this place, and of how many it is. */
  readonly usual: number
  readonly of: number
  /** How many times the usual; undefined where that is nought or the two lie on both sides of it. */
  readonly times: number | undefined
}

export interface Fast {
  readonly id: string
  readonly seconds: number
  readonly answered: number
  /** How long as many answers usually take, in seconds. */
  readonly usual: number
}

/** Records of one person that follow each other and say the same, or that lie on one spot. */
export interface Series {
  readonly author: string
  readonly ids: readonly string[]
  /** How many answers are the same; of a spot: how many records. */
  readonly same: number
  readonly day: string
}

export interface Fired {
  readonly question: string
  readonly count: number
  readonly by: ReadonlyMap<string, number>
  readonly in: ReadonlyMap<string, number>
  /** What was written, the newest record first. */
  readonly reasons: readonly { readonly id: string; readonly author: string; readonly reason: string }[]
}

/** Fewer say nothing of what is usual. */
const fewest = 8
/** So many times the usual spread away, and so many times more or less than the usual, or it is no outlier. */
const [apart, times] = [5, 3]
const mostTold = 50

/** Numbers that stand far from what their place says of the same question; `placeOf` is the place that is compared within. The farthest first. */
export function outliers(form: Form, records: readonly Weighed[], placeOf: (unit: string) => string): readonly Outlier[] {
  const groups = new Map<string, { readonly record: Weighed; readonly at: string; readonly value: number; readonly question: string }[]>()
  const numbers = new Set(planOf(form).steps.flatMap(({ question }) => (isCounted(question) ? [question.name] : [])))
  for (const record of records) {
    for (const [at, name, answer] of leaves(record.answers)) {
      if (typeof answer !== 'number' || !numbers.has(name)) continue
      const key = `${name}\n${placeOf(record.unit)}`
      const group = groups.get(key)
      const one = { record, at, value: answer, question: name }
      if (group === undefined) groups.set(key, [one])
      else group.push(one)
    }
  }
  const found = [...groups.values()].flatMap((group) => {
    // Where most say none, what is usual is that of those who have any.
    const given = group.filter(({ value }) => value !== 0)
    const told = given.length < group.length / 2 ? given : group
    if (told.length < fewest) return []
    const values = told.map(({ value }) => value).sort((a, b) => a - b)
    const [usual, spread] = [middle(values), spreadOf(values)]
    if (spread === 0) return []
    return told.flatMap(({ record, at, value, question }) => {
      const far = Math.abs(value - usual) / spread
      const ratio = usual > 0 && value > 0 ? value / usual : undefined
      if (far < apart || (ratio !== undefined && ratio < times && ratio > 1 / times)) return []
      return [{ far, outlier: { id: record.id, at, question, value, usual, of: told.length, times: ratio } }]
    })
  })
  return found.sort((a, b) => b.far - a.far).slice(0, mostTold).map(({ outlier }) => outlier)
}

/** Fillings that took less than a quarter of what as many answers usually take in this form. The fastest first. */
export function tooFast(form: Form, records: readonly Weighed[]): readonly Fast[] {
  const timed = records.flatMap((record) => {
    const [from, to] = [Date.parse(record.started_at ?? ''), Date.parse(record.finished_at ?? '')]
    const answered = answeredOf(form, record.answers)
    // A clock that was set back while filling says nothing.
    return record.isCorrection || !(to >= from) || answered < 3 ? [] : [{ id: record.id, seconds: Math.round((to - from) / 1_000), answered }]
  })
  if (timed.length < fewest) return []
  const pace = middle(timed.map(({ seconds, answered }) => seconds / answered).sort((a, b) => a - b))
  return timed
    .filter(({ seconds, answered }) => seconds < (pace * answered) / 4)
    .map((one) => ({ ...one, usual: Math.round(pace * one.answered) }))
    .sort((a, b) => a.seconds / a.usual - b.seconds / b.usual)
    .slice(0, mostTold)
}

/** Three or more records of one person, one after another, that say the same in all choices and numbers, five at least. `records`: the newest first. */
export function repeated(form: Form, records: readonly Weighed[]): readonly Series[] {
  const weighed = new Set(planOf(form).steps.flatMap(({ question }) => (isCounted(question) || question.kind === 'select_one' || kinds[question.kind].holds === 'choices' ? [question.name] : [])))
  const found: Series[] = []
  for (const [author, mine] of byAuthor(records)) {
    let run: Weighed[] = []
    let said = ''
    let same = 0
    const close = (): void => {
      if (run.length >= 3 && same >= 5) found.push({ author, ids: run.map(({ id }) => id), same, day: run[0]?.day ?? '' })
    }
    for (const record of mine) {
      const answers = leaves(record.answers).filter(([, name]) => weighed.has(name))
      const now = JSON.stringify(answers)
      if (now !== said || answers.length < 5) {
        close()
        run = []
      }
      run.push(record)
      ;[said, same] = [now, answers.length]
    }
    close()
  }
  return found.sort((a, b) => b.ids.length - a.ids.length).slice(0, mostTold)
}

/** Four or more records of one person and day whose first point lies within 15 metres: filled at one table? */
export function oneSpot(form: Form, records: readonly Weighed[]): readonly Series[] {
  const points = planOf(form).steps.flatMap(({ question, repeat }) => (question.kind === 'geopoint' && repeat === undefined ? [question.name] : []))
  const found: Series[] = []
  for (const [author, mine] of byAuthor(records)) {
    for (const day of new Set(mine.map((record) => record.day))) {
      const placed = mine.filter((record) => record.day === day).flatMap((record) => {
        const point = points.map((name) => record.answers[name]).find((answer) => typeof answer === 'string' && answer !== '')
        const [latitude, longitude] = (typeof point === 'string' ? point : '').split(' ').map(Number)
        return latitude === undefined || longitude === undefined || !Number.isFinite(latitude + longitude) ? [] : [{ id: record.id, latitude, longitude }]
      })
      const crowd = placed.map((one) => placed.filter((other) => metres(one, other) <= 15)).sort((a, b) => b.length - a.length)[0] ?? []
      if (crowd.length >= 4) found.push({ author, ids: crowd.map(({ id }) => id), same: crowd.length, day })
    }
  }
  return found.sort((a, b) => b.ids.length - a.ids.length).slice(0, mostTold)
}

/** The soft checks that fired, by question, the most frequent first: how often, whose records and where, and what was written. */
export function fired(records: readonly Weighed[], placeOf: (unit: string) => string): readonly Fired[] {
  const found = new Map<string, { count: number; by: Map<string, number>; in: Map<string, number>; reasons: { id: string; author: string; reason: string }[] }>()
  for (const { id, author, unit, flags } of records) {
    for (const { code, at, facts } of flags) {
      if (code !== 'check' || at === undefined) continue
      const question = at.replace(/^.*\]\./, '')
      const one = found.get(question) ?? { count: 0, by: new Map<string, number>(), in: new Map<string, number>(), reasons: [] }
      found.set(question, one)
      one.count++
      one.by.set(author, (one.by.get(author) ?? 0) + 1)
      const place = placeOf(unit)
      one.in.set(place, (one.in.get(place) ?? 0) + 1)
      one.reasons.push({ id, author, reason: String(facts?.reason ?? '') })
    }
  }
  return [...found].map(([question, one]) => ({ question, ...one })).sort((a, b) => b.count - a.count)
}

// A number that a person counted or measured; a year is a name of a time, not an amount.
const isCounted = ({ kind, calculation }: Question): boolean => kinds[kind].isAsked && kinds[kind].holds === 'number' && kind !== 'year' && calculation === undefined

function answeredOf(form: Form, answers: Answers): number {
  const { byName } = planOf(form)
  return leaves(answers).filter(([, name]) => {
    const question = byName.get(name)?.question
    return question !== undefined && kinds[question.kind].isAsked && question.calculation === undefined
  }).length
}

// Every single answer with its key and the name of its question, through the rows.
function leaves(answers: Answers, prefix = ''): readonly (readonly [at: string, name: string, answer: Answer])[] {
  return Object.entries(answers).flatMap(([name, answer]): (readonly [string, string, Answer])[] => {
    if (!Array.isArray(answer) || !answer.some((row) => typeof row === 'object')) return [[prefix + name, name, answer]]
    return (answer as readonly Answers[]).flatMap((row, i) => leaves(row, `${prefix}${name}[${i + 1}].`))
  })
}

function byAuthor(records: readonly Weighed[]): ReadonlyMap<string, readonly Weighed[]> {
  const found = new Map<string, Weighed[]>()
  // Strangers have a name each: nobody's series.
  for (const record of records) {
    if (isStranger(record.author)) continue
    const mine = found.get(record.author)
    if (mine === undefined) found.set(record.author, [record])
    else mine.push(record)
  }
  return found
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2
  return sorted.length % 2 === 1 ? (sorted[Math.floor(half)] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}

// The usual distance from the middle, which a few wild values do not move: by the middle of the distances; where more than half are equal, by the
// quarters; where even these are, by the mean distance. Scaled so that all three mean the standard deviation of what is evenly spread.
function spreadOf(sorted: readonly number[]): number {
  const usual = middle(sorted)
  const distances = sorted.map((value) => Math.abs(value - usual)).sort((a, b) => a - b)
  const quarter = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
  return middle(distances) * 1.4826 || (quarter(0.75) - quarter(0.25)) / 1.349 || (distances.reduce((sum, one) => sum + one, 0) / distances.length) * 1.2533
}

// Close enough for fifteen metres.
function metres(one: { latitude: number; longitude: number }, other: { latitude: number; longitude: number }): number {
  const degree = 111_320
  return Math.hypot((one.latitude - other.latitude) * degree, (one.longitude - other.longitude) * degree * Math.cos((one.latitude * Math.PI) / 180))
}
