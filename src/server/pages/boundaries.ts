// An admin's page of outlines: which units have one, a box for a GeoJSON file, and what became of it. What they mean stands in ../boundaries.ts.
import { writeNumber } from '../../form/number.ts'
import type { Actor } from '../../record/submission.ts'
import { dropBoundaries, listBoundaries } from '../../store/boundaries.ts'
import { namesOf } from '../../store/people.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { takeOutlines } from '../boundaries.ts'
import type { PutOutlines } from '../boundaries.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { limits, readJson, utf8 } from '../limits.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { respond, wordsFor } from './respond.ts'
import { filledOf } from './visitor.ts'

const mostLines = 300

/** GET /office/boundaries. */
export async function boundaries(visit: Visit, actor: Actor): Promise<Response> {
  return page(visit, actor)
}

/** POST there: a file, or all of them away. The same file again leaves the same, so what became of it may stand on the answer to the post. */
export async function putBoundariesHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const { posted, files } = await filledOf(visit)
  if (boxIn(posted, 'do') === 'drop') {
    await dropBoundaries(visit.env.DB, actor.person, now)
    return visit.redirect('/office/boundaries', 303)
  }
  const file = files.get('file')
  if (file === undefined) return page(visit, actor, { wrong: 'none' })
  if (file.size > limits.listBytes) return page(visit, actor, { wrong: 'large' })
  let value: unknown
  try {
    ;({ value } = readJson(utf8(new Uint8Array(await file.arrayBuffer()))))
  } catch (refusal) {
    // No JSON at all: expected here; everything else goes to the one catch.
    if (!(refusal instanceof Refusal)) throw refusal
    return page(visit, actor, { wrong: 'not_json' })
  }
  return page(visit, actor, { done: await takeOutlines(visit.env.DB, actor, value, now) })
}

async function page(visit: Visit, actor: Actor, { wrong, done }: { readonly wrong?: 'none' | 'large' | 'not_json'; readonly done?: PutOutlines } = {}): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const [there, places] = await Promise.all([listBoundaries(db), placesNow(db)])
  const names = await namesOf(db, [...new Set(there.map(({ by }) => by))])
  const { outlines: o } = words
  const number = (count: number): string => writeNumber(count, language)
  const isWrong = wrong !== undefined || (done !== undefined && done.matched.length === 0)
  const says = wrong !== undefined ? o.wrong[wrong] : done === undefined ? undefined : done.faults.length > 0 ? o.faulty : done.matched.length === 0 ? o.noneMatched : undefined
  const box = html`<form method="post" action="/office/boundaries" enctype="multipart/form-data"><div class="field"><label for="file">${o.file}</label><p class="hint" id="file-hint">${o.fileHint}</p>${says !== undefined && html`<p class="problem" role="alert" id="file-problem">${says}</p>`}<input type="file" id="file" name="file" accept=".geojson,.json,application/geo+json" aria-describedby="file-hint${says === undefined ? '' : ' file-problem'}"${attribute('aria-invalid', says === undefined ? undefined : 'true')}></div>
${done !== undefined && done.faults.length > 0 && html`<ul>${done.faults.map(({ code, at }) => html`<li class="problem">${at}: ${o.fault[code]}</li>`)}</ul>`}<p class="buttons"><button>${o.send}</button></p></form>`
  const became = done === undefined || done.matched.length === 0 ? nothing : html`<p class="news" role="status">${o.done(number(done.matched.length), number(done.matched.reduce((sum, one) => sum + one.points, 0)))}</p>`
  const left = done === undefined || done.unmatched.length === 0 ? nothing : html`<h2>${o.unmatched(number(done.unmatched.length))}</h2><ul>${done.unmatched.slice(0, mostLines).map(({ at, name, why }) => html`<li>${name || at}: ${o.why[why]}</li>`)}</ul>`
  const rows = [...there].flatMap((one) => {
    const unit = places.byId.get(one.unit)
    return unit === undefined ? [] : [{ ...one, unit }]
  }).sort((one, other) => one.unit.level.localeCompare(other.unit.level) || one.unit.name.localeCompare(other.unit.name, 'vi'))
  const without = [...new Set(rows.map(({ unit }) => unit.level))].flatMap((level) => places.all.filter((unit) => unit.level === level && unit.valid_to === null && !there.some((one) => one.unit === unit.id)))
  const list: Html = rows.length === 0 ? html`<p>${o.empty}</p>` : html`<div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(o.title)}"><table><thead><tr><th scope="col">${words.figures.unit}</th><th scope="col">${words.figures.level}</th><th scope="col">${o.since}</th></tr></thead><tbody>${rows.slice(0, mostLines).map(
    ({ unit, at, by }) => html`<tr><th scope="row">${unit.full_name}</th><td>${words.field.level[unit.level] ?? unit.level}</td><td>${whenOf(at, language)} – ${names[by] ?? by}</td></tr>`,
  )}</tbody></table></div>${without.length > 0 && html`<p>${o.without(without.slice(0, 20).map(({ full_name }) => full_name).join(', '), number(without.length))}</p>`}<form method="post" action="/office/boundaries"><p class="buttons"><button class="plain" name="do" value="drop">${o.drop}</button></p></form>`
  const main = html`<h1>${o.title}</h1><p>${o.about}</p>${became}${left}${box}<section><h2>${o.there}</h2>${list}</section>`
  return respond(visit, actor, { title: o.title, main, hasProblems: isWrong }, isWrong ? 422 : 200)
}
