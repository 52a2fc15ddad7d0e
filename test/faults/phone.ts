// An officer's phone in Node: the real shelf (over an IndexedDB in memory), sealing, sending and hearing of src/phone, and a clock of its own. It can be
// crashed at any await, and begun again on what lay on its shelf. Beside it a book of what the officer was told, which no crash touches.
import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { open } from '../../src/form/filling.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import { newSecret, sha256Hex } from '../../src/phone/digest.ts'
import { newId } from '../../src/phone/id.ts'
import { correction, mayCorrect, sealDraft, withdraw } from '../../src/phone/seal.ts'
import { newsKey } from '../../src/phone/shapes.ts'
import type { Account, Draft, Kept, News, Part } from '../../src/phone/shapes.ts'
import { openShelf } from '../../src/phone/shelf.ts'
import { whole as wholeShelf } from '../../src/phone/whole.ts'
import type { Whole } from '../../src/phone/whole.ts'
import { drain, keepSending } from '../../src/phone/sync.ts'
import type { Drained, Sender } from '../../src/phone/sync.ts'
import { patient } from '../../src/phone/wire.ts'
import type { Given } from '../../src/phone/wire.ts'
import { loadWorld } from '../../src/phone/world.ts'
import { between, chance, whole } from './chance.ts'
import { workAnswers } from './district.ts'
import type { Enrol } from './server.ts'

export interface Wanted {
  readonly name: string
  readonly unit: string
  /** Where it sends to. */
  readonly line: string
  readonly seed: string | number
  /** How many times faster its time runs when it waits. */
  readonly pace?: number
  /** What its clock shows. */
  now?(): number
  /** How it waits, where time is not the real one. */
  wait?(ms: number): Promise<void>
  /** How it sends, where that is not `fetch`. */
  readonly send?: typeof fetch
  readonly online?: () => boolean
}

/** A revision as the officer was told that it is kept on the phone. */
export interface Noted {
  readonly id: string
  readonly base: number
  readonly sha256: string
}

export interface Acknowledged {
  readonly id: string
  readonly sha256: string
  readonly revision: number
  readonly receipt: string
  readonly state: string
}

export interface Phone {
  readonly name: string
  /** By hash: sealed, and told so. */
  readonly made: Map<string, Noted>
  /** By hash: the phone was told by the server that it has this. Never forgotten here. */
  readonly acknowledged: Map<string, Acknowledged>
  /** Ids of records whose withdrawal was acknowledged. */
  readonly withdrawn: Set<string>
  readonly waits: number[]
  crashes: number
  /** Whether the shelf is at work just now. */
  isAtWork(): boolean
  account(): Promise<Account>
  shelf(): Whole
  records(): Promise<readonly Kept[]>
  /** Fills one in and seals it. */
  fill(answers: Answers, more?: { form?: 'work' | 'album'; photos?: Readonly<Record<string, Uint8Array<ArrayBuffer>>> }): Promise<string>
  /** Seals what was left unfinished when the browser was killed; whether there was any. */
  finish(): Promise<boolean>
  /** What an officer does next: a new record most of the time, sometimes a correction or a withdrawal. */
  act(isPlain?: boolean): Promise<void>
  drain(): Promise<Drained>
  /** Goes on sending until it is crashed or switched off. */
  begin(): void
  wake(): void
  /** The browser is killed: nothing of it goes on, what was in the air is cut off. It is opened again at once. */
  crash(): Promise<void>
  /** Everything is on the server, and the phone knows it. */
  isDone(): Promise<boolean>
  off(): void
}

interface Life {
  isOver: boolean
  readonly shelf: Whole
  readonly control: AbortController
  readonly given: Given
  sender: Sender | undefined
  readonly forms: Map<string, Form>
}

const never = new Promise<never>(() => undefined)
let phones = 0

