// Every page there is, as docs/access.md lists them, with records of a year behind it: a page that is added there and not in filled.ts fails here.
// 1  Each line of that page has a page here, and none is left over.
// 2  It is looked at as who may see it, at 360 and at 1366 px and as it is printed: axe finds nothing, nothing sticks out, nothing too small for a thumb, one heading, a title, no fault of the browser's.
// 3  So are the other ways a page may look: for another reader, with something wrong, as the answer to a post.
// 4  In English nothing sticks out and nothing is too small either.
// 5  What is a file is no page.
import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill, pageLines } from './filled.ts'
import type { Filled, Looked, Who } from './filled.ts'
import { start } from '../journeys/harness.ts'
import type { Journey } from '../journeys/harness.ts'
import { looking } from './looked.ts'
import type { Looking, Size } from './looked.ts'

// PICTURES names a folder: what is looked at is kept there as it looked.
const folder = process.env.PICTURES
let desk: Journey
let filled: Filled
const eyes = new Map<string, Promise<Looking>>()

beforeAll(async () => {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  desk = await start()
  filled = await fill(desk)
}, 300_000)
afterAll(() => desk?.stop())

async function faults(line: string, one: Looked, sizes: readonly Size[], { axe = true, language = 'vi' } = {}): Promise<readonly string[]> {
  const who: Who = one.as
  const key = `${who} ${language}`
  const seeing = eyes.get(key) ?? looking(await desk.browser(), desk.url, filled, who, language)
  eyes.set(key, seeing)
  const name = `${line.replace(/[^\w]+/g, '_')}-${who}-${(filled.pages[line] ?? []).indexOf(one)}-${language}`
  const found = await (await seeing).look(one, { sizes, axe, keep: async (page, size) => void (folder !== undefined && (await page.screenshot({ path: `${folder}/${name}-${size}.png`, fullPage: true }))) })
  return found.map((fault) => `${one.at} (${who}): ${fault}`)
}

test('1 every line has its page, every page its line', () => expect([...Object.keys(filled.pages), ...Object.keys(filled.files)].sort()).toEqual([...pageLines].sort()))

test.each(pageLines)('2 3 4 5 %s', async (line) => {
  const [one, ...others] = filled.pages[line] ?? []
  const file = filled.files[line]
  if (file !== undefined) {
    const cookie = Object.entries(filled.cookies[file.as]).map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(desk.url + file.at, { headers: { cookie } })
    expect([answer.status, answer.headers.get('content-type')?.includes('html')]).toEqual([200, false])
    return
  }
  if (one === undefined) throw new Error('no page')
  expect(await faults(line, one, ['phone', 'wide', 'paper'])).toEqual([])
  for (const other of others) expect(await faults(line, other, ['phone'])).toEqual([])
  expect(await faults(line, one, ['phone', 'wide'], { axe: false, language: 'en' })).toEqual([])
})
