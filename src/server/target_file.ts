// Targets as a file: taken away as a sheet that can be filled in, brought back, compared with what holds, and put in place whole or not at all. What a line
// means is record/target_sheet.ts's; who may see and set which is api/targets.ts's scope.
import { writeXlsx } from 'hucre/xlsx'
import { csvCells } from '../form/table.ts'
import type { Form } from '../form/form.ts'
import type { Problem } from '../form/problem.ts'
import { mayUse } from '../record/may.ts'
import type { Actor } from '../record/submission.ts'
import { daysOf } from '../record/target.ts'
import { readTargetSheets } from '../record/target_sheet.ts'
import type { SheetCells, SheetKnown, SheetTarget } from '../record/target_sheet.ts'
import { readState } from '../store/submissions.ts'
import { heldTargets, putTogether, targetsOf } from '../store/targets.ts'
import type { HeldTarget, TargetOutcome } from '../store/targets.ts'
import { readCells } from '../translate/workbook.ts'
import { plain } from '../view/begin.ts'
import { deskWordsOf } from '../words/desk.ts'
import { spoken } from '../words/words.ts'
import { latestForms } from './catalogue.ts'
import { Written, byteOrderMark, csvLine } from './csv.ts'
import { placesOf } from './world.ts'
import type { Places } from './world.ts'

export const sheetTypes = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.ms-excel'] as const

/** What is read instead of kept (median, min, max) has one figure for all, and no plan by place. */
export const countable = (form: Form): Form['indicators'] => form.indicators.filter(({ median, min, max }) => median === undefined && min === undefined && max === undefined)

interface Theirs {
  readonly forms: readonly Form[]
  readonly places: Places
  isUnit(unit: string): boolean
}

async function theirs(db: D1Database, actor: Actor): Promise<Theirs> {
  const known = await readState(db, { ids: [], entries: [] })
  const [places, forms] = await Promise.all([placesOf(db, known.units_revision), latestForms(db, known)])
  return { places, forms: forms.filter(({ id }) => mayUse(actor, id)), isUnit: (unit) => actor.unit === null || places.isUnder(unit, actor.unit) }
}

const mostUnits = 400

/** A grid to fill in: each indicator of a form at each place of a level (and all together, or the reader's own unit) in one period, as it stands; undefined: no such form of theirs. */
export async function targetGrid(
  db: D1Database, actor: Actor, { form: id, period, level, language }: { readonly form: string; readonly period: string; readonly level: string; readonly language: string },
): Promise<readonly (readonly (string | number)[])[] | undefined> {
  const { forms, places, isUnit } = await theirs(db, actor)
  const form = forms.find((one) => one.id === id)
  if (form === undefined) return undefined
  const words = deskWordsOf(language)
  const { first, last } = daysOf(period)
  const indicators = countable(form)
  const found = await targetsOf(db, { indicators: indicators.map(({ name }) => `${id}.${name}`), from: period, to: period, under: actor.unit === null ? null : [actor.unit] })
  const held = new Map(found.filter((one) => one.period === period).map((one) => [`${one.indicator}\n${one.unit}`, one]))
  const isThere = ({ valid_from, valid_to }: { valid_from: string | null; valid_to: string | null }): boolean => (valid_from ?? '') <= last && (valid_to ?? '9999') >= first
  const own = actor.unit === null ? { id: '', full_name: words.targets.all } : places.byId.get(actor.unit)
  const units = [...(own === undefined ? [] : [own]), ...places.all.filter((unit) => unit.level === level && unit.id !== own?.id && isUnit(unit.id) && isThere(unit))].slice(0, mostUnits)
  const { heads, periodName } = words.targetFile
  const rows = indicators.flatMap((indicator) => units.map((unit) => {
    const target = held.get(`${id}.${indicator.name}\n${unit.id}`)
    return [`${id}.${indicator.name}`, plain(indicator.label, language), plain(indicator.unit ?? {}, language), unit.id === '' ? '*' : unit.id, unit.full_name, periodName(period), target?.value ?? '', target?.revision ?? 0]
  }))
  return [[heads.code, heads.label, heads.measure, heads.unit, heads.place, heads.period, heads.value, heads.base], ...rows]
}

