// What the office does with people, for the API and for pages alike: a scope changed, one who leaves, phones that a reviewer may end, many people at once from a sheet.
// An admin does none of it to himself, so that nobody gives himself a right or shuts himself out.
import { fold } from '../record/fold.ts'
import type { Actor } from '../record/submission.ts'
import { accountOf } from '../store/accounts.ts'
import { leave, personOf, rescope, tokenHead } from '../store/roster.ts'
import { qr } from '../view/qr.ts'
import { alterAccount } from './accounts.ts'
import { givesPersonal, isUnbound, mayGive, mayTouch, readsPeople, within } from './grants.ts'
import { newCode, sha256Hex } from './digest.ts'
import { Refusal } from './failure.ts'
import { enrolMany } from '../store/roster.ts'
import { placesNow } from './world.ts'
import type { Places } from './world.ts'

type Scope = Pick<Actor, 'role' | 'unit' | 'forms'>

/** Whether an actor may end a token: an admin any; a reviewer the phones of officers who work in his unit. */
export async function mayEnd(db: D1Database, actor: Actor, token: string): Promise<boolean> {
  if (actor.role === 'admin') {
    if (isUnbound(actor)) return true
    const [isMine, one] = await Promise.all([within(db, actor), tokenHead(db, token)])
    return one !== undefined && isMine(one)
  }
  const [found, places] = await Promise.all([tokenHead(db, token), placesNow(db)])
  return actor.role === 'reviewer' && found !== undefined && isPhoneOf(actor, found, places)
}

/** Whether a token is the phone of an officer in the actor's unit. */
export function isPhoneOf(actor: Actor, { role, unit, device }: { readonly role: Actor['role']; readonly unit: string | null; readonly device: string | null }, { isUnder }: Places): boolean {
  return role === 'officer' && device !== null && (actor.unit === null || (unit !== null && isUnder(unit, actor.unit)))
}

/** Another scope for a person's phones and links, and for the account where there is one. Gives how many tokens. Errors: 403 one's own, 404, 422 no such unit. */
export async function giveScope(db: D1Database, actor: Actor, person: string, { role, unit, forms }: Scope, now: number): Promise<number> {
  const scope = { role, unit, forms } // the right to personal answers is none of it, whatever else was handed in
  await known(db, actor, person, now)
  if (scope.unit !== null && !(await placesNow(db)).byId.has(scope.unit)) throw new Refusal(422, 'unit_unknown')
  await mayGive(db, actor, person, scope)
  const account = await accountOf(db, person, now)
  if (account !== undefined) await alterAccount(db, actor, person, { ...account, ...scope }, now)
  return rescope(db, { ...scope, person, by: actor.person, at: now })
}

/** Ends everything of a person. Errors: 403 one's own, 404. */
export async function letLeave(db: D1Database, actor: Actor, person: string, now: number): Promise<void> {
  await known(db, actor, person, now)
  await leave(db, person, actor.person, now)
}

async function known(db: D1Database, actor: Actor, person: string, now: number): Promise<void> {
  if (actor.person === person) throw new Refusal(403, 'own_account')
  if ((await personOf(db, person)) === undefined) throw new Refusal(404, 'not_found')
  await mayTouch(db, actor, person, now)
}

/** A line of a sheet of people. */
export interface Newcomer {
  readonly name: string
  readonly unit: string
  readonly role: 'officer' | 'reviewer' | 'viewer'
}

export interface SheetFault {
  /** From 1, as the spreadsheet counts. */
  readonly line: number
  readonly code: 'name_missing' | 'unit_missing' | 'unit_unknown' | 'unit_several' | 'role_unknown' | 'role_not_yours' | 'twice' | 'too_many' | 'none'
  readonly typed: string
}

export const mostAtOnce = 200
const heads = new Set(['ho ten', 'ho va ten', 'ten', 'name', 'full name'])

/**
 * Name, place and role from rows of cells; everything wrong at once. A place is its id, its code, or its name with or without marks; where several are called so,
 * 'thôn, xã'. `roles`: what each role is called, folded; `gives`: whether who brings the sheet gives it. A head is skipped, an empty role is an officer. Nobody becomes an admin by a sheet.
 */
