// Four ways in which a small server may keep what was sent: one that is right, and three that look right and are not. Each is a design that real systems
// had for years. The harness must let the first one pass and fail the others; else it proves nothing.
import type { DatabaseSync } from 'node:sqlite'

export interface Sent {
  readonly id: string
  readonly hash: string
  readonly author: string
  readonly body: string
  readonly days: number
}

/** Keeps a record. What it resolves to is answered: whether it is new, and its number. */
export type Design = (db: DatabaseSync, sent: Sent) => Promise<{ readonly isNew: boolean; readonly seq: number }>

export const designNames = ['right', 'check first', 'counter apart', 'answer first'] as const
export type DesignName = (typeof designNames)[number]

/** A database is a walk away: 5 to 40 ms each way. */
const walk = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 35))

const numberOf = (db: DatabaseSync, id: string): number => (db.prepare('select seq from records where id = ?').get(id) as { seq: number } | undefined)?.seq ?? 0
const insert = (db: DatabaseSync, { id, hash, author, body }: Sent): boolean =>
  db.prepare(`insert into records (id, hash, author, body) values (?, ?, ?, ?) on conflict do nothing`).run(id, hash, author, body).changes === 1
const count = (db: DatabaseSync, { days }: Sent): unknown => db.prepare('update counters set works = works + 1, days = days + ?').run(days)

export const designs: Readonly<Record<DesignName, Design>> = {
  // The key refuses the second one, and the sum moves in the same transaction.
  async right(db, sent) {
    await walk()
    db.exec('begin')
    const isNew = insert(db, sent)
    if (isNew) count(db, sent)
    db.exec('commit')
    const seq = numberOf(db, sent.id)
    await walk()
    return { isNew, seq }
  },
  // Two that come at once both find nothing.
  async 'check first'(db, sent) {
    await walk()
    const had = numberOf(db, sent.id)
    await walk()
    if (had > 0) return { isNew: false, seq: had }
    db.exec('begin')
    insert(db, sent)
    count(db, sent)
    db.exec('commit')
    return { isNew: true, seq: numberOf(db, sent.id) }
  },
  // Dies between the two, and is never counted: the second time it is there already.
  async 'counter apart'(db, sent) {
    await walk()
    const isNew = insert(db, sent)
    const seq = numberOf(db, sent.id)
    await walk()
    if (isNew) count(db, sent)
    return { isNew, seq }
  },
  // The answer does not wait for what it says.
  async 'answer first'(db, sent) {
    await walk()
    const had = numberOf(db, sent.id)
    if (had > 0) return { isNew: false, seq: had }
    void walk().then(walk).then(walk).then(() => {
      db.exec('begin')
      if (insert(db, sent)) count(db, sent)
      db.exec('commit')
    })
    const last = db.prepare('select coalesce(max(seq), 0) as seq from records').get() as { seq: number }
    return { isNew: true, seq: last.seq + 1 }
  },
}
