// One page of a draft: shown, and read back. A post keeps everything first and only then looks at what is wrong or new; it always ends in
// a redirect, so that going back, reloading and pressing twice are harmless.
import type { Filling } from '../../form/filling.ts'
import type { Question } from '../../form/form.ts'
import { kinds } from '../../form/kinds/index.ts'
import type { Actor } from '../../record/submission.ts'
import { page as entriesPage } from '../../store/entries.ts'
import { apply, boxIn, shownKeys } from '../../view/boxes.ts'
import { doubtsOf, problemsOf } from '../../view/doubts.ts'
import { idOf } from '../../view/field.ts'
import { fillMain, isOn, placeOf, repeatOf, rowOf, rowPath } from '../../view/fill.ts'
import type { Place } from '../../view/fill.ts'
import { html } from '../../view/html.ts'
import { withAnswer } from '../../view/kept.ts'
import type { Picker } from '../../view/kinds/kind.ts'
import { isOpen, screensOf, visibleKeys, whereIs } from '../../view/screens.ts'
import type { Screen } from '../../view/screens.ts'
import { titleOf } from '../../view/title.ts'
import { sayProblem } from '../../words/desk.ts'
import type { Visit } from '../env.ts'
import type { Refusal } from '../failure.ts'
import { chooseLanguage, languageOf } from '../session.ts'
import { countNow, minutesOf, tooOften } from '../stranger.ts'
import { keepDraft, openDraft } from './draft.ts'
import type { OpenDraft } from './draft.ts'
import { fileAddress, keepFiles } from './files.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { filledOf } from './visitor.ts'
import { whereOf } from './where.ts'
import type { Where } from './where.ts'
import type { Filled } from './visitor.ts'

interface Here extends Place {
  readonly here: string
}

/** The address of a key's field, under that of its draft. */
export function addressOf(base: string, key: string, filling: Filling): string {
  const { screen, row } = whereIs(key, filling.form)
  return `${pathOf(base, screen, row)}?check#${idOf(key)}`
}

/** GET: the page. `?check` lists its problems, `?new=a,b` marks questions that were not there before. */
export async function showFill(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const opened = await openDraft(visit, actor, visit.req.param('id') ?? '', now)
  const place = opened === undefined ? undefined : hereOf(visit, opened)
  return opened === undefined || place === undefined ? notFound(visit, actor) : show(visit, actor, opened, place)
}

// `late`: it was sent too often to be kept; the page comes back with everything that was typed, to be sent again.
async function show(visit: Visit, actor: Actor, opened: OpenDraft, place: Here, late?: Refusal): Promise<Response> {
  const { filling, kept, draft, latest } = opened
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const keys = visibleKeys(place.questions, filling, place.prefix)
  const asked = keys.filter((key) => kinds[filling.step(key)?.question.kind ?? 'note'].isAsked)
  const fresh = new Set((visit.req.query('new') ?? '').split(',').filter((key) => keys.includes(key)))
  const isChecked = visit.req.query('check') !== undefined
  const doubts = doubtsOf(filling, words, language)
  const all = isChecked ? problemsOf(filling, kept, language).filter(({ at }) => isOn(at, place, keys) && !fresh.has(at ?? '')) : []
  // A doubt is said beside its box for the reason; said twice it would only frighten.
  const problems = new Map(all.filter((problem) => problem.code !== 'check').map((problem) => [problem.at ?? '', sayProblem(problem, language)]))
  const showing = { filling, words, language, typed: kept.typed, reasons: kept.reasons, problems, doubts, fresh, pickers: await pickersOf(visit, actor, keys, opened) }
  const main = fillMain({
    place, showing, keys, asked, problems: all,
    plain: {
      notes: html`${late !== undefined && html`<p class="news problem" id="late" role="alert">${words.public.late(minutesOf(late))}</p>`}${latest > draft.version && html`<p class="note">${words.plain.version(String(draft.version))}</p>`}${fresh.size > 0 && html`<p class="news" id="news" tabindex="-1">${words.plain.newQuestions}</p>`}`,
      sending: html` method="post" action="${place.here}"${asked.some((key) => kinds[filling.step(key)?.question.kind ?? 'note'].isFile) && html` enctype="multipart/form-data"`}`,
      boxes: html`<input type="hidden" name=".shown" value="${asked.join(' ')}"><input type="hidden" name=".language" value="${language}">${place.row !== undefined && html`<input type="hidden" name=".removed" value="${String(kept.removed ?? 0)}">`}`,
    },
    address: (key) => addressOf(whereOf(visit).draft(draft.id), key, filling),
  })
  for (const [name, value] of Object.entries(late?.headers ?? {})) visit.header(name, value)
  return respond(visit, actor, { title: titleOf(place.screen, showing), main, keeping: 'fill', hasProblems: all.length > 0 || late !== undefined }, late === undefined ? 200 : 429)
}

