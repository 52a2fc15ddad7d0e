// unit: a place of a level in the admin tree, valid on the record's day; kept by our own id.
import type { Unit } from '../world.ts'
import type { Kind, Slip } from './kind.ts'
import { box, shown } from './text.ts'

/** Whether a unit existed on a day ('YYYY-MM-DD'). */
export function isValidOn(unit: Unit, day: string): boolean {
  return (unit.valid_from === null || unit.valid_from <= day) && (unit.valid_to === null || day <= unit.valid_to)
}

export const unit: Kind = {
  name: 'unit',
  isAsked: true,
  holds: 'text',
  parts: [''],
  judge(answer, question, { world, day }): Slip | undefined {
    const found = typeof answer === 'string' ? world.unit(answer) : undefined
    if (found === undefined) return { code: 'not_unit', facts: { value: shown(answer) } }
    if (found.level !== question.level) return { code: 'unit_level', facts: { level: question.level ?? '' } }
    return isValidOn(found, day) ? undefined : { code: 'unit_not_valid', facts: { date: day, unit: found.name } }
  },
  read(typed) {
    const id = box(typed)
    return id === '' ? { empty: true } : { answer: id }
  },
  write: (answer) => ({ '': String(answer) }),
  value: (answer) => String(answer),
}
