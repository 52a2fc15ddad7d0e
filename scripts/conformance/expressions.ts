// The expressions of an XForm as an author writes them: a path is ${name}, or the rows that it goes through and their conditions. What the language has
// no words for is refused with its reason.
import type { Lists } from './lists.ts'
import { beginnings, nodeAt, repeatsOf } from './xform.ts'
import type { Node, XForm } from './xform.ts'
import { readXPath, Unsupported } from './xpath.ts'
import type { Path, XPath } from './xpath.ts'

/** Where an expression stands. */
export interface Place {
  /** The node that `.` and relative paths begin at. */
  readonly here: Node
  /** The node of current(): `here`, but inside a predicate. */
  readonly current: Node
  /** Whether the key knows the answer at hand as `.`. */
  readonly hasSelf: boolean
  /** In a predicate over a list: how its columns are called. */
  readonly columns?: (name: string) => string
  /** Inside a condition on rows or choices. */
  readonly isCondition?: true
}

interface Found {
  readonly node: Node
  /** The highest node on the way. */
  readonly highest: Node
  readonly where: readonly { readonly node: Node; readonly tree: XPath }[]
}

export class Expressions {
  /** Calculations that the author needs beside the form's own questions. */
  readonly added: { readonly name: string; readonly calculation: string; readonly node: Node }[] = []
  /** Questions without a type that are added up: numbers, then. */
  readonly summed: ReadonlySet<Node>
  private readonly form: XForm
  private readonly lists: Lists
  private readonly freeName: (wanted: string) => string

  constructor(form: XForm, lists: Lists, freeName: (wanted: string) => string) {
    this.form = form
    this.lists = lists
    this.freeName = freeName
    const summed = [...form.nodes.values()].flatMap((node) => {
      const paths = [...(node.bind.calculate ?? '').matchAll(/\b(?:sum|min|max)\(\s*([\w/.:-]+)\s*\)/g)]
      return paths.map(([, path = '']) => nodeAt(path, node, form.nodes)).filter((found) => found !== undefined)
    })
    this.summed = new Set(summed.filter((node) => node.bind.type === undefined && beginnings(node).every(({ text }) => text === '' || !isNaN(Number(text)))))
  }

  write(text: string, node: Node, hasSelf: boolean): string {
    return this.say(readXPath(text), { here: node, current: node, hasSelf })
  }

  /** A condition on choices: bare names are columns of the list, or questions of the repeat whose rows are offered. */
  condition(text: string, node: Node, columns: (name: string) => string, row: Node | undefined): string {
    return this.say(readXPath(text), row === undefined ? { here: node, current: node, hasSelf: false, columns, isCondition: true } : { here: row, current: node, hasSelf: false, isCondition: true })
  }

  /** What stands in a label: a name that may be mentioned, of a calculation made for it where need be. */
  mention(text: string, node: Node): string {
    const said = this.write(text, node, false)
    const plain = /^\$\{(\w+)\}$/.exec(said)
    return plain === null ? this.add('said', said, node) : (plain[1] as string)
  }

  say(tree: XPath, place: Place): string {
    switch (tree.is) {
      case 'text':
      case 'number':
        return tree.text
      case 'negative':
        return `-${this.say(tree.of, place)}`
      case 'brackets':
        return `(${this.say(tree.of, place)})`
      case 'operation':
        return `${this.side(tree.left, tree.operator, place)} ${tree.operator} ${this.side(tree.right, tree.operator, place)}`
      case 'call':
        return this.call(tree.name, tree.given, place)
      case 'path':
        return this.path(tree, place)
    }
  }

  // Words are not reckoned with before an author says that they are a number.
  private side(tree: XPath, operator: string, place: Place): string {
    const said = this.say(tree, place)
    if (!reckons.has(operator) || tree.is !== 'path' || !said.startsWith('$')) return said
    const node = this.find(tree, place)?.node
    if (node === undefined) return said
    const isText = node.control !== undefined && /^(string)?$/.test((node.bind.type ?? '').replace(/^\w+:/, ''))
    return isText && !this.summed.has(node) ? `number(${said})` : said
  }

  private call(name: string, given: readonly XPath[], place: Place): string {
    const [first, second] = given
    if (name === 'position' && first === undefined && place.isCondition !== true) throw new Unsupported('position() of nothing')
    if (name === 'position' && first?.is === 'path') {
      const { node } = this.resolve(first, place)
      const rows = repeatsOf(place.current)
      const at = rows.indexOf(node)
      if (at < 0) throw new Unsupported('position() of what is no row around')
      const up = Array(rows.length - at).fill('..').join('/')
      return `position(${place.isCondition === true ? `current()/${up}` : up})`
    }
    if (name === 'jr:choice-name' && first !== undefined && second?.is === 'text') {
      const node = nodeAt(second.text.slice(1, -1), place.current, this.form.nodes)
      if (node === undefined) throw new Unsupported('jr:choice-name of nothing')
      return `jr:choice-name(${this.say(first, place)}, '\${${node.name}}')`
    }
    if (name === 'jr:itext' && first?.is === 'path' && typeof first.from !== 'string' && first.steps.at(-1) !== undefined) {
      // The words of a list's row: what its label says in the language of the filling.
      return this.path({ ...first, steps: [...first.steps.slice(0, -1), { name: '\u0000label', where: [] }] }, place)
    }
    if (name === 'pulldata' && given.length === 4 && given.slice(0, 3).every((one) => one.is === 'text')) {
      const [id = '', ...columns] = given.slice(0, 3).map((one) => (one as { readonly text: string }).text.slice(1, -1))
      const pulled = this.lists.pulled(id, columns)
      return pulled === undefined ? "''" : `pulldata(${pulled.map((one) => `'${one}'`).join(', ')}, ${this.say(given[3] as XPath, place)})`
    }
    if (name === 'jr:itext') throw new Unsupported('jr:itext of a text by its id')
    const plain = name.startsWith('orx:') || name.startsWith('fn:') ? name.slice(name.indexOf(':') + 1) : name
    return `${plain}(${given.map((one) => this.say(one, place)).join(', ')})`
  }

