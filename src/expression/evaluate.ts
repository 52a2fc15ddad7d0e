// Runs a parsed expression in a scope. All that the phone ships of this room, with functions.ts and values.ts.
import { functions } from './functions.ts'
import type { At } from './functions.ts'
import type { Node, Row, Scope, Tree, Value, Values } from './tree.ts'
import { asBoolean, asList, asNumber, asText, asTruth, cell, first } from './values.ts'

/** No honest form needs more steps, or builds longer texts. */
const most = { steps: 100_000, text: 100_000 } as const

/** Thrown when an expression takes more steps, or builds a longer text, than that. */
export class Stopped extends Error {
  readonly code = 'expression_stopped'
}

/**
 * The value of an expression. NaN and infinity leave as '' (empty): division by zero is no answer.
 * `row` is the choice at hand when a choice_filter is judged. Throws Stopped, and nothing else.
 */
export function evaluate(tree: Tree, scope: Scope, row?: Row): Value {
  const value = first(new Evaluation(scope, row, { steps: most.steps }).values(tree))
  if (typeof value !== 'number') return value
  return isFinite(value) ? value + 0 : '' // + 0: minus zero is no answer either
}

type Binary = Extract<Node, readonly [string, Tree, Tree]>
type Rows = Extract<Node, readonly ['[]', ...unknown[]]>

const binary: ReadonlySet<string> = new Set(['or', 'and', '=', '!=', '<', '<=', '>', '>=', '+', '-', '*', 'div', 'mod'])

class Evaluation implements At {
  readonly scope: Scope
  private readonly row: Row | undefined
  private readonly left: { steps: number }

  constructor(scope: Scope, row: Row | undefined, left: { steps: number }) {
    this.scope = scope
    this.row = row
    this.left = left
  }

  spend(steps: number): void {
    this.left.steps -= steps
    if (this.left.steps < 0) throw new Stopped('too many steps')
  }

  within(scope: Scope, row: Row | undefined): At {
    return new Evaluation(scope, row, this.left)
  }

  joined(values: readonly Value[], between: string): string {
    let text = ''
    for (let i = 0; i < values.length; i++) {
      text += (i === 0 ? '' : between) + asText(values[i] as Value)
      if (text.length > most.text) throw new Stopped('text too long')
    }
    return text
  }

  values(tree: Tree): Values {
    if (typeof tree !== 'object') return tree
    this.spend(1)
    switch (tree[0]) {
      case '$':
        return tree.length === 2 ? this.named(tree[1]) : this.scope.column(tree[1], tree[2] as string)
      case '.':
        return this.scope.self
      case '..':
        return this.scope.position
      case '@':
        return cell(this.row, tree[1])
      case 'neg':
        return -asNumber(first(this.values(tree[1])))
      case '()':
        return functions[tree[1]]?.(tree.slice(2) as readonly Tree[], this) ?? ''
      case '[]':
        return this.column(tree)
      default:
        return this.operate(tree as Binary)
    }
  }

  private named(name: string): Values {
    const values = this.scope.get(name)
    if (Array.isArray(values)) this.spend(values.length)
    return values
  }

  private column([, list, name, predicate]: Rows): readonly Value[] {
    const found: Value[] = []
    for (const row of this.scope.rows(asText(first(this.values(list))))) {
      this.spend(1)
      if (predicate === undefined || asTruth(new Evaluation(this.scope, row, this.left).values(predicate))) found.push(cell(row, name))
    }
    return found
  }

  // A chain a + b + c … leans to the left, thousands deep where a program wrote it: walked down by a loop, not by the stack.
  private operate(tree: Binary): Values {
    const chain: Binary[] = [tree]
    let left = tree[1]
    while (typeof left === 'object' && binary.has(left[0])) {
      chain.push(left as Binary)
      left = (left as Binary)[1]
      this.spend(1)
    }
    let value = this.values(left)
    for (let i = chain.length - 1; i >= 0; i--) value = this.apply(chain[i] as Binary, value)
    return value
  }

  private apply([operator, , right]: Binary, left: Values): Value {
    if (operator === 'or') return asTruth(left) || asTruth(this.values(right))
    if (operator === 'and') return asTruth(left) && asTruth(this.values(right))
    const other = this.values(right)
    switch (operator) {
      case '+':
        return asNumber(first(left)) + asNumber(first(other))
      case '-':
        return asNumber(first(left)) - asNumber(first(other))
      case '*':
        return asNumber(first(left)) * asNumber(first(other))
      case 'div':
        return asNumber(first(left)) / asNumber(first(other))
      case 'mod':
        return asNumber(first(left)) % asNumber(first(other))
      default: {
        const isEquality = operator === '=' || operator === '!='
        // Whether something is true is asked of many as of one: is there anything.
        const ones = isEquality && typeof other === 'boolean' ? [asTruth(left)] : asList(left)
        const others = isEquality && typeof left === 'boolean' ? [asTruth(other)] : asList(other)
        return ones.some((one) => {
          this.spend(others.length)
          return others.some((two) => compare(operator, one, two))
        })
      }
    }
  }
}

// XPath 1.0 §3.4: = and != compare two texts as texts, truths as truths, everything else as numbers; < and its like always as numbers.
function compare(operator: string, a: Value, b: Value): boolean {
  if (operator === '=' || operator === '!=') {
    let same: boolean
    if (typeof a === 'boolean' || typeof b === 'boolean') same = asBoolean(a) === asBoolean(b)
    else if (typeof a === 'number' || typeof b === 'number') same = asNumber(a) === asNumber(b)
    else same = a === b
    return (operator === '=') === same
  }
  const x = asNumber(a)
  const y = asNumber(b)
  return operator === '<' ? x < y : operator === '<=' ? x <= y : operator === '>' ? x > y : x >= y
}
