// select_one and select_multiple as few forms want them: a long list behind a search, choices beside each other, a choice that leads on, the words of a
// question without its boxes. more.ts puts this over select.ts, whose views stand for all others.
import { appearing } from '../../form/appearances.ts'
import type { Choice } from '../../form/form.ts'
import { writeNumber } from '../../form/number.ts'
import { fold } from '../../record/fold.ts'
import { boxOf, choice, idOf, nameOf, several, single } from '../field.ts'
import type { Html } from '../html.ts'
import { attribute, html } from '../html.ts'
import { views } from './index.ts'
import type { Field, KindView } from './kind.ts'
import { labelOf } from './select.ts'

// As select.ts and entry.ts have it.
const longestRadios = 12
const mostShown = 20

/** The view of choices, over the one that all others have. */
export function choosing(usual: KindView, isOne: boolean): KindView {
  return {
    ...usual,
    field(field) {
      const words = appearing(field.question)
      const offered = field.filling.offered(field.key)
      const isLong = offered.length > longestRadios
      // Where it must be answered there must be a box all the same.
      if (words.includes('label') && !field.isRequired) return views.note.field(field)
      const isSmall = words.includes('minimal') || words.includes('spinner')
      if (isLong && (isSmall || words.includes('search') || words.includes('autocomplete'))) return searched(field, offered, isOne, words)
      if (isSmall && isOne) return folded(field, offered)
      if (!words.some((word) => beside.test(word) || leads.test(word))) return usual.field(field)
      return several(field, list(field, offered, isOne, words), { isRadio: isOne })
    },
  }
}

const beside = /^(?:columns|compact|horizontal|quickcompact)/
const leads = /^quick(?:compact)?$/
/** More would be too narrow for a word, even on a desk. */
const mostColumns = 5

function list(field: Field, shown: readonly Choice[], isOne: boolean, words: readonly string[]): Html {
  const chosen = chosenIn(field)
  const columns = words.find((word) => beside.test(word))
  const many = Math.min(Number(/-(\d+)$/.exec(columns ?? '')?.[1] ?? 0), mostColumns)
  const look = columns === undefined || many === 1 ? undefined : /-(?:pack|flex|compact)$/.test(columns) ? 'packed' : many === 0 ? 'columns' : `columns columns-${many}`
  const none = isOne && !field.isRequired && boxOf(field) !== '' && choice('radio', nameOf(field.key), '', field.words.field.noAnswer, false)
  return html`<div${attribute('class', look)}${attribute('data-quick', isOne && words.some((word) => leads.test(word)))}>${shown.map((one, i) => choice(isOne ? 'radio' : 'checkbox', nameOf(field.key), one.name, labelOf(one, field), chosen.includes(one.name), i === 0 ? idOf(field.key) : undefined))}${none}</div>`
}

// On one line until it is opened, however few there are.
function folded(field: Field, offered: readonly Choice[]): Html {
  const chosen = boxOf(field)
  return single(field, (tied) => html`<select${tied}><option value="">${field.words.field.choose}</option>${offered.map((one) => html`<option value="${one.name}"${attribute('selected', one.name === chosen)}>${labelOf(one, field)}</option>`)}</select>`)
}

// What is chosen stays in sight above what is found: a box that is not there would read as emptied.
function searched(field: Field, offered: readonly Choice[], isOne: boolean, words: readonly string[]): Html {
  const chosen = chosenIn(field)
  const search = field.picker.search ?? ''
  const wanted = fold(search).split(' ')
  const fitting = offered.filter((one) => {
    const label = ` ${fold(labelOf(one, field))}`
    return wanted.every((word) => label.includes(` ${word}`))
  })
  const found = fitting.filter(({ name }) => !chosen.includes(name))
  const { words: { field: says }, language } = field
  const isCut = found.length > mostShown
  // The one that was looked for and is chosen now was found.
  const about = fitting.length === 0 ? says.foundNone(search) : isCut ? says.foundMany(writeNumber(mostShown, language)) : search === '' || !isOne || found.length === 0 ? '' : says.found(writeNumber(found.length, language))
  const shown = [...offered.filter(({ name }) => chosen.includes(name)), ...found.slice(0, mostShown)]
  const id = idOf(field.key, 'search')
  const box = html`<div class="inner"><label for="${id}">${says.search}</label><input type="text" id="${id}" name=".search.${field.key}" value="${search}" maxlength="100" autocomplete="off"><div class="buttons"><button class="plain" name=".do" value="find ${field.key}">${says.find}</button></div></div>`
  return several(field, html`${box}<div id="${idOf(field.key, 'found')}">${about !== '' && html`<p class="about">${about}</p>`}${list(field, shown, isOne, words)}</div>`)
}

const chosenIn = ({ typed }: Field): readonly string[] => [typed[''] ?? []].flat().filter((name) => name !== '')
