// What is wrong with a form's source, in English. The keys are those of source.vi.ts.
import type { Facts } from './problems.vi.ts'
import type { SourceProblems } from './source.vi.ts'

/** Why a way to look changes nothing here. */
const idleWhy: Readonly<Record<string, string>> = {
  grid: ': on a phone questions stand one under the other',
  table: ': a table does not fit a phone, each question shows its own choices',
  map: ': there is no map to choose on',
  calendar: ': days are written by the solar calendar',
  app: ': no other app is opened',
}

const perhaps = (facts: Facts): string => (facts.suggestion ? ` Did you mean “${facts.suggestion}”?` : '')

/** Why a pattern of regex() is refused. */
const patternFaults: Readonly<Record<string, string>> = {
  compile: 'it is not well formed',
  literal: 'it must be written out in quotes',
  'look-behind': 'older phones do not have (?<=…)',
  hang: 'it may hang; take out the repetition inside a repetition',
  unchecked: 'whether it hangs cannot be checked; write it more simply',
  long: 'it is longer than 500 characters',
}

const workbookFaults: Readonly<Record<string, string>> = {
  xls: 'This Excel file of the old kind (.xls) cannot be read. Open it and save it as .xlsx.',
  not_xlsx: 'This file is no Excel workbook (.xlsx), or it is damaged. Save it again and send it again.',
  password: 'This file has a password. Take the password off and save it again.',
  too_large: 'This file is too large. Take away pictures and sheets that are not needed.',
  not_utf8: 'This CSV is not UTF-8: Vietnamese letters would be lost. Save it as “CSV UTF-8” or .xlsx.',
}

