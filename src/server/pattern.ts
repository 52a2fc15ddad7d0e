// Whether a form's regular expression could make a phone or the Worker hang. Asked when a form is published, never afterwards.
import type { Diagnostics } from 'recheck'
import type { Files } from '../form/source.ts'

const longest = 500

/**
 * A checker for the patterns of a source: says why one is refused (hang, unchecked, long), or undefined. The library (recheck) weighs 0.7 MB zipped and most forms have
 * no pattern: it is unpacked only when a source calls regex(). Its automaton, not its fuzzer: the verdict then depends on the pattern alone and
 * is bounded by sizes, since a Worker's clock stands still while it computes.
 */
export async function regexChecker(files: Files): Promise<(pattern: string, flags: string) => string | undefined> {
  if (!Object.values(files).some((text) => /\bregex\s*\(/.test(text))) return () => undefined
  const { checkSync } = await import('recheck')
  const seen = new Map<string, string | undefined>()
  return (pattern, flags) => {
    const check = (one: string): Diagnostics => checkSync(one, flags, { checker: 'automaton', timeout: null, maxNFASize: 5_000 })
    if (!seen.has(pattern)) seen.set(pattern, faultOf(pattern, check))
    return seen.get(pattern)
  }
}

function faultOf(pattern: string, check: (pattern: string) => Diagnostics): string | undefined {
  if (pattern.length > longest) return 'long'
  const found = check(pattern)
  if (found.status === 'vulnerable') return 'hang'
  if (found.status === 'unknown') return 'unchecked'
  // The automaton calls everything finite safe, `(a{1,10}){1,10}` too, which tries 10^10 ways. So counted repeats are looked at once more
  // as if they had no end; two of them beside each other (degree 2) are still harmless within their counts.
  if (repeatsNothing(pattern)) return 'hang'
  const endless = widened(pattern)
  if (endless === pattern) return undefined
  const wide = check(endless)
  if (wide.status === 'unknown') return 'unchecked'
  if (wide.status === 'safe' || (wide.complexity.type === 'polynomial' && wide.complexity.degree <= 2)) return undefined
  return 'hang'
}

// {n}, {n,} and {n,m} become + or *; what stands in a class or behind a backslash is left alone.
function widened(pattern: string): string {
  return pattern.replace(/\\(?:[pPu]\{[^}]*\}|k<[^>]*>|.)|\[(?:\\.|[^\]\\])*\]|\{(\d+)(?:,\d*)?\}/gu, (all, least: string | undefined) =>
    least === undefined ? all : Number(least) === 0 ? '*' : '+',
  )
}

// (a?){30}: each round may take something or nothing, which doubles the ways; without end it would stop at the first empty round, so
// widening does not show it.
function repeatsNothing(pattern: string): boolean {
  const opened: number[] = []
  for (const { 0: token, index } of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()]/gu)) {
    if (token === '(') opened.push(index)
    if (token !== ')') continue
    const group = pattern.slice(opened.pop() ?? 0, index + 1)
    if (/^\{(?!0?,?[0-3]\})/.test(pattern.slice(index + 1)) && isNullable(group)) return true
  }
  return false
}

function isNullable(group: string): boolean {
  try {
    return new RegExp(`^(?:${group})$`, 'u').test('')
  } catch {
    return true // it names a group outside of itself: rather no than hang
  }
}
