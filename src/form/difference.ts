// What a new version changes against the one before, and what that means for drafts, for answers that are kept, and for figures. Names follow `migrate`.
// Which figures are counted anew is counting.ts's; the sentences stand in words/.
import { renamedIn } from '../expression/rename.ts'
import type { Tree } from '../expression/tree.ts'
import { isSameCount } from './counting.ts'
import { writeKeep } from './keep.ts'
import type { Choice, Form, Indicator, Question, RegisterRule, Text } from './form.ts'

export type DifferenceCode =
  | 'title_changed' // facts: was, is
  | 'language_changed' // the author's own; facts: was, is
  | 'language_added' // facts: language
  | 'language_removed' // facts: language
  | 'translation_changed' // at: whose words; facts: language
  | 'record_changed' // public, date, unit, instance_name or short of the form; facts: key
  | 'review_hold' // what waits for a person before it is approved; facts: is (all, flagged, or the share in percent)
  | 'review_first' // which level approves first; facts: is (the level, or '')
  | 'form_keep' // how long what records say of persons is kept; facts: was, is ('' where nobody says)
  | 'form_public' // whether anyone may fill it in without signing in; facts: is (yes, no)
  | 'question_added' // facts: kind
  | 'question_removed' // facts: kind, perhaps (one that is new and may be the same under another name)
  | 'question_renamed' // facts: was
  | 'question_moved' // into another group or repeat, or another order; facts: was, is (the group; the same where only the order changed)
  | 'question_relabelled' // facts: was, is
  | 'question_reworded' // hint, messages, what a soft check says; facts: key
  | 'kind_changed' // to one that holds the same: compile refuses others; facts: was, is
  | 'list_changed' // asks another list; facts: was, is
  | 'required_changed'
  | 'relevant_changed'
  | 'constraint_changed'
  | 'check_changed'
  | 'calculation_changed'
  | 'default_changed'
  | 'choice_filter_changed'
  | 'repeat_count_changed'
  | 'personal_changed' // facts: was, is
  | 'setting_changed' // anything else of a question; facts: key
  | 'choice_added' // at: the list; facts: choice
  | 'choice_removed' // facts: choice
  | 'choice_renamed' // facts: was, choice
  | 'choice_relabelled' // facts: choice, was, is
  | 'choice_changed' // a further column of it; facts: choice
  | 'register_added'
  | 'register_removed'
  | 'register_changed' // which entry, when, its label or unit; facts: key
  | 'column_added' // facts: column
  | 'column_removed' // facts: column
  | 'column_changed' // facts: column
  | 'indicator_added'
  | 'indicator_removed'
  | 'indicator_changed' // what it counts; facts: keys
  | 'indicator_shown' // its words, unit, scale or what is good; facts: keys
  | 'indicator_public' // facts: is (yes, no)

/** same: nothing happens to them. follow: they move to where it is now. beside: shown beside the draft, nothing thrown away. asked: the draft now asks it. again: looked at again under the new rule. */
export type ForDrafts = 'same' | 'follow' | 'beside' | 'asked' | 'again'
/** same: read and exported as before. kept: they stay what they were sealed as, read in their own version and exported in their own column. */
export type ForAnswers = 'same' | 'kept'
/** same: not a figure changes. again: every record is counted anew. backwards: new, and counted over all records that are there. gone: no longer shown. onward: only what comes from now on. anew: worked out from other figures each time. */
export type ForTallies = 'same' | 'again' | 'backwards' | 'gone' | 'onward' | 'anew'

export interface Difference {
  readonly code: DifferenceCode
  /** The question, list, register or indicator, by its name now (by its old one when it is gone); '' for the form itself. */
  readonly at: string
  readonly facts?: Readonly<Record<string, string | number>>
  readonly drafts: ForDrafts
  readonly answers: ForAnswers
  readonly tallies: ForTallies
}

/** All differences: of the form, then of its questions in their order, its lists, registers and indicators. */
export function differenceOf(before: Form, after: Form): readonly Difference[] {
  const comparison = new Comparison(before, after)
  comparison.form()
  comparison.questions()
  comparison.lists()
  comparison.registers()
  comparison.indicators()
  return comparison.found
}

