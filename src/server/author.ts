// What an author's desk does, whatever draws it: the working copy of a form's source, checking it as publishing would, and what the desk's own
// script must know of the other forms to check by itself.
import type { Known } from '../form/compile.ts'
import { compile } from '../form/compile.ts'
import { differenceOf } from '../form/difference.ts'
import type { Form } from '../form/form.ts'
import type { Files } from '../form/source.ts'
import { isTrial } from '../form/trial.ts'
import { foreignId } from '../form/source.ts'
import { runExample } from '../record/example.ts'
import type { Actor } from '../record/submission.ts'
import { loadFormDraft, saveFormDraft } from '../store/form_drafts.ts'
import { knownFor, listForms, loadForms, loadSource } from '../store/forms.ts'
import { plain } from '../view/begin.ts'
import type { Checked, FiguresPreview } from '../view/desk.ts'
import { deskWordsOf } from '../words/desk.ts'
import { tellingOf } from './checked_source.ts'
import { givesPersonal } from './grants.ts'
import { limits } from './limits.ts'
import { columnsOfOthers } from './masking.ts'
import { regexChecker } from './pattern.ts'
import type { Preview } from './recounts.ts'
import { writeDue } from './terms.ts'
import type { Places } from './world.ts'

/** A source as it is being written. */
export interface WorkingCopy {
  readonly form: string
  readonly title: string
  readonly base: number
  /** 0: as it was published, not touched yet. */
  readonly revision: number
  readonly files: Files
  readonly by: string
  readonly at: number
  /** The version in use, and its source; 0: none. */
  readonly latest: number
  readonly published: Files
}

/** What is being written of a form, else what is in use of it; undefined when there is neither. */
export async function workingCopy(db: D1Database, form: string): Promise<WorkingCopy | undefined> {
  if (isTrial(form)) return undefined // it is written under the form's own name
  const [draft, head] = await Promise.all([loadFormDraft(db, form), listForms(db).then((all) => all.find(({ id }) => id === form))])
  const latest = head?.version ?? 0
  const published = latest === 0 ? {} : ((await sourceOf(db, form, latest)) ?? {})
  if (draft !== undefined) return { ...draft, latest, published }
  if (latest === 0) return undefined
  return { form, title: titleOf(published), base: latest, revision: 0, files: published, by: '', at: 0, latest, published }
}

/** The files of a version. */
export async function sourceOf(db: D1Database, form: string, version: number): Promise<Files | undefined> {
  const found = await loadSource(db, form, version)
  return found === undefined ? undefined : (JSON.parse(found.source) as Files)
}

/** What a form calls itself, read without compiling: what is written may be broken. */
export function titleOf(files: Files): string {
  const written = /^title:[ \t]*(.+)$/m.exec(files['form.yaml'] ?? '')?.[1]?.trim() ?? ''
  return written.replace(/^(["'])(.*)\1$/, '$2').slice(0, 200)
}

/** Keeps what is written over the revision that its author saw; the new revision, or undefined when another was first. */
export async function keepCopy(db: D1Database, actor: Actor, copy: Pick<WorkingCopy, 'form' | 'base' | 'revision' | 'files'>, now: number): Promise<number | undefined> {
  return saveFormDraft(db, { ...copy, title: titleOf(copy.files), by: actor.person, at: now })
}

/** Whether a source is small enough for one row. */
export function fits(files: Files): boolean {
  return new TextEncoder().encode(JSON.stringify(files)).length <= limits.sourceBytes
}

/** All that publishing would say of a source to this author, and what its examples give; nothing is kept. */
export async function checkCopy(db: D1Database, actor: Actor, form: string, files: Files): Promise<Checked & { readonly compiled?: Form; readonly previous?: Form | undefined }> {
  const [known, personal, regexFault, others] = await Promise.all([knownFor(db, form), columnsOfOthers(db, form), regexChecker(files), neighbours(db, form)])
  const compiled = compile(files, { ...known, personal }, { regexFault })
  const foreign = foreignId(files, form)
  const slips = [...(foreign === undefined ? [] : [foreign]), ...(compiled.ok ? [] : compiled.problems)]
  const { warnings } = compiled
  if (!compiled.ok) return { problems: slips, warnings, examples: undefined, difference: undefined }
  const examples = compiled.examples.map((example) => ({ example, failed: runExample(compiled.form, example, { forms: others }) }))
  const { told, anew } = await tellingOf(db, compiled.form, files)
  const problems = [...slips, ...told, ...(givesPersonal(actor) ? [] : anew), ...examples.flatMap(({ failed }) => failed)]
  return { problems, warnings, examples, difference: known.previous === undefined ? undefined : differenceOf(known.previous, compiled.form), compiled: compiled.form, previous: known.previous }
}

const mostPlaces = 5

/** What a publish would change in the figures, in the words of the form. */
export function figuresOf({ records, cursor, due, figures }: Preview, form: Form, before: Form | undefined, places: Places, language: string): FiguresPreview {
  const label = (name: string): string => {
    const found = [form, before].flatMap((one) => one?.indicators ?? []).find((one) => one.name === name)
    return found === undefined ? name : plain(found.label, language)
  }
  return {
    records,
    isWhole: cursor === null,
    due: due === null ? undefined : deskWordsOf(language).keep.preview(...writeDue(due, language)),
    figures: figures.map(({ indicator, state, before: was, after, units }) => ({
      label: label(indicator), state, before: was, after, places: units.slice(0, mostPlaces).map(({ unit, ...one }) => ({ name: places.byId.get(unit)?.full_name ?? unit, ...one })),
    })),
  }
}

/** What the desk's script needs to check a form as publishing would, without asking again at every key. */
export interface Surroundings {
  readonly known: Known
  readonly published: Files
  /** Other forms whose figures an example may name. */
  readonly others: readonly Form[]
}

export async function surroundings(db: D1Database, form: string): Promise<Surroundings> {
  const [known, others, copy] = await Promise.all([knownFor(db, form), neighbours(db, form), workingCopy(db, form)])
  return { known, published: copy?.published ?? {}, others }
}

// Of the other forms only what adds up their registers: their questions are nobody's business here.
async function neighbours(db: D1Database, form: string): Promise<readonly Form[]> {
  const ids = (await listForms(db)).map(({ id }) => id).filter((id) => id !== form && !isTrial(id))
  const loaded = await loadForms(db, ids.map((id) => ({ id, version: 'latest' as const })))
  return loaded.map((one) => ({ ...one.form, survey: [], lists: {}, order: [], dependents: {}, registers: [], indicators: one.form.indicators.filter(({ register }) => register !== undefined) }))
}

