// What is new on a board since it was last released: figures that differ, entries that came, went or changed. Both sides as they are shown, so that nothing is
// said of what the board itself would not say.
import type { Text } from '../form/form.ts'
import type { BoardCell, BoardContent, BoardSection, EntryCell } from './board.ts'

export type News =
  | { readonly is: 'figure'; readonly section: Text; readonly label: Text; readonly unit: Text | null; readonly year: string; readonly was: BoardCell | undefined; readonly now: BoardCell | undefined }
  | { readonly is: 'came' | 'went'; readonly section: Text; readonly entry: EntryCell }
  | { readonly is: 'changed'; readonly section: Text; readonly entry: EntryCell; readonly was: readonly EntryCell[]; readonly now: readonly EntryCell[] }

/** In the order of the board as it is now. */
export function newsOf(before: BoardContent, now: BoardContent): readonly News[] {
  const same = (one: BoardSection, other: BoardSection): boolean => one.is === other.is && JSON.stringify(one.title) === JSON.stringify(other.title)
  return now.sections.flatMap((section): readonly News[] => {
    const old = before.sections.find((one) => same(one, section))
    return section.is === 'figures' ? figures(section, old?.is === 'figures' ? old : undefined) : entries(section, old?.is === 'entries' ? old : undefined)
  })
}

function figures(now: Extract<BoardSection, { is: 'figures' }>, before: typeof now | undefined): readonly News[] {
  return now.lines.flatMap((line) => {
    const old = before?.lines.find((one) => JSON.stringify(one.label) === JSON.stringify(line.label))
    return line.cells.flatMap((cell): readonly News[] => {
      const was = old?.cells.find(({ year }) => year === cell.year)
      const said = (one: BoardCell | undefined): string => JSON.stringify([one?.value ?? null, one?.isFew ?? false, one?.target ?? null, one?.standing ?? null])
      return said(was) === said(cell) ? [] : [{ is: 'figure', section: now.title, label: line.label, unit: line.unit, year: cell.year, was, now: cell }]
    })
  })
}

function entries(now: Extract<BoardSection, { is: 'entries' }>, before: typeof now | undefined): readonly News[] {
  const nameOf = ({ cells }: { readonly cells: readonly EntryCell[] }): string => JSON.stringify(cells[0])
  const old = new Map((before?.rows ?? []).map((row) => [nameOf(row), row]))
  const names = new Set(now.rows.map(nameOf))
  const found = now.rows.flatMap((row): readonly News[] => {
    const was = old.get(nameOf(row))
    const entry = row.cells[0] ?? ''
    if (was === undefined) return [{ is: 'came', section: now.title, entry }]
    return JSON.stringify(was) === JSON.stringify(row) ? [] : [{ is: 'changed', section: now.title, entry, was: was.cells.slice(1), now: row.cells.slice(1) }]
  })
  return [...found, ...[...old.values()].filter((row) => !names.has(nameOf(row))).map((row): News => ({ is: 'went', section: now.title, entry: row.cells[0] ?? '' }))]
}
