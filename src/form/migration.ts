// Compiles `migrate`: what earlier versions of a form called its questions and choices. Carrying answers over is migrate.ts's.
import type { Compiler } from './compiler.ts'
import type { Form, Migration } from './form.ts'
import type { Scalar, Spot, Table } from './source.ts'
import type { Names } from './survey.ts'

/**
 * What earlier versions called what is here now. An author writes only what this version changes: what the version before had to say is
 * carried on. Both ends are looked at: the new name must be here, the old one must have been there and must not be used again, because
 * a draft under that name could then mean either.
 */
export function compileMigrate(compiler: Compiler, table: Table, { byName, declared, lists }: Names, previous: Form | undefined): Migration | undefined {
  const own = compiler.table(table.entries.get('migrate')?.value, 'migrate', 'migrate')
  if (own !== undefined) compiler.keys(own, ['renamed', 'choices'], 'migrate')
  const before = new Set([...(previous?.order ?? []), ...Object.keys(previous?.migrate?.renamed ?? {})])
  const renamed = Object.create(null) as Record<string, string>
  for (const [old, spot, now] of pairs(compiler, own, 'renamed')) {
    if (!byName.has(now.text)) {
      if (byName.has(old) && before.has(now.text)) compiler.tell('migrate_turned', spot, 'migrate', { was: now.text, name: old })
      else if (!declared.has(now.text)) compiler.tell('reference_unknown', now, 'migrate', { name: now.text, ...compiler.hint(now.text, byName.keys()) })
    } else if (declared.has(old)) compiler.tell('migrate_taken', spot, 'migrate', { name: old })
    else if (previous !== undefined && !before.has(old)) compiler.tell('migrate_unknown', spot, 'migrate', { name: old, ...compiler.hint(old, before) })
    else renamed[old] = now.text
  }
  const carried = Object.entries(previous?.migrate?.renamed ?? {})
  // An earlier version's source published again: a name that comes back, while what it was renamed to is gone, takes its answers back.
  for (const [old, now] of carried) if (byName.has(old) && !declared.has(now) && renamed[now] === undefined) renamed[now] = old
  for (const [old, now] of carried) {
    const end = renamed[now] ?? now
    const again = byName.get(old)
    if (renamed[old] !== undefined || end === old) continue
    // What leads to a question that is gone is kept: it may come back.
    if (again === undefined) renamed[old] = end
    else if (byName.has(end)) compiler.tell('migrate_taken', again.spot, old, { name: old })
  }

  const choices = Object.create(null) as Record<string, Record<string, string>>
  const map = (question: string): Record<string, string> => (choices[question] ??= Object.create(null) as Record<string, string>)
  const asking = (name: string): readonly string[] => [...byName.values()].flatMap(({ question }) => (question.list !== undefined && (question.name === name || question.list === name) ? [question.name] : []))
  const offered = (question: string): readonly string[] => (lists[byName.get(question)?.question.list ?? ''] ?? []).map((choice) => choice.name)
  const tables = compiler.table(own?.entries.get('choices')?.value, 'migrate', 'choices')
  for (const [name, { key: spot }] of tables?.entries ?? []) {
    const questions = asking(name)
    if (questions.length === 0 && !declared.has(name)) compiler.tell('list_unknown', spot, 'migrate', { list: name, ...compiler.hint(name, [...Object.keys(lists), ...byName.keys()]) })
    for (const [old, place, now] of pairs(compiler, tables, name)) {
      for (const question of questions) {
        const here = offered(question)
        if (here.length === 0) continue // its list is told where it is asked for
        const gone = new Set(choicesBefore(previous, question, renamed))
        if (here.includes(old) && !here.includes(now.text) && gone.has(now.text)) compiler.tell('migrate_turned', place, 'migrate', { was: now.text, name: old })
        else if (!here.includes(now.text)) compiler.tell('choice_unknown', now, 'migrate', { list: name, name: now.text, ...compiler.hint(now.text, here) })
        else if (here.includes(old)) compiler.tell('migrate_taken', place, 'migrate', { name: old })
        else if (gone.size > 0 && !gone.has(old)) compiler.tell('migrate_unknown', place, 'migrate', { name: old, ...compiler.hint(old, gone) })
        else map(question)[old] = now.text
      }
    }
  }
  for (const [was, olds] of Object.entries(previous?.migrate?.choices ?? {})) {
    const question = renamed[was] ?? was
    const here = offered(question)
    // As with names: a choice that comes back takes back what it had become.
    for (const [old, now] of Object.entries(olds)) if (here.includes(old) && !here.includes(now)) map(question)[now] ??= old
    for (const [old, now] of Object.entries(olds)) {
      const end = choices[question]?.[now] ?? now
      if (end !== old && !here.includes(old) && (here.includes(end) || here.length === 0)) map(question)[old] ??= end
    }
  }
  const isEmpty = Object.keys(renamed).length === 0 && Object.keys(choices).length === 0
  return isEmpty ? undefined : { renamed: { ...renamed }, choices: { ...choices } }
}

function pairs(compiler: Compiler, table: Table | undefined, key: string): readonly (readonly [string, Spot, Scalar])[] {
  const found = compiler.table(table?.entries.get(key)?.value, 'migrate', key)
  return [...(found?.entries ?? [])].flatMap(([old, { key: spot, value }]) => {
    if (value.is === 'text') return [[old, spot, value] as const]
    compiler.tell('source_shape', value, 'migrate', { expected: 'text', received: value.is, key: old })
    return []
  })
}

// The choices that a question had, and those that had been mapped already; none where nothing is known of it.
function choicesBefore(previous: Form | undefined, question: string, renamed: Readonly<Record<string, string>>): readonly string[] {
  if (previous === undefined) return []
  const was = [question, ...Object.keys(renamed).filter((old) => renamed[old] === question)]
  const lists = new Map<string, string>()
  const visit = (questions: Form['survey']): void => {
    for (const one of questions) {
      if (one.list !== undefined) lists.set(one.name, one.list)
      visit(one.questions ?? [])
    }
  }
  visit(previous.survey)
  return was.flatMap((name) => [...(previous.lists[lists.get(name) ?? ''] ?? []).map((choice) => choice.name), ...Object.keys(previous.migrate?.choices[name] ?? {})])
}
