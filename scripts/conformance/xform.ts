// An XForm taken apart: the nodes of its instance with what binds, body and actions say of each. What an author would have written is author.ts's.
import { DOMParser } from '@xmldom/xmldom'
import type { Document, Element } from '@xmldom/xmldom'
import { Unsupported } from './xpath.ts'

export interface Node {
  /** The element's name with its prefix; '@name' for an attribute that something is bound to. */
  readonly tag: string
  /** Without positions: '/data/visits/name'. */
  readonly path: string
  readonly parent: Node | undefined
  readonly children: Node[]
  /** As it stands in the form's instance: one element, or one for each row that the form begins with. */
  readonly elements: readonly Element[]
  readonly template: Element | undefined
  bind: Readonly<Record<string, string>>
  control: Element | undefined
  /** A repeat's element in the body. */
  repeat: Element | undefined
  /** What the author calls it: unique, letters and digits. */
  name: string
}

export interface Action {
  readonly tag: string
  readonly events: readonly string[]
  readonly target: string
  readonly value: string | undefined
  readonly text: string
  /** The question whose change sets it off; undefined when it stands in the model or a group. */
  readonly source: Node | undefined
  readonly element: Element
}

export interface XForm {
  readonly root: Node
  readonly nodes: ReadonlyMap<string, Node>
  readonly actions: readonly Action[]
  /** Secondary instances by id. */
  readonly instances: ReadonlyMap<string, Element>
  readonly translations: readonly Element[]
  readonly title: string
  readonly bodyClass: string
}

export function parseXml(xml: string): Document {
  const wrong: string[] = []
  const document = new DOMParser({ onError: (level, message) => (level === 'warning' ? undefined : wrong.push(message)) }).parseFromString(xml.trim(), 'text/xml')
  if (wrong.length > 0) throw new Unsupported(`what is no XML: ${wrong[0]}`)
  return document
}

export const childrenOf = (element: Element | Document): Element[] => [...element.childNodes].filter((node): node is Element => node.nodeType === 1)
export const childOf = (element: Element, tag: string): Element | undefined => childrenOf(element).find((child) => child.localName === tag)
const attributesOf = (element: Element): Record<string, string> => Object.fromEntries([...element.attributes].map((attribute) => [attribute.name, attribute.value]))

