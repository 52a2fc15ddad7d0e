// Boards and their releases. A release is written once and read by everyone; what is on it is record/board.ts's.
import type { Board } from '../form/board.ts'
import type { Text } from '../form/form.ts'
import type { BoardContent } from '../record/board.ts'

export interface KeptBoard {
  readonly id: string
  readonly level: string
  readonly hash: string
  /** Its files as JSON: compiled anew whenever something is to be shown, against the forms as they are then. */
  readonly source: string
  /** As it was when it was put in place. */
  readonly board: Board
}

/** Puts a board in place; the same source again changes nothing (false). */
export async function saveBoard(db: D1Database, { board, hash, source, by, at }: { board: Board; hash: string; source: string; by: string; at: number }): Promise<boolean> {
  const isNew = 'where not exists (select 1 from boards where id = ?1 and hash = ?2)'
  const [, written] = await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?3, ?4, 'board', ?1, null ${isNew}`).bind(board.id, hash, at, by),
    db
      .prepare(
        `insert into boards (id, level, hash, source, compiled, by, at) select ?1, ?5, ?2, ?6, ?7, ?4, ?3 ${isNew}
         on conflict (id) do update set level = ?5, hash = ?2, source = ?6, compiled = ?7, by = ?4, at = ?3`,
      )
      .bind(board.id, hash, at, by, board.level, source, JSON.stringify(board)),
  ])
  return (written?.meta.changes ?? 0) > 0
}

/** All boards. A handful: the table is read whole. */
export async function listBoards(db: D1Database): Promise<readonly KeptBoard[]> {
  const { results } = await db.prepare('select id, level, hash, source, compiled from boards order by id').all<{ id: string; level: string; hash: string; source: string; compiled: string }>()
  return results.map(({ compiled, ...row }) => ({ ...row, board: JSON.parse(compiled) as Board }))
}

export interface Release {
  readonly board: string
  readonly unit: string
  readonly number: number
  readonly decision: string
  readonly decided_on: string
  readonly content: BoardContent
  readonly by: string
  readonly at: number
}

/** Releases a board's content under a decision. Under the same decision again nothing is written: `number` is then that of the first time, `isNew` false. */
export async function release(db: D1Database, given: Omit<Release, 'number'>): Promise<{ readonly number: number; readonly isNew: boolean }> {
  const { board, unit, decision, decided_on, content, by, at } = given
  const isNew = 'where not exists (select 1 from releases where board = ?1 and unit = ?2 and decision = ?3 and decided_on = ?4)'
  const [, written, found] = (await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?6, ?5, 'release', ?1, json_array(?2, ?3, ?4) ${isNew}`).bind(board, unit, decision, decided_on, by, at),
    db
      .prepare(
        `insert into releases (board, unit, number, decision, decided_on, content, by, at)
         select ?1, ?2, coalesce((select max(number) from releases where board = ?1 and unit = ?2), 0) + 1, ?3, ?4, ?7, ?5, ?6 ${isNew}`,
      )
      .bind(board, unit, decision, decided_on, by, at, JSON.stringify(content)),
    db.prepare('select number from releases where board = ? and unit = ? and decision = ? and decided_on = ?').bind(board, unit, decision, decided_on),
  ])) as [D1Result, D1Result, D1Result<{ number: number }>]
  return { number: found.results[0]?.number ?? 0, isNew: (written.meta.changes ?? 0) > 0 }
}

// The newest release of a board for a unit that was not taken back. Walks the primary keys.
const standing = `(select max(o.number) from releases o where o.board = r.board and o.unit = r.unit
  and not exists (select 1 from recalls c where c.board = o.board and c.unit = o.unit and c.number = o.number))`

/** What everyone sees of a unit: the newest release of a board that was not taken back, or (without one named) of the board released last. Walks the primary key. */
export async function latestRelease(db: D1Database, unit: string, board?: string): Promise<Release | undefined> {
  const { results } = await db
    .prepare(`select r.* from boards b cross join releases r on r.board = b.id and r.unit = ?1 where (?2 is null or b.id = ?2) and r.number = ${standing} order by r.at desc limit 1`)
    .bind(unit, board ?? null)
    .all<Omit<Release, 'content'> & { content: string }>()
  const row = results[0]
  return row === undefined ? undefined : { ...row, content: JSON.parse(row.content) as BoardContent }
}

/** The boards of which a unit has a release that stands, with their titles. A handful of boards, each by primary key. */
export async function boardsSeen(db: D1Database, unit: string): Promise<readonly { readonly board: string; readonly title: Text }[]> {
  const { results } = await db
    .prepare(`select r.board, json_extract(r.content, '$.title') as title from boards b cross join releases r on r.board = b.id and r.unit = ?1 where r.number = ${standing} order by b.id`)
    .bind(unit)
    .all<{ board: string; title: string }>()
  return results.map(({ board, title }) => ({ board, title: JSON.parse(title) as Text }))
}

export interface PastRelease extends Omit<Release, 'content'> {
  /** Why it was taken back, by whom and when; null where it was not. */
  readonly recall: { readonly reason: string; readonly by: string; readonly at: number } | null
}

/** The releases of a board for a unit, the newest first, without their content. */
export async function releasesOf(db: D1Database, board: string, unit: string): Promise<readonly PastRelease[]> {
  const { results } = await db
    .prepare(
      `select r.board, r.unit, r.number, r.decision, r.decided_on, r.by, r.at, c.reason, c.by as recalled_by, c.at as recalled_at
       from releases r left join recalls c on c.board = r.board and c.unit = r.unit and c.number = r.number
       where r.board = ? and r.unit = ? order by r.number desc limit 100`,
    )
    .bind(board, unit)
    .all<Omit<Release, 'content'> & { reason: string | null; recalled_by: string | null; recalled_at: number | null }>()
  return results.map(({ reason, recalled_by: who, recalled_at: when, ...release }) => ({ ...release, recall: reason === null ? null : { reason, by: who ?? '', at: when ?? 0 } }))
}

/** Takes the release that stands back; false where `number` is not that one. Twice is once. Primary keys. */
export async function recall(db: D1Database, { board, unit, number, reason, by, at }: { board: string; unit: string; number: number; reason: string; by: string; at: number }): Promise<boolean> {
  const isStanding = `where ?3 = (select r.number from releases r where r.board = ?1 and r.unit = ?2 and r.number = ${standing})`
  const [, written] = await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?6, ?5, 'recall', ?1, json_array(?2, cast(?3 as integer), ?4) ${isStanding}`).bind(board, unit, number, reason, by, at),
    db.prepare(`insert into recalls (board, unit, number, reason, by, at) select ?1, ?2, ?3, ?4, ?5, ?6 ${isStanding}`).bind(board, unit, number, reason, by, at),
  ])
  return (written?.meta.changes ?? 0) > 0
}

/** The secret with which shifts are made. */
export async function shiftSecret(db: D1Database): Promise<string> {
  const row = await db.prepare(`select value from secrets where name = 'shift'`).first<{ value: string }>()
  if (row === null) throw new Error('no secret for shifts')
  return row.value
}
