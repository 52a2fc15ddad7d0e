// repeat: rows of answers. What stands in the rows is the filling's concern.
import type { Kind } from './kind.ts'

export const mostInstances = 500
/** In all repeats of a filling together: repeats in repeats multiply. */
export const mostRows = 5_000

export const repeat: Kind = {
  name: 'repeat',
  isAsked: false,
  holds: 'rows',
  parts: [],
  judge(answer) {
    const isRows = Array.isArray(answer) && answer.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))
    if (!isRows) return { code: 'not_rows' }
    return answer.length > mostInstances ? { code: 'repeat_too_many', facts: { limit: mostInstances } } : undefined
  },
  read: () => ({ empty: true }),
  write: () => ({}),
  value: () => '',
}
