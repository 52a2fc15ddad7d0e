// Who works here: each person with role, place, phones and account; changed, given an account or a token for a program, or let go. Links for phones are devices.ts's,
// many people at once newcomers.ts's. A reviewer sees the officers of his unit with their phones, and ends a lost one.
import { localDay, writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import { fold } from '../../record/fold.ts'
import type { Actor } from '../../record/submission.ts'
import { listAccounts } from '../../store/accounts.ts'
import type { Account } from '../../store/accounts.ts'
import { waitingEnrolments } from '../../store/enrolments.ts'
import { listForms } from '../../store/forms.ts'
import { listPeople, listTokens, savePerson, saveToken } from '../../store/people.ts'
import type { Token } from '../../store/people.ts'
import { listLeft, personOf } from '../../store/roster.ts'
import { plain } from '../../view/begin.ts'
import type { Posted } from '../../view/boxes.ts'
import { boxIn } from '../../view/boxes.ts'
import { Html, html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { inviteAccount, inviteAgain } from '../accounts.ts'
import { newSecret, sha256Hex } from '../digest.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { givesPersonal, mayGive, mayTouch, within } from '../grants.ts'
import { giveScope, isPhoneOf, letLeave } from '../roster.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { placesNow } from '../world.ts'
import { placesFor, severalPlaces } from './devices.ts'
import { whenOf } from './home.ts'
import { choice, dayBoxes, dayOf, line, ticks } from './labelled.ts'
import type { Wrong } from './labelled.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { sayRefusal } from '../../words/refusal.ts'
import { postedOf } from './visitor.ts'

const mostShown = 200
const roles = ['officer', 'reviewer', 'viewer', 'admin'] as const

/** GET /office/people?q=&done=. */
export async function people(visit: Visit, actor: Actor, now: number): Promise<Response> {
  if (actor.role === 'viewer') return forbidden(visit, actor)
  const db = visit.env.DB
  const words = wordsFor(visit)
  const { people: p } = words.admin
  const language = languageOf(visit)
  const isAdmin = actor.role === 'admin'
  const [all, tokens, accounts, left, places, links, isMine] = await Promise.all([listPeople(db), listTokens(db), listAccounts(db, now), listLeft(db), placesNow(db), waitingEnrolments(db, now), within(db, actor)])
  const q = (visit.req.query('q') ?? '').trim().slice(0, 100)
  const mine = tokens.filter((token) => isAdmin || (isPhoneOf(actor, token, places) && isLive(token, now)))
  // Whoever has something that reaches further is not an admin's of one place.
  const others = new Set([...tokens.filter(({ revoked_at }) => revoked_at === null), ...accounts, ...links].filter((one) => !isMine(one)).map(({ person }) => person))
  const owners = new Set(mine.map(({ person }) => person))
  const accountBy = new Map(accounts.map((account) => [account.person, account]))
  const shown = all.filter(({ id, name }) => (isAdmin ? !others.has(id) : owners.has(id)) && (q === '' || fold(name).includes(fold(q))))
  const row = ({ id, name }: { readonly id: string; readonly name: string }): Html => {
    const own = mine.filter(({ person, revoked_at }) => person === id && revoked_at === null)
    const account = isAdmin ? accountBy.get(id) : undefined
    const scopes = [...new Set([...own, ...(account === undefined ? [] : [account])].map((one) => scopeText(one, places, visit)))]
    const isGone = left.has(id) && !links.some((link) => link.person === id) && own.every((token) => !isLive(token, now)) && account?.disabled_at !== null
    return html`<li>${isAdmin ? html`<a class="whole" href="/office/people/${id}">${name}</a>` : html`<strong>${name}</strong>`}${isGone && left.has(id) ? html`<p><span class="sign">${p.left(writeDate(localDay(left.get(id) ?? 0, zone), language))}</span></p>` : scopes.map((text) => html`<p>${text}</p>`)}${account !== undefined && html`<p class="about">${accountText(account, visit)}</p>`}${isAdmin && links.filter((link) => link.person === id).map((link) => html`<p class="about">${p.waits(scopeText(link, places, visit), whenOf(link.expires_at, language))}</p>`)}${own.map((token) => html`<p class="about">${tokenText(token, visit)}</p>${!isAdmin && html`<form method="post" action="/office/devices/${token.id}/revoke"><button class="plain">${words.devices.revoke}<span class="away">: ${name}, ${token.device_name ?? ''}</span></button></form>`}`)}</li>`
  }
  const main = html`<h1>${p.title}</h1><p>${isAdmin ? p.about : p.aboutReviewer}</p>
${visit.req.query('done') !== undefined && html`<p class="news" role="status">${p.done}</p>`}
${isAdmin && html`<p class="buttons"><a class="button" href="/office/devices">${p.addOne}</a><a class="button plain" href="/office/people/many">${p.addMany}</a></p>`}
<form method="get" action="/office/people" class="filters" role="search"><div><label for="q">${p.search}</label><input type="text" id="q" name="q" value="${q}" maxlength="100" autocomplete="off"></div><button>${words.field.find}</button></form>
<p class="about">${p.count(writeNumber(shown.length, language))}</p>
<ul class="cards">${shown.slice(0, mostShown).map(row)}</ul>${shown.length > mostShown && html`<p class="about">${p.cut(writeNumber(mostShown, language))}</p>`}`
  return respond(visit, actor, { title: p.title, main })
}

/** GET /office/people/:person. */
export async function person(visit: Visit, actor: Actor, now: number): Promise<Response> {
  return one(visit, actor, now, new Map(), new Map())
}

/** POST …/name. */
export async function namePerson(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const posted = await postedOf(visit)
  const [id, name] = [visit.req.param('person') ?? '', boxIn(posted, 'name').normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 200)]
  if ((await personOf(visit.env.DB, id)) === undefined) return notFound(visit, actor)
  await mayTouch(visit.env.DB, actor, id, now)
  if (name === '') return one(visit, actor, now, posted, new Map([['name', [wordsFor(visit).admin.fault.unit_name_missing({})]]]))
  await savePerson(visit.env.DB, { id, name, at: now, by: actor.person })
  return back(visit, id)
}

/** POST …/scope. */
export async function scopePerson(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const posted = await postedOf(visit)
  const id = visit.req.param('person') ?? ''
  const read = await readScope(visit, posted)
  if ('wrong' in read) return one(visit, actor, now, posted, read.wrong)
  return done(visit, actor, now, posted, id, 'role', () => giveScope(visit.env.DB, actor, id, read.scope, now))
}

/** POST …/leave. Twice is once. */
export async function leavePerson(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const posted = await postedOf(visit)
  const id = visit.req.param('person') ?? ''
  if (boxIn(posted, 'sure') !== 'yes') return one(visit, actor, now, posted, new Map([['sure', [wordsFor(visit).admin.people.sureMissing]]]))
  return done(visit, actor, now, posted, id, 'sure', () => letLeave(visit.env.DB, actor, id, now))
}

/** POST …/token: for a program, with an end. It is shown this once; the page is therefore the answer to the post. */
export async function tokenHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const posted = await postedOf(visit)
  const { people: p } = wordsFor(visit).admin
  const id = visit.req.param('person') ?? ''
  const found = await personOf(db, id)
  if (found === undefined) return notFound(visit, actor)
  const read = await readScope(visit, posted, 't-')
  const [name, until] = [boxIn(posted, 't-name').trim().slice(0, 200), dayOf(posted, 't-until')]
  const wrong = new Map('wrong' in read ? read.wrong : [])
  if (name === '') wrong.set('t-name', [p.tokenNameMissing])
  const today = localDay(now, zone)
  if (until === undefined || until === null || until <= today) wrong.set('t-until', [p.untilWrong])
  await mayTouch(db, actor, id, now)
  if (!('wrong' in read)) await mayGive(db, actor, id, read.scope).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    wrong.set('t-role', [refusalText(error, visit)])
  })
  if (wrong.size > 0 || 'wrong' in read || typeof until !== 'string') return one(visit, actor, now, posted, wrong)
  const secret = newSecret()
  const token = crypto.randomUUID()
  // To the end of that day here.
  const expires_at = Date.parse(`${until}T23:59:59+07:00`)
  await saveToken(db, { id: token, hash: await sha256Hex(secret), person: id, device: null, purpose: name, ...read.scope, expires_at, at: now, by: actor.person })
  const main = html`<p class="step"><a href="/office/people/${id}">${found.name}</a></p><h1>${p.tokenMade}</h1><p>${p.tokenAbout(writeDate(until, languageOf(visit)))}</p><p>${name}: ${scopeText(read.scope, await placesNow(db), visit)}</p>
<p><label for="secret">${p.token}</label><input type="text" id="secret" readonly value="${secret}"></p>`
  return respond(visit, actor, { title: p.tokenMade, main })
}

