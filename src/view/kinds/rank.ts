// rank: all choices one under the other. Without a script each has a select for its place; the phone's app shows buttons that move it (style.ts hides
// one or the other).
import { orderOf } from '../../form/kinds/rank.ts'
import { rarerWordsOf } from '../../words/rarer.ts'
import { idOf, nameOf, several } from '../field.ts'
import { attribute, html } from '../html.ts'
import type { KindView } from './kind.ts'
import { labelled, labelOf } from './select.ts'

export const rank: KindView = {
  field(field) {
    const { key, filling, language } = field
    const { rank: words } = rarerWordsOf(language)
    const offered = filling.offered(key)
    const answer = filling.get(key)
    const order = orderOf(answer, offered)
    // What could not be read, two in one place, stands as it was chosen.
    const typed = new Map([field.typed[''] ?? []].flat().flatMap((one) => [/^(.*) (\d+)$/s.exec(one)].flatMap((found) => (found === null ? [] : [[found[1] ?? '', Number(found[2])] as const]))))
    const rows = order.map((name, i) => {
      const one = offered.find((choice) => choice.name === name)
      const label = one === undefined ? name : labelOf(one, field)
      const id = i === 0 ? idOf(key) : idOf(key, `place${i + 1}`)
      const move = (what: string, text: string, isOff: boolean) => html`<button class="plain" type="button" name=".do" value="+${what} ${key}" data-choice="${name}" aria-label="${text}"${attribute('disabled', isOff)}>${what === 'up' ? '▲' : '▼'}</button>`
      return html`<li><label for="${id}" aria-label="${words.place(label)}">${answer !== undefined && html`<strong>${i + 1}.</strong> `}${label}</label><select class="byhand" id="${id}" name="${nameOf(key)}"><option value="">–</option>${order.map((_, place) => html`<option value="${name} ${place + 1}"${attribute('selected', typed.get(name) === place + 1)}>${place + 1}</option>`)}</select><span class="hand">${move('up', words.up(label), i === 0)}${move('down', words.down(label), i === order.length - 1)}</span></li>`
    })
    const keep = answer === undefined && html`<div class="buttons hand"><button class="plain" type="button" name=".do" value="+order ${key}">${words.keep}</button></div>`
    return several({ ...field, hint: `${field.hint} ${words.hint}`.trim() }, html`<ol class="rank">${rows}</ol>${keep}`)
  },
  reading: (answer, reader) => (Array.isArray(answer) ? answer.map((name, i) => `${i + 1}. ${labelled(String(name), reader)}`).join('\n') : String(answer)),
}
