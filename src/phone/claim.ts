// A draft opened for writing in one tab only: two tabs never make two bodies of one id. Where the browser has no locks, a heart beats on the shelf.
import type { Draft, Part } from './shapes.ts'
import type { Shelf } from './shelf.ts'

export interface Opened {
  readonly draft: Draft
  readonly parts: readonly Part[]
  /** False: it is open in another tab, and may only be looked at here. */
  readonly isMine: boolean
  release(): void
}

interface Claiming {
  readonly locks?: LockManager | undefined
  readonly clock: { wait(ms: number): Promise<void> }
  random(): number
}

interface Beat {
  readonly tab: number
  readonly beat: number
}

const beat_ms = 1_000
/** A heart that was not heard for so long stands still. A tab far in the background beats slower and loses its draft to one that is looked at. */
const silent_ms = 3_000

/** Opens a draft, for writing if no other tab has it. undefined when there is none of that id. */
export async function openDraft(shelf: Shelf, id: string, given: Claiming): Promise<Opened | undefined> {
  const release = given.locks === undefined ? await beating(shelf, id, given) : await locked(given.locks, id)
  // Read after it was claimed: what the other tab wrote last is in it.
  const found = await shelf.draft(id)
  if (found === undefined) release?.()
  return found === undefined ? undefined : { ...found, isMine: release !== undefined, release: release ?? (() => undefined) }
}

function locked(locks: LockManager, id: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const held = locks.request(`phieu-draft-${id}`, { ifAvailable: true }, (lock) => (lock === null ? resolve(undefined) : new Promise<void>((release) => resolve(release))))
    held.catch(reject)
  })
}

async function beating(shelf: Shelf, id: string, { clock, random }: Claiming): Promise<(() => void) | undefined> {
  const key = `open ${id}`
  const heard = (): Promise<Beat | undefined> => shelf.setting<Beat>(key)
  const before = await heard()
  if (before !== undefined) {
    await clock.wait(silent_ms)
    if ((await heard())?.beat !== before.beat) return undefined
  }
  const tab = random()
  let isHeld = true
  const beat = async (count: number): Promise<void> => {
    await shelf.keepSetting(key, { tab, beat: count })
    await clock.wait(beat_ms)
    // Another tab that took it over goes on with it.
    if (isHeld && (await heard())?.tab === tab) void beat(count + random())
  }
  void beat(random())
  return () => {
    isHeld = false
    void shelf.keepSetting(key, undefined)
  }
}
