// How new markup takes the place of old on the phone (src/phone/morph.ts), in a real browser.
// 1  What comes of it is the new markup, whatever stood there.
// 2  What is the same stays the same node: it keeps focus and scrolling.
// 3  The box under the cursor keeps what was typed into it; any other box shows what the markup says.
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../../scripts/browser.ts'

let browser: Browser
let page: Page

beforeAll(async () => {
  const { outputFiles } = await build({ entryPoints: ['src/phone/morph.ts'], bundle: true, write: false, format: 'iife', globalName: 'phone', target: 'chrome90' })
  browser = await launch()
  page = await browser.newPage()
  await page.evaluate(`${outputFiles[0]?.text ?? ''}; window.phone = phone`)
})
afterAll(() => browser.close())

const a = '<div data-key="a"><label>A</label><input name="a" value=""></div>'
const b = '<div data-key="b"><label>B</label><input name="b" value=""></div>'
const c = '<div data-key="c"><p>C</p></div>'

test('3 what was empty shows what the markup says', async () => {
  const area = (text: string): string => `<div data-key="a"><textarea>\n${text}</textarea><select>${text === '' ? '' : '<option>x</option><option selected>y</option>'}</select></div>`
  const shown = await page.evaluate<string[]>(`(() => {
    document.body.innerHTML = ${JSON.stringify(area(''))}
    phone.morph(document.body, phone.parsed(${JSON.stringify(area('22.74 104.68'))}))
    return [...document.querySelectorAll('textarea,select')].map((one) => one.value)
  })()`)
  expect(shown).toEqual(['22.74 104.68', 'y'])
})

describe('1 what comes of it, 2 what stays', () => {
  test.each<[string, string, string, readonly string[], string?]>([
    ['a field comes before', b, a + b, ['b']],
    ['a field comes between', a + c, a + b + c, ['a', 'c']],
    ['a field goes', a + b + c, a + c, ['a', 'c']],
    ['the first two go', a + b + c, c, ['c']],
    ['all go', a + b, '<p>nothing</p>', []],
    ['lines of text between them', `${a}\n${b}\n`, `\n<p id="problems">2</p>${a}\n${b}`, ['a', 'b']],
    ['what is wrong is said above, and no longer', `<div id="problems">x</div>${a}${b}`, a + b, ['a', 'b']],
    ['another label and another mark', a, a.replace('A</label>', 'Ă</label>').replace('"a">', '"a" class="wrong">'), ['a']],
    ['a field is another kind of element now', a + b, '<fieldset data-key="a"></fieldset>' + b, ['b']],
    ['a field stays as it was', a + c, '<i data-key="a"></i>' + b + '<i data-key="c"></i>', ['a', 'c'], a + b + c],
    ['of two that stay and one that goes', a + b + c, '<i data-key="a"></i><i data-key="c"></i>', ['a', 'c'], a + c],
    ['attributes go', '<div data-key="a" class="x" role="group"></div>', '<div data-key="a"></div>', ['a']],
  ])('%s', async (_, before, after, kept, made = after) => {
    await page.evaluate(`document.body.innerHTML = ${JSON.stringify(before)}; window.nodes = Object.fromEntries([...document.querySelectorAll('[data-key]')].map((one) => [one.dataset.key, one]))`)
    await page.evaluate(`phone.morph(document.body, phone.parsed(${JSON.stringify(after)}))`)
    expect(await page.evaluate('document.body.innerHTML')).toBe(made)
    expect(await page.evaluate(`[...document.querySelectorAll('[data-key]')].filter((one) => nodes[one.dataset.key] === one).map((one) => one.dataset.key)`)).toEqual(kept)
  })
})

test('3 the box under the cursor', async () => {
  await page.evaluate(`document.body.innerHTML = ${JSON.stringify(a + b)}`)
  await page.locator('[name=b]').fill('đã gõ')
  await page.locator('[name=a]').focus()
  await page.keyboard.type('Nguye')
  await page.evaluate(`phone.morph(document.body, phone.parsed(${JSON.stringify(c + a.replace('value=""', 'value="Nguyễn"') + b)}))`)
  expect(await page.evaluate(`[document.activeElement.name, document.activeElement.value, document.querySelector('[name=b]').value]`)).toEqual(['a', 'Nguye', ''])
})

test('3 choices', async () => {
  const radios = (chosen: number): string => `<fieldset data-key="r">${[1, 2].map((n) => `<input type="radio" name="r" value="${n}"${n === chosen ? ' checked=""' : ''}>`).join('')}</fieldset>`
  const select = (chosen: number): string => `<select id="s">${[1, 2, 3].map((n) => `<option value="${n}"${n === chosen ? ' selected=""' : ''}>${n}</option>`).join('')}</select>`
  await page.evaluate(`document.body.innerHTML = ${JSON.stringify(radios(0) + select(1))}`)
  await page.locator('[value="2"][type=radio]').check()
  await page.locator('#s').selectOption('3')
  await page.evaluate(`document.activeElement.blur(); phone.morph(document.body, phone.parsed(${JSON.stringify(radios(1) + select(2))}))`)
  expect(await page.evaluate(`[document.querySelector(':checked').value, document.querySelector('#s').value]`)).toEqual(['1', '2'])
})
