// One server, spoken to over its API. What it refuses is said in its own words, place by place.
import type { Problem } from '../form/problem.ts'
import { exits, Stop, text } from './io.ts'
import type { Given } from './io.ts'

export interface Told extends Problem {
  readonly title: string
}

export interface Server {
  readonly url: string
  /** A request that must be answered well; otherwise Stop with what the server says. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>
  send<T>(method: string, path: string, body: BodyInit, type: string): Promise<T>
  raw(method: string, path: string, options?: { body?: BodyInit; type?: string; token?: string }): Promise<Response>
  /** The same server for somebody else. */
  as(token: string): Server
}

/** The server of the options or of the surroundings. */
export function serverOf({ io, options, env }: Given): Server {
  const url = (text(options, 'server') ?? env.PHIEU_SERVER ?? '').replace(/\/+$/, '')
  const token = text(options, 'token') ?? env.PHIEU_TOKEN ?? ''
  if (url === '') throw new Stop(exits.usage, io.words.wrong.missing(io.words.wrong.server))
  if (!/^https?:\/\/./.test(url) || !URL.canParse(url)) throw new Stop(exits.usage, io.words.wrong.address(url))
  if (token === '') throw new Stop(exits.usage, io.words.wrong.missing(io.words.wrong.token))
  return make(url, token, io)
}

function make(url: string, token: string, io: Given['io']): Server {
  const raw: Server['raw'] = async (method, path, { body, type, token: other } = {}) => {
    const headers: Record<string, string> = { authorization: `Bearer ${other ?? token}`, 'accept-language': io.language }
    if (type !== undefined) headers['content-type'] = type
    for (let again = 0; ; again++) {
      let answer: Response
      try {
        answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) })
      } catch {
        // A connection that was kept open may be gone by now; whatever is sent may be sent again.
        if (again >= 2) throw new Stop(exits.unreachable, io.words.wrong.unreachable(url))
        await pause(300 * (again + 1))
        continue
      }
      // Busy: everything that is sent may be sent again.
      if (answer.status !== 503 || again >= 5) return answer
      await answer.body?.cancel()
      await pause(Math.min(10, Number(answer.headers.get('retry-after') ?? 1) || 1) * 1000)
    }
  }
  const send = async <T>(method: string, path: string, body: BodyInit | undefined, type: string | undefined): Promise<T> => {
    const answer = await raw(method, path, { ...(body === undefined ? {} : { body }), ...(type === undefined ? {} : { type }) })
    if (!answer.ok) throw await refusal(answer, io)
    return answer.status === 204 ? (undefined as T) : jsonOf<T>(answer, url, io)
  }
  return {
    url,
    json: (method, path, body) => send(method, path, body === undefined ? undefined : JSON.stringify(body), body === undefined ? undefined : 'application/json'),
    send,
    raw,
    as: (other) => make(url, other, io),
  }
}

/** What a server says that answered well. Something else may listen there, or stand in between: a portal's page, another program. */
export async function jsonOf<T>(answer: Response, url: string, io: Given['io']): Promise<T> {
  return (await answer.json().catch(() => {
    throw new Stop(exits.unreachable, io.words.wrong.stranger(url))
  })) as T
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What a refusal says, as a Stop: its title, then each problem with its place. */
export async function refusal(answer: Response, { words }: Given['io'], where: (problem: Told) => string = placeOf): Promise<Stop> {
  const said = (await answer.json().catch(() => undefined)) as { title?: string; detail?: string; problems?: readonly Told[] } | undefined
  if (said?.title === undefined) return new Stop(exits.unreachable, words.wrong.broken(String(answer.status)))
  const problems = (said.problems ?? []).map((problem) => `${where(problem)}${problem.title}`)
  const isForm = answer.status === 422 && problems.length > 0
  return new Stop(answer.status >= 500 ? exits.unreachable : isForm ? exits.wrong : exits.refused, ...(isForm ? [...problems, words.good.problems(String(problems.length))] : [`${said.title}. ${said.detail ?? ''}`.trim(), ...problems]))
}

/** A place as editors and terminals understand it. */
export function placeOf({ file, line, column, sheet, cell, header, at }: Problem, base = ''): string {
  if (sheet !== undefined) return `${base === '' ? '' : `${base} `}${sheet}!${cell}${header === undefined ? '' : ` (${header})`}: `
  if (file !== undefined) return `${base === '' ? '' : `${base}/`}${file}:${line}:${column}: `
  return at === undefined || at === '' ? (base === '' ? '' : `${base}: `) : `${at}: `
}
