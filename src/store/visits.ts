// How much came to public forms within the hour, by form and by address, and how often somebody tried to sign in, by name and by address; the salt under which addresses are hashed; and what strangers left lying.

/** One count. `who` is '' for the whole form, or the hash of an address. */
export interface Count {
  readonly hour: number
  readonly form: string
  /** 'sign_in' and 'code': how often somebody tried to come in; then `form` is ''. */
  readonly what: 'steps' | 'megabytes' | 'sent' | 'sign_in' | 'code'
  readonly who: string
  readonly count: number
  readonly most: number
}

/** Thrown by a batch that counted more than may come within an hour; nothing of it was written. */
export class TooOften extends Error {}

/** A statement that counts and, where it is too much, lets the whole batch fail. It goes first in the batch whose writes it counts. Primary key. */
export function counting(db: D1Database, counts: readonly Count[]): D1PreparedStatement {
  return db
    .prepare(
      `insert into visits (hour, form, what, who, count, most)
       select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 from json_each(?) where true
       on conflict (hour, form, what, who) do update set count = count + excluded.count, most = excluded.most`,
    )
    .bind(JSON.stringify(counts.map(({ hour, form, what, who, count, most }) => [hour, form, what, who, count, most])))
}

/** Runs a batch with its counts before it. Throws TooOften. */
export async function countedBatch<Row>(db: D1Database, first: readonly D1PreparedStatement[], rest: readonly D1PreparedStatement[]): Promise<readonly D1Result<Row>[]> {
  try {
    return (await db.batch<Row>([...first, ...rest])).slice(first.length)
  } catch (error) {
    // The check on visits is named for this.
    throw String(error).includes('CHECK constraint failed: too_often') ? new TooOften('too_often') : error
  }
}

/** The salt of a day; `made` is it where the day has none yet. */
export async function saltOf(db: D1Database, day: number, made: string): Promise<string> {
  const [, found] = await db.batch<{ salt: string }>([
    db.prepare('insert into salts (day, salt) values (?, ?) on conflict (day) do nothing').bind(day, made),
    db.prepare('select salt from salts where day = ?').bind(day),
  ])
  return found?.results[0]?.salt ?? made
}

/** Lets go of counts and salts of before, and of a few strangers' drafts not changed since; gives the ids of these. Keys and drafts_strangers. */
export async function sweep(db: D1Database, before: { readonly hour: number; readonly day: number; readonly at: number }): Promise<readonly string[]> {
  const [, , dropped] = await db.batch<{ id: string }>([
    db.prepare('delete from visits where hour < ?').bind(before.hour),
    db.prepare('delete from salts where day < ?').bind(before.day),
    db
      .prepare(`delete from drafts where id in (select id from drafts indexed by drafts_strangers where author >= '~' and updated_at < ? order by updated_at limit 20) returning id`)
      .bind(before.at),
  ])
  return (dropped?.results ?? []).map(({ id }) => id)
}
