// Where the pages of a draft stand: an officer's under /drafts, a stranger's under the address of the public form. And what is an address of this site at all.
import type { Visit } from '../env.ts'

export interface Where {
  /** The page on which something is begun. */
  readonly start: string
  draft(id: string): string
  /** The page that shows the receipt. */
  sent(id: string): string
}

/** By the address that was asked for. */
export function whereOf(visit: Visit): Where {
  const form = /^\/f\/([a-z0-9_]+)(?:\/|$)/.exec(visit.req.path)?.[1]
  if (form === undefined) return { start: '/', draft: (id) => `/drafts/${id}`, sent: (id) => `/receipts/${id}` }
  return { start: `/f/${form}`, draft: (id) => `/f/${form}/${id}`, sent: (id) => `/f/${form}/${id}/sent` }
}

/** Whether what somebody typed or was sent leads to an address of this site: '//elsewhere' and '/\elsewhere' lead away, and no header takes a control character. */
export const isOwnAddress = (given: string): boolean => /^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(given)
