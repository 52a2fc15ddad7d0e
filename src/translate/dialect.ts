// An expression of an XLSForm in the form language's dialect: what authors write who know XPath, and what word processors make of quotes.
import type { Names } from './names.ts'
import { renamed } from './names.ts'
import type { Node } from './nodes.ts'

/** Straight quotes, names as they are here, and paths to a question as `${name}`. What is no expression of ours stays, and is told by the compiler. */
export function expression(text: string, names: Names, from: Node | undefined): string {
  const straight = text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/\s+/g, ' ')
  return renamed(quotedApart(straight, (part) => pathless(part, names)), names, from)
}

/** yes, no and their like are kept for `required`, `read_only`; in an expression they are functions. */
export function truth(text: string): string {
  return /^(yes|true|true\(\))$/i.test(text) ? 'true()' : /^(no|false|false\(\))$/i.test(text) ? 'false()' : text
}

/** A text in quotes; one that has both kinds of quotes is put together. */
export function quoted(text: string): string {
  if (!text.includes("'")) return `'${text}'`
  if (!text.includes('"')) return `"${text}"`
  return `concat(${text.split("'").map((part) => `'${part}'`).join(`, "'", `)})`
}

/**
 * A default as an expression. XLSForm's is a text unless it looks like logic: a reference, a call, or arithmetic between numbers.
 */
export function defaultOf(text: string, kind: string): string {
  if (/\$\{|\b[a-z][\w:-]*\s*\(/i.test(text)) return text
  if (/^-?\d+(\.\d+)?$/.test(text) && kind !== 'text') return text
  if (!['date', 'datetime', 'dateTime', 'time', 'text', 'geopoint', 'geotrace', 'geoshape'].includes(kind) && /^[\d\s.+*()-]*\d\s*(\+|\*|-|div|mod)\s*\d[\d\s.+*()-]*$/.test(text)) return text
  return quoted(text)
}

/** Changes what stands outside of quotes. */
export function quotedApart(text: string, change: (part: string) => string): string {
  return text.replace(/'[^']*'|"[^"]*"|[^'"]+|['"]/g, (part) => (part.startsWith("'") || part.startsWith('"') ? part : change(part)))
}

// current()/../a, ../../a, /data/group/a: the question at the end of the path, where there is one of that name.
function pathless(part: string, names: Names): string {
  return part.replace(/(^|[^\w\])/.}])((?:current\(\)\s*\/\s*)?(?:\.\.\s*\/\s*)+|current\(\)\s*\/\s*|\.\s*\/\s*|\/)((?:[A-Za-z_][\w.-]*\s*\/\s*)*)([A-Za-z_][\w.-]*)(?!\s*[(/\w])/g, (whole: string, before: string, _: string, __: string, last: string) => {
    return names.knows(last) ? `${before}\${${last}}` : whole
  })
}
