// One address of the API as data: who may call it, what it takes, what it answers. `serve` checks all of that before the handler runs;
// the description of the API and the table of roles in the docs' test are made from the same routes.
import * as v from 'valibot'
import type { Actor } from '../../record/submission.ts'
import { asItIs, fewBytes } from '../compress.ts'
import type { App, Env, Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import type { Slip } from '../failure.ts'
import { scopeOf } from '../../store/people.ts'
import { isUnbound } from '../grants.ts'
import { identify, recall } from '../identity.ts'
import { readerLanguage } from '../language.ts'
import { readBytes, readJson, utf8 } from '../limits.ts'

export type Role = Actor['role']
type Schema = v.GenericSchema

export interface Call<Query, Body> {
  readonly actor: Actor
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  readonly language: 'vi' | 'en'
  readonly db: D1Database
  readonly env: Env
  readonly now: number
  readonly request: Request
}

export interface Answer {
  readonly description: string
  readonly schema?: Schema
  readonly type?: string
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly summary: string
  /** Roles that may call it; an empty list: anyone, also without a token. */
  readonly roles: readonly Role[]
  readonly query: Schema | undefined
  readonly body: { readonly schema: Schema | undefined; readonly types: readonly string[] } | undefined
  readonly answers: Readonly<Record<number, Answer>>
  handle(visit: Visit): Promise<Response>
}

interface Wanted<Query extends Schema, Body extends Schema> {
  readonly method: Route['method']
  readonly path: string
  readonly summary: string
  readonly roles: readonly Role[]
  /** Of these only who was given the right to personal answers. */
  readonly personal?: true
  /** Of these only whose place and forms are all there are: it holds for everybody. */
  readonly unbound?: true
  /** The handler asks about the token in the batches that it makes anyway, and answers nothing before: the actor may be one that was met a while ago. */
  readonly asksToken?: true
  readonly query?: Query
  readonly json?: Body
  readonly limit?: number
  /** Content types that the handler reads for itself. */
  readonly types?: readonly string[]
  /** The shape of such a body, for the description; whoever reads it checks it. */
  readonly described?: Schema
  readonly answers: Route['answers']
  handle(call: Call<v.InferOutput<Query>, v.InferOutput<Body>>): Promise<Response>
}

const noQuery = v.strictObject({})
const nobody: Actor = { person: '', name: '', role: 'viewer', unit: null, forms: [], personal: false, token: '', device: null }

/** Puts the checks before the handler: token, role, query, body, in this order, so that nobody learns more than he may. */
export function route<Query extends Schema = typeof noQuery, Body extends Schema = v.UndefinedSchema<undefined>>(wanted: Wanted<Query, Body>): Route {
  const { method, path, summary, roles, query, json, types, described, limit, answers } = wanted
  return {
    method,
    path,
    summary,
    roles,
    query,
    body: json !== undefined ? { schema: json, types: ['application/json'] } : types !== undefined ? { schema: described, types } : undefined,
    answers,
    async handle(visit) {
      const request = visit.req.raw
      const now = Date.now()
      const recalled = wanted.asksToken === true ? await recall(request, now) : undefined
      let body: { readonly read: unknown } | undefined
      const work = async (actor: Actor): Promise<Response> => {
        if ((roles.length > 0 && !roles.includes(actor.role)) || (wanted.personal === true && !actor.personal) || (wanted.unbound === true && !isUnbound(actor))) throw new Refusal(403, 'forbidden')
        const asked = readQuery(query ?? noQuery, request.url)
        body ??= { read: json === undefined ? undefined : await readBody(request, json, limit) }
        return wanted.handle({
          actor, params: visit.req.param() as Record<string, string>, query: asked as v.InferOutput<Query>, body: body.read as v.InferOutput<Body>,
          language: readerLanguage(request), db: visit.env.DB, env: visit.env, now, request,
        })
      }
      if (recalled === undefined) return work(roles.length === 0 ? nobody : await identify(request, visit.env, now))
      try {
        return await work(recalled)
      } catch (error) {
        // Who is only supposed learns nothing of what is wrong before it is certain that it is he; and what he may do may have changed since he was met.
        const actor = await identify(request, visit.env, now)
        if (scopeOf(actor) === scopeOf(recalled)) throw error
        return work(actor)
      }
    },
  }
}

/** Adds the routes to the app; a known address called in another way is answered 405 with what it takes. */
export function serve(app: App, routes: readonly Route[]): void {
  for (const { method, path, handle } of routes) app.on(method, path, handle)
  const paths = new Map<string, Set<string>>()
  for (const { method, path } of routes) paths.set(path, (paths.get(path) ?? new Set()).add(method))
  for (const [path, methods] of paths) {
    const allow = [...methods, ...(methods.has('GET') ? ['HEAD'] : [])].join(', ')
    app.all(path, () => {
      throw new Refusal(405, 'method_not_allowed', { headers: { allow } })
    })
  }
}

/** JSON that was checked against a schema. Errors: 400 with every place that is wrong. */
export function checked<S extends Schema>(schema: S, value: unknown): { readonly ok: true; readonly value: v.InferOutput<S> } | { readonly ok: false; readonly slips: readonly Slip[] } {
  const result = v.safeParse(schema, value)
  if (result.success) return { ok: true, value: result.output }
  return { ok: false, slips: result.issues.slice(0, 50).map((issue) => slipOf(issue, 'malformed')) }
}

/** An answer as JSON. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  const text = JSON.stringify(body)
  const answer = new Response(text, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } })
  return text.length < fewBytes ? asItIs(answer) : answer
}

async function readBody(request: Request, schema: Schema, limit: number | undefined): Promise<unknown> {
  const { bytes } = await readBytes(request, ['application/json'], limit)
  const { value, faults } = readJson(utf8(bytes))
  const slips = [...faults.values()].flat()
  const result = slips.length > 0 ? ({ ok: false, slips } as const) : checked(schema, value)
  if (!result.ok) throw new Refusal(400, 'malformed', { problems: result.slips })
  return result.value
}

// `lang` is understood everywhere. A parameter given twice is refused: two readers might each take another one (ASVS 15.3.7).
function readQuery(schema: Schema, url: string): unknown {
  const given: Record<string, string> = {}
  const slips: Slip[] = []
  for (const [name, value] of url.includes('?') ? new URL(url).searchParams : []) {
    if (name === 'lang') continue
    if (Object.hasOwn(given, name)) slips.push({ code: 'query_invalid', at: name, facts: { expected: 'once', received: 'twice' } })
    Object.defineProperty(given, name, { value, enumerable: true, configurable: true })
  }
  const result = v.safeParse(schema, given)
  if (!result.success) slips.push(...result.issues.map((issue) => slipOf(issue, 'query_invalid')))
  if (slips.length > 0) throw new Refusal(400, 'query_invalid', { problems: slips.slice(0, 50) })
  return result.output
}

function slipOf(issue: v.BaseIssue<unknown>, code: Slip['code']): Slip {
  const at = code === 'query_invalid' ? (v.getDotPath(issue) ?? '') : `/${(issue.path ?? []).map((item) => String(item.key)).join('/')}`
  const isMissing = issue.type === 'strict_object' && issue.received === 'undefined'
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never'
  const said = isMissing ? 'it to be given' : isUnknown ? 'nothing of that name' : issue.kind === 'validation' ? issue.message : (issue.expected ?? 'something else')
  return { code, at: at.slice(0, 200), facts: { expected: said.slice(0, 200), ...(isMissing ? {} : { received: String(issue.received).slice(0, 80) }) } }
}
