// `phieu check`: the compiler and the examples, without a network.
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { compile } from '../form/compile.ts'
import type { Problem } from '../form/problem.ts'
import { gathered } from '../form/translations.ts'
import { costOf } from '../record/cost.ts'
import { runExample } from '../record/example.ts'
import { fromXlsform } from '../translate/xlsform.ts'
import { sayProblem } from '../words/desk.ts'
import { placeOf } from './client.ts'
import { readAround, readSource, regexFault } from './folder.ts'
import { exits, Stop, text } from './io.ts'
import type { Given } from './io.ts'

export async function check(given: Given): Promise<number> {
  const { io, options } = given
  const path = given.words[0] ?? ''
  const { good } = io.words
  const say = (problem: Problem): string => `${placeOf(problem, path)}${sayProblem(problem, io.language)}`
  const workbook = /\.xlsx?$/i.test(path) ? await readBook(path, given) : undefined
  const files = workbook?.files ?? readSource(path, io)
  const around = readAround(path, text(options, 'units'), io)
  const compiled = files['form.yaml'] === undefined ? undefined : compile(files, around.known, { regexFault })
  const own = compiled === undefined || compiled.ok ? [] : compiled.problems.flatMap((problem) => (workbook === undefined ? problem : (workbook.located(problem) ?? [])))
  const forms = compiled?.ok === true ? [...around.forms, compiled.form] : []
  const failed = compiled?.ok === true ? compiled.examples.flatMap((example) => runExample(compiled.form, example, { forms, ...(around.units.size === 0 ? {} : { units: around.units }) })) : []
  const remarks = gathered(compiled?.warnings ?? []).flatMap((warning) => (workbook === undefined ? warning : (workbook.located(warning) ?? [])))
  for (const warning of [...(workbook?.warnings ?? []), ...remarks]) io.say(`${say(warning)} (${good.warning})`)
  const problems = [...(workbook?.problems ?? []), ...own, ...failed]
  for (const problem of problems) io.say(say(problem))
  if (problems.length > 0 || compiled?.ok !== true) {
    io.say(good.problems(String(problems.length)))
    return exits.wrong
  }
  const { form, examples } = compiled
  const costs = examples.map((example) => costOf(form, example, around.units, forms))
  const most = (of: 'entries' | 'tallies'): string => String(Math.max(0, ...costs.map((cost) => cost[of])))
  io.say(`${good.fine(form.id, String(examples.length))}${costs.length === 0 ? '' : `; ${good.cost(most('entries'), most('tallies'))}`}`)
  return exits.done
}

/** A workbook from the disk, converted; its file's name is the id where it names none. */
export async function readBook(path: string, { io, options }: Pick<Given, 'io' | 'options'>): Promise<Awaited<ReturnType<typeof fromXlsform>>> {
  if (!existsSync(path)) throw new Stop(exits.usage, io.words.wrong.notFound(path))
  return fromXlsform(new Uint8Array(readFileSync(path)), { fallbackId: text(options, 'id') ?? idOf(path) })
}

/** An id of a file's name. */
export function idOf(path: string): string {
  const name = basename(path).replace(/\.\w+$/, '').normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '')
  return name === '' ? 'form' : name.slice(0, 60)
}