export const sourceEn: SourceProblems = {
  source_missing: (f) => `The file ${f.file} is missing. Add it to the form's folder.`,
  source_too_large: (f) => `The source is too large; the limit is ${f.limit}. Split it into several forms.`,
  name_invalid: (f) => `The name “${f.name}” cannot be used. A name is a letter, then letters, digits or _.`,
  id_changed: (f) => `This is the source of “${f.was}”, so its id is “${f.was}”. For another form, begin a new one.`,
  name_reserved: (f) => `The name “${f.name}” is reserved. Choose another.`,
  language_invalid: (f) => `“${f.language}” is not a language tag (BCP 47) such as vi, en, hmn.`,
  languages_too_many: (f) => `Too many languages; at most ${f.limit}.`,
  translation_unknown: (f) => `A translation of “${f.name}”, which is not in the form.${perhaps(f)}`,
  list_empty: (f) => `The list “${f.list}” is empty. Add choices.`,
  choice_twice: (f) => `In the list “${f.list}”, “${f.name}” stands twice. Remove one.`,
  choice_invalid: (f) => `In the list “${f.list}”, the name “${f.name}” cannot be used: not empty, no spaces; no * where the list is counted in a cross-table.`,
  choices_too_many: (f) => `The list “${f.list}” is too long; at most ${f.limit}. A long list should be a register.`,
  questions_too_many: (f) => `The form has too many questions; at most ${f.limit}. Split it into several forms.`,
  reference_column: (f) => `“${f.name}” has no column “${f.column}”.${perhaps(f)}`,
  reference_not_entry: (f) => `“${f.name}” does not choose an entry or a unit, so it has no columns.`,
  last_saved_personal: ({ name = '' }) => `“${name}” holds personal data, which is not carried from one record to the next. Take \${last-saved#${name}} out.`,
  reference_self: () => 'The dot (.) works only where there is an answer, as in constraint. Write the name: ${name}.',
  reference_out_of_repeat: () => 'position(..) works only inside a repeat.',
  type_mismatch: (f) => `“${f.name}” is ${f.type}, but ${f.expected} is needed here.`,
  circle: (f) => `These depend on each other in a circle: ${f.path}. Break it at one place.`,
  parameter_unknown: (f) => `There is no parameter “${f.parameter}”.${perhaps(f)}`,
  parameter_idle: (f) => `The parameter “${f.parameter}” of ${f.type} is kept, and changes nothing here.`,
  appearance_idle: (f) => `The appearance “${f.appearance}” is kept; of ${f.type} it changes nothing here${idleWhy[f.why ?? ''] ?? ''}.`,
  appearance_unknown: (f) => `There is no appearance “${f.appearance}”: it is kept, and changes nothing.${perhaps(f)}`,
  parameter_invalid: (f) => `The parameter “${f.parameter}” is “${f.value}”, but ${f.expected} is needed.`,
  register_unknown: (f) => `There is no register “${f.register}”.${perhaps(f)}`,
  register_column: (f) => `The column “${f.column}” of the register “${f.register}” is not right. Check its name and type.`,
  indicator_unknown: (f) => `There is no indicator “${f.indicator}”.${perhaps(f)}`,
  indicator_public_personal: (f) => `The indicator “${f.indicator}” would show personal data “${f.name}” to whoever sees figures. Leave that question out of it, or make it not public.`,
  indicator_anew: (f) => `“${f.indicator}” rests on personal answers. Only somebody who may see those publishes such a figure. Ask one who may, or leave it out.`,
  personal_purpose_missing: () => 'Sensitive personal data needs a purpose: why it is asked.',
  keep_invalid: (f) => `“${f.received}” is no time to keep something. Write a number and days, months or years, up to 100 years: “90 days”, “18 months”, “5 years”.`,
  keep_short: (f) => `“${f.keep}” is short: a phone may be without a network for ${f.days} days, and a correction that comes after the erasing is not taken.`,
  keep_nothing: (f) => `The form says to keep for “${f.keep}”, but no question is personal, so that there would be no answer to erase. Mark the questions that are about persons, or leave keep out.`,
  public_register: (f) => `A public form must not let strangers see or change what is in the register “${f.register}”. It may only create entries.`,
  public_sensitive: () => 'A public form must not ask for sensitive data: without knowing who answers, nobody could show that they agreed.',
  change_type: (f) => `In the version before, this question was ${f.was}; now it is ${f.is}: old answers could not be read. Give it a new name.`,
  migrate_turned: (f) => `The other way round: the old name comes first, the new one after it. Write ${f.was}: ${f.name}.`,
  amount_rounded: (f) => `Figures are added up in whole numbers, so a fraction is rounded before it is added (12.5 becomes 13). To keep one decimal write ${f.key}: ${f.suggestion} and add scale: 10.`,
  place_missing: (f) => (f.name ? `Nothing says for which place a record counts, so that figures have one total and no places. Add a line unit: \${${f.name}}.` : 'The form asks for no place, so that figures have one total and no places. For figures by commune and village add a question “type: unit village” and a line unit: ${its name}.'),
  code_shown: (f) => `${f.found} gives the code of that place or entry, not its name. For the name write ${f.suggestion}.`,
  migrate_taken: (f) => `This version uses the name “${f.name}”, so it cannot also be the old name of something else. Use another name.`,
  migrate_unknown: (f) => `The version before had no “${f.name}”.${perhaps(f)}`,
  media_invalid: (f) => `“${f.value}” is not the name of a usable sound or picture file.`,

  workbook_unreadable: (f) => workbookFaults[f.reason ?? ''] ?? 'This file cannot be read.',
  sheet_missing: (f) => `There is no sheet “${f.sheet}”.${perhaps(f)}`,
  sheet_unknown: (f) => `The sheet “${f.sheet}” is not read. Did you mean “${f.suggestion}”?`,
  column_missing: (f) => `There is no column “${f.column}”.${perhaps(f)}`,
  column_unknown: (f) => `The column “${f.column}” is not read. Did you mean “${f.suggestion}”?`,
  column_twice: (f) => `The column “${f.column}” is there twice (first in cell ${f.cell}). Take one away.`,
  cell_missing: (f) => `This row has nothing in the column “${f.column}”.`,
  group_unopened: (f) => `“${f.type}” ends what was not begun. Take this row away, or begin it above.`,
  group_unclosed: (f) => `“${f.name}” (${f.type}) is begun and not ended. Add a row “end ${f.type}”.`,
  group_mixed: (f) => `“${f.type}” cannot end “${f.name}” (${f.begun}), begun in row ${f.row}. Look at the order of the begin and end rows.`,
  type_not_yet: (f) => `XLSForm’s “${f.type}” cannot be used here yet. Take the question away or use another kind.`,
  file_list_missing: (f) => `The list in the file “${f.file}” is not here. Copy its rows into the choices sheet, with list_name “${f.list}”.`,
  register_unit_missing: (f) => `The register “${f.register}” is not kept: nothing says to which unit an entry belongs. Add a question “unit village”, or a column unit in the entities sheet.`,
  not_taken: (f) => `“${f.what}” cannot be used here and was left out.`,
  renamed: (f) => `The name “${f.name}” became “${f.to}”.`,
  label_filled: (f) => `“${f.name}” has no label; it is called “${f.label}” for now.`,
  language_assumed: (f) => (f.name ? `The language “${f.name}” has no code that is known; “${f.language}” is used. Write it like “Français (fr)”.` : `Nothing says which language the form is in; taken as “${f.language}”. If it is another, put default_language into the settings sheet.`),
  translation_filled: (f) => `${f.count} texts have no ${f.language}; the ${f.own} ones stand in. This is the first.`,

  expression_empty: () => 'The expression is empty. Write one, or remove the key.',
  expression_too_long: () => 'The expression is too long. Split it with calculate questions.',
  expression_too_deep: () => 'The expression is nested too deeply. Split it with calculate questions.',
  expression_unclosed: (f) => `“${f.opened}” is opened but not closed.`,
  expression_unknown_function: (f) => `There is no function “${f.name}”.${perhaps(f)}`,
  expression_arity: (f) => `The function “${f.name}” was given ${f.given} values; it takes ${f.least} to ${f.most}.`,
  expression_regex: (f) => `The pattern “${f.pattern}” cannot be used: ${patternFaults[f.reason ?? ''] ?? f.reason}.`,
}
