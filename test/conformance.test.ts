// The conformance run is only worth something if it would see a difference.
// 1  An XForm becomes what an author here would write: equal names told apart, sums over the rows around, what rows begin with.
// 2  A scenario that went as recorded has no difference; each thing that is recorded otherwise is told.
// 3  What cannot be said in the language leaves the case out with its reason, never silently.
// 4  An expression that looks at a document is asked of answers: what comes out otherwise or is refused counts against us; only what no answer has is left
//    out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { describe, expect, test, vi } from 'vitest'
import { author } from '../scripts/conformance/author.ts'
import { tellCases } from '../scripts/conformance/cases.ts'
import { tried } from '../scripts/conformance/scenarios.ts'

const xform = (instance: string, binds: string, body: string, more = ''): string => `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Taps</h:title><model><instance><data id="taps">${instance}</data></instance>${more}${binds}</model></h:head><h:body>${body}</h:body></h:html>`

const taps = xform(
  '<source/><tap><name>first</name><litres/><share/></tap><tap><name/><litres/><share/></tap><end><name/></end>',
  '<bind nodeset="/data/source" required="true()"/><bind nodeset="/data/tap/litres" type="int" relevant="../name != \'\'"/><bind nodeset="/data/tap/share" calculate="../litres div sum(../../tap/litres)"/>',
  '<input ref="/data/source"><label>Where</label></input><repeat nodeset="/data/tap"><input ref="/data/tap/name"/><input ref="/data/tap/litres"/></repeat><group ref="/data/end"><input ref="/data/end/name"><label>Who</label></input></group>',
)

interface Said {
  readonly name: string
  readonly questions?: readonly Said[]
  readonly [key: string]: unknown
}
const written = (xml: string): readonly Said[] => {
  const all = (questions: readonly Said[]): Said[] => questions.flatMap((one) => [one, ...all(one.questions ?? [])])
  return all((parse(author(xml, {}).files['form.yaml'] ?? '') as { survey: readonly Said[] }).survey)
}
const of = (xml: string, name: string): Said | undefined => written(xml).find((one) => one.name === name)

describe('1 as an author writes it', () => {
  test('1 equal names are told apart', () => {
    expect(written(taps).map(({ name }) => name)).toEqual(['source', 'tap', 'name', 'litres', 'share', 'end', 'name_2'])
  })
  test.each<[string, string, unknown]>([
    ['share', 'calculation', '${litres} div sum(../../tap/litres)'],
    ['litres', 'relevant', "${name} != ''"],
    ['name', 'default', "if(position(..) = 1, 'first', if(position(..) = 2, '', 'first'))"],
    ['source', 'required', 'true()'],
    ['source', 'label', 'Where'],
  ])('1 %s: %s', (name, key, expected) => {
    expect(of(taps, name)?.[key]).toBe(expected)
  })
  test.each<[string, string, string]>([
    ['a column', "instance('l')/root/item[a = /data/x][b = 1]/label", "instance('l')/root/item[a = ${x}][b = 1]/label"],
    ['words that are reckoned with', '/data/x + 1', 'number(${x}) + 1'],
    ['the node at hand', '. + 1', '. + 1'],
    ['a name of nothing', "/data/x = null", "${x} = ''"],
    ['an operator without a space', "/data/x = 0or /data/x = 1", '${x} = 0 or ${x} = 1'],
  ])('1 %s', (_, calculate, expected) => {
    const list = '<instance id="l"><root><item><name>m</name><label>M</label><a>1</a><b>1</b></item></root></instance>'
    expect(of(xform('<x/><y/>', `<bind nodeset="/data/y" calculate="${calculate}"/>`, '<input ref="/data/x"/>', list), 'y')?.calculation).toBe(expected)
  })
  test.each<[string, string]>([
    ["/data/a[n = 'q']/n", "${a}[${n} = 'q']/n"],
    ['/data/a[position() = position(current()/..) - 1]/n', '${a}[position() = position(current()/..) - 1]/n'],
    ['../../a/b/m', '../../a/b/m'],
    ['../b/m', '${m}'],
    ['count(../../a[n = current()/../n])', 'count(../../a[${n} = current()/../n])'],
    ['count(/data/a)', 'count(${a})'],
    ['position(..)', 'position(..)'],
    ['/data/a[1]/b[2]/m', '${a}[1]/b[2]/m'],
  ])('1 in a row: %s', (calculate, expected) => {
    const xml = xform('<a><n/><y/><b><m/></b></a>', `<bind nodeset="/data/a/y" calculate="${calculate}"/>`, '<repeat nodeset="/data/a"><input ref="/data/a/n"/><repeat nodeset="/data/a/b"><input ref="/data/a/b/m"/></repeat></repeat>')
    expect(of(xml, 'y')?.calculation).toBe(expected)
  })
})

