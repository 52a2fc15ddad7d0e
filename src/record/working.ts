// The state of the records while a decision is being made: what was known, and over it what earlier ones of the same array did.
// Collects the writes: heads, changes, projections and the sums that move with them.
import type { Entry } from '../form/world.ts'
import type { Adds, Audited, Difference, EntryChange, EntryRow, Head, InViews, KnownState, NewRevision, Projection, Restated, RevisionHead, Reviewed, Said, View, Writes } from './decision.ts'
import { fold } from './fold.ts'
import { heapMoves } from './heap.ts'
import { project } from './register.ts'
import type { State } from './submission.ts'
import { differences, entryAdds, merged } from './tally.ts'
import type { RegisterIndicator } from './tally.ts'
import { addsLess, isListed } from './withheld.ts'

export const views: readonly View[] = ['received', 'approved']
const none: InViews<Adds> = { received: {}, approved: {} }

export class Working {
  readonly known: KnownState
  private readonly indicators: ReadonlyMap<string, readonly RegisterIndicator[]>
  private heads = new Map<string, Head>()
  private readonly made: NewRevision[] = []
  private restated = new Map<string, Restated>() // id/revision
  private moved = new Map<string, Map<string, Said>>() // register/entry → submission → what it says
  private readonly erased = new Map<string, readonly string[]>() // register/entry → columns
  private readonly audit: Audited[] = []

  constructor(known: KnownState, indicators: ReadonlyMap<string, readonly RegisterIndicator[]>) {
    this.known = known
    this.indicators = indicators
  }

  head(id: string): Head | undefined {
    return this.heads.get(id) ?? this.known.heads.get(id)
  }

  revisions(id: string): readonly RevisionHead[] {
    return [...(this.known.revisions.get(id) ?? []), ...this.made.filter((one) => one.submission === id)].map((one) => {
      const now = this.restated.get(`${id}/${one.revision}`)
      return now === undefined ? one : { ...one, state: now.state, reviewer: now.review?.by ?? one.reviewer }
    })
  }

  put(head: Head): void {
    this.heads.set(head.id, head)
  }

  revise(revision: NewRevision): void {
    this.made.push(revision)
  }

  restate(submission: string, revision: number, state: State, review?: Reviewed, found?: Restated['found']): void {
    const key = `${submission}/${revision}`
    const had = this.restated.get(key)
    this.restated.set(key, { submission, revision, state, review: review ?? had?.review, found: found ?? had?.found })
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
    // Never the same map twice: what stood before (`attempt`) is left as it was.
    this.moved.set(key, new Map(this.moved.get(key)).set(said.submission, said))
  }

  /** From now on these columns of the entry are withheld, where nobody says them anew. */
  erase(register: string, entry: string, columns: readonly string[]): void {
    const key = `${register}/${entry}`
    this.erased.set(key, [...new Set([...(this.erased.get(key) ?? this.known.entries.get(key)?.erased ?? []), ...columns])].sort())
  }

  /** Does something, and undoes it when what it moves in the sums may not be: gives what `refuses` said of it. */
  attempt<Why>(work: () => void, refuses: (moves: readonly Difference[]) => Why | undefined): Why | undefined {
    const [heads, restated, moved, audit] = [new Map(this.heads), new Map(this.restated), new Map(this.moved), this.audit.length]
    work()
    const touched = [...this.moved.keys()].filter((key) => this.moved.get(key) !== moved.get(key))
    const moves = views.flatMap((view) => [
      ...[...this.heads.values()].flatMap((head) => (head === heads.get(head.id) ? [] : differences(((heads.get(head.id) ?? this.known.heads.get(head.id))?.adds ?? none)[view], head.adds[view], view))),
      ...touched.flatMap((key) => differences((moved.has(key) ? this.projected(key, moved) : (this.known.entries.get(key) ?? { adds: none })).adds[view], this.projected(key).adds[view], view)),
    ])
    const why = refuses(merged(moves))
    if (why === undefined) return undefined
    this.heads = heads
    this.restated = restated
    this.moved = moved
    this.audit.length = audit
    return why
  }

  /** Everything to write. */
  writes(): Writes {
    const entries = [...this.moved.keys()].map((key) => this.projected(key))
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
      // What was decided on as it came is written as it is decided.
      revisions: this.made.map((one) => {
        const now = this.restated.get(`${one.submission}/${one.revision}`)
        return now === undefined ? one : { ...one, state: now.state, reviewer: now.review?.by ?? one.reviewer, reviewed_at: now.review?.at }
      }),
      states: [...this.restated.values()].filter(({ submission, revision }) => !this.made.some((one) => one.submission === submission && one.revision === revision)),
      said: [...this.moved].flatMap(([key, own]) => {
        const [register, entry] = split(key)
        return [...own.values()].map((one) => ({ ...one, register, entry }))
      }),
      entries,
      tallies: merged([...tallies, ...[...this.heads.values()].flatMap((head) => heapMoves(this.known.heads.get(head.id), head))]),
      audit: this.audit,
    }
  }

  private projected(key: string, moved = this.moved): EntryRow {
    const [register, id] = split(key)
    const known = this.known.entries.get(key)
    const received = project(this.laid(key, 'received', moved))
    const approved = project(this.laid(key, 'approved', moved))
    const shown = received ?? approved
    const indicators = this.indicators.get(register) ?? []
    const label = shown?.label ?? ''
    const erased = this.erased.get(key) ?? known?.erased
    const adds = (view: View, entry: Projection | null): Adds => {
      if (entry === null) return {}
      return known === undefined || erased === undefined ? entryAdds(register, id, entry, indicators) : addsLess(register, id, entry, indicators, view, { shown: known, adds: known.adds, erased })
    }
    return {
      register,
      id,
      label,
      fold: fold(label),
      unit: shown?.unit ?? '',
      received,
      approved,
      adds: { received: adds('received', received), approved: adds('approved', approved) },
      revision: (known?.revision ?? 0) + 1,
      erased,
      left: known !== undefined && known.received !== null && isListed(known.received, known.erased) && !(known.received.unit === received?.unit && isListed(received, erased)) ? known.received.unit : undefined,
    }
  }

  private laid(key: string, view: View, moved = this.moved): readonly EntryChange[] {
    const own = moved.get(key)
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
