// A server for the phone's tests: the plainest model of what docs/api.md promises, in memory, with a net that can be cut, and faults at will.
import { createHash } from 'node:crypto'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly secret: string
  readonly headers: Headers
  readonly text: string
  readonly bytes: Uint8Array
}

interface Revision {
  readonly hash: string
  readonly base: number
  readonly author: string
  state: string
  readonly body: Record<string, unknown>
}

interface Record_ {
  readonly author: string
  revisions: Revision[]
  head: number
  state: string
  receipt: string
  stamp: number
  comment: string | null
  media: Map<string, { received: Uint8Array; isKept: boolean }>
}

/** What happens to a request: `lost` before it arrives, `dropped` when its answer is lost, or another answer altogether. */
export type Fault = 'lost' | 'dropped' | Response | undefined

export class FakeServer {
  records = new Map<string, Record_>()
  readonly tokens = new Map<string, { person: string; ended?: string }>([['phieu_mai', { person: 'mai' }], ['phieu_sau', { person: 'sau' }]])
  readonly log: Asked[] = []
  /** Bytes of files that came, sent twice included. */
  bytes = 0
  stamp = 0
  restored = 0
  units = { revision: 1, units: [] as object[] }
  registers = new Map<string, { rows: { id: string; label: string; unit: string; revision: number; columns: object; changed: number }[]; gone: { id: string; stamp: number }[] }>()
  forms: { id: string; version: number; hash: string; state: string; title: object }[] = []
  unit: string | null = 'u1'
  now = 1_800_000_000_000
  pageRows = 1000
  fault: (asked: Asked) => Fault | Promise<Fault> = () => undefined

  /** What stands, id → hashes of its revisions: what the phone's own book is compared with. */
  held(): Map<string, string[]> {
    return new Map([...this.records].map(([id, record]) => [id, record.revisions.map(({ hash }) => hash)]))
  }

  copy(): () => void {
    const [records, stamp] = [structuredClone(this.records), this.stamp]
    return () => {
      this.records = structuredClone(records)
      this.stamp = stamp
      this.restored++
    }
  }

  review(id: string, state: string, comment: string | null = null): void {
    const record = this.records.get(id)
    if (record === undefined) throw new Error(`no record ${id}`)
    record.state = state
    record.comment = comment
    record.stamp = ++this.stamp
  }

  readonly send: typeof fetch = async (input, init) => {
    const url = new URL(String(input), 'https://phieu.example')
    const body = init?.body
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body instanceof ArrayBuffer ? new Uint8Array(body) : new Uint8Array()
    const headers = new Headers(init?.headers)
    const asked: Asked = {
      method: init?.method ?? 'GET', path: url.pathname, query: url.searchParams, secret: (headers.get('authorization') ?? '').replace('Bearer ', ''), headers,
      text: typeof body === 'string' ? body : '', bytes,
    }
    this.log.push(asked)
    const fault = await this.fault(asked)
    if (fault === 'lost') throw new TypeError('Failed to fetch')
    if (fault instanceof Response) return fault
    const answer = this.answer(asked)
    if (fault === 'dropped') throw new TypeError('Failed to fetch')
    return answer
  }

  private answer(asked: Asked): Response {
    const token = this.tokens.get(asked.secret)
    if (token === undefined || token.ended !== undefined) return problem(401, token?.ended ?? 'token_unknown')
    const { person } = token
    const [, , place, id = '', what, name = ''] = asked.path.split('/').map(decodeURIComponent)
    if (asked.path === '/api/submissions' && asked.method === 'POST') {
      const given = JSON.parse(asked.text) as Record<string, unknown>[]
      return json(200, given.map((one) => this.receive(person, one)))
    }
    if (place === 'submissions' && what === 'withdraw') return this.withdraw(person, id, JSON.parse(asked.text) as { base: number })
    if (place === 'submissions' && what === 'media') return this.media(person, id, name, asked)
    if (place === 'submissions' && asked.method === 'GET') {
      const record = this.records.get(id)
      return record === undefined ? problem(404, 'not_found') : json(200, { id, revisions: record.revisions.map(({ body, hash, state, base }, i) => ({ revision: i + 1, hash, state, base, submission: { ...body, sha256: undefined } })) })
    }
    if (asked.path === '/api/phone') {
      return json(200, {
        me: { person, name: person, role: 'officer', unit: this.unit, forms: null, device: 'd1', token: `t-${person}` }, restored: this.restored, stamp: this.stamp, now: this.now, keep_days: 30,
        units_revision: this.units.revision, receipt_key: null, forms: this.forms, registers: [...this.registers.keys()],
      })
    }
    if (asked.path === '/api/sent') return this.sent(person, Number(asked.query.get('since') ?? 0))
    if (place === 'forms') {
      const form = this.forms.find((one) => one.id === id && one.version === Number(asked.query.get('version')))
      return form === undefined ? problem(404, 'not_found') : json(200, { ...form, form: { id, title: form.title } })
    }
    if (place === 'units') return json(200, { ...this.units, whole: !asked.query.has('since') })
    if (place === 'registers') return this.register(id, asked.query)
    return problem(404, 'not_found')
  }

