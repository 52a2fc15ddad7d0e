// Forms: one immutable row a version, and one head a form that says which version is open. What it offers to other forms stands beside it.
import type { Known } from '../form/compile.ts'
import type { Form } from '../form/form.ts'
import type { Example } from '../form/example.ts'
import { openRecounts } from './recounts.ts'
import type { Wanted } from './recounts.ts'
import { parsed } from './rows.ts'
import { saveTerm } from './terms.ts'

export interface FormHead {
  readonly id: string
  readonly version: number
  readonly state: 'open' | 'closed'
  readonly title: Form['title']
  readonly published_at: number
}

export interface LoadedForm {
  readonly id: string
  readonly version: number
  readonly hash: string
  readonly form: Form
  readonly published_at: number
  /** Of the form, not of this version. */
  readonly latest: number
  readonly state: 'open' | 'closed'
}

interface Offers {
  readonly registers: Readonly<Record<string, Readonly<Record<string, 'text' | 'number'>>>>
  readonly indicators: readonly string[]
}

/**
 * Keeps a new version and makes it the form's latest; the same hash as the latest changes nothing ('had_it'). What must be counted anew is opened in the
 * same batch, and how long what is personal is kept (terms.ts). Two at the same moment: the version's key lets one through, the other sees it on the second try. `previous`: the version that it was compiled
 * against (0: none); 'moved' when another came meanwhile.
 */
export async function saveForm(
  db: D1Database,
  given: { id: string; hash: string; source: string; form: Form; examples: readonly Example[]; by: string; origin?: 'shipped' | undefined; at: number; previous?: number; recounts?: readonly Wanted[] },
): Promise<{ version: number; status: 'published' | 'had_it' | 'moved' }> {
  for (let tries = 0; tries < 20; tries++) {
    // forms and versions: by key
    const latest = await db
      .prepare('select f.version, v.hash from forms f join versions v on v.form = f.id and v.version = f.version where f.id = ?')
      .bind(given.id)
      .first<{ version: number; hash: string }>()
    if (latest?.hash === given.hash) return { version: latest.version, status: 'had_it' }
    if (given.previous !== undefined && given.previous !== (latest?.version ?? 0)) return { version: latest?.version ?? 0, status: 'moved' }
    const version = (latest?.version ?? (await lastVersion(db, given.id))) + 1
    try {
      await db.batch([
        db.prepare('insert into versions (form, version, hash, compiled, examples, published_at, by, origin) values (?, ?, ?, ?, ?, ?, ?, ?)').bind(
          given.id, version, given.hash, JSON.stringify(given.form), JSON.stringify(given.examples), given.at, given.by, given.origin ?? null,
        ),
        db.prepare('insert into sources (form, version, source) values (?, ?, ?)').bind(given.id, version, given.source),
        db.prepare(
          `insert into forms (id, version, state, title, offers, published_at) values (?1, ?2, 'open', ?3, ?4, ?5)
           on conflict (id) do update set version = ?2, title = ?3, offers = ?4, published_at = ?5`,
        ).bind(given.id, version, JSON.stringify(given.form.title), JSON.stringify(offersOf(given.form)), given.at),
        db.prepare(`update settings set value = value + 1 where key = 'epoch'`),
        db.prepare(`insert into audit (at, actor, action, subject, detail) values (?, ?, 'publish', ?, ?)`).bind(given.at, given.by, given.id, String(version)),
        ...saveTerm(db, given.form, version),
        ...openRecounts(db, given.recounts ?? [], given.by, given.at),
      ])
      return { version, status: 'published' }
    } catch (error) {
      if (!String(error).includes('UNIQUE constraint failed')) throw error
    }
  }
  throw new Error(`form ${given.id} was published too often at once`)
}

