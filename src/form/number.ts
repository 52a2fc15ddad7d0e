// Numbers as people write them: 1.500 and 2,5 in Vietnamese, 1,500 and 2.5 in English. What can be read two ways is asked, never guessed.
import type { Slip } from './kinds/kind.ts'

interface Marks {
  readonly group: string
  readonly decimal: string
}
const marks = (language: string): Marks => (language.startsWith('en') ? { group: ',', decimal: '.' } : { group: '.', decimal: ',' })

/** The largest magnitude kept: above it a double no longer holds every whole number. */
export const largest = Number.MAX_SAFE_INTEGER

/** Reads typing in the way of a language. Blank is not a number: ask before. */
export function readNumber(typed: string, language: string): { readonly value: number } | { readonly slip: Slip } {
  const { group, decimal } = marks(language)
  const text = typed.normalize('NFC').replace(/[\s\u00a0\u202f]+/g, ' ').trim()
  const found = /^(-?)([\d., ]+)$/.exec(text)
  const no: { slip: Slip } = { slip: { code: 'not_number', facts: { typed } } }
  if (found === null) return no
  const sign = found[1] === '-' ? -1 : 1
  const body = (found[2] as string).replace(/(\d) (?=\d{3}(\D|$))/g, '$1')
  if (/ /.test(body) || !/^\d/.test(body) || !/\d$/.test(body)) return no
  const groups = body.split(group).length - 1
  const decimals = body.split(decimal).length - 1
  const keep = (plain: string): { value: number } | { slip: Slip } => {
    const value = sign * Number(plain)
    return Math.abs(value) > largest ? { slip: { code: 'number_too_large', facts: { typed, limit: largest } } } : { value: value === 0 ? 0 : value }
  }
  const ask = (one: string, other: string): { slip: Slip } => ({
    slip: { code: 'number_ambiguous', facts: { typed, one: writeNumber(sign * Number(one), language), other: writeNumber(sign * Number(other), language) } },
  })
  if (groups === 0 && decimals === 0) return keep(body)
  if (decimals > 1) {
    // 1,500,000 in a Vietnamese field: someone writes English thousands.
    return groups === 0 && grouped(body, decimal) ? ask(body.split(decimal).join(''), body.split(decimal).join('')) : no
  }
  if (groups > 0 && decimals === 0) {
    if (grouped(body, group)) return keep(body.split(group).join(''))
    return groups === 1 ? ask(body.replace(group, '.'), body.split(group).join('')) : no // 1.5 in a Vietnamese field
  }
  const [whole = '', part = ''] = body.split(decimal)
  if (groups > 0) {
    if (part.includes(group)) return no
    return grouped(whole, group) ? keep(`${whole.split(group).join('')}.${part}`) : no
  }
  // 1,500 in a Vietnamese field: one and a half, or fifteen hundred typed the English way?
  if (part.length === 3 && whole.length <= 3 && whole !== '0') return ask(`${whole}.${part}`, whole + part)
  return keep(`${whole}.${part}`)
}

function grouped(body: string, group: string): boolean {
  const [head = '', ...rest] = body.split(group)
  return head.length >= 1 && head.length <= 3 && rest.every((three) => three.length === 3)
}

/** A number as the language writes it: 1.234,5 or 1,234.5. */
export function writeNumber(value: number, language: string): string {
  const { group, decimal } = marks(language)
  const [whole = '', part] = plain(Math.abs(value)).split('.')
  const body = whole.replace(/\B(?=(\d{3})+$)/g, group) + (part === undefined ? '' : decimal + part)
  return value < 0 ? `-${body}` : body
}

function plain(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}
