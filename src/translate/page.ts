// A YAML file written line by line, each with the cell that it came from: so that what the compiler says of a line can be said of the cell.
import type { Place } from './table.ts'

export class Page {
  private readonly lines: string[] = []
  private readonly places: (Place | undefined)[] = []

  /** One line at a depth (two spaces each). */
  line(depth: number, text: string, place?: Place): void {
    this.lines.push('  '.repeat(depth) + text)
    this.places.push(place)
  }

  /** `key: value` with the value in quotes where YAML needs them. */
  pair(depth: number, key: string, value: string, place?: Place): void {
    this.line(depth, `${scalar(key)}: ${scalar(value)}`, place)
  }

  get isEmpty(): boolean {
    return this.lines.length === 0
  }

  text(): string {
    return this.lines.join('\n') + '\n'
  }

  /** The cell behind a line (from 1); of a line without one, the nearest above. */
  placeOf(line: number): Place | undefined {
    for (let i = Math.min(line, this.places.length) - 1; i >= 0; i--) if (this.places[i] !== undefined) return this.places[i]
    return undefined
  }
}

/** A scalar on one line: plain where it can be, else in double quotes. */
export function scalar(text: string): string {
  const isPlain = text !== '' && !/^[\s\-?:,[\]{}#&*!|>'"%@`=]/.test(text) && !/:(\s|$)|\s#|\s$|[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u.test(text)
  return isPlain ? text : JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
