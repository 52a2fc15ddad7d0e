// Targets taken away as a sheet and brought back: a file is chosen, what it would change is looked at, and only then put in place. What the lines mean and
// what moves is target_file.ts's.
import * as v from 'valibot'
import type { Form } from '../../form/form.ts'
import { writeNumber } from '../../form/number.ts'
import type { Problem } from '../../form/problem.ts'
import { mayUse } from '../../record/may.ts'
import type { Actor } from '../../record/submission.ts'
import { loadForms } from '../../store/forms.ts'
import { namesOf } from '../../store/people.ts'
import { plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import { sayProblem } from '../../words/desk.ts'
import { slipsOf, targetScope } from '../api/targets.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { languageOf } from '../session.ts'
import { targetLine, targetSheetQuery } from '../shapes.ts'
import { compared, gridFile, putChanges, readTargetFile, targetGrid } from '../target_file.ts'
import type { TargetChange } from '../target_file.ts'
import { nameOf, whenOf } from './home.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { filledOf, postedOf } from './visitor.ts'

const mostShown = 300
const mostBytes = 4_000_000

/** Beside the grid: taken away as it stands, and the way to bring it back. */
export function takeTargets(form: string, { period, level }: { readonly period: string; readonly level: string }, { targetFile: words }: DeskWords, may: boolean): Html {
  const address = (format: string): string => `/office/${form}/targets/table?${new URLSearchParams({ period, level, format }).toString()}`
  return html`<p class="buttons"><a class="button plain" href="${address('xlsx')}">${words.takeXlsx}</a><a class="button plain" href="${address('csv')}">${words.takeCsv}</a>${may && html`<a class="button plain" href="/office/${form}/targets/import">${words.bring}</a>`}</p>`
}

/** GET /office/:form/targets/table?period=&level=&format=. */
export async function targetTable(visit: Visit, actor: Actor): Promise<Response> {
  const form = visit.req.param('form') ?? ''
  const asked = v.safeParse(targetSheetQuery, { ...visit.req.query(), form })
  const language = languageOf(visit)
  const grid = asked.success ? await targetGrid(visit.env.DB, actor, { ...asked.output, language }) : undefined
  return grid === undefined || !asked.success ? notFound(visit, actor) : gridFile(grid, { name: `${form}-${asked.output.period}`, format: asked.output.format, language })
}

/** GET /office/:form/targets/import. */
export async function chooseTargets(visit: Visit, actor: Actor): Promise<Response> {
  if (!maySet(actor)) return forbidden(visit, actor)
  const form = await formOf(visit, actor)
  return form === undefined ? notFound(visit, actor) : choosing(visit, actor, form)
}

/** POST there: what the file would change, or all that is wrong with it. Nothing is written. */
export async function bringTargets(visit: Visit, actor: Actor): Promise<Response> {
  if (!maySet(actor)) return forbidden(visit, actor)
  const form = await formOf(visit, actor)
  if (form === undefined) return notFound(visit, actor)
  const { targetFile: words } = wordsFor(visit)
  const file = (await filledOf(visit)).files.get('file')
  if (file === undefined) return choosing(visit, actor, form, { says: words.noFile })
  if (file.size > mostBytes) return choosing(visit, actor, form, { says: words.tooLarge })
  const { targets, problems } = await readTargetFile(visit.env.DB, actor, new Uint8Array(await file.arrayBuffer()), { form: form.id, language: languageOf(visit) })
  if (problems.length > 0) return choosing(visit, actor, form, { problems })
  return preview(visit, actor, form, await compared(visit.env.DB, targets))
}

/** POST /office/:form/targets/import/apply: what was looked at, all or none. */
export async function applyTargets(visit: Visit, actor: Actor, now: number): Promise<Response> {
  if (!maySet(actor)) return forbidden(visit, actor)
  const form = await formOf(visit, actor)
  if (form === undefined) return notFound(visit, actor)
  const posted = await postedOf(visit)
  const wishes = [...read(boxIn(posted, 'changes')), ...(boxIn(posted, 'too') === 'yes' ? read(boxIn(posted, 'moved')) : [])]
  // The boxes are our own page's, but a browser may send anything.
  if (slipsOf(wishes, await targetScope(visit.env.DB, actor)).length > 0) return notFound(visit, actor)
  const done = await putChanges(visit.env.DB, wishes, actor.person, now)
  if (done !== 'moved') return visit.redirect(`/office/${form.id}/targets?done=${done.filter(({ status }) => status === 'set').length}`, 303)
  return preview(visit, actor, form, (await compared(visit.env.DB, wishes.map((wish) => ({ ...wish, sheet: '', cell: '' })))), true)
}

async function choosing(visit: Visit, actor: Actor, form: Form, wrong: { readonly says?: string; readonly problems?: readonly Problem[] } = {}): Promise<Response> {
  const { targetFile: words, targets } = wordsFor(visit)
  const language = languageOf(visit)
  const { says, problems = [] } = wrong
  const hasProblems = says !== undefined || problems.length > 0
  const place = ({ sheet, cell, row }: Problem): string => [sheet, cell ?? row].filter((one) => one !== undefined && one !== '').join(' ')
  const list = problems.length === 0 ? nothing : html`<p class="problem" role="alert" id="wrong">${words.wrong(writeNumber(problems.length, language))}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${words.whatHead}"><table><thead><tr><th scope="col">${words.whereHead}</th><th scope="col">${words.whatHead}</th></tr></thead><tbody>${problems.slice(0, mostShown).map((one) => html`<tr><th scope="row">${place(one) || '–'}</th><td>${sayProblem(one, language)}</td></tr>`)}</tbody></table></div>${problems.length > mostShown && html`<p>${words.moreWrong(writeNumber(problems.length - mostShown, language))}</p>`}`
  const main = html`<p class="step"><a href="/office/${form.id}/targets">${targets.title}</a></p><h1>${words.title}</h1><p>${words.about}</p>${list}
<form method="post" action="/office/${form.id}/targets/import" enctype="multipart/form-data"><div class="field"><label for="file">${words.file}</label><p class="hint" id="file-hint">${words.fileHint}</p>${says !== undefined && html`<p class="problem" role="alert" id="wrong">${says}</p>`}<input type="file" id="file" name="file" accept=".xlsx,.xls,.csv,text/csv" aria-describedby="file-hint${hasProblems && ' wrong'}"></div><p class="buttons"><button>${words.look}</button></p></form>`
  return respond(visit, actor, { title: words.title, main, wide: problems.length > 0, hasProblems }, hasProblems ? 422 : 200)
}

async function preview(visit: Visit, actor: Actor, form: Form, all: readonly TargetChange[], isMoved = false): Promise<Response> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const { targetFile: t } = words
  const language = languageOf(visit)
  const [mine, others] = [all.filter((one) => !one.isMoved), all.filter((one) => one.isMoved)]
  const [{ places }, names, forms] = await Promise.all([
    targetScope(db, actor), namesOf(db, [...new Set(others.flatMap(({ by }) => (by === null ? [] : [by])))]),
    loadForms(db, [...new Set(all.map(({ indicator }) => indicator.slice(0, indicator.indexOf('.'))))].map((id) => ({ id, version: 'latest' as const }))),
  ])
  const known: ReadonlyMap<string, Form['indicators'][number]> = new Map<string, Form['indicators'][number]>(forms.flatMap(({ form: one }) => one.indicators.map((indicator) => [`${one.id}.${indicator.name}`, indicator] as const)))
  const amount = (value: number | null, indicator: string, none: string): string => {
    const unit = plain(known.get(indicator)?.unit ?? {}, language)
    return value === null ? none : `${writeNumber(value, language)}${unit === '' ? '' : `\u00a0${unit}`}`
  }
  const table = (rows: readonly TargetChange[], title: string, isOthers: boolean): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr><th scope="col">${t.heads.label}</th><th scope="col" class="n">${t.was}</th><th scope="col" class="n">${t.will}</th><th scope="col">${t.line}</th></tr></thead><tbody>${rows.slice(0, mostShown).map(
    ({ indicator, unit, period, was, value, sheet, cell, by, at }) => html`<tr><th scope="row">${plain(known.get(indicator)?.label ?? {}, language) || indicator}<br><span class="optional">${unit === '' ? words.targets.all : (places.byId.get(unit)?.full_name ?? unit)}, ${t.periodName(period)}</span></th><td class="n">${amount(was, indicator, t.none)}${isOthers && at !== null && html`<br><span class="optional">${t.setBy(nameOf(names, by ?? '', words), whenOf(at, language))}</span>`}</td><td class="n"><strong>${amount(value, indicator, t.back)}</strong></td><td>${[sheet, cell].filter((one) => one !== '').join(' ')}</td></tr>`,
  )}</tbody></table></div>${rows.length > mostShown && html`<p>${t.moreChanges(writeNumber(rows.length - mostShown, language))}</p>`}`
  const carried = (name: string, rows: readonly TargetChange[]): Html => html`<input type="hidden" name="${name}" value="${JSON.stringify(rows.map(({ indicator, period, unit, value, base }) => [indicator, period, unit, value, base]))}">`
  const title = t.changes(writeNumber(mine.length, language))
  const moved = others.length === 0 ? nothing : html`<h2>${t.movedTitle(writeNumber(others.length, language))}</h2><p>${t.movedAbout}</p>${table(others, t.movedTitle(String(others.length)), true)}<label class="choice"><input type="checkbox" name="too" value="yes"><span>${t.movedToo}</span></label>${carried('moved', others)}`
  const main = html`<p class="step"><a href="/office/${form.id}/targets/import">${t.title}</a></p><h1>${all.length === 0 ? t.nothing : title}</h1>${isMoved && html`<p class="problem" role="alert">${t.moved}</p>`}
<form method="post" action="/office/${form.id}/targets/import/apply">${mine.length > 0 && table(mine, title, false)}${moved}${carried('changes', mine)}<p class="buttons">${all.length > 0 && html`<button>${t.apply}</button>`}<a class="button plain" href="/office/${form.id}/targets/import">${t.other}</a></p></form>`
  return respond(visit, actor, { title: t.title, main, wide: true, hasProblems: isMoved }, isMoved ? 409 : 200)
}

function read(text: string): readonly v.InferOutput<typeof targetLine>[] {
  try {
    return v.parse(v.array(targetLine), JSON.parse(text === '' ? '[]' : text))
  } catch {
    throw new Refusal(400, 'malformed')
  }
}

async function formOf(visit: Visit, actor: Actor): Promise<Form | undefined> {
  const id = visit.req.param('form') ?? ''
  if (!mayUse(actor, id)) return undefined
  return (await loadForms(visit.env.DB, [{ id, version: 'latest' }]))[0]?.form
}

const maySet = (actor: Actor): boolean => actor.role === 'admin' || actor.role === 'reviewer'

function forbidden(visit: Visit, actor: Actor): Response {
  const { mayNot } = wordsFor(visit)
  return tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
}
