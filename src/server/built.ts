// The phone's files as scripts/phone.ts built them, and which pages become the app where scripts run.
import built from '../../dist/phone.json' with { type: 'json' }
import type { Script } from '../view/body.ts'

export const files: Readonly<Record<string, { readonly type: string; readonly hash: string; readonly text?: string; readonly base64?: string }>> = built.files

/** The mark of the app as it is now: what a phone tells that has it. */
export const build: string = built.build

const record = Object.keys(files).find((path) => path.startsWith('/phone/record.'))

const named = (start: string): string => Object.keys(files).find((path) => path.startsWith(start)) ?? ''

const password = named('/desk/password.')
const keys = named('/desk/keys.')

/** What the author's desk loads. */
export const deskFiles: { readonly style: string; readonly script: Script } = { style: named('/desk/style.'), script: { entry: named('/desk/desk.'), preload: [] } }

/**
 * The script that a page at this path loads: the officer's pages and the ways in, not a draft that the server keeps. Small ones of their own have the page on
 * which questions are read aloud, those with a box for a password, and a form's queue and its records, which take keys.
 */
export function scriptFor(path: string): Script | undefined {
  if (record !== undefined && /^\/office\/[^/]+\/audio$/.test(path)) return { entry: record, preload: [] }
  if (/^\/(?:sign-in$|invitation\/|office\/me)/.test(path)) return { entry: password, preload: [] }
  if (/^\/office\/(?:(?!queue)[^/]+\/queue|submissions\/[^/]+)$/.test(path)) return { entry: keys, preload: [] }
  return /^\/(?:$|(?:forms|in|enrol|fill|sent)\/|(?:sent|phone|shell)$)/.test(path) ? { entry: built.entry, preload: built.preload } : undefined
}
