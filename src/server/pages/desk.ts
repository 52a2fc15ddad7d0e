// One form's source at the author's desk: read, written, checked, published. Every way works without script; the desk's own script sends the same
// posts and asks for JSON. Nothing that somebody typed is lost, nothing that another saved is overwritten unseen. Admins only.
import { fillIn } from '../../form/fill_in.ts'
import type { KindName } from '../../form/form.ts'
import { writeNumber } from '../../form/number.ts'
import { offered, putIndicator, putQuestion, putRegister } from '../../form/snippets.ts'
import type { Problem } from '../../form/problem.ts'
import type { Files } from '../../form/source.ts'
import { foreignId } from '../../form/source.ts'
import { gathered } from '../../form/translations.ts'
import type { Actor } from '../../record/submission.ts'
import { dropFormDraft } from '../../store/form_drafts.ts'
import { knownFor } from '../../store/forms.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Checked, DeskPage } from '../../view/desk.ts'
import { changePanel, deskMain, figuresPanel } from '../../view/desk.ts'
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import type { WorkingCopy } from '../author.ts'
import { checkCopy, figuresOf, fits, keepCopy, sourceOf, surroundings, titleOf, workingCopy } from '../author.ts'
import { deskFiles } from '../built.ts'
import type { Published } from '../checked_source.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { publish } from '../publish.ts'
import { preview } from '../recounts.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { filledOf, postedOf } from './visitor.ts'

/** GET /office/forms/:form/edit. */
export async function desk(visit: Visit, actor: Actor): Promise<Response> {
  const copy = await workingCopy(visit.env.DB, nameIn(visit))
  if (copy === undefined) return notFound(visit, actor)
  const { author } = wordsFor(visit)
  const done = visit.req.query('done')
  const news = [
    ...(visit.req.query('saved') === undefined ? [] : [html`<p class="news" role="status">${author.kept}</p>`]),
    ...(done === undefined ? [] : [html`<div class="news" role="status"><p>${done === 'same' ? author.hadIt : author.done(String(copy.latest))}</p><p>${author.next}</p><p><a href="/office/devices">${wordsFor(visit).devices.title}</a> · <a href="/office/${copy.form}">${author.figures}</a></p></div>`]),
  ]
  return show(visit, actor, copy, { news })
}

/** GET /office/forms/:form/known: what the desk's script checks and shows a form against, with the places that a preview offers. */
export async function known(visit: Visit): Promise<Response> {
  const [around, places] = await Promise.all([surroundings(visit.env.DB, nameIn(visit)), placesNow(visit.env.DB)])
  return visit.json({ ...around, units: places.all })
}

/** POST /office/forms/:form/edit. */
export async function write(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const { posted } = await filledOf(visit)
  const copy = await workingCopy(db, nameIn(visit))
  if (copy === undefined) return notFound(visit, actor)
  const [what = '', about = ''] = boxIn(posted, '.do').split(/ (.*)/s)
  const given: Record<string, string> = {}
  for (const [name, [text = '']] of posted) if (name.startsWith('file:') && isPath(name.slice(5))) given[name.slice(5)] = text.replace(/\r\n?/g, '\n')
  // A post without a source is no author's.
  if (given['form.yaml'] === undefined) return visit.redirect(here(visit), 303)
  const seen = what === 'mine' ? 'seen' : 'revision'
  const revision = numberIn(boxIn(posted, seen))
  if (what === 'theirs') return visit.redirect(here(visit), 303)
  // Another may have been published since the page was opened.
  const begunFrom = Math.min(Math.max(numberIn(boxIn(posted, 'base')), 0), copy.latest)
  const { author } = wordsFor(visit)
  const { files, news } = await changed(visit, given, what, about, posted)
  const mine = { ...copy, revision, files, title: titleOf(files), ...(revision === 0 ? { base: begunFrom } : {}) }
  if (!fits(files)) return show(visit, actor, mine, { news: [html`<p class="problem" role="alert">${author.tooLarge}</p>`] }, 413)
  // What is as it is in use need not be kept.
  const isTouched = revision > 0 || JSON.stringify(sorted(files)) !== JSON.stringify(sorted(copy.published))
  const kept = isTouched ? await keepCopy(db, actor, { form: copy.form, base: revision === 0 ? begunFrom : copy.base, revision, files }, now) : 0
  if (kept === undefined) return beaten(visit, actor, mine)
  if (wantsJson(visit)) {
    const checked = what === 'check' ? await checkCopy(db, actor, copy.form, files) : undefined
    return visit.json({ revision: kept, ...(checked === undefined ? {} : { problems: checked.problems }) })
  }
  const now_ = { ...mine, revision: kept }
  if (what === 'trial') return visit.redirect(`/office/forms/${encodeURIComponent(copy.form)}/trial`, 303)
  if (what === 'discard') return ask(visit, actor, now_)
  if (what === 'check' || what === 'fill' || what === 'insert') return show(visit, actor, now_, { news, checked: await checkCopy(db, actor, copy.form, files) })
  if (what === 'publish') return confirm(visit, actor, now_, now)
  if (news.length > 0 || what === 'drop' || what === 'add') return show(visit, actor, now_, { news })
  return visit.redirect(`${here(visit)}?saved`, 303)
}

