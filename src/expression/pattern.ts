// Patterns of regex(): how they run, and which ones visibly hang. Whoever publishes may ask a real checker instead.

/** The pattern as it is run: it must fit the whole text. Undefined when it does not compile. */
export function compiled(pattern: string): RegExp | undefined {
  // Patterns written for other engines escape what 'u' does not let one escape (\-), so without it is the second try.
  for (const flags of ['u', '']) {
    try {
      new RegExp(pattern, flags) // alone first: `a)(b` would be mended by the brackets put around it
      return new RegExp(`^(?:${pattern})$`, flags)
    } catch {
      continue
    }
  }
  return undefined
}

/** Whether a repeated group has a repetition inside, as (a+)+ has. Neither all that hangs nor only what does: a stand-in for a checker. */
export function looksEndless(pattern: string): boolean {
  return /\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)(?:[+*]|\{\d+,)/.test(pattern)
}