/** Texts that are not there in these languages (those of the form, when none are named), as a translator looks for them: `survey.village.label`. Languages without a gap are left out. */
export function translationsMissing(form: Form, languages: readonly string[] = form.languages): Readonly<Record<string, readonly string[]>> {
  const missing: Record<string, string[]> = {}
  for (const [path, text] of textsOf(form)) {
    for (const language of languages) {
      if (!isWritten(text[language])) (missing[language] ??= []).push(path)
    }
  }
  return missing
}

interface Placed {
  readonly question: Question
  /** The group or repeat right around it. */
  readonly within: string
}

const wordy = ['hint', 'required_message', 'constraint_message', 'purpose'] as const
const told: Readonly<Partial<Record<keyof Question, DifferenceCode>>> = {
  required: 'required_changed', relevant: 'relevant_changed', constraint: 'constraint_changed', calculation: 'calculation_changed', trigger: 'calculation_changed', default: 'default_changed',
  choice_filter: 'choice_filter_changed', repeat_count: 'repeat_count_changed', list: 'list_changed', personal: 'personal_changed',
}
// Compared by their own lines below.
const apart: ReadonlySet<string> = new Set(['name', 'kind', 'label', 'check', 'questions', 'seed', ...wordy])
const shown = ['label', 'unit', 'scale', 'good'] as const

class Comparison {
  readonly found: Difference[] = []
  private readonly before: Form
  private readonly after: Form

  constructor(before: Form, after: Form) {
    this.before = before
    this.after = after
  }

  private tell(code: DifferenceCode, at: string, means: Partial<Pick<Difference, 'drafts' | 'answers' | 'tallies'>> = {}, facts?: Record<string, string | number>): void {
    this.found.push({ code, at, ...(facts === undefined ? {} : { facts }), drafts: 'same', answers: 'same', tallies: 'same', ...means })
  }

  private now(name: string): string {
    return own(this.after.migrate?.renamed, name) ?? name
  }

  // The author's words of the version before, with the names of now in them.
  private were(text: Text | undefined): string {
    return ownWords(this.before, text === undefined ? undefined : (renamedIn(text, { question: (name) => this.now(name) }) as Text))
  }

  form(): void {
    const { before, after } = this
    const [was, is] = [this.were(before.title), ownWords(after, after.title)]
    if (was !== is) this.tell('title_changed', '', {}, { was, is })
    if (before.language !== after.language) this.tell('language_changed', '', {}, { was: before.language, is: after.language })
    for (const language of after.languages) if (!before.languages.includes(language)) this.tell('language_added', '', {}, { language })
    for (const language of before.languages) if (!after.languages.includes(language)) this.tell('language_removed', '', {}, { language })
    for (const key of ['date', 'unit', 'instance_name', 'short'] as const) {
      // Where and when a record counts was settled when it was sealed.
      if (!this.isSame(before[key], after[key])) this.tell('record_changed', '', {}, { key })
    }
    // What came before keeps what was made of it.
    if (before.review?.hold !== after.review?.hold) this.tell('review_hold', '', {}, { is: after.review?.hold ?? 'all' })
    if (before.review?.first !== after.review?.first) this.tell('review_first', '', {}, { is: after.review?.first ?? '' })
    const [kept, keeps] = [before, after].map(({ keep }) => (keep === undefined ? '' : writeKeep(keep))) as [string, string]
    if (kept !== keeps) this.tell('form_keep', '', {}, { was: kept, is: keeps })
    if (before.public !== after.public) this.tell('form_public', '', {}, { is: after.public === true ? 'yes' : 'no' })
    this.translations('', before.title, after.title)
  }

  questions(): void {
    const [was, is] = [placed(this.before.survey), placed(this.after.survey)]
    const olds = new Map([...was].map(([name, one]) => [this.now(name), one]))
    for (const [name, one] of is) {
      const old = olds.get(name)
      if (old === undefined) this.tell('question_added', name, { drafts: 'asked' }, { kind: one.question.kind })
      else this.question(name, old, one)
    }
    const gone = [...was].filter(([name]) => !is.has(this.now(name)))
    const added = [...is].filter(([name]) => !olds.has(name))
    for (const [name, { question }] of gone) {
      const alike = ([, one]: readonly [string, Placed]): boolean => one.question.kind === question.kind && one.question.list === question.list
      const [others, lost] = [added.filter(alike), gone.filter(alike)]
      const same = others.find(([, one]) => ownWords(this.after, one.question.label) === this.were(question.label)) ?? (others.length === 1 && lost.length === 1 ? others[0] : undefined)
      this.tell('question_removed', name, { drafts: 'beside', answers: 'kept' }, { kind: question.kind, ...(same === undefined ? {} : { perhaps: same[0] }) })
    }
    this.order(olds, is)
  }

