// What may be done with a filling that is finished and with a record that was sealed: seal, correct, withdraw. What each means is seal.ts's.
import { zone } from './filling.ts'
import type { Open } from './filling.ts'
import { sendSoon } from './rhythm.ts'
import type { App } from './screen.ts'
import * as sealing from './seal.ts'
import type { Draft, Kept } from './shapes.ts'
import { whole } from './whole.ts'

const clock = (): { at: number; zone: number } => ({ at: Date.now(), zone: zone() })

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

/** Makes a draft of a record, to be corrected; its address, at the question that the office asked about. undefined: it is on its way. */
export async function correct(app: App, record: Kept): Promise<string | undefined> {
  // Begun already: what was mended in it stays.
  const begun = await app.shelf.draft(record.id)
  if (begun !== undefined) return addressFor(begun.draft)
  const records = await whole(app.shelf).recordsOf(record.id)
  const may = sealing.mayCorrect(records)
  if (may !== 'now' && may !== 'reopen') return undefined
  const { draft, parts } = sealing.correction(records, Date.now())
  const isDone = may === 'now' ? await whole(app.shelf).keepDraft(draft, parts) : await whole(app.shelf).reopen(sealing.lastOf(records)?.n ?? 0, draft, parts)
  return isDone ? addressFor(draft) : undefined
}

/** Withdraws a record, as soon as there is a network. */
export async function withdraw(app: App, record: Kept): Promise<void> {
  await sealing.withdraw(whole(app.shelf), app.account, record.id, clock())
  sendSoon()
}

function addressFor({ id, asked }: Draft): string {
  return asked?.question === undefined ? `/fill/${id}` : `/fill/${id}?at=${asked.question}`
}
