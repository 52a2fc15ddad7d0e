// How JSON columns are written and read, and the few things that every noun's SQL shares.

/** D1 takes values up to 2 MB; a list that would be longer is bound as several. */
const mostBytes = 1_500_000

/** An empty list is kept as null: it costs no byte and reads back as empty. */
export function listOrNull(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list)
}

export function parsed<T>(text: string | null, otherwise: T): T {
  return text === null ? otherwise : (JSON.parse(text) as T)
}

/** Rows as JSON lists, each short enough for one bound value: one list in all ordinary cases, never none. UTF-8 is at most 3 bytes a UTF-16 unit. */
export function pieces(rows: readonly unknown[]): readonly string[] {
  const all = JSON.stringify(rows)
  if (3 * all.length <= mostBytes) return [all]
  const lists: string[] = []
  let waiting: string[] = []
  let bytes = 2
  for (const row of rows) {
    const text = JSON.stringify(row)
    const size = bytesOf(text) + 1
    if (bytes + size > mostBytes && waiting.length > 0) {
      lists.push(`[${waiting.join(',')}]`)
      waiting = []
      bytes = 2
    }
    waiting.push(text)
    bytes += size
  }
  lists.push(`[${waiting.join(',')}]`)
  return lists
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

/** A page's cursor is the last key seen, in a form that goes into an address. */
export function writeCursor(key: readonly (string | number)[]): string {
  return JSON.stringify(key)
}

/** The key a cursor stands for; undefined when it is none of ours. */
export function readCursor(cursor: string | undefined, length: number): readonly (string | number)[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const key: unknown = JSON.parse(cursor)
    const good = Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string' || typeof part === 'number')
    return good ? (key as (string | number)[]) : undefined
  } catch {
    return undefined // typed by hand: the first page
  }
}
