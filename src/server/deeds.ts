// What the Worker does by itself, every minute: a line a deed. One that fails stops none of the others; its line is written as every bug's.
import { deliver } from './deliver.ts'
import type { Env } from './env.ts'
import { goOnErasing } from './erase.ts'
import { bugLine } from './log.ts'
import type { Write } from './log.ts'
import { eraseOver } from './terms.ts'

type Deed = (env: Env, now: number) => Promise<unknown>

const deeds: Readonly<Record<string, Deed>> = {
  webhooks: deliver,
  erasures: goOnErasing,
  terms: eraseOver,
}

/** All of them. */
export async function doDeeds(env: Env, now: number, fail: Write = console.error): Promise<void> {
  await Promise.all(
    Object.entries(deeds).map(async ([name, deed]) => {
      try {
        await deed(env, now)
      } catch (error) {
        fail(bugLine(`deed:${name}`, error))
      }
    }),
  )
}
