// The recorded expressions of DIR/xpath-cases.json. Many look at nodes of a document; for an author these are answers, one or many: each location path
// becomes a name, and its nodes' texts that name's values. A case is left out only where it asks for what no answer has (nodes as a result, names of
// elements, namespaces, ids), by what is seen in it and never by its id; what else our language refuses or gives otherwise counts against it, and is told.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Node } from '@xmldom/xmldom'
import { evaluate } from '../../src/expression/evaluate.ts'
import { parse } from '../../src/expression/parse.ts'
import type { Scope, Value, Values } from '../../src/expression/tree.ts'
import { asBoolean, asNumber, asText } from '../../src/expression/values.ts'
import '../../src/view/all.ts'
import { documentOf, endOf, nodesAt, parentOf, placeOf, textOf } from './nodes.ts'

interface Case {
  readonly expression: string
  readonly context: string
  readonly contextNode: string
  readonly resultType: string
  readonly expected: unknown
  readonly factor?: number
  readonly volatile?: boolean
  readonly enketo: unknown
  readonly javarosa?: unknown
}

interface Recorded {
  readonly meta: { readonly namespaces: Readonly<Record<string, string>> }
  readonly contexts: Readonly<Record<string, string>>
  readonly cases: readonly Case[]
}

/** What needs an XML document, by what is seen in the case. */
const outside: readonly (readonly [string, (one: Case) => boolean])[] = [
  ['its result is nodes of a document', ({ resultType }) => resultType === 'nodeset'],
  ['asks for the name, namespace, id or language of an XML node', ({ expression }) => /\b(?:namespace-uri|local-name|name|lang|id)\s*\(/.test(expression)],
  ['stands at a comment or a processing instruction', ({ contextNode }) => /(?:comment|processing-instruction)\(\)/.test(contextNode)],
]

/** Why a difference is meant, by what is seen in the case; docs/expressions.md says it at length. */
const decided: readonly (readonly [string, (one: Case, said: string) => boolean])[] = [
  ['infinity and NaN leave an expression as empty', ({ expected }) => /Infinity/.test(String(expected))],
  ['a function that is not there, or called with too little, is told at publishing, also where it would never run', (_, said) => /is refused \(expression_(?:unknown_function|arity)/.test(said)],
  ['without a condition around there is no list of which this could be the last place', ({ expression }) => /^\s*last\(\)/.test(expression)],
  ['sum, min and max leave empty answers out', ({ expression, expected }) => /^\s*(?:sum|min|max)\(/.test(expression) && expected === 'NaN'],
  ['an answer that is empty is none: there are no nodes that are there and say nothing', ({ expression }) => /^\s*if\(self::node\(\)/.test(expression)],
  ['date() gives a day: the time of day goes', ({ expression }) => /\bdate\(/.test(expression)],
  ['a question has no place among others; its row has: position(..)', ({ expression }) => /position\(\.\)/.test(expression)],
]

/** Tells how far expressions give what they gave elsewhere; the share of those on which all engines that were asked agree. */
export function tellCases(folder: string): number {
  const { meta, contexts, cases } = JSON.parse(readFileSync(join(folder, 'xpath-cases.json'), 'utf8')) as Recorded
  const counts = { agreed: 0, same: 0, volatile: 0, disputed: 0 }
  const left = new Map<string, number>()
  const different: string[] = []
  for (const one of cases) {
    if (one.volatile === true) counts.volatile++
    else if (one.enketo !== 'agree' || (one.javarosa !== undefined && one.javarosa !== 'agree')) counts.disputed++
    else {
      const why = outside.find(([, isIt]) => isIt(one))?.[0]
      if (why !== undefined) left.set(why, (left.get(why) ?? 0) + 1)
      else {
        counts.agreed++
        const said = difference(one, contexts[one.context] ?? '<data/>', meta.namespaces)
        if (said === undefined) counts.same++
        else different.push(`  ${one.expression.replace(/\s+/g, ' ').trim()}${said}: ${decided.find(([, isIt]) => isIt(one, said))?.[0] ?? 'NOT DECIDED'}`)
      }
    }
  }
  const share = counts.same / counts.agreed
  console.log(`${cases.length} expressions: ${counts.volatile} depend on clock or chance, on ${counts.disputed} the engines do not agree`)
  for (const [why, count] of left) console.log(`  ${count} × left out: ${why}`)
  console.log(`different (${different.length}):\n${different.join('\n')}`)
  console.log(`the same: ${counts.same} of ${counts.agreed} on which the engines agree, ${(share * 100).toFixed(1)} %`)
  return share
}

function difference(one: Case, xml: string, namespaces: Readonly<Record<string, string>>): string | undefined {
  const at = nodesAt(one.contextNode.replace(/cdata\(\)/g, 'text()'), documentOf(xml), undefined, (condition, _, nth) => Number(condition) === nth)?.[0]
  if (at === undefined) throw new Error(`no ${one.contextNode} in its document`)
  const asked = new Asked(namespaces)
  const value = asked.value(one.expression, at)
  if (typeof value === 'object') return ` is refused (${value.refused})`
  return isSame(one, value) ? undefined : ` → ${JSON.stringify(value)}, the others ${JSON.stringify(one.expected)}`
}

/** An expression of a case, with names for its paths. */
class Asked {
  private readonly namespaces: Readonly<Record<string, string>>

  constructor(namespaces: Readonly<Record<string, string>>) {
    this.namespaces = namespaces
  }

  value(expression: string, node: Node, place?: { readonly nth: number; readonly last: number }): Value | { readonly refused: string } {
    const values = new Map<string, Values>()
    const text = named(expression, (path) => {
      const nodes = nodesAt(path, node, this.namespaces, (condition, one, nth, last) => this.holds(condition, one, nth, last))
      if (nodes === undefined) return undefined
      const name = `n${values.size + 1}`
      values.set(name, nodes.map(textOf))
      return `\${${name}}`
    })
    // In a condition, a node's place is known: XPath 1.0 §2.4.
    const said = place === undefined ? text : text.replace(/\bposition\s*\(\s*\)/g, String(place.nth)).replace(/\blast\s*\(\s*\)/g, String(place.last))
    const parsed = parse(said)
    if ('faults' in parsed) return { refused: parsed.faults.map(({ code, facts }) => `${code} ${facts.name ?? facts.found ?? ''}`).join(', ') }
    return evaluate(parsed.tree, scopeAt(node, values))
  }

  private holds(condition: string, node: Node, nth: number, last: number): boolean {
    const value = this.value(condition, node, { nth, last })
    if (typeof value === 'object') throw new Error(`a condition that is refused: ${condition} (${value.refused})`)
    return typeof value === 'number' ? value === nth : asBoolean(value)
  }
}

// The zone is the recorder's (UTC-7).
function scopeAt(node: Node, values: ReadonlyMap<string, Values>): Scope {
  const around = (up: number): number => (up === 0 ? placeOf(node) : placeOf(Array.from({ length: up }).reduce<Node | null>((one) => (one === null ? null : parentOf(one)), node)))
  return {
    self: textOf(node),
    position: around(1),
    around: (up) => around(Number(up)),
    get: (name) => values.get(name) ?? '',
    column: () => '',
    instances: () => [],
    rows: () => [],
    choiceName: (_, value) => value,
    clock: { at: Date.now(), zone: -420 },
    random: Math.random,
  }
}

const token = /\s*("[^"]*"|'[^']*'|\d+(?:\.\d*)?|\.\d+|\/\/?|\.\.?|::|@|\[|\(|\)|,|!=|<=|>=|[=<>+|*-]|\$?[A-Za-z_][\w.-]*(?::(?:[A-Za-z_][\w.-]*|\*))?)/y
const operator = /^(?:or|and|div|mod|=|!=|<=|>=|<|>|\+|-|\*|\||\(|,|)$/

// Each location path of an expression, by what it is called instead. Where a path may begin is XPath 1.0 §3.7: behind an operator, not behind a value.
function named(expression: string, nameOf: (path: string) => string | undefined): string {
  let [said, before, end] = ['', '', 0]
  for (;;) {
    token.lastIndex = end
    const found = token.exec(expression)?.[1]
    if (found === undefined) return said + expression.slice(end)
    const start = token.lastIndex - found.length
    const rest = expression.slice(start)
    const isCall = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?\s*\(/.test(rest) && !/^(?:node|text|comment|processing-instruction)\s*\(/.test(rest)
    const isPath = operator.test(before) && (/^(?:\/|\.\.?(?!\d)|@|\*)/.test(found) || (/^[A-Za-z_]/.test(found) && !isCall))
    // position(..) is the language's own.
    const length = isPath && !(/position\s*\(\s*$/.test(expression.slice(0, start)) && /^\.[./]*\s*\)/.test(rest)) ? lengthOf(rest) : 0
    const name = length === 0 ? undefined : nameOf(rest.slice(0, length))
    said += expression.slice(end, start) + (name ?? found)
    end = name === undefined ? start + found.length : start + length
    before = name === undefined ? found : 'a value'
    if (isCall) before = ''
  }
}

// How far a location path goes.
function lengthOf(text: string): number {
  let end = 0
  for (;;) {
    const step = /^\s*\/{0,2}\s*(?:\.\.?|@?\s*(?:[a-z-]+\s*::\s*)?(?:(?:node|text|comment|processing-instruction)\s*\(\s*\)|\*|[A-Za-z_][\w-]*(?::(?:[\w-]+|\*))?))/.exec(text.slice(end))
    if (step === null || (end > 0 && !/^\s*\//.test(step[0]))) return end === 0 && text.startsWith('/') ? 1 : end
    end += step[0].length
    while (/^\s*\[/.test(text.slice(end))) end += text.slice(end).indexOf('[') + endOf(text.slice(end).trimStart()) + 1
  }
}

function isSame({ resultType, expected, factor = 1 }: Case, value: Value): boolean {
  switch (resultType) {
    case 'boolean':
      return asBoolean(value) === expected
    case 'number':
    case 'number-rounded': {
      const number = value === '' ? NaN : asNumber(value)
      if (typeof expected === 'string') return String(number) === expected || (Object.is(number, 0) && expected === '-0')
      return number === expected || Math.round(number * factor) / factor === expected
    }
    case 'string-length':
      return asText(value).length === expected
    case 'string-regex':
      return new RegExp(String(expected)).test(asText(value))
    default:
      return asText(value) === String(expected)
  }
}
