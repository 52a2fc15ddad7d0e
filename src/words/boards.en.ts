// What the office reads about targets brought as a file and about boards that were released, in English.
import type { BoardWordsMore } from './boards.vi.ts'
import type { Facts } from './problems.vi.ts'

const heads = { code: 'Indicator code', label: 'Indicator', measure: 'Measured in', unit: 'Place id', place: 'Place', period: 'Period', value: 'Target', base: 'Revision' }
const needed: Readonly<Record<string, string>> = { indicator: heads.label, unit: heads.place, period: heads.period, value: heads.value }
const perhaps = (facts: Facts): string => (facts.suggestion ? ` Did you mean “${facts.suggestion}”?` : '')

export const boardsEn: BoardWordsMore = {
  problem: {
    target_heads: (f) => `There is no row of heads with all the columns. Missing: ${(f.missing ?? '').split(', ').map((one) => needed[one] ?? one).join(', ')}.`,
    target_none: (f) => (f.what === 'unit' ? `There is no place “${f.typed}” that is yours.${perhaps(f)}` : `There is no indicator “${f.typed}”.${perhaps(f)}`),
    target_several: (f) => `“${f.typed}” names several ${f.what === 'unit' ? 'places' : 'indicators'}: ${f.found}. Write the code into the column “${f.what === 'unit' ? heads.unit : heads.code}”.`,
    target_period: (f) => `“${f.typed}” is no period. Write 2026, Q3/2026 or 7/2026.`,
    target_twice: (f) => `This indicator, place and period stand in cell ${f.cell} already. Take one away.`,
    target_percent: (f) => `${f.typed} here is ${f.typed} %. If it means ${f.whole} %, write ${f.whole}; if it is ${f.typed} %, write the cell as text.`,
    target_revision: (f) => `“${f.typed}” is no revision. Leave the column “${heads.base}” as it was taken away, or delete it whole.`,
    target_empty: () => 'There is no target in the file.',
    target_too_many: (f) => `Too many lines; at most ${f.limit}. Split the file.`,
  },
  targetFile: {
    heads,
    periodName: (period) => (period.length === 4 ? period : period.includes('Q') ? `Q${period.slice(6)}/${period.slice(0, 4)}` : `${Number(period.slice(5))}/${period.slice(0, 4)}`),
    takeXlsx: 'Take the table away (Excel)',
    takeCsv: 'Take it away as CSV',
    bring: 'Bring targets as a file',
    title: 'Bring targets as a file',
    about: 'Take the table away, write numbers into the column Target, then choose the file here. Another file will do if it has the columns Indicator, Place, Period, Target; years may be columns of their own.',
    file: 'Excel file (.xlsx) or CSV',
    fileHint: 'Numbers as 1,234.5. Choosing a file saves nothing: you look at what will change first.',
    look: 'Show what will change',
    noFile: 'Choose a file.',
    tooLarge: 'This file is too large. Take away sheets and pictures.',
    wrong: (count) => `Nothing was saved. ${count} places in the file must be corrected. Correct them all, then choose the file again.`,
    whereHead: 'Cell',
    whatHead: 'What to correct',
    moreWrong: (count) => `and ${count} more.`,
    changes: (count) => `${count} numbers will change`,
    nothing: 'This file changes no number.',
    was: 'Now',
    will: 'In the file',
    line: 'Cell',
    movedTitle: (count) => `${count} numbers were changed by somebody else after the file was taken away`,
    movedAbout: 'They stay as they are unless you tick this.',
    movedToo: 'Change these to what the file says, too',
    setBy: (who, when) => `set by ${who}, ${when}`,
    moreChanges: (count) => `and ${count} more, which will change too.`,
    none: 'none yet',
    back: 'taken back',
    apply: 'Save these changes',
    other: 'Choose another file',
    moved: 'Somebody changed a target after you looked. Nothing was saved; look again below, then save.',
  },
}
