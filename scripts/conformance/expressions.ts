// The expressions of an XForm as an author writes them: paths become ${name}, a row's neighbours indexed-repeat(), what is added up over the
// rows around becomes a calculation of its own. What the language has no words for is refused with its reason.
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
  /** In a predicate over a repeat's rows: bare names are its questions. */
  readonly row?: Node
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
    return this.say(readXPath(text), row === undefined ? { here: node, current: node, hasSelf: false, columns } : { here: row, current: node, hasSelf: false, row })
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
    if (name === 'position' && first?.is === 'path') {
      const node = this.resolve(first, place).node
      const rows = repeatsOf(place.current)
      const at = rows.indexOf(node)
      if (at < 0) throw new Unsupported('position() of what is no row around')
      return `position(${Array(rows.length - at).fill('..').join('/')})`
    }
    if (name === 'position') throw new Unsupported('position() in a predicate')
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
    if (aggregates.has(name) && given.some((one) => this.isAcross(one, place))) {
      const top: Place = { here: this.form.root, current: this.form.root, hasSelf: false }
      const whole = given.map((one) => (one.is === 'path' ? absolute(this.resolve(one, place).node) : one))
      return `\${${this.add('across', this.call(name, whole, top), this.form.root)}}`
    }
    const plain = name.startsWith('orx:') || name.startsWith('fn:') ? name.slice(name.indexOf(':') + 1) : name
    return `${plain}(${given.map((one) => this.say(one, place)).join(', ')})`
  }

  // A relative path that climbs out of a row and comes down into all rows.
  private isAcross(tree: XPath, place: Place): boolean {
    if (tree.is !== 'path' || (typeof tree.from !== 'string' && tree.from.call !== 'current') || tree.steps.some(({ where }) => where.length > 0)) return false
    if (tree.from === 'root' || place.current === this.form.root) return false
    const { node, highest } = this.resolve(tree, place)
    const shared = repeatsOf(node).filter((repeat) => repeatsOf(place.current).includes(repeat)).at(-1)
    return node.repeat === undefined && shared !== undefined && shared.path.startsWith(`${highest.path}/`)
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
    if (where.length > 0) return this.neighbour(node, where, place)
    if (node === place.current && place.hasSelf && tree.from !== 'root') return '.'
    if (node.repeat === undefined && node.children.some((child) => !child.tag.startsWith('@'))) throw new Unsupported('the value of a group')
    return `\${${node.name}}`
  }

  // visits[position() = n]/name
  private neighbour(node: Node, where: readonly { readonly node: Node; readonly tree: XPath }[], place: Place): string {
    const given = where.map(({ node: repeat, tree }) => {
      if (repeat.repeat === undefined) throw new Unsupported('a predicate on what does not repeat')
      const inside: Place = { here: repeat, current: place.current, hasSelf: false, row: repeat }
      if (isCount(tree)) return `\${${repeat.name}}, ${this.say(tree, inside)}`
      if (tree.is === 'operation' && tree.operator === '=' && tree.left.is === 'call' && tree.left.name === 'position' && tree.left.given.length === 0) {
        return `\${${repeat.name}}, ${this.say(tree.right, inside)}`
      }
      throw new Unsupported('a condition on the rows of a repeat')
    })
    if (node.repeat !== undefined) throw new Unsupported('a row as a value')
    return `indexed-repeat(\${${node.name}}, ${given.join(', ')})`
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
    const conditions = (tree.steps[at]?.where ?? []).map((one) => this.say(one, { here: place.current, current: place.current, hasSelf: false, columns: (wanted) => this.lists.column(list, wanted) }))
    if (tree.steps.some((step, i) => i !== at && step.where.length > 0)) throw new Unsupported('a predicate elsewhere than on the rows of a list')
    const where = conditions.length === 0 ? '' : `[${conditions.length === 1 ? conditions[0] : conditions.map((one) => `(${one})`).join(' and ')}]`
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

// A predicate that says which row, not what rows are like.
const isCount = (tree: XPath): boolean =>
  tree.is === 'number' || (tree.is === 'call' && /^(number|int|count|sum|round)$/.test(tree.name)) || (tree.is === 'operation' && /^([-+*]|div|mod)$/.test(tree.operator))
const absolute = (node: Node): Path => ({ is: 'path', from: 'root', steps: node.path.slice(1).split('/').map((name) => ({ name, where: [] })) })
const reckons: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '+', '-', '*', 'div', 'mod'])
const aggregates: ReadonlySet<string> = new Set(['sum', 'min', 'max', 'count', 'count-non-empty', 'join', 'concat'])
