// What an author reads about a new version of a form, in English. The keys are those of versions.vi.ts.
import type { VersionWords } from './versions.vi.ts'

const parts: Readonly<Record<string, string>> = {
  date: 'the record\'s date', unit: 'the record\'s place', instance_name: 'the record\'s name', short: 'what the short mode asks', hint: 'the hint', required_message: 'what is said when it is not answered',
  constraint_message: 'what is said when it is not valid', purpose: 'the purpose', check: 'what a soft check says', appearance: 'the appearance', parameters: 'parameters', read_only: 'read only', level: 'the level', register: 'the register',
  repeat: 'the repeat', entity_id: 'which entry is updated', create_if: 'when an entry is created', update_if: 'when an entry is updated', alike: 'what finds entries that are the same twice', label: 'the label',
}
const ruleParts: Readonly<Record<string, string>> = { ...parts, unit: 'the entry\'s place', label: 'the entry\'s name' }
const indicatorParts: Readonly<Record<string, string>> = {
  label: 'name', unit: 'unit', scale: 'scale', good: 'what is good', each: 'over each row', register: 'over a register', where: 'only where', about: 'when it is an estimate', date: 'which day it counts for',
  period: 'month or day', by: 'groups', distinct: 'number of places', calculation: 'what its questions are worked out from',
}
const named = (names: Readonly<Record<string, string>>, keys: string | undefined): string => (keys ?? '').split(', ').map((key) => names[key] ?? key).join(', ')

