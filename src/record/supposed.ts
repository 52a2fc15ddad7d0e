// What is most often so of submissions that come in: none of them is here yet, nor any entry that they make. A decision may be made on it without reading,
// because its guard compares every bit of it before anything is written.
import type { Adds, InViews, KnownState } from './decision.ts'
import type { Submission } from './submission.ts'

const none: InViews<Adds> = { received: {}, approved: {} }

/**
 * The state in which these submissions are all new, over forms and units as they were known a while ago. undefined where that is unlikely: one corrects
 * another, or entries are named (register.ts `entriesOf`) that none of these makes.
 */
export function supposed(
  ground: Pick<KnownState, 'epoch' | 'units_revision' | 'locks_revision' | 'forms'>,
  submissions: readonly Pick<Submission, 'id' | 'base' | 'form'>[],
  entries: readonly { readonly register: string; readonly id: string }[],
): KnownState | undefined {
  // A form that was there when its questions were read may be gone since (a trial thrown away).
  if (submissions.some(({ base, form }) => base !== undefined || !ground.forms.has(form))) return undefined
  // createdId: the submission's own id, and what counts its rules and rows.
  const own = new Set(submissions.map(({ id }) => id))
  if (!entries.every(({ id }) => own.has(id.replace(/[~.].*$/, '')))) return undefined
  return {
    ...ground,
    heads: new Map(),
    revisions: new Map(),
    entries: new Map(entries.map(({ register, id }) => [`${register}/${id}`, { register, id, revision: 0, received: null, approved: null, adds: none, said: [], stamp: 0 }])),
  }
}
