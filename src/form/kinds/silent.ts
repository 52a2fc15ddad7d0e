// What is not asked: notes, groups, calculations and what the phone notes down by itself.
import { instant, localDay } from '../date.ts'
import type { KindName } from '../form.ts'
import { isUnkeepable, longest } from '../text.ts'
import type { Kind, Slip } from './kind.ts'
import { shown } from './text.ts'

function silent(name: KindName, holds: Kind['holds'], judge: (answer: unknown) => Slip | undefined, notes?: Kind['notes']): Kind {
  return {
    name,
    isAsked: false,
    holds,
    parts: [],
    judge,
    read: () => ({ empty: true }),
    write: () => ({}),
    value: (answer) => (typeof answer === 'number' ? answer : String(answer)),
    ...(notes === undefined ? {} : { notes }),
  }
}

const nothing = (): Slip => ({ code: 'unknown_question' })

export const note = silent('note', 'nothing', nothing)
export const group = silent('group', 'nothing', nothing)
export const calculate = silent('calculate', 'text', (answer): Slip | undefined => {
  if (typeof answer === 'number') return isFinite(answer) ? undefined : { code: 'not_number', facts: { typed: '' } }
  if (typeof answer !== 'string') return { code: 'not_text' }
  if (isUnkeepable(answer)) return { code: 'text_control' }
  return answer.length > longest ? { code: 'text_too_long', facts: { limit: longest } } : undefined
})

const isInstant = (answer: unknown): Slip | undefined =>
  typeof answer === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(answer)
    ? undefined
    : { code: 'not_date', facts: { typed: shown(answer) } }

export const start = silent('start', 'text', isInstant, ({ clock }) => instant(clock.at, clock.zone))
export const end = silent('end', 'text', isInstant)
export const today = silent('today', 'text', (answer) =>
  typeof answer === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(answer) ? undefined : { code: 'not_date', facts: { typed: shown(answer) } },
  ({ clock }) => localDay(clock.at, clock.zone),
)
