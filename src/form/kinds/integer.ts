// integer: a whole number. ODK stops at nine digits; money in đồng needs more, so the bound is what a double holds exactly.
import { largest, readNumber, writeNumber } from '../number.ts'
import type { Kind, Read, Slip, Typed } from './kind.ts'
import { box, shown } from './text.ts'

export function judgeNumber(answer: unknown): Slip | undefined {
  if (typeof answer !== 'number' || !isFinite(answer)) return { code: 'not_number', facts: { typed: shown(answer) } }
  return Math.abs(answer) > largest ? { code: 'number_too_large', facts: { limit: largest } } : undefined
}

export function judgeWhole(answer: unknown): Slip | undefined {
  return judgeNumber(answer) ?? (Number.isInteger(answer) ? undefined : { code: 'not_whole', facts: { typed: shown(answer) } })
}

/** Reads the main box as a number, judged by `judge`. */
export function readBox(typed: Typed, language: string, judge: (answer: unknown) => Slip | undefined): Read {
  const written = box(typed)
  if (written.trim() === '') return { empty: true }
  const read = readNumber(written, language)
  if ('slip' in read) return read
  const slip = judge(read.value)
  return slip === undefined ? { answer: read.value } : { slip }
}

export const integer: Kind = {
  name: 'integer',
  isAsked: true,
  holds: 'number',
  parts: [''],
  judge: judgeWhole,
  read: (typed, _, language) => readBox(typed, language, judgeWhole),
  write: (answer, _, language) => ({ '': writeNumber(Number(answer), language) }),
  value: (answer) => answer as number,
}
