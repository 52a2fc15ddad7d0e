// Questions as the office recorded them, one file a question and language. They lie in a cache of their own: large, and fetched again when they are lost.
import type { App } from './screen.ts'

const cacheName = 'prompts'
const addressOf = (form: string, language: string, question = ''): string => `/api/forms/${form}/audio/${language}${question === '' ? '' : `/${question}`}`

/** Names of the questions that can be heard on this phone in the reader's language. */
export async function promptsOf({ language }: Pick<App, 'language'>, form: string): Promise<ReadonlySet<string>> {
  if (typeof caches === 'undefined' || !(await caches.has(cacheName))) return new Set()
  const keys = await (await caches.open(cacheName)).keys()
  const start = addressOf(form, language, ' ').slice(0, -1)
  return new Set(keys.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)))
}

/** A question's recording. */
export async function promptOf({ language }: Pick<App, 'language'>, form: string, question: string): Promise<Blob | undefined> {
  return (await (await caches.open(cacheName)).match(addressOf(form, language, question)))?.blob()
}

/** Fetches what is new for a form in a language, and drops what is no more. What fails is tried the next time. */
export async function fetchPrompts(form: string, language: string, secret: string, send: typeof fetch): Promise<void> {
  if (typeof caches === 'undefined') return
  const headers = { authorization: `Bearer ${secret}` }
  const answer = await send(addressOf(form, language), { headers })
  if (!answer.ok) return
  const { prompts } = (await answer.json()) as { readonly prompts: readonly { readonly question: string; readonly sha256: string }[] }
  const cache = await caches.open(cacheName)
  const start = addressOf(form, language, ' ').slice(0, -1)
  for (const { url } of await cache.keys()) {
    const path = new URL(url).pathname
    if (path.startsWith(start) && !prompts.some(({ question }) => path === addressOf(form, language, question))) await cache.delete(path)
  }
  for (const { question, sha256 } of prompts) {
    const path = addressOf(form, language, question)
    if ((await cache.match(path))?.headers.get('x-sha256') === sha256) continue
    const sound = await send(path, { headers })
    if (sound.ok) await cache.put(path, new Response(await sound.blob(), { headers: { 'content-type': sound.headers.get('content-type') ?? 'audio/webm', 'x-sha256': sha256 } }))
  }
}
