// entry: a name to search for, then a list to choose from. What was found is handed in; the one chosen stays visible by its label.
import { writeNumber } from '../../form/number.ts'
import type { Entry } from '../../form/world.ts'
import { html } from '../html.ts'
import { boxOf, choice, idOf, nameOf, part, several } from '../field.ts'
import type { Field, KindView } from './kind.ts'

/** As many as can be looked through with a thumb; whoever has more types more of the name. */
export const mostShown = 20

export const entry: KindView = {
  field(field) {
    const { words, picker, key, filling, question } = field
    const chosen = boxOf(field)
    const known = chosen === '' ? undefined : filling.world.entry(question.register ?? '', chosen)
    const found = (picker.found ?? []).filter((one) => one.id !== known?.id).slice(0, mostShown)
    const radios = [...(known === undefined ? [] : [known]), ...found]
    const search = picker.search ?? ''
    const isShort = search === '' && picker.isCut !== true
    const box = html`<div class="inner"><label for="${idOf(key, 'search')}">${words.field.search}</label><input type="text" id="${idOf(key, 'search')}" name=".search.${key}" value="${search}" maxlength="100" autocomplete="off"><div class="buttons"><button class="plain" name=".do" value="find ${key}">${words.field.find}</button></div></div>`
    const none = !field.isRequired && known !== undefined && choice('radio', nameOf(key), '', words.field.noAnswer, false)
    return several(
      field,
      html`${isShort ? '' : box}<div${part(field, 'found')}>${said(field, found.length)}<div${radios.length === 0 ? html` id="${idOf(key)}" tabindex="-1"` : ''}>${radios.map((one, i) => choice('radio', nameOf(key), one.id, labelOf(one, field), one.id === chosen, i === 0 ? idOf(key) : undefined))}${none}</div></div>`,
    )
  },
  reading: (answer, { world, question }) => world.entry(question.register ?? '', String(answer))?.label ?? String(answer),
}

function said(field: Field, count: number): ReturnType<typeof html> {
  const { picker, words, language } = field
  const search = picker.search ?? ''
  const counted = writeNumber(count, language)
  if (count === 0 && search !== '') return html`<p class="note">${words.field.foundNone(search)}</p>`
  if (count === 0) return boxOf(field) === '' ? html`<p class="note">${words.field.registerEmpty}</p>` : html``
  if (picker.isCut === true) return html`<p class="about">${words.field.foundMany(counted)}</p>`
  return search === '' ? html`` : html`<p class="about">${words.field.found(counted)}</p>`
}

function labelOf(one: Entry, { filling }: Field): string {
  const place = filling.world.unit(one.unit)
  return place === undefined ? one.label : `${one.label} – ${place.full_name}`
}
