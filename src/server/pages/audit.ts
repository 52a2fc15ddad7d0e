// The audit as the office reads it: who did what and who looked, as sentences, by day, the newest first. Each name leads to what he did, each record to its page. Who may read
// what of it is server/audit.ts's.
import type { Form } from '../../form/form.ts'
import { isTrial } from '../../form/trial.ts'
import { localDay, readDay, writeDate, dayOf } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import { audited, isAction } from '../../record/audit.ts'
import type { AuditAction } from '../../record/audit.ts'
import { fold } from '../../record/fold.ts'
import { byRule } from '../../record/hold.ts'
import { readReceipt, receiptOf } from '../../record/receipt.ts'
import { isStranger } from '../../record/stranger.ts'
import type { Actor } from '../../record/submission.ts'
import { subjectsNamed } from '../../store/audit.ts'
import type { ToldLine } from '../../store/audit.ts'
import { listBoards } from '../../store/boards.ts'
import type { KeptBoard } from '../../store/boards.ts'
import { listPeople } from '../../store/people.ts'
import { idOfReceipt, readState } from '../../store/submissions.ts'
import type { Page } from '../../store/submissions.ts'
import { plain } from '../../view/begin.ts'
import { attribute, html } from '../../view/html.ts'
import type { Html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { DeskWords } from '../../words/desk.ts'
import { auditFor, readsAll, readsAudit } from '../audit.ts'
import { latestForms } from '../catalogue.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { placesOf } from '../world.ts'
import type { Places } from '../world.ts'
import { respond, tell, wordsFor } from './respond.ts'

const day_ms = 86_400_000
const beginOf = (day: string): number => dayOf(day) * day_ms - zone * 60_000
const mostNamesakes = 20

/** What those are called that lines tell of. */
interface Names {
  readonly of: Readonly<Record<string, string>>
  /** Of forms, boards, registers (by the form that writes them) and indicators ('form.name'), each sort by itself: they may be named alike. */
  readonly titles: Readonly<Record<'form' | 'board' | 'register' | 'indicator', ReadonlyMap<string, string>>>
  readonly places: Places
}

/** GET /office/audit?name=&who=&action=&record=&subject=&from=&to=&cursor=. */
export async function audit(visit: Visit, actor: Actor): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { audit: a } = words
  const known = await readState(db, { ids: [], entries: [] })
  const places = await placesOf(db, known.units_revision)
  if (!readsAudit(actor, places)) return tell(visit, actor, words.mayNot.forbidden, words.mayNot.forbiddenAbout, 403)
  const typed = (name: string): string => (visit.req.query(name) ?? '').trim().slice(0, 200)
  const wish = await wishOf(visit, actor, typed, a)
  const [found, forms]: [Page<ToldLine>, readonly Form[]] = await Promise.all([wish.wrong === undefined ? auditFor(db, actor, { ...wish, cursor: showCursor(typed('cursor')) }) : { rows: [] }, latestForms(db, known)])
  const ids = [...new Set([...found.rows.flatMap(({ actor: who, subject, action }) => [who, ...(isAction(action) && isSomebody(action) ? [subject] : [])]), wish.who ?? ''])].filter((id) => id !== '')
  const [of, boards] = await Promise.all([ids.length === 0 ? {} : subjectsNamed(db, ids), found.rows.some(({ action }) => isAction(action) && audited[action] === 'board') ? listBoards(db) : []])
  const names: Names = { of, titles: titlesOf(forms, boards, language), places }

  const kept = Object.fromEntries([['who', wish.who], ['action', wish.action], ['subject', wish.subject], ['from', typed('from')], ['to', typed('to')]].filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''))
  const to = (more: Readonly<Record<string, string>>): string => `/office/audit?${new URLSearchParams(more).toString()}`
  const days = new Map<string, ToldLine[]>()
  for (const line of found.rows) days.set(localDay(line.at, zone), [...(days.get(localDay(line.at, zone)) ?? []), line])
  const only = [wish.who === undefined ? '' : called(wish.who, names, words), wish.subject === undefined ? '' : typed('record') || typed('subject')].filter((text) => text !== '')
  const options = Object.entries(a.says).map(([action, says]) => [action, says.replace('{}', action === 'looked' ? a.kind.record : a.kind[audited[action as AuditAction]])] as const).sort(([, one], [, other]) => one.localeCompare(other, language))
  const box = (name: string, label: string, hint = ''): Html => html`<div><label for="w-${name}">${label}${hint !== '' && html` <span class="optional">(${hint})</span>`}</label><input type="text" id="w-${name}" name="${name}" value="${typed(name)}" maxlength="60" autocomplete="off"></div>`
  const main = html`<h1>${a.title}</h1><p>${a.about}${!readsAll(actor) && html` ${a.aboutScope}`}</p>
<form method="get" action="/office/audit" class="filters" aria-label="${words.figures.filter}"><div><label for="w-action">${a.action}</label><select id="w-action" name="action"><option value="">${a.anyAction}</option>${options.map(([value, text]) => html`<option value="${value}"${attribute('selected', value === wish.action)}>${text}</option>`)}</select></div>${wish.who !== undefined && typed('name') === '' && html`<input type="hidden" name="who" value="${wish.who}">`}${readsAll(actor) && box('name', a.who)}${box('record', a.record)}${box('from', a.from, a.dayExample)}${box('to', a.to, a.dayExample)}<button>${a.show}</button></form>
${(only.length > 0 || wish.action !== undefined) && html`<p>${only.length > 0 && html`${a.only(only.join(' · '))}. `}<a href="/office/audit">${a.everything}</a></p>`}
${wish.who !== undefined && wish.action === undefined && html`<p class="about">${a.arrivals} <a href="${to({ ...kept, action: 'received' })}">${a.says.received.replace('{}', a.kind.record)}</a>.</p>`}
${wish.wrong !== undefined && html`<p class="problem" role="alert">${wish.wrong}</p>`}
${wish.namesakes !== undefined && html`<ul>${wish.namesakes.map(({ id, name }) => html`<li><a href="${to({ ...kept, who: id })}">${name}</a></li>`)}</ul>`}
${wish.wrong === undefined && found.rows.length === 0 && html`<p>${found.cursor === undefined ? a.nothing : a.nothingHere}</p>`}
${[...days].map(([day, lines]) => html`<section><h2>${writeDate(day, language)}</h2><ul class="lines">${lines.map((line) => html`<li>${timeOf(line.at)} <a href="${to({ who: line.actor })}">${called(line.actor, names, words)}</a> ${sentence(line, names, words, language)}</li>`)}</ul></section>`)}
${found.cursor !== undefined && html`<p class="buttons"><a class="button plain" href="${to({ ...kept, cursor: hideCursor(found.cursor) ?? '' })}">${a.more}</a></p>`}`
  return respond(visit, actor, { title: a.title, main, hasProblems: wish.wrong !== undefined })
}

