// Figures about people, made safe to be shown to everyone: counts in steps of five, each cell with a secret shift of its own, so that neither a
// total nor what moves between two releases tells a count under five. Who knows the shifts is the server's concern; what is shown is a board's.
// After the controlled rounding of statistical offices (base 5, random start). What is coarser than a cell is the sum of what is shown of its cells:
// it tells nothing that they do not tell, while a total rounded by itself would (four cells of 4 under a total of 16).

/** The step; also the smallest count that is ever shown as a number. */
export const step = 5

/** Shown of a count: a multiple of five. `shift` is 0 to 4, secret, and the same for a cell in every release. */
export function blurred(count: number, shift: number): number {
  return step * Math.floor((Math.max(0, count) + shift) / step)
}

/** Every count that may stand behind what is shown, for who does not know the shift. */
export function behindShown(shown: number): { readonly least: number; readonly most: number } {
  return { least: Math.max(0, shown - step + 1), most: shown + step - 1 }
}

/** So much must be shown of a count for an average over it to be said: five people at least stand behind it, whatever its shift, and that it is said tells no more than what is shown. */
export const enough = 2 * step

/** An average in two digits: no fraction of it tells by how many it was divided. */
export function roughly(value: number): number {
  return Number(value.toPrecision(2))
}
