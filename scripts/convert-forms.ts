// Carries drafts of forms over from a folder: `node scripts/convert-forms.ts DIR [form …]` reads DIR/forms.json and writes labels, hints and lists as text.
// Logic, registers and indicators are written by hand: what is there already is never written over, lists only grow by what is missing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './serve.ts'

export interface Draft {
  readonly slug: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly fields: readonly Field[]
}

export interface Field {
  /** In a repeat: 'attend.name'. */
  readonly name: string
  readonly type: string
  readonly arg: string | null
  readonly vi: string
  readonly en: string
  readonly hint: string
  readonly req: boolean
  readonly choices: string | null
}

export type Lists = Readonly<Record<string, readonly { readonly value: string; readonly vi: string; readonly en: string }[]>>

const kinds: Readonly<Record<string, string>> = {
  text: 'text', int: 'integer', dec: 'decimal', area: 'area', date: 'date', month: 'month', year: 'year', phone: 'phone', gps: 'geopoint', photo: 'image', audio: 'audio', note: 'note', repeat: 'repeat', calc: 'calculate',
}

/** A draft's type in the form language; undefined for what the language does not have (video, several units). */
export function typeOf({ type, arg, choices }: Field): string | undefined {
  if (type === 'one') return choices === null ? undefined : `select_one ${choices}`
  if (type === 'many') return choices === null || arg === 'unit' ? undefined : `select_multiple ${choices}`
  if (type === 'unit') return `unit ${arg ?? 'village'}`
  if (type === 'ref') return arg === null ? undefined : `entry ${arg}`
  return kinds[type]
}

/** A scalar as YAML writes it: plain where it can be, else in double quotes. */
export function scalar(text: string): string {
  const isPlain = text !== '' && !/^[\s\-?:,[\]{}#&*!|>'"%@`]/.test(text) && !/: |\s#|:$|\n|\s$/.test(text)
  return isPlain ? text : JSON.stringify(text)
}

/** The form.yaml and en.yaml to begin with: every question that has a kind, in the draft's order, rows of a repeat inside it. */
export function skeleton({ slug, title, fields }: Draft): { readonly form: string; readonly en: string } {
  const taken = new Set<string>()
  const named = fields.map((field) => {
    const [repeat, inner] = field.name.includes('.') ? (field.name.split('.') as [string, string]) : [undefined, field.name]
    const name = repeat !== undefined && taken.has(inner) ? `${repeat}_${inner}` : inner // names are unique in the whole form
    taken.add(name)
    return { field, repeat, name, type: typeOf(field) }
  })
  const lines = named.flatMap(({ field, repeat, name, type }) => {
    const indent = repeat === undefined ? '  ' : '      '
    if (type === undefined) return [`${indent}# ${name}: no kind for "${field.type}"`]
    const more = [...(field.hint === '' ? [] : [`hint: ${scalar(field.hint)}`]), ...(field.req ? ['required: yes'] : []), ...(type === 'repeat' ? ['questions:'] : [])]
    return [`${indent}- type: ${type}`, ...[`name: ${name}`, `label: ${scalar(field.vi)}`, ...more].map((line) => `${indent}  ${line}`)]
  })
  const words = named.filter(({ type }) => type !== undefined).map(({ field, name }) => `  ${name}:\n    label: ${scalar(field.en)}`)
  return {
    form: `id: ${slug}\ntitle: ${scalar(title.vi)}\nlanguage: vi\n\nsurvey:\n${lines.join('\n')}\n`,
    en: `title: ${scalar(title.en)}\nsurvey:\n${words.join('\n')}\n`,
  }
}

/** Lists as choices.yaml (vi) and en.yaml hold them; only those asked for. */
export function listTexts(lists: Lists, wanted: readonly string[]): { readonly vi: string; readonly en: string } {
  const write = (line: (choice: { readonly value: string; readonly vi: string; readonly en: string }) => string): string =>
    wanted.map((name) => `${name}:\n${(lists[name] ?? []).map(line).join('')}`).join('')
  return {
    vi: write(({ value, vi }) => `  - name: ${scalar(value)}\n    label: ${scalar(vi)}\n`),
    en: write(({ value, en }) => `  ${scalar(value)}: ${scalar(en)}\n`),
  }
}

/** Names of the lists that a file already has. */
export function listsIn(text: string): readonly string[] {
  return [...text.matchAll(/^([a-z]\w*):$/gm)].map(([, name]) => name ?? '')
}

function grow(file: string, first: string, write: (missing: readonly string[]) => string, wanted: readonly string[]): void {
  const had = existsSync(file) ? readFileSync(file, 'utf8') : first
  const missing = wanted.filter((name) => !listsIn(had).includes(name))
  if (missing.length > 0) writeFileSync(file, had + write(missing))
}

function convert(from: string, only: readonly string[]): void {
  const drafts = JSON.parse(readFileSync(join(from, 'forms.json'), 'utf8')) as { readonly forms: readonly Draft[]; readonly lists: Lists }
  const chosen = drafts.forms.filter(({ slug }) => only.length === 0 || only.includes(slug))
  const wanted = Object.keys(drafts.lists).filter((list) => chosen.some(({ fields }) => fields.some(({ choices }) => choices === list)))
  const lists = join(root, 'forms/lists')
  mkdirSync(lists, { recursive: true })
  grow(join(lists, 'choices.yaml'), '# Choice lists shared by the forms. Their English words are in en.yaml.\n', (names) => listTexts(drafts.lists, names).vi, wanted)
  grow(join(lists, 'en.yaml'), '# English words of choices.yaml.\n', (names) => listTexts(drafts.lists, names).en, wanted)
  for (const draft of chosen) {
    const folder = join(root, 'forms', draft.slug)
    mkdirSync(folder, { recursive: true })
    const { form, en } = skeleton(draft)
    for (const [name, text] of [['form.yaml', form], ['en.yaml', en]] as const) {
      const file = join(folder, name)
      if (existsSync(file)) continue
      writeFileSync(file, text)
      console.log(`wrote ${file}`)
    }
  }
}

if (process.argv[1]?.endsWith('convert-forms.ts') === true) {
  const [from, ...only] = process.argv.slice(2)
  if (from === undefined) {
    console.error('Which folder? node scripts/convert-forms.ts DIR [form …]')
    process.exit(1)
  }
  convert(from, only)
}
