// The shapes of what travels over the API, as valibot schemas: they check requests, and the description of the API is made from them.
import * as v from 'valibot'
import { isTargetPeriod, standings } from '../record/target.ts'
import { limits } from './limits.ts'

const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,63}$/, 'lower case letters, digits and _'))
// A form's name, or that of its trial.
const formName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,63}(~trial)?$/, 'lower case letters, digits and _'))
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a day YYYY-MM-DD'), v.isoDate('a day YYYY-MM-DD'))
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 lower case hex digits'))
const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'a UUID in lower case'))
const unit = v.pipe(v.string(), v.regex(/^[\w.-]{1,80}$/, 'the id of a unit'))
const whole = v.pipe(v.number(), v.integer('a whole number'), v.minValue(0, '0 or more'), v.maxValue(Number.MAX_SAFE_INTEGER, 'less than 2^53'))
const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/, 'an ISO 8601 instant with its offset'),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'an ISO 8601 instant with its offset'),
)
const cursor = v.pipe(v.string(), v.regex(/^[\w-]{1,400}$/, 'a cursor as it was given'))
const upTo = (most: number) => v.pipe(v.string(), v.regex(/^\d{1,4}$/, `1 to ${most}`), v.toNumber(), v.minValue(1, `1 to ${most}`), v.maxValue(most, `1 to ${most}`))
const limit = upTo(limits.page)
const longLimit = upTo(limits.longPage)
const since = v.pipe(v.string(), v.regex(/^\d{1,15}$/, 'a number as it was given'), v.toNumber())
const search = v.pipe(v.string(), v.maxLength(200, 'at most 200 characters'))
const reason = v.pipe(v.string(), v.maxLength(2000, 'at most 2,000 characters'))
// Answers are judged by the form, which knows the questions; here only: an object. Depth and keys were bounded while reading.
const answers = v.record(v.string(), v.unknown())

/** A sealed submission as a phone sends it. */
export const submission = v.strictObject({
  id,
  form: formName,
  version: v.pipe(whole, v.minValue(1, '1 or more')),
  answers,
  context: v.strictObject({
    at: v.pipe(v.number(), v.integer('milliseconds'), v.minValue(-62_000_000_000_000, 'after the year 5'), v.maxValue(250_000_000_000_000, 'before the year 9000')),
    zone: v.pipe(v.number(), v.integer('minutes'), v.minValue(-840, '-840 to 840'), v.maxValue(840, '-840 to 840')),
    seed: whole,
    language: v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag'))),
    units_revision: v.optional(whole),
    entries: v.optional(v.record(v.pipe(v.string(), v.maxLength(120)), whole)),
    last: v.optional(v.record(v.pipe(v.string(), v.maxLength(64)), v.union([v.pipe(v.string(), v.maxLength(10_000)), v.number(), v.boolean()]))),
  }),
  reasons: v.optional(v.record(v.pipe(v.string(), v.maxLength(200)), reason)),
  base: v.optional(v.pipe(whole, v.minValue(1, '1 or more'))),
  started_at: v.optional(instant),
  finished_at: v.optional(instant),
  media: v.optional(v.pipe(v.array(v.strictObject({ name: v.pipe(v.string(), v.maxLength(200)), sha256: hash, bytes: whole })), v.maxLength(50))),
  sha256: hash,
})

export const mediaQuery = v.strictObject({ sha256: v.optional(hash) })
export const revisionQuery = v.strictObject({ revision: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/, 'a revision'), v.toNumber())) })
export const mediaTaken = v.strictObject({ name: v.string(), received: v.number(), of: v.number(), sha256: v.optional(v.string()) })

const problem = v.looseObject({ code: v.string(), title: v.string(), at: v.optional(v.string()), file: v.optional(v.string()), line: v.optional(v.number()), column: v.optional(v.number()) })

export const outcome = v.strictObject({
  id: v.string(),
  status: v.picklist(['kept', 'had_it', 'conflict', 'refused']),
  revision: v.number(),
  hash: v.string(),
  receipt: v.string(),
  signature: v.string(),
  problems: v.array(problem),
})

export const problemDetails = v.looseObject({
  type: v.string(), title: v.string(), status: v.number(), detail: v.string(), code: v.string(), problems: v.array(problem),
})

const state = v.picklist(['received', 'endorsed', 'approved', 'returned', 'rejected', 'refused', 'conflict', 'late', 'superseded', 'withdrawn'])
const flag = v.looseObject({ code: v.string() })

