// What the phone's app is made of, as scripts/phone.ts built it: its scripts by an address that names their content, its service worker, its icons,
// its manifest. And the empty page on which the app draws what only the phone has.
import { html } from '../view/html.ts'
import { deskWordsOf } from '../words/desk.ts'
import { files } from './built.ts'
import type { App, Visit } from './env.ts'
import { respond, wordsFor } from './pages/respond.ts'
import { unchanged } from './unchanged.ts'

/** Addresses that only the app can draw; the service worker answers them with the same page, so that they open without a network. */
const drawn = ['/fill/*', '/sent', '/sent/*', '/phone', '/shell'] as const

/** Adds the app's files to the Worker's addresses. */
export function assets(app: App): void {
  for (const [path, { type, hash, text, base64 }] of Object.entries(files)) {
    // The service worker is asked for anew at every look; everything else has its content in its name.
    const isWorker = path === '/sw.js'
    const cache = isWorker ? 'no-cache' : 'public, max-age=31536000, immutable'
    // What a service worker may reach is said by the policy that its own file came with.
    const policy: Record<string, string> = isWorker ? { 'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'" } : {}
    // Browsers ask again at each visit for a service worker and all that it loads, past their caches: "the same as yours" is the whole answer.
    const headers = { 'content-type': type, 'cache-control': cache, etag: `"${hash}"`, ...policy }
    app.get(path, ({ req }) => unchanged(req.raw, headers) ?? new Response(text ?? bytesOf(base64 ?? ''), { headers }))
  }
  app.get('/manifest.webmanifest', () => {
    const { product, app: says } = deskWordsOf('vi')
    const manifest = {
      id: '/', name: product, short_name: product, description: says.about, lang: 'vi', start_url: '/', scope: '/', display: 'standalone', background_color: '#ffffff', theme_color: '#0b4a2f',
      icons: [192, 512].map((size) => ({ src: `/phone/icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png', purpose: 'any' })),
    }
    return new Response(JSON.stringify(manifest), { headers: { 'content-type': 'application/manifest+json; charset=utf-8', 'cache-control': 'public, max-age=3600' } })
  })
  for (const path of drawn) app.get(path, shell)
}

// Nothing of anybody stands in it: one copy serves every officer of a phone.
function shell(visit: Visit): Response {
  const { app: says, product } = wordsFor(visit)
  return respond(visit, undefined, { title: says.opening, main: html`<h1>${product}</h1><noscript><p>${says.noScript}</p></noscript><p role="status" id="shell">${says.opening}</p>` })
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
}