/** The grid as a file. In CSV numbers are written as the reader's language writes them, so that a spreadsheet of theirs reads them so. */
export async function gridFile(grid: readonly (readonly (string | number)[])[], { name, format, language }: { readonly name: string; readonly format: 'csv' | 'xlsx'; readonly language: string }): Promise<Response> {
  const headers = { 'content-disposition': `attachment; filename="${name}.${format}"`, 'cache-control': 'private, no-store', vary: 'authorization, cookie' }
  if (format === 'csv') {
    const text = grid.map((row) => csvLine(row.map((cell) => (typeof cell === 'number' ? new Written(cell, language) : cell)))).join('')
    return new Response(byteOrderMark + text, { headers: { ...headers, 'content-type': 'text/csv; charset=utf-8' } })
  }
  const widths = [30, 40, 12, 22, 34, 14, 14, 10]
  const bytes = await writeXlsx({ sheets: [{ name: deskWordsOf(language).targets.title, rows: grid.map((row) => row.map((cell) => (cell === '' ? null : cell))), columns: widths.map((width) => ({ width })), freezePane: { rows: 1 } }] })
  return new Response(bytes, { headers: { ...headers, 'content-type': sheetTypes[1] } })
}

/** A file as targets of the actor's, or all that is wrong with it. Errors: none; what the bytes are not is a problem too. */
export async function readTargetFile(db: D1Database, actor: Actor, bytes: Uint8Array, { form, language }: { readonly form: string; readonly language: string }): Promise<{ readonly targets: readonly SheetTarget[]; readonly problems: readonly Problem[] }> {
  const read = await sheetsOf(bytes)
  if ('problem' in read) return { targets: [], problems: [read.problem] }
  const { forms, places, isUnit } = await theirs(db, actor)
  const known: SheetKnown = {
    form, language,
    indicators: forms.flatMap((one) => countable(one).map(({ name, label, share }) => ({ name: `${one.id}.${name}`, labels: [...new Set(Object.values(label).map((text) => plain({ vi: text }, 'vi')))], isShare: share !== undefined }))),
    units: places.all.filter(({ id }) => isUnit(id)),
    all: actor.unit === null ? spoken.map((one) => deskWordsOf(one).targets.all) : [],
  }
  return readTargetSheets(read.sheets, known)
}

/** A file of a spreadsheet, or what was pasted from one, as rows of cells. */
export async function sheetsOf(bytes: Uint8Array): Promise<{ readonly sheets: readonly SheetCells[] } | { readonly problem: Problem }> {
  const isText = !((bytes[0] === 0x50 && bytes[1] === 0x4b) || (bytes[0] === 0xd0 && bytes[1] === 0xcf))
  if (!isText) {
    const read = await readCells(bytes)
    return 'unreadable' in read ? { problem: { code: 'workbook_unreadable', facts: { reason: read.unreadable } } } : { sheets: read.sheets }
  }
  const text = textOf(bytes)
  return text === undefined ? { problem: { code: 'workbook_unreadable', facts: { reason: 'not_utf8' } } } : { sheets: [{ name: '', rows: csvCells(text, separatorOf(text)) }] }
}

// Excel's "Unicode text" is UTF-16; anything else that is not UTF-8 would lose its Vietnamese letters without a word.
function textOf(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

// Where the comma is for decimals, a spreadsheet puts semicolons between; what is pasted has tabs.
function separatorOf(text: string): string {
  const head = text.split(/\r?\n/, 20).join('\n')
  return ['\t', ';', ','].find((one) => head.includes(one)) ?? ','
}

export interface TargetChange extends SheetTarget {
  readonly was: number | null
  /** What it rests on: the revision that was compared with. */
  readonly base: number
  /** Somebody set it anew since the file was taken away. */
  readonly isMoved: boolean
  readonly by: string | null
  readonly at: number | null
}

/** What the file would change, as things stand. What was not touched since it was taken away says nothing: another may have changed it meanwhile. */
export async function compared(db: D1Database, targets: readonly SheetTarget[]): Promise<readonly TargetChange[]> {
  const held = await heldTargets(db, targets)
  return targets.flatMap((target, i): readonly TargetChange[] => {
    const { revision, value, at_base, by, at } = held[i] as HeldTarget
    if (target.value === value || (target.base !== undefined && target.value === at_base)) return []
    return [{ ...target, was: value, base: revision, isMoved: target.base !== undefined && target.base !== revision, by, at }]
  })
}

/** Puts changes in place, all or (when one has moved since it was compared) none. */
export async function putChanges(db: D1Database, changes: readonly Pick<TargetChange, 'indicator' | 'period' | 'unit' | 'value' | 'base'>[], by: string, now: number): Promise<readonly TargetOutcome[] | 'moved'> {
  return changes.length === 0 ? [] : putTogether(db, changes, by, now)
}
