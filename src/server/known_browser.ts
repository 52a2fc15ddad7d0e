// A browser in which somebody came in before: what others guess under his name, or beside him in his network, does not keep him out of it (OWASP calls it a device
// cookie). It opens nothing: behind it stand the same password and a count of its own. Which browser that is nobody keeps; a seal over name and day says so.
import { knownSecret } from '../store/sign_ins.ts'
import { newCode } from './digest.ts'
import type { Visit } from './env.ts'
import { keepKnown, knownHere } from './session.ts'

const days = 180
/** So many people share a browser of an office; who came in longest ago is forgotten first. */
const mostPeople = 6
const shape = /^(\d{1,6})\.([\w-]{22})\.([\w-]{43})$/

/** What this browser's tries under a name are counted by, where somebody came in here with it; undefined: it is a browser like any other. */
export async function knownAs(visit: Visit, name: string, now: number): Promise<string | undefined> {
  const held = knownHere(visit).map((one) => shape.exec(one)).filter((one) => one !== null)
  if (held.length === 0) return undefined
  const key = await keyOf(visit)
  for (const [, day = '', nonce = '', seal = ''] of held.slice(0, mostPeople)) {
    if (today(now) - Number(day) <= days && (await crypto.subtle.verify('HMAC', key, bytesOf(seal), said(name, day, nonce)))) return nonce
  }
  return undefined
}

/** From now on it is known under this name. */
export async function know(visit: Visit, name: string, now: number): Promise<void> {
  const [day, nonce] = [String(today(now)), newCode()]
  const before = await knownAs(visit, name, now)
  const seal = new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(visit), said(name, day, nonce)))
  const others = knownHere(visit).filter((one) => shape.test(one) && shape.exec(one)?.[2] !== before)
  keepKnown(visit, [`${day}.${nonce}.${textOf(seal)}`, ...others].slice(0, mostPeople), days * 86_400)
}

const today = (now: number): number => Math.floor(now / 86_400_000)
const said = (name: string, day: string, nonce: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(`known browser\n${name}\n${day}\n${nonce}`))
const keyOf = async (visit: Visit): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(await knownSecret(visit.env.DB)), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
const textOf = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0))
