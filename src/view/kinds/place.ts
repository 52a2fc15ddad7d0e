// geopoint: copied from a device into boxes, as there is no script to ask the phone. area: a number and its measure, echoed in m².
import { measures } from '../../form/kinds/area.ts'
import { writeNumber } from '../../form/number.ts'
import { attribute, html } from '../html.ts'
import { boxOf, hinted, idOf, invalid, nameOf, several } from '../field.ts'
import type { KindView } from './kind.ts'

export const geopoint: KindView = {
  field(field) {
    const { words } = field
    const parts = [
      ['latitude', words.field.latitude],
      ['longitude', words.field.longitude],
      ['accuracy', words.field.accuracy],
    ] as const
    const boxes = parts.map(([part, label], i) => {
      const id = i === 0 ? idOf(field.key) : idOf(field.key, part)
      return html`<div><label for="${id}">${label}</label><input type="text" class="long" inputmode="decimal" id="${id}" name="${nameOf(field.key, part)}" value="${boxOf(field, part)}" autocomplete="off"${invalid(field)}></div>`
    })
    return several({ ...field, hint: hinted(field, words.field.geopoint) }, html`<div class="boxes">${boxes}</div>`)
  },
  reading(answer, { words }) {
    const [latitude = '', longitude = '', , accuracy] = String(answer).split(' ')
    return `${latitude}, ${longitude}${accuracy ? ` (${words.field.accuracy}: ${accuracy})` : ''}`
  },
}

export const area: KindView = {
  field(field) {
    const { words, language } = field
    const [id, measure] = [idOf(field.key), idOf(field.key, 'measure')]
    const chosen = boxOf(field, 'measure') || 'm2'
    const value = field.filling.get(field.key)
    return several(
      field,
      html`<div class="boxes"><div><label for="${id}" class="away">${field.label}</label><input type="text" class="long" inputmode="decimal" id="${id}" name="${nameOf(field.key)}" value="${boxOf(field)}" autocomplete="off"${invalid(field)}></div><div><label for="${measure}">${words.field.measure}</label><select id="${measure}" name="${nameOf(field.key, 'measure')}">${Object.keys(measures).map((one) => html`<option value="${one}"${attribute('selected', one === chosen)}>${words.field.measures[one] ?? one}</option>`)}</select></div></div>`,
      { echo: typeof value === 'number' ? `${writeNumber(value, language)} m²` : '' },
    )
  },
  reading: (answer, { language }) => (typeof answer === 'number' ? `${writeNumber(answer, language)} m²` : String(answer)),
}
