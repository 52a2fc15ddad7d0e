// Files that belong to submissions: bytes in R2, what is known of them in D1. Pieces come one after the other and are put together where they
// lie; a whole file is kept once under the hash of its content, however many submissions show it.

export interface Media {
  readonly submission: number // seq
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  /** From the first byte on, without gap. */
  readonly received: number
  /** Where they lie until the file is whole. */
  readonly parts: readonly (readonly [key: string, bytes: number])[]
  /** What the bytes are; null: not whole yet. */
  readonly type: string | null
  readonly isKept: boolean
  /** A photo with what its camera wrote into it: place, owner, device. */
  readonly hasMetadata: boolean
}

interface Stores {
  readonly DB: D1Database
  readonly MEDIA: R2Bucket
}

type Key = Pick<Media, 'submission' | 'name' | 'sha256'>

/** A part that is smaller grows with the next piece, so that a file of any number of pieces lies in a few. */
const smallPart = 1_048_576

/** What is here of a file; begins it when nothing is. Walks the primary key. */
export async function beginMedia({ DB }: Stores, { submission, name, sha256, bytes }: Key & Pick<Media, 'bytes'>): Promise<Media> {
  const [, found] = await DB.batch<Row>([
    DB
      .prepare(`insert into media (submission, name, sha256, bytes, received, parts) values (?1, ?2, ?3, ?4, 0, '[]') on conflict (submission, name, sha256) do nothing`)
      .bind(submission, name, sha256, bytes),
    DB.prepare(`${shown} where submission = ?1 and name = ?2 and sha256 = ?3`).bind(submission, name, sha256),
  ])
  const row = found?.results[0]
  if (row === undefined) throw new Error('media that was just begun is not there')
  return mediaFrom(row)
}

/** The same for files of many submissions at once, those that are not there left out. Walks submissions by id, media by primary key. */
export async function beginAll({ DB }: Stores, wanted: readonly { readonly id: string; readonly name: string; readonly sha256: string; readonly bytes: number }[]): Promise<readonly Media[]> {
  const list = JSON.stringify(wanted.map(({ id, name, sha256, bytes }) => [id, name, sha256, bytes]))
  const [, found] = await DB.batch<Row>([
    DB
      .prepare(
        `insert into media (submission, name, sha256, bytes, received, parts)
         select s.seq, w.value->>1, w.value->>2, w.value->>3, 0, '[]' from json_each(?) w cross join submissions s on s.id = w.value->>0 where true
         on conflict (submission, name, sha256) do nothing`,
      )
      .bind(list),
    DB
      .prepare(
        `select distinct m.submission, m.name, m.sha256, m.bytes, m.received, m.parts, m.type, m.kept_at, m.metadata
         from json_each(?) w cross join submissions s on s.id = w.value->>0
         cross join media m on m.submission = s.seq and m.name = w.value->>1 and m.sha256 = w.value->>2`,
      )
      .bind(list),
  ])
  return (found?.results ?? []).map(mediaFrom)
}

/** Keeps whole files under their hashes; gives how many were not there before. */
export async function keepAll({ DB, MEDIA }: Stores, whole: readonly { readonly media: Media; readonly bytes: Uint8Array; readonly type: string; readonly hasMetadata: boolean }[], at: number): Promise<number> {
  if (whole.length === 0) return 0
  for (const { media, bytes, type } of whole) await MEDIA.put(wholeKey(media.sha256), bytes, { httpMetadata: { contentType: type } })
  const { results } = await DB
    .prepare(
      // Written as an insertion that always meets its row: `update … from` would walk the whole table to find it.
      `insert into media (submission, name, sha256, bytes, received, parts, type, kept_at, metadata)
       select value->>0, value->>1, value->>2, value->>3, value->>3, '[]', value->>4, ?2, value->>5 from json_each(?1) where true
       on conflict (submission, name, sha256) do update set received = bytes, parts = '[]', type = excluded.type, kept_at = excluded.kept_at, metadata = excluded.metadata where kept_at is null
       returning name`,
    )
    .bind(JSON.stringify(whole.map(({ media: { submission, name, sha256, bytes }, type, hasMetadata }) => [submission, name, sha256, bytes, type, hasMetadata ? 1 : 0])), at)
    .all<{ name: string }>()
  const left = whole.flatMap(({ media }) => media.parts.map(([key]) => key))
  if (left.length > 0) await MEDIA.delete(left)
  return results.length
}

/** What is here of the files of one submission. Walks the primary key. */
export async function mediaOf(db: D1Database, submission: number): Promise<readonly Media[]> {
  const { results } = await db.prepare(`${shown} where submission = ?`).bind(submission).all<Row>()
  return results.map(mediaFrom)
}

/**
 * Adds a piece behind what is there. 'moved' when somebody else added one meanwhile: then nothing of this one is there. The bytes lie in R2
 * before the row says so; a row that was not written leaves only an object that nobody points to (swept by its age: docs/api.md).
 */
