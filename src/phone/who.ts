// Which officer uses this window: the one who used the phone last, once let in by the PIN where there is one.
import type { Account } from './shapes.ts'
import type { Shelf } from './shelf.ts'

const lastKey = 'phieu-who'
const openKey = 'phieu-open'

/** The officer, asked for where several share the phone or a PIN is set; undefined when nobody was enrolled here. */
export async function whoUses(shelf: Shelf): Promise<Account | undefined> {
  const accounts = await shelf.accounts()
  const last = accounts.find(({ person }) => person === localStorage.getItem(lastKey)) ?? (accounts.length === 1 ? accounts[0] : undefined)
  if (accounts.length === 0) return undefined
  if (last !== undefined && (last.pin === undefined || sessionStorage.getItem(openKey) === last.person)) return last
  const account = await (await import('./rarely.ts')).ask(shelf, accounts, last)
  nowUses(account.person)
  return account
}

/** Remembers who uses the phone; the PIN is asked again in the next window. */
export function nowUses(person: string): void {
  localStorage.setItem(lastKey, person)
  sessionStorage.setItem(openKey, person)
}

/** The next page asks who is there. */
export function lock(): void {
  localStorage.removeItem(lastKey)
  sessionStorage.removeItem(openKey)
}
