// The shipped forms as files, and what is known outside each when all are published in order. Used by `check`, the tests and the start.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkSync } from 'recheck'
import { compile } from '../src/form/compile.ts'
import type { Compiled, Known } from '../src/form/compile.ts'
import type { Files } from '../src/form/source.ts'
import type { KeptUnit } from '../src/store/units.ts'
import { root } from './serve.ts'

export const levels = ['province', 'district', 'commune', 'village']

/** Whether a pattern can hang; the same answer as at publishing. */
export function regexFault(pattern: string, flags: string): string | undefined {
  const { status } = checkSync(pattern, flags, { timeout: 2000 })
  return status === 'safe' ? undefined : status === 'vulnerable' ? 'hang' : 'unknown'
}

/** The unit register that is shipped. */
export function shippedUnits(): readonly KeptUnit[] {
  return (JSON.parse(readFileSync(join(root, 'forms/units.json'), 'utf8')) as { units: readonly KeptUnit[] }).units
}

/** Ids of the forms under forms/. */
export function formIds(): string[] {
  const folder = join(root, 'forms')
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'form.yaml')))
}

/** A form's folder with the shared lists, by path. */
export function filesOf(id: string): Files {
  const files: Record<string, string> = {}
  const read = (folder: string, under: string): void => {
    for (const name of readdirSync(folder)) if (name.endsWith('.yaml')) files[under + name] = readFileSync(join(folder, name), 'utf8')
  }
  read(join(root, 'forms', id), '')
  read(join(root, 'forms/lists'), 'lists/')
  return files
}

export interface Shipped {
  readonly id: string
  readonly files: Files
  readonly known: Known
  readonly compiled: Compiled
}

/** Compiles them all, each with what those before it offer; a form that points at a later one is tried again after it. */
export function compileAll(): readonly Shipped[] {
  const registers: Record<string, Record<string, 'text' | 'number'>> = {}
  const indicators: string[] = []
  const done: Shipped[] = []
  let waiting = formIds()
  for (;;) {
    const failed: Shipped[] = []
    for (const id of waiting) {
      const known: Known = { levels, registers: structuredClone(registers), indicators: [...indicators] }
      const one: Shipped = { id, files: filesOf(id), known, compiled: compile(filesOf(id), known, { regexFault }) }
      if (!one.compiled.ok) {
        failed.push(one)
        continue
      }
      done.push(one)
      for (const { register, columns } of one.compiled.form.registers) {
        registers[register] = { ...registers[register], ...Object.fromEntries(Object.entries(columns).map(([name, { holds }]) => [name, holds])) }
      }
      indicators.push(...one.compiled.form.indicators.map(({ name }) => `${id}.${name}`))
    }
    if (failed.length === 0 || failed.length === waiting.length) return [...done, ...failed]
    waiting = failed.map(({ id }) => id)
  }
}
