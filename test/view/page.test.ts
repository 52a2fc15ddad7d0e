// Markup, the shell, the cut into pages, the chart.
// 1  A template escapes everything that is not markup already.
// 2  The shell has a language, a title, a way past the head, no script; its switch keeps a form that is being filled.
// 3  The stylesheet's address changes with its text.
// 4  A form is cut at its top-level groups; loose questions make a page; those that ask nothing make none.
// 5  A problem's place is found: page and row.
// 6  A chart says in words what it is, draws no minus and no NaN.
import { describe, expect, test } from 'vitest'
import { open } from '../../src/form/filling.ts'
import { bars, line } from '../../src/view/chart.ts'
import { attribute, html } from '../../src/view/html.ts'
import { page } from '../../src/view/page.ts'
import { isOpen, screensOf, visibleKeys, whereIs } from '../../src/view/screens.ts'
import { style, stylePath } from '../../src/view/style.ts'
import { wordsOf } from '../../src/words/words.ts'
import { form, q, world } from '../form/stage.ts'

test.each([
  [html`<p>${'<b>&"\''}</p>`, '<p>&lt;b&gt;&amp;&quot;&#39;</p>'],
  [html`<p>${html`<b>x</b>`}${['<', html`<i></i>`]}</p>`, '<p><b>x</b>&lt;<i></i></p>'],
  [html`${false}${undefined}${''}${0}`, '0'],
  [html`<a${attribute('title', '"&')}${attribute('hidden', true)}${attribute('id', undefined)}>`, '<a title="&quot;&amp;" hidden>'],
])('1 %#', (made, expected) => {
  expect(made.markup).toBe(expected)
})

describe('2 the shell', () => {
  const shell = { words: wordsOf('vi'), language: 'vi', title: '<Tựa>', main: html`<h1>x</h1>`, here: '/a?b=1&c="', person: { name: 'Lò <i>', office: false } }
  const made = page(shell)
  test('says its language and title, escapes names, has no script', () => {
    expect(made).toMatch(/^<!doctype html>\n<html lang="vi">/)
    expect(made).toContain('&lt;Tựa&gt; – Phiếu</title>')
    expect(made).toContain('Lò &lt;i&gt;')
    expect(made).toContain('href="#main"')
    expect(made).not.toMatch(/<script|style=|onclick/)
    expect(made).toContain('value="/a?b=1&amp;c=&quot;"')
  })
  test('the switch is a button of the form that is being filled', () => {
    expect(page({ ...shell, keeping: 'fill' })).toContain('form="fill" name=".do" value="language en"')
  })
})

test('3 the stylesheet', () => {
  expect(stylePath).toMatch(/^\/style\.[0-9a-f]{8}\.css$/)
  expect(style).toContain('min-height:48px')
  expect(style).not.toContain('\n')
})

describe('4, 5 pages of a form', () => {
  const cut = form(
    [
      q('calculate', 'hidden', 'calculation: 1'),
      '  - { type: group, name: g, label: G, questions: [{ type: text, name: a, label: A }, { type: text, name: b, label: B, relevant: "${a} != \'\'" }] }',
      q('text', 'loose'),
      '  - { type: repeat, name: r, label: R, questions: [{ type: text, name: c, label: C }] }',
      q('note', 'said'),
    ].join('\n'),
  )
  test('4 at groups and repeats', () => {
    expect(screensOf(cut).map(({ number, group, questions }) => [number, group?.name, questions.map(({ name }) => name)])).toEqual([
      [1, 'g', ['a', 'b']],
      [2, undefined, ['loose']],
      [3, 'r', ['r']],
      [4, undefined, ['said']],
    ])
  })
  test('4 what is not relevant is not there', () => {
    const filling = open(cut, world)
    const [first] = screensOf(cut)
    expect(visibleKeys(first?.questions ?? [], filling, '')).toEqual(['a'])
    filling.answer('a', 'x')
    expect(visibleKeys(first?.questions ?? [], filling, '')).toEqual(['a', 'b'])
    expect(screensOf(cut).every((screen) => isOpen(screen, filling))).toBe(true)
  })
  test.each([
    ['b', { screen: 1, row: undefined }],
    ['loose', { screen: 2, row: undefined }],
    ['r[2].c', { screen: 3, row: 'r[2]' }],
  ])('5 %s', (key, place) => {
    expect(whereIs(key, cut)).toEqual(place)
  })
})

describe('6 charts', () => {
  const words = { id: 'x', title: 'Tựa <1>', about: 'có trong bảng' }
  const marks = [{ label: '<Xã>', value: 3, written: '≈ 3', isBad: false }, { label: 'B', value: -1, written: '-1', isBad: true }]
  test.each([
    ['bars', bars(marks, words)],
    ['line', line(marks, words)],
    ['bars of nothing', bars([{ label: 'A', value: 0, written: '0', isBad: false }], words)],
    ['line of one', line(marks.slice(0, 1), words)],
  ])('%s', (_, { markup }) => {
    expect(markup).toMatch(/role="img" aria-labelledby="x-title x-about"><title id="x-title">Tựa &lt;1&gt;<\/title><desc/)
    expect(markup).not.toMatch(/NaN|Infinity|width="-|<Xã>/)
  })
})
