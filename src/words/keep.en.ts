// How long what records say of persons is kept, in English.
import type { KeepWords } from './keep.vi.ts'

export const keepEn: KeepWords = {
  title: 'How long personal answers are kept',
  rule: (keep) => `What is personal is kept for ${keep} from the day on which the office has settled a record, then erased for good by itself. The record and all figures stay.`,
  none: 'This form says nothing of how long (keep): nothing is erased by itself.',
  due: (now, soon) => `To be erased now: ${now} records. Within the next 30 days: ${soon} records.`,
  ran: (when, erased) => `Last run: ${when}, erased in ${erased} records.`,
  going: 'The erasing is going on, a little every minute.',
  never: 'It has not run yet; it goes through once a day.',
  waits: (count) => `${count} records whose time is over wait: other records still speak of the same entry of a register, or a correction is being written.`,
  preview: (now, soon) => `Once published, what is personal is erased for good in ${now} records whose time to keep is over, and in ${soon} more within the next 30 days. It does not come back.`,
  until: (day) => `What is personal is kept through ${day}, then erased by itself (later where an entry of a register is still in use).`,
  open: (keep) => `What is personal is kept for ${keep} from the day on which the office has settled this record, then erased by itself.`,
  said: (keep, version) => `The form (version ${version}) keeps what is personal for ${keep}.`,
}
