// A draft opened for writing in one tab only: two tabs never make two bodies of one id. Where the browser has no locks, a heart beats on the shelf (heart.ts).
import type { Draft, Part } from './shapes.ts'
import type { Shelf } from './shelf.ts'

export interface Opened {
  readonly draft: Draft
  readonly parts: readonly Part[]
  /** False: it is open in another tab, and may only be looked at here. */
  readonly isMine: boolean
  /** Over when it may be claimed again. */
  release(): Promise<unknown>
}

export interface Claiming {
  readonly locks?: LockManager | undefined
  readonly clock: { wait(ms: number): Promise<void> }
  random(): number
}

/** Opens a draft, for writing if no other tab has it. undefined when there is none of that id. */
export async function openDraft(shelf: Shelf, id: string, given: Claiming): Promise<Opened | undefined> {
  const release = given.locks === undefined ? await (await import('./later.ts')).beating(shelf, id, given) : await locked(given.locks, id)
  // Read after it was claimed: what the other tab wrote last is in it.
  const found = await shelf.draft(id)
  if (found === undefined) await release?.()
  return found === undefined ? undefined : { ...found, isMine: release !== undefined, release: async () => release?.() }
}

type Release = () => Promise<unknown>

function locked(locks: LockManager, id: string): Promise<Release | undefined> {
  return new Promise((resolve, reject) => {
    const ready = (release: () => void): void =>
      resolve(() => {
        release()
        return held
      })
    const held: Promise<unknown> = locks.request(`phieu-draft-${id}`, { ifAvailable: true }, (lock) => (lock === null ? resolve(undefined) : new Promise<void>(ready)))
    held.catch(reject)
  })
}
