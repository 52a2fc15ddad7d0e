// A form that anyone may fill in without signing in (`public: yes`), and what such a form must not do: let a stranger look into a register,
// change what stands in one, or be asked what is sensitive, because nobody could show afterwards who agreed to that.
import { references } from '../expression/references.ts'
import type { Compiler } from './compiler.ts'
import type { Table } from './source.ts'
import type { Names, Placed } from './survey.ts'

/** `public: yes`, with everything told that speaks against it. */
export function compilePublic(compiler: Compiler, table: Table, placed: readonly Placed[], { registers }: Names): true | undefined {
  const scalar = compiler.scalar(table, 'public')
  if (scalar === undefined || /^(no|false)$/.test(scalar.text)) return undefined
  if (!/^(yes|true)$/.test(scalar.text)) {
    compiler.tell('source_shape', scalar, 'public', { expected: 'yes, no', received: scalar.text })
    return undefined
  }
  const isRegister = (name: string): boolean => Object.prototype.hasOwnProperty.call(registers, name)
  for (const { question, table: at, logic } of placed) {
    // One that is not there is told already.
    if (question.register !== undefined && isRegister(question.register)) compiler.tell('public_register', at.entries.get('type')?.value ?? at, question.name, { register: question.register })
    for (const { tree, scalar: spot } of logic) {
      const looked = references(tree).lists.find(isRegister)
      if (looked !== undefined) compiler.tell('public_register', spot, question.name, { register: looked })
    }
    if (question.personal === 'sensitive') compiler.tell('public_sensitive', at.entries.get('personal')?.value ?? at, question.name)
  }
  for (const item of compiler.items(table, 'registers')) {
    const entity = item.is === 'table' ? item.entries.get('entity_id') : undefined
    if (item.is !== 'table' || entity === undefined) continue
    const register = item.entries.get('register')?.value
    compiler.tell('public_register', entity.value, 'registers', { register: register?.is === 'text' ? register.text : '' })
  }
  return true
}
