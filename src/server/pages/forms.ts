// The author's list of forms: which there are, in which version, what is being written; a new form, a copy, a file brought along. Admins only.
import type { Actor } from '../../record/submission.ts'
import { isTrial } from '../../form/trial.ts'
import { fold } from '../../record/fold.ts'
import type { Problem } from '../../form/problem.ts'
import type { Files } from '../../form/source.ts'
import { renamed, template } from '../../form/snippets.ts'
import { listFormDrafts } from '../../store/form_drafts.ts'
import { listForms } from '../../store/forms.ts'
import { writeNumber } from '../../form/number.ts'
import type { Converted } from '../../translate/xlsform.ts'
import { plain } from '../../view/begin.ts'
import type { Posted } from '../../view/boxes.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html, Part } from '../../view/html.ts'
import { attribute, html } from '../../view/html.ts'
import { checkCopy, fits, keepCopy, workingCopy } from '../author.ts'
import { sayProblem } from '../../words/desk.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { filesOfXlsx, filesOfYaml, filesOfZip } from '../publish.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { respond, wordsFor } from './respond.ts'
import { filledOf, postedOf } from './visitor.ts'

/** GET /office/forms. */
export async function forms(visit: Visit, actor: Actor): Promise<Response> {
  const [listed, drafts] = await Promise.all([listForms(visit.env.DB), listFormDrafts(visit.env.DB)])
  const all = listed.filter(({ id }) => !isTrial(id)) // a trial is written under the form's own name
  const { author, brought: says } = wordsFor(visit)
  const language = languageOf(visit)
  const saved = ({ by, at }: { by: string; at: number }): string => author.saved(by === '' ? (wordsFor(visit).entrance.role.admin ?? '') : by, whenOf(at, language))
  const fresh = drafts.filter(({ form }) => !all.some(({ id }) => id === form))
  const buttons = (id: string, title: string, isPublished: boolean): Html =>
    html`<div class="buttons"><a class="button plain" href="/office/forms/${id}/edit">${author.edit}<span class="away">: ${title}</span></a>${isPublished && html`<a class="button plain" href="/office/forms/${id}">${author.versions}<span class="away">: ${title}</span></a><a class="button plain" href="/office/${id}">${author.figures}<span class="away">: ${title}</span></a>`}</div>`
  const main = html`<h1>${author.title}</h1><p>${author.about}</p>
${visit.req.query('discarded') !== undefined && html`<p class="news" role="status">${author.discarded}</p>`}
<p class="buttons"><a class="button" href="/office/forms/new">${author.make}</a><a class="button plain" href="#file">${says.bring}</a></p>
<ul class="cards">${fresh.map((draft) => html`<li><strong>${draft.title || draft.form}</strong> <span class="sign">${author.never}</span><p class="about">${draft.form} · ${saved(draft)}</p>${buttons(draft.form, draft.title || draft.form, false)}</li>`)}${all.map(({ id, title, version, state, published_at }) => {
    const draft = drafts.find(({ form }) => form === id)
    return html`<li><strong>${plain(title, language)}</strong> <span class="sign ${state === 'open' ? 'is-approved' : 'is-rejected'}">${author.state[state]}</span><p class="about">${id} · ${author.version(String(version))} · ${author.published(whenOf(published_at, language))}</p>${draft !== undefined && html`<p class="doubt">${author.working}: ${saved(draft)}</p>`}${buttons(id, plain(title, language), true)}</li>`
  })}</ul>
<section><h2>${says.title}</h2><p>${says.about}</p><form method="post" action="/office/forms/upload" enctype="multipart/form-data"><div class="field"><label for="file">${author.file}</label><input type="file" id="file" name="file" accept=".yaml,.yml,.zip,.xlsx,.xls"></div><p class="buttons"><button class="plain">${author.open}</button></p></form></section>`
  return respond(visit, actor, { title: author.title, main, wide: true })
}

/** GET /office/forms/new. */
export async function newForm(visit: Visit, actor: Actor): Promise<Response> {
  return askNew(visit, actor, new Map())
}