/** POST …/account: an account with a link for its first password, or another link; shown this once. */
export async function inviteHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const posted = await postedOf(visit)
  const words = wordsFor(visit)
  const { people: p } = words.admin
  const id = visit.req.param('person') ?? ''
  const [found, accounts] = await Promise.all([personOf(db, id), listAccounts(db, now)])
  if (found === undefined) return notFound(visit, actor)
  const origin = new URL(visit.req.url).origin
  const account = accounts.find((one) => one.person === id)
  const read = account === undefined ? await readScope(visit, posted, 'a-') : undefined
  if (read !== undefined && 'wrong' in read) return one(visit, actor, now, posted, read.wrong)
  try {
    const invited = account === undefined && read !== undefined
      ? await inviteAccount(db, actor, { person: id, sign_in_name: boxIn(posted, 'a-name'), ...read.scope, personal: posted.has('a-personal'), minutes: 10_080 }, origin, now)
      : await inviteAgain(db, actor, id, 10_080, origin, now)
    const main = html`<p class="step"><a href="/office/people/${id}">${found.name}</a></p><h1>${p.invited}</h1><p>${p.invitedAbout(whenOf(invited.expires_at, languageOf(visit)))}</p><div class="qr">${new Html(invited.qr)}</div><p><label for="link">${words.devices.link}</label><input type="text" id="link" readonly value="${invited.link}"></p>`
    return respond(visit, actor, { title: p.invited, main })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return one(visit, actor, now, posted, new Map([['a-name', [refusalText(error, visit)]]]))
  }
}

