// An XForm as an author would have written it in our language: questions, groups, repeats, lists, languages. It goes through our own door
// afterwards, like anyone's source; what cannot be said in the language ends here with its reason.
import type { Element } from '@xmldom/xmldom'
import { stringify } from 'yaml'
import { reserved } from '../../src/form/compiler.ts'
import type { Files } from '../../src/form/source.ts'
import { Expressions } from './expressions.ts'
import { Lists } from './lists.ts'
import { labelOf, Words } from './words.ts'
import { beginnings, childOf, childrenOf, nodeAt, readXForm, repeatsOf } from './xform.ts'
import type { Action, Node, XForm } from './xform.ts'
import { Unsupported } from './xpath.ts'

export interface Authored {
  readonly files: Files
  readonly form: XForm
  readonly words: Words
  /** What each node became. */
  readonly kindOf: ReadonlyMap<Node, string>
  /** Lists that are kept outside the form and may be empty. */
  readonly registers: readonly string[]
  /** Rows that the form begins with, in document order: the repeat's node and its row's around. */
  readonly rows: readonly { readonly repeat: Node; readonly around: readonly number[] }[]
}

type Said = Readonly<Record<string, string>>
interface Question {
  readonly type: string
  readonly name: string
  readonly [key: string]: unknown
}

const loading: ReadonlySet<string> = new Set(['odk-instance-first-load', 'odk-instance-load'])
const unlabelled: ReadonlySet<string> = new Set(['calculate', 'start', 'end', 'today', 'hidden', 'deviceid', 'username', 'email', 'phonenumber', 'start-geopoint', 'background-geopoint'])

export function author(xml: string, attachments: Readonly<Record<string, string>>): Authored {
  const form = readXForm(xml)
  const taken = new Set<string>()
  const free = (wanted: string): string => {
    const name = sanitized(wanted, taken)
    taken.add(name.toLowerCase())
    return name
  }
  for (const node of form.nodes.values()) if (node !== form.root) node.name = free(node.tag.startsWith('@') ? `${node.parent?.tag ?? ''}_${node.tag.slice(1)}` : node.tag)
  const words = new Words(form)
  const lists = new Lists(form, attachments, words, sanitized)
  const writer = new Writer(form, words, lists, new Expressions(form, lists, free))
  return writer.authored()
}

function sanitized(wanted: string, taken: ReadonlySet<string>): string {
  const letters = wanted.replace(/^.*:/, '').replace(/[^A-Za-z0-9_]/g, '_').slice(0, 55)
  const plain = /^[A-Za-z]/.test(letters) ? letters : `q${letters}`
  const base = reserved.has(plain.toLowerCase()) ? `${plain}_` : plain
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}_${i}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

class Writer {
  private readonly form: XForm
  private readonly words: Words
  private readonly lists: Lists
  private readonly expressions: Expressions
  private readonly kindOf = new Map<Node, string>()
  private readonly registers = new Map<string, string>()
  /** Texts by language and place, for the translation files. */
  private readonly translated = new Map<string, Record<string, Record<string, string>>>()

  constructor(form: XForm, words: Words, lists: Lists, expressions: Expressions) {
    this.form = form
    this.words = words
    this.lists = lists
    this.expressions = expressions
  }

  authored(): Authored {
    const { form, words, lists } = this
    // Lists first: what is asked from a list decides what its columns are called.
    const types = new Map([...form.nodes.values()].map((node) => [node, this.typeOf(node)]))
    for (const [node, type] of types) this.kindOf.set(node, type.split(' ')[0] as string)
    const survey = this.questions(form.root, types)
    const [language = 'en', ...others] = words.codes
    const choices = Object.fromEntries([...lists.all.values()].map((list) => [list.name, list.choices.map(({ name, label, columns }) => ({ name, label: label[language] || name, ...columns }))]))
    const main = { id: 'conformance', title: form.title.trim() || 'Form', language, ...(form.bodyClass === '' ? {} : { style: form.bodyClass }), survey, ...(lists.all.size === 0 ? {} : { choices }) }
    const files: Record<string, string> = { 'form.yaml': stringify(main, { aliasDuplicateObjects: false }) }
    for (const other of others) {
      files[`${other}.yaml`] = stringify({
        title: main.title,
        survey: this.translated.get(other) ?? {},
        choices: Object.fromEntries([...lists.all.values()].map((list) => [list.name, Object.fromEntries(list.choices.map(({ name, label }) => [name, label[other] || name]))])),
      }, { aliasDuplicateObjects: false })
    }
    const rows = [...form.nodes.values()].filter((node) => node.repeat !== undefined && countOf(node) === undefined).flatMap((repeat) =>
      repeat.elements.map((element) => {
        const around: number[] = []
        for (let here = element.parentNode, at = repeat.parent; here !== null && at !== undefined; here = here.parentNode, at = at.parent) {
          const self = here as typeof element
          if (at.repeat !== undefined) around.unshift(childrenOf(self.parentNode as typeof element).filter((one) => one.tagName === self.tagName).indexOf(self) + 1)
        }
        return { repeat, around }
      }),
    )
    return { files, form, words, kindOf: this.kindOf, registers: [...this.registers.values()], rows }
  }