/** POST: keep, then go where the pressed button says. */
export async function postFill(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const filled = await filledOf(visit)
  const { posted } = filled
  const shown = shownKeys(posted)
  const id = visit.req.param('id') ?? ''
  const where = whereOf(visit)
  const base = where.draft(id)
  const opened = await openDraft(visit, actor, id, now, (answers) =>
    shown.reduce((all, key) => (boxIn(posted, key) === '' ? all : withAnswer(all, key, boxIn(posted, key))), answers),
  )
  const before = boxIn(posted, '.removed')
  if (opened !== undefined && visit.req.param('row') !== undefined && before !== '' && before !== String(opened.kept.removed ?? 0)) return keepAsNewRow(visit, actor, now, filled)
  const place = opened === undefined ? undefined : hereOf(visit, opened)
  if (opened === undefined || place === undefined) return notFound(visit, actor)
  const { filling, draft } = opened
  const late = await tooOften(() => countFiles(visit, actor, draft.form, filled, now))
  const { files, ...taken } = await keepFiles(visit.env, id, filling, late === undefined ? filled : { ...filled, files: new Map() })
  const on = new Map([...taken.posted].map(([name, values]) => [name, name === '.shown' ? [shown.filter((key) => isOn(key, place, [])).join(' ')] : values]))
  const { isPicking, ...changes } = apply(filling, opened.kept, on, boxIn(posted, '.language') || languageOf(visit), actor.unit ?? undefined)
  const kept = { ...opened.kept, ...changes, files: { ...opened.kept.files, ...files }, screen: place.screen.number }
  const [what = 'next', about = ''] = boxIn(posted, '.do').split(' ')

  const added = what === 'add' && filling.room(about) > 0 && filling.step(about)?.question.kind === 'repeat' ? filling.add(about) : undefined
  const again = late ?? (await tooOften(() => keepDraft(visit, draft, kept, filling, now)))
  if (again !== undefined) return show(visit, actor, { ...opened, kept }, place, again)

  const to = (address: string): Response => visit.redirect(address, 303)
  if (added !== undefined) return to(pathOf(base, place.screen.number, added))
  if (what === 'row' && filling.has(`${about}.${firstOf(about, filling)}`)) return to(pathOf(base, place.screen.number, about))
  if (what === 'drop') return to(`${base}/remove/${rowPath(about)}`)
  if (what === 'open' || what === 'find') return to(`${place.here}#${idOf(about, what === 'find' ? 'search' : '')}`)
  if (what === 'language') {
    chooseLanguage(visit, about)
    return to(place.here)
  }
  if (what === 'back') return to(place.row === undefined ? previous(where, base, place.screen, filling) : outOf(base, place.row, filling))

  const keys = visibleKeys(place.questions, filling, place.prefix)
  const asked = keys.filter((key) => kinds[filling.step(key)?.question.kind ?? 'note'].isAsked && !filling.isReadOnly(key))
  const fresh = asked.filter((key) => !shown.includes(key))
  const wrong = problemsOf(filling, kept, languageOf(visit)).filter(({ at }) => isOn(at, place, keys) && !fresh.includes(at ?? ''))
  if (what !== 'later') {
    if (isPicking) return to(`${place.here}${wrong.length > 0 ? '?check' : ''}#${idOf(firstPicking(shown, opened, changes) ?? '')}`)
    if (fresh.length > 0) return to(`${place.here}?${wrong.length > 0 ? 'check&' : ''}new=${fresh.join(',')}#${wrong.length > 0 ? 'problems' : 'news'}`)
    if (wrong.length > 0) return to(`${place.here}?check#problems`)
  }
  if (place.row !== undefined) return to(outOf(base, place.row, filling))
  const next = screensOf(filling.form).find((screen) => screen.number > place.screen.number && isOpen(screen, filling))
  return to(next === undefined ? `${base}/check` : pathOf(base, next.number))
}

