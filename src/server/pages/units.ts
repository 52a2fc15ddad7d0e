// The units as a tree with their times: looked through, found by name or code, and changed by single deeds, each shown before it is done, with its ground.
// Who may do which deed and what it makes is server/units.ts's and record/deed.ts's.
import { isDay, localDay } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { Deed, Goal, KeptUnit } from '../../record/deed.ts'
import { fold, sortKey } from '../../record/fold.ts'
import type { Actor } from '../../record/submission.ts'
import { auditOf } from '../../store/audit.ts'
import { namesOf } from '../../store/people.ts'
import { isDeed, mostWeighed } from '../../store/units.ts'
import type { ListedUnit } from '../../store/units.ts'
import { plain } from '../../view/begin.ts'
import type { Posted } from '../../view/boxes.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { DeskWords } from '../../words/desk.ts'
import { sayUnitFault } from '../../words/desk.ts'
import { latestForms } from '../catalogue.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { languageOf } from '../session.ts'
import { readState } from '../../store/submissions.ts'
import { doUnitDeed, holdsLowest, lowestLevel, weighDeed } from '../units.ts'
import type { Weighed } from '../units.ts'
import type { Places } from '../world.ts'
import { placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { again, choice, dayBoxes, dayOf, line, ticks } from './labelled.ts'
import type { Wrong } from './labelled.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { isUuid } from './uuid.ts'
import { postedOf } from './visitor.ts'

const mostFound = 60
const mostListed = 300
const kinds = ['add', 'rename', 'merge', 'split', 'close'] as const

/** GET /office/units?unit=&q=&done=. */
export async function units(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const { units: u } = words.admin
  const language = languageOf(visit)
  const places = await placesNow(db)
  const today = localDay(now, zone)
  const q = (visit.req.query('q') ?? '').trim().slice(0, 100)
  const id = visit.req.query('unit') ?? ''
  const unit = places.byId.get(id)
  if (id !== '' && unit === undefined) return notFound(visit, actor)
  const list = (all: readonly ListedUnit[], around = false): Html => html`<ul class="cards">${all.slice(0, mostListed).map((one) => html`<li><a class="whole" href="${addressOf(one.id)}">${one.full_name}</a><p class="about">${[words.field.level[one.level] ?? one.level, one.code ?? '', times(one, words), around && parentName(one, places)].filter((part) => part !== '' && part !== false).join(' – ')}</p></li>`)}</ul>${all.length > mostListed && html`<p class="about">${u.cut(writeNumber(mostListed, language))}</p>`}`
  const inside = sorted(places.all.filter(({ parent }) => (unit === undefined ? parent === null || !places.byId.has(parent) : parent === unit.id)))
  // What lies in a place that was merged into this one lies here today.
  const joined = unit === undefined ? [] : sorted(places.all.filter((one) => one.parent !== null && one.parent !== unit.id && todayOf(places.byId.get(one.parent), places) === unit.id))
  const isNow = (one: ListedUnit): boolean => (one.valid_to ?? '9999') >= today
  const found = q === '' ? [] : search(q, places)
  const here = [...inside, ...joined].filter(isNow)
  const gone = [...inside, ...joined].filter((one) => !isNow(one))
  const main = html`<h1>${unit === undefined ? u.title : unit.full_name}</h1>
${visit.req.query('done') !== undefined && html`<p class="news" role="status">${u.done}</p>`}
<form method="get" action="/office/units" class="filters" role="search"><div><label for="q">${u.search}</label><input type="text" id="q" name="q" value="${q}" maxlength="100" autocomplete="off"></div><button>${words.field.find}</button></form>
${q !== '' && html`<section><h2>${u.found(q)}</h2>${found.length === 0 ? html`<p>${u.none}</p>` : list(found.slice(0, mostFound), true)}${found.length > mostFound && html`<p class="about">${u.cut(writeNumber(mostFound, language))}</p>`}</section>`}
${unit !== undefined && (await card(visit, actor, unit, places, today))}
${(here.length + gone.length > 0 || unit?.level !== lowestLevel(places.all)) && html`<section><h2>${unit === undefined ? u.top : u.inside}</h2>${here.length === 0 ? html`<p>${u.empty}</p>` : list(here)}${gone.length > 0 && html`<details><summary>${u.gone(writeNumber(gone.length, language))}</summary>${list(gone)}</details>`}</section>`}
${unit === undefined && actor.role === 'admin' && actor.unit === null && html`<p class="buttons"><a class="button plain" href="/office/units/deed?kind=add">${u.deeds.add}</a></p>`}`
  return respond(visit, actor, { title: unit === undefined ? u.title : unit.full_name, main })
}

const mostHistory = 50

async function card(visit: Visit, actor: Actor, unit: ListedUnit, places: Places, today: string): Promise<Html> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const { units: u } = words.admin
  const history = actor.role === 'admin' ? await auditOf(db, unit.id, mostHistory + 1) : []
  const names = await namesOf(db, [...new Set(history.map(({ actor: who }) => who))])
  const link = (id: string): Html => html`<a href="${addressOf(id)}">${places.byId.get(id)?.full_name ?? id}</a>`
  const before = places.all.filter(({ successors }) => successors.includes(unit.id))
  const rows: readonly (readonly [string, unknown])[] = [
    [u.level, words.field.level[unit.level] ?? unit.level], [u.code, unit.code], [u.id, unit.id], [u.times, times(unit, words)], [u.within, unit.parent === null ? null : link(unit.parent)],
    [u.former, unit.former === undefined ? null : unit.former.map(({ full_name, until }) => u.formerUntil(full_name, short(until))).join('; ')],
    [u.successors, unit.successors.length === 0 ? null : html`${unit.successors.map((id, i) => html`${i > 0 && ', '}${link(id)}`)}`],
    [u.predecessors, before.length === 0 ? null : html`${before.map(({ id }, i) => html`${i > 0 && ', '}${link(id)}`)}`],
  ]
  const deeds = kinds.filter((kind) => mayBegin(actor, kind, unit, places, today))
  return html`<section><h2>${u.card}</h2><dl class="answers">${rows.filter(([, value]) => value !== null && value !== '').map(([name, value]) => html`<div><dt>${name}</dt><dd>${value as Html}</dd></div>`)}</dl></section>
${deeds.length > 0 && html`<p class="buttons">${deeds.map((kind) => html`<a class="button plain" href="/office/units/deed?${new URLSearchParams({ kind, unit: unit.id }).toString()}">${u.deeds[kind]}</a>`)}</p>`}
${history.length > 0 && html`<details><summary>${u.history}</summary><ul class="cards">${history.slice(0, mostHistory).map(({ action, detail, actor: who, at }) => html`<li>${u.actions[action] ?? action}: ${detail ?? ''}<p class="about">${names[who] ?? who} – ${whenOf(at, languageOf(visit))}</p></li>`)}</ul>${history.length > mostHistory && html`<p><a href="/office/audit?${new URLSearchParams({ subject: unit.id }).toString()}">${words.figures.more}</a></p>`}</details>`}`
}

