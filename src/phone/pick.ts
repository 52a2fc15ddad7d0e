// A picker was moved: a search for a choice, a place opened by its commune. What it shows is view/places.ts's, what is answered filling.ts's.
import type { Question } from '../form/form.ts'
import { places } from '../view/places.ts'
import { mostFound } from './filling.ts'
import type { Open } from './filling.ts'
import type { App } from './screen.ts'

/** What is found or opened changes, the answer only where it is no longer among it. Gives the keys of what changed with the answer. */
export function pick({ account }: App, at: Open, key: string, question: Question, box: HTMLInputElement): ReadonlySet<string> {
  if (box.name === `.search.${key}`) {
    const search = box.value.normalize('NFC').trim().slice(0, 100)
    const { found, isCut } = at.world.search(question.register ?? '', search, mostFound)
    at.pickers[key] = { search, found, isCut }
    return new Set()
  }
  const field = box.closest('[data-key]') as HTMLElement
  const path = [...field.querySelectorAll<HTMLSelectElement>('select')].filter((one) => one.name === box.name && one.value !== '').map((one) => one.value)
  const under = account.unit ?? undefined
  at.pickers[key] = { path, ...(under === undefined ? {} : { under }) }
  // Another commune was opened: the village chosen under the one before is no longer meant.
  const { choices } = places(at.world, question.level ?? '', at.filling.day, under, path)
  const chosen = at.filling.get(key)
  return chosen !== undefined && choices?.some(({ id }) => id === chosen) !== true ? at.filling.answer(key, undefined) : new Set()
}
