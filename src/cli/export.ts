// `phieu export`: a form's submissions into a file while they come. A file that is there is whole: until then it has another name.
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refusal, serverOf } from './client.ts'
import { exits, Stop, text } from './io.ts'
import type { Given } from './io.ts'

export async function exportForm(given: Given): Promise<number> {
  const { io, options } = given
  const form = given.words[0] ?? ''
  const format = text(options, 'format') ?? 'csv'
  if (!['csv', 'xlsx', 'zip', 'geojson'].includes(format)) throw new Stop(exits.usage, io.words.wrong.choice('--format', format, 'csv, xlsx, zip, geojson'), io.words.wrong.more('export'))
  const query = new URLSearchParams({ format })
  for (const key of ['header', 'under', 'state', 'from', 'to']) {
    const value = text(options, key)
    if (value !== undefined) query.set(key, value)
  }
  const answer = await serverOf(given).raw('GET', `/api/forms/${encodeURIComponent(form)}/export?${query}`)
  if (!answer.ok || answer.body === null) throw await refusal(answer, io)
  if (/^text\/html\b/.test(answer.headers.get('content-type') ?? '')) throw new Stop(exits.unreachable, io.words.wrong.stranger(serverOf(given).url))
  const body = Readable.fromWeb(answer.body as never)
  const to = text(options, 'o') ?? `${form}.${format}`
  if (to === '-') {
    await pipeline(body, process.stdout, { end: false })
    return exits.done
  }
  const unfinished = `${to}.unfinished`
  const file = createWriteStream(unfinished, { mode: 0o600 }) // people's answers
  try {
    await pipeline(body, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    const isOurs = (error as NodeJS.ErrnoException).syscall !== undefined && (error as NodeJS.ErrnoException).path === unfinished
    throw new Stop(isOurs ? exits.usage : exits.unreachable, isOurs ? io.words.wrong.disk(to, (error as NodeJS.ErrnoException).code ?? '') : io.words.wrong.cutOff)
  }
  renameSync(unfinished, to)
  io.say(io.words.good.exported(to, String(file.bytesWritten)))
  return exits.done
}