/** GET /office/units/deed?kind=&unit=. */
export async function unitDeed(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const places = await placesNow(visit.env.DB)
  const kind = kinds.find((one) => one === visit.req.query('kind'))
  const id = visit.req.query('unit') ?? ''
  const unit = places.byId.get(id)
  if (kind === undefined || (id === '' ? kind !== 'add' : unit === undefined)) return notFound(visit, actor)
  if (!mayBegin(actor, kind, unit, places, localDay(now, zone))) return forbidden(visit, actor)
  return ask(visit, actor, kind, unit, places, new Map(), new Map(), now)
}

/** POST there: first what it would change, then, with `sure`, the deed. */
export async function doUnitDeedHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const { units: u } = words.admin
  const posted = await postedOf(visit)
  const places = await placesNow(db)
  const kind = kinds.find((one) => one === boxIn(posted, 'kind'))
  const unit = places.byId.get(boxIn(posted, 'unit'))
  if (kind === undefined || (unit === undefined && kind !== 'add')) return notFound(visit, actor)
  const id = boxIn(posted, 'id')
  const isSure = boxIn(posted, 'sure') === 'yes' && isUuid(id)
  // Pressed twice: it is done, and its places are no more what they were.
  const isAgain = isSure && (await isDeed(db, id))
  if (!isAgain && !mayBegin(actor, kind, unit, places, localDay(now, zone))) return forbidden(visit, actor)
  const ground = boxIn(posted, 'ground').trim().slice(0, 500)
  const from = dayOf(posted, 'from')
  const doneAt = `${addressOf(unit?.id)}${unit === undefined ? '?' : '&'}done`
  const wrong = new Map<string, string[]>()
  const note = (at: string, text: string): void => void wrong.set(at, [...(wrong.get(at) ?? []), text])
  if (ground === '') note('ground', u.groundMissing)
  if (from === null && kind !== 'add') note('from', u.dayMissing)
  if (from === undefined) note('from', words.admin.fault.day_wrong({}))
  const deed = read(kind, unit, from ?? null, posted, places)
  try {
    // What is wrong with the deed itself is told beside what is missing on the page.
    const would = isAgain ? undefined : await weighDeed(db, actor, from === undefined || (from === null && kind !== 'add') ? { ...deed, from: localDay(now, zone) } as Deed : deed, now)
    if (wrong.size > 0) return ask(visit, actor, kind, unit, places, posted, wrong, now)
    if (!isSure && would !== undefined) return await shown(visit, actor, deed, would, places, posted)
    await doUnitDeed(db, actor, { id, deed, ground, people: posted.has('people') }, now)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'deed_other') return tell(visit, actor, u.other, u.otherAbout, 409)
    if (!(error instanceof Refusal) || error.status !== 422) throw error
    if (isSure && (await isDeed(db, id))) return visit.redirect(doneAt, 303)
    for (const problem of error.problems) if ('code' in problem) note(boxOf(problem.at ?? '', kind), sayUnitFault(problem as Parameters<typeof sayUnitFault>[0], languageOf(visit)))
    return ask(visit, actor, kind, unit, places, posted, wrong, now)
  }
  return visit.redirect(doneAt, 303)
}