/** POST /office/forms/new: a working copy of the small form, or of another form's source. */
export async function makeForm(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const posted = await postedOf(visit)
  const { author } = wordsFor(visit)
  const [title, from] = [boxIn(posted, 'name').trim().replace(/\s+/g, ' ').slice(0, 200), boxIn(posted, 'from')]
  const id = boxIn(posted, 'id').trim() || idFrom(title)
  const wrong = title === '' ? { at: 'name', says: author.nameMissing } : isId(id) ? undefined : { at: 'id', says: author.idWrong }
  if (wrong !== undefined) return askNew(visit, actor, posted, wrong)
  const copied = from === '' ? undefined : await workingCopy(db, from)
  const places = await placesNow(db)
  const levels = [...new Set(places.all.map(({ level }) => level))]
  const level = levels.includes('village') ? 'village' : (levels[levels.length - 1] ?? 'village')
  const files: Files = copied === undefined ? { 'form.yaml': template({ id, title, level, language: languageOf(visit), words: author.sample }) } : { ...copied.files, 'form.yaml': renamed(copied.files['form.yaml'] ?? '', id, title) }
  const isTaken = (await workingCopy(db, id)) !== undefined || (await keepCopy(db, actor, { form: id, base: 0, revision: 0, files }, now)) === undefined
  if (isTaken) return askNew(visit, actor, posted, { at: 'id', says: author.idTaken(id) })
  return visit.redirect(`/office/forms/${id}/edit`, 303)
}

/** POST /office/forms/upload: a file is opened at the desk; of a form that is there, over its version in use. */
export async function uploadForm(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const { author, brought: says } = wordsFor(visit)
  const wrong = (what: string, problems: readonly Problem[] = []): Response | Promise<Response> => respond(visit, actor, { title: says.title, main: html`<h1>${says.title}</h1><p class="problem" role="alert">${what}</p>${problems.length > 0 && toldList(problems, languageOf(visit))}<p class="buttons"><a class="button" href="/office/forms">${author.title}</a></p>`, hasProblems: true }, 422)
  const chosen = await filledOf(visit).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'too_large') return undefined
    throw error
  })
  if (chosen === undefined) return wrong(says.large)
  const file = chosen.files.get('file')
  if (file === undefined) return wrong(says.empty)
  const brought = await sourceIn(db, file)
  if ('refused' in brought) return wrong(brought.refused.length > 0 ? says.unread(file.name) : says.wrong, brought.refused)
  const { files } = brought
  const id = idOf(files)
  if (id === undefined) return wrong(says.wrong)
  if (!fits(files)) return wrong(author.tooLarge)
  const copy = await workingCopy(db, id)
  // What somebody is writing is not lost to a file: it is there to be compared.
  const isKept = (copy?.revision ?? 0) === 0 && (await keepCopy(db, actor, { form: id, base: copy?.latest ?? 0, revision: 0, files }, now)) !== undefined
  if (!isKept) return respond(visit, actor, { title: says.title, main: html`<h1>${says.title}</h1><p>${says.busy(id)}</p><p class="buttons"><a class="button" href="/office/forms/${id}/edit">${author.editOf(id)}</a></p>` }, 409)
  const slips = brought.workbook === undefined ? [] : await slipsOf(db, actor, id, brought.workbook)
  const remarks = brought.workbook?.warnings ?? []
  if (slips.length + remarks.length === 0) return visit.redirect(`/office/forms/${id}/edit`, 303)
  const language = languageOf(visit)
  const main = html`<h1>${says.workbook}</h1><p>${slips.length > 0 ? says.workbookAbout : says.workbookGood}</p>${slips.length > 0 && html`<h2>${says.slips(writeNumber(slips.length, language))}</h2>${toldList(slips, language)}`}${remarks.length > 0 && html`<h2>${says.remarks(writeNumber(remarks.length, language))}</h2>${toldList(remarks, language)}`}<p class="buttons"><a class="button" href="/office/forms/${id}/edit">${author.edit}</a></p>`
  return respond(visit, actor, { title: says.workbook, main, hasProblems: slips.length > 0 })
}

// Where it stands in the workbook comes first: that is what its author looks for.
function toldList(problems: readonly Problem[], language: string): Html {
  return html`<ul class="cards">${problems.map((problem) => {
    const { sheet, cell, row, header } = problem
    const place = sheet === undefined ? '' : `${sheet}${cell === undefined ? (row === undefined ? '' : ` ${row}`) : `!${cell}`}${header === undefined ? '' : ` (${header})`}`
    return html`<li>${place !== '' && html`<strong>${place}</strong>: `}${sayProblem(problem, language)}</li>`
  })}</ul>`
}

