// `phieu convert`: an XLSForm as a folder of source that can be read, kept in a repository and translated.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sayProblem } from '../words/desk.ts'
import { readBook } from './check.ts'
import { placeOf } from './client.ts'
import { exits, Stop, text } from './io.ts'
import type { Given } from './io.ts'

export async function convert(given: Given): Promise<number> {
  const { io, options } = given
  const path = given.words[0] ?? ''
  if (!/\.xlsx?$/i.test(path)) throw new Stop(exits.usage, io.words.wrong.missing('FILE.xlsx'))
  const { files, problems, warnings } = await readBook(path, given)
  for (const warning of warnings) io.say(`${placeOf(warning, path)}${sayProblem(warning, io.language)} (${io.words.good.warning})`)
  for (const problem of problems) io.say(`${placeOf(problem, path)}${sayProblem(problem, io.language)}`)
  const main = files['form.yaml']
  if (main === undefined) return exits.wrong
  const folder = text(options, 'o') ?? (/^id: (\S+)/m.exec(main)?.[1] ?? 'form')
  // What somebody wrote by hand is never written over.
  if (existsSync(join(folder, 'form.yaml'))) throw new Stop(exits.usage, io.words.wrong.exists(join(folder, 'form.yaml')))
  mkdirSync(folder, { recursive: true })
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(folder, file), content)
    io.say(io.words.good.wrote(join(folder, file)))
  }
  return problems.length > 0 ? exits.wrong : exits.done
}
