// What the office reads of who did what and who looked, in English.
import type { AuditWords } from './audit.vi.ts'

export const auditEn: AuditWords = {
  looked: 'Who looked',
  lookedAbout: 'People of the office who opened this record and saw what is personal. Written once an hour.',
  times: (times, first, last) => (first === last ? last : `${times} times, from ${first} to ${last}`),
}