export const line = v.strictObject({
  seq: v.number(), id: v.string(), form: v.string(), version: v.number(), revision: v.number(), state, unit: v.string(), day: v.string(), author: v.string(),
  label: v.nullable(v.string()), flags: v.array(flag), conflicts: v.number(), received_at: v.number(), receipt: v.string(),
})

export const linesQuery = v.strictObject({
  form: v.optional(formName), under: v.optional(unit), state: v.optional(state), from: v.optional(day), to: v.optional(day), q: v.optional(search),
  cursor: v.optional(cursor), limit: v.optional(limit),
})
export const exportQuery = v.strictObject({
  format: v.optional(v.picklist(['csv', 'xlsx', 'zip', 'geojson']), 'csv'), header: v.optional(v.picklist(['name', 'label']), 'name'),
  under: v.optional(unit), state: v.optional(state), from: v.optional(day), to: v.optional(day),
})
export const lines = v.strictObject({ rows: v.array(line), cursor: v.nullable(v.string()) })

export const oneSubmission = v.looseObject({
  ...line.entries,
  masked: v.boolean(),
  erased: v.nullable(v.strictObject({ at: v.number(), by: v.string(), ground: v.string(), reason: v.nullable(v.string()) })),
  revisions: v.array(v.looseObject({ revision: v.number(), state, hash: v.string(), submission: v.looseObject({}) })),
  audit: v.array(v.looseObject({ at: v.number(), actor: v.string(), action: v.string() })),
  looked: v.optional(v.array(v.strictObject({ person: v.string(), times: v.number(), first_at: v.number(), last_at: v.number() }))),
})

export const review = v.strictObject({
  state: v.picklist(['received', 'approved', 'returned', 'rejected']),
  comment: v.optional(reason, ''),
  question: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,63}(\[\d{1,4}\]\.[A-Za-z]\w{0,63})*(\[\d{1,4}\])?$/, 'the key of a question'))),
  seen: v.optional(whole),
  revision: v.optional(v.pipe(whole, v.minValue(1, '1 or more'))),
  opens: v.optional(v.boolean()),
})
export const reviews = v.pipe(v.array(v.strictObject({ id, ...review.entries })), v.minLength(1, '1 to 100'), v.maxLength(100, '1 to 100'))
export const reviewsDone = v.strictObject({
  reviews: v.array(v.strictObject({
    id: v.string(), fault: v.nullable(v.picklist(['not_found', 'not_reviewer', 'own_work', 'nothing_to_review', 'moved', 'not_endorsed', 'both_levels', 'above', 'comment_missing', 'erased', 'period_locked'])), revision: v.number(), state: v.nullable(state), changed: v.boolean(), receipt: v.string(),
  })),
})
const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month YYYY-MM'))
export const lockQuery = v.strictObject({ form: formName, from: v.optional(month), to: v.optional(month) })
export const lockList = v.strictObject({ locks: v.array(v.strictObject({ form: v.string(), period: v.string(), unit: v.string(), locked_by: v.string(), at: v.number() })) })
export const lockWish = v.strictObject({
  form: formName, period: month, units: v.pipe(v.array(v.union([v.literal(''), unit])), v.minLength(1, '1 to 500'), v.maxLength(500, '1 to 500')), locked: v.boolean(), reason: v.optional(reason, ''),
})
export const locksSet = v.strictObject({ changed: v.number() })
export const withdrawal = v.strictObject({ base: v.pipe(whole, v.minValue(1, '1 or more')), at: v.optional(v.pipe(v.number(), v.integer('milliseconds'))) })
export const withdrawn = v.strictObject({ id: v.string(), status: v.picklist(['withdrawn', 'had_it']), revision: v.number(), receipt: v.string() })
const grounds = v.picklist(['request', 'consent', 'purpose', 'term', 'unlawful'])
export const erasure = v.strictObject({
  ground: grounds, reason: v.pipe(v.string(), v.trim(), v.minLength(1, 'a reason'), v.maxLength(2_000), v.check((text) => text.isWellFormed() && !text.includes('\u0000'), 'well-formed text')),
  also: v.optional(v.pipe(v.array(id), v.maxLength(20, 'up to 20')), []),
})
export const erased = v.strictObject({ erased: v.array(v.strictObject({ id: v.string(), status: v.picklist(['erased', 'had_it']), receipt: v.string() })), done: v.boolean() })
export const reviewed = v.strictObject({ id: v.string(), revision: v.number(), state, changed: v.boolean(), receipt: v.string() })

