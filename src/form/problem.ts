// Every slip an author or a person filling can make, as data. Sentences for the codes stand in words/; nothing is thrown.
import type { FaultCode } from '../expression/tree.ts'

/** One problem: what (`code`, `facts`), and where: `at` in a filling, `file`/`line`/`column` in a source (counted from 1). */
export interface Problem {
  readonly code: ProblemCode
  /** A question's key in a filling: `head_name`, `attend[2].name`. In a source: the question, list or indicator meant. */
  readonly at?: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** In a workbook instead of a file: sheet, row (from 1) and cell, and the head of its column. */
  readonly sheet?: string
  readonly row?: number
  readonly cell?: string
  readonly header?: string
  readonly facts?: Readonly<Record<string, string | number>>
  /** The author's own words for it (constraint_message, a soft check's message), by language. */
  readonly says?: Readonly<Record<string, string>>
}

export type ProblemCode = DoorCode | SourceCode | WorkbookCode | TargetCode | BoardCode | FillingCode | FaultCode

/** Why the door takes no answers at all; nothing of them is kept. */
export type DoorCode =
  | 'record_erased' // the personal answers of this record were taken out for good

/** What can be wrong with a source. */
export type SourceCode =
  | 'yaml_syntax' // facts: reason, slip?
  | 'source_missing' // no form.yaml; facts: file
  | 'source_too_large' // facts: limit
  | 'source_shape' // facts: expected, received: a map where a text belongs, a missing key …
  | 'source_unknown_key' // facts: key, suggestion?, habit?, type?
  | 'name_invalid' // facts: name
  | 'id_changed' // the source of one form names another; facts: name, was
  | 'name_reserved' // facts: name
  | 'name_twice' // facts: name, line, key? (of a key that stands twice)
  | 'type_unknown' // facts: type, suggestion?, habit?, kind?, levels?
  | 'label_missing' // at, facts: language
  | 'language_invalid' // facts: language
  | 'languages_too_many' // facts: limit
  | 'translation_missing' // warning; at, facts: language, own, path, text
  | 'translation_unknown' // a translation of something that is not in the form; facts: name, suggestion?
  | 'list_unknown' // facts: list, suggestion?, habit?
  | 'list_empty' // facts: list
  | 'choice_twice' // facts: list, name
  | 'choice_invalid' // a name with a space in a select_multiple list, an empty name, a * in a cross-table; facts: list, name
  | 'choice_unknown' // an expression compares with a choice that is not in the list; facts: list, name, suggestion?
  | 'choices_too_many' // facts: list, limit
  | 'questions_too_many' // facts: limit
  | 'reference_unknown' // facts: name, suggestion?, in?
  | 'reference_column' // facts: name, column, suggestion?
  | 'reference_not_entry' // ${a.b} where a is no entry or unit; facts: name
  | 'last_saved_personal' // ${last-saved#a} of a personal question; facts: name
  | 'reference_self' // `.` where there is no answer at hand
  | 'reference_out_of_repeat' // position(..) or .. outside a repeat
  | 'type_mismatch' // e.g. comparing a select with a number, sum of a text; facts: name, type, expected
  | 'circle' // facts: path (a → b → a)
  | 'parameter_unknown' // facts: parameter, suggestion?
  | 'parameter_idle' // warning: it changes nothing here; facts: parameter, type
  | 'appearance_idle' // warning; facts: appearance, type, why (grid, table, map, calendar, app, kind, other)
  | 'appearance_unknown' // warning; facts: appearance, suggestion?
  | 'parameter_invalid' // facts: parameter, value, expected
  | 'register_unknown' // facts: register, suggestion?
  | 'register_column' // facts: register, column
  | 'indicator_invalid' // facts: indicator, reason
  | 'indicator_unknown' // facts: indicator, suggestion?
  | 'indicator_public_personal' // a public figure over or by a personal question; facts: indicator, name
  | 'indicator_anew' // it looks at personal answers as no version before, and whoever publishes may not see them; facts: indicator, name
  | 'personal_purpose_missing' // sensitive without a purpose; at
  | 'keep_invalid' // no time that can be kept to; facts: received
  | 'keep_short' // warning: for less than a phone may be without a network; facts: keep, days
  | 'keep_nothing' // warning: nothing in the form is personal; facts: keep
  | 'public_register' // a public form shows or changes entries of a register; at, facts: register
  | 'public_sensitive' // a public form asks something sensitive; at
  | 'change_type' // a new version changes what a question holds; at, facts: was, is
  | 'migrate_turned' // new: old instead of old: new; facts: was, name
  | 'amount_rounded' // warning: what is added up may have a fraction; facts: key, suggestion
  | 'place_missing' // warning: figures without places; facts: name (a question that asks a place, '' where none does)
  | 'code_shown' // warning: a code where words are read; facts: found, suggestion
  | 'migrate_taken' // the old name of something renamed is still in use; facts: name
  | 'migrate_unknown' // the version before had nothing of that name; facts: name, suggestion?
  | 'example_failed' // facts: example, expected, received
  | 'media_invalid' // facts: value

