// Whether a record waits for a person, by its form's rule (form/review.ts), and who approves it first. What is not held is approved as it comes.
import type { Review } from '../form/review.ts'
import type { RevisionHead } from './decision.ts'
import { isStranger } from './stranger.ts'

/** Who approved what nobody looked at: the form's rule. No person's id looks like it. */
export const byRule = '='

export interface Held {
  readonly author: string
  readonly flags: number
  readonly conflicts: number
  readonly before: readonly Pick<RevisionHead, 'reviewer'>[]
  /** Its number in the lot, from 0 up to 1: made of the record's id and a secret of the server, so that nobody chooses it and it never changes. Absent: none was drawn. */
  readonly lot: number | undefined
}

/**
 * Whether it waits. Whatever has something to look at does, whatever a stranger sent, and whatever a person has decided on before: a correction of it is for
 * people to see.
 */
export function isHeld(rule: Review | undefined, { author, flags, conflicts, before, lot = 0 }: Held): boolean {
  if (rule?.hold === undefined || isStranger(author) || flags > 0 || conflicts > 0) return true
  if (before.some(({ reviewer }) => reviewer !== '' && reviewer !== byRule)) return true
  return lot * 100 < rule.hold
}
