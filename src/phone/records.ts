// What may be done with a filling that is finished and with a record that was sealed: seal; and whether it may be corrected. How it is, and how it is taken back: again.ts. What each means is seal.ts's.
import { zone } from './filling.ts'
import type { Open } from './filling.ts'
import { sendSoon } from './rhythm.ts'
import type { App } from './screen.ts'
import * as sealing from './seal.ts'
import type { Kept } from './shapes.ts'
import { whole } from './whole.ts'

export const clock = (): { at: number; zone: number } => ({ at: Date.now(), zone: zone() })

/** Seals what is filled in; gives the record's number. From here on it is sent by itself. */
export async function sealDraft(app: App, { draft, filling, world, reasons }: Open): Promise<number> {
  const n = await sealing.sealDraft(whole(app.shelf), { account: app.account, draft, filling, world, reasons, clock: clock() })
  sendSoon()
  return n
}

/** Whether a record may be corrected now. */
export async function mayCorrect(app: App, record: Kept): Promise<boolean> {
  return ['now', 'reopen'].includes(sealing.mayCorrect(await whole(app.shelf).recordsOf(record.id)))
}
