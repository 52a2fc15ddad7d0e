// unit: places valid on the record's day, within the officer's own area. A short list at once; a long one opened level by level,
// each level a select and a button that shows the next.
import type { Unit } from '../../form/world.ts'
import { attribute, html, nothing } from '../html.ts'
import { boxOf, choice, idOf, nameOf, several } from '../field.ts'
import { chainOf, places } from '../places.ts'
import type { Field, KindView } from './kind.ts'

const longestRadios = 12

export const unit: KindView = {
  field(field) {
    const { words, picker, filling, key } = field
    const chosen = boxOf(field)
    const known = filling.world.unit(chosen)
    const path = picker.path ?? (known === undefined ? [] : chainOf(known, filling.world).map((one) => one.id))
    const { openings, choices } = places(filling.world, field.question.level ?? '', filling.day, picker.under, path)
    if (openings.length === 0 && choices?.length === 0) return several(field, html`<p class="note">${words.field.noUnits}</p>`)
    const levels = openings.map(({ level, choices: at, opened }, i) => {
      const id = i === 0 ? idOf(key) : idOf(key, `in${i}`)
      return html`<div class="inner"><label for="${id}">${words.field.chooseIn(words.field.level[level] ?? level)}</label><select id="${id}" name=".in.${key}"><option value="">${words.field.choose}</option>${at.map((one) => html`<option value="${one.id}"${attribute('selected', one.id === opened)}>${one.full_name}</option>`)}</select>
<div class="buttons"><button class="plain" name=".do" value="open ${key}">${words.field.showUnits(nextLevel(field, openings[i + 1]?.level))}</button></div></div>`
    })
    return several(field, [...levels, choices === undefined ? nothing : list(field, choices, chosen, openings.length === 0)], { isRadio: openings.length === 0 && (choices?.length ?? 0) <= longestRadios })
  },
  reading: (answer, { world }) => {
    const found = world.unit(String(answer))
    if (found === undefined) return String(answer)
    const parent = found.parent === null ? undefined : world.unit(found.parent)
    return parent === undefined ? found.full_name : `${found.full_name}, ${parent.full_name}`
  },
}

function nextLevel(field: Field, level: string | undefined): string {
  const next = level ?? field.question.level ?? ''
  return field.words.field.level[next] ?? next
}

function list(field: Field, choices: readonly Unit[], chosen: string, isFirst: boolean): ReturnType<typeof html> {
  const several = new Set(choices.map((one) => one.parent)).size > 1
  // Two communes may each have a village of the same name.
  const label = (one: Unit): string => {
    const parent = several && one.parent !== null ? field.filling.world.unit(one.parent) : undefined
    return parent === undefined ? one.full_name : `${one.full_name} (${parent.full_name})`
  }
  const id = isFirst ? idOf(field.key) : idOf(field.key, 'list')
  if (choices.length <= longestRadios) {
    return html`<div>${choices.map((one, i) => choice('radio', nameOf(field.key), one.id, label(one), one.id === chosen, i === 0 ? id : undefined))}</div>`
  }
  return html`<label for="${id}" class="away">${field.label}</label><select id="${id}" name="${nameOf(field.key)}"><option value="">${field.words.field.choose}</option>${choices.map((one) => html`<option value="${one.id}"${attribute('selected', one.id === chosen)}>${label(one)}</option>`)}</select>`
}
