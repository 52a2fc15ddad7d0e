// integer, decimal, year, phone: a text box with the fitting keyboard, and the number said again below it.
// Never the browser's own number box: it turns 1.500 into 1.5 without a word.
import { writeNumber } from '../../form/number.ts'
import type { Words } from '../../words/words.ts'
import { html } from '../html.ts'
import { boxOf, single } from '../field.ts'
import type { Field, KindView } from './kind.ts'

/** What a number box holds, said again: "1.500", "60.000.000 (60 triệu)". Nothing when it could not be read. */
export function said(value: unknown, words: Words, language: string): string | undefined {
  if (typeof value !== 'number') return undefined
  const big = [
    { size: 1e9, name: words.field.billion },
    { size: 1e6, name: words.field.million },
  ].find(({ size }) => Math.abs(value) >= size)
  const digits = writeNumber(value, language)
  return big === undefined ? digits : `${digits} (${writeNumber(Math.round((value / big.size) * 1000) / 1000, language)} ${big.name})`
}

function numeric(inputmode: 'numeric' | 'decimal', echo?: (field: Field) => string): KindView {
  return {
    field: (field) =>
      single(field, (tied) => html`<input type="text" class="number" inputmode="${inputmode}"${tied} value="${boxOf(field)}" autocomplete="off">`, echo?.(field)),
    reading: (answer, { words, language }) => said(answer, words, language) ?? String(answer),
  }
}

const again = (field: Field): string => said(field.filling.get(field.key), field.words, field.language) ?? ''

export const integer = numeric('numeric', again)
export const decimal = numeric('decimal', again)

// A year is read as it is written; a dot in it would only confuse.
export const year: KindView = { ...numeric('numeric'), reading: (answer) => String(answer) }

export const phone: KindView = {
  field: (field) => single(field, (tied) => html`<input type="text" class="number" inputmode="tel"${tied} value="${boxOf(field)}" autocomplete="off">`),
  // 0912 345 678: in the groups in which it is read aloud.
  reading: (answer) => String(answer).replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3'),
}
