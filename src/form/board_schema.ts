// board.yaml as JSON Schema, for editors, from the keys that the compiler goes by. Shapes only: which indicators and columns there are, and what may be shown of people,
// the compiler alone says (board.ts).
import { boardKeys, closedKeys, columnKeys, lineKeys, sectionKeys, yearsKeys } from './board.ts'
import { anyNames, list, table, word } from './schema.ts'
import type { Schema } from './schema.ts'

const column = (description: string): Schema => word(`${description} A column of the register, or label.`)
const figure = (description: string): Schema => ({ description, type: 'string', pattern: '^[a-z][a-z0-9_]*\\.[A-Za-z][A-Za-z0-9_]*$' })
const exact = word('The rule by which a figure about people is shown as it is; it stands beside it.')
const values = (description: string): Schema => anyNames(description, list('Values.', word('A value of the column.')))

/** The whole schema (draft 2020-12). */
export function boardSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Phiếu: board.yaml',
    ...table(boardKeys, {
      id: { description: 'Lower case letters, digits, _; the board’s name in addresses.', type: 'string', pattern: '^[a-z][a-z0-9_]{0,63}$' },
      title: word('The board’s title in its own language.'),
      language: { description: 'The language of the texts in this file (BCP 47): vi.', type: 'string', pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' },
      level: word('The level of units that it is for, and on which people are rounded; those above have it too.'),
      feedback: word('A public form: its QR code stands on the board.'),
      sections: { ...list('What stands on it, from above.', { $ref: '#/$defs/section' }), minItems: 1, maxItems: 20 },
    }, ['id', 'title', 'level', 'sections']),
    $defs: {
      section: {
        ...table(sectionKeys, {
          name: word('What translations call it.'),
          title: word('What it is called.'),
          years: { description: 'How many years stand side by side, the present one last; 1 without.', type: ['string', 'number'], pattern: '^([1-9]|10)$', minimum: 1, maximum: 10 },
          total: { description: 'Before them, all years together.', enum: ['yes', 'no', true, false] },
          figures: { ...list('Figures, one a line.', { anyOf: [figure('form.indicator'), { $ref: '#/$defs/line' }] }), minItems: 1, maxItems: 40 },
          register: word('A register whose entries stand there, one a line.'),
          columns: { ...list('What is shown of each entry; the first column names it.', { $ref: '#/$defs/column' }), minItems: 1 },
          only: values('Only entries with one of these values.'),
          except: values('No entry with one of these values.'),
          closed: { description: 'What is done with: shown while the quarter lasts in which it was.', ...table(closedKeys, { column: column('What says so.'), values: list('Its values that do.', word('A value.')), on: column('The day since which.') }, ['column', 'values', 'on']) },
          order: column('The least first.'),
          updated: column('The day of the last word on an entry: after 90 days without another it is forgotten.'),
          due: column('The day until which: open and past it, an entry is late.'),
          state: column('How far it is; of what was forgotten, that.'),
        }, ['name', 'title']),
        oneOf: [{ required: ['figures'] }, { required: ['register', 'columns'] }],
      },
      line: table(lineKeys, { indicator: figure('form.indicator'), label: word('What the figure is called here.'), exact }, ['indicator']),
      column: {
        ...table(columnKeys, {
          column: column('What is shown.'),
          label: word('The column’s heading.'),
          figure: figure('form.indicator: a sum or count that is grouped by the entry.'),
          exact,
          years: { description: 'Plan and result of each year.', ...table(yearsKeys, { from: column('The first year.'), plan: list('A column for each year.', word('A column.')), actual: list('As many columns for the results.', word('A column.')) }, ['from', 'plan', 'actual']) },
        }),
        oneOf: [{ required: ['column', 'label'] }, { required: ['figure'] }, { required: ['years'] }],
      },
    },
  }
}
