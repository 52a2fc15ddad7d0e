// "Did you mean …": the nearest of some words to a misspelt one.

/** The word at the least edit distance (Damerau's, restricted), when it is near enough to be meant; the first of equals. */
export function nearest(wrong: string, words: readonly string[]): string | undefined {
  const most = wrong.length <= 3 ? 1 : wrong.length <= 6 ? 2 : 3
  let best: string | undefined
  let least = most + 1
  for (const word of words) {
    if (Math.abs(word.length - wrong.length) > most) continue
    const far = distance(wrong.toLowerCase(), word.toLowerCase())
    if (far < least) {
      best = word
      least = far
    }
  }
  return best
}

function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] as number) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] as number
}
