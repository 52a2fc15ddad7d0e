// What is read where things leave, in English.
import type { TakeWords } from './take.vi.ts'

export const takeEn: TakeWords = {
  xlsx: 'Excel (XLSX, with the tables inside)',
  xlsxLong: 'Beyond 200,000 records take the CSV: it is lighter and faster.',
  columns: { title: 'Columns', sheet: 'Sheet', column: 'Column', name: 'Name', label: 'Question' },
}
