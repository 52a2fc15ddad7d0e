// The phone's files as scripts/phone.ts built them, and which pages become the app where scripts run.
import built from '../../dist/phone.json' with { type: 'json' }
import type { Script } from '../view/body.ts'

export const files: Readonly<Record<string, { readonly type: string; readonly text?: string; readonly base64?: string }>> = built.files

/** The script that a page at this path loads: the officer's pages and the ways in; never the office's, nor a draft that the server keeps. */
export function scriptFor(path: string): Script | undefined {
  return /^\/(?:$|(?:forms|in|enrol|fill|sent)\/|(?:sent|phone|shell)$)/.test(path) ? { entry: built.entry, preload: built.preload } : undefined
}
