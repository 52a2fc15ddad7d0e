// A record that was sealed, taken up again: corrected or withdrawn. What each means is seal.ts's.
import { clock } from './records.ts'
import { sendSoon } from './rhythm.ts'
import type { App } from './screen.ts'
import * as sealing from './seal.ts'
import type { Draft, Kept } from './shapes.ts'
import { whole } from './whole.ts'

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