const step = (ref: string, value: unknown): object => ({ s: 0, op: 'answer', args: [ref, value], ref })
const read = (ref: string, string: string): object => ({ s: 0, op: 'answerOf', args: [ref], result: { string, ref } })
const run = (ops: readonly object[], final: string, xml = taps) =>
  tried({ test: 'ours', now: '2026-11-24T00:00:00Z', forms: [{ xml }], ops, finals: [{ xml: `<data>${final}</data>`, nodes: [] }], javarosa: 'agree' } as never)

describe('2 a replay', () => {
  const ops = [
    step('/data/source', 'spring'), step('/data/tap[1]/litres', 3), step('/data/tap[2]/name', 'by the school'), step('/data/tap[2]/litres', 1),
    read('/data/tap[2]/share', '0.25'), { s: 0, op: 'createNewRepeat', args: ['/data/tap'] }, { s: 0, op: 'countRepeatInstancesOf', args: ['/data/tap'], result: 3 },
    { s: 0, op: 'removeRepeat', args: ['/data/tap[3]'] }, step('/data/end/name', 'Lan'),
  ]
  const final = '<source>spring</source><tap><name>first</name><litres>3</litres><share>0.75</share></tap><tap><name>by the school</name><litres>1</litres><share>0.25</share></tap><end><name>Lan</name></end>'
  test('2 that goes as recorded', () => {
    expect(run(ops, final).differences).toEqual([])
  })
  test.each<[string, object[], string, string]>([
    ['another value read', [...ops, read('/data/tap[1]/share', '0.5')], final, '/data/tap[1]/share'],
    ['another value at the end', ops, final.replace('Lan', 'Mai'), '/data/end/name'],
    ['a value that is not there any more', ops, final.replace('<name>Lan</name>', ''), '/data/end/name'],
    ['a row less at the end', ops, final.replace(/<tap><name>by.*?<\/tap>/, ''), '/data/tap[2]/name'],
    ['another number of rows', [...ops, { s: 0, op: 'countRepeatInstancesOf', args: ['/data/tap'], result: 1 }], final, 'rows of /data/tap'],
    ['another label', [...ops, { s: 0, op: 'getQuestionLabelText', args: [{ assertCurrentReference: '/data/source' }], result: 'When' }], final, 'label of /data/source'],
    ['relevance', [...ops, { assert: 'toBeNonRelevant', actual: { ref: '/data/tap[1]/litres' } }], final, '/data/tap[1]/litres is relevant'],
    ['what must be answered', [...ops, { assert: 'toBeOptional', actual: { ref: '/data/source' } }], final, '/data/source is required'],
    ['an operation that goes wrong', [...ops, { s: 0, op: 'removeRepeat', args: ['/data/tap[9]'] }], final, 'replay'],
  ])('2 %s is told', (_, given, end, what) => {
    expect(run(given, end).differences.map((difference) => difference.what)).toContain(what)
  })
})

