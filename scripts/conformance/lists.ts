// The choices of an XForm as an author keeps them: lists with name, label and further columns, from items in the body, secondary instances and
// files that travel with the form.
import type { Words } from './words.ts'
import { childOf, childrenOf, parseXml } from './xform.ts'
import type { XForm } from './xform.ts'
import type { Element } from '@xmldom/xmldom'
import { Unsupported } from './xpath.ts'

export interface List {
  readonly name: string
  /** Its own words for the columns name and label. */
  readonly value: string
  readonly label: string
  /** Columns of the rows as the XForm calls them → as the author does. */
  readonly columns: Map<string, string>
  readonly choices: { readonly name: string; readonly label: Readonly<Record<string, string>>; readonly columns: Readonly<Record<string, string>> }[]
}

type Rows = readonly (readonly (readonly [string, string])[])[]

export class Lists {
  readonly all = new Map<string, List>()
  private readonly form: XForm
  private readonly files: Readonly<Record<string, string>>
  private readonly words: Words
  private readonly sanitize: (text: string, taken: ReadonlySet<string>) => string

  constructor(form: XForm, files: Readonly<Record<string, string>>, words: Words, sanitize: (text: string, taken: ReadonlySet<string>) => string) {
    this.form = form
    this.files = files
    this.words = words
    this.sanitize = sanitize
  }

  /** The list of a question's own items. */
  ofItems(question: string, items: readonly Element[], say: (label: Element | undefined) => Readonly<Record<string, string>> | undefined): string {
    const name = this.free(question)
    const choices = items.map((item) => {
      const value = (childOf(item, 'value')?.textContent ?? '').trim()
      return { name: value, label: say(childOf(item, 'label')) ?? this.words.same(value), columns: {} }
    })
    this.all.set(`items of ${question}`, { name, value: 'value', label: 'label', columns: new Map(), choices })
    return name
  }

  /** The list of an itemset: rows of a secondary instance. `label` may be jr:itext(column). */
  ofRows(id: string, path: readonly string[], value: string, label: string): string {
    const key = `${id}/${path.join('/')}|${value}|${label}`
    const known = this.all.get(key)
    if (known !== undefined) return known.name
    const rows = this.rowsOf(id, path)
    const [, itext] = /^jr:itext\((.*)\)$/.exec(label) ?? []
    const taken = new Set(['name', 'label'])
    const columns = new Map([[value, 'name']])
    if (itext === undefined && label !== value) columns.set(label, 'label')
    for (const column of new Set(rows.flatMap((row) => row.map(([one]) => one)))) {
      if (columns.has(column)) continue
      const plain = this.sanitize(column, taken)
      taken.add(plain.toLowerCase())
      columns.set(column, plain)
    }
    const choices = rows.map((row) => {
      const cells = new Map(row)
      const name = cells.get(value) ?? ''
      const said = itext === undefined ? this.words.same(cells.get(label) ?? '') : this.words.of(cells.get(itext) ?? '')
      const further = [...cells].filter(([column]) => columns.get(column) !== 'name' && columns.get(column) !== 'label')
      return { name, label: said, columns: Object.fromEntries(further.map(([column, cell]) => [columns.get(column) as string, cell])) }
    })
    const name = this.free(id)
    this.all.set(key, { name, value, label, columns, choices })
    return name
  }

