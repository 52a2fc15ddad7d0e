// geotrace and geoshape: points one after the other, each as geopoint keeps it, separated by semicolons. A shape ends where it began.
import { isPoint } from './geopoint.ts'
import type { Kind, Slip } from './kind.ts'
import { box } from './text.ts'

/** So many points are kept: a walk of some hours. */
const mostPoints = 2_000
const isYes = (value: string): string | undefined => (value === 'true' || value === 'false' ? undefined : 'true, false')
const isMetres = (value: string): string | undefined => (/^\d+(\.\d+)?$/.test(value) ? undefined : 'number')

/** The points of an answer. */
export const pointsOf = (answer: unknown): readonly string[] => (typeof answer === 'string' ? answer.split(';').map((point) => point.trim()).filter((point) => point !== '') : [])

function judge(answer: unknown, isClosed: boolean): Slip | undefined {
  const points = pointsOf(answer)
  if (points.length === 0 || points.length > mostPoints || !points.every(isPoint)) return { code: 'not_geopoint' }
  const isEnough = isClosed ? points.length >= 4 && samePlace(points[0], points[points.length - 1]) : points.length >= 2
  return isEnough ? undefined : { code: isClosed ? 'not_shape' : 'not_trace' }
}

const samePlace = (one = '', other = ''): boolean => one.split(' ').slice(0, 2).join() === other.split(' ').slice(0, 2).join()

/** Points as an answer; of a shape, closed. */
export function joined(points: readonly string[], isClosed: boolean): string {
  const [first] = points
  return [...points, ...(isClosed && first !== undefined && points.length > 2 && !samePlace(first, points[points.length - 1]) ? [first] : [])].join(';')
}

function kind(name: 'geotrace' | 'geoshape', isClosed: boolean): Kind {
  return {
    name,
    isAsked: true,
    holds: 'text',
    parts: [''],
    parameters: { 'capture-accuracy': isMetres, 'warning-accuracy': isMetres, 'allow-mock-accuracy': isYes, incremental: isYes },
    judge: (answer) => judge(answer, isClosed),
    read(typed) {
      // A point a line, `22,74 104,68` as a device shows it; altitude and accuracy may follow.
      const points = box(typed).split(/[;\n]/).map((line) => line.trim().replace(/(\d),(?=\d)/g, '$1.').replace(/[,\s]+/g, ' ')).filter((line) => line !== '')
      if (points.length === 0) return { empty: true }
      const answer = joined(points, isClosed)
      const slip = judge(answer, isClosed)
      return slip === undefined ? { answer } : { slip }
    },
    write: (answer) => ({ '': pointsOf(answer).join('\n') }),
    value: (answer) => String(answer),
  }
}

export const geotrace = kind('geotrace', false)
export const geoshape = kind('geoshape', true)
