// The office's recordings, fetched for a form in a language: what is new comes, what is no more goes. They are large, so they come last.
import { sha256Hex } from './digest.ts'
import { addressOf, cacheName } from './prompts.ts'

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
    const bytes = await sound.arrayBuffer()
    // A captive portal's page is no sound.
    if (sound.ok && (await sha256Hex(bytes)) === sha256) await cache.put(path, new Response(bytes, { headers: { 'content-type': sound.headers.get('content-type') ?? 'audio/webm', 'x-sha256': sha256 } }))
  }
}