export const formHead = v.strictObject({ id: v.string(), version: v.number(), state: v.picklist(['open', 'closed']), title: v.record(v.string(), v.unknown()), published_at: v.number() })
export const formHeads = v.strictObject({ forms: v.array(formHead) })
export const oneForm = v.strictObject({ ...formHead.entries, hash: v.string(), form: v.looseObject({}) })
export const versionQuery = v.strictObject({
  version: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/, 'a version'), v.toNumber())), part: v.optional(v.picklist(['filling'])),
})
export const publishQuery = v.strictObject({ dry_run: v.optional(v.picklist(['0', '1'])), origin: v.optional(v.picklist(['shipped'])), id: v.optional(name), cursor: v.optional(v.pipe(v.string(), v.maxLength(200))) })
const facts = v.record(v.string(), v.union([v.string(), v.number()]))
/** What a new version changes: its sentence, and what it means, in the words of docs/api.md. */
const difference = v.strictObject({
  code: v.string(), at: v.string(), facts: v.optional(facts), title: v.string(),
  drafts: v.picklist(['same', 'follow', 'beside', 'asked', 'again']), answers: v.picklist(['same', 'kept']),
  tallies: v.picklist(['same', 'again', 'backwards', 'gone', 'onward', 'anew']),
})
const preview = v.strictObject({
  records: v.number(),
  cursor: v.nullable(v.string()),
  due: v.nullable(v.strictObject({ now: v.number(), soon: v.number(), isMore: v.boolean() })),
  figures: v.array(
    v.strictObject({
      indicator: v.string(), state: v.picklist(['received', 'approved']), before: v.nullable(v.number()), after: v.nullable(v.number()),
      units: v.array(v.strictObject({ unit: v.string(), before: v.number(), after: v.number() })),
      groups: v.array(v.strictObject({ by: v.string(), member: v.string(), before: v.number(), after: v.number() })),
    }),
  ),
})
export const published = v.strictObject({
  form: v.string(), version: v.number(), hash: v.string(), status: v.picklist(['published', 'had_it', 'dry_run']), warnings: v.array(problem),
  differences: v.array(difference), untranslated: v.record(v.string(), v.array(v.string())), preview: v.nullable(preview), recounting: v.array(v.string()),
})
export const trialQuery = v.strictObject({ unit: v.optional(unit), id: v.optional(name) })
export const trials = v.strictObject({
  trials: v.array(v.strictObject({ id: v.string(), form: v.string(), version: v.number(), title: v.record(v.string(), v.unknown()), published_at: v.number(), by: v.string(), name: v.string() })),
})
export const formVersions = v.strictObject({
  form: v.string(), state: v.picklist(['open', 'closed']),
  versions: v.array(v.strictObject({ version: v.number(), hash: v.string(), published_at: v.number(), by: v.string(), name: v.string(), origin: v.nullable(v.picklist(['shipped'])) })),
})
const version = v.pipe(v.number(), v.integer('a whole number'), v.minValue(1, '1 or more'), v.maxValue(999_999))
export const publishAgain = v.strictObject({ version })
export const sourceQuery = v.strictObject({ version: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/, 'a version'), v.toNumber())) })
export const formSource = v.strictObject({ form: v.string(), version: v.number(), files: v.record(v.string(), v.string()) })
export const formState = v.strictObject({ state: v.picklist(['open', 'closed']) })
export const formStated = v.strictObject({ form: v.string(), state: v.picklist(['open', 'closed']), changed: v.boolean() })
const recount = v.strictObject({ of: v.picklist(['form', 'register']), name: v.string(), indicators: v.array(v.string()), began_at: v.number(), changed: v.number() })
export const recounts = v.strictObject({ recounts: v.array(recount) })

export const entriesQuery = v.strictObject({
  under: v.optional(unit), since: v.optional(since), q: v.optional(search),
  state: v.optional(v.picklist(['received', 'approved'])), cursor: v.optional(cursor), limit: v.optional(longLimit),
})
const entry = v.strictObject({
  id: v.string(), label: v.nullable(v.string()), unit: v.string(), revision: v.number(), columns: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), changed: v.number(),
})
export const entries = v.strictObject({
  register: v.string(), rows: v.array(entry), gone: v.array(v.string()), whole: v.boolean(), stamp: v.number(), masked: v.array(v.string()), cursor: v.nullable(v.string()),
})

