// range: a number from `start` to `end` in steps of `step` (XLSForm's parameters).
import type { Question } from '../form.ts'
import { writeNumber } from '../number.ts'
import { judgeNumber, readBox } from './integer.ts'
import type { Kind, Slip } from './kind.ts'

const isNumber = (value: string): string | undefined => (/^-?\d+(\.\d+)?$/.test(value) ? undefined : 'number')

export function bounds(question: Question): { start: number; end: number; step: number } {
  const { start = 1, end = 10, step = 1 } = question.parameters ?? {}
  return { start: Number(start), end: Number(end), step: Number(step) }
}

function judgeRange(answer: unknown, question: Question): Slip | undefined {
  const slip = judgeNumber(answer)
  if (slip !== undefined) return slip
  const { start, end, step } = bounds(question)
  const value = answer as number
  if (value < start || value > end) return { code: 'out_of_range', facts: { start, end } }
  const steps = (value - start) / step
  return Math.abs(steps - Math.round(steps)) > 1e-9 ? { code: 'off_step', facts: { start, step } } : undefined
}

export const range: Kind = {
  name: 'range',
  isAsked: true,
  holds: 'number',
  parts: [''],
  parameters: { start: isNumber, end: isNumber, step: isNumber },
  judge: judgeRange,
  read: (typed, question, language) => readBox(typed, language, (answer) => judgeRange(answer, question)),
  write: (answer, _, language) => ({ '': writeNumber(Number(answer), language) }),
  value: (answer) => answer as number,
}
