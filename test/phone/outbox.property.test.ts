// The outbox as a machine (F24): officers fill, seal, correct, withdraw, hand the phone on; the net fails in every way, the server forgets, tokens end,
// and the phone dies at any await. Whatever the order:
// I1  what the phone believes kept is on the server, once, with its hash;
// I2  the server has nothing that no phone sealed, nothing under another's name, and no revision with two bodies;
// I4  everything sealed is on the phone or on the server, and every draft with its last kept answer on the phone;
// I8  the number of unsent that is shown is the number of unsent, beside the database too.
// `RUNS=10000 npx vitest run --project pure test/phone/outbox.property.test.ts` for the long one; a failure prints its seed and path.
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { open } from '../../src/form/filling.ts'
import { correction, mayCorrect, sealDraft, withdraw } from '../../src/phone/seal.ts'
import type { Part } from '../../src/phone/shapes.ts'
import { headOf } from '../../src/phone/ledger.ts'
import { openShelf } from '../../src/phone/shelf.ts'
import { whole } from '../../src/phone/whole.ts'
import type { Whole } from '../../src/phone/whole.ts'
import { drain } from '../../src/phone/sync.ts'
import { loadWorld } from '../../src/phone/world.ts'
import { account, draft, households, id } from './given.ts'
import { FakeServer, json, problem } from './server.ts'
import type { Asked, Fault } from './server.ts'

const runs = Number(process.env.RUNS ?? 150)
const seed = process.env.SEED === undefined ? undefined : Number(process.env.SEED)
const form = households()
const tally = { commands: 0, crashes: 0, requests: 0, faults: 0, sealed: 0, corrections: 0, restores: 0 }

class Crash extends Error {}

// A proxy that answers for a server that never heard of it: the right ids, and a hash that is not ours.
function lie(text: string): Response {
  const given: unknown = text.startsWith('[') ? JSON.parse(text) : []
  return json(200, (given as { id: string }[]).map((one) => ({ id: one.id, status: 'kept', revision: 1, hash: 'x', receipt: '', signature: '', problems: [] })))
}

/** Where the phone dies: at the so-manyth await, before the step is done or after it, before anybody hears of it. */
interface Dying {
  readonly at: number
  readonly isAfter: boolean
}

class Phone {
  readonly name = `phone ${id()}`
  readonly server = new FakeServer()
  readonly canary = new Map<string, string>()
  /** Hash → whose, of everything that was ever sealed; without what was opened again before it left. */
  readonly made = new Map<string, { id: string; author: string }>()
  /** What stands in drafts: id → last answer that was said to be kept. */
  readonly drafts = new Map<string, { author: string; people: number | undefined }>()
  readonly secrets = new Map([['mai', 'phieu_mai'], ['sau', 'phieu_sau']])
  shelf!: Whole
  copy: (() => void) | undefined
  faults: readonly number[] = []
  isRestored = false

  async start(): Promise<void> {
    this.shelf = whole(await openShelf(this.name))
    for (const person of ['mai', 'sau']) if ((await this.shelf.account(person)) === undefined) await this.shelf.keepAccount(account({ person, secret: this.secrets.get(person)!, token: `t-${person}` }))
    this.server.fault = (asked) => this.fault(asked)
  }

  fault({ text }: Asked): Fault {
    tally.requests++
    const [now = 0, ...rest] = this.faults
    this.faults = rest
    if (now !== 0) tally.faults++
    const answers: Fault[] = [undefined, 'lost', 'dropped', new Response('<html>', { headers: { 'content-type': 'text/html' } }), new Response(null, { status: 204 }), json(200, []), problem(503, 'busy'), json(200, { ok: true }), lie(text)]
    return answers[now % answers.length]
  }

  /** Does something on a phone that may die in the middle; if it does, it is started again. */
  async live<T>(dying: Dying | undefined, work: (shelf: Whole, send: typeof fetch) => Promise<T>): Promise<T | undefined> {
    let left = dying?.at ?? Infinity
    let isDead = false
    const step = async <R>(does: () => Promise<R>): Promise<R> => {
      if (isDead) throw new Crash()
      const isLast = left-- <= 0
      if (isLast && dying?.isAfter === false) isDead = true
      if (isDead) throw new Crash()
      const result = await does()
      if (isLast) isDead = true
      if (isDead) throw new Crash()
      return result
    }
    const shelf = Object.fromEntries(
      Object.entries(this.shelf).map(([name, does]) => [name, name === 'lost' ? does : (...args: unknown[]) => step(() => (does as (...all: unknown[]) => Promise<unknown>)(...args))]),
    ) as unknown as Whole
    try {
      const result = await work(shelf, (input, init) => step(() => this.server.send(input, init)))
      if (!isDead) return result
    } catch (error) {
      if (!(error instanceof Crash)) throw error
    }
    tally.crashes++
    await this.shelf.close()
    await this.start()
    return undefined
  }