async function one(visit: Visit, actor: Actor, now: number, posted: Posted, wrong: Wrong): Promise<Response> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const { people: p } = words.admin
  const language = languageOf(visit)
  const id = visit.req.param('person') ?? ''
  const found = await personOf(db, id)
  if (found === undefined) return notFound(visit, actor)
  await mayTouch(db, actor, id, now)
  const [tokens, accounts, places, forms] = await Promise.all([listTokens(db, id), listAccounts(db, now), placesNow(db), listForms(db)])
  const account = accounts.find((each) => each.person === id)
  const live = tokens.filter((token) => isLive(token, now))
  const scope = live[0] ?? account
  const titles = forms.map((form) => [form.id, plain(form.title, language)] as const)
  // What stands in the boxes: what was typed, or what holds.
  const box = (name: string, held: string): string => (posted.has(name) ? boxIn(posted, name) : held)
  const placeOf = (unit: string | null | undefined): string => (unit == null ? '' : (places.byId.get(unit)?.id ?? unit))
  const boxes = (prefix: string): Html => html`${choice(`${prefix}role`, words.devices.role, '', wrong, roles.map((role) => [role, words.entrance.role[role] ?? role] as const), box(`${prefix}role`, scope?.role ?? 'officer'))}${line(`${prefix}unit`, words.devices.unit, p.unitHint(places.byId.get(placeOf(scope?.unit))?.full_name ?? words.devices.everywhere), wrong, box(`${prefix}unit`, placeOf(scope?.unit)))}${ticks(`${prefix}forms`, words.devices.forms, words.devices.formsHint, wrong, titles, posted.has(`${prefix}role`) ? (posted.get(`${prefix}forms`) ?? []) : (scope?.forms ?? []))}`
  const form = (what: string, inner: Html, button: string, look = ''): Html => html`<form method="post" action="/office/people/${id}/${what}">${inner}<p class="buttons"><button${look !== '' && html` class="${look}"`}>${button}</button></p></form>`
  const has = (...names: readonly string[]): boolean => names.some((name) => wrong.has(name))
  const fold_ = (title: string, open: boolean, inner: Html): Html => html`<details${open && html` open`}><summary>${title}</summary>${inner}</details>`
  const main = html`<p class="step"><a href="/office/people">${p.title}</a></p><h1>${found.name}</h1>
${visit.req.query('done') !== undefined && html`<p class="news" role="status">${p.done}</p>`}
${wrong.size > 0 && html`<p class="problem" role="alert">${p.wrong}</p>`}
${found.left_at !== null && live.length === 0 && html`<p><span class="sign">${p.left(writeDate(localDay(found.left_at, zone), language))}</span></p>`}
<section><h2>${p.uses}</h2>${tokens.length === 0 && account === undefined && html`<p>${p.usesNothing}</p>`}<ul class="cards">${account !== undefined && html`<li><strong>${p.account}: ${account.sign_in_name}</strong><p>${scopeText(account, places, visit)}</p><p class="about">${accountText(account, visit)}</p></li>`}${tokens.map((token) => html`<li><strong>${token.device_name ?? p.program}</strong><p>${scopeText(token, places, visit)}</p><p class="about">${tokenText(token, visit)}</p>${isLive(token, now) && html`<form method="post" action="/office/devices/${token.id}/revoke"><button class="plain">${words.devices.revoke}<span class="away">: ${token.device_name ?? p.program}</span></button></form>`}</li>`)}</ul>
<p class="buttons"><a class="button plain" href="/office/devices?person=${id}">${p.addPhone}</a></p></section>
<section><h2>${p.changes}</h2>
${fold_(p.nameTitle, has('name'), form('name', line('name', words.admin.units.name, '', wrong, box('name', found.name)), p.save))}
${fold_(p.scopeTitle, has('role', 'unit', 'forms'), html`<p>${p.scopeAbout}</p>${form('scope', boxes(''), p.save)}`)}
${fold_(account === undefined ? p.accountTitle : p.accountAgain, has('a-name', 'a-role', 'a-unit'), account === undefined ? html`<p>${p.accountAbout}</p>${form('account', html`${line('a-name', p.signInName, p.signInHint, wrong, box('a-name', ''), 60)}${boxes('a-')}${givesPersonal(actor) && ticks('a-personal', p.personal, p.personalHint, wrong, [['yes', p.personalYes]], posted.get('a-personal') ?? [])}`, p.invite)}` : html`<p>${p.accountAgainAbout}</p>${form('account', html``, p.invite)}`)}
${fold_(p.tokenTitle, has('t-name', 't-role', 't-unit', 't-until'), html`<p>${p.tokenWhat}</p>${form('token', html`${line('t-name', p.tokenName, p.tokenNameHint, wrong, box('t-name', ''))}${boxes('t-')}${dayBoxes('t-until', p.until, '', wrong, posted, words)}`, p.makeToken)}`)}
${fold_(p.leaveTitle, has('sure'), html`<p>${p.leaveAbout}</p>${form('leave', ticks('sure', p.leaveTitle, '', wrong, [['yes', p.leaveSure(found.name)]], []), p.leaveDo, 'danger')}`)}</section>`
  return respond(visit, actor, { title: found.name, main, hasProblems: wrong.size > 0 }, wrong.size > 0 ? 422 : 200)
}