// A trial that was thrown away may be opened again: its numbers go on, for phones keep a version that they know. audit: index on subject.
async function lastVersion(db: D1Database, id: string): Promise<number> {
  const row = await db.prepare(`select max(cast(detail as integer)) as version from audit where subject = ? and action = 'publish'`).bind(id).first<{ version: number | null }>()
  return row?.version ?? 0
}

/** The latest version of every form, by id. Reads the heads whole: they are the list. */
export async function listForms(db: D1Database): Promise<readonly FormHead[]> {
  const { results } = await db.prepare('select id, version, state, title, published_at from forms order by id').all<{
    id: string
    version: number
    state: 'open' | 'closed'
    title: string
    published_at: number
  }>()
  return results.map((row) => ({ ...row, title: JSON.parse(row.title) as Form['title'] }))
}

export interface ListedVersion extends Omit<FormHead, 'published_at'> {
  readonly hash: string
}

/** The latest version of every form with its hash, by id. Reads the heads whole, versions by key. */
export async function listVersions(db: D1Database): Promise<readonly ListedVersion[]> {
  const { results } = await db
    .prepare('select f.id, f.version, v.hash, f.state, f.title from forms f cross join versions v on v.form = f.id and v.version = f.version order by f.id')
    .all<Omit<ListedVersion, 'title'> & { title: string }>()
  return results.map((row) => ({ ...row, title: JSON.parse(row.title) as Form['title'] }))
}

/** Forms of these versions; unknown ones are left out. Walks versions by (form, version). */
export async function loadForms(db: D1Database, wanted: readonly { id: string; version: number | 'latest' }[]): Promise<readonly LoadedForm[]> {
  const { results } = await db
    .prepare(
      `select f.id, v.version, v.hash, v.compiled, v.published_at, f.version as latest, f.state
       from json_each(?) w cross join forms f on f.id = w.value->>0
       cross join versions v on v.form = f.id and v.version = coalesce(w.value->>1, f.version)`,
    )
    .bind(JSON.stringify(wanted.map(({ id, version }) => [id, version === 'latest' ? null : version])))
    .all<{ id: string; version: number; hash: string; compiled: string; published_at: number; latest: number; state: 'open' | 'closed' }>()
  return results.map(({ compiled, ...row }) => ({ ...row, form: JSON.parse(compiled) as Form }))
}

/** The numbers of a form's versions, the first one first. Walks versions by (form, version). */
export async function listFormVersions(db: D1Database, form: string): Promise<readonly number[]> {
  const { results } = await db.prepare('select version from versions where form = ? order by version').bind(form).all<{ version: number }>()
  return results.map(({ version }) => version)
}

/** All versions of these forms. Walks versions by (form, version). */
export async function everyVersion(db: D1Database, forms: readonly string[]): Promise<readonly { readonly id: string; readonly version: number }[]> {
  const { results } = await db
    .prepare('select v.form as id, v.version from json_each(?) f cross join versions v on v.form = f.value')
    .bind(JSON.stringify(forms))
    .all<{ id: string; version: number }>()
  return results
}

/** Every version of every form, with the number that changes with each publish; undefined where nothing is published. Reads the index whole: a row a version. */
export async function published(db: D1Database): Promise<{ readonly epoch: number; readonly versions: readonly { readonly id: string; readonly version: number }[] } | undefined> {
  const { results } = await db
    .prepare(`select form as id, version, (select value from settings where key = 'epoch') as epoch from versions order by form, version`)
    .all<{ id: string; version: number; epoch: number }>()
  const [first] = results
  return first === undefined ? undefined : { epoch: first.epoch, versions: results.map(({ id, version }) => ({ id, version })) }
}

/** The source of a version as it was published (JSON of its files), and its examples. */
export async function loadSource(db: D1Database, id: string, version: number): Promise<{ source: string; examples: readonly Example[] } | undefined> {
  const row = await db
    .prepare('select s.source, v.examples from sources s join versions v on v.form = s.form and v.version = s.version where s.form = ? and s.version = ?')
    .bind(id, version)
    .first<{ source: string; examples: string }>()
  return row === null ? undefined : { source: row.source, examples: JSON.parse(row.examples) as readonly Example[] }
}

