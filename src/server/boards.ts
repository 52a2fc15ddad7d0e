// Boards: put in place by an admin, looked at and released by the office, read by everyone. What stands on one is worked out in record/board.ts from
// kept sums and approved entries, read here; what was released is only read.
import { compileBoard } from '../form/board.ts'
import { localDay } from '../form/date.ts'
import type { Files } from '../form/source.ts'
import { canonical } from '../record/canonical.ts'
import { contentOf } from '../record/board.ts'
import type { BoardContent } from '../record/board.ts'
import { finder, needsOf } from '../record/indicator.ts'
import type { Read } from '../record/indicator.ts'
import type { Actor } from '../record/submission.ts'
import { listBoards, release, saveBoard, shiftSecret } from '../store/boards.ts'
import type { KeptBoard } from '../store/boards.ts'
import { page } from '../store/entries.ts'
import { readState } from '../store/submissions.ts'
import { targetsOf } from '../store/targets.ts'
import { latestForms } from './catalogue.ts'
import { sha256Hex } from './digest.ts'
import { Refusal } from './failure.ts'
import { recounting } from './recounts.ts'
import { nowhere, sumsFor } from './sums.ts'
import type { Question } from './sums.ts'
import { placesOf } from './world.ts'
import type { Places } from './world.ts'

const zone = 420
const mostRead = 2_000

/** Checks a board against the forms that are there and puts it in place. Errors: 422 with all problems. The same source again changes nothing. */
export async function publishBoard(db: D1Database, actor: Actor, files: Files, now: number): Promise<{ readonly board: string; readonly changed: boolean }> {
  const known = await readState(db, { ids: [], entries: [] })
  const [forms, places] = await Promise.all([latestForms(db, known), placesOf(db, known.units_revision)])
  const compiled = compileBoard(files, { forms, levels: [...new Set(places.all.map(({ level }) => level))] })
  if (!compiled.ok) throw new Refusal(422, 'form_invalid', { problems: compiled.problems })
  // Rounded at two levels the same count could be found out by comparing them.
  const guarded = new Set(compiled.board.sections.flatMap((section) => (section.is === 'figures' ? section.lines.flatMap((line) => (line.isProtected ? [line.indicator] : [])) : [])))
  for (const other of await listBoards(db)) {
    if (other.id === compiled.board.id || other.level === compiled.board.level) continue
    const shared = other.board.sections.flatMap((section) => (section.is === 'figures' ? section.lines : [])).find((line) => line.isProtected && guarded.has(line.indicator))
    if (shared !== undefined) throw new Refusal(422, 'form_invalid', { problems: [{ code: 'indicator_public_personal', file: 'board.yaml', line: 1, column: 1, facts: { indicator: shared.indicator, name: other.id } }] })
  }
  const changed = await saveBoard(db, { board: compiled.board, hash: await sha256Hex(canonical(files)), source: JSON.stringify(files), by: actor.person, at: now })
  return { board: compiled.board.id, changed }
}

/** Boards that a unit has: those of its level, and of the levels below it. */
export async function boardsOf(db: D1Database, unit: string, places: Places): Promise<readonly KeptBoard[]> {
  const all = await listBoards(db)
  return all.filter(({ level }) => places.byId.get(unit)?.level === level || places.all.some((one) => one.level === level && places.isUnder(one.id, unit)))
}

/**
 * What a board would show of a unit today, from approved records. What a form has come to mark as personal since the board was put in place counts:
 * the board is compiled anew. Errors: 422 with its problems when it does not hold any more; then nothing is shown and nothing released.
 */