/** What forms, boards, registers and indicators are called. */
export function titlesOf(forms: readonly Form[], boards: readonly KeptBoard[], language: string): Names['titles'] {
  const own = forms.filter(({ id }) => !isTrial(id))
  return {
    form: new Map(own.map(({ id, title }) => [id, plain(title, language)])),
    board: new Map(boards.map(({ id, board }) => [id, plain(board.title, language)])),
    // Several forms may write one: the last of a name stands, and who makes the entries comes after who only changes them.
    register: new Map(own.flatMap(({ title, registers }) => registers.map((rule) => [rule, plain(title, language)] as const)).sort(([one], [other]) => follows(other) - follows(one)).map(([{ register }, title]) => [register, title])),
    indicator: new Map(own.flatMap(({ id, indicators }) => indicators.map(({ name, label }) => [`${id}.${name}`, plain(label, language)] as const))),
  }
}

const follows = ({ entity_id, create_if }: Form['registers'][number]): number => (entity_id === undefined ? 0 : create_if !== undefined ? 1 : 2)

const isSomebody = (action: AuditAction): boolean => audited[action] === 'person' || audited[action] === 'token'

interface Wish {
  readonly who?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly wrong?: string
  readonly namesakes?: readonly { readonly id: string; readonly name: string }[]
}

// What was asked for; what is not understood is said. People are looked for by name where all lines are the reader's: whom he finds by it he would read of anyway.
async function wishOf(visit: Visit, actor: Actor, typed: (name: string) => string, { noDay, noRecord, nobody, several }: DeskWords['audit']): Promise<Wish> {
  const db = visit.env.DB
  const some = (name: string): string | undefined => typed(name) || undefined
  const days = ['from', 'to'].map((name) => {
    const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed(name)) ?? []
    return typed(name) === '' ? undefined : (readDay(day, month, year) ?? null)
  })
  const [from, to] = days
  const action = some('action')
  const wish: Wish = { who: some('who'), action: action !== undefined && isAction(action) ? action : undefined, subject: some('subject'), from: from == null ? undefined : beginOf(from), to: to == null ? undefined : beginOf(to) + day_ms }
  const bad = days.findIndex((day) => day === null)
  if (bad >= 0) return { ...wish, wrong: noDay(typed(['from', 'to'][bad] ?? '')) }
  const record = some('record')
  if (record !== undefined) {
    const number = readReceipt(record)
    if (number === undefined) return { ...wish, wrong: noRecord(record) }
    // One that is not there is asked for like one that is not his: neither has a line.
    return { ...wish, subject: (await idOfReceipt(db, number)) ?? record }
  }
  const name = some('name')
  if (name === undefined || !readsAll(actor)) return wish
  const namesakes = (await listPeople(db)).filter((person) => fold(person.name).includes(fold(name)))
  const exact = namesakes.filter((person) => fold(person.name) === fold(name))
  const [one] = exact.length === 1 ? exact : namesakes.length === 1 ? namesakes : []
  if (one !== undefined) return { ...wish, who: one.id }
  return namesakes.length === 0 ? { ...wish, wrong: nobody(name) } : { ...wish, wrong: several(name), namesakes: namesakes.slice(0, mostNamesakes) }
}

