// The one way to write JSON down, so that the same content always has the same hash: RFC 8785.
// Our own few lines: the library for it needs String.isWellFormed, which phones of 2021 do not have.
import type { Submission } from './submission.ts'

/** Canonical JSON of anything JSON can hold. Throws on what it cannot (NaN, a lone surrogate): check before. Members that are undefined are left out. */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!isFinite(value)) throw new Error('a number that JSON does not have')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') {
    if (!isWellFormed(value)) throw new Error('a lone surrogate')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object') throw new Error(`no JSON: ${typeof value}`)
  const members = value as Readonly<Record<string, unknown>>
  // Sorted by UTF-16 code units (RFC 8785 §3.2.3), which is what sort() does.
  const names = Object.keys(members).filter((name) => members[name] !== undefined).sort()
  return `{${names.map((name) => `${canonical(name)}:${canonical(members[name])}`).join(',')}}`
}

/** What is hashed and kept of a submission: all but the hash itself. */
export function unsigned(submission: Omit<Submission, 'sha256'> & { readonly sha256?: string }): string {
  return canonical({ ...submission, sha256: undefined })
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/.test(text)
}