export const versionsEn: VersionWords = {
  views: { received: 'received', approved: 'approved' },
  difference: {
    code: {
      title_changed: (f) => `The title changes from “${f.was}” to “${f.is}”.`,
      language_changed: (f) => `The form's language changes from ${f.was} to ${f.is}.`,
      language_added: (f) => `A translation into ${f.language} comes with it.`,
      language_removed: (f) => `The translation into ${f.language} is gone.`,
      translation_changed: (f) => `The translation into ${f.language} of “${f.at || 'the title'}” is another.`,
      record_changed: (f) => `Changes ${named(parts, f.key)}. What was sent stays where and when it counted.`,
      review_hold: (f) => `From now on ${f.is === 'all' ? 'every record waits for a person' : f.is === '0' ? 'only records with something to look at wait for a person; others are approved when they come' : `records with something to look at and ${f.is} % of the others, by lot, wait for a person; the rest is approved when it comes`}. What came before stays as it is.`,
      review_first: (f) => (f.is === '' ? 'From now on one approval is enough.' : `From now on the level “${f.is}” approves first, then the level above. What is approved stays so.`),
      form_keep: (f) => (f.is === '' ? `From now on there is no time to keep (it was ${f.was}): nothing personal is erased by itself any more. What was erased does not come back.` : `From now on what is personal is kept for ${f.is} from the day on which the office has settled a record${f.was === '' ? '' : ` (it was ${f.was})`}, then erased for good by itself; records that are there included. What was erased does not come back.`),
      form_public: (f) => (f.is === 'yes' ? 'From now on anyone may fill this form in, without signing in.' : 'From now on one must sign in to fill this form in.'),
      question_added: (f) => `New question “${f.at}”.`,
      question_removed: (f) => `The question “${f.at}” is gone.${f.perhaps ? ` If it is still that question, now called “${f.perhaps}”, add at the head of the file: migrate: { renamed: { ${f.at}: ${f.perhaps} } }. What was answered then follows.` : ''}`,
      question_renamed: (f) => `The question “${f.was}” is now called “${f.at}”.`,
      question_moved: (f) => (f.was === f.is ? `The question “${f.at}” stands elsewhere.` : `The question “${f.at}” moves ${f.was ? `from “${f.was}” ` : ''}${f.is ? `into “${f.is}”` : 'out of its group'}.`),
      question_relabelled: (f) => `The label of “${f.at}” changes from “${f.was}” to “${f.is}”.`,
      question_reworded: (f) => `The question “${f.at}” changes ${named(parts, f.key)}.`,
      kind_changed: (f) => `The question “${f.at}” changes from ${f.was} to ${f.is}.`,
      list_changed: (f) => `The question “${f.at}” changes from the list “${f.was}” to “${f.is}”.`,
      required_changed: (f) => `When “${f.at}” must be answered changes.`,
      relevant_changed: (f) => `When “${f.at}” is asked changes.`,
      constraint_changed: (f) => `What “${f.at}” takes changes.`,
      check_changed: (f) => `The soft check of “${f.at}” changes.`,
      calculation_changed: (f) => `How “${f.at}” is worked out changes. What was sent keeps what was worked out then.`,
      default_changed: (f) => `The default of “${f.at}” changes.`,
      choice_filter_changed: (f) => `Which choices “${f.at}” offers changes.`,
      repeat_count_changed: (f) => `How many rows “${f.at}” has changes.`,
      personal_changed: (f) => (f.is ? `“${f.at}” is now ${f.is} personal data.` : `“${f.at}” is no longer personal data.`),
      setting_changed: (f) => `The question “${f.at}” changes ${named(parts, f.key)}.`,
      choice_added: (f) => `The list “${f.at}” has “${f.choice}” too.`,
      choice_removed: (f) => `The list “${f.at}” no longer has “${f.choice}”.`,
      choice_renamed: (f) => `In the list “${f.at}”, “${f.was}” is now called “${f.choice}”.`,
      choice_relabelled: (f) => `In the list “${f.at}”, the label of “${f.choice}” changes from “${f.was}” to “${f.is}”.`,
      choice_changed: (f) => `In the list “${f.at}”, a column of “${f.choice}” changes.`,
      register_added: (f) => `The form writes into the register “${f.at}” too.`,
      register_removed: (f) => `The form no longer writes into the register “${f.at}”. Its entries stay.`,
      register_changed: (f) => `How the register “${f.at}” is written changes: ${named(ruleParts, f.key)}.`,
      column_added: (f) => `The register “${f.at}” has a new column “${f.column}”. In entries that are there it is empty until they are updated.`,
      column_removed: (f) => `The column “${f.column}” of the register “${f.at}” is no longer written. Entries that have it keep it.`,
      column_changed: (f) => `The column “${f.column}” of the register “${f.at}” is worked out differently. Entries keep what they have until they are updated.`,
      indicator_added: (f) => `New indicator “${f.at}”.`,
      indicator_removed: (f) => `The indicator “${f.at}” is gone.`,
      indicator_changed: (f) => `The indicator “${f.at}” counts differently: ${named(indicatorParts, f.keys)}.`,
      indicator_shown: (f) => `The indicator “${f.at}” looks different: ${named(indicatorParts, f.keys)}.`,
      indicator_public: (f) => (f.is === 'yes' ? `The indicator “${f.at}” is now public.` : `The indicator “${f.at}” is no longer public.`),
    },
    drafts: {
      same: 'Drafts: unchanged.',
      follow: 'Drafts: the answer follows to the new name.',
      beside: 'Drafts: the old answer is shown beside, nothing is lost.',
      asked: 'Drafts: now asked this.',
      again: 'Drafts: looked at again under the new rule.',
    },
    answers: {
      same: 'Records: unchanged.',
      kept: 'Records: kept as they were sent; exports have a column for the old name.',
    },
    tallies: {
      same: 'Figures: unchanged.',
      again: 'Figures: counted anew over all records.',
      backwards: 'Figures: counted over earlier records too.',
      gone: 'Figures: no longer shown.',
      onward: 'Figures: only what comes from now on differs.',
      anew: 'Figures: worked out from other indicators each time.',
    },
  },
  trial: { mark: 'TRIAL' },
  recounting: 'Being counted anew for the new version of the form: this figure is not whole yet. Look again in a few minutes.',
}
