// The shipped forms compiled, and what is known outside each when all are published in order. Used by `check` and the tests.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSync } from 'recheck'
import { compile } from '../src/form/compile.ts'
import type { Compiled, Known } from '../src/form/compile.ts'
import type { Files } from '../src/form/source.ts'
import type { KeptUnit } from '../src/store/units.ts'
import { root } from './serve.ts'
import { filesOf, formIds } from './sources.ts'

export const levels = ['province', 'district', 'commune', 'village']

/** Whether a pattern can hang, by the library alone; publishing asks more (server/pattern.ts). */
export function regexFault(pattern: string, flags: string): string | undefined {
  const { status } = checkSync(pattern, flags, { timeout: 2000 })
  return status === 'safe' ? undefined : status === 'vulnerable' ? 'hang' : 'unknown'
}

/** The unit register that is shipped. */
export function shippedUnits(): readonly KeptUnit[] {
  return (JSON.parse(readFileSync(join(root, 'forms/units.json'), 'utf8')) as { units: readonly KeptUnit[] }).units
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
