// Trying a form before it is published: the same source under a name of its own (form/trial.ts), filled on a phone or a desk like any other, through the
// same doors, and thrown away whole.
import type { Example } from '../form/example.ts'
import type { Form } from '../form/form.ts'
import { asTrial, trialOf, trialRegister } from '../form/trial.ts'
import type { Files } from '../form/source.ts'
import type { EntryChange, Head } from '../record/decision.ts'
import { labelOf } from '../record/label.ts'
import type { Actor } from '../record/submission.ts'
import { registerIndicators } from '../record/tally.ts'
import { Working } from '../record/working.ts'
import { dropDraftFiles } from '../store/draft_files.ts'
import { loadForms, saveForm } from '../store/forms.ts'
import { dropMedia } from '../store/media.ts'
import { readState, write } from '../store/submissions.ts'
import { eraseTrial, seedForm } from '../store/trials.ts'
import { deskWordsOf } from '../words/desk.ts'
import { checkedSource } from './checked_source.ts'
import type { Published, Wish } from './checked_source.ts'
import { Refusal } from './failure.ts'
import { advance, recountsOf } from './recounts.ts'
import { placesNow } from './world.ts'

const mostTries = 20

/**
 * Opens a form for trying, or puts a newer source in the place of the one that is tried: what was filled stays and counts by it. Its registers, also those
 * that it only reads, begin with the entries of its examples; `unit` puts them all in one place, so that whoever tries it sees them.
 * Errors: 422 with all problems, 503 when others kept being faster.
 */
export async function openTrial(db: D1Database, actor: Actor, files: Files, { unit, now, workbook }: Pick<Wish, 'now' | 'workbook'> & { readonly unit?: string | undefined }): Promise<Published> {
  for (let tries = 0; tries < mostTries; tries++) {
    const { form, examples, known, hash, differences, untranslated, warnings } = await checkedSource(db, files, workbook)
    if (unit !== undefined && !(await placesNow(db)).byId.has(unit)) throw new Refusal(422, 'unit_unknown')
    const trial = asTrial(form, new Set(known.levels), (language) => deskWordsOf(language).trial.mark)
    const [before] = await loadForms(db, [{ id: trial.id, version: 'latest' }])
    const saved = await saveForm(db, {
      id: trial.id, hash, source: JSON.stringify(files), form: trial, examples: [], by: actor.person, at: now, previous: before?.version ?? 0,
      recounts: before === undefined ? [] : recountsOf(before.form, trial),
    })
    if (saved.status === 'moved') continue
    const isSeeded = await seed(db, actor, form, trial, examples, unit, now)
    // Both would be more than one request may ask of the database.
    const { left } = await advance(db, now, { first: trial.id, ...(isSeeded ? { statements: 0 } : {}) })
    const recounting = [...new Set(left.flatMap(({ indicators }) => indicators))]
    return { form: trial.id, version: saved.version, hash, status: saved.status, warnings, differences, untranslated, preview: null, recounting }
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

/** Throws the trial of a form away, with all that was filled in it. False when there is none. */
export async function closeTrial(db: D1Database, media: R2Bucket | undefined, actor: Actor, form: string, now: number): Promise<boolean> {
  const thrown = await eraseTrial(db, trialOf(form), actor.person, now)
  if (thrown === undefined) return false
  if (media !== undefined) {
    await dropMedia(media, thrown.files, thrown.parts)
    for (const draft of thrown.drafts) await dropDraftFiles(media, draft)
  }
  return true
}

// What the examples lean on, created in the trial's registers by one record that no list shows: changed later like any entry. Whether anything was new.
async function seed(db: D1Database, actor: Actor, form: Form, trial: Form, examples: readonly Example[], unit: string | undefined, now: number): Promise<boolean> {
  const wanted = new Map<string, { register: string; id: string; change: EntryChange }>()
  for (const { entries } of examples) {
    for (const [register, all] of Object.entries(entries)) {
      for (const [id, { label = id, unit: own = '', ...columns }] of Object.entries(all)) {
        const change = { creates: true, day: '', at: 0, label: labelOf(String(label)), unit: unit ?? String(own), columns }
        const name = trialRegister(register, form.id)
        if (!wanted.has(`${name}/${id}`)) wanted.set(`${name}/${id}`, { register: name, id, change })
      }
    }
  }
  if (wanted.size === 0) return false
  const id = seedForm(trial.id)
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await readState(db, { ids: [id], entries: [...wanted.values()] })
    // Thrown away in between: what is seeded now would belong to nothing. From here on the epoch guards it.
    if (!known.forms.has(trial.id)) return false
    const working = new Working(known, registerIndicators([trial]))
    const missing = [...wanted].filter(([key]) => (known.entries.get(key)?.stamp ?? 0) === 0)
    if (missing.length === 0) return false
    const head: Head = known.heads.get(id) ?? {
      id, seq: 0, form: id, version: 0, unit: '', day: '', label: '', author: '', state: 'received', revision: 0, counts: { received: 0, approved: 0 },
      adds: { received: {}, approved: {} }, touches: [], flags: [], conflicts: 0, received_at: now, stamp: 0,
    }
    working.put({ ...head, touches: [...head.touches, ...missing.map(([, one]) => [one.register, one.id] as const)] })
    for (const [, one] of missing) working.say(one.register, one.id, { submission: id, received: one.change, approved: one.change })
    working.note({ at: now, actor: actor.person, action: 'trial_seeded', subject: trial.id, detail: String(missing.length) })
    if ((await write(db, { outcomes: [], writes: working.writes() })) !== 'moved') return true
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