// A row's page from before another row was taken away: its number means somebody else now. What was typed becomes a row of its own;
// twice the same person can be seen and mended, one written over another cannot.
async function keepAsNewRow(visit: Visit, actor: Actor, now: number, { posted, files }: Filled): Promise<Response> {
  const id = visit.req.param('id') ?? ''
  const opened = await openDraft(visit, actor, id, now)
  const stood = (visit.req.param('row') ?? '').replace(/\.(\d+)/g, '[$1]')
  const repeat = repeatOf(stood)
  if (opened === undefined || opened.filling.step(repeat)?.question.kind !== 'repeat' || opened.filling.room(repeat) <= 0) return notFound(visit, actor)
  const { filling, kept, draft, form } = opened
  const row = filling.add(repeat)
  const [old, own] = [`${stood}.`, `${row}.`]
  const renamed = (text: string): string => text.split(' ').map((key) => (key.startsWith(old) ? own + key.slice(old.length) : key)).join(' ')
  const renamedBox = (name: string): string => (name.startsWith('.file.') ? `.file.${renamed(name.slice(6))}` : renamed(name))
  const boxes = new Map([...posted].map(([name, values]) => [renamedBox(name), name === '.shown' || name === '.do' ? values.map(renamed) : values]))
  await countFiles(visit, actor, draft.form, { files }, now)
  const taken = await keepFiles(visit.env, id, filling, { posted: boxes, files: new Map([...files].map(([name, file]) => [renamedBox(name), file])) })
  const { isPicking: _, ...changes } = apply(filling, kept, taken.posted, boxIn(posted, '.language') || languageOf(visit), actor.unit ?? undefined)
  const { screen, row: around } = whereIs(repeat, form)
  await keepDraft(visit, draft, { ...kept, ...changes, files: { ...kept.files, ...taken.files }, screen }, filling, now)
  return visit.redirect(`${pathOf(whereOf(visit).draft(id), screen, around)}#${idOf(repeat)}`, 303)
}

// What is counted before its bytes go to R2, which no batch holds.
async function countFiles(visit: Visit, actor: Actor, form: string, { files }: Pick<Filled, 'files'>, now: number): Promise<void> {
  const bytes = [...files.values()].reduce((sum, file) => sum + file.size, 0)
  if (bytes > 0) await countNow(visit, actor.person, form, 'megabytes', now, Math.ceil(bytes / 1_000_000))
}

// Where a row's repeat stands: on a screen, or on the page of the row around.
function outOf(base: string, row: string, { form }: Filling): string {
  const repeat = repeatOf(row)
  const around = whereIs(repeat, form)
  return `${pathOf(base, around.screen, around.row)}#${idOf(repeat)}`
}

/** The page of a screen, or of a row on it, under the address of its draft. */
export function pathOf(base: string, screen: number, row?: string): string {
  return `${base}/${screen}${row === undefined ? '' : `/${rowPath(row)}`}`
}

function hereOf(visit: Visit, { filling, draft, form }: OpenDraft): Here | undefined {
  const path = visit.req.param('row')
  const row = path === undefined ? undefined : rowOf(path, filling)
  const screen = screensOf(form).find(({ number }) => String(number) === visit.req.param('screen'))
  const place = path !== undefined && row === undefined ? undefined : placeOf(form, filling, screen, row)
  return place === undefined ? undefined : { ...place, here: pathOf(whereOf(visit).draft(draft.id), place.screen.number, row) }
}

function previous({ start }: Where, base: string, screen: Screen, filling: Filling): string {
  const before = screensOf(filling.form).filter((one) => one.number < screen.number && isOpen(one, filling))
  const last = before[before.length - 1]
  return last === undefined ? start : pathOf(base, last.number)
}

function firstOf(row: string, filling: Filling): string {
  const asked = (questions: readonly Question[]): string | undefined => questions[0]?.kind === 'group' ? (asked(questions[0].questions ?? []) ?? questions[0].name) : questions[0]?.name
  return asked(filling.step(repeatOf(row))?.question.questions ?? []) ?? ''
}

function firstPicking(shown: readonly string[], { kept }: OpenDraft, now: { readonly searches: Readonly<Record<string, string>>; readonly paths: Readonly<Record<string, readonly string[]>> }): string | undefined {
  return shown.find((key) => now.searches[key] !== kept.searches[key] || now.paths[key]?.join() !== kept.paths[key]?.join())
}

/** How far the unit and entry fields of a page are open; entries are searched in the officer's own area. */
async function pickersOf(visit: Visit, actor: Actor, keys: readonly string[], { draft, filling, kept }: OpenDraft): Promise<Readonly<Record<string, Picker>>> {
  const pickers: Record<string, Picker> = {}
  const searches: Promise<void>[] = []
  for (const key of keys) {
    const question = filling.step(key)?.question
    const file = fileAddress(whereOf(visit).draft(draft.id), kept, filling.get(key))
    if (file !== undefined) pickers[key] = { file }
    if (question?.kind === 'unit') pickers[key] = { ...(kept.paths[key] === undefined ? {} : { path: kept.paths[key] }), ...(actor.unit === null ? {} : { under: actor.unit }) }
    const search = kept.searches[key] ?? ''
    // A long list of choices is looked through where it is drawn.
    if (question?.list !== undefined && search !== '') pickers[key] = { search }
    if (question?.kind !== 'entry' || question.register === undefined) continue
    const wanted = { under: actor.unit === null ? null : [actor.unit], q: search, limit: mostFound }
    searches.push(
      entriesPage(visit.env.DB, question.register, wanted).then(({ rows, cursor }) => {
        pickers[key] = { search, found: rows, isCut: cursor !== undefined }
      }),
    )
  }
  await Promise.all(searches)
  return pickers
}

const mostFound = 20
