// Whether kinds fit where they are used. Comparing a select with a choice it does not have, or a number with words, is always a slip.
import type { Tree } from '../expression/tree.ts'
import type { Compiler } from './compiler.ts'
import { isDay } from './date.ts'
import type { KindName, Question } from './form.ts'
import { kinds } from './kinds/index.ts'
import { placeOfCompared, placeOfName, placeOfOperand } from './place.ts'
import type { Scalar } from './source.ts'
import type { Names } from './survey.ts'

const comparisons: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>='])
const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', 'div', 'mod', '<', '<=', '>', '>='])
const numeric: ReadonlySet<string> = new Set(['sum', 'min', 'max', 'abs', 'int'])
const wordy: ReadonlySet<KindName> = new Set([
  'text', 'select_one', 'select_multiple', 'phone', 'geopoint', 'unit', 'entry', 'barcode', 'note', 'group', 'acknowledge', 'rank', 'geotrace', 'geoshape',
])

/** Tells where an expression compares or calculates with what cannot be. `self`: there is an answer at hand, to question `at`. */
export function checkTypes(compiler: Compiler, names: Names, tree: Tree, scalar: Scalar, at: string, self: boolean): void {
  const named = (node: Tree): Question | undefined => {
    if (typeof node !== 'object') return undefined
    if (node[0] === '$' && node.length === 2) return names.byName.get(node[1])?.question
    return node[0] === '.' && self ? names.byName.get(at)?.question : undefined
  }
  const written = (node: Tree): string | undefined => (typeof node === 'object' && node[0] === '$' ? node[1] : undefined)

  const compare = (left: Tree, right: Tree, operator: string): void => {
    const question = named(left)
    if (question === undefined || right === '' || (typeof right !== 'string' && typeof right !== 'number')) return
    const place = placeOfCompared(scalar, right, written(left))
    const { kind, list } = question
    if (list !== undefined) {
      if (operator !== '=' && operator !== '!=') return // more than a choice: told below, or a list of numbers
      const choices = (names.lists[list] ?? []).map((choice) => choice.name)
      const name = String(right)
      if (choices.length > 0 && !choices.includes(name)) compiler.tell('choice_unknown', place, at, { list, name, ...compiler.hint(name, choices) })
    } else if (kinds[kind].holds === 'number' && typeof right === 'string' && isNaN(Number(right))) {
      compiler.tell('type_mismatch', place, at, { name: question.name, type: kind, expected: 'number' })
    } else if ((kind === 'date' || kind === 'today') && typeof right === 'string' && !isDay(right)) {
      compiler.tell('type_mismatch', place, at, { name: question.name, type: kind, expected: 'date' })
    }
  }

  const calculate = (node: Tree, operator: string): void => {
    const question = named(node)
    if (question === undefined || !(wordy.has(question.kind) || kinds[question.kind].isFile) || (question.kind === 'select_one' && isNumeric(names, question))) return
    const expected = operator === 'sum' ? 'sum' : 'number'
    compiler.tell('type_mismatch', placeOfOperand(scalar, written(node), operator), at, { name: question.name, type: question.kind, expected })
  }

  // Conditions choose among rows; a path without any may lead through a group, too.
  const choose = ([what, , ...conditions]: readonly Tree[]): void => {
    const question = named(what as Tree)
    if (question === undefined || question.kind === 'repeat' || (question.kind === 'group' && conditions.length === 0)) return
    compiler.tell('type_mismatch', placeOfName(scalar, question.name), at, { name: question.name, type: question.kind, expected: 'repeat' })
  }

  const visit = (node: Tree): void => {
    if (typeof node !== 'object') return
    const [head, left, right] = node as readonly [string, Tree?, Tree?]
    if (head === '()') {
      const [, name, ...given] = node as readonly ['()', string, ...Tree[]]
      if (name === 'selected' && given.length === 2) compare(given[0] as Tree, given[1] as Tree, '=')
      if (name === '[rows]') choose(given)
      if (numeric.has(name)) for (const argument of given) calculate(argument, name)
    } else if (left !== undefined && right !== undefined && node.length === 3) {
      if (comparisons.has(head)) {
        compare(left, right, head)
        compare(right, left, head)
      }
      if (arithmetic.has(head)) for (const side of [left, right]) calculate(side, head)
    }
    for (let i = 1; i < node.length; i++) visit(node[i] as Tree)
  }
  visit(tree)
}

// A list whose choices are all numbers (1, 2, 3) may be reckoned with.
function isNumeric(names: Names, question: Question): boolean {
  return (names.lists[question.list ?? ''] ?? []).every(({ name }) => name !== '' && !isNaN(Number(name)))
}