  /** What was sealed is seen on the shelf, also when nobody heard of it. */
  async lookAround(): Promise<void> {
    for (const author of ['mai', 'sau']) {
      for (const record of await this.shelf.records(author)) {
        if (record.kind === 'submission' && !this.made.has(record.sha256)) {
          tally.sealed++
          if (record.base > 0) tally.corrections++
          this.made.set(record.sha256, { id: record.id, author })
          this.drafts.delete(record.id)
        }
      }
    }
  }

  async hold(): Promise<void> {
    await this.lookAround()
    const onServer = new Map<string, { author: string }>()
    for (const [own, record] of this.server.records) {
      const bases = new Set<number>()
      for (const { hash, author, base, state } of record.revisions) {
        // I2
        expect(this.made.get(hash)).toEqual({ id: own, author })
        expect(onServer.has(hash)).toBe(false)
        onServer.set(hash, { author })
        if (state !== 'conflict') expect(bases.has(base)).toBe(false)
        bases.add(base)
      }
    }
    const onPhone = new Set<string>()
    let waiting = 0
    for (const author of ['mai', 'sau']) {
      const records = await this.shelf.records(author)
      const drafts = await this.shelf.drafts(author)
      for (const record of records) {
        expect(record.author).toBe(author)
        onPhone.add(record.sha256)
        if (record.kind === 'submission' && record.revision > 0 && record.state !== 'waiting' && !this.isRestored) expect(onServer.get(record.sha256)).toEqual({ author })
      }
      // I4: drafts
      for (const [own, { people }] of [...this.drafts].filter(([, one]) => one.author === author)) {
        const found = await this.shelf.draft(own)
        expect(found?.parts.find((part) => part.name === 'people')?.answer).toBe(people)
      }
      expect(drafts.filter((one) => !this.drafts.has(one.id))).toEqual([])
      // I8
      const counts = await this.shelf.counts(author)
      expect(counts.waiting).toBe(records.filter(({ state }) => state === 'waiting').length)
      expect(counts.drafts).toBe(drafts.length)
      const due = [...(await this.shelf.due(author, 1)), ...(await this.shelf.due(author, 2))].length
      expect(due).toBe(counts.waiting + counts.media)
      waiting += due + drafts.length
    }
    // I4
    for (const hash of this.made.keys()) expect(onPhone.has(hash) || onServer.has(hash)).toBe(true)
    const beside = JSON.parse(this.canary.get('phieu') ?? '{"unsent":0}') as { unsent: number }
    expect(beside.unsent).toBe(waiting)
  }
}

type Does = (phone: Phone) => Promise<void>

function command(name: string, given: object, does: Does): fc.AsyncCommand<object, Phone> {
  return {
    check: () => true,
    run: async (_, phone) => {
      tally.commands++
      await does(phone)
      await phone.hold()
    },
    toString: () => `${name}(${JSON.stringify(given)})`,
  }
}

const pick = <T>(all: readonly T[], at: number): T | undefined => all[at % Math.max(1, all.length)]

const begin = (author: string, dying: Dying | undefined): Does => async (phone) => {
  const one = draft({ author, form: form.id })
  await phone.live(dying, (shelf) => shelf.keepDraft(one, []))
  if ((await phone.shelf.draft(one.id)) !== undefined) phone.drafts.set(one.id, { author, people: undefined })
}

const answer = (which: number, people: number, hasPhoto: boolean, dying: Dying | undefined): Does => async (phone) => {
  const own = pick([...phone.drafts.keys()], which)
  const found = own === undefined ? undefined : await phone.shelf.draft(own)
  if (own === undefined || found === undefined) return
  const { author } = found.draft
  const kept = await phone.live(dying, async (shelf) => {
    let header = found.draft
    if (hasPhoto) {
      const body = new Uint8Array(2_000).fill(people).buffer
      const sha256 = createHash('sha256').update(new Uint8Array(body)).digest('hex')
      header = { ...header, media: { 'photo.jpg': { sha256 } } }
      await shelf.keepParts(header, [{ draft: own, name: 'photo', answer: 'photo.jpg' }], [{ sha256, type: 'image/jpeg', bytes: 2_000, body }])
    }
    return shelf.keepParts(header, [{ draft: own, name: 'people', answer: people }])
  })
  const now = (await phone.shelf.draft(own))?.parts.find(({ name }) => name === 'people')?.answer as number | undefined
  // Said to be kept, it is; torn off, it is what was typed or what was there before.
  expect(kept === true ? [people] : [people, phone.drafts.get(own)?.people]).toContain(now)
  phone.drafts.set(own, { author, people: now })
}