export interface PublishedVersion {
  readonly version: number
  readonly hash: string
  readonly published_at: number
  /** Who published it; the name where he is known. */
  readonly by: string
  readonly name: string
  /** 'shipped': from the folder forms/ of the code. */
  readonly origin: 'shipped' | null
}

/** All versions of a form, the latest first, with its state; undefined when there is none. Walks versions by (form, version). */
export async function listPublished(db: D1Database, form: string): Promise<{ readonly state: 'open' | 'closed'; readonly versions: readonly PublishedVersion[] } | undefined> {
  const { results } = await db
    .prepare(
      `select f.state, v.version, v.hash, v.published_at, v.by, coalesce(p.name, '') as name, v.origin
       from forms f cross join versions v on v.form = f.id left join people p on p.id = v.by where f.id = ? order by v.version desc`,
    )
    .bind(form)
    .all<PublishedVersion & { state: 'open' | 'closed' }>()
  const [first] = results
  return first === undefined ? undefined : { state: first.state, versions: results.map(({ state: _, ...version }) => version) }
}

/** Opens or closes a form. Whether it changed by this; undefined when there is no such form. */
export async function setFormState(db: D1Database, id: string, state: 'open' | 'closed', by: string, at: number): Promise<boolean | undefined> {
  const [there, , , changed] = await db.batch<{ id: string }>([
    db.prepare('select id from forms where id = ?').bind(id),
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?3, ?4, 'form_state', id, ?2 from forms where id = ?1 and state <> ?2`).bind(id, state, at, by),
    db.prepare(`update settings set value = value + 1 where key = 'epoch' and exists (select 1 from forms where id = ?1 and state <> ?2)`).bind(id, state),
    db.prepare('update forms set state = ?2 where id = ?1 and state <> ?2').bind(id, state),
  ])
  return there?.results.length === 0 ? undefined : (changed?.meta.changes ?? 0) > 0
}

/** What a source is compiled against: levels, the other forms' registers and indicators, and the version before with its number (0: none). */
export async function knownFor(db: D1Database, id: string): Promise<Known & { readonly version: number }> {
  const [levels, others, previous] = (await db.batch([
    db.prepare('select distinct level from units'), // the unit list is small
    db.prepare(`select id, offers from forms where id <> ? and id not glob '*~*'`).bind(id), // nothing rests on a trial
    db.prepare('select v.version, v.compiled from forms f join versions v on v.form = f.id and v.version = f.version where f.id = ?').bind(id),
  ])) as [D1Result<{ level: string }>, D1Result<{ id: string; offers: string }>, D1Result<{ version: number; compiled: string }>]
  const registers: Record<string, Record<string, 'text' | 'number'>> = {}
  const indicators: string[] = []
  for (const other of others.results) {
    const offers = parsed<Offers>(other.offers, { registers: {}, indicators: [] })
    for (const [register, columns] of Object.entries(offers.registers)) registers[register] = { ...registers[register], ...columns }
    for (const indicator of offers.indicators) indicators.push(`${other.id}.${indicator}`)
  }
  const before = previous.results[0]
  return {
    levels: levels.results.map((row) => row.level),
    registers,
    indicators,
    version: before?.version ?? 0,
    ...(before === undefined ? {} : { previous: JSON.parse(before.compiled) as Form }),
  }
}

function offersOf(form: Form): Offers {
  const registers: Record<string, Record<string, 'text' | 'number'>> = {}
  for (const rule of form.registers) {
    const columns = Object.entries(rule.columns).map(([column, { holds }]) => [column, holds] as const)
    registers[rule.register] = { ...registers[rule.register], ...Object.fromEntries(columns) }
  }
  return { registers, indicators: form.indicators.map((indicator) => indicator.name) }
}