// A refusal is told at its box; everything else is as everywhere.
async function done(visit: Visit, actor: Actor, now: number, posted: Posted, id: string, at: string, work: () => Promise<unknown>): Promise<Response> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) {
      if (error instanceof Refusal) return notFound(visit, actor)
      throw error
    }
    return one(visit, actor, now, posted, new Map([[at, [refusalText(error, visit)]]]))
  }
  return back(visit, id)
}

const back = (visit: Visit, id: string): Response => visit.redirect(`/office/people/${id}?done`, 303)

function refusalText(error: Refusal, visit: Visit): string {
  const { title, detail } = sayRefusal(error.code, languageOf(visit))
  return `${title}. ${detail}`
}

async function readScope(visit: Visit, posted: Posted, prefix = ''): Promise<{ readonly scope: Pick<Actor, 'role' | 'unit' | 'forms'> & { readonly personal: boolean } } | { readonly wrong: Map<string, readonly string[]> }> {
  const db = visit.env.DB
  const { devices: words } = wordsFor(visit)
  const [places, forms] = await Promise.all([placesNow(db), listForms(db)])
  const typed = boxIn(posted, `${prefix}unit`).trim()
  const found = placesFor(typed, places)
  const role = roles.find((one) => one === boxIn(posted, `${prefix}role`))
  const chosen = (posted.get(`${prefix}forms`) ?? []).filter((id) => forms.some((form) => form.id === id))
  const wrong = new Map<string, readonly string[]>()
  if (role === undefined) wrong.set(`${prefix}role`, [words.roleMissing])
  if (found.length !== 1) wrong.set(`${prefix}unit`, [found.length === 0 ? words.unitUnknown(typed) : severalPlaces(found, places, words)])
  return wrong.size > 0 || role === undefined ? { wrong } : { scope: { role, unit: found[0] ?? null, forms: chosen.length === 0 ? null : chosen, personal: false } }
}

const isLive = ({ revoked_at, expires_at }: Token, now: number): boolean => revoked_at === null && (expires_at === null || expires_at > now)

function scopeText({ role, unit, forms }: Pick<Actor, 'role' | 'unit' | 'forms'>, { byId }: Places, visit: Visit): string {
  const words = wordsFor(visit)
  return [words.entrance.role[role] ?? role, unit === null ? words.devices.everywhere : (byId.get(unit)?.full_name ?? unit), ...(forms === null ? [] : [words.admin.people.formsCount(String(forms.length))])].join(' – ')
}

function tokenText(token: Token, visit: Visit): string {
  const { devices: words, admin } = wordsFor(visit)
  const language = languageOf(visit)
  const day = (at: number): string => writeDate(localDay(at, zone), language)
  const state = token.revoked_at !== null ? words.revoked : token.expires_at !== null && token.expires_at <= Date.now() ? words.expired : token.expires_at === null ? '' : admin.people.until_(day(token.expires_at))
  return [token.device_name ?? admin.people.program, words.seen(day(token.last_seen)), state].filter((part) => part !== '').join(' – ')
}

function accountText(account: Account, visit: Visit): string {
  const { people: p } = wordsFor(visit).admin
  return [p.accountName(account.sign_in_name), account.disabled_at !== null ? p.accountDisabled : !account.has_password ? p.accountWaits : account.has_factor ? p.accountFactor : p.accountOpen].join(' – ')
}

function forbidden(visit: Visit, actor: Actor): Response {
  const { mayNot } = wordsFor(visit)
  return tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
}
