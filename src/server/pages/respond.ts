// Answers of the visitors' pages: a page in the reader's language, a plain sentence where there is none to show, the way in for strangers.
import { isStranger } from '../../record/stranger.ts'
import type { Actor } from '../../record/submission.ts'
import type { Script } from '../../view/body.ts'
import type { Part } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import { page } from '../../view/page.ts'
import type { DeskWords } from '../../words/desk.ts'
import { deskWordsOf } from '../../words/desk.ts'
import type { Visit } from '../env.ts'
import { scriptFor } from '../built.ts'
import { languageOf } from '../session.ts'
import { frame } from './frame.ts'
import { whereOf } from './where.ts'

export interface Content {
  readonly title: string
  readonly main: Part
  readonly keeping?: string
  readonly wide?: boolean
  readonly hasProblems?: boolean
  /** The author's desk: its own rules of style, and its script in place of the app. */
  readonly desk?: { readonly style: string; readonly script: Script | undefined }
}

/** The words of this reader. */
export function wordsFor(visit: Visit): DeskWords {
  return deskWordsOf(languageOf(visit))
}

/** A whole page. */
export function respond(visit: Visit, actor: Actor | undefined, content: Content, status: 200 | 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 429 = 200): Response {
  const language = languageOf(visit)
  const url = new URL(visit.req.url)
  const person = actor === undefined || isStranger(actor.person) ? undefined : { name: actor.name, office: actor.role !== 'officer' }
  const words = deskWordsOf(language)
  const nav = actor === undefined ? undefined : frame(url.pathname, { ...actor, isAbove: visit.get('isAbove') === true }, words)
  return visit.html(page({ ...content, words, language, person, nav, here: url.pathname + url.search, script: content.desk === undefined ? scriptFor(url.pathname) : content.desk.script, style: content.desk?.style }), status)
}

/** A heading and a sentence: what happened and what to do now. */
export function tell(visit: Visit, actor: Actor | undefined, title: string, about: string, status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 429): Response {
  return respond(visit, actor, { title, main: html`<h1>${title}</h1><p>${about}</p>${actor !== undefined && html`<p class="buttons"><a class="button" href="${whereOf(visit).start}">${wordsFor(visit).home}</a></p>`}` }, status)
}

/** Not there, or not for this person: both look the same. */
export function notFound(visit: Visit, actor: Actor | undefined): Response {
  const { failure } = wordsFor(visit)
  return tell(visit, actor, failure.notFound, failure.notFoundAbout, 404)
}

/** Nobody known: the way in is a link from the commune, or signing in. */
export function anonymous(visit: Visit): Response {
  const { entrance, accounts } = wordsFor(visit)
  const url = new URL(visit.req.url)
  const next = visit.req.method === 'GET' && url.pathname !== '/' ? `?next=${encodeURIComponent(url.pathname + url.search)}` : ''
  const main = html`<h1>${entrance.anonymous}</h1><p>${entrance.anonymousAbout}</p><p class="buttons"><a class="button" href="/sign-in${next}">${accounts.signIn.way}</a></p>`
  return respond(visit, undefined, { title: entrance.anonymous, main }, 401)
}
