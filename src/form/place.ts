// Where in an expression's text a thing stands: the tree has no places, so that what reaches the phone is small.
import type { Scalar, Spot } from './source.ts'
import { within } from './source.ts'

const escape = (text: string): string => text.replace(/[^\w\s]/g, '\\$&')

/** The first of these patterns that is found, at its group 1 (or whole); the beginning when none is. */
function find(scalar: Scalar, text: string, patterns: readonly string[]): Spot {
  for (const pattern of patterns) {
    const found = new RegExp(pattern).exec(text)
    if (found === null) continue
    const inner = found[1] === undefined ? 0 : found[0].indexOf(found[1])
    return within(scalar, found.index + inner + 1)
  }
  return within(scalar, 1)
}

// Texts in quotes and references blotted out, so that what is looked for is not found in them.
const bare = (text: string): string => text.replace(/'[^']*'|"[^"]*"|\$\{[^}]*\}/g, (found) => '\u0000'.repeat(found.length))

/** `${name}` or `${name.column}`; a step of a path. */
export function placeOfName(scalar: Scalar, name: string): Spot {
  const reference = `\\$\\{\\s*${escape(name)}\\s*\\}`
  return new RegExp(reference).test(scalar.text) ? find(scalar, scalar.text, [reference]) : placeOfColumn(scalar, name, '')
}

/** `.`, the answer at hand. */
export function placeOfSelf(scalar: Scalar): Spot {
  return find(scalar, bare(scalar.text), ['(?:^|[^\\w.\\])])(\\.)(?![\\w.])'])
}

/** A text in quotes, or a number. */
export function placeOfLiteral(scalar: Scalar, value: string | number): Spot {
  return find(scalar, scalar.text, [quoted(value)])
}

/** A literal beside what it is compared with: `${name} = 'x'`, `'x' = .`, `selected(${name}, 'x')`. */
export function placeOfCompared(scalar: Scalar, value: string | number, name: string | undefined): Spot {
  const beside = name === undefined ? '\\.' : `\\$\\{\\s*${escape(name)}\\s*\\}`
  const signs = '\\s*(?:!=|<=|>=|=|<|>|,)\\s*'
  return find(scalar, scalar.text, [`${beside}${signs}(${quoted(value)})`, `(${quoted(value)})${signs}${beside}`, quoted(value)])
}

/** `${name}` (or `.`) beside an operator, or in a function's brackets. */
export function placeOfOperand(scalar: Scalar, name: string | undefined, operator: string): Spot {
  const operand = name === undefined ? '\\.' : `\\$\\{\\s*${escape(name)}\\s*\\}`
  return find(scalar, scalar.text, [`(${operand})\\s*${escape(operator)}`, `${escape(operator)}\\s*\\(?\\s*(${operand})`, operand])
}

/** A bare column of the row at hand. */
export function placeOfColumn(scalar: Scalar, column: string, notAfter = '/'): Spot {
  return find(scalar, bare(scalar.text), [`(?:^|[^\\w${notAfter}-])(${escape(column)})(?![\\w-])`])
}

/** The column that instance()/root/item gives, after its last slash. */
export function placeOfResult(scalar: Scalar, column: string): Spot {
  return find(scalar, bare(scalar.text), [`/\\s*(${escape(column)})(?![\\w/-])`])
}

function quoted(value: string | number): string {
  return typeof value === 'number' ? `(?<![\\w.])${escape(String(value))}(?![\\w.])` : `'${escape(value)}'|"${escape(value)}"`
}