function read(kind: (typeof kinds)[number], unit: KeptUnit | undefined, from: string | null, posted: Posted, places: Places): Deed {
  const box = (name: string): string => boxIn(posted, name).trim().slice(0, 300)
  const name = { name: box('name'), ...(box('full_name') === '' ? {} : { full_name: box('full_name') }) }
  const day = from ?? ''
  switch (kind) {
    case 'add':
      return { kind, level: box('level') || (lowestLevel(places.all) ?? 'village'), parent: unit?.id ?? null, ...name, code: box('code') || null, from }
    case 'rename':
      return { kind, unit: unit?.id ?? '', ...name, from: day }
    case 'merge': {
      const into: Goal = box('into') === '' ? { ...name, code: box('code') || null } : { unit: box('into') }
      return { kind, units: [...(unit === undefined ? [] : [unit.id]), ...(posted.get('units') ?? [])], into, from: day, carry: posted.has('carry') }
    }
    case 'split':
      return { kind, unit: unit?.id ?? '', into: boxIn(posted, 'names').split('\n').map((text) => text.trim().slice(0, 200)).filter((text) => text !== '').slice(0, 50).map((text) => ({ name: text })), from: day }
    case 'close':
      return { kind, unit: unit?.id ?? '', from: day }
  }
}

// A place of a deed, as the page has a box for it.
function boxOf(at: string, kind: string): string {
  if (at.startsWith('into')) return kind === 'split' ? 'names' : 'name'
  return ['name', 'code', 'from', 'level'].includes(at) ? at : kind === 'merge' ? 'units' : 'from'
}