export async function newPhone(enrol: Enrol, wanted: Wanted): Promise<Phone> {
  const { name, unit, pace = 1 } = wanted
  const database = `phone ${++phones} ${name}`
  const draw = chance('phone', wanted.seed, name)
  const made = new Map<string, Noted>()
  const acknowledged = new Map<string, Acknowledged>()
  const withdrawn = new Set<string>()
  const waits: number[] = []
  const now = wanted.now ?? Date.now
  let filled = 0
  let life: Life
  let atWork = 0

  /** As long as this life lasts; what comes after its end is never seen by anybody. */
  const mortal = async <T>(mine: Life, work: () => Promise<T>): Promise<T> => {
    if (mine.isOver) return never
    const result = await work().catch((error: unknown) => (mine.isOver ? never : Promise.reject(error)))
    return mine.isOver ? never : result
  }

  const counted = async <T>(work: () => T): Promise<Awaited<T>> => {
    atWork++
    try {
      return await work()
    } finally {
      atWork--
    }
  }

  const live = async (): Promise<Life> => {
    const real = wholeShelf(await openShelf(database))
    const control = new AbortController()
    const shelf = { ...real } as Record<string, unknown>
    const mine = { isOver: false, shelf: shelf as unknown as Whole, control, sender: undefined, forms: new Map() } as unknown as Life
    for (const [member, value] of Object.entries(real)) if (typeof value === 'function' && member !== 'lost') shelf[member] = (...args: never[]) => mortal(mine, () => counted(() => (value as (...args: never[]) => unknown)(...args)))
    mine.shelf.changeRecords = (numbers, change) =>
      mortal(mine, () =>
        counted(async () => {
          const changed = await real.changeRecords(numbers, change)
          changed.forEach(note)
          return changed
        }),
      )
    const onLine: typeof fetch = (input, init) =>
      fetch(wanted.line + String(input), { ...init, headers: { ...(init?.headers as Record<string, string>), 'x-phone': encodeURIComponent(name) } })
    const send = wanted.send ?? onLine
    const given: Given = {
      shelf: mine.shelf,
      send: patient(
        (input, init) => mortal(mine, () => send(input, { ...init, signal: AbortSignal.any([control.signal, ...(init?.signal ? [init.signal] : [])]) })),
        pace === 1 ? 240_000 : 3_000,
      ),
      clock: {
        now,
        wait: (ms) =>
          mortal(mine, () => {
            waits.push(ms)
            return wanted.wait?.(ms) ?? new Promise((resolve) => setTimeout(resolve, ms / pace))
          }),
      },
      random: draw,
      ...(wanted.online === undefined ? {} : { online: wanted.online }),
    }
    return Object.assign(mine, { given })
  }

  const note = ({ kind, id, sha256, revision, receipt, state }: Kept): void => {
    if (state === 'waiting' || revision === 0) return
    if (kind === 'withdrawal') {
      if (state === 'withdrawn') withdrawn.add(id)
    } else acknowledged.set(sha256, { id, sha256, revision, receipt, state })
  }

  // What lies there, read from beside: it works while the phone is dead, too.
  const beside = wholeShelf(await openShelf(database))
  const account = async (): Promise<Account> => {
    const [first] = await beside.accounts()
    if (first === undefined) throw new Error(`${name} is not enrolled`)
    return first
  }

  const formOf = async (id: string, version: number): Promise<Form> => {
    const known = life.forms.get(id) ?? (await life.shelf.form(id, version))?.form
    if (known === undefined) throw new Error(`${name} has no form ${id}`)
    life.forms.set(id, known)
    return known
  }

  const seal = async (draft: Draft, answers: Answers): Promise<string> => {
    const { shelf } = life
    const me = await account()
    const form = await formOf(draft.form, draft.version)
    const clock = { at: now(), zone: 420 }
    const world = await loadWorld(shelf, me, form, { clock, seed: draft.seed, language: 'vi' })
    const n = await sealDraft(shelf, { account: me, draft, filling: open(form, world, answers), world, reasons: {}, clock })
    const sealed = await shelf.record(n)
    if (sealed === undefined) throw new Error(`${name} sealed ${draft.id}, and it is not there`)
    const { id, base, sha256 } = sealed
    // What was opened again before it left is written anew, also when the browser was killed in between.
    for (const one of made.values()) if (one.id === id && one.base === base && one.sha256 !== sha256 && !acknowledged.has(one.sha256)) made.delete(one.sha256)
    made.set(sha256, { id, base, sha256 })
    life.sender?.wake()
    return draft.id
  }

  const answersOf = (parts: readonly Part[]): Answers => Object.fromEntries(parts.flatMap(({ name: key, answer }) => (answer === undefined ? [] : [[key, answer]])))

  const phone: Phone = {
    name,
    made,
    acknowledged,
    withdrawn,
    waits,
    crashes: 0,
    isAtWork: () => atWork > 0,
    account,
    shelf: () => life.shelf,
    records: async () => beside.records((await account()).person),

    async fill(answers, { form = 'work', photos = {} } = {}) {
      const { person } = await account()
      const at = now()
      const media: Record<string, { sha256: string }> = {}
      for (const [file, body] of Object.entries(photos)) {
        const sha256 = createHash('sha256').update(body).digest('hex')
        await life.shelf.keepMedia({ sha256, type: 'image/jpeg', bytes: body.byteLength, body: body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) })
        media[file] = { sha256 }
      }
      const draft: Draft = { id: newId(at), author: person, form, version: 1, seed: whole(draw, 1e6), started_at: at, updated_at: at, label: '', screen: 0, media }
      await life.shelf.keepDraft(draft, Object.entries(answers).map(([key, answer]) => ({ draft: draft.id, name: key, answer })))
      return seal(draft, answers)
    },

    async finish() {
      const { person } = await account()
      const left = await life.shelf.drafts(person)
      for (const { id } of left) {
        const found = await life.shelf.draft(id)
        if (found !== undefined) await seal(found.draft, answersOf(found.parts))
      }
      return left.length > 0
    },

    async act(isPlain = false) {
      if (await phone.finish()) return
      const mine = life
      const kind = draw()
      const [which, days] = [draw(), whole(draw, 200)]
      const next = (): Promise<string> => phone.fill(workAnswers(draw, unit, ++filled))
      if (isPlain || kind < 0.85) return void (await next())
      const records = (await phone.records()).filter((one) => one.kind === 'submission')
      const chosen = records[Math.floor(which * records.length)]
      if (chosen === undefined) return void (await next())
      const all = await mine.shelf.recordsOf(chosen.id)
      const how = mayCorrect(all)
      if (how === 'never' || how === 'wait') return void (await next())
      if (kind > 0.96) {
        await withdraw(mine.shelf, await account(), chosen.id, { at: now(), zone: 420 })
        return mine.sender?.wake()
      }
      const { draft, parts } = correction(all, now())
      if (how === 'now') await mine.shelf.keepDraft(draft, parts)
      else {
        const last = all[all.length - 1] as Kept
        if (!(await mine.shelf.reopen(last.n, draft, parts))) return void (await next())
      }
      await seal(draft, { ...answersOf(parts), days })
    },

    drain: () => drain(life.given),
    begin() {
      life.sender = keepSending(life.given, () => undefined)
    },
    wake: () => life.sender?.wake(),
    async crash() {
      const wasSending = life.sender !== undefined
      phone.crashes++
      life.isOver = true
      life.control.abort()
      life = await live()
      if (wasSending) phone.begin()
    },
    async isDone() {
      const { person } = await account()
      return [...(await beside.due(person, 1)), ...(await beside.due(person, 2))].length === 0
    },
    off() {
      life.isOver = true
      life.control.abort()
    },
  }

  life = await live()
  const code = await enrol(name, unit)
  const secret = newSecret()
  const token_hash = await sha256Hex(secret)
  // The claim goes over the same line, and may be lost and doubled like everything else.
  for (;;) {
    try {
      const answer = await (wanted.send ?? fetch)(`${wanted.send === undefined ? wanted.line : ''}/api/enrolments/${code}/claim`, {
        method: 'POST', headers: { 'content-type': 'application/json', 'x-phone': encodeURIComponent(name) }, body: JSON.stringify({ token_hash }), signal: AbortSignal.timeout(3_000),
      })
      const me = (await answer.json()) as Omit<Account, 'secret'>
      if (answer.status > 201) throw new Error(`claim: ${answer.status}`)
      const { person, role, forms, device, token } = me
      await life.shelf.keepAccount({ person, name: me.name, role, unit: me.unit, forms, device, token, secret })
      break
    } catch {
      await new Promise((resolve) => setTimeout(resolve, between(draw, 5, 30)))
    }
  }
  return phone
}

/** Brings forms and units onto a phone, however often that takes. */
export async function firstVisit(phone: Phone): Promise<void> {
  const { person } = await phone.account()
  for (let tries = 0; tries < 500; tries++) {
    await phone.drain()
    const news = await phone.shelf().setting<News>(newsKey(person))
    const had = (await phone.shelf().forms()).map(([id]) => id)
    if (news?.forms.every(({ id }) => had.includes(id)) === true && (await phone.shelf().units(person)) !== undefined) return
  }
  throw new Error(`${phone.name} got no lists in 500 visits`)
}

/** Sends until everything is across. */
export async function sendAll(phone: Phone, most = 200): Promise<void> {
  for (let tries = 0; tries < most; tries++) {
    const { isIdle } = await phone.drain()
    if (await phone.isDone()) return
    // It is sending by itself just now.
    if (isIdle) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${phone.name} still has something to send after ${most} visits`)
}
