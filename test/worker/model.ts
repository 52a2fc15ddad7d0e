// The records as a child would keep them: a list in memory, counted from the answers each time. Shares no code with record/ or store/,
// and knows the two forms of desk.ts by heart. What the property test compares the database with.
export type ModelState = 'received' | 'approved' | 'returned' | 'rejected' | 'refused' | 'conflict' | 'superseded' | 'withdrawn'

export interface RoadAnswers {
  readonly village: string
  readonly seen_on: string
  readonly road_name: string
  readonly length_m: number
  readonly exactness?: string
  readonly surface?: readonly string[]
  readonly main_surface?: string
}
export interface WorkAnswers {
  readonly road_ref: string
  readonly done_on: string
  readonly rise?: number
  readonly opens?: 'yes' | 'no'
  readonly hand?: readonly { readonly sex?: string; readonly days?: number }[]
}
export interface Sent {
  readonly id: string
  readonly form: 'road' | 'work'
  readonly base: number
  readonly hash: string
  readonly at: number
  readonly author: string
  /** Entries that the phone says it knew. */
  readonly knew: readonly string[]
  readonly answers: RoadAnswers | WorkAnswers
}
interface Revision extends Sent {
  readonly number: number
  state: ModelState
  /** Where it counted when it came: a work's unit is its road's at that moment. */
  unit: string
}
interface Record_ {
  readonly id: string
  readonly form: 'road' | 'work'
  readonly author: string
  readonly revisions: Revision[]
  current: number
  received: number
  approved: number
  /** The phone's clock of the first revision that was kept, since the record last counted nowhere: what was taken back and sent anew is said anew. */
  firstAt: number | undefined
}

export class Model {
  readonly records = new Map<string, Record_>()

  receive(sent: Sent): ModelState | 'had_it' | 'kept' {
    let record = this.records.get(sent.id)
    const twin = record?.revisions.find((one) => one.hash === sent.hash && one.base === sent.base)
    if (twin !== undefined) return twin.state === 'conflict' || twin.state === 'refused' ? twin.state : 'had_it'
    if (record !== undefined && (record.form !== sent.form || record.author !== sent.author || record.current !== sent.base)) {
      record.revisions.push({ ...sent, number: record.revisions.length + 1, state: 'conflict', unit: '' })
      return 'conflict'
    }
    record ??= { id: sent.id, form: sent.form, author: sent.author, revisions: [], current: 0, received: 0, approved: 0, firstAt: undefined }
    this.records.set(sent.id, record)
    const good = this.isGood(sent)
    const unit = sent.form === 'road' ? (sent.answers as RoadAnswers).village : (this.roads('received').get((sent.answers as WorkAnswers).road_ref)?.unit ?? '')
    const revision: Revision = { ...sent, number: record.revisions.length + 1, state: good ? 'received' : 'refused', unit }
    record.revisions.push(revision)
    record.current = revision.number
    if (!good) return 'refused'
    record.received = revision.number
    record.firstAt ??= sent.at
    return 'kept'
  }

  review(id: string, state: 'approved' | 'returned' | 'rejected'): boolean {
    const record = this.records.get(id)
    const current = record?.revisions[record.current - 1]
    const target = record?.revisions[(record.received || (current?.state === 'refused' && state === 'rejected' ? record.current : 0)) - 1]
    if (record === undefined || target === undefined) return false
    if (target.state === state && state !== 'returned') return false
    target.state = state
    const other = record.approved !== 0 && record.approved !== target.number ? record.revisions[record.approved - 1] : undefined
    if (state === 'approved') {
      if (other !== undefined) other.state = 'superseded'
      record.approved = target.number
    } else if (state === 'returned') {
      if (other === undefined) record.approved = 0
    } else {
      record.received = other?.number ?? 0
      record.approved = other?.number ?? 0
      if (other === undefined) record.firstAt = undefined
    }
    return true
  }

  withdraw(id: string, base: number, author: string): 'withdrawn' | 'had_it' | 'not_found' | 'approved_already' | 'base_moved' {
    const record = this.records.get(id)
    if (record === undefined || record.author !== author) return 'not_found'
    const current = record.revisions[record.current - 1]
    if (current?.state === 'withdrawn' && base === record.current) return 'had_it'
    if (record.approved !== 0) return 'approved_already'
    if (base !== record.current || current === undefined) return 'base_moved'
    current.state = 'withdrawn'
    record.received = 0
    record.firstAt = undefined
    return 'withdrawn'
  }