  // Those that stand elsewhere: in another group, or behind another question among those that both versions have.
  private order(olds: ReadonlyMap<string, Placed>, is: ReadonlyMap<string, Placed>): void {
    const outer = (name: string): string => (name === '' || is.has(this.now(name)) ? this.now(name) : `${name} `)
    const lined = new Map<string, string[]>()
    for (const [name, { within }] of olds) if (is.has(name) && outer(within) === is.get(name)?.within) lined.set(outer(within), [...(lined.get(outer(within)) ?? []), name])
    const steady = new Set<string>()
    for (const [within, names] of lined) {
      const places = new Map([...is].filter(([, one]) => one.within === within).map(([name], i) => [name, i]))
      longestRising(names.map((name) => places.get(name) as number)).forEach((i) => steady.add(names[i] as string))
    }
    for (const [name, { within }] of is) {
      const old = olds.get(name)
      if (old !== undefined && !steady.has(name)) this.tell('question_moved', name, {}, { was: old.within, is: within })
    }
  }

  private question(name: string, { question: was }: Placed, { question: is }: Placed): void {
    if (was.name !== name) this.tell('question_renamed', name, { drafts: 'follow', answers: 'kept' }, { was: was.name })
    if (was.kind !== is.kind) this.tell('kind_changed', name, { drafts: 'again' }, { was: was.kind, is: is.kind })
    const [said, says] = [this.were(was.label), ownWords(this.after, is.label)]
    if (said !== says) this.tell('question_relabelled', name, {}, { was: said, is: says })
    for (const key of wordy) if (this.were(was[key]) !== ownWords(this.after, is[key])) this.tell('question_reworded', name, {}, { key })
    const keys = new Set([...Object.keys(was), ...Object.keys(is)].filter((key) => !apart.has(key))) as ReadonlySet<keyof Question>
    for (const key of keys) {
      if (this.isSame(key === 'trigger' ? was.trigger?.map((one) => this.now(one)) : was[key], is[key])) continue
      // What triggers a calculation is part of how it is worked out, and told once with it.
      if (key === 'trigger' && !this.isSame(was.calculation, is.calculation)) continue
      const facts = key === 'list' || key === 'personal' ? { was: String(was[key] ?? ''), is: String(is[key] ?? '') } : undefined
      const code = told[key]
      if (code === undefined) this.tell('setting_changed', name, { drafts: key === 'read_only' ? 'again' : 'same' }, { key })
      // Answers and what was worked out from them stay as they were sealed, and go on counting as that.
      else this.tell(code, name, { drafts: key === 'default' || key === 'personal' ? 'same' : 'again' }, facts)
    }
    const expectations = (one: Question): unknown => (one.check ?? []).map(({ expect }) => expect)
    if (!this.isSame(expectations(was), expectations(is))) this.tell('check_changed', name, { drafts: 'again' })
    else if (JSON.stringify((was.check ?? []).map(({ message }) => this.were(message))) !== JSON.stringify((is.check ?? []).map(({ message }) => ownWords(this.after, message)))) {
      this.tell('question_reworded', name, {}, { key: 'check' })
    }
    const words = (one: Question): readonly (Text | undefined)[] => [one.label, ...wordy.map((key) => one[key]), ...(one.check ?? []).map(({ message }) => message)]
    words(is).forEach((text, i) => this.translations(name, words(was)[i], text))
  }

  lists(): void {
    const [was, is] = [this.before.lists, this.after.lists]
    const asked = new Map([...placed(this.after.survey)].flatMap(([name, { question }]) => (question.list === undefined ? [] : [[name, question.list] as const])))
    for (const [list, choices] of Object.entries(is)) {
      const before = own(was, list)
      if (before === undefined) continue // a new list is told by the question that asks it
      const olds = new Map(before.map((choice) => [choice.name, choice]))
      const maps = [...asked].filter(([, one]) => one === list).map(([name]) => own(this.after.migrate?.choices, name))
      const names = new Set(choices.map(({ name }) => name))
      const followed = new Map<string, string>()
      for (const { name } of before) {
        const now = names.has(name) ? undefined : maps.map((map) => own(map, name)).find((one) => one !== undefined)
        if (now !== undefined) followed.set(name, now)
      }
      for (const choice of choices) {
        const old = olds.get(choice.name)
        if (old === undefined && ![...followed.values()].includes(choice.name)) this.tell('choice_added', list, {}, { choice: choice.name })
        if (old !== undefined) this.choice(list, old, choice)
      }
      for (const [name, now] of followed) this.tell('choice_renamed', list, { drafts: 'follow', answers: 'kept', tallies: this.isGroupedBy(list, asked) ? 'again' : 'same' }, { was: name, choice: now })
      // Records that chose it go on counting under it.
      for (const { name } of before) if (!names.has(name) && !followed.has(name)) this.tell('choice_removed', list, { drafts: 'beside', answers: 'kept' }, { choice: name })
    }
  }

