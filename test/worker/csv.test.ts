// CSV as it leaves us: nothing that a spreadsheet would run, wherever it cuts.
// 1  A text that begins like a formula has an apostrophe before it.
// 2  So has what a spreadsheet that cuts at semicolons, tabs or lines would take for a cell of its own.
// 3  What only looks a little like it is left as it was written.
import { expect, test } from 'vitest'
import { csvLine } from '../../src/server/csv.ts'

// As a spreadsheet reads it where the comma is for decimals: it cuts at semicolons, a quote counts only where a cell begins with one.
const cells = (line: string, separator: string): string[] =>
  line.split(/\r\n|\n|\r/).flatMap((row) => row.split(separator)).map((cell) => cell.trim().replace(/^"/, ''))
const runs = (cell: string): boolean => /^[=+\-@＝＋－＠][^;\t]*[(（|!]/.test(cell)

test.each([
  '=HYPERLINK("http://x")', '+1+cmd|\' /C calc\'!A0', '-2+3+cmd|\' /C calc\'!A0', '@SUM(1+1)', 'nhà;=HYPERLINK("http://x")', 'nhà; =WEBSERVICE("http://x")', 'nhà;"=WEBSERVICE("http://x")', 'nhà\t=SUM(A1)', 'nhà\n=SUM(A1)', 'nhà,\n+cmd|x!A1', 'nhà\r\n@SUM(1)',
  'nhà;＝SUM(A1)', ';;=SUM(A1)',
])('1 2 %j', (text) => {
  const line = csvLine(['1-95', text, 'Tày'])
  for (const separator of [';', '\t']) expect([separator, cells(line, separator).filter(runs)]).toEqual([separator, []])
})

test.each(['- làm đường\n- dựng nhà', 'a; b; c', 'từ 5;-3 độ', 'x = (y)', 'đi (2 km)\nvề'])('3 %j', (text) => {
  expect(csvLine([`Việc: ${text}`])).toContain(text)
})
