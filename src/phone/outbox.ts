// The texts of sealed records on their way: in the order of sealing, a few together, each let go only when the server names its id and its hash.
import { ShelfFull } from './database.ts'
import { headOf } from './ledger.ts'
import type { Account, Kept, Sealed } from './shapes.ts'
import { ask, member } from './wire.ts'
import type { Given, Reply } from './wire.ts'

const mostTogether = 20
const mostLetters = 256 * 1024

/** How a part of sending went. `odd`: something was not taken, the rest may be; `unknown`: what was sent may have arrived or not, it is no use to go on now. */
export type Went = 'well' | 'odd' | 'ended' | 'unknown'

/** Sends what an account has sealed, text only. */
export async function sendTexts(given: Given, account: Account): Promise<Went> {
  const { shelf } = given
  const seen = new Set<number>()
  let went: Went = 'well'
  let together = mostTogether
  for (;;) {
    const due = await shelf.due(account.person, 1)
    const batch = await nextBatch(given, due.filter((n) => !seen.has(n)), together)
    if (batch.length === 0) return went
    // Before a byte leaves: from now on it may be on the server, and is never changed again.
    const tried = await shelf.changeRecords(batch.map(({ n }) => n), (now) => (now.state === 'waiting' ? { ...now, tries: now.tries + 1 } : undefined)).catch((error: unknown) => {
      // A full phone must be able to send, or it stays full. Opened again after that, it is a conflict on the server, and both are kept.
      if (error instanceof ShelfFull) return batch
      throw error
    })
    batch.forEach(({ n }) => seen.add(n))
    if (tried.length === 0) continue
    const result = tried[0]?.kind === 'withdrawal' ? await sendWithdrawal(given, account, tried[0]) : await sendBatch(given, account, tried)
    if (result === 'ended' || result === 'unknown') return result
    if (result === 'alone' && together > 1) {
      // One of them stops the others: each by itself.
      together = 1
      tried.forEach(({ n }) => seen.delete(n))
    } else if (result !== 'well') went = 'odd'
  }
}

async function nextBatch({ shelf }: Given, due: readonly number[], together: number): Promise<readonly Kept[]> {
  const batch: Kept[] = []
  let letters = 0
  for (const n of due) {
    const record = await shelf.record(n)
    if (record === undefined || record.state !== 'waiting') continue
    if (record.kind === 'withdrawal') {
      if (batch.length === 0 && (await isNext(shelf, record))) return [record]
      continue
    }
    letters += record.body.length
    if (batch.length >= together || (batch.length > 0 && letters > mostLetters)) break
    batch.push(record)
  }
  return batch
}

// A withdrawal names the revision that stands: it waits until that is known.
async function isNext(shelf: Given['shelf'], { id, n }: Kept): Promise<boolean> {
  const earlier = (await shelf.recordsOf(id)).filter((record) => record.n < n)
  return headOf(earlier) > 0 && !earlier.some(({ state }) => state === 'waiting')
}

async function sendBatch(given: Given, account: Account, batch: readonly Kept[]): Promise<Went | 'alone'> {
  const reply = await ask(given, account, '/api/submissions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `[${batch.map(({ body }) => body).join(',')}]`,
  })
  if (reply.is !== 'ours') return reply.is
  const { body } = reply
  const [alone, more] = batch
  if (member(body, 'code') === 'too_large' && alone !== undefined && more === undefined) {
    // It will never be taken as it is, and nothing of it was kept: it can be opened and made shorter.
    await given.shelf.changeRecords([alone.n], (now) => (now.state === 'waiting' ? { ...now, state: 'refused', revision: 0, problems: [{ code: 'too_large', title: member(body, 'title') }] } : undefined))
    return 'well'
  }
  if (reply.status !== 200) return 'alone'
  if (!Array.isArray(body) || body.length !== batch.length) return 'unknown'
  const told = new Map(batch.map((record, i) => [record.n, outcomeOf(record, body[i])]))
  await given.shelf.changeRecords([...told.keys()], (now) => {
    const outcome = told.get(now.n)
    return outcome === undefined || now.state !== 'waiting' ? undefined : { ...now, ...outcome }
  })
  return [...told.values()].includes(undefined) ? 'odd' : 'well'
}

// What our server said of this very content; undefined when it said nothing of it, and it goes on waiting.
function outcomeOf({ id, sha256 }: Kept, outcome: unknown): Partial<Sealed> | undefined {
  const [status, revision, receipt, signature] = ['status', 'revision', 'receipt', 'signature'].map((name) => member(outcome, name))
  const problems = member(outcome, 'problems')
  if (member(outcome, 'id') !== id || typeof revision !== 'number' || !Array.isArray(problems)) return undefined
  if (revision === 0 && status === 'refused') {
    // Nothing of it was kept. What changed on the way may be sent again; the rest has to be mended here.
    const codes = ['malformed', 'too_large', 'form_unknown']
    return problems.some((problem) => codes.includes(String(member(problem, 'code')))) ? { state: 'refused', revision, problems } : undefined
  }
  if (member(outcome, 'hash') !== sha256) return undefined
  const told = { revision, receipt: String(receipt ?? ''), signature: String(signature ?? ''), problems }
  if (status === 'kept' || status === 'had_it') return { ...told, state: 'kept', head: revision }
  if (status === 'refused') return { ...told, state: 'refused', head: revision }
  // Which revision stands beside it is heard when asked what became of it.
  return status === 'conflict' ? { ...told, state: 'conflict' } : undefined
}

async function sendWithdrawal(given: Given, account: Account, record: Kept): Promise<Went> {
  const { shelf } = given
  const all = await shelf.recordsOf(record.id)
  const { at } = JSON.parse(record.body) as { at: number }
  const reply: Reply = await ask(given, account, `/api/submissions/${record.id}/withdraw`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ base: headOf(all), at }),
  })
  if (reply.is !== 'ours') return reply.is
  const { status, body } = reply
  const code = member(body, 'code')
  if (status === 200 && member(body, 'id') === record.id && ['withdrawn', 'had_it'].includes(String(member(body, 'status')))) {
    const revision = Number(member(body, 'revision')) || record.revision
    await shelf.changeRecords(all.map(({ n }) => n), (now) => ({ ...now, state: 'withdrawn', ...(now.n === record.n ? { revision, head: revision } : {}) }))
    return 'well'
  }
  // Too late, another revision than was meant, or not ours to withdraw: the wish is answered, the record stands.
  if (status === 409 || status === 403 || status === 404) {
    await shelf.changeRecords([record.n], (now) => ({ ...now, state: 'refused', problems: [{ code, title: member(body, 'title') }] }))
    return 'well'
  }
  return 'odd'
}
