// The office takes in a rescue file: chosen here, and what became of it. What it means stands in ../rescue.ts.
import type { Actor } from '../../record/submission.ts'
import { html } from '../../view/html.ts'
import { writeNumber } from '../../form/number.ts'
import { sayRefusal } from '../../words/refusal.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { languageOf } from '../session.ts'
import { takeIn } from '../rescue.ts'
import { readRescueFile } from '../rescue_file.ts'
import { respond, tell, wordsFor } from './respond.ts'
import { filledOf } from './visitor.ts'

/** GET /office/rescue. */
export async function choosing(visit: Visit, actor: Actor): Promise<Response> {
  if (actor.role === 'viewer') return forbidden(visit, actor)
  const { rescue } = wordsFor(visit)
  return respond(visit, actor, { title: rescue.title, main: html`<h1>${rescue.title}</h1><p>${rescue.about}</p>${box(visit)}` })
}

/** POST /office/rescue. The same file again changes nothing, so the answer may stand on the page of the post. */
export async function taking(visit: Visit, actor: Actor, now: number): Promise<Response> {
  if (actor.role === 'viewer') return forbidden(visit, actor)
  const { rescue } = wordsFor(visit)
  const chosen = (await filledOf(visit)).files.get('file')
  try {
    if (chosen === undefined) throw new Refusal(400, 'rescue_none')
    const done = await takeIn(visit.env, actor, await readRescueFile(new Uint8Array(await chosen.arrayBuffer())), now)
    const language = languageOf(visit)
    const line = (label: string, count: number): ReturnType<typeof html> => html`<div><dt>${label}</dt><dd>${writeNumber(count, language)}</dd></div>`
    const main = html`<h1>${rescue.done}</h1>
<dl class="answers">${line(rescue.kept, done.kept)}${line(rescue.hadIt, done.had_it)}${line(rescue.conflict, done.conflict)}${line(rescue.refused, done.refused)}${line(rescue.drafts, done.drafts)}${line(rescue.media, done.media)}</dl>
${done.problems.length > 0 && html`<h2>${rescue.problems}</h2><ul>${done.problems.map(({ line: number, code }) => html`<li class="problem">${rescue.line(String(number))}: ${sayRefusal(code, language).title}. ${sayRefusal(code, language).detail}</li>`)}</ul>`}
<p>${rescue.again}</p>${box(visit)}`
    return respond(visit, actor, { title: rescue.done, main, hasProblems: done.problems.length > 0 })
  } catch (refusal) {
    // The wrong file was chosen: expected here; everything else goes to the one catch.
    if (!(refusal instanceof Refusal && refusal.code === 'rescue_none')) throw refusal
    const { title, detail } = sayRefusal(refusal.code, languageOf(visit))
    return respond(visit, actor, { title: rescue.title, main: html`<h1>${rescue.title}</h1><p class="problem" role="alert" id="wrong">${title}. ${detail}</p>${box(visit, true)}`, hasProblems: true }, 400)
  }
}

function box(visit: Visit, isWrong = false): ReturnType<typeof html> {
  const { rescue } = wordsFor(visit)
  return html`<form method="post" action="/office/rescue" enctype="multipart/form-data"><div class="field"><label for="file">${rescue.file}</label><p class="hint" id="file-hint">${rescue.fileHint}</p><input type="file" id="file" name="file" accept=".txt,text/plain" aria-describedby="file-hint${isWrong ? ' wrong' : ''}"></div><p class="buttons"><button>${rescue.take}</button></p></form>`
}

function forbidden(visit: Visit, actor: Actor): Response {
  const { mayNot } = wordsFor(visit)
  return tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
}
