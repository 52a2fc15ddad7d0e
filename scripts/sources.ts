// The sources in forms/ as they lie there: which forms there are, and a form's files with the shared lists.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from '../src/form/source.ts'
import { root } from './serve.ts'

/** Ids of the forms under forms/. */
export function formIds(): string[] {
  const folder = join(root, 'forms')
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'form.yaml')))
}

/** Ids of the boards under forms/boards/. */
export function boardIds(): string[] {
  return readdirSync(join(root, 'forms/boards')).filter((name) => existsSync(join(root, 'forms/boards', name, 'board.yaml')))
}

/** A board's folder, by path. */
export function boardFilesOf(id: string): Files {
  const folder = join(root, 'forms/boards', id)
  return Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** A form's folder with the shared lists, by path. */
export function filesOf(id: string): Files {
  const files: Record<string, string> = {}
  const read = (folder: string, under: string): void => {
    for (const name of readdirSync(folder)) if (/\.(?:yaml|csv|geojson)$/.test(name)) files[under + name] = readFileSync(join(folder, name), 'utf8')
  }
  read(join(root, 'forms', id), '')
  read(join(root, 'forms/lists'), 'lists/')
  return files
}
