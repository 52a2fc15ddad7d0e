// Boards: put in place by an admin, looked at and released by the office, read by everyone. What stands on one is worked out in record/board.ts from
// kept sums and approved entries, read here; what was released is only read.
import { compileBoard } from '../form/board.ts'
import type { Board } from '../form/board.ts'
import { localDay } from '../form/date.ts'
import type { Files } from '../form/source.ts'
import { canonical } from '../record/canonical.ts'
import { sortKey } from '../record/fold.ts'
import { clashBetween } from '../form/board_people.ts'
import type { Guarded } from '../form/board_people.ts'
import { cellsOf, contentOf } from '../record/board.ts'
import type { BoardContent } from '../record/board.ts'
import { figureOf, finder, needsOf } from '../record/indicator.ts'
import type { Find, Read } from '../record/indicator.ts'
import type { Actor } from '../record/submission.ts'
import { listBoards, release, saveBoard, shiftSecret } from '../store/boards.ts'
import type { KeptBoard } from '../store/boards.ts'
import { page } from '../store/entries.ts'
import type { KeptEntry } from '../store/entries.ts'
import { readState } from '../store/submissions.ts'
import { daysOf } from '../record/target.ts'
import { lastCounted, targetsOf } from '../store/targets.ts'
import { latestForms } from './catalogue.ts'
import { sha256Hex } from './digest.ts'
import { Refusal } from './failure.ts'
import { aboutPeopleNow } from './masking.ts'
import { recounting } from './recounts.ts'
import { nowhere, sumsFor } from './sums.ts'
import type { Question, Sums } from './sums.ts'
import { placesOf } from './world.ts'
import type { Places } from './world.ts'

const zone = 420
const mostRead = 2_000
const mostEntriesRead = 10_000