test('2 an operation that nobody knows is told', () => {
  expect(run([{ s: 0, op: 'dance', args: [] }], '').unknown).toEqual(['dance'])
})

test.each<[string, string, RegExp]>([
  ['a condition on what does not repeat', xform('<tap><n/></tap><y/>', '<bind nodeset="/data/y" calculate="/data/tap[n = 1]/n"/>', '<input ref="/data/tap/n"/>'), /condition on what/],
  ['an axis', xform('<x/><y/>', '<bind nodeset="/data/y" calculate="/data/x/following-sibling::y"/>', '<input ref="/data/x"/>'), /axis/],
  ['a circle', xform('<x/><y/>', '<bind nodeset="/data/y" calculate="/data/x"/><bind nodeset="/data/x" calculate="/data/y"/>', ''), /refused: circle/],
])('3 %s', (_, xml, why) => {
  expect(run([], '', xml).construct).toMatch(why)
})

describe('4 recorded expressions', () => {
  const data = '<data><age kind="own">7</age><p>1</p><p>2</p><p>3</p><empty/><group><name>Lèng</name></group></data>'
  /** What is said of one case, and the share of it. */
  function said(expression: string, expected: unknown, more: object = {}): { readonly share: number; readonly text: string } {
    const folder = mkdtempSync(join(tmpdir(), 'phieu-cases-'))
    const lines: string[] = []
    const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
    try {
      const resultType = typeof expected === 'object' ? 'nodeset' : typeof expected
      const one = { expression, context: 'd', contextNode: '/data[1]/age[1]', resultType, expected, enketo: 'agree', ...more }
      writeFileSync(join(folder, 'xpath-cases.json'), JSON.stringify({ meta: { namespaces: {} }, contexts: { d: data }, cases: [one] }))
      return { share: tellCases(folder), text: lines.join('\n') }
    } finally {
      log.mockRestore()
      rmSync(folder, { recursive: true })
    }
  }
  test.each<[string, unknown]>([
    ['1 + 1', 2], ['. * 2', 14], ['../p', '1'], ['sum(../p)', 6], ['/data/p[2] */data/p[3]', 6], ['count(//p[. > 1])', 2], ['/data/p[last()]', '3'], ['4 = ../*', false], ['../p = 3', true], ['/data/group/name', 'Lèng'], ['//*[@kind="own"] + 1', 8], ['string-length(@kind)', 3],
    ['../*[position()=2]', '1'], ['boolean(/data/none)', false], ['-../p[1]', -1], ["concat(../p, '/', 'p[1]')", '123/p[1]'], ['following-sibling::p', '1'], ['count(node())', 1], ['self::age - 1', 6],
  ])('4 %s is %s', (expression, expected) => {
    expect(said(expression, expected).share).toBe(1)
  })
  test('4 what comes out otherwise is told, and counts', () => {
    const { share, text } = said('sum(../p)', 7)
    expect(share).toBe(0)
    expect(text).toMatch(/sum\(\.\.\/p\) → 6, the others 7: NOT DECIDED/)
  })
  test('4 what is refused is told, and counts', () => {
    expect(said('explode()', 7)).toMatchObject({ share: 0, text: expect.stringMatching(/refused \(expression_unknown_function explode\): a function that is not there/) as string })
  })
  test.each<[string, string, unknown, object, RegExp]>([
    ['nodes as a result', '../p', ['/data/p[1]'], {}, /1 × left out: its result is nodes/],
    ['names of nodes', 'name(.)', 'age', {}, /1 × left out: asks for the name/],
    ['clock and chance', 'random()', 1, { volatile: true }, /1 depend on clock or chance/],
    ['engines that do not agree', '1', 2, { javarosa: { disagree: '3' } }, /on 1 the engines do not agree/],
  ])('4 left out: %s', (_, expression, expected, more, why) => {
    expect(said(expression, expected, more).text).toMatch(why)
    expect(said(expression, expected, more).text).toMatch(/the same: 0 of 0/)
  })
})