export function readXForm(xml: string): XForm {
  const html = parseXml(xml).documentElement as Element
  const head = childOf(html, 'head')
  const model = head === undefined ? undefined : childOf(head, 'model')
  const body = childOf(html, 'body')
  if (model === undefined || body === undefined) throw new Unsupported('a form without model or body')
  const [primary, ...secondary] = childrenOf(model).filter((child) => child.localName === 'instance')
  const top = primary === undefined ? undefined : childrenOf(primary)[0]
  if (top === undefined) throw new Unsupported('a form without instance')
  const nodes = new Map<string, Node>()
  const root = node(top.tagName, undefined, [top], nodes)
  const binds = new Map<string, Node>()
  for (const bind of childrenOf(model).filter((child) => child.localName === 'bind')) {
    const found = nodeAt(bind.getAttribute('nodeset') ?? '', root, nodes)
    if (found === undefined) throw new Unsupported('a bind to nothing')
    found.bind = { ...found.bind, ...attributesOf(bind) }
    const id = bind.getAttribute('id')
    if (id !== null) binds.set(id, found)
  }
  // Attributes that an expression looks at are answers like others.
  for (const [, path, name] of xml.matchAll(/["'\s(,]((?:\/[\w:.-]+)+)\/@([\w:.-]+)/g)) nodeAt(`${path}/@${name}`, root, nodes)
  const actions: Action[] = []
  const look = (element: Element, around: Node, source: Node | undefined): void => {
    for (const child of childrenOf(element)) {
      const tag = child.localName ?? ''
      if (['setvalue', 'setgeopoint', 'recordaudio', 'insert', 'delete', 'action'].includes(tag)) {
        actions.push(actionOf(child, binds.get(child.getAttribute('bind') ?? '')?.path ?? child.getAttribute('ref') ?? '', around, source, nodes))
        continue
      }
      const id = child.getAttribute('bind')
      const path = child.getAttribute('ref') ?? child.getAttribute('nodeset')
      const found = id !== null ? binds.get(id) : path === null ? undefined : nodeAt(path, around, nodes)
      if (tag === 'repeat') {
        if (found === undefined) throw new Unsupported('a repeat of nothing')
        found.repeat = child
        look(child, found, undefined)
      } else if (tag === 'group') {
        if (found !== undefined && found.control === undefined) found.control = child
        look(child, found ?? around, undefined)
      } else if (['input', 'select', 'select1', 'rank', 'upload', 'trigger', 'range'].includes(tag)) {
        // A question about nothing is asked by nobody elsewhere, either.
        if (found === undefined) continue
        found.control = child
        look(child, around, found)
      }
    }
  }
  look(model, root, undefined)
  look(body, root, undefined)
  const itext = childOf(model, 'itext')
  return {
    root,
    nodes,
    actions,
    instances: new Map(secondary.map((instance) => [instance.getAttribute('id') ?? '', instance])),
    translations: itext === undefined ? [] : childrenOf(itext),
    title: head === undefined ? '' : (childOf(head, 'title')?.textContent ?? ''),
    bodyClass: body.getAttribute('class') ?? '',
  }
}

function node(tag: string, parent: Node | undefined, all: readonly Element[], nodes: Map<string, Node>): Node {
  const isTemplate = (element: Element): boolean => [...element.attributes].some(({ localName }) => localName === 'template')
  const made: Node = {
    tag,
    path: `${parent?.path ?? ''}/${tag}`,
    parent,
    children: [],
    elements: all.filter((element) => !isTemplate(element)),
    template: all.find(isTemplate),
    bind: {},
    control: undefined,
    repeat: undefined,
    name: '',
  }
  nodes.set(made.path, made)
  const inside = new Map<string, Element[]>()
  for (const child of all.flatMap(childrenOf)) inside.set(child.tagName, [...(inside.get(child.tagName) ?? []), child])
  for (const [name, elements] of inside) made.children.push(node(name, made, elements, nodes))
  return made
}

/** The node of a path without predicates, as binds and controls name it; an attribute becomes a node when it is first named. */
export function nodeAt(path: string, from: Node, nodes: Map<string, Node> | ReadonlyMap<string, Node>): Node | undefined {
  const text = path.trim().replace(/^current\(\)\/(?=[^.])/, '')
  let here: Node | undefined = text.startsWith('/') ? undefined : from
  for (const step of text.split('/').filter((one) => one !== '' && one !== '.')) {
    if (step === '..') here = here?.parent
    // Other engines look past a prefix.
    else here = nodes.get(`${here?.path ?? ''}/${step}`) ?? here?.children.find(({ tag }) => tag.replace(/^.*:/, '') === step) ?? (step.startsWith('@') && here !== undefined ? attribute(step, here, nodes as Map<string, Node>) : undefined)
    if (here === undefined) return undefined
  }
  return here
}

function attribute(tag: string, parent: Node, nodes: Map<string, Node>): Node | undefined {
  const elements = parent.elements.length > 0 ? parent.elements : parent.template === undefined ? [] : [parent.template]
  if (!elements.some((element) => element.getAttribute(tag.slice(1)) !== null)) return undefined
  const made: Node = { tag, path: `${parent.path}/${tag}`, parent, children: [], elements: [], template: undefined, bind: {}, control: undefined, repeat: undefined, name: '' }
  nodes.set(made.path, made)
  parent.children.push(made)
  return made
}

function actionOf(element: Element, target: string, around: Node, source: Node | undefined, nodes: ReadonlyMap<string, Node>): Action {
  const found = nodeAt(target, source ?? around, nodes) ?? nodeAt(target, around, nodes)
  if (found === undefined) throw new Unsupported('an action upon nothing')
  return {
    tag: element.localName ?? '',
    events: (element.getAttribute('event') ?? '').split(/\s+/).filter((event) => event !== ''),
    target: found.path,
    value: element.getAttribute('value') ?? undefined,
    text: element.textContent ?? '',
    source,
    element,
  }
}

/** The repeats around a node, the outermost first; a repeat stands in itself. */
export function repeatsOf(node: Node): readonly Node[] {
  const above = node.parent === undefined ? [] : repeatsOf(node.parent)
  return node.repeat === undefined ? above : [...above, node]
}

/** The elements in which a leaf's beginning stands, in the form's own order: one, or one for each row around it. */
export function beginnings(node: Node): readonly { readonly rows: readonly number[]; readonly isTemplate: boolean; readonly text: string }[] {
  if (node.parent === undefined) return []
  const owner = node.tag.startsWith('@') ? node.parent : node
  const all = [...owner.elements, ...(owner.template === undefined ? [] : [owner.template])]
  return all.map((element) => {
    const rows: number[] = []
    let isTemplate = false
    for (let here: Element | null = element, at: Node | undefined = owner; here !== null && at !== undefined; here = here.parentNode as Element | null, at = at.parent) {
      const self = here
      const attributes = [...here.attributes]
      if (attributes.some(({ localName }) => localName === 'template')) isTemplate = true
      if (at.repeat !== undefined) {
        const siblings = childrenOf(here.parentNode as Element).filter((one) => one.tagName === self.tagName && ![...one.attributes].some(({ localName }) => localName === 'template'))
        rows.unshift(siblings.indexOf(here) + 1)
      }
    }
    return { rows, isTemplate, text: node.tag.startsWith('@') ? (element.getAttribute(node.tag.slice(1)) ?? '') : (element.textContent ?? '').trim() === '' ? '' : (element.textContent ?? '') }
  })
}
