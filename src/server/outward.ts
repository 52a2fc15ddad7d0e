// Where the Worker may be sent by what somebody typed: to the open internet over https, to names alone. A name may still lead to a private address; that cannot be seen
// here: on Cloudflare there is no private network to reach, and on a server of one's own scripts/outbound.ts looks at the very address that is connected to.

export type Amiss = 'url' | 'scheme' | 'userinfo' | 'port' | 'address' | 'name'

/** Names that are nobody's on the open internet (RFC 6761, 6762, 8375, 9476, and what offices call their own network). */
const inside = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|alt|onion|invalid|test|arpa|localdomain)$/

/** What is wrong with an address to send to; undefined: nothing. `local`: this machine may be meant, by http too (a setting of the environment). */
export function amiss(typed: string, local = false): Amiss | undefined {
  let url: URL
  try {
    url = new URL(typed)
  } catch {
    return 'url'
  }
  // The parser has read hexadecimal, octal and short addresses, full-width letters and dots as what they are.
  const host = url.hostname.replace(/\.$/, '')
  if (url.username !== '' || url.password !== '' || typed.includes('@')) return 'userinfo'
  if (local && /^(?:127\.0\.0\.1|localhost)$/.test(host) && /^https?:$/.test(url.protocol)) return undefined
  if (url.protocol !== 'https:') return 'scheme'
  if (url.port !== '') return 'port'
  if (host.startsWith('[') || /^[\d.]+$/.test(host)) return 'address'
  if (!host.includes('.') || inside.test(host) || /\.\d+$/.test(host) || host.endsWith('.')) return 'name'
  return undefined
}
