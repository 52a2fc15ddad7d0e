// What entries are called that figures are grouped by ("each road"): their labels as received, or that they are kept from the reader.
import type { Form, Question } from '../form/form.ts'
import type { Actor } from '../record/submission.ts'
import { named } from '../store/entries.ts'
import { columnsNow, isMasked } from './masking.ts'

/** By 'grouping⇥entry'. No trip where none of the groupings is by an entry. */
export async function entryNames(db: D1Database, actor: Actor, form: Form, groups: readonly { readonly by: string; readonly members: readonly string[] }[], masked: string): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, { readonly name: string; readonly register: string; readonly id: string }>()
  for (const { by, members } of groups) {
    for (const [i, name] of by.split('*').entries()) {
      const register = registerOf(form, name)
      for (const member of register === undefined ? [] : members) {
        const id = member.split('*')[i] ?? ''
        if (register !== undefined && id !== '') wanted.set(`${name}\t${id}`, { name, register, id })
      }
    }
  }
  if (wanted.size === 0) return new Map()
  const [found, personal] = await Promise.all([named(db, [...wanted.values()]), isMasked(actor) ? columnsNow(db) : undefined])
  const labels = new Map(found.map(({ register, id, label }) => [`${register}/${id}`, personal?.get(register)?.has('label') === true ? masked : label]))
  return new Map([...wanted].flatMap(([key, { register, id }]) => {
    const label = labels.get(`${register}/${id}`) ?? ''
    return label === '' ? [] : [[key, label] as const]
  }))
}

// A question for an entry, or an indicator over the register's own entries.
function registerOf(form: Form, name: string): string | undefined {
  const find = (questions: readonly Question[]): Question | undefined => {
    for (const question of questions) {
      const found = question.name === name ? question : find(question.questions ?? [])
      if (found !== undefined) return found
    }
    return undefined
  }
  const question = find(form.survey)
  return question === undefined ? form.indicators.find(({ register }) => register === name)?.register : question.kind === 'entry' ? question.register : undefined
}