/** What can be wrong with a form that comes as a workbook, or is said of what became of it. */
export type WorkbookCode =
  | 'workbook_unreadable' // facts: reason: xls, not_xlsx, password, too_large
  | 'sheet_missing' // facts: sheet, suggestion?
  | 'sheet_unknown' // warning; facts: sheet, suggestion
  | 'column_missing' // facts: column, suggestion?
  | 'column_unknown' // warning; facts: column, suggestion
  | 'column_twice' // facts: column, cell of the first
  | 'cell_missing' // facts: column
  | 'group_unopened' // an end without its begin; facts: type
  | 'group_unclosed' // facts: type, name
  | 'group_mixed' // facts: type, begun, name, row
  | 'type_not_yet' // XLSForm knows it, the form language does not; facts: type
  | 'file_list_missing' // a list in a file that is not here; facts: file, list
  | 'register_unit_missing' // warning: entities of nowhere; facts: register
  | 'not_taken' // warning; facts: what
  | 'renamed' // warning; facts: name, to
  | 'label_filled' // warning; facts: name, label
  | 'language_assumed' // warning; facts: name ('' where none is named), language
  | 'translation_filled' // warning; facts: language, own, count

/** What can be wrong with a sheet of targets; its numbers as in answers. */
export type TargetCode =
  | 'target_heads' // no row with the heads that are needed; facts: missing
  | 'target_none' // facts: typed, what: indicator, unit; suggestion?
  | 'target_several' // facts: typed, what, found
  | 'target_period' // facts: typed
  | 'target_twice' // facts: cell of the first
  | 'target_percent' // 0,85 in a cell: 85 % or less than one? facts: typed, whole
  | 'target_revision' // facts: typed
  | 'target_empty' // nothing in the whole file
  | 'target_too_many' // facts: limit

/** What can be wrong with a board, beside what can be wrong with any source. */
export type BoardCode =
  | 'board_overlap' // two counts of the same people, of which one could be told by the other; facts: indicator, other, board ('' for the same)
  | 'board_average' // an average over people as it is, by a rule; facts: indicator
  | 'board_too_long' // more than one A3 page; facts: percent
  | 'board_people' // a list whose entries are people; facts: register
  | 'board_figure' // no figure of such an entry; facts: indicator, register

/** What can be wrong with answers. */
export type FillingCode =
  | 'required'
  | 'constraint' // with says
  | 'check' // a soft check fired and no reason was given; with says
  | 'not_text'
  | 'text_too_long' // facts: limit
  | 'text_control' // a character that cannot be kept (NUL, lone surrogate)
  | 'not_number' // facts: typed
  | 'number_ambiguous' // facts: typed, one, other: "1,500" is 1,5 or 1.500?
  | 'not_whole'
  | 'number_too_large' // facts: limit
  | 'out_of_range' // facts: start, end
  | 'off_step' // facts: start, step
  | 'not_choice' // facts: value
  | 'choice_filtered' // a choice that the filter does not offer
  | 'not_date' // facts: typed
  | 'date_incomplete'
  | 'not_time'
  | 'not_year'
  | 'not_month'
  | 'not_geopoint'
  | 'not_trace' // fewer than two points
  | 'not_shape' // fewer than three corners
  | 'rank_incomplete'
  | 'rank_twice'
  | 'not_phone'
  | 'not_area'
  | 'not_unit' // no such unit
  | 'unit_not_valid' // not valid on the record's date; facts: date
  | 'unit_level' // a commune where a village is asked; facts: level
  | 'not_entry' // no such entry in the register
  | 'not_acknowledged'
  | 'not_file_name'
  | 'not_rows'
  | 'repeat_too_many' // facts: limit
  | 'unknown_question' // an answer to nothing in the form
  | 'not_relevant' // an answer to a question that was not asked
  | 'calculated_differs' // facts: expected, received

/** Outcome of anything that can be refused: a value, or all its problems. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] }