export async function boardContent(db: D1Database, kept: KeptBoard, unit: string, now: number): Promise<{ readonly content: BoardContent; readonly isWhole: boolean }> {
  const known = await readState(db, { ids: [], entries: [] })
  const [forms, places, secret] = await Promise.all([latestForms(db, known), placesOf(db, known.units_revision), shiftSecret(db)])
  const compiled = compileBoard(JSON.parse(kept.source) as Files, { forms, levels: [...new Set(places.all.map(({ level }) => level))] })
  if (!compiled.ok) throw new Refusal(422, 'form_invalid', { problems: compiled.problems })
  const { board } = compiled
  const find = finder(forms)
  const day = localDay(now, zone)
  const lines = board.sections.flatMap((section) => (section.is === 'figures' ? section.lines : []))
  const years = Math.max(1, ...board.sections.map((section) => (section.is === 'figures' ? section.years : 1)))
  const first = String(Number(day.slice(0, 4)) - years + 1)
  const question: Question = { view: 'approved', era: 'today', under: [unit], from: first, to: day.slice(0, 4), day }
  const names = lines.map(({ indicator }) => indicator)
  const guarded = lines.filter(({ isProtected }) => isProtected).map(({ indicator }) => indicator)
  const registers = [...new Set(board.sections.flatMap((section) => (section.is === 'entries' ? [section.register] : [])))]
  const [anew, whole, finer, targets, ...entries] = await Promise.all([
    recounting(db, names, find),
    sumsFor(db, names, find, { period: 'year' }, question),
    sumsFor(db, guarded, find, { level: board.level, period: 'year' }, question),
    targetsOf(db, { indicators: names, from: first, to: day.slice(0, 4), under: [unit] }),
    ...registers.map(async (register) => (await page(db, register, { under: [unit], view: 'approved', limit: mostRead })).rows),
  ])
  const held = new Map(targets.map((one) => [`${one.indicator}\n${one.period}\n${one.unit}`, one.value as number]))
  const finest = places.all.filter((one) => one.level === board.level && places.isUnder(one.id, unit)).map(({ id }) => ({ id, read: (year: string): Read => finer.at({ ...nowhere, unit: id, period: year }) }))
  const shift = await shifts(secret, guarded.flatMap((name) => needsOf(name, find).sums), finest.map(({ id }) => id), Array.from({ length: years }, (_, i) => String(Number(first) + i)))
  const content = contentOf(board, { id: unit, name: places.byId.get(unit)?.full_name ?? unit }, day, {
    find,
    read: (year) => whole.at({ ...nowhere, period: year }),
    finest,
    shift: (sum, one, year) => shift.get(`${sum}\n${one}\n${year}`) ?? 0,
    target: (indicator, year) => held.get(`${indicator}\n${year}\n${unit}`),
    entries: (register) => entries[registers.indexOf(register)] ?? [],
  })
  return { content, isWhole: !names.some((name) => anew.has(name)) }
}

/**
 * Releases what was looked at (`content` is worked out anew and must be what the page showed, by its hash).
 * Errors: 409 when the figures have moved since; a decision that released before releases nothing again.
 */
export async function releaseBoard(
  db: D1Database, actor: Actor, given: { readonly board: KeptBoard; readonly unit: string; readonly decision: string; readonly decided_on: string; readonly seen: string }, now: number,
): Promise<{ readonly number: number; readonly isNew: boolean } | 'moved'> {
  const { content, isWhole } = await boardContent(db, given.board, given.unit, now)
  // Half counted by an earlier version and half by the new one: that is nobody's figure.
  if (!isWhole || (await seenOf(content)) !== given.seen) return 'moved'
  return release(db, { board: given.board.id, unit: given.unit, decision: given.decision, decided_on: given.decided_on, content, by: actor.person, at: now })
}

/** A mark of what a page showed, so that nothing else is released than was looked at. */
export async function seenOf(content: BoardContent): Promise<string> {
  return (await sha256Hex(JSON.stringify(content))).slice(0, 32)
}

// HMAC-SHA-256 over the cell, by the secret: the same in every release, and for nobody else to know.
async function shifts(secret: string, sums: readonly string[], units: readonly string[], years: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const cells = [...new Set(sums)].flatMap((sum) => units.flatMap((unit) => years.map((year) => `${sum}\n${unit}\n${year}`)))
  const made = await Promise.all(cells.map(async (cell) => {
    const bytes = new DataView(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(cell)))
    return [cell, bytes.getUint32(0) % 5] as const
  }))
  return new Map(made)
}