const period = v.pipe(v.string(), v.regex(/^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?$/, 'YYYY, YYYY-MM or YYYY-MM-DD'))
export const aggregateQuery = v.strictObject({
  by: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z][\w:*~]{0,140}(,[A-Za-z][\w:*~]{0,140}){0,2}$/, 'unit:<level>, day | month | quarter | year, and one grouping'))),
  under: v.optional(unit), from: v.optional(period), to: v.optional(period), units: v.optional(v.picklist(['then', 'today'])),
  state: v.optional(v.picklist(['received', 'approved'])),
})
const figure = v.nullable(v.number())
const counted = { value: figure, about: v.boolean(), target: figure, expected_by_today: figure, standing: v.nullable(v.picklist(standings)) }
export const aggregate = v.strictObject({
  form: v.string(), indicator: v.string(), label: v.record(v.string(), v.unknown()), unit: v.nullable(v.record(v.string(), v.unknown())), state: v.string(), units: v.string(),
  scale: v.number(), good: v.nullable(v.looseObject({})), as_of: v.string(), recounting: v.boolean(), by: v.array(v.string()),
  rows: v.array(v.looseObject(counted)),
  total: v.looseObject(counted),
})

const indicatorName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,63}\.[A-Za-z]\w{0,63}$/, 'form.indicator'))
const targetPeriod = v.pipe(v.string(), v.check(isTargetPeriod, 'YYYY, YYYY-Qn or YYYY-MM'))
const targetUnit = v.union([v.literal(''), unit], 'the id of a unit, or empty for all together')
const targetKey = { indicator: indicatorName, period: targetPeriod, unit: targetUnit }
const amount = v.pipe(v.number(), v.finite('a number'), v.minValue(-1e12, 'at most 1e12 either way'), v.maxValue(1e12, 'at most 1e12 either way'))
const year = v.pipe(v.string(), v.regex(/^\d{4}$/, 'YYYY'))
const words = v.pipe(v.string(), v.trim(), v.maxLength(2000, 'at most 2,000 characters'))
export const targetWishes = v.pipe(
  v.array(v.strictObject({ ...targetKey, value: v.nullable(amount), base: v.optional(whole) })), v.minLength(1, '1 to 1,000'), v.maxLength(1_000, '1 to 1,000'),
)
export const targetsPut = v.strictObject({ targets: v.array(v.strictObject({ status: v.picklist(['set', 'had_it', 'conflict']), revision: v.number(), value: figure })) })
export const targetQuery = v.strictObject({ form: v.optional(formName), under: v.optional(unit), from: v.optional(year), to: v.optional(year) })
export const targetLines = v.strictObject({
  targets: v.array(v.strictObject({ ...targetKey, revision: v.number(), value: v.number(), at: v.number(), cause: v.nullable(v.string()), remedy: v.nullable(v.string()) })),
})
export const targetKeyQuery = v.strictObject({ indicator: indicatorName, period: targetPeriod, unit: v.optional(targetUnit, '') })
const revisionOf = { ...targetKey, revision: v.number(), by: v.string(), at: v.number() }
export const targetHistory = v.strictObject({
  targets: v.array(v.strictObject({ ...revisionOf, value: figure })), remarks: v.array(v.strictObject({ ...revisionOf, cause: v.string(), remedy: v.string() })),
})
/** A target as our own page carries it on: indicator, period, unit, value, base. */
export const targetLine = v.pipe(
  v.tuple([indicatorName, targetPeriod, targetUnit, v.nullable(amount), whole]), v.transform(([indicator, period, unit, value, base]) => ({ indicator, period, unit, value, base })),
)
/** Which targets are taken away or brought as a sheet. */
export const targetSheetQuery = v.strictObject({ form: formName, period: targetPeriod, level: name, format: v.optional(v.picklist(['xlsx', 'csv']), 'xlsx') })
export const targetImportQuery = v.strictObject({ form: formName, dry_run: v.optional(v.picklist(['0', '1'])) })
export const targetImport = v.strictObject({
  lines: v.number(), set: v.number(), changes: v.array(v.strictObject({ ...targetKey, was: figure, value: figure, base: v.number(), moved: v.boolean(), cell: v.string(), sheet: v.string() })),
})
export const remarkWish = v.strictObject({ ...targetKey, cause: words, remedy: words })
export const remarkKept = v.strictObject({ changed: v.boolean() })