async function ask(visit: Visit, actor: Actor, kind: (typeof kinds)[number], unit: ListedUnit | undefined, places: Places, posted: Posted, wrong: Wrong, now: number): Promise<Response> {
  const words = wordsFor(visit)
  const { units: u } = words.admin
  const box = (name: string): string => boxIn(posted, name)
  const fresh = posted.size === 0
  const levels = [...new Set(places.all.map(({ level }) => level))]
  const below = unit === undefined ? levels : levels.filter((level) => level !== unit.level && places.all.some((one) => one.level === level && places.byId.get(one.parent ?? '')?.level === unit.level))
  const mine = actor.role === 'admin' ? (below.length > 0 ? below : levels) : [lowestLevel(places.all) ?? '']
  const today = localDay(now, zone)
  const home = unit === undefined ? undefined : todayOf(places.byId.get(unit.parent ?? ''), places)
  const siblings = unit === undefined ? [] : sorted(places.all.filter((one) => one.id !== unit.id && one.level === unit.level && one.valid_to === null && (one.valid_from ?? '') <= today && todayOf(places.byId.get(one.parent ?? ''), places) === home))
  const name = (label: string, hint: string): Html => html`${line('name', label, hint, wrong, box('name'))}${line('full_name', u.fullName, u.fullNameHint, wrong, box('full_name'), 300)}`
  const from = dayBoxes('from', kind === 'close' ? u.closedFrom : u.from, kind === 'add' ? u.fromAdd : u.fromHint, wrong, posted, words)
  const hasInside = unit !== undefined && places.all.some(({ parent, valid_to }) => parent === unit.id && valid_to === null)
  const boxes: Readonly<Record<(typeof kinds)[number], () => Html>> = {
    add: () => html`${mine.length > 1 ? choice('level', u.level, '', wrong, mine.map((level) => [level, words.field.level[level] ?? level] as const), box('level')) : html`<input type="hidden" name="level" value="${mine[0] ?? ''}">`}${name(u.name, '')}${actor.role === 'admin' && line('code', u.code, u.codeHint, wrong, box('code'), 40)}${from}`,
    rename: () => html`${name(u.newName, '')}${from}`,
    merge: () => html`${ticks('units', u.mergeWith, u.mergeWithHint, wrong, siblings.map((one) => [one.id, one.full_name] as const), posted.get('units') ?? [])}${choice('into', u.into, '', wrong, [['', u.intoNew], ...[...(unit === undefined ? [] : [unit]), ...siblings].map((one) => [one.id, one.full_name] as const)], box('into'))}${name(u.newName, u.newNameHint)}${line('code', u.code, u.codeHint, wrong, box('code'), 40)}${from}${hasInside && ticks('carry', u.carry, u.carryHint, wrong, [['yes', u.carryYes]], fresh ? ['yes'] : (posted.get('carry') ?? []))}${ticks('people', u.people, u.peopleHint, wrong, [['yes', u.peopleYes]], fresh ? ['yes'] : (posted.get('people') ?? []))}`,
    split: () => html`<div class="field${wrong.has('names') && ' wrong'}"><label for="names">${u.splitNames}</label><p class="hint" id="names-hint">${u.splitHint}</p>${wrong.has('names') && html`<p class="problem" id="names-problem">${(wrong.get('names') ?? []).join(' ')}</p>`}<textarea id="names" name="names" maxlength="4000" aria-describedby="names-hint">${box('names')}</textarea></div>${from}`,
    close: () => from,
  }
  const main = html`<p class="step"><a href="${addressOf(unit?.id)}">${unit?.full_name ?? u.title}</a></p><h1>${u.deeds[kind]}</h1><p>${u.abouts[kind]}</p>
${wrong.size > 0 && html`<p class="problem" role="alert">${u.wrong}</p>`}
<form method="post" action="/office/units/deed"><input type="hidden" name="kind" value="${kind}"><input type="hidden" name="unit" value="${unit?.id ?? ''}"><input type="hidden" name="id" value="${isUuid(box('id')) ? box('id') : crypto.randomUUID()}">${boxes[kind]()}${line('ground', u.ground, u.groundHint, wrong, box('ground'), 500)}<p class="buttons"><button>${u.look}</button></p></form>`
  return respond(visit, actor, { title: u.deeds[kind], main, hasProblems: wrong.size > 0 }, wrong.size > 0 ? 422 : 200)
}

async function shown(visit: Visit, actor: Actor, deed: Deed, would: Weighed, places: Places, posted: Posted): Promise<Response> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const { units: u } = words.admin
  const language = languageOf(visit)
  const after = new Map<string, KeptUnit>([...places.byId, ...would.units.map((unit) => [unit.id, unit] as const)])
  const nameOf = (id: string): string => after.get(id)?.full_name ?? id
  const count = (amount: number): string => (amount > mostWeighed ? u.moreThan(writeNumber(mostWeighed, language)) : writeNumber(amount, language))
  const forms = await latestForms(db, await readState(db, { ids: [], entries: [] }))
  const labels = would.indicators.flatMap((name) => {
    const [form = '', own = ''] = name.split('.')
    const indicator = forms.find(({ id }) => id === form)?.indicators.find((one) => one.name === own)
    return indicator === undefined ? [] : [plain(indicator.label, language)]
  })
  const main = html`<h1>${u.sureTitle}</h1><p><strong>${u.deeds[deed.kind]}</strong> – ${boxIn(posted, 'ground')}</p>
<section><h2>${u.becomes}</h2><div class="scroll" tabindex="0" role="region" aria-label="${u.becomes}"><table><thead><tr><th scope="col">${u.unit}</th><th scope="col">${u.times}</th><th scope="col">${u.successors}</th></tr></thead><tbody>${would.units.slice(0, mostListed).map((unit) => html`<tr><th scope="row">${unit.full_name}${!places.byId.has(unit.id) && html` <span class="new">${u.isNew}</span>`}</th><td>${times(unit, words)}</td><td>${unit.successors.map(nameOf).join(', ')}</td></tr>`)}</tbody></table></div></section>
${would.weights.length > 0 && html`<section><h2>${u.hangs}</h2><div class="scroll" tabindex="0" role="region" aria-label="${u.hangs}"><table><thead><tr><th scope="col">${u.unit}</th><th scope="col" class="n">${u.records}</th><th scope="col" class="n">${u.entries}</th><th scope="col" class="n">${u.targets}</th><th scope="col" class="n">${u.peopleCount}</th><th scope="col" class="n">${u.phones}</th></tr></thead><tbody>${would.weights.map((weight) => html`<tr><th scope="row">${places.byId.get(weight.unit)?.full_name ?? weight.unit}</th><td class="n">${count(weight.records)}</td><td class="n">${count(weight.entries)}</td><td class="n">${count(weight.targets)}</td><td class="n">${count(weight.people)}</td><td class="n">${count(weight.phones)}</td></tr>`)}</tbody></table></div></section>`}
<section><h2>${u.figures}</h2><p>${u.thenStays}</p>${would.moves.today.length === 0 ? html`<p>${u.todayStays}</p>` : html`<p>${u.todayMoves}</p><ul class="cards">${would.moves.today.slice(0, mostListed).map(({ unit, joined }) => html`<li>${u.countsIn(places.byId.get(unit)?.full_name ?? unit, joined.map(nameOf).join(', '))}</li>`)}</ul>`}${labels.length > 0 && html`<details><summary>${u.indicators(writeNumber(labels.length, language))}</summary><ul>${labels.map((label) => html`<li>${label}</li>`)}</ul></details>`}</section>
${deed.kind === 'merge' && html`<p>${posted.has('people') ? u.peopleGo : u.peopleStay}</p>`}
<form method="post" action="/office/units/deed">${again(posted, ['sure'])}<input type="hidden" name="sure" value="yes"><p class="buttons"><button>${u.sure}</button><a class="button plain" href="${addressOf(boxIn(posted, 'unit'))}">${u.notSure}</a></p></form>`
  return respond(visit, actor, { title: u.sureTitle, main, wide: true })
}

