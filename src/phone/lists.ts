// The lists that filling needs without a network: forms by version, the units and the registers of the account's scope, as what changed since the
// last visit. An interrupted download goes on where it stopped; the first one of a register is seen whole or not at all.
import type { Form } from '../form/form.ts'
import type { Unit } from '../form/world.ts'
import { fold, sortKey } from '../record/fold.ts'
import type { Went } from './outbox.ts'
import type { Account, ListHead, ListPage, News } from './shapes.ts'
import { landed } from './tidings.ts'
import { ask, member } from './wire.ts'
import type { Given, Reply } from './wire.ts'

/** Brings all lists of an account up to the news. */
export async function pullLists(given: Given, account: Account, news: News): Promise<Went> {
  const scope = `${news.history ?? 0} ${news.me.unit ?? ''}`
  // Side by side: on a line where every request takes half a second they would come one after the other.
  return worst(await Promise.all([pullForms, pullUnits, pullRegisters].map((pull) => pull(given, account, news, scope))))
}

const worst = (all: readonly Went[]): Went => all.find((went) => went !== 'well') ?? 'well'

async function pullForms(given: Given, account: Account, { forms }: News): Promise<Went> {
  const { shelf } = given
  const had = new Set((await shelf.forms()).map(([id, version]) => `${id} ${version}`))
  const pull = async ({ id, version, hash }: News['forms'][number]): Promise<Went> => {
    const reply = await ask(given, account, `/api/forms/${encodeURIComponent(id)}?version=${version}&part=filling`)
    if (reply.is !== 'ours') return reply.is
    const form = member(reply.body, 'form')
    if (isGone(reply)) return 'well'
    if (member(form, 'id') !== id || member(reply.body, 'version') !== version) return 'unknown'
    // What few forms use comes with the first that does: without it the form could not be opened away from the network.
    if (member(form, 'more') === true && (await given.more?.(form as Form)) === false) return 'unknown'
    await shelf.keepForm({ id, version, hash, form: form as Form })
    return 'well'
  }
  return worst(await Promise.all(forms.filter(({ id, version }) => !had.has(`${id} ${version}`)).map(pull)))
}

async function pullUnits(given: Given, account: Account, { units_revision }: News, scope: string): Promise<Went> {
  const { shelf } = given
  const kept = await shelf.units(account.person)
  const had = kept?.scope === scope ? kept : undefined
  if (had?.revision === units_revision) return 'well'
  const reply = await ask(given, account, `/api/units?under=mine${had === undefined ? '' : `&since=${had.revision}`}`)
  if (reply.is !== 'ours') return reply.is
  const [revision, units] = [member(reply.body, 'revision'), member(reply.body, 'units')]
  if (typeof revision !== 'number' || !Array.isArray(units)) return 'unknown'
  const isWhole = had === undefined || member(reply.body, 'whole') !== false
  const byId = new Map((isWhole ? [] : had.units).map((unit) => [unit.id, unit]))
  for (const unit of units as readonly Unit[]) byId.set(unit.id, unit)
  // In the order in which Vietnamese sorts names, so that no picker has to.
  const sorted = [...byId.values()].map((unit) => [sortKey(unit.name), unit] as const).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  await shelf.keepUnits({ person: account.person, scope, revision, units: sorted.map(([, unit]) => unit) })
  return 'well'
}

async function pullRegisters(given: Given, account: Account, news: News, scope: string): Promise<Went> {
  let shown: Promise<readonly string[]> | undefined
  for (const register of news.registers) {
    const went = await pullRegister(given, account, register, news, scope, () => (shown ??= landed(given, account)))
    if (went !== 'well') return went
  }
  return 'well'
}

async function pullRegister(given: Given, account: Account, register: string, news: News, scope: string, landedNow: () => Promise<readonly string[]>): Promise<Went> {
  const { shelf } = given
  const { person } = account
  const kept = await shelf.list(person, register)
  // Another scope is another list: what is here is seen until the new one is whole.
  const fresh: ListHead = { person, register, scope, from: 0, next: 0 }
  let head = kept?.scope === scope ? kept : kept === undefined ? fresh : begunAgain(kept)
  const since = kept?.scope === scope ? head.stamp : undefined
  if (head.cursor === undefined && since === news.stamp) return 'well'
  // An entry made here is let go when the list shows it; a download that began earlier may not.
  const shown = head.cursor === undefined ? await landedNow() : []
  for (;;) {
    const reply: Reply = await ask(
      given,
      account,
      `/api/registers/${encodeURIComponent(register)}?limit=1000${since === undefined ? '' : `&since=${since}`}${head.cursor === undefined ? '' : `&cursor=${encodeURIComponent(head.cursor)}`}`,
    )
    if (reply.is !== 'ours') return reply.is
    const { body } = reply
    // No longer this token's, or a cursor that means nothing there any more: from the beginning the next time.
    if (reply.status === 400 && head.cursor !== undefined) {
      await shelf.keepPage(begunAgain(head), { rows: [], gone: [] })
      return 'unknown'
    }
    if (isGone(reply)) return 'well'
    const [rows, gone, stamp, cursor] = ['rows', 'gone', 'stamp', 'cursor'].map((name) => member(body, name))
    if (!Array.isArray(rows) || !Array.isArray(gone) || typeof stamp !== 'number' || member(body, 'register') !== register) return 'unknown'
    const isWhole = since === undefined || member(body, 'whole') === true
    if (isWhole && head.cursor === undefined) head = { ...head, fresh: head.next }
    const page: ListPage = { rows: (rows as readonly Row[]).map(entryOf), gone: gone as readonly string[] }
    if (typeof cursor === 'string') head = await shelf.keepPage({ ...head, cursor }, page)
    else {
      await shelf.keepPage({ ...head, scope, stamp, cursor: undefined }, page, shown)
      return 'well'
    }
  }
}

// What came of an interrupted download is written over.
const begunAgain = (head: ListHead): ListHead => ({ ...head, cursor: undefined, fresh: undefined, next: head.fresh ?? head.next })

interface Row {
  readonly id: string
  readonly label: string | null
  readonly unit: string
  readonly revision: number
  readonly columns: ListPage['rows'][number]['columns']
}

// Names that may not be read (viewers) are not there.
function entryOf({ id, label, unit, revision, columns }: Row): ListPage['rows'][number] {
  return { id, label: label ?? '', fold: fold(label ?? ''), unit, revision, columns }
}

const isGone = (reply: Reply & { is: 'ours' }): boolean => reply.status === 403 || reply.status === 404