const seal = (which: number, taps: number, dying: Dying | undefined): Does => async (phone) => {
  const own = pick([...phone.drafts.keys()], which)
  const found = own === undefined ? undefined : await phone.shelf.draft(own)
  if (own === undefined || found === undefined) return
  const owner = (await phone.shelf.account(found.draft.author))!
  const before = (await phone.shelf.recordsOf(own)).length
  await phone.live(dying, async (shelf) => {
    const clock = { at: 1_800_000_000_000, zone: 420 }
    const world = await loadWorld(shelf, owner, form, { clock, seed: 1, language: 'vi' })
    const filling = open(form, world, Object.fromEntries(found.parts.map((part: Part) => [part.name, part.answer!])))
    const ready = { account: owner, draft: found.draft, filling, world, reasons: {}, clock }
    const numbers = await Promise.all(Array.from({ length: taps }, (_, i) => sealDraft(shelf, { ...ready, clock: { at: clock.at + i, zone: 420 } })))
    expect(new Set(numbers).size).toBe(1)
  })
  // Either the record or the draft.
  const after = (await phone.shelf.recordsOf(own)).length
  expect([before, before + 1]).toContain(after)
  expect((await phone.shelf.draft(own)) === undefined).toBe(after === before + 1)
  // A key that comes late.
  if (after > before) expect(await phone.shelf.keepParts(found.draft, [{ draft: own, name: 'people', answer: 1 }])).toBe(false)
  if (after > before) expect(await phone.shelf.keepDraft(found.draft, [])).toBe(false)
}

/** Opens a record again, or corrects it, as may be. */
const mend = (which: number, dying: Dying | undefined): Does => async (phone) => {
  const ids = [...new Set([...phone.made.values()].map((one) => one.id))].filter((own) => !phone.drafts.has(own))
  const own = pick(ids, which)
  if (own === undefined) return
  const records = await phone.shelf.recordsOf(own)
  const may = mayCorrect(records)
  if (may !== 'now' && may !== 'reopen') return
  const { draft: again, parts } = correction(records, 1)
  const last = records[records.length - 1]!
  await phone.live(dying, (shelf): Promise<boolean> => (may === 'reopen' ? shelf.reopen(last.n, again, parts) : shelf.keepDraft(again, parts)))
  if ((await phone.shelf.draft(own)) === undefined) return
  if (may === 'reopen') phone.made.delete(last.sha256)
  phone.drafts.set(own, { author: again.author, people: parts.find(({ name }) => name === 'people')?.answer as number | undefined })
}

const takeBack = (which: number, dying: Dying | undefined): Does => async (phone) => {
  const own = pick([...phone.made.values()].filter((one) => !phone.drafts.has(one.id)), which)
  const owner = own === undefined ? undefined : await phone.shelf.account(own.author)
  if (own === undefined || owner === undefined) return
  await phone.live(dying, (shelf) => withdraw(shelf, owner, own.id, { at: 5, zone: 420 }))
}

const send = (faults: readonly number[], dying: Dying | undefined, now: number): Does => async (phone) => {
  phone.faults = faults
  const drained = await phone.live(dying, (shelf, fetch) => drain({ shelf, send: fetch, clock: { now: () => now, wait: async () => undefined }, random: () => 0 }))
  phone.faults = []
  if (drained?.isWell === true && [...phone.server.tokens.values()].every(({ ended }) => ended === undefined)) phone.isRestored = false
}

const office = (which: number, state: string): Does => async ({ server }) => {
  const own = pick([...server.records.keys()], which)
  if (own !== undefined && server.records.get(own)?.state !== 'withdrawn') server.review(own, state, state === 'returned' ? 'Xem lại' : null)
}

/** A copy of the server is taken, or put in place. */
const copy = (isTaken: boolean): Does => async (phone) => {
  if (isTaken || phone.copy === undefined) phone.copy = phone.server.copy()
  else {
    tally.restores++
    phone.copy()
    phone.isRestored = true
  }
}

const revoke = (person: string, isEnrolled: boolean): Does => async (phone) => {
  if (!isEnrolled) return void phone.server.tokens.set(phone.secrets.get(person)!, { person, ended: 'token_revoked' })
  await enrol(phone, person)
  expect((await phone.shelf.account(person))?.ended).toBeUndefined()
}