  private questions(node: Node, types: ReadonlyMap<Node, string>): Question[] {
    const made = node.children.flatMap((child) => {
      const inside = isGroup(child) ? this.questions(child, types) : undefined
      return [this.question(child, types.get(child) as string, inside), ...(inside === undefined ? this.questions(child, types) : [])]
    })
    // What expressions needed beside the form's own questions stands where it is needed; the form's top has what all rows look at.
    const level = isGroup(node) || node === this.form.root
    if (!level) return made
    for (const one of this.expressions.added) {
      const home = isGroup(one.node) || one.node === this.form.root ? one.node : one.node.parent
      if (home === node && !made.some(({ name }) => name === one.name)) made.push({ type: 'calculate', name: one.name, calculation: one.calculation })
    }
    return made
  }

  private question(node: Node, type: string, inside: Question[] | undefined): Question {
    const { bind, control } = node
    const kind = type.split(' ')[0] as string
    const isAnswered = inside === undefined && kind !== 'note'
    const expression = (key: string, hasSelf = false): string | undefined => {
      const text = bind[key]
      return text === undefined || text.trim() === '' ? undefined : this.expressions.write(text, node, hasSelf)
    }
    const preload = preloads[`${bind['jr:preload'] ?? ''} ${bind['jr:preloadParams'] ?? ''}`.trim()] ?? preloads[bind['jr:preload'] ?? '']
    const set = this.sets(node)
    const count = countOf(node)
    const label = node.repeat === undefined ? labelOf(control) : (labelOf(node.repeat) ?? labelOf(control))
    const draft: Record<string, unknown> = {
      type,
      name: node.name,
      label: unlabelled.has(kind) ? undefined : this.text(node, 'label', this.say(label, node) ?? this.words.same(node.tag)),
      hint: this.text(node, 'hint', control === undefined || inside !== undefined ? undefined : this.say(childOf(control, 'hint'), node)),
      relevant: expression('relevant'),
      repeat_count: node.repeat === undefined ? undefined : count,
      appearance: (node.repeat ?? control)?.getAttribute('appearance') ?? undefined,
    }
    if (node.repeat !== undefined && count !== undefined) draft.repeat_count = /^\d+$/.test(count) ? count : this.expressions.write(count, node, false)
    if (isAnswered) {
      Object.assign(draft, {
        required: kind === 'calculate' || kind === 'hidden' ? undefined : expression('required'),
        required_message: kind === 'calculate' || kind === 'hidden' ? undefined : this.message(node, 'jr:requiredMsg', 'required_message'),
        constraint: expression('constraint', true),
        constraint_message: this.message(node, 'jr:constraintMsg', 'constraint_message'),
        calculation: set.calculation ?? this.whole(node, expression('calculate', true)) ?? (preload?.startsWith('=') === true ? preload.slice(1) : undefined),
        trigger: set.trigger,
        default: kind === 'calculate' && set.calculation === undefined ? undefined : set.begins,
        read_only: kind === 'calculate' || kind === 'hidden' ? undefined : this.readOnly(node),
      })
      if (kind === 'range' && control !== undefined) {
        const plain = (key: string): string => String(Number(control.getAttribute(key) ?? ''))
        draft.parameters = { start: plain('start'), end: plain('end'), step: plain('step') }
      }
      const filter = this.filter(node)
      if (filter !== undefined) Object.assign(draft, filter)
    }
    if (inside !== undefined) draft.questions = inside
    return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as unknown as Question
  }