export const boundariesPut = v.strictObject({
  matched: v.array(v.strictObject({ unit: v.string(), name: v.string(), points: v.number() })), unmatched: v.array(v.strictObject({ at: v.string(), name: v.string(), why: v.picklist(['unknown', 'several', 'twice']) })),
})
export const boundaryList = v.strictObject({ boundaries: v.array(v.strictObject({ unit: v.string(), at: v.number() })) })
export const boardPublished = v.strictObject({ board: v.string(), changed: v.boolean() })
export const publicBoard = v.strictObject({ board: v.string(), unit: v.string(), number: v.number(), decision: v.string(), decided_on: v.string(), content: v.looseObject({}) })

const registerName = v.pipe(v.string(), v.regex(/^[a-z]\w{0,63}$/i, 'the name of a register'))
const entryId = v.pipe(v.string(), v.minLength(1), v.maxLength(120, 'the id of an entry'))
export const alikeQuery = v.strictObject({ under: v.optional(unit) })
const compared = v.strictObject({ id: v.string(), label: v.string(), unit: v.string(), columns: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])) })
const alikePair = {
  one: compared, other: compared, likely: v.picklist(['likely', 'possible']), name: v.picklist(['same', 'unmarked', 'tones', 'letter', 'shorter']),
  columns: v.array(v.strictObject({ column: v.string(), is: v.picklist(['same', 'near', 'unknown']) })), same_place: v.boolean(),
}
export const alikeFound = v.strictObject({
  register: v.string(), looked: v.number(), cut: v.boolean(), counts: v.strictObject({ likely: v.number(), possible: v.number(), unlike: v.number() }),
  pairs: v.nullable(v.array(v.strictObject(alikePair))), set_aside: v.nullable(v.array(v.strictObject({ ...alikePair, by: v.string(), at: v.number() }))),
})
export const unlikeWish = v.strictObject({ register: registerName, one: entryId, other: entryId, unlike: v.boolean() })
export const unlikeSaid = v.strictObject({ changed: v.boolean() })
export const unusualQuery = v.strictObject({ under: v.optional(unit), cursor: v.optional(cursor) })
const series = v.strictObject({ author: v.string(), ids: v.array(v.string()), same: v.number(), day: v.string() })
export const unusualFound = v.strictObject({
  form: v.string(), looked: v.number(), counts: v.strictObject({ outliers: v.number(), fast: v.number(), repeated: v.number(), spot: v.number(), checks: v.number() }),
  outliers: v.nullable(v.array(v.strictObject({ id: v.string(), at: v.string(), question: v.string(), value: v.number(), usual: v.number(), of: v.number(), times: v.nullable(v.number()) }))),
  fast: v.nullable(v.array(v.strictObject({ id: v.string(), seconds: v.number(), answered: v.number(), usual: v.number() }))),
  repeated: v.nullable(v.array(series)), spot: v.nullable(v.array(series)),
  checks: v.nullable(v.array(v.strictObject({
    question: v.string(), count: v.number(), by: v.record(v.string(), v.number()), in: v.record(v.string(), v.number()),
    reasons: v.array(v.strictObject({ id: v.string(), author: v.string(), reason: v.string() })),
  }))),
  cursor: v.nullable(v.string()),
})
export const phonesFound = v.strictObject({
  counts: v.strictObject({ stuck: v.number(), never: v.number(), silent: v.number(), well: v.number(), links: v.number() }),
  phones: v.nullable(v.array(v.strictObject({
    token: v.string(), person: v.string(), name: v.string(), device: v.string(), unit: v.nullable(v.string()), standing: v.picklist(['stuck', 'never', 'silent', 'well']),
    silent_days: v.number(), unsent: v.nullable(v.number()), waits_days: v.nullable(v.number()), current: v.nullable(v.boolean()), heard_at: v.number(),
  }))),
  links: v.nullable(v.array(v.strictObject({ name: v.string(), device: v.string(), role: v.string(), unit: v.nullable(v.string()), expires_at: v.number() }))),
})

