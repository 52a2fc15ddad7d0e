// area: kept in m²; typed in m², sào Bắc Bộ (360 m²), mẫu (3.600 m²) or ha (10.000 m²).
import { readNumber, writeNumber } from '../number.ts'
import { judgeNumber } from './integer.ts'
import type { Kind, Slip } from './kind.ts'
import { box } from './text.ts'

export const measures = { m2: 1, sao: 360, mau: 3_600, ha: 10_000 } as const

function judgeArea(answer: unknown): Slip | undefined {
  return judgeNumber(answer) ?? ((answer as number) < 0 ? { code: 'not_area' } : undefined)
}

export const area: Kind = {
  name: 'area',
  isAsked: true,
  holds: 'number',
  parts: ['', 'measure'],
  judge: judgeArea,
  read(typed, _, language) {
    const written = box(typed)
    if (written.trim() === '') return { empty: true }
    const factor = (measures as Readonly<Record<string, number>>)[box(typed, 'measure') || 'm2']
    if (factor === undefined) return { slip: { code: 'not_area' } }
    const read = readNumber(written, language)
    if ('slip' in read) return read
    const answer = Math.round(read.value * factor * 100) / 100
    const slip = judgeArea(answer)
    return slip === undefined ? { answer } : { slip }
  },
  write: (answer, _, language) => ({ '': writeNumber(Number(answer), language), measure: 'm2' }),
  value: (answer) => answer as number,
}