const timeOf = (at: number): string => {
  const minutes = Math.floor(at / 60_000 + zone) % 1_440
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function called(person: string, { of }: Names, { audit: a, levels, public: open }: DeskWords): string {
  if (person === '') return a.someone
  if (person === 'admin') return of.admin ?? a.deployment
  return person === byRule ? levels.byRule : isStranger(person) ? open.stranger : (of[person] ?? person)
}

/** What was done, to what, as one goes on reading behind who did it. An action that an older version wrote stands as it is. */
function sentence(line: ToldLine, names: Names, words: DeskWords, language: string): Html {
  const { audit: a } = words
  if (!isAction(line.action)) return html`${line.action}: ${line.subject}`
  const subject = subjectOf(line, line.action, names, words)
  // What somebody does to himself is said without his name once more.
  const says = subject === called(line.actor, names, words) ? a.says[line.action].replace(': {}', '') : a.says[line.action]
  const [before = '', after] = says.split('{}')
  const more = detailOf(line, names, words, language)
  return html`${before}${after !== undefined && html`${subject}${after}`}${more !== '' && html` <span class="about">(${more})</span>`}`
}

function subjectOf({ subject, record }: ToldLine, action: AuditAction, names: Names, words: DeskWords): Html | string {
  const { audit: a } = words
  const { titles } = names
  const title = (form: string): string => titles.form.get(form.replace(/~trial$/, '')) ?? form
  const registered = (register: string): string => titles.register.get(register.replace(/~trial$/, '')) ?? register
  if (record !== undefined) return html`<a href="/office/submissions/${subject}">${a.named.record(receiptOf(record.number))}</a> (${title(record.form)})`
  const [, sort = '', name = ''] = /^(form|register):(.*)$/s.exec(subject) ?? []
  if (sort !== '') return sort === 'form' ? a.ofRecords(title(name)) : a.ofEntries(registered(name))
  switch (audited[action]) {
    case 'person':
    case 'token': return subject === '' ? a.someone : called(subject, names, words)
    case 'form': return a.named.form(title(subject))
    case 'register': return a.named.register(registered(subject))
    case 'indicator': return a.named.indicator(title(subject.split('.', 1)[0] ?? ''), titles.indicator.get(subject) ?? subject.split('.').slice(1).join('.'))
    case 'unit': return names.places.byId.get(subject)?.full_name ?? subject
    case 'board': return a.named.board(titles.board.get(subject) ?? subject)
    case 'pair': return a.named.pair(registered(subject.split(' ', 1)[0] ?? ''))
    default: return a.kind[audited[action]]
  }
}

// What is said beside it, of what programs read there: which revision, how many rows, which period, which role.
function detailOf({ action, detail }: ToldLine, { places }: Names, words: DeskWords, language: string): string {
  const { audit: a } = words
  if (detail === null) return ''
  const [, revision, lockYear, lockMonth = '', lockUnit = ''] = /^revision (\d+)(?:, (\d{4})-(\d{2}) (.*))?/s.exec(detail) ?? []
  const ofLock = lockYear === undefined ? [] : [a.period(`${Number(lockMonth)}/${lockYear}`, places.byId.get(lockUnit)?.full_name ?? words.figures.all)]
  if (revision !== undefined) return [a.revision(revision), ...ofLock].join(', ')
  const [, format, rows] = /^(csv|xlsx|zip|geojson)(?:, (\d+) rows)?/.exec(detail) ?? []
  if (format !== undefined) return [format.toUpperCase(), ...(rows === undefined ? [] : [a.rows(writeNumber(Number(rows), language))])].join(', ')
  const [, year, month, unit = '', why = ''] = (action === 'locked' || action === 'unlocked' ? /^(\d{4})-(\d{2}) ([^:]*)(?:: (.*))?$/s.exec(detail) : null) ?? []
  if (year !== undefined) return [a.period(`${Number(month)}/${year}`, places.byId.get(unit)?.full_name ?? words.figures.all), ...(why === '' ? [] : [why])].join(' – ')
  if (action === 'term') return a.rows(writeNumber(Number(detail), language))
  if (action === 'publish') return a.revision(detail)
  return words.entrance.role[detail] ?? ''
}
