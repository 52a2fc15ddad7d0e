// The documents that recorded expressions look at: where a case stands, and which nodes a location path names from there. Only what the cases need of
// XPath's axes; what a node says is its text. Conditions between [ ] are asked of whoever reads expressions.
import { DOMParser } from '@xmldom/xmldom'
import type { Document, Element, Node } from '@xmldom/xmldom'

/** Whether a condition holds for a node that stands `nth` of `last`. */
export type Holds = (condition: string, node: Node, nth: number, last: number) => boolean

export function documentOf(xml: string): Document {
  return new DOMParser({ onError: () => undefined }).parseFromString(xml.replace(/^\s*<!DOCTYPE[^>]*>/, '').trim(), 'text/xml')
}

/** XPath's string-value. */
export function textOf(node: Node): string {
  if (node.nodeType === 9) return (node as Document).documentElement?.textContent ?? ''
  return (node.nodeType === 2 ? node.nodeValue : node.textContent) ?? ''
}

/** Which of its name a node is among its siblings, from 1. */
export function placeOf(node: Node | null): number {
  if (node === null || node.nodeType !== 1) return node === null ? 0 : 1
  return [...(node.parentNode?.childNodes ?? [])].filter((one) => one.nodeType === 1 && one.nodeName === node.nodeName).indexOf(node) + 1
}

export function parentOf(node: Node): Node | null {
  return node.nodeType === 2 ? (node as unknown as { ownerElement: Element }).ownerElement : node.parentNode
}

/** One step as it is written: an axis, what is looked for on it, conditions. */
interface Step {
  readonly axis: string
  readonly test: string
  readonly conditions: readonly string[]
}

/** The nodes that a location path names, in the order of the document, whatever their namespace where none are given; undefined when it is written in a way that no case needs. */
export function nodesAt(path: string, from: Node, namespaces: Readonly<Record<string, string>> | undefined, holds: Holds): readonly Node[] | undefined {
  const isAbsolute = path.startsWith('/')
  const steps = stepsOf(isAbsolute ? path.slice(1) : path)
  if (steps === undefined) return undefined
  let here: readonly Node[] = [isAbsolute ? ((from.nodeType === 9 ? from : from.ownerDocument) as Node) : from]
  for (const { axis, test, conditions } of steps) {
    const next = new Set<Node>()
    for (const node of here) {
      let found = (along[axis] as (node: Node) => readonly Node[])(node).filter((one) => fits(one, test, axis, namespaces))
      for (const condition of conditions) found = found.filter((one, i) => holds(condition, one, i + 1, found.length))
      for (const one of found) next.add(one)
    }
    here = [...next]
  }
  return here
}

function stepsOf(path: string): readonly Step[] | undefined {
  const steps: Step[] = []
  let rest = path.trim()
  while (rest !== '') {
    if (rest.startsWith('/')) {
      steps.push({ axis: 'descendant-or-self', test: 'node()', conditions: [] })
      rest = rest.slice(1).trim()
    }
    const found = /^(?:(\.\.?)|(@)?\s*(?:([a-z-]+)\s*::\s*)?((?:node|text|comment|processing-instruction)\s*\(\s*\)|\*|[\w-]+(?::(?:[\w-]+|\*))?))\s*/.exec(rest)
    if (found === null) return undefined
    const [all, dots, at, axis = at === undefined ? 'child' : 'attribute', test = 'node()'] = found
    rest = rest.slice(all.length)
    const conditions: string[] = []
    while (rest.startsWith('[')) {
      const end = endOf(rest)
      conditions.push(rest.slice(1, end))
      rest = rest.slice(end + 1).trim()
    }
    const real = dots === '.' ? 'self' : dots === '..' ? 'parent' : axis
    if (along[real] === undefined) return undefined
    steps.push({ axis: real, test: test.replace(/\s/g, ''), conditions })
    if (rest !== '' && !rest.startsWith('/')) return undefined
    rest = rest.replace(/^\/\s*/, '')
  }
  return steps
}

/** Where the bracket that a text begins with is closed. */
export function endOf(text: string): number {
  let [depth, quote] = [0, '']
  for (const [i, letter] of [...text].entries()) {
    if (quote !== '') quote = letter === quote ? '' : quote
    else if (letter === "'" || letter === '"') quote = letter
    else if ('[('.includes(letter)) depth++
    else if ('])'.includes(letter) && --depth === 0) return i
  }
  return text.length
}

const children = (node: Node): readonly Node[] => [...(node.childNodes ?? [])]
const inside = (node: Node): readonly Node[] => children(node).flatMap((one) => [one, ...inside(one)])
const above = (node: Node): readonly Node[] => {
  const parent = parentOf(node)
  return parent === null ? [] : [parent, ...above(parent)]
}
const siblings = (node: Node, isAfter: boolean): readonly Node[] => {
  const all = node.nodeType === 2 ? [] : children(node.parentNode ?? ({} as Node))
  return isAfter ? all.slice(all.indexOf(node) + 1) : all.slice(0, Math.max(0, all.indexOf(node))).reverse()
}
const along: Readonly<Record<string, (node: Node) => readonly Node[]>> = {
  self: (node) => [node],
  child: children,
  parent: (node) => above(node).slice(0, 1),
  descendant: inside,
  'descendant-or-self': (node) => [node, ...inside(node)],
  ancestor: above,
  'ancestor-or-self': (node) => [node, ...above(node)],
  'following-sibling': (node) => siblings(node, true),
  'preceding-sibling': (node) => siblings(node, false),
  attribute: (node) => (node.nodeType === 1 ? [...(node as Element).attributes].filter(({ name }) => !/^xmlns(:|$)/.test(name)) : []),
}

function fits(node: Node, test: string, axis: string, namespaces: Readonly<Record<string, string>> | undefined): boolean {
  if (test === 'node()') return true
  if (test === 'text()') return node.nodeType === 3 || node.nodeType === 4
  if (test === 'comment()') return node.nodeType === 8
  if (test === 'processing-instruction()') return node.nodeType === 7
  if (node.nodeType !== (axis === 'attribute' ? 2 : 1)) return false
  const [name = '', prefix] = test.split(':').reverse()
  const { localName, namespaceURI } = node as Element
  return (name === '*' || name === localName) && (test === '*' || namespaces === undefined || (namespaceURI ?? '') === (prefix === undefined ? '' : (namespaces[prefix] ?? '')))
}