// Deeds whose way is shown: those that may be, on places that are there.
function mayBegin(actor: Actor, kind: (typeof kinds)[number], unit: ListedUnit | undefined, places: Places, today: string): boolean {
  const isThere = unit === undefined || ((unit.valid_to ?? '9999') >= today && unit.level !== lowestLevel(places.all))
  const isMine = actor.unit === null || (unit !== undefined && places.isUnder(unit.id, actor.unit) && (kind === 'add' || unit.id !== actor.unit))
  if (actor.role === 'admin') return isMine && (kind === 'add' ? isThere : unit !== undefined && (kind === 'rename' ? (unit.valid_to ?? '9999') >= today : unit.valid_to === null))
  // A reviewer adds what lies lowest, in a place that holds such.
  return actor.role === 'reviewer' && kind === 'add' && isThere && unit !== undefined && holdsLowest(unit, places.all, places.byId) && (actor.unit === null || places.isUnder(unit.id, actor.unit))
}

function search(q: string, { all }: Places): readonly ListedUnit[] {
  const wanted = fold(q)
  const names = (unit: ListedUnit): string => fold([unit.name, unit.full_name, ...(unit.former ?? []).map((one) => one.full_name)].join(' '))
  const hits = all.filter((unit) => unit.code === q || unit.id === q || names(unit).includes(wanted))
  // What is called just so comes first.
  return [...hits].sort((one, other) => Number(fold(other.name) === wanted || other.code === q) - Number(fold(one.name) === wanted || one.code === q) || (sortKey(one.name) < sortKey(other.name) ? -1 : 1))
}

const sorted = (all: readonly ListedUnit[]): readonly ListedUnit[] => [...all].sort((one, other) => (sortKey(one.name) < sortKey(other.name) ? -1 : 1))

/** What a place is today. */
function todayOf(unit: ListedUnit | undefined, { byId }: Places): string | undefined {
  let found = unit
  for (let steps = 0; found !== undefined && found.successors.length === 1 && steps < 50; steps++) found = byId.get(found.successors[0] ?? '')
  return found?.id
}

const parentName = (unit: ListedUnit, { byId }: Places): string => byId.get(unit.parent ?? '')?.full_name ?? ''
const addressOf = (unit: string | undefined): string => (unit === undefined || unit === '' ? '/office/units' : `/office/units?unit=${encodeURIComponent(unit)}`)
const short = (day: string): string => (isDay(day) ? day.split('-').reverse().join('/') : day)

function times({ valid_from, valid_to }: KeptUnit, { admin }: DeskWords): string {
  const { units: u } = admin
  if (valid_from === null && valid_to === null) return ''
  return valid_to === null ? u.since(short(valid_from ?? '')) : valid_from === null ? u.until(short(valid_to)) : u.between(short(valid_from), short(valid_to))
}

function forbidden(visit: Visit, actor: Actor): Response {
  const { mayNot } = wordsFor(visit)
  return tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
}
