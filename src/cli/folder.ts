// Sources as they lie on the author's disk: one form's folder with the shared lists beside it, and what the forms in the folders around it offer.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { checkSync } from 'recheck'
import { compile } from '../form/compile.ts'
import type { Known } from '../form/compile.ts'
import type { Form } from '../form/form.ts'
import type { Files } from '../form/source.ts'
import type { Unit } from '../form/world.ts'
import { exits, Stop } from './io.ts'
import type { Io } from './io.ts'

const defaultLevels = ['province', 'district', 'commune', 'village']

/** A form's folder: its YAML files, its own lists/ and those of the folder above. */
export function readSource(folder: string, { words }: Io): Files {
  if (!existsSync(folder)) throw new Stop(exits.usage, words.wrong.notFound(folder))
  if (!statSync(folder).isDirectory() || !existsSync(join(folder, 'form.yaml'))) throw new Stop(exits.usage, words.wrong.noForm(folder))
  return filesIn(folder)
}

function filesIn(folder: string): Files {
  const files: Record<string, string> = {}
  const read = (from: string, under: string): void => {
    if (!existsSync(from)) return
    for (const name of readdirSync(from).sort()) if (/\.(?:yaml|csv|geojson)$/.test(name)) files[under + name] = readFileSync(join(from, name), 'utf8')
  }
  read(join(dirname(resolve(folder)), 'lists'), 'lists/')
  read(join(folder, 'lists'), 'lists/')
  read(folder, '')
  return files
}

export interface Around {
  readonly known: Known
  readonly forms: readonly Form[]
  readonly units: ReadonlyMap<string, Unit>
}

/** Units and the other forms beside a folder, in the order in which they need each other. */
export function readAround(folder: string, unitsFile: string | undefined, { words }: Io): Around {
  const above = dirname(resolve(folder))
  const file = unitsFile ?? join(above, 'units.json')
  if (unitsFile !== undefined && !existsSync(unitsFile)) throw new Stop(exits.usage, words.wrong.notFound(unitsFile))
  const units = existsSync(file) ? unitsIn(file, words) : []
  const levels = units.length === 0 ? defaultLevels : [...new Set(units.map(({ level }) => level))]
  const registers: Record<string, Record<string, 'text' | 'number'>> = {}
  const indicators: string[] = []
  const forms: Form[] = []
  let waiting = readdirSync(above).filter((name) => name !== basename(resolve(folder)) && existsSync(join(above, name, 'form.yaml')))
  for (;;) {
    const failed: string[] = []
    for (const name of waiting) {
      const compiled = compile(filesIn(join(above, name)), { levels, registers: structuredClone(registers), indicators: [...indicators] }, { regexFault })
      if (!compiled.ok) {
        failed.push(name)
        continue
      }
      const { form } = compiled
      forms.push(form)
      for (const { register, columns } of form.registers) registers[register] = { ...registers[register], ...Object.fromEntries(Object.entries(columns).map(([column, { holds }]) => [column, holds])) }
      indicators.push(...form.indicators.map((one) => `${form.id}.${one.name}`))
    }
    // Those that are broken, or that need this very form, are no affair of this check.
    if (failed.length === 0 || failed.length === waiting.length) break
    waiting = failed
  }
  return { known: { levels, registers, indicators }, forms, units: new Map(units.map((unit) => [unit.id, unit])) }
}

function unitsIn(file: string, words: Io['words']): readonly Unit[] {
  try {
    const { units } = JSON.parse(readFileSync(file, 'utf8')) as { units?: unknown }
    if (Array.isArray(units)) return units as readonly Unit[]
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new Stop(exits.usage, words.wrong.noUnits(file))
}

/** Whether a pattern can hang, as far as can be told without the server. */
export function regexFault(pattern: string, flags: string): string | undefined {
  const { status } = checkSync(pattern, flags, { timeout: 2000 })
  return status === 'safe' ? undefined : status === 'vulnerable' ? 'hang' : 'unchecked'
}
