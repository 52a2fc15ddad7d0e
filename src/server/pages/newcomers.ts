// Many people at once: a sheet of names, places and roles, pasted or as a file, becomes a page of links with their QR, to be printed and cut, one a person.
import { localDay } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import { fold } from '../../record/fold.ts'
import type { Actor } from '../../record/submission.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Posted } from '../../view/boxes.ts'
import { Html, html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { deskWordsOf } from '../../words/desk.ts'
import { spoken } from '../../words/words.ts'
import type { Visit } from '../env.ts'
import { givesPersonal, readsPeople } from '../grants.ts'
import { enrolNewcomers, mostAtOnce, readNewcomers } from '../roster.ts'
import type { Newcomer, SheetFault } from '../roster.ts'
import { languageOf } from '../session.ts'
import { sheetsOf } from '../target_file.ts'
import { placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { choice } from './labelled.ts'
import { respond, wordsFor } from './respond.ts'
import { isUuid } from './uuid.ts'
import { filledOf } from './visitor.ts'

const mostBytes = 1_000_000
const roles = ['officer', 'reviewer', 'viewer'] as const

/** GET /office/people/many. */
export async function many(visit: Visit, actor: Actor): Promise<Response> {
  return ask(visit, actor, new Map(), [])
}

/** POST there: all of them, or everything that is wrong and none. The links are shown this once; the page is therefore the answer to the post. */
export async function makeMany(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const { people: p } = words.admin
  const { posted, files } = await filledOf(visit)
  const file = files.get('file')
  if (file !== undefined && file.size > mostBytes) return ask(visit, actor, posted, [{ line: 0, code: 'too_many', typed: '' }])
  const bytes = file === undefined ? new TextEncoder().encode(boxIn(posted, 'rows')) : new Uint8Array(await file.arrayBuffer())
  const read = await sheetsOf(bytes)
  const rows = 'problem' in read ? [] : (read.sheets[0]?.rows ?? [])
  const places = await placesNow(db)
  const called = new Map<string, Newcomer['role']>(roles.flatMap((role) => [[role, role] as const, ...spoken.flatMap((language) => { const name = deskWordsOf(language).entrance.role[role]; return name === undefined ? [] : [[fold(name), role] as const] })]))
  for (const language of spoken) for (const name of deskWordsOf(language).admin.people.headNames) called.set(fold(name), 'officer')
  const { people, faults } = readNewcomers(rows, places, called, localDay(now, zone), (role) => givesPersonal(actor) || !readsPeople({ role }))
  if (faults.length > 0) return ask(visit, actor, posted, faults)
  const batch = isUuid(boxIn(posted, 'batch')) ? boxIn(posted, 'batch') : crypto.randomUUID()
  const { links, expires_at } = await enrolNewcomers(db, actor, people, { batch, device: p.phoneOf, minutes: boxIn(posted, 'days') === '1' ? 1_440 : 10_080, origin: new URL(visit.req.url).origin, now })
  const until = whenOf(expires_at, languageOf(visit))
  const main = html`<h1>${p.sheetTitle}</h1><p class="byhand">${p.sheetAbout(writeNumber(links.length, languageOf(visit)), until)}</p>
<ul class="cards cut">${links.map(({ name, unit, role, link }) => html`<li><strong>${name}</strong><p>${words.entrance.role[role] ?? role} – ${places.byId.get(unit)?.full_name ?? unit}</p>${link === undefined ? html`<p class="about">${p.sheetIn}</p>` : html`<div class="qr">${new Html(link.qr)}</div><p class="about">${p.sheetHow(until)}</p><p class="about">${link.address}</p>`}</li>`)}</ul>
<p class="buttons"><a class="button plain" href="/office/people">${p.title}</a></p>`
  return respond(visit, actor, { title: p.sheetTitle, main })
}

function ask(visit: Visit, actor: Actor, posted: Posted, faults: readonly SheetFault[]): Promise<Response> {
  const words = wordsFor(visit)
  const { people: p } = words.admin
  const isWrong = faults.length > 0
  const batch = boxIn(posted, 'batch')
  const main = html`<p class="step"><a href="/office/people">${p.title}</a></p><h1>${p.addMany}</h1><p>${p.manyAbout(String(mostAtOnce))}</p>
${isWrong && html`<div class="summary" role="alert"><h2>${p.manyWrong}</h2><ul>${faults.slice(0, 100).map(({ line, code, typed }) => html`<li>${p.sheetLine(String(line))} ${p.sheetFault[code](typed)}</li>`)}</ul></div>`}
<form method="post" action="/office/people/many" enctype="multipart/form-data"><input type="hidden" name="batch" value="${isUuid(batch) ? batch : crypto.randomUUID()}">
<div class="field${isWrong && ' wrong'}"><label for="rows">${p.rows}</label><p class="hint" id="rows-hint">${p.rowsHint}</p><textarea id="rows" name="rows" rows="8" maxlength="100000" aria-describedby="rows-hint">${boxIn(posted, 'rows')}</textarea></div>
<div class="field"><label for="file">${p.file}</label><p class="hint" id="file-hint">${p.fileHint}</p><input type="file" id="file" name="file" accept=".csv,.xlsx,text/csv" aria-describedby="file-hint"></div>
${choice('days', words.devices.days, '', new Map(), [['7', words.devices.week], ['1', words.devices.day]], boxIn(posted, 'days'))}
<p class="buttons"><button>${p.makeSheet}</button></p></form>`
  return Promise.resolve(respond(visit, actor, { title: p.addMany, main, hasProblems: isWrong }, isWrong ? 422 : 200))
}
