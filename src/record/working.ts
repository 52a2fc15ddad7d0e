// The state of the records while a decision is being made: what was known, and over it what earlier ones of the same array did.
// Collects the writes: heads, changes, projections and the sums that move with them.
import type { Entry } from '../form/world.ts'
import type { Adds, Audited, EntryChange, EntryRow, Head, InViews, KnownState, NewRevision, Restated, RevisionHead, Reviewed, Said, View, Writes } from './decision.ts'
import { fold } from './fold.ts'
import { heapMoves } from './heap.ts'
import { project } from './register.ts'
import type { State } from './submission.ts'
import { differences, entryAdds, merged } from './tally.ts'
import type { RegisterIndicator } from './tally.ts'

export const views: readonly View[] = ['received', 'approved']

export class Working {
  readonly known: KnownState
  private readonly indicators: ReadonlyMap<string, readonly RegisterIndicator[]>
  private readonly heads = new Map<string, Head>()
  private readonly made: NewRevision[] = []
  private readonly restated = new Map<string, Restated>() // id/revision
  private readonly moved = new Map<string, Map<string, Said>>() // register/entry → submission → what it says
  private readonly audit: Audited[] = []

  constructor(known: KnownState, indicators: ReadonlyMap<string, readonly RegisterIndicator[]>) {
    this.known = known
    this.indicators = indicators
  }

  head(id: string): Head | undefined {
    return this.heads.get(id) ?? this.known.heads.get(id)
  }

  revisions(id: string): readonly RevisionHead[] {
    return [...(this.known.revisions.get(id) ?? []), ...this.made.filter((one) => one.submission === id)].map((one) => ({
      ...one,
      state: this.restated.get(`${id}/${one.revision}`)?.state ?? one.state,
    }))
  }

  put(head: Head): void {
    this.heads.set(head.id, head)
  }

  revise(revision: NewRevision): void {
    this.made.push(revision)
  }

  restate(submission: string, revision: number, state: State, review?: Reviewed): void {
    const key = `${submission}/${revision}`
    this.restated.set(key, { submission, revision, state, review: review ?? this.restated.get(key)?.review })
  }

  note(line: Audited): void {
    this.audit.push(line)
  }

  /** Whether an entry was looked up, and was there. */
  lookedUp(register: string, id: string): 'there' | 'absent' | 'unread' {
    const key = `${register}/${id}`
    const known = this.known.entries.get(key)
    if (this.moved.has(key) || (known !== undefined && known.stamp > 0)) return 'there'
    return known === undefined ? 'unread' : 'absent'
  }

  /** An entry as questions see it: as received, what this array did so far included. */
  entry(register: string, id: string): Entry | undefined {
    const key = `${register}/${id}`
    const known = this.known.entries.get(key)
    const isMoved = this.moved.has(key)
    const now = isMoved ? project(this.laid(key, 'received')) : (known?.received ?? null)
    return now === null ? undefined : { id, label: now.label, unit: now.unit, revision: (known?.revision ?? 0) + (isMoved ? 1 : 0), columns: now.columns }
  }

  /** What a submission says of an entry now. */
  said(register: string, entry: string, submission: string): InViews<EntryChange | null> {
    const key = `${register}/${entry}`
    const found = this.moved.get(key)?.get(submission) ?? this.known.entries.get(key)?.said.find((one) => one.submission === submission)
    return found ?? { received: null, approved: null }
  }

  /** From now on the submission says this of the entry. */
  say(register: string, entry: string, said: Said): void {
    const key = `${register}/${entry}`
    const own = this.moved.get(key) ?? new Map<string, Said>()
    own.set(said.submission, said)
    this.moved.set(key, own)
  }

  /** Everything to write. */
  writes(): Writes {
    const entries = [...this.moved.keys()].map((key) => this.projected(key))
    const none: InViews<Adds> = { received: {}, approved: {} }
    const tallies = views.flatMap((view) => [
      ...[...this.heads.values()].flatMap((head) => differences((this.known.heads.get(head.id)?.adds ?? none)[view], head.adds[view], view)),
      ...entries.flatMap((row) => differences((this.known.entries.get(`${row.register}/${row.id}`)?.adds ?? none)[view], row.adds[view], view)),
    ])
    return {
      guard: {
        epoch: this.known.epoch,
        submissions: [...this.heads.keys()].map((id) => [id, this.known.heads.get(id)?.stamp ?? 0] as const),
        // Those that were only looked at, too: the decision rests on them.
        entries: [...new Set([...this.known.entries.keys(), ...this.moved.keys()])].map((key) => {
          const [register, id] = split(key)
          return [register, id, this.known.entries.get(key)?.stamp ?? 0] as const
        }),
      },
      heads: [...this.heads.values()],
      revisions: this.made.map((one) => ({ ...one, state: this.restated.get(`${one.submission}/${one.revision}`)?.state ?? one.state })),
      states: [...this.restated.values()],
      said: [...this.moved].flatMap(([key, own]) => {
        const [register, entry] = split(key)
        return [...own.values()].map((one) => ({ ...one, register, entry }))
      }),
      entries,
      tallies: merged([...tallies, ...[...this.heads.values()].flatMap((head) => heapMoves(this.known.heads.get(head.id), head))]),
      audit: this.audit,
    }
  }

  private projected(key: string): EntryRow {
    const [register, id] = split(key)
    const known = this.known.entries.get(key)
    const received = project(this.laid(key, 'received'))
    const approved = project(this.laid(key, 'approved'))
    const shown = received ?? approved
    const indicators = this.indicators.get(register) ?? []
    const label = shown?.label ?? ''
    return {
      register,
      id,
      label,
      fold: fold(label),
      unit: shown?.unit ?? '',
      received,
      approved,
      adds: {
        received: received === null ? {} : entryAdds(register, id, received, indicators),
        approved: approved === null ? {} : entryAdds(register, id, approved, indicators),
      },
      revision: (known?.revision ?? 0) + 1,
      left: known !== undefined && known.received !== null && known.received.unit !== received?.unit ? known.received.unit : undefined,
    }
  }

  private laid(key: string, view: View): readonly EntryChange[] {
    const own = this.moved.get(key)
    const rest = (this.known.entries.get(key)?.said ?? []).filter((one) => own === undefined || !own.has(one.submission))
    // By submission where day and clock are the same, so that the order of arrival decides nothing.
    return [...rest, ...(own?.values() ?? [])]
      .sort((a, b) => (a.submission < b.submission ? -1 : 1))
      .flatMap((one) => (one[view] === null ? [] : [one[view] as EntryChange]))
  }
}

function split(key: string): [register: string, id: string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}
