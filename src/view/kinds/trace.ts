// geotrace, geoshape: a point a line, copied from a device; where there is one in hand, it adds the point where its holder stands. A sketch shows what came of it.
import { areaOf } from '../../expression/geography.ts'
import { length, pointsOf as radians } from '../../expression/functions.ts'
import { pointsOf } from '../../form/kinds/trace.ts'
import { writeNumber } from '../../form/number.ts'
import { rarerWordsOf } from '../../words/rarer.ts'
import { boxOf, hinted, single } from '../field.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import type { KindView } from './kind.ts'

function said(answer: unknown, isClosed: boolean, language: string): string {
  const points = radians([String(answer ?? '')])
  if (points.length === 0) return ''
  const { trace: words } = rarerWordsOf(language)
  const write = (number: number): string => writeNumber(Math.round(number), language)
  return isClosed ? words.shape(write(points.length - 1), write(areaOf(points))) : words.line(write(points.length), write(length(points)))
}

// North is up; as wide as it is high.
function sketch(answer: unknown, isClosed: boolean, label: string): Html | undefined {
  const all = pointsOf(answer).map((point) => point.split(' ').map(Number))
  if (all.length < 2) return undefined
  const narrow = Math.cos(((all[0]?.[0] ?? 0) * Math.PI) / 180)
  const points = all.map(([latitude = 0, longitude = 0]) => [longitude * narrow, -latitude] as const)
  const [left, top] = [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))]
  const size = Math.max(...points.map(([x, y]) => Math.max(x - left, y - top))) || 1
  const at = points.map(([x, y]) => `${Math.round(((x - left) / size) * 100)},${Math.round(((y - top) / size) * 100)}`)
  const line = at.join(' ')
  const [x = '', y = ''] = (at[0] ?? '').split(',')
  return html`<svg class="sketch" viewBox="-6 -6 112 112" role="img" aria-label="${label}">${isClosed ? html`<polygon points="${line}"/>` : html`<polyline points="${line}"/>`}<circle cx="${x}" cy="${y}" r="4"/></svg>`
}

function view(isClosed: boolean): KindView {
  return {
    field(field) {
      const { language } = field
      const { trace: words } = rarerWordsOf(language)
      const answer = field.filling.get(field.key)
      return single(
        { ...field, hint: hinted(field, words.hint) },
        (tied) => html`<textarea${tied} rows="4" inputmode="decimal" autocomplete="off" spellcheck="false">
${boxOf(field)}</textarea>${sketch(answer, isClosed, words.sketch)}`,
        said(answer, isClosed, language),
      )
    },
    reading: (answer, { language }) => said(answer, isClosed, language),
  }
}

export const geotrace = view(false)
export const geoshape = view(true)
