// The headers that every answer carries, errors too: what a browser may load, who may frame it, who may keep a copy.
import type { Visit } from './env.ts'

/**
 * Adds the security headers to whatever answer comes back. An answer that already has a policy of its own keeps it.
 * Pages work with one stylesheet alone; the phone's scripts are our own files, never inline, and speak to nobody but us. `blob:` and `data:`
 * are photos and voices that have not left the phone. A page with an inline style hands in its hash (`'sha256-…'`).
 */
export function securityHeaders(styles: readonly string[] = []) {
  const self = ["'self'"]
  const page = policy({
    'style-src': [...self, ...styles], 'script-src': self, 'worker-src': self, 'connect-src': self, 'manifest-src': self, 'form-action': self,
    'img-src': [...self, 'data:', 'blob:'], 'media-src': [...self, 'blob:'],
  })
  const data = policy({})
  return async (visit: Visit, next: () => Promise<void>): Promise<void> => {
    await next()
    const { headers } = visit.res
    const isPage = (headers.get('content-type') ?? '').startsWith('text/html')
    for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value)
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', isPage ? page : data)
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    if (visit.req.url.startsWith('https:')) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  }
}

const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  // `same-origin` and not `no-referrer`: with the latter Chromium sends `Origin: null` on form posts, and the Origin check would fail.
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(self), payment=(), usb=(), browsing-topics=()',
}

function policy(parts: Readonly<Record<string, readonly string[]>>): string {
  const all = { 'default-src': ["'none'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"], ...parts }
  return Object.entries(all)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ')
}
