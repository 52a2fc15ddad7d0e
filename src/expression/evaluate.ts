// Runs a parsed expression in a scope. All that the phone ships of this room, with functions.ts and values.ts.
import { functions } from './functions.ts'
import type { Node, Row, Scope, Tree, Value, Values } from './tree.ts'
import { asBoolean, asList, asNumber, asText, first } from './values.ts'

/** Thrown when an expression takes more steps, or builds a longer text, than any honest form needs. */
export class Stopped extends Error {
  readonly code = 'expression_stopped'
}

/** What runs: the scope, the row at hand inside a predicate, and how much may still be done. */
export interface Run {
  readonly scope: Scope
  readonly row: Row | undefined
  readonly budget: { steps: number }
}

const steps = 100_000
export const longestText = 100_000

/**
 * The value of an expression. NaN and infinity leave as '' (empty): division by zero is no answer.
 * `row` is the choice at hand when a choice_filter is judged. Throws Stopped, and nothing else.
 */
export function evaluate(tree: Tree, scope: Scope, row?: Row): Value {
  const value = first(run(tree, { scope, row, budget: { steps } }))
  return typeof value === 'number' && !isFinite(value) ? '' : value
}

/** One node, as one value or as many; arguments of functions come through here. */
export function run(tree: Tree, at: Run): Values {
  if (typeof tree !== 'object') return tree
  if (--at.budget.steps < 0) throw new Stopped('too many steps')
  switch (tree[0]) {
    case '$':
      return tree.length === 2 ? at.scope.get(tree[1]) : at.scope.column(tree[1], tree[2] as string)
    case '.':
      return at.scope.self
    case '..':
      return at.scope.position
    case '@':
      return at.row?.[tree[1]] ?? ''
    case 'neg':
      return -asNumber(one(tree[1], at))
    case '()': {
      const called = functions[tree[1]]
      return called === undefined ? '' : called.run(tree.slice(2) as readonly Tree[], at)
    }
    case '[]':
      return column(tree, at)
    default:
      return operate(tree as Binary, at)
  }
}

/** One value of a node. */
export function one(tree: Tree, at: Run): Value {
  return first(run(tree, at))
}

/** A text, no longer than any answer could need. */
export function bounded(text: string): string {
  if (text.length > longestText) throw new Stopped('text too long')
  return text
}

type Binary = Extract<Node, readonly [string, Tree, Tree]>

// A chain a + b + c … leans to the left, thousands deep where a program wrote it: walked down by a loop, not by the stack.
function operate(tree: Binary, at: Run): Values {
  const chain: Binary[] = [tree]
  for (;;) {
    const left: Tree = (chain[chain.length - 1] as Binary)[1]
    if (typeof left !== 'object' || !binary.has(left[0])) break
    chain.push(left as Binary)
    if (--at.budget.steps < 0) throw new Stopped('too many steps')
  }
  let value = run((chain[chain.length - 1] as Binary)[1], at)
  for (let i = chain.length - 1; i >= 0; i--) value = apply(chain[i] as Binary, value, at)
  return value
}

const binary: ReadonlySet<string> = new Set(['or', 'and', '=', '!=', '<', '<=', '>', '>=', '+', '-', '*', 'div', 'mod'])

function apply([operator, , right]: Binary, left: Values, at: Run): Value {
  if (operator === 'or') return truth(left) || truth(run(right, at))
  if (operator === 'and') return truth(left) && truth(run(right, at))
  const other = run(right, at)
  switch (operator) {
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return asList(left).some((a) => asList(other).some((b) => compare(operator, a, b)))
  }
  const a = asNumber(first(left))
  const b = asNumber(first(other))
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case 'div':
      return a / b
    case 'mod':
      return a % b
  }
  return ''
}

/** XPath boolean() of many: true when there is one that is not empty; a single value as it is. */
export function truth(values: Values): boolean {
  return Array.isArray(values) ? values.some((value) => value !== '') : asBoolean(values as Value)
}

// XPath 1.0 §3.4. Both texts compare as texts for = and !=; everything else as numbers (dates as days).
function compare(operator: string, a: Value, b: Value): boolean {
  if (operator === '=' || operator === '!=') {
    let same: boolean
    if (typeof a === 'boolean' || typeof b === 'boolean') same = asBoolean(a) === asBoolean(b)
    else if (typeof a === 'number' || typeof b === 'number') same = asNumber(a) === asNumber(b)
    else same = a === b
    return operator === '=' ? same : !same
  }
  const x = asNumber(a)
  const y = asNumber(b)
  return operator === '<' ? x < y : operator === '<=' ? x <= y : operator === '>' ? x > y : x >= y
}

function column([, list, name, predicate]: Extract<Node, readonly ['[]', ...unknown[]]>, at: Run): readonly Value[] {
  const found: Value[] = []
  for (const row of at.scope.rows(asText(one(list, at)))) {
    if (--at.budget.steps < 0) throw new Stopped('too many steps')
    if (predicate === undefined || truth(run(predicate, { ...at, row }))) found.push(row[name] ?? '')
  }
  return found
}
