// A source as an XLSForm: what ODK's tools read, and in columns and sheets of ours, which they pass over, what they lack, so that it comes back whole.
// Takes a source that compiles. What a workbook cannot hold is named.
import { readYaml } from '../form/source.ts'
import type { Files, Value } from '../form/source.ts'

export type Cells = readonly (readonly string[])[]

export interface Written {
  readonly sheets: readonly { readonly name: string; readonly rows: Cells }[]
  /** Keys of form.yaml that have no place in a workbook. */
  readonly left: readonly string[]
}

const textOf = (value: Value | undefined): string => (value?.is === 'text' ? value.text : '')
const at = (value: Value | undefined, ...path: readonly string[]): Value | undefined =>
  path.reduce<Value | undefined>((here, key) => (here?.is === 'table' ? here.entries.get(key)?.value : here?.is === 'list' ? here.items[Number(key)] : undefined), value)
const items = (value: Value | undefined): readonly Value[] => (value?.is === 'list' ? value.items : [])
const entries = (value: Value | undefined): readonly (readonly [string, Value])[] => (value?.is === 'table' ? [...value.entries].map(([key, one]) => [key, one.value] as const) : [])

// Ours that XLSForm asks for in another way. The own type stands beside it, so that nothing is lost on the way back.
const foreign: Readonly<Record<string, string>> = { year: 'integer', month: 'text', phone: 'text', area: 'decimal' }
const worded = ['label', 'hint', 'required_message', 'constraint_message', 'check_message', 'check_2_message', 'purpose']