  private isGood({ form, answers, knew }: Sent): boolean {
    if (form === 'road') return (answers as RoadAnswers).length_m >= 0
    const work = answers as WorkAnswers
    if ((work.rise ?? 0) < 0 || (work.hand ?? []).some(({ days }) => days !== undefined && (days < 0 || days > 31))) return false
    return this.roads('received').has(work.road_ref) || knew.includes(work.road_ref)
  }

  /** Revisions that count in a view. */
  private counting(view: 'received' | 'approved'): { revision: Revision; record: Record_ }[] {
    return [...this.records.values()].flatMap((record) => {
      const revision = record.revisions[record[view] - 1]
      return revision === undefined ? [] : [{ revision, record }]
    })
  }

  /** The register of roads in a view. */
  roads(view: 'received' | 'approved', only?: string): Map<string, { unit: string; label: string; length_m: number; surface: string; open: number; opened_on: string; rise: number | undefined }> {
    const roads = new Map<string, { unit: string; label: string; length_m: number; surface: string; open: number; opened_on: string; rise: number | undefined }>()
    const all = this.counting(view)
    for (const { revision } of all) {
      if (revision.form !== 'road' || (only !== undefined && revision.id !== only)) continue
      const { village, road_name, length_m, main_surface } = revision.answers as RoadAnswers
      roads.set(revision.id, { unit: village, label: road_name, length_m, surface: main_surface ?? '', open: 0, opened_on: '', rise: undefined })
    }
    const works = all
      .filter(({ revision }) => revision.form === 'work')
      .map(({ revision, record }) => ({ id: revision.id, answers: revision.answers as WorkAnswers, at: record.firstAt ?? 0 }))
      .sort((a, b) => (a.answers.done_on < b.answers.done_on ? -1 : a.answers.done_on > b.answers.done_on ? 1 : a.at - b.at || (a.id < b.id ? -1 : 1)))
    for (const { answers } of works) {
      const road = roads.get(answers.road_ref)
      if (road === undefined) continue
      if (answers.opens === 'yes') Object.assign(road, { open: 1, opened_on: answers.done_on })
      if (answers.opens === 'no') road.open = 0
      if (answers.rise !== undefined) road.rise = answers.rise
    }
    return roads
  }

  /** Every sum, named as Desk.sums names them. */
  sums(): Record<string, number> {
    const sums: Record<string, number> = {}
    const add = (indicator: string, view: string, group: string, unit: string, period: string, amount: number): void => {
      const key = `${indicator} ${view} ${group} ${unit} ${period}`
      sums[key] = (sums[key] ?? 0) + amount
      if (sums[key] === 0) delete sums[key]
    }
    for (const view of ['received', 'approved'] as const) {
      for (const { revision } of this.counting(view)) {
        const { unit } = revision
        if (revision.form === 'road') {
          const { seen_on, length_m, exactness, surface, main_surface } = revision.answers as RoadAnswers
          const month = seen_on.slice(0, 7)
          add('road.seen', view, '=', unit, month, 1)
          for (const one of surface ?? []) add('road.seen', view, `surface=${one}`, unit, month, 1)
          if (exactness !== undefined && main_surface !== undefined) add('road.seen', view, `exactness*main_surface=${exactness}*${main_surface}`, unit, month, 1)
          add('road.metres', view, '=', unit, seen_on, length_m)
          if (exactness === 'guess') add('road.metres~', view, '=', unit, seen_on, length_m)
          if (length_m > 100) {
            add('road.mean', view, '=', unit, month, length_m)
            add('road.mean#', view, '=', unit, month, 1)
          }
        } else {
          const { done_on, hand, road_ref } = revision.answers as WorkAnswers
          const month = done_on.slice(0, 7)
          add('work.visits', view, '=', unit, month, 1)
          for (const { sex, days = 0 } of hand ?? []) {
            add('work.days', view, '=', unit, month, days)
            add('work.days', view, `road_ref=${road_ref}`, unit, month, days)
            if (sex !== undefined) add('work.days', view, `sex=${sex}`, unit, month, days)
            if (days > 0) add('work.hands', view, '=', unit, month, 1)
          }
        }
      }
      for (const [id, road] of this.roads(view)) {
        add('road.stock', view, '=', road.unit, '', 1)
        if (road.surface !== '') add('road.stock', view, `surface=${road.surface}`, road.unit, '', 1)
        if (road.open > 0) add('road.stock_m', view, '=', road.unit, '', road.length_m)
        if (road.open > 0) add('road.opened', view, '=', road.unit, road.opened_on.slice(0, 7), 1)
        if (road.open > 0) add('road.opened', view, `roads=${id}`, road.unit, road.opened_on.slice(0, 7), 1)
      }
    }
    return sums
  }
}
