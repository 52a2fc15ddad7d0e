// `phieu recount`: the kept sums against everything counted again from the answers.
import { serverOf } from './client.ts'
import type { Server } from './client.ts'
import { exits } from './io.ts'
import type { Given, Io } from './io.ts'

export interface Recounted {
  readonly submissions: number
  readonly entries: number
  readonly differences: readonly { readonly where: string; readonly what: string; readonly view: string; readonly kept: string; readonly counted: string }[]
  readonly busy: boolean
  readonly mended: boolean
}

export async function recount(given: Given): Promise<number> {
  return tellRecount(serverOf(given), given.io, given.options.repair === true)
}

/** Counts and tells; the code to end with. */
export async function tellRecount(server: Server, { say, mention, words }: Io, repair = false): Promise<number> {
  const { good } = words
  const found = await server.json<Recounted>('POST', '/api/figures/check', { repair })
  if (found.differences.length === 0) {
    say(good.agree(String(found.submissions), String(found.entries)))
    return exits.done
  }
  say(good.differ(String(found.differences.length)))
  for (const { where, what, view, kept, counted } of found.differences) say(good.difference(where, what, view, kept, counted))
  if (found.busy) mention(good.busy)
  if (found.mended) say(good.mended)
  return found.mended ? exits.done : exits.wrong
}