/** The workbook's sheets, head rows first. */
export function toXlsform(files: Files): Written {
  const read = (file: string): Value | undefined => (files[file] === undefined ? undefined : readYaml(file, files[file] ?? '').value)
  const form = read('form.yaml')
  const own = textOf(at(form, 'language'))
  const others = Object.keys(files).flatMap((file) => /^([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.yaml$/.exec(file)?.[1] ?? []).filter((language) => language !== own)
  const languages = new Map(others.map((language) => [language, { own: read(`${language}.yaml`), shared: read(`lists/${language}.yaml`) }]))
  const shared = Object.keys(files).filter((file) => file.startsWith('lists/') && !/^lists\/[a-z]{2,3}(-[A-Za-z0-9]+)*\.yaml$/.test(file)).map(read)
  const head = (column: string): readonly string[] => [own, ...others].map((language) => `${column}::${language} (${language})`)

  const survey: Record<string, string>[] = []
  const words = (row: Record<string, string>, column: string, said: string, path: readonly string[]): void => {
    if (said === '') return
    row[head(column)[0] ?? ''] = said
    others.forEach((language, i) => {
      const root = languages.get(language)?.own
      const found = at(root, ...path)
      row[head(column)[i + 1] ?? ''] = found?.is === 'text' ? found.text : ''
    })
  }
  const saved = new Map<string, string[]>()
  const left = new Set<string>()
  // XLSForm knows one declaration an entity list: a second rule goes into the sheet of ours.
  const rules = items(at(form, 'registers'))
  const registers = rules.filter((rule, i) => rules.findIndex((one) => textOf(at(one, 'register')) === textOf(at(rule, 'register'))) === i)
  const columnsOf = (rule: Value): readonly (readonly [string, string])[] => entries(at(rule, 'columns')).map(([column, value]) => [column, textOf(value)])
  for (const rule of registers) {
    for (const [column, value] of columnsOf(rule)) {
      const name = /^\$\{(\w+)\}$/.exec(value)?.[1]
      if (name !== undefined) saved.set(name, [...(saved.get(name) ?? []), `${textOf(at(rule, 'register'))}#${column}`])
    }
  }
  const lists = new Set<string>()
  const write = (question: Value): void => {
    const text = (key: string): string => textOf(at(question, key))
    const name = text('name')
    const [kind = '', argument = ''] = text('type').split(/\s+/)
    const row: Record<string, string> = { name }
    const isGroup = kind === 'group' || kind === 'repeat'
    if (argument !== '' && /^(select|rank)/.test(kind)) lists.add(argument)
    row.type = isGroup ? `begin ${kind}` : kind === 'unit' || kind === 'entry' ? `select_one_from_file ${argument}.csv` : (foreign[kind] ?? text('type'))
    if (row.type !== text('type') && !isGroup) row.phieu_type = text('type')
    for (const column of ['label', 'hint', 'required_message', 'constraint_message', 'purpose']) {
      const short = column === 'label' ? ['survey', name] : undefined
      words(row, column, text(column), ['survey', name, column])
      // `village: Which village?` is short for its label.
      if (short !== undefined) others.forEach((language, i) => (row[head('label')[i + 1] ?? ''] ||= textOf(at(languages.get(language)?.own, ...short))))
    }
    items(at(question, 'check')).forEach((check, i) => {
      const column = ['check', 'check_2'][i]
      if (column === undefined) return void left.add('check')
      row[column] = textOf(at(check, 'expect'))
      words(row, `${column}_message`, textOf(at(check, 'message')), ['survey', name, 'check', String(i)])
    })
    for (const key of ['required', 'relevant', 'constraint', 'calculation', 'default', 'trigger', 'choice_filter', 'read_only', 'appearance', 'personal', 'repeat_count']) row[key] = columnPaths(text(key), key)
    const parameters = at(question, 'parameters')
    row.parameters = parameters?.is === 'table' ? entries(parameters).map(([key, value]) => `${key}=${textOf(value)}`).join(' ') : textOf(parameters)
    row.save_to = (saved.get(name) ?? []).join(' ')
    survey.push(row)
    if (!isGroup) return
    for (const child of items(at(question, 'questions'))) write(child)
    if (kind === 'repeat') workedOut(name)
    survey.push({ type: `end ${kind}` })
  }
  // `${road_ref.length_km}` is a look into the register's list for everyone else.
  const kindsOf = new Map<string, string>()
  const note = (question: Value): void => {
    kindsOf.set(textOf(at(question, 'name')), textOf(at(question, 'type')))
    items(at(question, 'questions')).forEach(note)
  }
  items(at(form, 'survey')).forEach(note)
  const columnPaths = (text: string, key: string): string => {
    const straight = key === 'default' && /^'[^']*'$/.test(text) ? text.slice(1, -1) : text
    return straight.replace(/\$\{(\w+)\.(\w+)\}/g, (_, name: string, column: string) => `instance('${(kindsOf.get(name) ?? '').split(' ')[1] ?? ''}')/root/item[name = \${${name}}]/${column}`)
  }
  // A column that is worked out is a calculation of its own, so that it can be saved; in the repeat whose rows it is of.
  const workedOut = (repeat: string): void => {
    for (const rule of registers.filter((one) => textOf(at(one, 'repeat')) === repeat)) {
      const register = textOf(at(rule, 'register'))
      for (const [column, value] of columnsOf(rule)) {
        if (!/^\$\{\w+\}$/.test(value)) survey.push({ type: 'calculate', name: `${register}_${column}`, calculation: columnPaths(value, ''), save_to: `${register}#${column}` })
      }
    }
  }
  items(at(form, 'survey')).forEach(write)
  workedOut('')

  const choices: Record<string, string>[] = []
  const extra = new Set<string>()
  const sources = new Map<string, { value: Value; shared: boolean }>()
  for (const table of shared) for (const [name, value] of entries(table)) sources.set(name, { value, shared: true })
  for (const [name, value] of entries(at(form, 'choices'))) {
    sources.set(name, { value, shared: false })
    lists.add(name)
  }
  for (const list of lists) {
    const source = sources.get(list)
    for (const choice of items(source?.value)) {
      const name = textOf(at(choice, 'name'))
      const row: Record<string, string> = { list_name: list, name, [head('label')[0] ?? '']: textOf(at(choice, 'label')) }
      others.forEach((language, i) => {
        const words = languages.get(language)
        row[head('label')[i + 1] ?? ''] = source?.shared === true ? textOf(at(words?.shared, list, name)) : textOf(at(words?.own, 'choices', list, name))
      })
      for (const [key, value] of entries(choice)) {
        if (key === 'name' || key === 'label') continue
        extra.add(key)
        row[key] = textOf(value)
      }
      choices.push(row)
    }
  }

  const indicators: Record<string, string>[] = []
  for (const indicator of items(at(form, 'indicators'))) {
    const name = textOf(at(indicator, 'name'))
    const row: Record<string, string> = { name }
    for (const [key, value] of entries(indicator)) {
      if (key === 'label') {
        row[head('label')[0] ?? ''] = textOf(value)
        others.forEach((language, i) => (row[head('label')[i + 1] ?? ''] = textOf(at(languages.get(language)?.own, 'indicators', name, 'label')) || textOf(at(languages.get(language)?.own, 'indicators', name))))
      } else if (key === 'unit') {
        row[head('unit')[0] ?? ''] = textOf(value)
        others.forEach((language, i) => (row[head('unit')[i + 1] ?? ''] = textOf(at(languages.get(language)?.own, 'indicators', name, 'unit'))))
      } else if (key === 'by') row.by = items(value).map(textOf).join(' ')
      else if (key === 'share') {
        const among = at(value, 'in')
        row.share = `${textOf(at(value, 'of'))} / ${among?.is === 'table' ? `units ${textOf(at(among, 'units'))}` : textOf(among)}`
      } else if (key === 'difference') row.difference = [textOf(at(value, 'of')), ...items(at(value, 'less')).map(textOf)].join(' - ')
      else if (key === 'good') row.good = at(value, 'at_least') === undefined ? `<= ${textOf(at(value, 'at_most'))}` : `>= ${textOf(at(value, 'at_least'))}`
      else if (value.is === 'text') row[key] = textOf(value)
      else left.add(`indicators.${key}`)
    }
    indicators.push(row)
  }

  const titles = Object.fromEntries(others.map((language, i) => [head('form_title')[i + 1] ?? '', textOf(at(languages.get(language)?.own, 'title'))]))
  const settings: Record<string, string> = { form_title: textOf(at(form, 'title')), ...titles, form_id: textOf(at(form, 'id')), default_language: `${own} (${own})` }
  for (const key of ['instance_name', 'date', 'unit']) settings[key] = columnPaths(textOf(at(form, key)), '')
  settings.short = items(at(form, 'short')).map(textOf).join(' ')
  settings.public = textOf(at(form, 'public'))
  settings.review_hold = textOf(at(at(form, 'review'), 'hold'))
  settings.review_first = textOf(at(at(form, 'review'), 'first'))
  settings.keep = textOf(at(form, 'keep'))
  const entities = registers.map((rule) => {
    const row: Record<string, string> = { list_name: textOf(at(rule, 'register')) }
    for (const key of ['label', 'entity_id', 'create_if', 'update_if', 'repeat', 'unit']) row[key] = key === 'repeat' && at(rule, key) !== undefined ? `\${${textOf(at(rule, key))}}` : columnPaths(textOf(at(rule, key)), '')
    return { ...row, ...alikeOf(rule) }
  })
  const further = rules.filter((rule) => !registers.includes(rule)).map((rule) => ({
    ...Object.fromEntries(['register', 'repeat', 'entity_id', 'create_if', 'update_if', 'label', 'unit'].map((key) => [key, textOf(at(rule, key))])),
    columns: columnsOf(rule).map(([column, value]) => `${column}: ${value}`).join('\n'),
    ...alikeOf(rule),
  }))
  const known = ['id', 'title', 'language', 'date', 'unit', 'instance_name', 'short', 'public', 'review', 'keep', 'survey', 'choices', 'registers', 'indicators']
  for (const [key] of entries(form)) if (!known.includes(key)) left.add(key)

  const surveyColumns = ['type', 'name', ...worded.flatMap((column) => (/^check/.test(column) ? [column.replace('_message', ''), ...head(column)] : head(column))), 'required', 'relevant', 'constraint', 'calculation', 'default', 'trigger', 'choice_filter', 'read_only', 'appearance', 'parameters', 'repeat_count', 'save_to', 'personal', 'phieu_type']
  return {
    sheets: [
      { name: 'survey', rows: rowsOf(survey, surveyColumns, ['type', 'name', head('label')[0] ?? '']) },
      { name: 'choices', rows: rowsOf(choices, ['list_name', 'name', ...head('label'), ...extra], ['list_name', 'name', head('label')[0] ?? '']) },
      { name: 'settings', rows: rowsOf([settings], Object.keys(settings), ['form_title', 'form_id']) },
      ...(entities.length === 0 ? [] : [{ name: 'entities', rows: rowsOf(entities, ['list_name', 'label', 'entity_id', 'create_if', 'update_if', 'repeat', 'unit', 'alike'], ['list_name']) }]),
      ...(further.length === 0 ? [] : [{ name: 'registers', rows: rowsOf(further, ['register', 'repeat', 'entity_id', 'create_if', 'update_if', 'label', 'unit', 'columns', 'alike'], ['register']) }]),
      // Its head alone where nothing is counted: without the sheet, a count would be put in when it comes back.
      { name: 'indicators', rows: rowsOf(indicators, [...new Set(['name', ...head('label'), ...indicators.flatMap((row) => Object.keys(row))])], ['name']) },
    ],
    left: [...left],
  }
}

// Only columns in which something stands, and those without which it is no XLSForm.
// The columns that tell two entries apart, between blanks; `yes` as it is.
function alikeOf(rule: Value): Record<string, string> {
  const alike = at(rule, 'alike')
  return alike === undefined ? {} : { alike: alike.is === 'text' ? alike.text : items(alike).map(textOf).join(' ') }
}

function rowsOf(rows: readonly Readonly<Record<string, string>>[], columns: readonly string[], always: readonly string[]): Cells {
  const used = columns.filter((column) => always.includes(column) || rows.some((row) => (row[column] ?? '') !== ''))
  return [used, ...rows.map((row) => used.map((column) => row[column] ?? ''))]
}