  private choice(list: string, before: Choice, after: Choice): void {
    const [was, is] = [this.were(before.label), ownWords(this.after, after.label)]
    if (was !== is) this.tell('choice_relabelled', list, {}, { choice: after.name, was, is })
    if (!this.isSame(before.columns, after.columns)) this.tell('choice_changed', list, { drafts: 'again' }, { choice: after.name })
    this.translations(list, before.label, after.label)
  }

  private isGroupedBy(list: string, asked: ReadonlyMap<string, string>): boolean {
    const groups = this.after.indicators.flatMap(({ by, register }) => (register === undefined ? (by ?? []) : [])).flatMap((group) => group.split('*'))
    return groups.some((name) => asked.get(name) === list)
  }

  registers(): void {
    const [was, is] = [numbered(this.before.registers), numbered(this.after.registers)]
    for (const [key, rule] of is) {
      const old = was.get(key)
      if (old === undefined) this.tell('register_added', rule.register, { tallies: 'onward' })
      else this.register(old, rule)
    }
    // What is in a register stays there: its entries are read and chosen as before.
    for (const [key, rule] of was) if (!is.has(key)) this.tell('register_removed', rule.register, { answers: 'kept', tallies: 'onward' })
  }

  private register(was: RegisterRule, is: RegisterRule): void {
    for (const key of ['repeat', 'entity_id', 'create_if', 'update_if', 'label', 'unit'] as const) {
      const old = key === 'repeat' && was.repeat !== undefined ? this.now(was.repeat) : was[key]
      if (!this.isSame(old, is[key])) this.tell('register_changed', is.register, { tallies: 'onward' }, { key })
    }
    // What is looked at as perhaps the same twice: no figure and no answer hangs on it.
    if (was.alike?.join(' ') !== is.alike?.join(' ')) this.tell('register_changed', is.register, {}, { key: 'alike' })
    for (const [column, { value, holds }] of Object.entries(is.columns)) {
      const old = own(was.columns, column)
      if (old === undefined) this.tell('column_added', is.register, { tallies: 'onward' }, { column })
      else if (!this.isSame(old.value, value) || old.holds !== holds) this.tell('column_changed', is.register, { tallies: 'onward' }, { column })
    }
    for (const column of Object.keys(was.columns)) if (own(is.columns, column) === undefined) this.tell('column_removed', is.register, { answers: 'kept', tallies: 'onward' }, { column })
  }

  indicators(): void {
    const olds = new Map(this.before.indicators.map((one) => [one.name, one]))
    const names = new Set(this.after.indicators.map(({ name }) => name))
    for (const indicator of this.after.indicators) {
      const old = olds.get(indicator.name)
      if (old === undefined) this.tell('indicator_added', indicator.name, { tallies: isDerived(indicator) ? 'anew' : 'backwards' })
      else this.indicator(old, indicator)
    }
    for (const name of olds.keys()) if (!names.has(name)) this.tell('indicator_removed', name, { tallies: 'gone' })
  }

