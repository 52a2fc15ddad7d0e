// What is kept of the files on a screen, as addresses that the page can show: the small picture of a photo, else the file itself.
import type { Open } from './filling.ts'
import type { App } from './screen.ts'

/** Puts addresses beside the files of these questions. Gives the keys that look different now. */
export async function seeFiles({ shelf }: App, at: Open, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const seen = new Set<string>()
  for (const key of keys) {
    const name = at.filling.get(key)
    const file = typeof name === 'string' ? at.draft.media[name] : undefined
    const had = at.pickers[key]
    if (had?.file !== undefined && had.search === name) continue
    if (had?.file !== undefined) URL.revokeObjectURL(had.file)
    const media = file === undefined ? undefined : await shelf.media(file.thumbnail ?? file.sha256)
    if (media === undefined && had === undefined) continue
    if (media === undefined) delete at.pickers[key]
    else at.pickers[key] = { file: URL.createObjectURL(new Blob([media.body], { type: media.type })), search: String(name) }
    seen.add(key)
  }
  return seen
}