export async function appendPiece(stores: Stores, media: Media, piece: Uint8Array): Promise<Media | 'moved'> {
  const { DB, MEDIA } = stores
  const tail = media.parts[media.parts.length - 1]
  const grows = tail !== undefined && tail[1] < smallPart
  const had = grows ? await bytesOf(MEDIA, tail) : new Uint8Array()
  if (had === undefined) return startAgain(stores, media)
  const key = `part/${crypto.randomUUID()}`
  await MEDIA.put(key, joined([had, piece]))
  const parts = [...(grows ? media.parts.slice(0, -1) : media.parts), [key, had.byteLength + piece.byteLength] as const]
  const received = media.received + piece.byteLength
  const done = await put(DB, media, { received, parts })
  await MEDIA.delete(done ? (grows ? tail[0] : []) : key)
  return done ? { ...media, received, parts } : 'moved'
}

/** All bytes of a file whose last piece has come; undefined when a part is not there any more: then it begins again. */
export async function wholeMedia(stores: Stores, media: Media): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  for (const part of media.parts) {
    const bytes = await bytesOf(stores.MEDIA, part)
    if (bytes === undefined) {
      await startAgain(stores, media)
      return undefined
    }
    parts.push(bytes)
  }
  return joined(parts)
}

/** Keeps a whole file under its hash; from now on it is there. False when somebody else has written the row meanwhile. */
export async function keepMedia({ DB, MEDIA }: Stores, media: Media, { bytes, type, at, hasMetadata = false }: { bytes: Uint8Array; type: string; at: number; hasMetadata?: boolean }): Promise<boolean> {
  await MEDIA.put(wholeKey(media.sha256), bytes, { httpMetadata: { contentType: type } })
  const done = await put(DB, media, { received: media.received, parts: [], type, at, hasMetadata })
  if (done && media.parts.length > 0) await MEDIA.delete(media.parts.map(([key]) => key))
  return done
}

/** Lets go of all that came: what comes next is the first byte again. */
export async function startAgain({ DB, MEDIA }: Stores, media: Media): Promise<'moved'> {
  const done = await put(DB, media, { received: 0, parts: [] })
  if (done && media.parts.length > 0) await MEDIA.delete(media.parts.map(([key]) => key))
  return 'moved'
}

/** Whether a file that D1 says is kept can be read: both are restored from backups apart. */
export async function isThere({ MEDIA }: Stores, sha256: string): Promise<boolean> {
  return (await MEDIA.head(wholeKey(sha256))) !== null
}

/** A kept file, or a stretch of it. */
export async function openMedia({ MEDIA }: Stores, sha256: string, range?: { readonly offset: number; readonly length: number }): Promise<R2ObjectBody | undefined> {
  return (await MEDIA.get(wholeKey(sha256), range === undefined ? {} : { range })) ?? undefined
}

// Written only over the very row that was read: what two phones send at once goes in one after the other.
async function put(db: D1Database, media: Media, now: { received: number; parts: Media['parts']; type?: string; at?: number; hasMetadata?: boolean }): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `update media set received = ?6, parts = ?7, type = ?8, kept_at = ?9, metadata = ?11
       where submission = ?1 and name = ?2 and sha256 = ?3 and received = ?4 and parts = ?5 and (kept_at is not null) = ?10`,
    )
    .bind(
      media.submission, media.name, media.sha256, media.received, JSON.stringify(media.parts), now.received, JSON.stringify(now.parts), now.type ?? null, now.at ?? null,
      media.isKept ? 1 : 0, now.hasMetadata === true ? 1 : 0,
    )
    .run()
  return meta.changes > 0
}

async function bytesOf(bucket: R2Bucket, [key, bytes]: Media['parts'][number]): Promise<Uint8Array | undefined> {
  const found = await bucket.get(key)
  if (found === null) return undefined
  const all = new Uint8Array(await found.arrayBuffer())
  return all.byteLength === bytes ? all : undefined
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.byteLength
  }
  return all
}

/** Lets go of whole files by their hash, and of pieces. Whether anything else has them is for the caller to know. */
export async function dropMedia(bucket: R2Bucket, files: readonly string[], parts: readonly string[]): Promise<void> {
  const keys = [...files.map(wholeKey), ...parts]
  for (let from = 0; from < keys.length; from += 1_000) await bucket.delete(keys.slice(from, from + 1_000))
}

const wholeKey = (sha256: string): string => `media/${sha256}`

const shown = 'select submission, name, sha256, bytes, received, parts, type, kept_at, metadata from media'

interface Row extends Omit<Media, 'parts' | 'isKept' | 'hasMetadata'> {
  readonly parts: string
  readonly kept_at: number | null
  readonly metadata: number
}

function mediaFrom({ parts, kept_at, metadata, ...row }: Row): Media {
  return { ...row, parts: JSON.parse(parts) as Media['parts'], isKept: kept_at !== null, hasMetadata: metadata === 1 }
}