// What publishing would say of it, told where it stands in the workbook. What is said of a line that no cell made is said at the desk.
async function slipsOf(db: D1Database, actor: Actor, form: string, workbook: Converted): Promise<readonly Problem[]> {
  const { problems } = await checkCopy(db, actor, form, workbook.files)
  return [...workbook.problems, ...problems.flatMap((problem) => workbook.located(problem) ?? [])].sort((one, other) => orderOf(one) - orderOf(other))
}

// As somebody reads a workbook: sheet by sheet as they came, from the top.
const orderOf = ({ sheet = '', row = 0 }: Problem): number => (['survey', 'choices'].indexOf(sheet.toLowerCase()) + 3) % 3 * 100_000 + row

interface Brought {
  readonly files: Files
  /** What it was made of, where it was a workbook. */
  readonly workbook?: Converted
}

/** A file as a source; or why it is none, as far as that is known. */
async function sourceIn(db: D1Database, file: File): Promise<Brought | { readonly refused: readonly Problem[] }> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  try {
    if (/\.xlsx?$/i.test(file.name)) {
      const workbook = await filesOfXlsx(db, bytes, idFrom(file.name.replace(/\.\w+$/, '')) || 'form')
      return { files: workbook.files, workbook }
    }
    return { files: isZip ? filesOfZip(bytes) : filesOfYaml(bytes) }
  } catch (error) {
    // The file that was chosen is no source: said on the page, not as a failure.
    if (error instanceof Refusal) return { refused: error.problems.filter((one): one is Problem => one.code === 'workbook_unreadable' || one.code === 'sheet_missing' || one.code === 'column_missing') }
    throw error
  }
}

const isId = (id: string): boolean => /^[a-z][a-z0-9_]{0,63}$/.test(id)

function idOf(files: Files): string | undefined {
  const id = /^id:[ \t]*["']?([\w-]{1,64})/m.exec(files['form.yaml'] ?? '')?.[1] ?? ''
  return isId(id) ? id : undefined
}

// 'Khảo sát nguồn nước' → khao_sat_nguon_nuoc.
function idFrom(title: string): string {
  return fold(title).replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 48)
}

async function askNew(visit: Visit, actor: Actor, posted: Posted, wrong?: { readonly at: string; readonly says: string }): Promise<Response> {
  const { author, field: words } = wordsFor(visit)
  const language = languageOf(visit)
  const all = (await listForms(visit.env.DB)).filter(({ id }) => !isTrial(id))
  const field = (at: string, label: string, hint: string, inner: (tied: Html) => Part): Html => {
    const isWrong = wrong?.at === at
    const ids = [hint !== '' && `${at}-hint`, isWrong && `${at}-problem`].filter((one) => one !== false).join(' ')
    return html`<div class="field${isWrong && ' wrong'}"><label for="${at}">${label}</label>${hint !== '' && html`<p class="hint" id="${at}-hint">${hint}</p>`}${isWrong && html`<p class="problem" id="${at}-problem">${wrong.says}</p>`}${inner(html` id="${at}" name="${at}"${attribute('aria-describedby', ids === '' ? undefined : ids)}${attribute('aria-invalid', isWrong ? 'true' : undefined)}`)}</div>`
  }
  const main = html`<p class="step"><a href="/office/forms">${author.title}</a></p><h1>${author.newTitle}</h1><p>${author.newAbout}</p>${wrong !== undefined && html`<p class="problem" role="alert">${words.wrong} ${wrong.says}</p>`}<form method="post" action="/office/forms/new">
${field('name', author.name, author.nameHint, (tied) => html`<input type="text"${tied} value="${boxIn(posted, 'name')}" maxlength="200" autocomplete="off">`)}
${field('id', author.id, author.idHint, (tied) => html`<input type="text"${tied} value="${boxIn(posted, 'id')}" maxlength="64" autocomplete="off" autocapitalize="off" spellcheck="false">`)}
${field('from', author.from, '', (tied) => html`<select${tied}><option value="">${author.fromSmall}</option>${all.map(({ id, title }) => html`<option value="${id}"${attribute('selected', boxIn(posted, 'from') === id)}>${author.fromCopy(plain(title, language))}</option>`)}</select>`)}
<p class="buttons"><button class="big">${author.begin}</button></p></form>`
  return respond(visit, actor, { title: author.newTitle, main, hasProblems: wrong !== undefined }, wrong === undefined ? 200 : 422)
}