/** POST /office/forms/:form/publish: what the page before asked about, and nothing else. */
export async function publishHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const posted = await postedOf(visit)
  const copy = await workingCopy(db, nameIn(visit))
  if (copy === undefined) return notFound(visit, actor)
  const { author } = wordsFor(visit)
  if (copy.revision !== numberIn(boxIn(posted, 'revision')) || copy.latest !== numberIn(boxIn(posted, 'latest')) || copy.base !== copy.latest) {
    return show(visit, actor, copy, { news: [html`<p class="problem" role="alert">${author.confirmMoved}</p>`] }, 409)
  }
  const wrong = foreignId(copy.files, copy.form)
  const done = wrong === undefined ? await published(publish(db, actor, copy.files, { now, over: copy.latest, media: visit.env.MEDIA })) : [wrong]
  if (isList(done)) {
    const checked = { problems: done, examples: undefined, difference: undefined }
    return show(visit, actor, copy, { news: [html`<p class="problem" role="alert">${author.confirmFailed}</p>`], checked }, 422)
  }
  await dropFormDraft(db, copy.form, copy.revision)
  return visit.redirect(`${here(visit)}?done=${done.status === 'published' ? done.version : 'same'}`, 303)
}

// The problems of what may not be published.
export async function published(done: Promise<Published>): Promise<Published | readonly Problem[]> {
  try {
    return await done
  } catch (error) {
    // Said beside the source, not as a failure.
    if (error instanceof Refusal && error.code === 'form_invalid') return error.problems as readonly Problem[]
    throw error
  }
}

export const isList = (done: Published | readonly Problem[]): done is readonly Problem[] => Array.isArray(done)

/** POST /office/forms/:form/seen: what was published meanwhile is what this goes on from. */
export async function seen(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const posted = await postedOf(visit)
  const copy = await workingCopy(db, nameIn(visit))
  if (copy === undefined) return notFound(visit, actor)
  // A newer one still has to be looked at itself.
  if (copy.latest === numberIn(boxIn(posted, 'latest'))) await keepCopy(db, actor, { ...copy, base: copy.latest, revision: numberIn(boxIn(posted, 'revision')) }, now)
  return visit.redirect(here(visit), 303)
}

/** POST /office/forms/:form/discard. */
export async function discard(visit: Visit): Promise<Response> {
  const posted = await postedOf(visit)
  await dropFormDraft(visit.env.DB, nameIn(visit), numberIn(boxIn(posted, 'revision')))
  return visit.redirect('/office/forms?discarded', 303)
}

const nameIn = (visit: Visit): string => visit.req.param('form') ?? ''
const here = (visit: Visit): string => `/office/forms/${encodeURIComponent(nameIn(visit))}/edit`
const numberIn = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : -1)
const isPath = (path: string): boolean => path === 'form.yaml' || /^(lists\/)?[A-Za-z][\w-]{0,60}\.yaml$/.test(path)
const sorted = (files: Files): readonly (readonly [string, string])[] => Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1))
const wantsJson = (visit: Visit): boolean => (visit.req.header('accept') ?? '').includes('application/json')

// What a button does to the text that came with it.
async function changed(visit: Visit, files: Files, what: string, about: string, posted: ReadonlyMap<string, readonly string[]>): Promise<{ readonly files: Files; readonly news: readonly Html[] }> {
  const { author } = wordsFor(visit)
  const made: Record<string, string> = { ...files }
  const told = (text: string): readonly Html[] => [html`<p class="news" role="status">${text}</p>`]
  if (what === 'fill') {
    for (const [name, [text = '']] of posted) {
      const [file = '', ...path] = name.startsWith('tr:') ? pathIn(name.slice(3)) : []
      if (text.trim() !== '' && path.length > 0 && isPath(file)) made[file] = fillIn(made[file] ?? '', path, text.trim().normalize('NFC'))
    }
  }
  if (what === 'drop' && about !== 'form.yaml') delete made[about]
  if (what === 'add') {
    const path = boxIn(posted, 'add').trim()
    if (!isPath(path)) return { files: made, news: [html`<p class="problem" role="alert">${author.addFileWrong}</p>`] }
    made[path] ??= ''
  }
  if (what === 'insert') {
    const outside = await outsideOf(visit)
    const wanted = boxIn(posted, 'insert')
    const text = made['form.yaml'] ?? ''
    const put = wanted === '.indicator' ? putIndicator(text, author.sample) : wanted === '.register' ? putRegister(text, author.sample)
      : offered(outside).includes(wanted as KindName) ? putQuestion(text, 0, wanted as KindName, author.sample, outside) : undefined
    if (put !== undefined) return { files: { ...made, 'form.yaml': put.text }, news: told(author.inserted(String(put.line))) }
  }
  return { files: made, news: [] }
}

