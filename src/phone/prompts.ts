// Questions as the office recorded them, one file a question and language. They lie in a cache of their own: large, and fetched again when they are lost.
import type { App } from './screen.ts'

export const cacheName = 'prompts'
export const addressOf = (form: string, language: string, question = ''): string => `/api/forms/${form}/audio/${language}${question === '' ? '' : `/${question}`}`

/** Names of the questions that can be heard on this phone in the reader's language. */
export async function promptsOf({ language }: Pick<App, 'language'>, form: string): Promise<ReadonlySet<string>> {
  if (typeof caches === 'undefined' || !(await caches.has(cacheName))) return new Set()
  const keys = await (await caches.open(cacheName)).keys()
  const start = addressOf(form, language, ' ').slice(0, -1)
  return new Set(keys.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)))
}

/** A question's recording. */
export async function promptOf({ language }: Pick<App, 'language'>, form: string, question: string): Promise<Blob | undefined> {
  return (await (await caches.open(cacheName)).match(addressOf(form, language, question)))?.blob()
}
