// form.yaml as JSON Schema, for editors that complete and check while somebody writes: made from the very lists of keys and kinds that the compiler goes
// by. It knows shapes only; what names mean, and whether an expression holds, the compiler alone says.
import { formKeys } from './compile.ts'
import { exampleKeys, expectKeys } from './examples.ts'
import type { KindName } from './form.ts'
import { indicatorKeys, measures } from './indicators.ts'
import { kinds } from './kinds/index.ts'
import { registerKeys } from './registers.ts'
import { reviewKeys } from './review.ts'
import { known, parametersOf, spellings, withArgument } from './survey.ts'

export type Schema = Readonly<Record<string, unknown>>

// Other readers of YAML than ours see `12` as a number and `true` as a truth: both are text to the author.
export const word = (description: string): Schema => ({ description, type: ['string', 'number', 'boolean'] })
const expression = (description: string): Schema => word(`${description} An expression: docs/expressions.md.`)
const oneOf = (description: string, ...words: readonly string[]): Schema => ({ description, enum: words })
export const list = (description: string, items: Schema): Schema => ({ description, type: 'array', items })
export const anyNames = (description: string, values: Schema): Schema => ({ description, type: 'object', additionalProperties: values })
const name: Schema = { description: 'A letter, then letters, digits, _; unique in the whole form.', type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$' }
const yesOrNo: readonly unknown[] = ['yes', 'no', true, false]

export function table<Key extends string>(keys: readonly Key[], properties: Readonly<Record<Key, Schema>>, required: readonly Key[] = [], more: Schema = {}): Schema {
  return { type: 'object', properties: Object.fromEntries(keys.map((key) => [key, properties[key]])), required, additionalProperties: false, ...more }
}

/** The whole schema (draft 2020-12). */
export function formSchema(): Schema {
  const { share, difference, ...measured } = measureSchemas
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Phiếu: form.yaml',
    ...table(formKeys, {
      id: { description: 'Lower case letters, digits, _; the form’s name in addresses.', type: 'string', pattern: '^[a-z][a-z0-9_]{0,63}$' },
      title: word('The form’s title in its own language.'),
      language: { description: 'The language of the texts in this file (BCP 47): vi.', type: 'string', pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' },
      public: { description: 'Whether anyone may fill it in without signing in, at /f/<form>.', enum: yesOrNo },
      date: expression('The record’s date; without it, the day on which it was sealed.'),
      unit: expression('The record’s unit: where it counts, and who may see it.'),
      instance_name: expression('What a record is called in lists.'),
      review: { description: 'What the office looks at before it is approved.', ...table(reviewKeys, {
        hold: { description: 'all (without it): every record waits for a person. flagged: those with something to look at. 10 %: those, and of the others this share by lot. The rest is approved when it comes.', type: 'string', pattern: '^(all|flagged|[1-9][0-9]? ?%)$' },
        first: word('The level of units that approves first (commune); the level above approves what it has approved.'),
      }) },
      keep: { description: 'How long what records say of persons is kept, from the day on which each was decided on: 90 days, 18 months, 5 years. Then it is erased by itself.', type: 'string', pattern: '^ *[1-9][0-9]{0,4} +(day|month|year)s? *$' },
      style: word('XLSForm’s style: kept for whoever reads the form elsewhere.'),
      short: list('What stays in the short mode, beside what must be answered.', name),
      migrate: { description: 'What the version before called what is here now.', ...table(['renamed', 'choices'], {
        renamed: anyNames('Old name of a question: its name now.', name),
        choices: anyNames('By list or question: old choice: choice now.', anyNames('Old choice: choice now.', word('A choice of this version.'))),
      }) },
      survey: list('The questions, in the order in which they are asked.', { $ref: '#/$defs/question' }),
      choices: anyNames('The form’s own lists by name; shared ones stand in forms/lists/.', list('The choices of a list.', { $ref: '#/$defs/choice' })),
      registers: list('Which register an answer creates or updates.', { $ref: '#/$defs/register' }),
      indicators: list('What the answers add up to.', { $ref: '#/$defs/indicator' }),
      examples: list('Answers and what must come of them; run before each publishing.', { $ref: '#/$defs/example' }),
    }, ['id', 'title', 'language', 'survey']),
    $defs: {
      question: question(),
      choice: { type: 'object', properties: { name: word('What is kept.'), label: word('What is read.') }, required: ['name', 'label'], additionalProperties: word('A column for choice_filter and instance().') },
      register: table(registerKeys, {
        register: name,
        entity_id: expression('The entry that is updated; empty or absent: one is created.'),
        create_if: expression('Whether an entry is created.'),
        update_if: expression('Whether the entry is updated.'),
        repeat: { ...name, description: 'A repeat: one entry for each row.' },
        label: expression('What the entry is called.'),
        unit: expression('Where the entry lies.'),
        columns: anyNames('Column: expression.', expression('What the column holds.')),
        alike: { description: 'Entries of alike names may be the same twice; columns that tell them apart, or yes.', anyOf: [{ enum: ['yes', 'no'] }, list('Columns.', name)] },
      }, ['register', 'label', 'unit']),
      indicator: table(indicatorKeys, {
        ...measured,
        share,
        difference,
        name,
        label: word('What the figure is called.'),
        each: { ...name, description: 'Over the rows of this repeat.' },
        register: { ...name, description: 'Over the entries of this register; names in expressions are then its columns.' },
        where: expression('Only those for which this holds.'),
        about: expression('True where the amount is an estimate: shown with ≈.'),
        date: expression('When it counts; without it, the record’s date.'),
        period: oneOf('The grain that is kept.', 'month', 'day'),
        by: list('Groupings kept beside the total; a*b is a cross-table.', word('A question or column that can be grouped by.')),
        unit: word('The word after the figure.'),
        scale: { description: 'Shown value = kept value ÷ scale.', type: ['number', 'string'] },
        public: { description: 'Whether the figure may stand on a public page.', enum: yesOrNo },
        good: { description: 'What the figure should reach.', ...table(['at_least', 'at_most'], { at_least: { type: ['number', 'string'] }, at_most: { type: ['number', 'string'] } }) },
      }, ['name', 'label'], { oneOf: measures.map((measure) => ({ required: [measure] })) }),
      example: table(exampleKeys, {
        name: word('What the example shows.'),
        at: word('The day or instant of the filling; without it 2026-11-24.'),
        short: { description: 'Filled in the short mode.', enum: yesOrNo },
        entries: anyNames('Register: id: label, unit, columns.', anyNames('By id.', anyNames('label, unit and columns.', word('A value.')))),
        given: { description: 'Answers as JSON.', type: 'object' },
        reasons: anyNames('Question: the reason given where a check asked.', word('A reason.')),
        expect: { description: 'What must come of it.', ...table(expectKeys, {
          visible: list('Questions that are asked.', word('A name.')),
          hidden: list('Questions that are not.', word('A name.')),
          values: { description: 'Key: answer.', type: 'object' },
          problems: list('Exactly these; without the key: none.', { type: 'object', properties: { at: word('A key.'), code: word('A code.') }, additionalProperties: false }),
          checks: list('Soft checks that ask.', word('A key.')),
          registers: anyNames('Register: column: value.', anyNames('Column: value.', word('A value.'))),
          indicators: anyNames('Indicator: kept amount.', { type: ['number', 'string'] }),
        }) },
      }, ['name']),
    },
  }
}

const measureSchemas: Readonly<Record<(typeof measures)[number], Schema>> = {
  count: { description: 'How many.', enum: ['yes', true] },
  sum: expression('A sum of whole numbers of the smallest unit: round(${length_km} * 1000).'),
  average: expression('The average of those that have a value.'),
  share: { description: 'One indicator ÷ another, in percent.', ...table(['of', 'in'], {
    of: word('An indicator; form.name for another form’s.'),
    in: { description: 'What it is a share of.', anyOf: [word('An indicator.'), table(['units'], { units: word('A level: divided by the number of its units.') }, ['units'])] },
  }, ['of', 'in']) },
  difference: { description: 'An indicator less others.', ...table(['of', 'less'], { of: word('An indicator.'), less: list('Indicators that are taken off.', word('An indicator.')) }, ['of', 'less']) },
  distinct: { description: 'In how many lowest units at least one counts.', const: 'unit' },
  median: word('The middle of a register’s column.'),
  min: word('The least of a register’s column.'),
  max: word('The greatest of a register’s column.'),
}

function question(): Schema {
  const names = Object.keys(kinds) as KindName[]
  const simple = [...names.filter((kind) => withArgument[kind] === undefined), ...Object.keys(spellings).filter((other) => withArgument[spellings[other] as KindName] === undefined)]
  // A select may take its choices from a file beside the form.
  const fromFile = (kind: KindName): readonly string[] => (kind === 'select_one' || kind === 'select_multiple' ? [`${kind}_from_file`] : [])
  const written = (kind: KindName): string => [kind, ...fromFile(kind), ...Object.keys(spellings).filter((other) => spellings[other] === kind)].join('|')
  const argued = names.filter((kind) => withArgument[kind] !== undefined)
  const withParameters = names.filter((kind) => Object.keys(parametersOf(kind)).length > 0)
  const isKind = (all: readonly KindName[]): Schema => ({ properties: { type: { pattern: `^(${all.map(written).join('|')})( |$)` } }, required: ['type'] })
  return table(known, {
    type: {
      description: 'The kind of question; some with one word more: select_one <list>, unit <level>, entry <register>.',
      anyOf: [{ enum: simple }, ...argued.map((kind) => ({ type: 'string', pattern: `^(${written(kind)}) +\\S+$`, description: `${kind} <${withArgument[kind]}>` }))],
    },
    name,
    label: word('What is asked.'),
    hint: word('What helps to answer.'),
    required: expression('yes, no, or when it must be answered.'),
    required_message: word('What is said when it is not answered.'),
    relevant: expression('When it is asked.'),
    constraint: expression('What an answer must keep to; `.` is the answer.'),
    constraint_message: word('What is said when it does not.'),
    check: list('Asked about and kept with its reason; never blocks.', table(['expect', 'message'], { expect: expression('What is expected.'), message: word('What is asked where it is not so.') }, ['expect', 'message'])),
    calculation: expression('What fills it in.'),
    trigger: word('One question or several, ${a}, ${b}: the calculation runs when one of them changes, and at no other time.'),
    default: expression('Put once, when it is first asked and empty.'),
    choice_filter: expression('Which choices are offered; a bare name is a column of the choice.'),
    read_only: expression('yes, no, or when it can only be read.'),
    appearance: word('How it is drawn.'),
    parameters: { description: 'As a map or as XLSForm’s `start=0 end=10`.', anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: { type: ['string', 'number'] } }] },
    repeat_count: expression('How many rows.'),
    personal: oneOf('Personal data (Decree 356/2025).', 'basic', 'sensitive'),
    purpose: word('What sensitive data is asked for.'),
    questions: list('The questions of a group or a repeat.', { $ref: '#/$defs/question' }),
  }, ['type', 'name'], {
    allOf: [
      { if: { not: isKind(['group', 'repeat']) }, then: { properties: { questions: false } } },
      { if: { not: isKind(['repeat']) }, then: { properties: { repeat_count: false } } },
      { if: { properties: { personal: { const: 'sensitive' } }, required: ['personal'] }, then: { required: ['purpose'] } },
      ...withParameters.map((kind) => ({
        if: isKind([kind]),
        then: { properties: { parameters: { anyOf: [{ type: 'string' }, { type: 'object', propertyNames: { enum: Object.keys(parametersOf(kind)) } }] } } },
      })),
      { if: { not: isKind(withParameters) }, then: { properties: { parameters: { anyOf: [{ type: 'string', maxLength: 0 }, { type: 'object', maxProperties: 0 }] } } } },
    ],
  })
}