  private receive(author: string, body: Record<string, unknown>): object {
    const [id, hash, base] = [String(body.id), String(body.sha256), Number(body.base ?? 0)]
    if (body.malformed === true) return { id, status: 'refused', revision: 0, hash: '', receipt: '', problems: [{ code: 'malformed', at: '' }] }
    const record = this.records.get(id)
    const told = (status: string, revision: number): object => ({ id, status, revision, hash, receipt: record?.receipt ?? this.records.get(id)?.receipt ?? '', signature: 's', problems: status === 'refused' ? [{ code: 'required', at: 'a' }] : [] })
    const twin = record?.revisions.findIndex((one) => one.hash === hash) ?? -1
    if (record !== undefined && twin >= 0) {
      const { state } = record.revisions[twin] as Revision
      return told(state === 'conflict' || state === 'refused' ? state : 'had_it', twin + 1)
    }
    const state = body.bad === true ? 'refused' : 'received'
    if (record === undefined) {
      this.records.set(id, { author, revisions: [{ hash, base, author, state, body }], head: 1, state, receipt: `${this.records.size + 1}-00`, stamp: ++this.stamp, comment: null, media: new Map() })
      return told(state === 'refused' ? 'refused' : 'kept', 1)
    }
    const isConflict = base !== record.head || record.author !== author
    record.revisions.push({ hash, base, author, state: isConflict ? 'conflict' : state, body })
    record.stamp = ++this.stamp
    if (isConflict) return told('conflict', record.revisions.length)
    record.head = record.revisions.length
    record.state = state
    record.comment = null
    return told(state === 'refused' ? 'refused' : 'kept', record.head)
  }

  private withdraw(author: string, id: string, { base }: { base: number }): Response {
    const record = this.records.get(id)
    if (record === undefined || record.author !== author) return problem(404, 'not_found')
    const told = (status: string): Response => json(200, { id, status, revision: record.head, receipt: record.receipt })
    if (record.state === 'withdrawn') return told('had_it')
    if (record.state === 'approved') return problem(409, 'approved_already')
    if (base !== record.head) return problem(409, 'base_moved', { revision: record.head })
    record.state = 'withdrawn'
    record.stamp = ++this.stamp
    return told('withdrawn')
  }

  private media(author: string, id: string, name: string, { headers, bytes, query }: Asked): Response {
    const record = this.records.get(id)
    const listed = record?.revisions.flatMap((one) => (one.body.media ?? []) as { name: string; sha256: string; bytes: number }[]).find((one) => one.name === name && one.sha256 === query.get('sha256'))
    if (record === undefined || record.author !== author || listed === undefined) return problem(404, 'not_found')
    this.bytes += bytes.length
    const { sha256, bytes: of } = listed
    const media = record.media.get(name) ?? { received: new Uint8Array(), isKept: false }
    record.media.set(name, media)
    if (media.isKept) return json(200, { name, received: of, of, sha256 })
    const from = Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1])
    if (from > media.received.length) return problem(409, 'media_gap', { received: media.received.length, of })
    const rest = bytes.subarray(media.received.length - from)
    media.received = new Uint8Array(Buffer.concat([media.received, rest]))
    if (media.received.length < of) return json(202, { name, received: media.received.length, of })
    if (createHash('sha256').update(media.received).digest('hex') !== sha256) {
      media.received = new Uint8Array()
      return problem(422, 'hash_mismatch', { received: 0, of })
    }
    media.isKept = true
    record.stamp = ++this.stamp
    return json(201, { name, received: of, of, sha256 })
  }

  private sent(author: string, since: number): Response {
    const rows = [...this.records]
      .filter(([, record]) => record.author === author && record.stamp > (since > this.stamp ? 0 : since))
      .sort(([, one], [, other]) => one.stamp - other.stamp)
      .map(([id, record]) => {
        const { hash, body } = record.revisions[record.head - 1] as Revision
        const media = ((body.media ?? []) as { name: string; bytes: number }[]).map(({ name, bytes }) => ({ name, bytes, kept: record.media.get(name)?.isKept === true }))
        return { id, form: 'trial', version: 1, revision: record.head, state: record.state, hash, receipt: record.receipt, signature: 's', label: 'Hộ', comment: record.comment, question: null, problems: record.state === 'refused' ? [{ code: 'required', at: 'a' }] : [], media, stamp: record.stamp }
      })
    return json(200, { rows, stamp: rows.reduce((most, row) => Math.max(most, row.stamp), Math.min(since, this.stamp)), cursor: null })
  }

  private register(name: string, query: URLSearchParams): Response {
    const register = this.registers.get(name)
    if (register === undefined) return problem(404, 'not_found')
    const [since, at] = [query.get('since') === null ? undefined : Number(query.get('since')), Number(query.get('cursor') ?? 0)]
    const whole = since === undefined || since > this.stamp
    const rows = register.rows.filter(({ changed }) => whole || changed > since).sort((a, b) => (a.id < b.id ? -1 : 1))
    const gone = whole || at > 0 ? [] : register.gone.filter(({ stamp }) => stamp > since).map(({ id }) => id)
    const next = at + this.pageRows < rows.length ? String(at + this.pageRows) : null
    return json(200, { register: name, rows: rows.slice(at, at + this.pageRows), gone, whole, stamp: this.stamp, masked: [], cursor: next })
  }
}

export function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8' } })
}

export function problem(status: number, code: string, more: object = {}): Response {
  return new Response(JSON.stringify({ type: `urn:phieu:problem:${code}`, status, code, ...more }), { status, headers: { 'content-type': 'application/problem+json' } })
}
