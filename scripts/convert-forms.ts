// Carries the drafts of the shipped forms over from a folder (`node scripts/convert-forms.ts DIR`): labels, hints and lists as text. Logic, registers and
// indicators are written by hand in forms/; a form that is there already is left alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './serve.ts'

export interface Draft {
  readonly id: string
  readonly slug: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly fields: readonly Field[]
}

export interface Field {
  readonly name: string
  readonly type: string
  readonly arg: string | null
  readonly pd: string | null
  readonly vi: string
  readonly en: string
  readonly hint: string
  readonly req: boolean
  readonly choices: string | null
}

type Lists = Readonly<Record<string, readonly { readonly value: string; readonly vi: string; readonly en: string }[]>>

const kinds: Readonly<Record<string, string>> = {
  text: 'text', int: 'integer', dec: 'decimal', area: 'area', date: 'date', month: 'month', year: 'year', phone: 'phone', gps: 'geopoint', photo: 'image', note: 'note', repeat: 'repeat', calc: 'calculate',
}

/** A draft's type in the form language; undefined for what the language does not have yet. */
export function typeOf(field: Field): string | undefined {
  if (field.type === 'one' && field.choices !== null) return `select_one ${field.choices}`
  if (field.type === 'many' && field.choices !== null) return `select_multiple ${field.choices}`
  if (field.type === 'unit') return `unit ${field.arg ?? 'village'}`
  if (field.type === 'ref') return `entry ${field.arg}`
  return kinds[field.type]
}

/** A scalar as YAML writes it: plain where it can be, else in double quotes. */
export function scalar(text: string): string {
  const isPlain = text !== '' && !/^[\s\-?:,[\]{}#&*!|>'"%@`]/.test(text) && !/: |\s#|:$|\n|\s$/.test(text)
  return isPlain ? text : JSON.stringify(text)
}

/** The shared lists and their English words, as two files. */
export function listFiles(lists: Lists, used: ReadonlySet<string>): { readonly vi: string; readonly en: string } {
  const names = Object.keys(lists).filter((name) => used.has(name))
  const of = (name: string) => lists[name] ?? []
  const vi = names.map((name) => `${name}:\n${of(name).map((choice) => `  - name: ${scalar(choice.value)}\n    label: ${scalar(choice.vi)}\n`).join('')}`)
  const en = names.map((name) => `${name}:\n${of(name).map((choice) => `  ${scalar(choice.value)}: ${scalar(choice.en)}\n`).join('')}`)
  return { vi: `# Choice lists shared by the forms. Their English words are in en.yaml.\n${vi.join('')}`, en: `# English words of choices.yaml.\n${en.join('')}` }
}

function skeleton({ slug, title, fields }: Draft): string {
  const lines = fields.flatMap((field) => {
    const type = typeOf(field)
    if (type === undefined) return [`  # ${field.name}: ${field.type} is not a kind yet`]
    return [`  - type: ${type}`, `    name: ${field.name.replace(/^.*\./, '')}`, `    label: ${scalar(field.vi)}`, ...(field.hint === '' ? [] : [`    hint: ${scalar(field.hint)}`]), ...(field.req ? ['    required: yes'] : [])]
  })
  return `id: ${slug}\ntitle: ${scalar(title.vi)}\nlanguage: vi\n\nsurvey:\n${lines.join('\n')}\n`
}

if (process.argv[1]?.endsWith('convert-forms.ts') === true) {
  const folder = process.argv[2]
  if (folder === undefined) throw new Error('which folder? node scripts/convert-forms.ts DIR')
  const drafts = JSON.parse(readFileSync(join(folder, 'forms.json'), 'utf8')) as { forms: readonly Draft[]; lists: Lists }
  const used = new Set(drafts.forms.flatMap(({ fields }) => fields.flatMap(({ choices }) => choices ?? [])))
  const { vi, en } = listFiles(drafts.lists, used)
  mkdirSync(join(root, 'forms/lists'), { recursive: true })
  writeFileSync(join(root, 'forms/lists/choices.yaml'), vi)
  writeFileSync(join(root, 'forms/lists/en.yaml'), en)
  for (const draft of drafts.forms) {
    const file = join(root, 'forms', draft.slug, 'form.yaml')
    if (existsSync(file)) continue
    mkdirSync(join(root, 'forms', draft.slug), { recursive: true })
    writeFileSync(file, skeleton(draft))
    console.log(`wrote ${file}`)
  }
}
