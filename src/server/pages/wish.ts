// What the office asks of a form's figures, read from the address: which view, which borders, which months. What is not understood is said, not guessed.
import type { Visit } from '../env.ts'

export interface OfficeWish {
  readonly state: 'received' | 'approved'
  readonly units: 'then' | 'today'
  readonly level: string | undefined
  readonly group: string
  /** One way to cross (crossed.ts), as it stands in the address. */
  readonly cross: string
  readonly from: string | undefined
  readonly to: string | undefined
  /** As typed, to be shown again. */
  readonly typed: { readonly from: string; readonly to: string }
  readonly misread: readonly string[]
}

export function wishOf(visit: Visit): OfficeWish {
  const typed = { from: (visit.req.query('from') ?? '').trim().slice(0, 20), to: (visit.req.query('to') ?? '').trim().slice(0, 20) }
  const [from, to] = [monthOf(typed.from), monthOf(typed.to)]
  return {
    state: visit.req.query('state') === 'approved' ? 'approved' : 'received',
    // What stands today is what the office's first page, its plans and its boards speak of; how it was counted then is asked for.
    units: visit.req.query('units') === 'then' ? 'then' : 'today',
    level: visit.req.query('level'),
    group: visit.req.query('group') ?? '',
    cross: visit.req.query('cross') ?? '',
    from: from ?? undefined,
    to: to ?? undefined,
    typed,
    misread: [from === null ? typed.from : '', to === null ? typed.to : ''].filter((text) => text !== ''),
  }
}

/** '11/2026' or '2026-11' → '2026-11'; undefined for nothing, null for what is no month. */
export function monthOf(text: string): string | undefined | null {
  if (text === '') return undefined
  const found = /^(\d{1,2})[/.-](\d{4})$/.exec(text) ?? /^(\d{4})-(\d{1,2})$/.exec(text)
  if (found === null) return null
  const [month, year] = (found[1] ?? '').length === 4 ? [found[2], found[1]] : [found[1], found[2]]
  return Number(month) >= 1 && Number(month) <= 12 ? `${year}-${String(month).padStart(2, '0')}` : null
}
