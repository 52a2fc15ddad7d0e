// `phieu publish`: a folder or a workbook through the one door for forms; what a new version changes is told before and after.
import { existsSync, readFileSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import { idOf } from './check.ts'
import { placeOf, refusal, serverOf } from './client.ts'
import type { Told } from './client.ts'
import { readSource } from './folder.ts'
import { exits, Stop, text } from './io.ts'
import type { Given } from './io.ts'

interface Published {
  readonly form: string
  readonly version: number
  readonly status: 'published' | 'had_it' | 'dry_run'
  readonly warnings: readonly Told[]
  readonly differences?: readonly { readonly title: string }[]
  readonly recounting?: readonly string[]
}

export async function publish(given: Given): Promise<number> {
  const { io, options } = given
  const path = given.words[0] ?? ''
  const { good } = io.words
  const server = serverOf(given)
  const isDry = options['dry-run'] === true
  const isBook = path.toLowerCase().endsWith('.xlsx')
  const id = text(options, 'id') ?? idOf(path)
  const query = new URLSearchParams({ ...(isDry ? { dry_run: '1' } : {}), ...(isBook ? { id } : {}) })
  const answer = await server.raw('POST', `/api/forms${query.size === 0 ? '' : `?${query}`}`, isBook ? bookOf(path, given) : { body: zipOf(path, given), type: 'application/zip' })
  if (!answer.ok) throw await refusal(answer, io, (problem) => placeOf(problem, path))
  const done = (await answer.json()) as Published
  for (const warning of done.warnings) io.say(`${placeOf(warning, path)}${warning.title} (${good.warning})`)
  const differences = done.differences ?? []
  if (differences.length > 0) io.say([good.changes, ...differences.map(({ title }) => `  ${title}`)].join('\n'))
  if ((done.recounting ?? []).length > 0) io.say(good.recounting((done.recounting ?? []).join(', ')))
  io.say(done.status === 'dry_run' ? good.dryRun(done.form) : done.status === 'had_it' ? good.hadIt(done.form, String(done.version)) : good.published(done.form, String(done.version)))
  return exits.done
}

function bookOf(path: string, { io }: Given): { body: BodyInit; type: string } {
  if (!existsSync(path)) throw new Stop(exits.usage, io.words.wrong.notFound(path))
  return { body: new Uint8Array(readFileSync(path)), type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
}

// The same bytes for the same files: a zip holds times, and a time would make another file of it.
function zipOf(path: string, { io }: Given): BodyInit {
  const files = Object.entries(readSource(path, io)).map(([name, content]) => [name, strToU8(content)] as const)
  return zipSync(Object.fromEntries(files), { mtime: new Date('2026-01-01T00:00:00Z') }) as BodyInit
}