  /** What instance('id')/root/item/column looks into; `at` is the step of its rows. */
  lookUp(id: string, steps: readonly string[]): { readonly list: string; readonly column: string | undefined; readonly at: number } {
    const known = [...this.all].find(([key]) => steps.length > 1 && key.startsWith(`${id}/${steps.slice(0, -1).join('/')}|`)) ?? [...this.all].find(([key]) => key.startsWith(`${id}/${steps.join('/')}|`))
    if (known !== undefined) {
      const [key, list] = known
      const depth = (key.slice(id.length + 1).split('|')[0] as string).split('/').length
      return { list: list.name, column: steps[depth], at: depth - 1 }
    }
    const path = steps.slice(0, -1)
    const rows = this.rowsOf(id, path)
    const columns = [...new Set(rows.flatMap((row) => row.map(([column]) => column)))]
    const isKey = (column: string): boolean => new Set(rows.map((row) => new Map(row).get(column) ?? '')).size === rows.length
    const value = ['name', 'value', ...columns].find((column) => columns.includes(column) && isKey(column))
    if (value === undefined) throw new Unsupported('a list in which nothing tells the rows apart')
    this.ofRows(id, path, value, ['label', 'itextId'].find((column) => columns.includes(column) && column !== value)?.replace('itextId', 'jr:itext(itextId)') ?? value)
    return this.lookUp(id, steps)
  }

  column(list: string, wanted: string): string {
    const found = [...this.all.values()].find((one) => one.name === list)?.columns.get(wanted)
    if (found === undefined) throw new Unsupported(`a column that the list does not have: ${wanted}`)
    return found
  }

  /** pulldata('id', 'column', 'key', …) as ours: a column that is not there gives nothing, here as there. */
  pulled(id: string, columns: readonly string[]): readonly string[] | undefined {
    if (!this.form.instances.has(id)) throw new Unsupported('pulldata from what the form does not have')
    const { list } = this.lookUp(id, ['root', 'item', 'name'])
    const known = [...this.all.values()].find((one) => one.name === list)?.columns
    return columns.every((column) => known?.has(column)) ? [list, ...columns.map((column) => known?.get(column) as string)] : undefined
  }

  /** Whether a secondary instance is a file that did not come with the form. */
  isMissing(id: string): boolean {
    const source = this.form.instances.get(id)?.getAttribute('src')
    return typeof source === 'string' && this.files[source] === undefined
  }

  private rowsOf(id: string, path: readonly string[]): Rows {
    const instance = this.form.instances.get(id)
    if (instance === undefined) throw new Unsupported('a list that the form does not have')
    const source = instance.getAttribute('src')
    if (source === null) return under(instance, path)
    const file = this.files[source]
    if (file === undefined) return []
    if (/\.csv$/i.test(source) || source.startsWith('jr://file-csv')) return csv(file)
    if (/\.geojson$/i.test(source)) return geojson(file)
    return under(parseXml(file), path)
  }

  private free(wanted: string): string {
    return this.sanitize(wanted, new Set([...this.all.values()].map(({ name }) => name.toLowerCase())))
  }
}

function under(top: Parameters<typeof childrenOf>[0], path: readonly string[]): Rows {
  let here = [top] as readonly Parameters<typeof childrenOf>[0][]
  for (const step of path) here = here.flatMap((element) => childrenOf(element).filter((child) => child.tagName === step))
  return here.map((row) => [
    ...childrenOf(row).map((cell) => [cell.tagName, (cell.textContent ?? '').trim()] as const),
    ...('attributes' in row ? [...row.attributes].map(({ name, value }) => [`@${name}`, value] as const) : []),
  ])
}

function csv(text: string): Rows {
  const records: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",;\r\n\t]*))(,|;|\t|\r?\n|$)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ',' && end !== ';' && end !== '\t') records.push([])
  }
  const [head = [], ...rows] = records.filter((record) => record.some((cell) => cell !== ''))
  return rows.map((row) => head.map((column, i) => [column, row[i] ?? ''] as const))
}

function geojson(text: string): Rows {
  interface Feature {
    readonly id?: unknown
    readonly geometry: { readonly coordinates: readonly number[] }
    readonly properties: Readonly<Record<string, unknown>>
  }
  return (JSON.parse(text) as { readonly features: readonly Feature[] }).features.map(({ id, geometry, properties }) => [
    ...(id === undefined ? [] : [['id', String(id)] as const]),
    ...Object.entries(properties).map(([key, value]) => [key, String(value)] as const),
    ['geometry', [geometry.coordinates[1], geometry.coordinates[0], geometry.coordinates[2] ?? 0, 0].join(' ')] as const,
  ])
}
