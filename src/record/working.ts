// The state of the records while a decision is being made: what was known, and over it what earlier submissions of the same array do.
// Collects the writes: heads, changes, projections and the sums that move with them.
import type { Clock } from '../expression/tree.ts'
import type { Entry } from '../form/world.ts'
import type { Audited, EntryRow, Head, KnownEntry, KnownState, NewRevision, RevisionHead, StoredChange, Writes } from './decision.ts'
import { fold } from './fold.ts'
import type { EntryData } from './register.ts'
import { project } from './register.ts'
import type { State } from './submission.ts'
import { differences, entryAdds, merged } from './tally.ts'
import type { Change, RegisterIndicator } from './tally.ts'

export class Working {
  private readonly known: KnownState
  private readonly indicators: ReadonlyMap<string, readonly RegisterIndicator[]>
  private readonly heads = new Map<string, Head>()
  private readonly newRevisions: NewRevision[] = []
  private readonly states: { submission: string; revision: number; state: State }[] = []
  private readonly moved = new Map<string, Map<string, StoredChange>>() // register/entry → submission → change
  private readonly audit: Audited[] = []

  constructor(known: KnownState, indicators: ReadonlyMap<string, readonly RegisterIndicator[]>) {
    this.known = known
    this.indicators = indicators
  }

  head(id: string): Head | undefined {
    return this.heads.get(id) ?? this.known.heads.get(id)
  }

  revisions(id: string): readonly RevisionHead[] {
    const states = new Map(this.states.filter((one) => one.submission === id).map((one) => [one.revision, one.state]))
    return [...(this.known.revisions.get(id) ?? []), ...this.newRevisions.filter((one) => one.submission === id)].map((one) => ({
      ...one,
      state: states.get(one.revision) ?? one.state,
    }))
  }

  put(head: Head): void {
    this.heads.set(head.id, head)
  }

  revise(revision: NewRevision): void {
    this.newRevisions.push(revision)
  }

  restate(submission: string, revision: number, state: State): void {
    this.states.push({ submission, revision, state })
  }

  note(action: string, subject: string, detail: string): void {
    this.audit.push({ action, subject, detail })
  }

  /** An entry as questions see it: what this array did so far included. */
  entry(register: string, id: string): Entry | undefined {
    const key = `${register}/${id}`
    const known = this.known.entries.get(key)
    const now = this.moved.has(key) ? project(this.laid(key, 'received')) : undefined
    if (now !== undefined) return { id, label: now.label, unit: now.unit, revision: (known?.revision ?? 0) + 1, columns: now.columns }
    return known === undefined || known.revision === 0 ? undefined : { id, label: known.label, unit: known.unit, revision: known.revision, columns: known.columns }
  }

  /** What a submission now says of an entry, in both views; undefined in a view: nothing. */
  change(register: string, entry: string, change: StoredChange): void {
    const key = `${register}/${entry}`
    const own = this.moved.get(key) ?? new Map<string, StoredChange>()
    own.set(change.submission, change)
    this.moved.set(key, own)
  }

  said(register: string, entry: string, submission: string): StoredChange | undefined {
    const key = `${register}/${entry}`
    return this.moved.get(key)?.get(submission) ?? this.known.entries.get(key)?.changes.find((one) => one.submission === submission)
  }

  /** Everything to write. `clock` is the server's: an indicator over a register may look at today(). */
  writes(clock: Clock): Writes {
    const tallies: Change[] = []
    for (const head of this.heads.values()) {
      const before = this.known.heads.get(head.id)
      tallies.push(...differences(before?.addsReceived ?? {}, head.addsReceived, 'received', head.form))
      tallies.push(...differences(before?.addsApproved ?? {}, head.addsApproved, 'approved', head.form))
    }
    const entries: EntryRow[] = []
    for (const key of this.moved.keys()) {
      const row = this.projected(key, clock)
      const before = this.known.entries.get(key)
      tallies.push(...differences(before?.addsReceived ?? {}, row.addsReceived, 'received'))
      tallies.push(...differences(before?.addsApproved ?? {}, row.addsApproved, 'approved'))
      entries.push(row)
    }
    return {
      guards: [
        ...[...new Set([...this.heads.keys(), ...this.newRevisions.map((one) => one.submission)])].map((id) => {
          const before = this.known.heads.get(id)
          return { kind: 'submission' as const, register: '', id, revision: this.topRevision(id), state: before?.state ?? '' }
        }),
        ...[...this.moved.keys()].map((key) => {
          const [register, id] = split(key)
          return { kind: 'entry' as const, register, id, revision: this.known.entries.get(key)?.revision ?? 0, state: '' }
        }),
      ],
      heads: [...this.heads.values()],
      revisions: this.newRevisions,
      states: this.states,
      changes: [...this.moved].flatMap(([key, own]) => {
        const [register, entry] = split(key)
        return [...own.values()].map((change) => ({ ...change, register, entry }))
      }),
      entries,
      tallies: merged(tallies),
      audit: this.audit,
    }
  }

  // The number of revisions known before: a conflict leaves the head as it was, but not this.
  private topRevision(id: string): number {
    return (this.known.revisions.get(id) ?? []).reduce((most, one) => Math.max(most, one.revision), 0)
  }

  private projected(key: string, clock: Clock): EntryRow {
    const [register, id] = split(key)
    const known: KnownEntry | undefined = this.known.entries.get(key)
    const received = project(this.laid(key, 'received'))
    const approved = project(this.laid(key, 'approved'))
    const shown = received ?? approved
    const adds = (data: EntryData | undefined) =>
      data === undefined ? {} : entryAdds(register, { id, ...data }, this.indicators.get(register) ?? [], clock)
    return {
      register,
      id,
      label: shown?.label ?? known?.label ?? '',
      fold: fold(shown?.label ?? known?.label ?? ''),
      unit: shown?.unit ?? known?.unit ?? '',
      received,
      approved,
      addsReceived: adds(received),
      addsApproved: adds(approved),
      revision: (known?.revision ?? 0) + 1,
    }
  }

  private laid(key: string, view: 'received' | 'approved'): { day: string; at: number; submission: string; data: EntryData }[] {
    const own = this.moved.get(key)
    const rest = (this.known.entries.get(key)?.changes ?? []).filter((change) => own === undefined || !own.has(change.submission))
    return [...rest, ...(own?.values() ?? [])].flatMap(({ day, at, submission, [view]: data }) => (data === undefined ? [] : [{ day, at, submission, data }]))
  }
}

function split(key: string): [register: string, id: string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}
