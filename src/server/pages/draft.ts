// A draft of the plain pages, opened: its form and version, the world it is filled in, the filling. And how it is kept, sealed and let go.
import { instant } from '../../form/date.ts'
import { open } from '../../form/filling.ts'
import type { Filling } from '../../form/filling.ts'
import type { Answers, Form } from '../../form/form.ts'
import { lastOf } from '../../form/last.ts'
import { unsigned } from '../../record/canonical.ts'
import { entriesOf } from '../../record/register.ts'
import type { Actor, Submission } from '../../record/submission.ts'
import { loadDraft, saveDraft, sealDraft } from '../../store/drafts.ts'
import type { Draft } from '../../store/drafts.ts'
import { loadForms } from '../../store/forms.ts'
import { lastAnswers } from '../../store/sent.ts'
import { one } from '../../store/submissions.ts'
import { allAnswers, zone } from '../../view/kept.ts'
import type { Kept } from '../../view/kept.ts'
import { sha256Hex } from '../digest.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { countOf, orRefused } from '../stranger.ts'
import { makeWorld, placesNow } from '../world.ts'
import { listedFiles } from './files.ts'

export interface OpenDraft {
  readonly draft: Draft
  readonly kept: Kept
  readonly form: Form
  /** The newest version of the form, to say when this draft's is older. */
  readonly latest: number
  readonly filling: Filling
}

/** The draft with its filling, or undefined when this person has none of that id. `more` are answers whose entries the world must hold too. */
export async function openDraft(visit: Visit, actor: Actor, id: string, now: number, more: (answers: Answers) => Answers = (answers) => answers): Promise<OpenDraft | undefined> {
  const draft = await loadDraft(visit.env.DB, id, actor.person)
  if (draft === undefined) return undefined
  const [loaded] = await loadForms(visit.env.DB, [{ id: draft.form, version: draft.version }])
  if (loaded === undefined) return undefined
  const kept = draft.answers as Kept // written by keepDraft, read by nobody else
  const world = await worldOf(visit, actor, loaded.form, more(kept.answers), kept, now)
  return { draft, kept, form: loaded.form, latest: loaded.latest, filling: open(loaded.form, world, kept.answers) }
}

/** A new draft under an id that the page chose, so that the button pressed twice starts one. What is already there under it stays. */
export async function startDraft(visit: Visit, actor: Actor, start: { id: string; form: Form; version: number; answers?: Answers; files?: Kept['files']; base?: number; paths?: Kept['paths']; last?: Kept['last'] }, now: number): Promise<void> {
  if ((await loadDraft(visit.env.DB, start.id, actor.person)) !== undefined) return
  const [seed = 1] = crypto.getRandomValues(new Uint32Array(1))
  const last = start.form.last === undefined ? undefined : (start.last ?? lastOf(start.form, await lastAnswers(visit.env.DB, actor.person, start.form.id)))
  const world = await worldOf(visit, actor, start.form, start.answers ?? {}, { seed, last }, now)
  const filling = open(start.form, world, start.answers)
  const kept: Kept = { answers: {}, typed: {}, reasons: {}, paths: start.paths ?? {}, searches: {}, seed, started_at: now, ...(start.files === undefined ? {} : { files: start.files }), ...(start.base === undefined ? {} : { base: start.base }), ...(last === undefined ? {} : { last }) }
  await keepDraft(visit, { id: start.id, form: start.form.id, version: start.version, author: actor.person, answers: kept, updated_at: now }, kept, filling, now)
}

/** Keeps a draft as it stands in the filling. What was sealed before is let go: the answers are others now. Errors: 429 for strangers. */
export async function keepDraft(visit: Visit, draft: Draft, kept: Kept, filling: Filling, now: number): Promise<boolean> {
  const { sealed: _, ...rest } = kept
  const label = filling.form.instance_name === undefined ? '' : String(filling.value(filling.form.instance_name)).slice(0, 200)
  const content: Kept = { ...rest, answers: allAnswers(filling), label }
  const first = await countOf(visit, draft.author, draft.form, 'steps', now)
  return orRefused(now, () => saveDraft(visit.env.DB, { ...draft, answers: content, updated_at: Math.max(now, draft.updated_at + 1) }, first))
}

/**
 * Seals the draft: the submission as text, made once. A second press gets the text of the first, so that both send the same.
 * undefined when the draft changed meanwhile.
 */
export async function seal(visit: Visit, { draft, kept, form, filling }: OpenDraft, now: number): Promise<Submission | undefined> {
  for (const question of form.survey) {
    if (question.kind === 'start') filling.answer(question.name, instant(kept.started_at, zone))
    if (question.kind === 'end') filling.answer(question.name, instant(now, zone))
  }
  const answers = filling.seal()
  const reasons = Object.fromEntries(filling.fired().map(({ at }) => [at, kept.reasons[at] ?? '']))
  const [{ revision: units_revision }, sent] = await Promise.all([placesNow(visit.env.DB), one(visit.env.DB, draft.id)])
  // Kept already, and only the answer to it was lost: what was written since is its correction.
  const base = kept.base ?? (sent?.author === draft.author ? sent.revision : undefined)
  const media = listedFiles(filling, kept)
  const body: Omit<Submission, 'sha256'> = {
    id: draft.id,
    form: draft.form,
    version: draft.version,
    answers,
    context: { at: now, zone, seed: kept.seed, language: languageOf(visit), units_revision, entries: revisionsOf(form, answers, filling), ...(kept.last === undefined ? {} : { last: kept.last }) },
    ...(Object.keys(reasons).length === 0 ? {} : { reasons }),
    ...(base === undefined ? {} : { base }),
    started_at: instant(kept.started_at, zone),
    finished_at: instant(now, zone),
    ...(media.length === 0 ? {} : { media }),
  }
  const text = JSON.stringify({ ...body, sha256: await sha256Hex(unsigned(body)) })
  const sealed = await sealDraft(visit.env.DB, draft, text)
  return sealed === undefined ? undefined : (JSON.parse(sealed) as Submission)
}

// As this filling knew the entries it names: a later change of theirs is then a flag for the office, not a fault of the officer's.
function revisionsOf(form: Form, answers: Answers, filling: Filling): Readonly<Record<string, number>> {
  const known = entriesOf(form, answers, '').map(({ register, id }) => [id, filling.world.entry(register, id)?.revision] as const)
  return Object.fromEntries(known.filter((pair): pair is [string, number] => pair[1] !== undefined))
}

async function worldOf(visit: Visit, actor: Actor, form: Form, answers: Answers, { seed, last }: { readonly seed: number; readonly last?: Kept['last'] | undefined }, now: number): ReturnType<typeof makeWorld> {
  return makeWorld(visit.env.DB, { form, answers, clock: { at: now, zone }, seed, language: languageOf(visit), last, actor })
}