export function readNewcomers(rows: readonly (readonly (string | number)[])[], places: Places, roles: ReadonlyMap<string, Newcomer['role']>, today: string, gives = (_: Newcomer['role']): boolean => true): { readonly people: readonly Newcomer[]; readonly faults: readonly SheetFault[] } {
  const people: Newcomer[] = []
  const faults: SheetFault[] = []
  const seen = new Set<string>()
  const filled = rows.filter((row) => row.some((cell) => String(cell).trim() !== '')).length - Number(isHead(rows[0] ?? []))
  if (filled > mostAtOnce) return { people, faults: [{ line: rows.length, code: 'too_many', typed: String(filled) }] }
  const called = namesToday(places, today)
  rows.forEach((row, i) => {
    const [name = '', place = '', said = ''] = row.map((cell) => String(cell).normalize('NFC').replace(/\s+/g, ' ').trim())
    const fault = (code: SheetFault['code'], typed = ''): void => void faults.push({ line: i + 1, code, typed: typed.slice(0, 100) })
    if ([name, place, said].every((cell) => cell === '') || (i === 0 && isHead(row))) return
    const role = said === '' ? 'officer' : roles.get(fold(said))
    const found = place === '' ? [] : placesCalled(place, places, called)
    if (name === '') fault('name_missing')
    if (place === '') fault('unit_missing')
    else if (found.length === 0) fault('unit_unknown', place)
    else if (found.length > 1) fault('unit_several', place)
    if (role === undefined) fault('role_unknown', said)
    else if (!gives(role)) fault('role_not_yours', said)
    const [unit] = found
    if (name === '' || role === undefined || unit === undefined || found.length > 1) return
    const key = `${fold(name)} ${unit}`
    if (seen.has(key)) fault('twice', name)
    seen.add(key)
    people.push({ name: name.slice(0, 200), unit, role })
  })
  if (people.length === 0 && faults.length === 0) faults.push({ line: 1, code: 'none', typed: '' })
  return { people, faults }
}

const isHead = ([name = '']: readonly (string | number)[]): boolean => heads.has(fold(String(name)))

// What the places of today are called, each looked at once: a sheet asks many times.
function namesToday({ all }: Places, today: string): (text: string) => readonly string[] {
  const [names, codes] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const put = (map: Map<string, Set<string>>, key: string, id: string): void => void map.set(key, (map.get(key) ?? new Set<string>()).add(id))
  for (const { id, name, full_name, code, valid_to } of all) {
    if ((valid_to ?? '9999') < today) continue
    put(names, fold(name), id)
    put(names, fold(full_name), id)
    if (code !== null) put(codes, code, id)
  }
  return (text) => [...new Set([...(codes.get(text.trim()) ?? []), ...(names.get(fold(text)) ?? [])])]
}

function placesCalled(typed: string, { byId, isUnder }: Places, called: (text: string) => readonly string[]): readonly string[] {
  if (byId.has(typed)) return [typed]
  const whole = called(typed)
  const comma = typed.lastIndexOf(',')
  if (whole.length > 0 || comma < 0) return whole
  const around = called(typed.slice(comma + 1))
  return called(typed.slice(0, comma)).filter((id) => around.some((ancestor) => id !== ancestor && isUnder(id, ancestor)))
}

export interface SheetLink extends Newcomer {
  /** Absent: he came in by an earlier one, and has a phone. */
  readonly link?: { readonly address: string; readonly qr: string }
}

/**
 * Makes all of them, each with a link for a phone. `batch` names the sheet: the same one again makes the same people, and other links in place of those not used; who came in by his has none.
 */
export async function enrolNewcomers(
  db: D1Database, actor: Actor, people: readonly Newcomer[], { batch, device, minutes, origin, now }: { readonly batch: string; readonly device: string; readonly minutes: number; readonly origin: string; readonly now: number },
): Promise<{ readonly links: readonly SheetLink[]; readonly expires_at: number }> {
  const expires_at = now + minutes * 60_000
  const isMine = await within(db, actor)
  if (!people.every(({ unit }) => isMine({ unit, forms: null }))) throw new Refusal(403, 'forbidden')
  if (people.some(readsPeople) && !givesPersonal(actor)) throw new Refusal(403, 'personal_not_yours')
  const made = await Promise.all(people.map(async (one) => {
    const code = newCode()
    const digest = await sha256Hex(`${batch} ${fold(one.name)} ${one.unit}`)
    const person = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
    return { ...one, hash: await sha256Hex(code), person, device, address: `${origin}/enrol/${code}` }
  }))
  const fresh = await enrolMany(db, made, { at: now, expires_at, by: actor.person })
  return { links: made.map(({ name, unit, role, hash, address }) => ({ name, unit, role, ...(fresh.has(hash) ? { link: { address, qr: qr(address).markup } } : {}) })), expires_at }
}
