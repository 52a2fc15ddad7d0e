// What a screen is called: its group's label, or the beginning; what goes on over several screens says which of them it is.
import type { Filling } from '../form/filling.ts'
import type { Words } from '../words/vi.ts'
import type { Screen } from './screens.ts'

export function titleOf(screen: Screen, { filling, words, language }: { readonly filling: Filling; readonly words: Words; readonly language: string }): string {
  const label = screen.group === undefined ? '' : filling.label(screen.group.name, language)
  const name = label !== '' ? label : screen.number === screen.part ? words.filling.firstPart : filling.text(filling.form.title, undefined, language)
  return screen.part === 1 ? name : words.filling.goesOn(name, String(screen.part))
}
