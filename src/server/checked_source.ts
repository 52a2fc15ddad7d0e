// A source looked at before anything is done with it: compiled against what is known here, its examples run, held against the version before.
import { compile } from '../form/compile.ts'
import { differenceOf, translationsMissing } from '../form/difference.ts'
import type { Difference } from '../form/difference.ts'
import type { Example } from '../form/example.ts'
import type { Form } from '../form/form.ts'
import type { Problem } from '../form/problem.ts'
import type { Files } from '../form/source.ts'
import { gathered } from '../form/translations.ts'
import { isTrial } from '../form/trial.ts'
import { personalInAny, personalRegisters } from '../form/personal.ts'
import { canonical } from '../record/canonical.ts'
import { runExample } from '../record/example.ts'
import { looksAnew, ownWords, tellingProblems } from '../record/tells.ts'
import { everyVersion, knownFor, listForms, loadForms } from '../store/forms.ts'
import type { Converted } from '../translate/xlsform.ts'
import { spoken } from '../words/words.ts'
import { versions } from './catalogue.ts'
import { sha256Hex } from './digest.ts'
import { Refusal } from './failure.ts'
import { columnsNow, columnsOfOthers } from './masking.ts'
import { regexChecker } from './pattern.ts'
import type { Preview } from './recounts.ts'

export interface Published {
  readonly form: string
  readonly version: number
  readonly hash: string
  readonly status: 'published' | 'had_it' | 'dry_run'
  readonly warnings: readonly Problem[]
  /** Against the version before; empty for the first. */
  readonly differences: readonly Difference[]
  /** By language, what a translator has yet to write: languages of the form, and those that the pages speak. */
  readonly untranslated: Readonly<Record<string, readonly string[]>>
  /** Of a dry run: what would change in figures that are there. */
  readonly preview: Preview | null
  /** Indicators ('form.name') that are still being counted anew. */
  readonly recounting: readonly string[]
}

export interface Wish {
  readonly dryRun?: boolean
  /** Of a dry run: where the look at the figures goes on. */
  readonly cursor?: string | undefined
  /** Where files lie that belong to records of a trial, which ends with the publish. */
  readonly media?: R2Bucket
  /** The XLSForm that the files were made of: problems are told where they stand in it. */
  readonly workbook?: Converted
  /** From the folder forms/ of the code. */
  readonly origin?: 'shipped' | undefined
  /** The version that the author saw in use (0: none); another by now is looked at first. */
  readonly over?: number
  readonly now: number
}

export interface CheckedSource extends Pick<Published, 'hash' | 'warnings' | 'differences' | 'untranslated'> {
  readonly form: Form
  readonly examples: readonly Example[]
  readonly known: Awaited<ReturnType<typeof knownFor>>
  /** Figures that look at personal answers as none before did, where they stand: whoever may not see those publishes none such. */
  readonly anew: readonly Problem[]
}

/** Errors: 422 with all problems (file, line, column; of a workbook sheet, row and cell). */
export async function checkedSource(db: D1Database, files: Files, workbook: Converted | undefined): Promise<CheckedSource> {
  const id = /^id:[ \t]*["']?([\w-]{1,64})/m.exec(files['form.yaml'] ?? '')?.[1] ?? ''
  const [known, personal, regexFault] = await Promise.all([knownFor(db, id), columnsOfOthers(db, id), regexChecker(files)])
  const compiled = compile(files, { ...known, personal }, { regexFault })
  const placed = (found: readonly Problem[]): readonly Problem[] => found.flatMap((problem) => (workbook === undefined ? problem : (workbook.located(problem) ?? [])))
  const problems = [...(workbook?.problems ?? []), ...(compiled.ok ? [] : placed(compiled.problems))]
  if (!compiled.ok || problems.length > 0) throw new Refusal(422, 'form_invalid', { problems })
  const { form, examples } = compiled
  const { told, anew } = await tellingOf(db, form, files)
  if (told.length > 0) throw new Refusal(422, 'form_invalid', { problems: placed(told) })
  const forms = await neighbours(db, form, examples)
  const failed = examples.flatMap((example) => runExample(form, example, { forms }))
  if (failed.length > 0) throw new Refusal(422, 'form_invalid', { problems: failed })
  const { previous } = known
  return {
    form, examples, known, hash: await sha256Hex(canonical(files)), warnings: [...(workbook?.warnings ?? []), ...placed(gathered(compiled.warnings))],
    anew: placed(anew),
    differences: previous === undefined ? [] : differenceOf(previous, form),
    untranslated: translationsMissing(form, [...new Set([...form.languages, ...spoken])]),
  }
}

/** What figures of a compiled source would tell of persons, beside all that was published: of nobody's business, and of those alone who may see persons. */
export async function tellingOf(db: D1Database, form: Form, files: Files): Promise<{ readonly told: readonly Problem[]; readonly anew: readonly Problem[] }> {
  // By the name that it was compiled under: what a source calls itself may be written in many ways.
  const [personal, earlier] = await Promise.all([columnsNow(db), everyVersion(db, [form.id]).then(async (all) => [...(await versions(db, all)).values()])])
  // What one version marks is personal in all: who marks it no more makes no figure of it.
  const columns = personalRegisters([...earlier, form], personal)
  const theirs = { columns, names: personalInAny([...earlier, form], columns) }
  return { told: tellingProblems(ownWords(form, theirs), files, 'indicator_public_personal'), anew: tellingProblems(looksAnew(form, earlier, theirs), files, 'indicator_anew') }
}

// An example may say what its entries add up to in another form's figures: then the others are read too.
async function neighbours(db: D1Database, form: Form, examples: readonly Example[]): Promise<readonly Form[]> {
  const names = examples.flatMap(({ expect }) => Object.keys(expect.indicators ?? {}))
  if (!names.some((name) => name.includes('.') && !name.startsWith(`${form.id}.`))) return []
  const others = (await listForms(db)).filter(({ id }) => id !== form.id && !isTrial(id))
  return (await loadForms(db, others.map(({ id }) => ({ id, version: 'latest' })))).map((one) => one.form)
}
