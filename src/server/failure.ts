// What goes wrong on the way through the server. A Refusal is expected and says its code; everything else is our bug.
// `answerFailure` is the only place of the Worker that catches, and no answer of it holds a stack, a query or a path.
import type { Problem } from '../form/problem.ts'
import type { UnitFault } from '../record/deed.ts'
import { html } from '../view/html.ts'
import { page } from '../view/page.ts'
import { sayProblem, sayUnitFault, deskWordsOf } from '../words/desk.ts'
import { sayExpected, sayRefusal } from '../words/refusal.ts'
import type { RefusalCode } from '../words/refusal.ts'
import type { Visit } from './env.ts'
import { readerLanguage } from './language.ts'
import { bugLine } from './log.ts'
import type { Write } from './log.ts'

/** A detail of a refusal about the request itself: where (a JSON pointer or a parameter), what was expected and what came. */
export interface Slip {
  readonly code: 'malformed' | 'query_invalid' | 'hash_mismatch' | 'form_unknown' | 'too_large'
  readonly at: string
  readonly facts?: Readonly<Record<string, string | number>>
}

type Details = readonly (Problem | Slip | UnitFault)[]

/** Thrown by whatever turns a request away. */
export class Refusal extends Error {
  readonly status: number
  readonly code: RefusalCode
  readonly problems: Details
  readonly headers: Readonly<Record<string, string>>
  /** What a program goes on from, beside the code. */
  readonly more: Readonly<Record<string, number | string>>

  constructor(status: number, code: RefusalCode, more: { problems?: Details; headers?: Readonly<Record<string, string>>; more?: Readonly<Record<string, number | string>> } = {}) {
    super(code)
    this.status = status
    this.code = code
    this.problems = more.problems ?? []
    this.headers = more.headers ?? {}
    this.more = more.more ?? {}
  }
}

/** Problem details (RFC 9457) in the reader's language; the stable part is `code`. */
export function problemJson(refusal: Refusal, language: string): Response {
  const { title, detail } = sayRefusal(refusal.code, language)
  const body = {
    type: `urn:phieu:problem:${refusal.code}`,
    title,
    status: refusal.status,
    detail,
    code: refusal.code,
    problems: refusal.problems.map((problem) => told(problem, language)),
    ...refusal.more,
  }
  return new Response(JSON.stringify(body), {
    status: refusal.status,
    headers: { 'content-type': 'application/problem+json', 'content-language': language, ...refusal.headers },
  })
}

/** A problem with its sentence beside it, as every answer of the API lists them. */
export function told(problem: Problem | Slip | UnitFault, language: string): (Problem | Slip | UnitFault) & { readonly title: string } {
  if (isUnitFault(problem)) return { ...problem, title: sayUnitFault(problem, language) }
  if (isSlip(problem)) {
    const { title } = sayRefusal(problem.code, language)
    const { expected = '', received = '' } = problem.facts ?? {}
    return { ...problem, title: expected === '' ? title : `${title} (${sayExpected(String(expected), String(received), language)})` }
  }
  const { says: _, ...rest } = problem
  return { ...rest, title: sayProblem(problem, language) }
}

const slips: ReadonlySet<string> = new Set<Slip['code']>(['malformed', 'query_invalid', 'hash_mismatch', 'form_unknown', 'too_large'])

function isUnitFault(problem: Problem | Slip | UnitFault): problem is UnitFault {
  return Object.hasOwn(deskWordsOf('vi').admin.fault, problem.code)
}

function isSlip(problem: Problem | Slip): problem is Slip {
  return slips.has(problem.code)
}

/** The one catch. Gives problem JSON to programs and a small page to people; a bug is written to the log under the number of the request, never shown. */
export function answerFailure(error: unknown, visit: Visit, fail: Write): Response {
  const { raw: request } = visit.req
  const number = visit.get('request')
  const refusal = error instanceof Refusal ? error : broken(error, number, fail)
  visit.set('refused', refusal.code)
  return wantsPage(request) ? failurePage(refusal, pageLanguage(request), number) : problemJson(refusal, readerLanguage(request))
}

/** People's browsers ask for HTML; the API answers JSON whatever is asked. */
export function wantsPage(request: Request): boolean {
  return !new URL(request.url).pathname.startsWith('/api/') && (request.headers.get('accept') ?? '').includes('text/html')
}

function broken(error: unknown, number: string, fail: Write): Refusal {
  // Our own bug: where it happened belongs in the log, beside the number that the person reads out.
  fail(bugLine(number, error))
  return new Refusal(500, 'internal', { headers: { 'x-failure': number } })
}

// Nothing of the request is repeated here: a path is an attacker's text. Who is signed in is not asked: that may be what broke.
function failurePage(refusal: Refusal, language: 'vi' | 'en', number: string): Response {
  const { title, detail } = sayRefusal(refusal.code, language)
  const words = deskWordsOf(language)
  const main = html`<h1>${title}</h1><p>${detail}</p><p>${words.failure.code(number)}</p><p class="buttons"><a class="button" href="/">${words.home}</a></p>`
  return new Response(page({ words, language, title, main, here: '/' }), { status: refusal.status, headers: { 'content-type': 'text/html; charset=utf-8', ...refusal.headers } })
}

// Pages speak the language chosen in the browser, as session.ts keeps it, not the one that the phone was sold with.
function pageLanguage(request: Request): 'vi' | 'en' {
  return /(?:^|;\s*)phieu-language=en(?:;|$)/.test(request.headers.get('cookie') ?? '') ? 'en' : 'vi'
}
