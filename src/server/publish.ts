// The one door for forms: files in, a numbered version out, or every problem with its line. Author's zip, lone YAML, workbook and shipped folder all pass here.
import { unzipSync } from 'fflate'
import type { Files } from '../form/source.ts'
import { isTrial } from '../form/trial.ts'
import type { Actor } from '../record/submission.ts'
import { knownFor, loadSource, saveForm } from '../store/forms.ts'
import { fromXlsform } from '../translate/xlsform.ts'
import type { Converted } from '../translate/xlsform.ts'
import { checkedSource } from './checked_source.ts'
import type { Published, Wish } from './checked_source.ts'
import { Refusal } from './failure.ts'
import { givesPersonal } from './grants.ts'
import { limits, utf8 } from './limits.ts'
import { advance, preview, recountsOf } from './recounts.ts'
import { closeTrial } from './trials.ts'

const mostTries = 20

/**
 * Compiles, runs the examples, and keeps a new version; the same source again is the version that is there. Figures whose definition changed are counted
 * anew over the records that are there: at once where they are few, else by whoever calls `advance` (recounts.ts) until nothing is left.
 * Errors: 422 with all problems (file, line, column). A dry run does everything but keep; its version is 0.
 */
export async function publish(db: D1Database, actor: Actor, files: Files, wish: Wish): Promise<Published> {
  for (let tries = 0; tries < mostTries; tries++) {
    const done = await publishOnce(db, actor, files, wish)
    if (done !== 'moved') return done
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

/** The source of an earlier version, published again: a new version that is like it. Nothing is deleted, and what the versions between were called follows back. Errors: 404. */
export async function publishAgain(db: D1Database, actor: Actor, form: string, version: number, wish: Wish): Promise<Published> {
  // A trial's source is that of the form itself: publishing it again would be publishing that.
  const found = isTrial(form) ? undefined : await loadSource(db, form, version)
  if (found === undefined) throw new Refusal(404, 'not_found')
  return publish(db, actor, JSON.parse(found.source) as Files, wish)
}

async function publishOnce(db: D1Database, actor: Actor, files: Files, { dryRun = false, cursor, now, origin, over, workbook, media }: Wish): Promise<Published | 'moved'> {
  const { form, examples, known, anew, ...said } = await checkedSource(db, files, workbook)
  const { previous, version } = known
  // Else whoever publishes would ask by a figure what he may not read, of all that was ever answered: a look before publishing shows figures, too.
  if (anew.length > 0 && !givesPersonal(actor)) throw new Refusal(422, 'form_invalid', { problems: anew })
  if (over !== undefined && over !== version) throw new Refusal(409, 'form_moved')
  if (dryRun) return { ...said, form: form.id, version: 0, status: 'dry_run', preview: await preview(db, previous, form, now, cursor), recounting: [] }
  const saved = await saveForm(db, {
    id: form.id, hash: said.hash, source: JSON.stringify(files), form, examples, by: actor.person, origin, at: now, previous: version, recounts: recountsOf(previous, form),
  })
  if (saved.status === 'moved') return 'moved'
  // What was tried is published now: what was filled in trying it goes. That takes the statements that counting anew would have.
  const hadTrial = saved.status === 'published' && (await closeTrial(db, media, actor, form.id, now))
  const { left } = await advance(db, now, { first: form.id, ...(hadTrial ? { statements: 0 } : {}) })
  return { ...said, form: form.id, version: saved.version, status: saved.status, preview: null, recounting: [...new Set(left.flatMap(({ indicators }) => indicators))] }
}

/** A lone form.yaml. */
export function filesOfYaml(bytes: Uint8Array): Files {
  return { 'form.yaml': utf8(bytes) }
}

/** An XLSForm as the files that it says, with where in the workbook each line stands. Errors: 422 when nothing of it can be read. */
export async function filesOfXlsx(db: D1Database, bytes: Uint8Array, fallbackId: string): Promise<Converted> {
  const { registers } = await knownFor(db, '')
  const workbook = await fromXlsform(bytes, { fallbackId, registers: Object.keys(registers) })
  if (workbook.files['form.yaml'] === undefined) throw new Refusal(422, 'form_invalid', { problems: workbook.problems })
  return workbook
}

/**
 * The YAML files of a zipped folder, and the files of choices beside them; the folder itself may be its first level. Errors: 400 for what is no zip or has a path that leads
 * out of the folder, 413 when it unfolds to more than 4 MB (counted from what is unfolded, and refused before by what it declares).
 */
export function filesOfZip(bytes: Uint8Array): Files {
  let declared = 0
  let entries: Readonly<Record<string, Uint8Array>>
  try {
    entries = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (isStray(name)) throw new Refusal(400, 'zip_invalid', { problems: [{ code: 'malformed', at: name.slice(0, 200), facts: { expected: 'a path inside the folder' } }] })
        if (!/\.(?:yaml|csv|geojson)$/.test(name)) return false
        declared += originalSize
        if (declared > limits.unzippedBytes) throw new Refusal(413, 'too_large')
        return true
      },
    })
  } catch (error) {
    // fflate says by exceptions that the bytes are no zip: the sender's slip, not our bug.
    if (error instanceof Refusal) throw error
    throw new Refusal(400, 'zip_invalid')
  }
  const names = Object.keys(entries)
  if (names.length === 0) throw new Refusal(400, 'zip_invalid')
  const root = commonFolder(names)
  const files: Record<string, string> = {}
  let total = 0
  for (const name of names) {
    const content = entries[name] ?? new Uint8Array()
    total += content.byteLength
    if (total > limits.unzippedBytes) throw new Refusal(413, 'too_large')
    files[name.slice(root.length)] = utf8(content)
  }
  return files
}

// The order of a zip's entries is no matter of content: canonical JSON sorts them, and a Record has each path once.
function commonFolder(names: readonly string[]): string {
  if (names.includes('form.yaml')) return ''
  const root = /^[^/]+\//.exec(names[0] ?? '')?.[0] ?? ''
  return names.every((name) => name.startsWith(root)) ? root : ''
}

function isStray(name: string): boolean {
  return name.startsWith('/') || name.includes('\\') || name.includes('\0') || /^[A-Za-z]:/.test(name) || name.split('/').some((part) => part === '..' || part === '__proto__')
}