async function enrol({ server, secrets, shelf }: Phone, person: string): Promise<void> {
  const secret = `phieu_${person}_${id()}`
  secrets.set(person, secret)
  server.tokens.set(secret, { person })
  await shelf.keepAccount(account({ person, secret, token: `t-${secret}` }))
}

const until = (most: number): fc.Arbitrary<Dying | undefined> => fc.option(fc.record({ at: fc.nat(most), isAfter: fc.boolean() }), { nil: undefined, freq: 2 })
const person = fc.constantFrom('mai', 'sau')
const faults = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }) }), { maxLength: 12 })
const which = fc.nat(9)
const people = fc.integer({ min: 1, max: 20 })
const clocks = fc.constantFrom(0, 1_800_000_000_000, 4_000_000_000_000)
const steps = {
  begin: fc.record({ who: person, die: until(2) }).map((given) => command('begin', given, begin(given.who, given.die))),
  answer: fc.record({ which, people, hasPhoto: fc.boolean(), die: until(3) }).map((given) => command('answer', given, answer(given.which, given.people, given.hasPhoto, given.die))),
  seal: fc.record({ which, taps: fc.constantFrom(1, 1, 5), die: until(12) }).map((given) => command('seal', given, seal(given.which, given.taps, given.die))),
  whole: fc.record({ who: person, people, hasPhoto: fc.boolean() }).map((given) =>
    command('whole', given, async (phone) => {
      await begin(given.who, undefined)(phone)
      const last = phone.drafts.size - 1
      if (last < 0) return
      await answer(last, given.people, given.hasPhoto, undefined)(phone)
      await seal(last, 1, undefined)(phone)
    }),
  ),
  mend: fc.record({ which, die: until(3) }).map((given) => command('mend', given, mend(given.which, given.die))),
  mended: fc.record({ which, people }).map((given) =>
    command('mended', given, async (phone) => {
      const before = phone.drafts.size
      await mend(given.which, undefined)(phone)
      if (phone.drafts.size === before) return
      await answer(before, given.people, false, undefined)(phone)
      await seal(before, 1, undefined)(phone)
    }),
  ),
  takeBack: fc.record({ which, die: until(4) }).map((given) => command('takeBack', given, takeBack(given.which, given.die))),
  send: fc.record({ faults, die: until(60), clock: clocks }).map((given) => command('send', given, send(given.faults, given.die, given.clock))),
  sendWell: clocks.map((clock) => command('sendWell', { clock }, send([], undefined, clock))),
  office: fc.record({ which, state: fc.constantFrom('returned', 'returned', 'approved', 'rejected') }).map((given) => command('office', given, office(given.which, given.state))),
  copy: fc.boolean().map((isTaken) => command('copy', { isTaken }, copy(isTaken))),
  revoke: fc.record({ who: person, isEnrolled: fc.boolean() }).map((given) => command('revoke', given, revoke(given.who, given.isEnrolled))),
}
const commands = fc.commands([steps.whole, steps.whole, steps.whole, steps.mended, steps.mended, steps.send, steps.send, ...Object.values(steps)], { maxCommands: 40, size: 'max' })

test(`the outbox, ${runs} runs`, { timeout: 40 * 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (all) => {
      const phone = new Phone()
      ;(globalThis as { localStorage?: unknown }).localStorage = { getItem: (key: string) => phone.canary.get(key) ?? null, setItem: (key: string, value: string) => void phone.canary.set(key, value) }
      await phone.start()
      await fc.asyncModelRun(() => ({ model: {}, real: phone }), all)
      // The net comes back, everybody is enrolled again: all that was sealed is on the server.
      for (const who of ['mai', 'sau']) await enrol(phone, who)
      for (let i = 0; i < 4; i++) await drain({ shelf: phone.shelf, send: phone.server.send, clock: { now: () => 0, wait: async () => undefined }, random: () => 0 })
      phone.isRestored = false
      await phone.hold()
      const held = new Set([...phone.server.held().values()].flat())
      for (const hash of phone.made.keys()) expect(held.has(hash)).toBe(true)
      for (const who of ['mai', 'sau']) {
        expect([...(await phone.shelf.due(who, 1)), ...(await phone.shelf.due(who, 2))]).toEqual([])
        for (const record of await phone.shelf.records(who)) expect(headOf([record])).toBeGreaterThan(0)
      }
      await phone.shelf.close()
      indexedDB.deleteDatabase(phone.name)
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }), ...(process.env.FC_PATH === undefined ? {} : { path: process.env.FC_PATH }), endOnFailure: process.env.SHRINK === undefined },
  )
})

afterAll(() => {
  delete (globalThis as { localStorage?: unknown }).localStorage
  console.log(`outbox: ${runs} runs, ${JSON.stringify(tally)}`)
})