  private indicator(was: Indicator, is: Indicator): void {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])] as (keyof Indicator)[]
    const different = keys.filter((key) => !this.isSame(key === 'by' ? was.by?.map((group) => this.group(group)) : key === 'each' && was.each !== undefined ? this.now(was.each) : was[key], is[key]))
    const counts = different.filter((key) => key !== 'public' && !(shown as readonly string[]).includes(key))
    if (counts.length > 0) this.tell('indicator_changed', is.name, { tallies: isDerived(is) ? 'anew' : 'again' }, { keys: counts.join(', ') })
    else if (!isSameCount(this.before, this.after, is.name)) this.tell('indicator_changed', is.name, { tallies: 'again' }, { keys: 'calculation' })
    const own = shown.filter((key) => (key === 'label' || key === 'unit' ? this.were(was[key]) !== ownWords(this.after, is[key]) : different.includes(key)))
    if (own.length > 0) this.tell('indicator_shown', is.name, {}, { keys: own.join(', ') })
    if (different.includes('public')) this.tell('indicator_public', is.name, {}, { is: is.public === true ? 'yes' : 'no' })
    this.translations(is.name, was.label, is.label)
    this.translations(is.name, was.unit, is.unit)
  }

  private group(group: string): string {
    return group.split('*').map((name) => this.now(name)).join('*')
  }

  // Words in the languages that both versions have, the author's own apart: those are told with what they belong to.
  private translations(at: string, was: Text | undefined, is: Text | undefined): void {
    if (is === undefined) return
    for (const language of this.after.languages) {
      if (language === this.after.language || language === this.before.language || !this.before.languages.includes(language)) continue
      if (was !== undefined && this.isSame(was[language], is[language])) continue
      if (!this.found.some((one) => one.code === 'translation_changed' && one.at === at && one.facts?.language === language)) this.tell('translation_changed', at, {}, { language })
    }
  }

  // The same once the old names are the new ones.
  private isSame(was: unknown, is: unknown): boolean {
    return JSON.stringify(renamedIn(was, { question: (name) => this.now(name) })) === JSON.stringify(is)
  }
}

function isDerived({ count, sum, average, distinct }: Indicator): boolean {
  return count === undefined && sum === undefined && average === undefined && distinct === undefined
}

// A form may have several rules for one register: they are told apart by their place among them.
function numbered(rules: readonly RegisterRule[]): ReadonlyMap<string, RegisterRule> {
  const counts = new Map<string, number>()
  return new Map(
    rules.map((rule) => {
      const n = (counts.get(rule.register) ?? 0) + 1
      counts.set(rule.register, n)
      return [`${rule.register} ${n}`, rule] as const
    }),
  )
}

function placed(survey: readonly Question[], within = '', found = new Map<string, Placed>()): ReadonlyMap<string, Placed> {
  for (const question of survey) {
    found.set(question.name, { question, within })
    placed(question.questions ?? [], question.name, found)
  }
  return found
}

// Which of these numbers stand in rising order, as many as can be: the others are those that were moved.
function longestRising(numbers: readonly number[]): readonly number[] {
  const best: { readonly length: number; readonly before: number }[] = []
  const ends: number[] = [] // of length i + 1, the place of the smallest end
  numbers.forEach((number, i) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((numbers[ends[middle] as number] as number) < number) low = middle + 1
      else high = middle
    }
    best[i] = { length: low + 1, before: low === 0 ? -1 : (ends[low - 1] as number) }
    ends[low] = i
  })
  const chosen: number[] = []
  for (let at = ends[ends.length - 1] ?? -1; at >= 0; at = (best[at] as { before: number }).before) chosen.unshift(at)
  return chosen
}

function own<T>(of: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return of !== undefined && Object.prototype.hasOwnProperty.call(of, name) ? of[name] : undefined
}

function isWritten(text: Text[string] | undefined): boolean {
  return text !== undefined && (typeof text !== 'string' || text.trim() !== '')
}

/** A text in the author's language as one line, `${name}` as it is written. */
function ownWords(form: Form, text: Text | undefined): string {
  const parts = text?.[form.language] ?? ''
  if (typeof parts === 'string') return parts
  return parts.map((part) => (typeof part === 'string' ? part : written(part[0]))).join('')
}

function written(tree: Tree): string {
  return typeof tree === 'object' && tree[0] === '$' ? `\${${tree.slice(1).join('.')}}` : String(tree)
}

function textsOf(form: Form): readonly (readonly [path: string, text: Text])[] {
  const texts: [string, Text][] = [['title', form.title]]
  const add = (path: string, text: Text | undefined): void => {
    if (text !== undefined) texts.push([path, text])
  }
  for (const [name, { question }] of placed(form.survey)) {
    for (const key of ['label', ...wordy] as const) add(`survey.${name}.${key}`, question[key])
    question.check?.forEach(({ message }, i) => add(`survey.${name}.check.${i + 1}`, message))
  }
  for (const [list, choices] of Object.entries(form.lists)) for (const { name, label } of choices) add(`choices.${list}.${name}`, label)
  for (const { name, label, unit } of form.indicators) {
    add(`indicators.${name}.label`, label)
    add(`indicators.${name}.unit`, unit)
  }
  return texts
}