function pathIn(text: string): readonly string[] {
  try {
    const path: unknown = JSON.parse(text)
    return Array.isArray(path) && path.every((part) => typeof part === 'string') ? (path as string[]) : []
  } catch {
    return [] // not a box of ours
  }
}

async function outsideOf(visit: Visit): Promise<{ readonly levels: readonly string[]; readonly registers: readonly string[] }> {
  const { levels, registers } = await knownFor(visit.env.DB, nameIn(visit))
  const order = [...new Set((await placesNow(visit.env.DB)).all.map(({ level }) => level))]
  return { levels: [...levels].sort((one, other) => order.indexOf(one) - order.indexOf(other)), registers: Object.keys(registers) }
}

async function show(
  visit: Visit, actor: Actor, copy: WorkingCopy, more: { readonly news?: readonly Html[]; readonly checked?: Checked; readonly theirs?: DeskPage['theirs'] } = {}, status: 200 | 409 | 413 | 422 = 200,
): Promise<Response> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const begun = copy.base > 0 && copy.base < copy.latest ? await sourceOf(db, copy.form, copy.base) : undefined
  const page: DeskPage = {
    ...copy, title: copy.title || copy.form, words, language: languageOf(visit), kinds: offered(await outsideOf(visit)), news: more.news ?? [], checked: more.checked, theirs: more.theirs, begun,
  }
  return respond(visit, actor, { title: words.author.deskTitle(page.title), main: deskMain(page), wide: true, hasProblems: status !== 200, desk: deskFiles }, status)
}

// Somebody else was first: both texts, and the choice.
async function beaten(visit: Visit, actor: Actor, mine: WorkingCopy): Promise<Response> {
  const words = wordsFor(visit)
  const theirs = await workingCopy(visit.env.DB, mine.form)
  if (theirs === undefined) return notFound(visit, actor)
  const by = theirs.by === '' ? (words.entrance.role.admin ?? '') : theirs.by
  const about = theirs.revision === 0 ? words.author.movedAway : words.author.movedAbout(by, whenOf(theirs.at, languageOf(visit)))
  if (wantsJson(visit)) return visit.json({ moved: { revision: theirs.revision, about, files: theirs.files } }, 409)
  return show(visit, actor, mine, { theirs: { revision: theirs.revision, about, files: theirs.files } }, 409)
}

// What publishing means, before it is done.
async function confirm(visit: Visit, actor: Actor, copy: WorkingCopy, now: number): Promise<Response> {
  const words = wordsFor(visit)
  const { author } = words
  const language = languageOf(visit)
  const checked = await checkCopy(visit.env.DB, actor, copy.form, copy.files)
  if (checked.problems.length > 0) return show(visit, actor, copy, { news: [html`<p class="problem" role="alert">${author.confirmFailed}</p>`], checked }, 422)
  if (copy.base !== copy.latest) return show(visit, actor, copy, { checked }, 409)
  const { compiled, previous } = checked
  const figures = compiled === undefined || previous === undefined ? undefined : figuresOf(await preview(visit.env.DB, previous, compiled, now), compiled, previous, await placesNow(visit.env.DB), language)
  const title = copy.title || copy.form
  const gaps = gathered(checked.warnings ?? []).flatMap(({ code, facts }) => (code === 'translation_filled' ? [author.translationsMissing(String(facts?.language), writeNumber(Number(facts?.count), language))] : []))
  const main = html`<p class="step"><a href="${here(visit)}">${author.deskTitle(title)}</a></p><h1>${author.confirm}</h1>
<p>${copy.latest === 0 ? author.confirmFirst(title) : author.confirmAbout(title, String(copy.latest + 1))}</p><p>${checked.examples?.length === 0 ? author.examplesNone : html`${author.examples}: ${writeNumber(checked.examples?.length ?? 0, language)} ${author.passed}`}</p>${gaps.length > 0 && html`<p class="doubt">${gaps.join('; ')}. ${author.translationsAbout}</p>`}
<section class="panel">${changePanel(checked.difference, { ...copy, words, language })}${figures !== undefined && figuresPanel(figures, { words, language })}</section>
<form method="post" action="/office/forms/${copy.form}/publish"><input type="hidden" name="revision" value="${copy.revision}"><input type="hidden" name="latest" value="${copy.latest}"><div class="buttons"><button>${author.confirmYes}</button><a class="button plain" href="${here(visit)}">${author.confirmNo}</a></div></form>`
  return respond(visit, actor, { title: author.confirm, main, desk: { style: deskFiles.style, script: undefined } })
}

async function ask(visit: Visit, actor: Actor, copy: WorkingCopy): Promise<Response> {
  const { author } = wordsFor(visit)
  const main = html`<h1>${author.discardAsk}</h1><p>${author.discardAbout}</p><form method="post" action="/office/forms/${copy.form}/discard"><input type="hidden" name="revision" value="${copy.revision}"><div class="buttons"><button class="danger">${author.discardYes}</button><a class="button plain" href="${here(visit)}">${author.discardNo}</a></div></form>`
  return respond(visit, actor, { title: author.discardAsk, main })
}
