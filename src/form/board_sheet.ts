// How much of an A3 sheet a board takes, by the board's rules of print (view/style.ts): heights in tenths of a millimetre, taken on the large side. What stands
// on it for certain is told when it is checked; entries fill what is left, the rest of them is said as a number.

/** A3 landscape within its margins. */
export const sheet = { width: 3_960, height: 2_730 } as const

/** Unit, title, day and decision, with the code of the feedback form beside them. */
export const headHeight = 310
/** A section's title and the heads of its table. */
export const sectionHeight = 200
/** The heading of a section's places, and the heads of their table: names of figures, several lines high. */
export const placesHead = 300
/** What is explained below: ≈, rounding. */
export const footHeight = 130
/** "and 12 more". */
export const moreHeight = 60

const lineHeight = 47
const padding = 17
/** A letter of a wide font, bold where it is the first column's. */
const letterWidth = 20
const boldWidth = 23
/** What a cell takes beside its text. */
const cellWidth = 34
/** Columns beside the first are as wide as what stands in them, up to so many letters; then they go on below. */
const mostLetters = 16

/** How wide the first column is, beside others whose longest texts (heads included) have these lengths, on so much paper. */
export function firstWidth(lengths: readonly number[], width: number = sheet.width, least = 700): number {
  return Math.max(least, width - lengths.reduce((sum, length) => sum + Math.min(Math.max(length, 3), mostLetters) * letterWidth + cellWidth, 0) - cellWidth)
}

/** The height of a row: the first text in a column of that width, the others in theirs. A word that does not fit leaves a tenth of a line empty. */
export function rowHeight(first: number, width: number, others: readonly number[]): number {
  const lines = Math.max(1, Math.ceil((first * boldWidth * 1.06) / width), ...others.map((length) => Math.ceil(length / mostLetters)))
  return padding + lineHeight * lines
}

/** The least that entries must have room for, beside everything that stands in any case. */
export const leastRows = 6
