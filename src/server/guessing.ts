// How often somebody may try to come in within the hour: by name, by address where this server is told one, and over all where it is not. The same counters as
// public forms have. Nobody is locked out for good: the next hour begins anew, an admin's link for a new password is not counted, and where he came in before others do not
// keep him out (known_browser.ts).
import type { Count } from '../store/visits.ts'
import { sha256Hex } from './digest.ts'
import type { Visit } from './env.ts'
import { Refusal } from './failure.ts'
import { addressOf, hashOf } from './stranger.ts'

export const tries = { name: 10, address: 60, whole: 600, codes: 10 } as const

/** The hour that a try is counted in. */
export const hourOf = (now: number): number => Math.floor(now / 3_600_000)

/** The counts of one try of a password. What was typed is counted by its hash under the salt of the day; in a browser in which he came in before (`known`) by that alone. */
export async function countsOf(visit: Visit, name: string, now: number, known?: string): Promise<readonly Count[]> {
  const one = { hour: hourOf(now), form: '', what: 'sign_in', count: 1 } as const
  if (known !== undefined) return [{ ...one, who: await hashOf(visit.env.DB, await sha256Hex(`known ${known}`), now), most: tries.name }]
  const address = addressOf(visit)
  const by = await hashOf(visit.env.DB, await sha256Hex(`name ${name}`), now)
  const from = address === undefined ? { who: '', most: tries.whole } : { who: await hashOf(visit.env.DB, address, now), most: tries.address }
  return [{ ...one, who: by, most: tries.name }, { ...one, ...from }]
}

/** What comes of a try, or the refusal of one too many, to be answered where the words are at hand. */
export async function orTooOften<Done>(run: () => Promise<Done>): Promise<Done | Refusal> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too_often') return error
    throw error
  }
}

/** The network somebody comes from, as a person knows his own again, without the part that says which house: '113.160.24.*'. */
export function networkOf(visit: Visit): string | null {
  const address = addressOf(visit)
  if (address === undefined) return null
  if (!address.includes(':')) return /^\d{1,3}(\.\d{1,3}){3}$/.test(address) ? address.replace(/\.\d+$/, '.*') : null
  const groups = (address.split('::')[0] ?? '').split(':').slice(0, 3)
  return /^[\da-f:]+$/i.test(groups.join(':')) ? `${groups.join(':')}:*` : null
}

/** A browser in two words, as it says of itself; null: it says nothing that is known. */
export function agentOf(visit: Visit): string | null {
  const said = visit.req.header('user-agent') ?? ''
  const first = (known: readonly (readonly [RegExp, string])[]): string | undefined => known.find(([pattern]) => pattern.test(said))?.[1]
  const browser = first([
    [/Zalo/i, 'Zalo'], [/coc_coc/i, 'Cốc Cốc'], [/SamsungBrowser/, 'Samsung Internet'], [/Edg(e|A|iOS)?\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox|FxiOS/, 'Firefox'],
    [/Chrom(e|ium)|CriOS/, 'Chrome'], [/Safari/, 'Safari'], [/^curl/, 'curl'],
  ])
  const system = first([[/Android/, 'Android'], [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Windows/, 'Windows'], [/Macintosh/, 'Mac'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']])
  const words = [browser, system].filter((word) => word !== undefined)
  return words.length === 0 ? null : words.join(', ')
}
