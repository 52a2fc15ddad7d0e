// A link as a drawing that a camera reads.
// 1  What is drawn is read again, letter by letter: links of every length in use, and what is not ASCII.
// 2  It stands in a white edge of four modules, and is markup that needs nothing else.
import jsqr from 'jsqr'
import { expect, test } from 'vitest'
import { qr } from '../../src/view/qr.ts'

// A CommonJS module that names itself once more as its default.
const read = (jsqr as unknown as { readonly default?: typeof jsqr }).default ?? jsqr

// The drawing as a camera sees it, four dots a module: its path is loops of whole steps, and a dot is dark where an odd number of upright lines lies to its left.
function seen(markup: string): { readonly dots: Uint8ClampedArray; readonly side: number } {
  const [, from, across] = /viewBox="(-?\d+) -?\d+ (\d+) \d+"/.exec(markup)?.map(Number) ?? []
  const [start = 0, modules = 0] = [from, across]
  const path = /<path d="([^"]+)"/.exec(markup)?.[1] ?? ''
  const upright = new Set<string>()
  let [x, y, x0, y0] = [0, 0, 0, 0]
  const to = (x1: number, y1: number): void => {
    expect(x1 === x || y1 === y).toBe(true)
    if (x1 === x) for (let at = Math.min(y, y1); at < Math.max(y, y1); at++) upright.add(`${x} ${at}`)
    ;[x, y] = [x1, y1]
  }
  for (const [, sign = '', rest = ''] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const [a = 0, b = 0] = (rest.match(/-?\d+/g) ?? []).map(Number)
    if (sign === 'M') [x, y, x0, y0] = [a, b, a, b]
    else if (sign === 'm') [x, y, x0, y0] = [x + a, y + b, x + a, y + b]
    else if (sign === 'L') to(a, b)
    else if (sign === 'l') to(x + a, y + b)
    else if (sign === 'H') to(a, y)
    else if (sign === 'h') to(x + a, y)
    else if (sign === 'V') to(x, a)
    else if (sign === 'v') to(x, y + a)
    else if (/z/i.test(sign)) to(x0, y0)
    else throw new Error(sign)
  }
  const side = modules * 4
  const dots = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let row = 0; row < modules; row++) {
    let isDark = false
    for (let column = 0; column < modules; column++) {
      if (upright.has(`${start + column} ${start + row}`)) isDark = !isDark
      for (let dot = 0; isDark && dot < 16; dot++) dots.set([0, 0, 0], ((row * 4 + (dot >> 2)) * side + column * 4 + (dot & 3)) * 4)
    }
  }
  return { dots, side }
}

test.each([
  'https://phieu.example/r/H3K7-P2Q9',
  `https://phieu.lungphin.example/r/H3K7-P2Q9?s=${'Ab3_-x'.repeat(14)}ab`,
  `https://phieu.example/enrol/${'a1-_Z'.repeat(4)}zz`,
  `http://127.0.0.1:8787/in/phieu_${'Zz9'.repeat(14)}`,
  'Bản Nà Lỗi',
])('1 %s', (text) => {
  const { dots, side } = seen(qr(text).markup)
  expect(read(dots, side, side)?.data).toBe(text)
})

test('2 its edge', () => {
  const { markup } = qr('https://phieu.example/r/H3K7-P2Q9')
  const { dots, side } = seen(markup)
  for (let row = 0; row < 16; row++) expect(dots.subarray(row * side * 4, (row + 1) * side * 4).every((value) => value === 255)).toBe(true)
  expect(markup).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="-4 -4 (\d+) \1" [^>]*><path fill="#fff" d="M-4-4h\1v\1h-\1"\/><path d="[^"]+"\/><\/svg>$/)
})