/** Checks a board against the forms that are there and puts it in place. Errors: 422 with all problems. The same source again changes nothing. */
export async function publishBoard(db: D1Database, actor: Actor, files: Files, now: number): Promise<{ readonly board: string; readonly changed: boolean }> {
  const known = await readState(db, { ids: [], entries: [] })
  const [forms, places, about] = await Promise.all([latestForms(db, known), placesOf(db, known.units_revision), aboutPeopleNow(db)])
  const compiled = compileBoard(files, { forms, about, levels: [...new Set(places.all.map(({ level }) => level))] })
  if (!compiled.ok) throw new Refusal(422, 'form_invalid', { problems: compiled.problems })
  // Two boards must not tell together what each hides: rounded alike, and at one level.
  for (const other of await listBoards(db)) {
    if (other.id === compiled.board.id) continue
    const theirs = compileBoard(JSON.parse(other.source) as Files, { forms, about, levels: [...new Set(places.all.map(({ level }) => level))] })
    if (!theirs.ok) continue // shows nothing any more
    const [own, its] = [compiled.board, theirs.board].map((board) => ({ guarded: board.people, exact: board.exact })) as [Shown, Shown]
    const clash = clashBetween(own, its, forms)
    const shared = other.level === compiled.board.level ? undefined : own.guarded.counts.find((name) => its.guarded.counts.includes(name))
    const found = clash ?? (shared === undefined ? undefined : { indicator: shared, other: shared })
    if (found !== undefined) throw new Refusal(422, 'form_invalid', { problems: [{ code: 'board_overlap', file: 'board.yaml', line: 1, column: 1, facts: { ...found, board: other.id } }] })
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
 * What a board would show of a unit today, from approved records. What a form has come to mark as personal since the board was put in place counts,
 * and what an earlier version marked: the board is compiled anew. Errors: 422 with its problems when it does not hold any more; then nothing is shown and nothing released.
 */
export async function boardContent(db: D1Database, kept: KeptBoard, unit: string, now: number): Promise<{ readonly content: BoardContent; readonly isWhole: boolean }> {
  const known = await readState(db, { ids: [], entries: [] })
  const [forms, places, secret, about] = await Promise.all([latestForms(db, known), placesOf(db, known.units_revision), shiftSecret(db), aboutPeopleNow(db)])
  const compiled = compileBoard(JSON.parse(kept.source) as Files, { forms, about, levels: [...new Set(places.all.map(({ level }) => level))] })
  if (!compiled.ok) throw new Refusal(422, 'form_invalid', { problems: compiled.problems })
  const { board } = compiled
  const find = finder(forms)
  const day = localDay(now, zone)
  const lines = board.sections.flatMap((section) => (section.is === 'figures' ? section.lines : []))
  const columns = board.sections.flatMap((section) => (section.is === 'entries' ? section.columns : []))
  const hasTotal = board.sections.some((section) => section.is === 'figures' && section.hasTotal)
  const most = Math.max(1, ...board.sections.map((section) => (section.is === 'figures' ? section.years : 1)))
  const first = String(Number(day.slice(0, 4)) - most + 1)
  const ever: Question = { view: 'approved', era: 'today', under: [unit], from: undefined, to: undefined, day }
  const question: Question = { ...ever, from: first, to: day.slice(0, 4) }
  const names = [...new Set(lines.map(({ indicator }) => indicator))]
  const guarded = [...new Set(lines.filter(({ isProtected }) => isProtected).map(({ indicator }) => indicator))]
  const grouped = [...new Set(columns.flatMap((column) => (column.is === 'figure' ? [column.dimension] : [])))]
  const byEntry = (dimension: string): readonly string[] => columns.flatMap((column) => (column.is === 'figure' && column.dimension === dimension ? [column.indicator] : []))
  const inside = places.all.filter((one) => one.level === board.level && places.isUnderToday(one.id, unit) && (one.id === unit || ((one.valid_from ?? '') <= day && (one.valid_to ?? '9999') >= day)))
  const isOne = inside.every(({ id }) => id === unit)
  const registers = [...new Set(board.sections.flatMap((section) => (section.is === 'entries' ? [section.register] : [])))]
  const [anew, whole, total, finer, targets, counted, figures, entries] = await Promise.all([
    recounting(db, [...names, ...columns.flatMap((column) => (column.is === 'figure' ? [column.indicator] : []))], find),
    sumsFor(db, names, find, { period: 'year' }, question),
    hasTotal ? sumsFor(db, names, find, {}, ever) : undefined,
    // Rounded year by year, and all years: what stands may hold what came to be in any of them. What is not protected, place by place where there are several.
    sumsFor(db, isOne ? guarded : names, find, { level: board.level, period: 'year' }, ever),
    targetsOf(db, { indicators: names, from: first, to: day.slice(0, 4), under: [unit] }),
    lastCounted(db, { indicators: [...new Set(names.flatMap((name) => needsOf(name, find).sums))], view: 'approved', era: 'today', under: [unit] }),
    Promise.all(grouped.map((dimension) => sumsFor(db, byEntry(dimension), find, { dimension }, ever))),
    Promise.all(registers.map((register) => entriesOf(db, register, unit))),
  ])
  const held = new Map(targets.map((one) => [`${one.indicator}\n${one.period}\n${one.unit}`, one.value as number]))
  const finest = [...inside].sort((one, other) => (sortKey(one.name) < sortKey(other.name) ? -1 : 1)).map(({ id, name }) => ({ id, name, read: (year: string): Read => finer.at({ ...nowhere, unit: id, period: year }) }))
  const shown = Array.from({ length: most }, (_, i) => String(Number(first) + i))
  const years = [...new Set([...shown, ...finer.cellsOf(guarded.flatMap((name) => needsOf(name, find).sums)).flatMap(({ period }) => (/^\d{4}$/.test(period) ? [period] : []))])].sort()
  const shift = await shifts(secret, cellsOf(board), finest.map(({ id }) => id), ['', ...years])
  const last = new Map<string, string>()
  for (const { indicator, period } of counted) last.set(indicator, period.length === 10 ? period : [daysOf(period).last, day].sort()[0] ?? '')
  const named = await namesOf(db, board, registers.map((register, i) => ({ register, rows: entries[i] ?? [] })), unit)
  const own = places.byId.get(unit)
  const isAbove = own?.level !== board.level
  const place = placer(places, board.level, unit, day)
  const content = contentOf(board, { id: unit, name: own?.full_name ?? unit }, day, {
    find, finest, years,
    read: (year) => (year === '' && total !== undefined ? total.at(nowhere) : whole.at({ ...nowhere, period: year })),
    shift: (sum, one, year) => shift.get(`${sum}\n${one}\n${year}`) ?? 0,
    target: (indicator, year, one = unit) => held.get(`${indicator}\n${year}\n${one}`),
    last: (indicator) => needsOf(indicator, find).sums.map((name) => last.get(name) ?? '').sort().pop(),
    entries: (register) => (entries[registers.indexOf(register)] ?? []).map(({ id, label, columns: row, unit: at }) => ({ id, label, columns: row, ...(isAbove ? { place: place(at) } : {}) })),
    figureOf: (indicator, dimension, entry) => figureAt(indicator, find, (figures[grouped.indexOf(dimension)] as Sums).at({ ...nowhere, member: entry })),
    nameOf: (register, entry) => named.get(`${register}\n${entry}`),
  })
  return { content, isWhole: anew.size === 0 }
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

interface Shown {
  readonly guarded: Guarded
  readonly exact: readonly string[]
}

// What an indicator comes to for an entry, as it is shown.
function figureAt(indicator: string, find: Find, read: Read): { readonly value: number | null; readonly isAbout: boolean } {
  const { value, isAbout } = figureOf(indicator, find, read)
  return { value: value === null ? null : Number((value / (find(indicator)?.scale ?? 1)).toPrecision(12)), isAbout }
}

async function entriesOf(db: D1Database, register: string, unit: string): Promise<readonly KeptEntry[]> {
  const rows: KeptEntry[] = []
  let cursor: string | undefined
  do {
    const next = await page(db, register, { under: [unit], view: 'approved', limit: mostRead, ...(cursor === undefined ? {} : { cursor }) })
    rows.push(...next.rows)
    cursor = next.cursor
  } while (cursor !== undefined && rows.length < mostEntriesRead)
  return rows
}

// The names of entries that columns name, as approved, and only those under the unit.
async function namesOf(db: D1Database, board: Board, lists: readonly { readonly register: string; readonly rows: readonly KeptEntry[] }[], unit: string): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, Set<string>>()
  for (const section of board.sections) {
    for (const column of section.is === 'entries' ? section.columns : []) {
      if (section.is !== 'entries' || column.is !== 'column' || column.names === undefined) continue
      const ids = wanted.get(column.names) ?? new Set<string>()
      for (const { columns } of lists.find(({ register }) => register === section.register)?.rows ?? []) if (columns[column.column] !== undefined && columns[column.column] !== '') ids.add(String(columns[column.column]))
      wanted.set(column.names, ids)
    }
  }
  const read = [...wanted].map(async ([register, ids]) => (await page(db, register, { under: [unit], view: 'approved', limit: mostRead, ids: [...ids].slice(0, mostRead) })).rows.map(({ id, label }) => [`${register}\n${id}`, label] as const))
  return new Map((await Promise.all(read)).flat())
}

// The unit of the board's level that a place lies in today.
function placer(places: Places, level: string, unit: string, day: string): (at: string) => string {
  const all = places.all.filter((one) => one.level === level && places.isUnder(one.id, unit) && (one.valid_from ?? '') <= day && (one.valid_to ?? '9999') >= day)
  const known = new Map<string, string>()
  return (at) => {
    const found = known.get(at) ?? all.find(({ id }) => places.isUnder(at, id))?.name ?? places.byId.get(at)?.name ?? ''
    known.set(at, found)
    return found
  }
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