const oneUnit = v.strictObject({
  id: unit,
  level: name,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  full_name: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  code: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  parent: v.nullable(unit),
  valid_from: v.nullable(day),
  valid_to: v.nullable(day),
  successors: v.array(unit),
  extra_parents: v.optional(v.array(unit)),
  former: v.optional(v.pipe(v.array(v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), full_name: v.pipe(v.string(), v.minLength(1), v.maxLength(300)), until: day })), v.maxLength(50))),
})
export const units = v.looseObject({ units: v.pipe(v.array(oneUnit), v.minLength(1), v.maxLength(20_000)) })
export const unitsQuery = v.strictObject({ since: v.optional(since), under: v.optional(v.picklist(['mine'])) })
export const unitList = v.strictObject({ revision: v.number(), whole: v.boolean(), units: v.array(v.looseObject({ id: v.string() })) })
const newName = { name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), full_name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(300))) }
const code = v.optional(v.nullable(v.pipe(v.string(), v.maxLength(40))))
const goal = v.union([v.strictObject({ unit }), v.strictObject({ ...newName, code })], 'a unit that is there, or the name of a new one')
export const unitDeed = v.strictObject({
  id,
  ground: v.pipe(v.string(), v.trim(), v.minLength(1, 'the resolution'), v.maxLength(500)),
  move_people: v.optional(v.boolean(), false),
  deed: v.variant('kind', [
    v.strictObject({ kind: v.literal('add'), level: name, parent: v.nullable(unit), ...newName, code, from: v.nullable(day) }),
    v.strictObject({ kind: v.literal('rename'), unit, ...newName, from: day }),
    v.strictObject({ kind: v.literal('merge'), units: v.pipe(v.array(unit), v.minLength(1), v.maxLength(200)), into: goal, from: day, carry: v.optional(v.boolean(), true) }),
    v.strictObject({ kind: v.literal('split'), unit, into: v.pipe(v.array(goal), v.maxLength(50)), from: day }),
    v.strictObject({ kind: v.literal('close'), unit, from: day }),
  ]),
})
export const unitDeedQuery = v.strictObject({ dry_run: v.optional(v.literal('1')) })
const moved = v.array(v.strictObject({ unit: v.string(), left: v.array(v.string()), joined: v.array(v.string()) }))
const weight = v.strictObject({ unit: v.string(), records: v.number(), entries: v.number(), targets: v.number(), people: v.number(), phones: v.number() })
export const unitDeedDone = v.strictObject({
  revision: v.number(), changed: v.boolean(), units: v.array(v.looseObject({ id: v.string() })), moves: v.strictObject({ then: moved, today: moved }), weights: v.array(weight), indicators: v.array(v.string()),
})
export const unitDeeds = v.strictObject({
  deeds: v.array(v.strictObject({ id: v.string(), kind: v.string(), deed: v.looseObject({}), ground: v.string(), revision: v.number(), at: v.number(), by: v.string() })),
})
export const unitsSaved = v.strictObject({ revision: v.number(), changed: v.boolean() })

const title = v.pipe(v.string(), v.trim(), v.minLength(1, 'a name'), v.maxLength(200))
export const person = v.strictObject({ id: v.optional(id), name: title })
export const personMade = v.strictObject({ id: v.string(), name: v.string() })
const role = v.picklist(['admin', 'reviewer', 'officer', 'viewer'])
export const token = v.strictObject({
  person: id,
  role,
  unit: v.nullable(unit),
  forms: v.nullable(v.pipe(v.array(formName), v.maxLength(200))),
  personal: v.optional(v.boolean()),
  device: v.optional(v.strictObject({ id: v.optional(id), name: title })),
  expires_at: v.optional(v.nullable(instant)),
})
export const personScope = v.strictObject({ role, unit: v.nullable(unit), forms: v.nullable(v.pipe(v.array(formName), v.minLength(1, 'a form, or null for all'), v.maxLength(200))) })
export const scopeSet = v.strictObject({ tokens: v.number() })
export const tokenMade = v.strictObject({ id: v.string(), token: v.string(), link: v.string() })
const tokenShown = v.looseObject({ id: v.string(), person: v.string(), name: v.string(), role, unit: v.nullable(v.string()), forms: v.nullable(v.array(v.string())), personal: v.boolean() })
export const tokensQuery = v.strictObject({ person: v.optional(id) })
export const tokens = v.strictObject({ tokens: v.array(tokenShown) })

const meOnPhone = {
  person: v.string(), name: v.string(), role, unit: v.nullable(v.string()), forms: v.nullable(v.array(v.string())), device: v.nullable(v.string()),
}
export const me = v.strictObject({ ...meOnPhone, personal: v.boolean() })
export const health = v.strictObject({ ok: v.boolean(), database: v.picklist(['ok', 'unreachable']), epoch: v.nullable(v.number()) })

