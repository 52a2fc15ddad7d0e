// `phieu convert`: an XLSForm as a folder of source that can be read, kept in a repository and translated.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { toXlsform } from '../translate/xlsform_out.ts'
import { sayProblem } from '../words/desk.ts'
import { readBook } from './check.ts'
import { placeOf } from './client.ts'
import { readSource } from './folder.ts'
import { exits, Stop, text } from './io.ts'
import type { Given } from './io.ts'

export async function convert(given: Given): Promise<number> {
  const { io, options } = given
  const path = given.words[0] ?? ''
  if (!/\.xlsx?$/i.test(path)) return back(path, given)
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

// The other way: for who goes on with ODK's tools, or likes to write in a spreadsheet.
async function back(path: string, { io, options }: Given): Promise<number> {
  const { sheets, left } = toXlsform(readSource(path, io))
  const file = text(options, 'o') ?? `${basename(resolve(path))}.xlsx`
  if (existsSync(file)) throw new Stop(exits.usage, io.words.wrong.exists(file))
  writeFileSync(file, await writeXlsx({ sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))) })) }))
  if (left.length > 0) io.say(io.words.good.left(left.join(', ')))
  io.say(io.words.good.wrote(file))
  return exits.done
}