  private path(tree: Path, place: Place): string {
    if (typeof tree.from !== 'string' && tree.from.call === 'instance') return this.rows(tree, place)
    if (typeof tree.from !== 'string' && tree.from.call !== 'current') throw new Unsupported(`a path into ${tree.from.call}()`)
    if (place.columns !== undefined && tree.from === 'here' && tree.steps.length === 1 && !(tree.steps[0]?.name ?? '').startsWith('.')) {
      return place.columns(tree.steps[0]?.name ?? '')
    }
    // What is named and is nowhere is empty elsewhere; an author leaves it out.
    const found = this.find(tree, place)
    if (found === undefined) return "''"
    const { node, where } = found
    const repeats = repeatsOf(node)
    const shared = repeats.filter((repeat) => repeatsOf(place.current).includes(repeat)).at(-1)
    const isAcross = tree.from !== 'root' && shared !== undefined && shared.path.startsWith(`${found.highest.path}/`) && !(node.repeat !== undefined && where.length === 0)
    if (where.length > 0 || isAcross) return this.way(node, where, isAcross ? repeats.filter((repeat) => repeat.path.startsWith(`${found.highest.path}/`)) : [], place)
    if (node === place.current && place.hasSelf && tree.from !== 'root') return '.'
    if (node.repeat === undefined && node.children.some((child) => !child.tag.startsWith('@'))) throw new Unsupported('the value of a group')
    // Inside a condition on rows, a name is of the row at hand.
    const isOutside = place.isCondition === true && place.columns === undefined && typeof tree.from !== 'string' && repeats.some((repeat) => place.here === repeat)
    return isOutside ? `current()/../${node.name}` : `\${${node.name}}`
  }

  // What lies behind rows: all of them, or those that fit: ${visits}[position() = n]/name.
  private way(node: Node, where: Found['where'], rows: readonly Node[], place: Place): string {
    const through = repeatsOf(node).filter((repeat) => rows.includes(repeat) || where.some((one) => one.node === repeat))
    const stray = where.find((one) => !through.includes(one.node))
    if (stray !== undefined) throw new Unsupported('a condition on what does not repeat')
    const steps = through.map((repeat) => {
      const inside: Place = { here: repeat, current: place.current, hasSelf: false, isCondition: true }
      return repeat.name + where.filter((one) => one.node === repeat).map(({ tree }) => `[${this.say(tree, inside)}]`).join('')
    })
    const [first = '', ...others] = node.repeat === undefined ? [...steps, node.name] : steps
    return [rows.length > 0 ? `../../${first}` : first.replace(/^\w+/, '${$&}'), ...others].join('/')
  }

  private rows(tree: Path, place: Place): string {
    const from = tree.from as { readonly call: string; readonly given: readonly XPath[] }
    const [id] = from.given
    if (id?.is !== 'text') throw new Unsupported('instance() of what is worked out')
    const name = id.text.slice(1, -1)
    if (/^jr:\/\/instance\/last-saved$/.test(this.form.instances.get(name)?.getAttribute('src') ?? '')) {
      const found = this.form.nodes.get(`/${tree.steps.map((step) => step.name).join('/')}`)
      if (found === undefined) throw new Unsupported('what was not asked in the last record')
      return `\${last-saved#${found.name}}`
    }
    const { list, column, at } = this.lists.lookUp(name, tree.steps.map((step) => step.name))
    const inside: Place = { here: place.current, current: place.current, hasSelf: false, columns: (wanted) => this.lists.column(list, wanted), isCondition: true }
    const where = (tree.steps[at]?.where ?? []).map((one) => `[${this.say(one, inside)}]`).join('')
    if (tree.steps.some((step, i) => i !== at && step.where.length > 0)) throw new Unsupported('a predicate elsewhere than on the rows of a list')
    return `instance('${list}')/root/item${where}/${column === undefined ? 'name' : column === '\u0000label' ? 'label' : this.lists.column(list, column)}`
  }

  private resolve(tree: Path, place: Place): Found {
    const found = this.find(tree, place)
    if (found === undefined) throw new Unsupported(`a path to nothing: ${tree.steps.map(({ name }) => name).join('/')}`)
    return found
  }

  private find(tree: Path, place: Place): Found | undefined {
    const start = tree.from === 'root' ? undefined : tree.from === 'here' ? place.here : place.current
    let here: Node | undefined = start
    let highest = start
    const where: { node: Node; tree: XPath }[] = []
    for (const step of tree.steps) {
      if (step.name === '.') continue
      here = step.name === '..' ? here?.parent : nodeAt(step.name, here ?? ({ path: '' } as Node), this.form.nodes) ?? this.form.nodes.get(`${here?.path ?? ''}/${step.name}`)
      if (here === undefined) return undefined
      if (highest === undefined || highest.path.startsWith(`${here.path}/`)) highest = here
      for (const one of step.where) where.push({ node: here, tree: one })
    }
    if (here === undefined || highest === undefined) throw new Unsupported('the document itself')
    return { node: here, highest, where }
  }

  private add(wanted: string, calculation: string, node: Node): string {
    const known = this.added.find((one) => one.calculation === calculation && one.node === node)
    if (known !== undefined) return known.name
    const name = this.freeName(wanted)
    this.added.push({ name, calculation, node })
    return name
  }
}

const reckons: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '+', '-', '*', 'div', 'mod'])