const accountScope = { role, unit: v.nullable(unit), forms: v.nullable(v.pipe(v.array(formName), v.maxLength(200))), personal: v.optional(v.boolean(), false) }
const signInName = v.pipe(v.string(), v.trim(), v.minLength(1, 'a name'), v.maxLength(100))
const invitationMinutes = v.optional(v.pipe(v.number(), v.integer('whole minutes'), v.minValue(1, '1 to 10,080'), v.maxValue(10_080, '1 to 10,080')), 4_320)
export const newAccount = v.strictObject({ person: id, sign_in_name: signInName, ...accountScope, minutes: invitationMinutes })
export const accountChange = v.strictObject({ sign_in_name: signInName, ...accountScope })
export const accountState = v.strictObject({ state: v.picklist(['open', 'disabled']) })
export const accountShown = v.strictObject({
  person: v.string(), name: v.string(), sign_in_name: v.string(), role, unit: v.nullable(v.string()), forms: v.nullable(v.array(v.string())), personal: v.boolean(),
  has_password: v.boolean(), has_factor: v.boolean(), created_at: v.number(), disabled_at: v.nullable(v.number()), invited_until: v.nullable(v.number()), last_seen: v.nullable(v.number()),
})
export const accountsShown = v.strictObject({ accounts: v.array(accountShown) })
export const invitationWish = v.strictObject({ minutes: invitationMinutes })
export const invited = v.strictObject({ code: v.string(), link: v.string(), qr: v.string(), expires_at: v.string() })
export const sessionsShown = v.strictObject({
  sessions: v.array(v.strictObject({
    id: v.string(), session: v.picklist(['day', 'own']), agent: v.nullable(v.string()), seen_from: v.nullable(v.string()), created_at: v.number(), last_seen: v.number(), expires_at: v.number(),
  })),
})
export const sessionsEnded = v.strictObject({ ended: v.number() })

export const enrolment = v.strictObject({
  person: id,
  role,
  unit: v.nullable(unit),
  forms: v.nullable(v.pipe(v.array(formName), v.maxLength(200))),
  personal: v.optional(v.boolean(), false),
  device: v.strictObject({ name: title }),
  minutes: v.optional(v.pipe(v.number(), v.integer('whole minutes'), v.minValue(1, '1 to 10,080'), v.maxValue(10_080, '1 to 10,080')), 1_440),
})
export const enrolmentsWaiting = v.strictObject({
  enrolments: v.array(
    v.strictObject({ id: v.string(), person: v.string(), name: v.string(), role, unit: v.nullable(v.string()), forms: v.nullable(v.array(v.string())), personal: v.boolean(), device: v.strictObject({ name: v.string() }), expires_at: v.string() }),
  ),
})
export const enrolmentMade = v.strictObject({ code: v.string(), link: v.string(), qr: v.string(), expires_at: v.string() })
export const claim = v.strictObject({ token_hash: hash })
export const claimed = v.strictObject({
  token: v.string(), person: v.string(), name: v.string(), role, unit: v.nullable(v.string()), forms: v.nullable(v.array(v.string())), device: v.string(),
})

export const phoneQuery = v.strictObject({
  unsent: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/, 'how many'), v.toNumber())), since: v.optional(since),
  build: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{0,16}$/, 'at most 16 letters'))),
})
export const phone = v.strictObject({
  me: v.strictObject({ ...meOnPhone, token: v.string() }),
  restored: v.number(),
  stamp: v.number(),
  now: v.number(),
  keep_days: v.number(),
  units_revision: v.number(),
  receipt_key: v.nullable(v.looseObject({ kty: v.string(), crv: v.string(), x: v.string() })),
  forms: v.array(v.strictObject({ id: v.string(), version: v.number(), hash: v.string(), state: formHead.entries.state, title: formHead.entries.title })),
  registers: v.array(v.string()),
})

export const sentQuery = v.strictObject({ since: v.optional(since), cursor: v.optional(cursor), limit: v.optional(longLimit) })
const sentLine = v.strictObject({
  id: v.string(), form: v.string(), version: v.number(), revision: v.number(), state, hash: v.string(), receipt: v.string(), signature: v.string(), label: v.string(),
  comment: v.nullable(v.string()), question: v.nullable(v.string()), problems: v.array(problem),
  media: v.array(v.strictObject({ name: v.string(), bytes: v.number(), kept: v.boolean() })), stamp: v.number(),
})
export const sent = v.strictObject({ rows: v.array(sentLine), stamp: v.number(), cursor: v.nullable(v.string()) })

