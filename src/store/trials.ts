// Trials of forms: which there are, and throwing one away whole. A trial is a form like any other (forms.ts); only it is ever deleted.
import type { Form, Question } from '../form/form.ts'
import { isTrial } from '../form/trial.ts'

export interface TrialHead {
  readonly id: string
  readonly version: number
  readonly title: Form['title']
  readonly published_at: number
  readonly by: string
  /** Who publishes it, where he is known. */
  readonly name: string
}

/** All trials, by id. */
export async function listTrials(db: D1Database): Promise<readonly TrialHead[]> {
  const { results } = await db
    .prepare(
      `select f.id, f.version, f.title, f.published_at, v.by, coalesce(p.name, '') as name
       from forms f cross join versions v on v.form = f.id and v.version = f.version left join people p on p.id = v.by where f.id glob '*~trial' order by f.id`,
    )
    .all<Omit<TrialHead, 'title'> & { title: string }>()
  return results.map((row) => ({ ...row, title: JSON.parse(row.title) as Form['title'] }))
}

/** What of a trial lies outside the database: files by their hash and pieces of files, of its records; drafts that keep files. */
export interface Thrown {
  readonly files: readonly string[]
  readonly parts: readonly string[]
  readonly drafts: readonly string[]
}

/**
 * Throws a trial away, in one batch: its versions, records, entries, sums, drafts, locked periods, and what was issued for it: a token or link for this trial alone ends, any other
 * only loses it. undefined when there is none. The numbers of its records are not given
 * again: the last number ever given stays as an empty row. The audit stays; it holds no answers. Files that no other record has are given back, to be let go.
 */
export async function eraseTrial(db: D1Database, id: string, by: string, at: number): Promise<Thrown | undefined> {
  if (!isTrial(id)) throw new Error(`${id} is no trial`)
  const [forms, media, drafts] = (await db.batch([
    // versions by (form, version); submissions_form; media by (submission, …); drafts are few
    db.prepare('select compiled from versions where form = ?').bind(id),
    db.prepare('select m.sha256, m.parts from submissions s indexed by submissions_form cross join media m on m.submission = s.seq where s.form = ?').bind(id),
    db.prepare('select id from drafts where form = ?').bind(id),
  ])) as [D1Result<{ compiled: string }>, D1Result<{ sha256: string; parts: string }>, D1Result<{ id: string }>]
  if (forms.results.length === 0) return undefined
  const registers = [...new Set(forms.results.flatMap(({ compiled }) => registersIn(JSON.parse(compiled) as Form)))]
  const theirs = 'select seq from submissions indexed by submissions_form where form in (?1, ?2)'
  const own = [id, seedForm(id)]
  const ofIndicators = (table: string): D1PreparedStatement => db.prepare(`delete from ${table} where indicator >= ? and indicator < ?`).bind(`${id}.`, `${id}/`)
  const ofRegisters = (table: string): D1PreparedStatement => db.prepare(`delete from ${table} where register in (select value from json_each(?))`).bind(JSON.stringify(registers))
  const ofForm = (table: string): D1PreparedStatement => db.prepare(`delete from ${table} where form = ?`).bind(id)
  await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) values (?, ?, 'trial_erased', ?, null)`).bind(at, by, id),
    db.prepare(`update settings set value = value + 1 where key in ('epoch', 'locks_revision')`),
    db.prepare(`delete from revisions where submission in (${theirs})`).bind(...own),
    db.prepare(`delete from media where submission in (${theirs})`).bind(...own),
    ...issuedFor(db, id, by, at),
    ...['changes', 'entries', 'departures', 'unlike'].map(ofRegisters),
    ...['tallies', 'targets', 'remarks'].map(ofIndicators),
    ...['drafts', 'prompts', 'versions', 'sources', 'locks'].map(ofForm),
    db.prepare('delete from forms where id = ?').bind(id),
    db.prepare('delete from recounts where subject in (select value from json_each(?))').bind(JSON.stringify([`form ${id}`, ...registers.map((register) => `register ${register}`)])),
    // A receipt that was given for a trial must never come to stand for something real.
    db
      .prepare(
        `update submissions set form = '~', state = 'withdrawn', revision = 0, unit = '', day = '', author = '', label = '', fold = '', flags = null, conflicts = 0, counts_received = 0, counts_approved = 0,
           adds_received = null, adds_approved = null, touches = null where seq = (select max(seq) from submissions) and form in (?1, ?2)`,
      )
      .bind(...own),
    db.prepare(`delete from submissions where seq in (select seq from submissions indexed by submissions_form where form in (?1, ?2, '~') and seq < (select max(seq) from submissions))`).bind(...own),
  ])
  const files = [...new Set(media.results.map(({ sha256 }) => sha256))]
  // media by hash has no index: a trial is thrown away rarely, and has few files.
  const kept = files.length === 0 ? [] : (await db.prepare('select distinct sha256 from media where sha256 in (select value from json_each(?))').bind(JSON.stringify(files)).all<{ sha256: string }>()).results
  return {
    files: files.filter((sha256) => !kept.some((one) => one.sha256 === sha256)),
    parts: media.results.flatMap(({ parts }) => (JSON.parse(parts) as [string, number][]).map(([key]) => key)),
    drafts: drafts.results.map((draft) => draft.id),
  }
}

// Tokens and waiting links are few. An empty list of forms would be nothing at all, null everything: neither is what a person had beside the trial.
function issuedFor(db: D1Database, id: string, by: string, at: number): readonly D1PreparedStatement[] {
  const alone = JSON.stringify([id])
  const others = '(select json_group_array(value) from json_each(forms) where value <> ?1)'
  const among = 'exists (select 1 from json_each(forms) where value = ?1)'
  return [
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'token_revoked', id, 'trial' from tokens where forms = ?1 and revoked_at is null`).bind(alone, at, by),
    db.prepare('update tokens set revoked_at = ?2 where forms = ?1 and revoked_at is null').bind(alone, at),
    db.prepare('update enrolments set expires_at = ?2 where token is null and expires_at > ?2 and forms = ?1').bind(alone, at),
    db.prepare(`update tokens set forms = ${others} where revoked_at is null and forms is not null and ${among}`).bind(id),
    db.prepare(`update enrolments set forms = ${others} where token is null and expires_at > ?2 and forms is not null and ${among}`).bind(id, at),
    db.prepare(`update accounts set forms = ${others} where forms is not null and ${among}`).bind(id),
  ]
}

/** The form of the one record that holds what a trial's registers begin with; no form of that name is ever listed. */
export const seedForm = (trial: string): string => `${trial}~`

function registersIn(form: Form): readonly string[] {
  const asked = (questions: readonly Question[]): readonly string[] => questions.flatMap(({ register, questions: inner = [] }) => [...(register === undefined ? [] : [register]), ...asked(inner)])
  // What is only looked through has its name from the same hand: all of a trial's end alike.
  const looked = [...JSON.stringify(form.survey).matchAll(/"([A-Za-z]\w*~[a-z][a-z0-9_]*)"/g)].map(([, name = '']) => name)
  return [...form.registers.map(({ register }) => register), ...form.indicators.flatMap(({ register }) => register ?? []), ...asked(form.survey), ...looked]
}
