// text: whatever a person writes, kept as it was typed (in NFC).
import { isUnkeepable, longest } from '../text.ts'
import type { Kind, Read, Slip, Typed } from './kind.ts'

/** The main box of a question, as one text. */
export function box(typed: Typed, part = ''): string {
  const value = typed[part]
  return typeof value === 'string' ? value : Array.isArray(value) ? String(value[0] ?? '') : ''
}

/** What came from outside, short enough to be shown; nothing of an object, whose toString may be anything. */
export function shown(answer: unknown): string {
  return typeof answer === 'string' || typeof answer === 'number' ? String(answer).slice(0, 60) : ''
}

export function judgeText(answer: unknown): Slip | undefined {
  if (typeof answer !== 'string') return { code: 'not_text' }
  if (isUnkeepable(answer)) return { code: 'text_control' }
  return answer.length > longest ? { code: 'text_too_long', facts: { limit: longest } } : undefined
}

export const text: Kind = {
  name: 'text',
  isAsked: true,
  holds: 'text',
  parts: [''],
  judge: judgeText,
  read(typed): Read {
    const answer = box(typed).replace(/\r\n?/g, '\n').normalize('NFC')
    if (answer === '') return { empty: true }
    const slip = judgeText(answer)
    return slip === undefined ? { answer } : { slip }
  },
  write: (answer) => ({ '': String(answer) }),
  value: (answer) => String(answer),
}
