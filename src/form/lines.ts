// Two texts side by side: which lines are gone and which are new. For authors who see what somebody else wrote, or what a version changes.

export interface Line {
  readonly is: 'same' | 'gone' | 'new'
  readonly text: string
  /** From 1: where it stands in the text before, and in the one after. */
  readonly before: number | undefined
  readonly after: number | undefined
}

/** Beyond so many pairs of lines the middle is taken as changed whole: a table of them would hang the page. */
const mostPairs = 4_000_000

/** The lines of both, in order; what is common stands once. */
export function compareLines(before: string, after: string): readonly Line[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const same = (from: number, count: number, shift: number): Line[] =>
    a.slice(from, from + count).map((text, i) => ({ is: 'same', text, before: from + i + 1, after: from + i + 1 + shift }))
  return [...same(0, head, 0), ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), head), ...same(a.length - tail, tail, b.length - a.length)]
}

/** Only what differs, with `around` lines on either side of it; undefined stands where lines are left out. */
export function differing(lines: readonly Line[], around = 2): readonly (Line | undefined)[] {
  const near = new Set<number>()
  lines.forEach(({ is }, i) => {
    if (is !== 'same') for (let at = i - around; at <= i + around; at++) near.add(at)
  })
  const shown: (Line | undefined)[] = []
  lines.forEach((line, i) => {
    if (near.has(i)) shown.push(line)
    else if (near.has(i - 1) && shown.length > 0) shown.push(undefined)
  })
  return shown[shown.length - 1] === undefined ? shown.slice(0, -1) : shown
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

function middle(a: readonly string[], b: readonly string[], shift: number): readonly Line[] {
  const gone = (i: number): Line => ({ is: 'gone', text: a[i] ?? '', before: shift + i + 1, after: undefined })
  const made = (j: number): Line => ({ is: 'new', text: b[j] ?? '', before: undefined, after: shift + j + 1 })
  if (a.length * b.length > mostPairs) return [...a.map((_, i) => gone(i)), ...b.map((_, j) => made(j))]
  // How many lines both have in common from here on.
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ is: 'same', text: a[i] ?? '', before: shift + ++i, after: shift + ++j })
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) lines.push(gone(i++))
    else lines.push(made(j++))
  }
  return lines
}
