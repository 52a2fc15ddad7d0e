// A small chart of figures as SVG written by hand: bars for places, a line for months. It repeats the table beside it, which is the truth.
import { attribute, html } from './html.ts'
import type { Html } from './html.ts'

export interface Mark {
  readonly label: string
  readonly value: number
  /** The value as it is written in the table, ≈ and unit included. */
  readonly written: string
  readonly isBad: boolean
  /** What it should reach: a line across its bar. */
  readonly target?: number
}

export interface ChartWords {
  readonly id: string
  readonly title: string
  readonly about: string
}

/** Bars beside each other's names; the longest is the whole width. Values below zero are drawn as nothing and only written. What all are held against is a line through them. */
export function bars(marks: readonly Mark[], { id, title, about }: ChartWords, reference?: { readonly value: number; readonly written: string }): Html {
  const most = Math.max(...marks.flatMap((mark) => [mark.value, mark.target ?? 0]), reference?.value ?? 0, 0)
  const height = 46
  const top = reference === undefined ? 0 : 22
  const x = (value: number): number => (most === 0 ? 0 : Math.max(0, (value / most) * 250))
  const bottom = top + marks.length * height
  return html`<svg class="chart" viewBox="0 0 340 ${bottom}" role="img" aria-labelledby="${id}-title ${id}-about"><title id="${id}-title">${title}</title><desc id="${id}-about">${about}</desc>${marks.map((mark, i) => html`<rect class="${mark.isBad ? 'bar bad' : 'bar'}" x="0" y="${top + i * height + 22}" width="${round(x(mark.value))}" height="16"></rect>`)}${reference !== undefined && html`<line class="due" x1="${round(x(reference.value))}" x2="${round(x(reference.value))}" y1="${top}" y2="${bottom}"></line><text x="0" y="14">- - - ${reference.written}</text>`}${marks.map((mark, i) => {
    // Over the line, which none of them is struck through by.
    const y = top + i * height
    return html`<text x="0" y="${y + 16}">${shortened(mark.label, 44)}</text>${mark.target !== undefined && html`<line class="aim" x1="${round(x(mark.target))}" x2="${round(x(mark.target))}" y1="${y + 19}" y2="${y + 41}"></line>`}<text x="${round(Math.max(x(mark.value), x(mark.target ?? 0)) + 6)}" y="${y + 35}">${mark.written}</text>`
  })}</svg>`
}

/** A line through the months, in their order; each point carries its figure while there is room. What should be there is a second, broken line, and said at its end. */
export function line(marks: readonly Mark[], { id, title, about }: ChartWords, aim?: { readonly values: readonly number[]; readonly written: string }): Html {
  const all = [...marks.map((mark) => mark.value), ...(aim?.values ?? [])]
  const [most, least] = [Math.max(...all, 0), Math.min(...all, 0)]
  const x = (i: number): number => (marks.length === 1 ? 170 : 24 + (i * 292) / (marks.length - 1))
  const y = (value: number): number => (most === least ? 130 : 130 - ((value - least) / (most - least)) * 100)
  const every = Math.ceil(marks.length / 4)
  const through = (values: readonly number[]): string => values.map((value, i) => `${round(x(i))},${round(y(value))}`).join(' ')
  return html`<svg class="chart" viewBox="0 0 340 ${aim === undefined ? 160 : 178}" role="img" aria-labelledby="${id}-title ${id}-about"><title id="${id}-title">${title}</title><desc id="${id}-about">${about}</desc><line class="axis" x1="12" x2="328" y1="${round(y(0))}" y2="${round(y(0))}"></line>${aim !== undefined && html`<polyline class="due" points="${through(aim.values)}"></polyline><text x="24" y="172">- - - ${aim.written}</text>`}<polyline class="line" points="${through(marks.map((mark) => mark.value))}"></polyline>${marks.map((mark, i) => {
    // The last is always named; what stands too close before it is not.
    const isNamed = i === marks.length - 1 || (i % every === 0 && marks.length - 1 - i >= every)
    return html`<circle class="${mark.isBad ? 'bar bad' : 'bar'}" cx="${round(x(i))}" cy="${round(y(mark.value))}" r="4"></circle>${isNamed && html`<text x="${round(x(i))}" y="${round(y(mark.value) - 9)}"${attribute('text-anchor', anchor(i, marks.length))}>${mark.written}</text><text x="${round(x(i))}" y="152"${attribute('text-anchor', anchor(i, marks.length))}>${mark.label}</text>`}`
  })}</svg>`
}

/** One figure on its way: a bar as far as it is, a line where it should be by today, a line where it should end. It goes as far as the furthest of them. */
export function gauge({ value, expected, target, isBad }: { readonly value: number; readonly expected: number | null; readonly target: number; readonly isBad: boolean }, { id, title, about }: ChartWords): Html {
  const most = Math.max(value, target, expected ?? 0)
  const x = (at: number): number => (most <= 0 ? 4 : 4 + (Math.max(0, at) / most) * 332)
  return html`<svg class="chart gauge" viewBox="0 0 340 30" role="img" aria-labelledby="${id}-title ${id}-about"><title id="${id}-title">${title}</title><desc id="${id}-about">${about}</desc><rect class="track" x="4" y="7" width="${round(x(target) - 4)}" height="16"></rect><rect class="${isBad ? 'bar bad' : 'bar'}" x="4" y="7" width="${round(Math.max(0, x(value) - 4))}" height="16"></rect>${
    expected !== null && expected !== target && html`<line class="due" x1="${round(x(expected))}" x2="${round(x(expected))}" y1="1" y2="29"></line>`
  }<line class="aim" x1="${round(x(target))}" x2="${round(x(target))}" y1="3" y2="27"></line></svg>`
}

/** The last months as a line without numbers, each standing in the words beside it. A month without a figure leaves a gap. */
export function spark(values: readonly (number | null)[], { id, title, about }: ChartWords): Html {
  const there = values.filter((value) => value !== null)
  const [most, least] = [Math.max(...there, 0), Math.min(...there, 0)]
  const x = (i: number): number => 6 + (i * 208) / Math.max(1, values.length - 1)
  const y = (value: number): number => (most === least ? 34 : 34 - ((value - least) / (most - least)) * 28)
  const runs = values.reduce<(readonly [number, number])[][]>((all, value, i) => {
    if (value === null) return [...all, []]
    const [last = [], ...before] = [...all].reverse()
    return [...before.reverse(), [...last, [x(i), y(value)] as const]]
  }, [])
  const end = values.length - 1
  const last = values[end] ?? null
  return html`<svg class="spark" viewBox="0 0 220 40" role="img" aria-labelledby="${id}-title ${id}-about"><title id="${id}-title">${title}</title><desc id="${id}-about">${about}</desc><line class="axis" x1="6" x2="214" y1="${round(y(0))}" y2="${round(y(0))}"></line>${runs.filter((run) => run.length > 0).map(
    (run) => html`<polyline class="line" points="${run.map(([left, top]) => `${round(left)},${round(top)}`).join(' ')}"></polyline>`,
  )}${last !== null && html`<circle class="bar" cx="${round(x(end))}" cy="${round(y(last))}" r="4"></circle>`}</svg>`
}

function anchor(i: number, count: number): string {
  return count > 1 && i === 0 ? 'start' : count > 1 && i === count - 1 ? 'end' : 'middle'
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
