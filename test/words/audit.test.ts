// Every action that is written to the audit is known, and has a sentence in each language that says what was done to what.
// 1  The actions that src writes, found in its text, are those of record/audit.ts; a way of writing that is not understood here fails.
// 2  Each has a sentence in Vietnamese and in English, with a place for what it was done to.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { audited } from '../../src/record/audit.ts'
import { auditEn } from '../../src/words/audit.en.ts'
import { auditVi } from '../../src/words/audit.vi.ts'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => ({ name, text: readFileSync(join('src', name), 'utf8') }))
const deeds = [...(files.find(({ name }) => name === 'record/deed.ts')?.text ?? '').matchAll(/readonly kind: '(\w+)'/g)].map(([, kind = '']) => `unit_${kind}`)

/** Statements that take their action from whoever calls them, who is held to it by its type. */
const generic = [/^insert into audit \(at, actor, action, subject, detail\) values \(\?, \?, \?, \?, \?\)/, /^insert into audit \(at, actor, action, subject, detail\) select value->>0, value->>1, value->>2/]

const written = files.flatMap(({ name, text }) =>
  [...text.matchAll(/insert into audit[\s\S]{0,300}/g)].flatMap(([statement]) => {
    if (generic.some((one) => one.test(statement))) return []
    const list = /(?:values \(|select )([\s\S]*?)(?:\)`|\)'| from | where |\$\{\w+\}`|`)/.exec(statement)?.[1] ?? ''
    if (list.includes("'unit_' ||")) return deeds
    const words = [...list.matchAll(/'([a-z_]+)'/g)].map(([, word = '']) => word)
    const either = /\$\{\w+ \? '(\w+)' : '(\w+)'\}/.exec(statement)
    const found = either === null ? words.slice(0, 1) : [either[1] ?? '', either[2] ?? '']
    return found.length === 0 ? [`nothing understood in ${name}: ${statement.slice(0, 120)}`] : found
  }),
)
const called = files.flatMap(({ text }) => [...text.matchAll(/\bline\(db, [^,]+, [^,]+, (?:'(\w+)'|\w+ \? '(\w+)' : '(\w+)')/g)].flatMap(([, one, two, three]) => [one, two, three].filter((word): word is string => word !== undefined)))
const noted = files.flatMap(({ text }) => [...text.matchAll(/action: '(\w+)', subject/g)].map(([, word = '']) => word))

describe('1 what is written is known', () => {
  test('in statements, in calls, in decisions', () => {
    expect([written.length > 30, called.length > 12, noted.length > 3, deeds.length]).toEqual([true, true, true, 5])
    expect([...new Set([...written, ...called, ...noted])].filter((action) => !Object.hasOwn(audited, action))).toEqual([])
  })
})

describe.each([['vi', auditVi], ['en', auditEn]] as const)('2 %s', (_, words) => {
  test.each(Object.keys(audited) as (keyof typeof audited)[])('%s', (action) => {
    expect(words.says[action].split('{}')).toHaveLength(2)
    expect(words.kind[audited[action]].length).toBeGreaterThan(1)
  })
  test('no sentence is another’s', () => {
    const said = Object.entries(words.says).map(([action, says]) => says.replace('{}', words.kind[audited[action as keyof typeof audited]]))
    expect(said.filter((text, i) => said.indexOf(text) !== i)).toEqual([])
  })
})
