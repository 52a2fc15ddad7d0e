// `phieu publish`: a folder or a workbook through the one door for forms; what a new version changes is told before and after.
import { existsSync, readFileSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import { idOf } from './check.ts'
import { jsonOf, placeOf, refusal, serverOf } from './client.ts'
import type { Server, Told } from './client.ts'
import { readSource } from './folder.ts'
import { exits, Stop, text } from './io.ts'
import type { Given } from './io.ts'

interface Published {
  readonly form: string
  readonly version: number
  readonly status: 'published' | 'had_it' | 'dry_run'
  readonly warnings: readonly Told[]
  readonly differences: readonly { readonly title: string; readonly at: string }[]
  readonly recounting: readonly string[]
  readonly preview: Preview | null
}

interface Preview {
  readonly records: number
  readonly cursor: string | null
  readonly due: { readonly now: number; readonly soon: number; readonly isMore: boolean } | null
  readonly figures: readonly { readonly indicator: string; readonly state: string; readonly before: number | null; readonly after: number | null }[]
}

export async function publish(given: Given): Promise<number> {
  const { io, options } = given
  const path = given.words[0] ?? ''
  const { good } = io.words
  const server = serverOf(given)
  const isDry = options['dry-run'] === true
  const isBook = /\.xlsx?$/i.test(path)
  const id = text(options, 'id') ?? idOf(path)
  const query = new URLSearchParams({ ...(isDry ? { dry_run: '1' } : {}), ...(isBook ? { id } : {}) })
  const answer = await server.raw('POST', `/api/forms${query.size === 0 ? '' : `?${query}`}`, isBook ? bookOf(path, given) : { body: zipOf(path, given), type: 'application/zip' })
  if (!answer.ok) throw await refusal(answer, io, (problem) => placeOf(problem, path))
  const done = await jsonOf<Published>(answer, server.url, io)
  for (const warning of done.warnings) io.say(`${placeOf(warning, path)}${warning.title} (${good.warning})`)
  if (done.differences.length > 0) io.say([good.changes, ...done.differences.map(({ at, title }) => `  ${at}: ${title}`)].join('\n'))
  if (done.preview !== null) tellFigures(done.preview, given)
  if (done.recounting.length > 0) await countOn(server, done.recounting, given)
  io.say(done.status === 'dry_run' ? good.dryRun(done.form) : done.status === 'had_it' ? good.hadIt(done.form, String(done.version)) : good.published(done.form, String(done.version)))
  return exits.done
}

// What a dry run saw. Of a long list of records it looks at the first some thousand: that is said.
function tellFigures({ records, cursor, due, figures }: Preview, { io }: Given): void {
  if (due !== null) io.say(io.words.good.due(...([due.now, due.soon].map((count) => `${count.toLocaleString(io.language)}${due.isMore ? '+' : ''}`) as [string, string])))
  if (figures.length === 0) return
  const shown = (value: number | null): string => (value === null ? '–' : value.toLocaleString(io.language))
  io.say([io.words.good.figures(records.toLocaleString(io.language), cursor !== null), ...figures.map(({ indicator, state, before, after }) => `  ${indicator} (${state}): ${shown(before)} → ${shown(after)}`)].join('\n'))
}

// Few records are counted anew within the request; for more the server wants to be asked on.
async function countOn(server: Server, names: readonly string[], { io }: Given): Promise<void> {
  io.mention(io.words.good.recounting(names.join(', ')))
  for (;;) {
    const { recounts } = await server.json<{ recounts: readonly unknown[] }>('POST', '/api/recounts')
    if (recounts.length === 0) return
  }
}

function bookOf(path: string, { io }: Given): { body: BodyInit; type: string } {
  if (!existsSync(path)) throw new Stop(exits.usage, io.words.wrong.notFound(path))
  return { body: new Uint8Array(readFileSync(path)), type: path.toLowerCase().endsWith('.xls') ? 'application/vnd.ms-excel' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
}

// The same bytes for the same files: a zip holds times, and a time would make another file of it.
function zipOf(path: string, { io }: Given): BodyInit {
  const files = Object.entries(readSource(path, io)).map(([name, content]) => [name, strToU8(content)] as const)
  return zipSync(Object.fromEntries(files), { mtime: new Date('2026-01-01T00:00:00Z') }) as BodyInit
}
