// One record as a page that prints on A4: questions and answers as the form has them, its photos whole, where and by whom, and the receipt that anyone can check.
// What a reader may not see of it on the screen he does not see on paper.
import { writeDate } from '../../form/date.ts'
import { open } from '../../form/filling.ts'
import { isLabelPersonal, personalInAny, withoutPersonalTexts } from '../../form/personal.ts'
import { byRule } from '../../record/hold.ts'
import { maySee } from '../../record/receive.ts'
import { isStranger } from '../../record/stranger.ts'
import type { Actor } from '../../record/submission.ts'
import { mediaOf } from '../../store/media.ts'
import { namesOf } from '../../store/people.ts'
import { one } from '../../store/submissions.ts'
import { answers } from '../../view/answers.ts'
import { plain } from '../../view/begin.ts'
import { html } from '../../view/html.ts'
import { qr } from '../../view/qr.ts'
import { key, versions } from '../catalogue.ts'
import type { Visit } from '../env.ts'
import { columnsNow, isMasked, withoutPersonalLabels } from '../masking.ts'
import { readerOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import { makeWorld, placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'

/** GET /office/submissions/:id/print */
export async function print(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const [found, places] = await Promise.all([one(db, visit.req.param('id') ?? '', readerOf(actor)), placesNow(db)])
  const current = found?.revisions.find(({ revision }) => revision === found.revision)
  if (found === undefined || current === undefined || !maySee(actor, found, places.isUnder)) return notFound(visit, actor)
  const { submission, review } = current
  const { at, zone, seed, last } = submission.context
  const asked = [{ id: found.form, version: found.version }, ...found.revisions.map((kept) => ({ id: found.form, version: kept.submission.version }))]
  const hides = isMasked(actor)
  const [forms, columns] = await Promise.all([versions(db, asked), hides ? columnsNow(db) : new Map<string, never>()])
  const whole = forms.get(key({ id: found.form, version: found.version }))
  if (whole === undefined) return notFound(visit, actor)
  // As on the record's page: as answers, in the texts of questions, in what entries are called.
  const masked = hides ? personalInAny([...forms.values()], columns) : new Set<string>()
  const form = hides ? withoutPersonalTexts(whole, masked, columns) : whole
  const [world, names, media] = await Promise.all([
    makeWorld(db, { form, answers: submission.answers, clock: { at, zone }, seed, language, last, actor }),
    namesOf(db, [...new Set([found.author, review?.by ?? found.author])]),
    (submission.media ?? []).length === 0 ? [] : mediaOf(db, found.seq),
  ])
  const filling = open(form, hides ? withoutPersonalLabels(world, columns, words.field.masked) : world, submission.answers)
  const name = (person: string): string => (person === byRule ? words.levels.byRule : isStranger(person) ? words.public.stranger : (names[person] ?? person))
  const isPicture = (file: string): boolean => media.some((kept) => kept.isKept && kept.name === file && kept.type?.startsWith('image/') === true && submission.media?.some((listed) => listed.name === file && listed.sha256 === kept.sha256) === true)
  const { take: { printed }, figures } = words
  const proof = `${new URL(visit.req.url).origin}/r/${found.receipt}`
  const title = found.label === '' || (hides && isLabelPersonal(whole, columns)) ? `${figures.record} ${found.receipt}` : found.label
  const fact = (term: string, says: string) => html`<div><dt>${term}</dt><dd>${says}</dd></div>`
  const main = html`<div class="paper"><p class="step buttons"><a href="/office/submissions/${found.id}">${printed.back}</a></p><p class="step">${plain(form.title, language)}</p><h1>${title}</h1>
<div class="answering"><div class="qr">${qr(proof)}</div><p>${words.receipt.number}: <strong>${found.receipt}</strong><br>${printed.check} ${proof}</p></div>
<dl class="answers">${fact(figures.state, words.state[found.state] ?? found.state)}${fact(figures.unit, places.byId.get(found.unit)?.full_name ?? figures.elsewhere)}${fact(figures.day, writeDate(found.day, language))}${fact(figures.author, name(found.author))}${fact(printed.received, whenOf(current.received_at, language))}${review !== undefined && fact(printed.reviewed, `${name(review.by)}, ${whenOf(review.at, language)}`)}</dl>
${answers({
  filling, words, language, unread: {}, problems: new Map(), reasons: hides ? {} : (submission.reasons ?? {}), masked,
  // Not lazily: what is not on the screen yet would be missing on paper.
  beside: (at, answer) => (isPicture(answer) ? html`<img class="whole-photo" src="/office/submissions/${found.id}/media/${encodeURIComponent(answer)}?revision=${current.revision}" alt="${words.attached.photo(filling.label(at, language))}">` : undefined),
})}
<p class="about">${printed.at(whenOf(now, language), actor.name)}</p></div>`
  return respond(visit, actor, { title, main })
}