  private typeOf(node: Node): string {
    if (node.repeat !== undefined) return 'repeat'
    if (isGroup(node)) return 'group'
    const { bind, control } = node
    const type = (bind.type ?? (this.expressions.summed.has(node) ? 'decimal' : 'string')).replace(/^\w+:/, '')
    const tag = control?.localName
    const preload = preloads[`${bind['jr:preload'] ?? ''} ${bind['jr:preloadParams'] ?? ''}`.trim()] ?? preloads[bind['jr:preload'] ?? '']
    if (control === undefined) {
      if (preload !== undefined) return preload.startsWith('=') ? 'calculate' : preload
      if (bind.calculate !== undefined) return 'calculate'
      const [action] = this.form.actions.filter(({ target }) => target === node.path)
      if (action?.tag === 'setgeopoint') return action.source === undefined ? 'start-geopoint' : 'background-geopoint'
      return action?.events.includes('xforms-value-changed') === true ? 'calculate' : 'hidden'
    }
    switch (tag) {
      case 'select1':
      case 'select':
      case 'rank':
        if (this.isElsewhere(control)) return `entry ${this.registerOf(control)}`
        return `${tag === 'rank' ? 'rank' : tag === 'select' ? 'select_multiple' : 'select_one'} ${this.listOf(node)}`
      case 'trigger':
        return 'acknowledge'
      case 'range':
        return 'range'
      case 'upload':
        return /^(image|audio|video)\//.exec(control.getAttribute('mediatype') ?? '')?.[1] ?? 'file'
      default:
        return { string: 'text', int: 'integer', boolean: 'text', intent: 'text', binary: 'file' }[type] ?? type
    }
  }

  // Choices in a file that is not there yet are what a register is for: it may be empty.
  private isElsewhere(control: NonNullable<Node['control']>): boolean {
    const id = instanceOf(childOf(control, 'itemset'))
    return control.localName === 'select1' && id !== undefined && this.lists.isMissing(id)
  }

  private registerOf(control: NonNullable<Node['control']>): string {
    const id = instanceOf(childOf(control, 'itemset')) ?? ''
    const known = this.registers.get(id) ?? sanitized(id, new Set(this.registers.values()))
    this.registers.set(id, known)
    return known
  }

  private listOf(node: Node): string {
    const control = node.control as NonNullable<Node['control']>
    const itemset = childOf(control, 'itemset')
    if (itemset === undefined) return this.lists.ofItems(node.name, childrenOf(control).filter((one) => one.localName === 'item'), (label) => this.say(label, node))
    const { path } = pathOf(nodesetOf(itemset))
    const [, id, rest = ''] = /^instance\(\s*['"]([^'"]+)['"]\s*\)\/(.*)$/.exec(path) ?? []
    const ref = (tag: string): string => childOf(itemset, tag)?.getAttribute('ref')?.trim() ?? ''
    if (id !== undefined) return this.lists.ofRows(id, rest.split('/'), ref('value'), ref('label').replace(/\s/g, ''))
    const repeat = nodeAt(path, node, this.form.nodes)
    const question = repeat === undefined ? undefined : nodeAt(ref('label') || ref('value'), repeat, this.form.nodes)
    if (repeat?.repeat === undefined || question === undefined) throw new Unsupported('choices from what does not repeat')
    return `\${${question.name}}`
  }