const moment = v.pipe(v.number(), v.integer('milliseconds'), v.minValue(0), v.maxValue(250_000_000_000_000, 'before the year 9000'))
const typedBox = v.record(v.string(), v.union([v.string(), v.array(v.string())]))
export const rescuedRecord = v.looseObject({
  record: v.looseObject({
    id, author: id, token: v.pipe(v.string(), v.maxLength(80)), kind: v.picklist(['submission', 'withdrawal']), body: v.pipe(v.string(), v.maxLength(200_000)), sha256: hash, mac: hash,
  }),
})
export const rescuedDraft = v.looseObject({
  draft: v.looseObject({
    id, author: id, form: formName, version: v.pipe(whole, v.minValue(1)), seed: whole, started_at: moment, updated_at: moment, label: v.pipe(v.string(), v.maxLength(200)), base: v.optional(whole),
    media: v.optional(v.record(v.pipe(v.string(), v.maxLength(200)), v.looseObject({ sha256: hash, thumbnail: v.optional(hash) })), {}),
  }),
  parts: v.pipe(
    v.array(v.looseObject({ draft: id, name: v.pipe(v.string(), v.maxLength(200)), answer: v.optional(v.unknown()), typed: v.optional(v.record(v.string(), typedBox)), reasons: v.optional(v.record(v.string(), reason)) })),
    v.maxLength(3_000),
  ),
})
export const rescuedMedia = v.looseObject({ media: v.looseObject({ sha256: hash, type: v.pipe(v.string(), v.maxLength(100)), bytes: whole, body: v.pipe(v.string(), v.maxLength(14_000_000)) }) })
export const takenIn = v.strictObject({
  kept: v.number(), had_it: v.number(), conflict: v.number(), refused: v.number(), drafts: v.number(), media: v.number(),
  problems: v.array(v.strictObject({ line: v.number(), code: v.string(), title: v.string() })),
})

export const promptKept = v.strictObject({ question: v.string(), sha256: v.string(), bytes: v.number() })
export const prompts = v.strictObject({ prompts: v.array(promptKept) })

export const figuresCheck = v.strictObject({ repair: v.optional(v.boolean(), false) })
export const figuresChecked = v.strictObject({
  submissions: v.number(), entries: v.number(), believed: v.number(), busy: v.boolean(), mended: v.boolean(),
  differences: v.array(v.strictObject({ where: v.picklist(['submission', 'entry', 'tally']), what: v.string(), view: v.picklist(['received', 'approved']), kept: v.string(), counted: v.string() })),
})

export const webhook = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(100, 'at most 100 characters')),
  url: v.pipe(v.string(), v.maxLength(2_000, 'at most 2,000 characters')),
  forms: v.pipe(v.array(formName), v.maxLength(100, 'at most 100')),
  events: v.pipe(v.array(v.picklist(['new', 'edited', 'reviewed', 'withdrawn'])), v.maxLength(4, 'at most 4')),
  sends: v.optional(v.picklist(['state', 'answers', 'all']), 'state'),
  under: v.optional(unit),
})
export const webhookMade = v.strictObject({ id: v.string(), secret: v.string() })
export const webhookDone = v.strictObject({ id: v.string() })
export const webhooks = v.strictObject({
  webhooks: v.array(v.strictObject({
    id: v.string(), name: v.string(), url: v.string(), forms: v.array(v.string()), events: v.array(v.string()), sends: v.string(), unit: v.nullable(v.string()), created_at: v.number(),
    waiting: v.number(), aside: v.number(), failures: v.number(), last_at: v.nullable(v.number()), last_status: v.nullable(v.number()), last_good: v.nullable(v.number()),
    stopped_at: v.nullable(v.number()), stopped: v.nullable(v.picklist(['hand', 'gone', 'silent'])),
  })),
})

const auditWord = v.pipe(v.string(), v.regex(/^[^\p{C}]{1,400}$/u, '1 to 400 characters'))
export const auditQuery = v.strictObject({
  who: v.optional(auditWord), action: v.optional(v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/, 'an action'))), subject: v.optional(auditWord), from: v.optional(day), to: v.optional(day), cursor: v.optional(cursor),
})
export const auditLines = v.strictObject({
  rows: v.array(v.strictObject({
    at: v.number(), actor: v.string(), action: v.string(), subject: v.string(), detail: v.nullable(v.string()), record: v.nullable(v.strictObject({ receipt: v.string(), form: v.string(), unit: v.string() })),
  })),
  cursor: v.nullable(v.string()),
})
