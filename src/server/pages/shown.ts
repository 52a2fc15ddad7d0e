// One record as this reader may see it, for its page and for its paper alike: what is personal is left out once, here.
import { open } from '../../form/filling.ts'
import type { Filling } from '../../form/filling.ts'
import type { Form } from '../../form/form.ts'
import { isLabelPersonal, withoutPersonalTexts } from '../../form/personal.ts'
import type { World } from '../../form/world.ts'
import { byRule } from '../../record/hold.ts'
import { maySee } from '../../record/receive.ts'
import { isStranger } from '../../record/stranger.ts'
import type { Actor } from '../../record/submission.ts'
import type { Looked } from '../../store/looks.ts'
import { namesOf } from '../../store/people.ts'
import { one } from '../../store/submissions.ts'
import type { KeptRevision, OneSubmission } from '../../store/submissions.ts'
import { key, versions } from '../catalogue.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Visit } from '../env.ts'
import { seesLookers } from '../looking.ts'
import { hiddenIn, isMasked, withoutPersonalLabels } from '../masking.ts'
import { readerOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import { makeWorld, placesNow } from '../world.ts'
import type { Places } from '../world.ts'
import { wordsFor } from './respond.ts'

export interface Shown {
  readonly found: OneSubmission
  readonly current: KeptRevision
  readonly places: Places
  readonly form: Form
  /** The answers that hold. */
  readonly filling: Filling
  /** What the record is called. */
  readonly title: string
  /** Whether personal answers are kept from this reader; and the names of those questions. */
  readonly hides: boolean
  readonly masked: ReadonlySet<string>
  /** Who looked at it, for whoever may know. */
  readonly lookers: readonly Looked[]
  /** The words to draw its answers with: of one that was erased it is said so, to everyone, where an answer stood. */
  readonly reading: DeskWords
  /** A world as he may see it. */
  seen(world: World): World
  /** How those are called who wrote it, decided on it, or stand in its audit. */
  name(person: string): string
}

/** The record that the address names; undefined where there is none, or not for him. */
export async function shownRecord(visit: Visit, actor: Actor, now: number): Promise<Shown | undefined> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const [found, places] = await Promise.all([one(db, visit.req.param('id') ?? '', readerOf(actor, now)), placesNow(db)])
  const current = found?.revisions.find(({ revision }) => revision === found.revision)
  if (found === undefined || current === undefined || !maySee(actor, found, places.isUnder)) return undefined
  const hides = isMasked(actor)
  const lookers = seesLookers(actor, found, places) ? (found.looked ?? []) : []
  const [forms, hidden] = await Promise.all([versions(db, [{ id: found.form, version: found.version }, ...found.revisions.map((one) => ({ id: found.form, version: one.submission.version }))]), hides ? hiddenIn(db, [found.form]) : undefined])
  const columns = hidden?.columns ?? new Map<string, never>()
  const whole = forms.get(key({ id: found.form, version: found.version }))
  if (whole === undefined) return undefined
  // What is personal in any version stays hidden in all of them: as answers, in the texts of questions, in what entries are called.
  const masked = hidden?.names(found.form) ?? new Set<string>()
  const gone = new Set([...masked, ...found.revisions.flatMap((revision) => revision.submission.erased ?? [])])
  const form = hides ? withoutPersonalTexts(whole, masked, columns) : whole
  const seen = (world: World): World => (hides ? withoutPersonalLabels(world, columns, words.field.masked) : world)
  const { submission } = current
  const { at, zone, seed, last } = submission.context
  const [world, names] = await Promise.all([
    makeWorld(db, { form, answers: submission.answers, clock: { at, zone }, seed, language, last, actor }),
    namesOf(db, [...new Set([found.author, ...found.revisions.flatMap(({ author, review }) => [author, review?.by ?? '']), ...found.audit.map(({ actor: who }) => who), ...lookers.map(({ person }) => person)])]),
  ])
  const called = hides && isLabelPersonal(whole, columns, masked) ? '' : found.label
  return {
    found, current, places, form, hides, masked: gone, lookers, seen,
    reading: found.erased === null ? words : { ...words, field: { ...words.field, masked: words.erase.mark } },
    filling: open(form, seen(world), submission.answers),
    title: called === '' ? `${words.figures.record} ${found.receipt}` : called,
    name: (person) => (person === byRule ? words.levels.byRule : isStranger(person) ? words.public.stranger : (names[person] ?? person)),
  }
}