  // The condition of an itemset, and where the choices are rows of a repeat, which question is kept.
  private filter(node: Node): Record<string, unknown> | undefined {
    const itemset = node.control === undefined ? undefined : childOf(node.control, 'itemset')
    if (itemset === undefined || (node.control !== undefined && this.isElsewhere(node.control))) return undefined
    const { path, conditions } = pathOf(nodesetOf(itemset))
    const [, isShuffled, seed] = shuffled(itemset) ?? []
    const id = instanceOf(itemset)
    const list = /^(?:select_one|select_multiple|rank) (.*)$/.exec(this.typeOf(node))?.[1] ?? ''
    const repeat = id === undefined ? nodeAt(path, node, this.form.nodes) : undefined
    const said = conditions.map((condition) => this.expressions.condition(condition, node, (column) => this.lists.column(list, column), repeat))
    const value = repeat === undefined ? undefined : nodeAt(childOf(itemset, 'value')?.getAttribute('ref') ?? '', repeat, this.form.nodes)
    return {
      ...(said.length === 0 ? {} : { choice_filter: said.length === 1 ? said[0] : said.map((one) => `(${one})`).join(' and ') }),
      ...(value === undefined || `\${${value.name}}` === list ? {} : { parameters: { value: value.name } }),
      ...(isShuffled === undefined ? {} : { parameters: { randomize: 'true', ...(seed === undefined ? {} : { seed: this.expressions.write(seed, node, false) }) } }),
    }
  }

  // What actions and the form's own instance put into a question.
  private sets(node: Node): { readonly begins?: string; readonly calculation?: string; readonly trigger?: string } {
    const actions = this.form.actions.filter(({ target, tag }) => target === node.path && tag === 'setvalue')
    const located = this.form.actions.find(({ target, tag, source }) => target === node.path && tag === 'setgeopoint' && source !== undefined)
    if (located !== undefined) return { trigger: `\${${located.source?.name}}` }
    const of = (events: (event: string) => boolean): string | undefined => {
      const found = [...new Set(actions.filter((action) => action.events.some(events)).map((action) => this.valueOf(action, node)))]
      if (found.length > 1) throw new Unsupported('several actions that put different things into one question')
      return found[0]
    }
    const unknown = actions.flatMap(({ events }) => events).find((event) => !loading.has(event) && event !== 'odk-new-repeat' && event !== 'xforms-value-changed')
    if (unknown !== undefined) throw new Unsupported(`an action at ${unknown}`)
    const changed = of((event) => event === 'xforms-value-changed')
    const sources = actions.filter(({ events }) => events.includes('xforms-value-changed')).map(({ source }) => source?.name)
    if (sources.includes(undefined)) throw new Unsupported('an action at no question’s change')
    if (changed !== undefined && node.bind.calculate !== undefined) throw new Unsupported('a question with a calculation of its own into which an action puts something')
    const loaded = of((event) => loading.has(event))
    const fresh = of((event) => event === 'odk-new-repeat')
    const begins = this.begins(node, loaded, fresh)
    return {
      ...(begins === undefined ? {} : { begins }),
      ...(changed === undefined ? {} : { calculation: changed, trigger: [...new Set(sources)].map((name) => `\${${name}}`).join(' ') }),
    }
  }

  private valueOf(action: Action, node: Node): string {
    if (action.value !== undefined && action.value.trim() !== '') return this.whole(node, this.expressions.write(action.value, node, true))
    return quoted(action.text)
  }

  // What XForms' type="int" does to a value by itself, an author says: int(…).
  private whole(node: Node, said: string): string
  private whole(node: Node, said: string | undefined): string | undefined
  private whole(node: Node, said: string | undefined): string | undefined {
    return said === undefined || !/^(\w+:)?int$/.test(node.bind.type ?? '') ? said : `int(${said})`
  }

  private begins(node: Node, loaded: string | undefined, fresh: string | undefined): string | undefined {
    const literal = (text: string): string => (/^-?\d+(\.\d+)?$/.test(text) && /^(integer|decimal|range)$/.test(this.typeOf(node)) ? text : quoted(text))
    const all = beginnings(node)
    const statics = all.filter(({ isTemplate }) => !isTemplate)
    const [repeat] = repeatsOf(node).slice(-1)
    if (repeat === undefined) {
      const text = statics[0]?.text ?? ''
      return loaded ?? (text === '' ? undefined : literal(text))
    }
    // Without a template the first row is one.
    const rest = (all.find(({ isTemplate }) => isTemplate) ?? statics[0])?.text ?? ''
    const first = statics.map(({ text }) => loaded ?? literal(text))
    const later = fresh ?? literal(rest)
    if ([...first, later].every((one) => one === later)) return later === "''" ? undefined : later
    if (statics.some(({ rows }) => rows.length > 1)) throw new Unsupported('rows in rows that begin differently')
    if (new Set(first).size === 1) return `if(position(..) <= ${first.length}, ${first[0]}, ${later})`
    return first.reduceRight((others, one, i) => `if(position(..) = ${i + 1}, ${one}, ${others})`, later)
  }

