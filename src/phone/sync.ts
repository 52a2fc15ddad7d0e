// One sender for all tabs and all accounts: texts first, then thumbnails, then the big files, then what the server has to say. Nothing is ever sent
// with another's token. How long to wait after a failure is counted, not read from a clock: phones' clocks jump by years.
import { sendFiles } from './files.ts'
import { pullLists } from './lists.ts'
import { sendTexts } from './outbox.ts'
import type { Went } from './outbox.ts'
import { newsKey } from './shapes.ts'
import type { Account } from './shapes.ts'
import { hearNews, hearOfSent, letGo } from './tidings.ts'
import { inTurn } from './turn.ts'
import type { Given } from './wire.ts'

export interface Drained {
  /** Somebody else is sending, or there is no network: nothing was tried. */
  readonly isIdle: boolean
  /** All accounts got to the end. */
  readonly isWell: boolean
  /** The server was reached, and does not take something. */
  readonly isOdd?: boolean
  /** What is still to be sent, texts and records with files. */
  readonly left: number
  /** What broke off the sending here, on the phone: a full shelf, or a bug of ours. The rest is tried again later. */
  readonly failure?: unknown
}

export interface Sender {
  /** A sign of life (`online`, the page is seen, a new record): sends now, and waits little after a failure. */
  wake(): void
  stop(): void
}

const idle = { isIdle: true, isWell: false }
/** Waits double up to this; also how often news are asked for while nothing else happens. */
const longest_s = 300

/** Sends and hears everything once, as far as it goes. */
export async function drain(given: Given): Promise<Drained> {
  const { shelf } = given
  const left = async (): Promise<number> => {
    const accounts = await shelf.accounts()
    const due = await Promise.all(accounts.flatMap(({ person }) => [shelf.due(person, 1), shelf.due(person, 2)]))
    return due.flat().length
  }
  if (given.online?.() === false) return { ...idle, left: await left() }
  const work = async (): Promise<Drained> => {
    let [isWell, isOdd] = [true, false]
    let failure: unknown
    for (const account of await shelf.accounts()) {
      // One account that breaks off keeps nobody else's records from leaving.
      const went = account.ended !== undefined ? 'ended' : await drainOne(given, account).catch((error: unknown) => void (failure = error))
      isWell = (went === 'well' || account.ended !== undefined) && isWell
      isOdd ||= went === 'odd'
    }
    return { isIdle: false, isWell, isOdd, left: await left(), ...(failure === undefined ? {} : { failure }) }
  }
  return (await inTurn(given, work)) ?? { ...idle, left: await left() }
}

/** Goes on draining: now, after failures with growing waits, and now and then. `heard` is told after each round. */
export function keepSending(given: Given, heard: (drained: Drained) => void): Sender {
  let failures = 0
  let isStopped = false
  let isAwake = false
  let rouse = (): void => undefined
  const run = async (): Promise<void> => {
    while (!isStopped) {
      isAwake = false
      const drained = await drain(given).catch((failure: unknown): Drained => ({ isIdle: false, isWell: false, left: 0, failure }))
      failures = drained.isWell || drained.isIdle ? 0 : failures + 1
      heard(drained)
      // Woken while it was at it: somebody sealed something.
      if (isAwake) continue
      const seconds = failures === 0 ? longest_s : Math.min(2 ** (failures - 1), longest_s)
      await Promise.race([given.clock.wait(seconds * (0.5 + given.random() / 2) * 1_000), new Promise<void>((resolve) => (rouse = resolve))])
    }
  }
  void run()
  return {
    wake: () => {
      failures = 0
      isAwake = true
      rouse()
    },
    stop: () => {
      isStopped = true
      rouse()
    },
  }
}

async function drainOne(given: Given, account: Account): Promise<Went> {
  // Without having heard how often the server was restored, a restoring after the first text would not be noticed. And what rests on an earlier revision
  // must not come to a server that forgot that one: it would be taken for the first, and the first one for a conflict.
  const { shelf } = given
  const isFirst = (await shelf.setting(newsKey(account.person))) === undefined
  if (isFirst || (await shelf.records(account.person, 'waiting')).some(({ base, kind }) => base > 0 || kind === 'withdrawal')) {
    const { went } = await hearNews(given, account)
    if (went !== 'well' && went !== 'again') return went
  }
  for (let round = 0; ; round++) {
    const texts = await sendTexts(given, account)
    if (texts !== 'well' && texts !== 'odd') return texts
    const files = await sendFiles(given, account)
    if (files !== 'well' && files !== 'odd') return files
    const { went, news } = await hearNews(given, account)
    // Restored from a copy: what it lost is offered in this very visit.
    if (went === 'again' && round === 0) continue
    if (news === undefined) return went === 'again' ? 'unknown' : went
    const sent = await hearOfSent(given, account)
    if (sent !== 'well') return sent
    // It has less of the files than was known here.
    if (files === 'well' && round < 2 && (await given.shelf.due(account.person, 2)).length > 0) continue
    const lists = await pullLists(given, account, news)
    if (lists !== 'well') return lists
    await letGo(given, account, news)
    await given.shelf.keepCanary(given.clock.now())
    return texts === 'well' ? files : texts
  }
}
