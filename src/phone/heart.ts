// The claim on a draft in a browser without locks: whoever holds it writes a beat now and then, and who hears none may take it over.
import type { Claiming } from './claim.ts'
import type { Shelf } from './shelf.ts'

interface Beat {
  readonly tab: number
  readonly beat: number
}

const beat_ms = 1_000
/** A heart that was not heard for so long stands still. A tab far in the background beats slower and loses its draft to one that is looked at. */
const silent_ms = 3_000

/** Takes a draft for this tab; undefined while another one's heart beats. */
export async function beating(shelf: Shelf, id: string, { clock, random }: Claiming): Promise<(() => Promise<unknown>) | undefined> {
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
    return shelf.keepSetting(key, undefined)
  }
}