  // Read-only goes down from groups.
  private readOnly(node: Node): string | undefined {
    const all: string[] = []
    for (let here: Node | undefined = node; here !== undefined && here !== this.form.root; here = here.parent) {
      const text = here.bind.readonly
      if (text !== undefined && text.trim() !== '' && text.trim() !== 'false()') all.push(this.expressions.write(text, here, false))
    }
    return all.length === 0 ? undefined : all.length === 1 ? all[0] : all.map((one) => `(${one})`).join(' or ')
  }

  private message(node: Node, key: string, as: string): string | undefined {
    const text = node.bind[key]
    if (text === undefined || text.trim() === '') return undefined
    const id = /^jr:itext\(\s*['"](.*)['"]\s*\)$/.exec(text.trim())?.[1]
    return this.text(node, as, id === undefined ? this.words.same(text) : this.words.of(id, (value) => this.expressions.mention(value, node)))
  }

  private say(element: Parameters<Words['in']>[0], node: Node): Said | undefined {
    return this.words.in(element, (value) => this.expressions.mention(value, node))
  }

  // The author's words; the others go to the translation files.
  private text(node: Node, key: string, said: Said | undefined): string | undefined {
    if (said === undefined) return undefined
    const [own = '', ...others] = this.words.codes
    for (const other of others) {
      const survey = this.translated.get(other) ?? {}
      survey[node.name] = { ...survey[node.name], [key]: said[other] || said[own] || node.tag }
      this.translated.set(other, survey)
    }
    return said[own] || Object.values(said).find((one) => one !== '') || node.tag
  }
}

const isGroup = (node: Node): boolean => node.repeat !== undefined || node.children.some((child) => !child.tag.startsWith('@'))

/** What jr:preload and its parameter ask for: a kind, or with '=' a calculation. */
const preloads: Readonly<Record<string, string>> = {
  'timestamp start': 'start', 'timestamp end': 'end', 'date today': 'today', uid: "=once(concat('uuid:', uuid()))",
  'property deviceid': 'deviceid', 'property username': 'username', 'property email': 'email', 'property phonenumber': 'phonenumber',
}

// How many rows: counted, or (without adding and removing) as many as the form has.
function countOf({ repeat, elements }: Node): string | undefined {
  const attribute = (name: string): string | null | undefined => repeat?.getAttribute(`jr:${name}`)
  const count = attribute('count')
  if (typeof count === 'string' && count.trim() !== '') return count
  return /true/.test(attribute('noAddRemove') ?? '') ? String(Math.max(1, elements.length)) : undefined
}

const shuffled = (itemset: Element): RegExpExecArray | null => /^\s*randomize\((.*?)(?:,\s*([^,]*))?\)\s*$/s.exec(itemset.getAttribute('nodeset') ?? '')
const nodesetOf = (itemset: Element): string => shuffled(itemset)?.[1] ?? itemset.getAttribute('nodeset') ?? ''
const instanceOf = (itemset: Element | undefined): string | undefined =>
  itemset === undefined ? undefined : /^\s*instance\(\s*['"]([^'"]+)['"]\s*\)/.exec(nodesetOf(itemset))?.[1]

/** A nodeset without its predicates, and these. */
function pathOf(nodeset: string): { readonly path: string; readonly conditions: readonly string[] } {
  const conditions: string[] = []
  let path = ''
  let depth = 0
  let from = 0
  let quote = ''
  for (let i = 0; i < nodeset.length; i++) {
    const sign = nodeset.charAt(i)
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === "'" || sign === '"') quote = sign
    if (quote === '' && sign === '[' && depth++ === 0) from = i + 1
    else if (quote === '' && sign === ']' && --depth === 0) conditions.push(nodeset.slice(from, i))
    else if (depth === 0) path += sign
  }
  return { path: path.trim(), conditions }
}

function quoted(text: string): string {
  if (!text.includes("'")) return `'${text}'`
  if (!text.includes('"')) return `"${text}"`
  return `concat(${text.split("'").map((part) => `'${part}'`).join(`, "'", `)})`
}
