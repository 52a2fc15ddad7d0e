// A form that is tried before it is published: the same form under a name of its own, which no author can write, and so with registers, records and
// figures of its own. Everything that a trial does goes the way of all forms; nothing of it can meet what is real.
import { renamedIn } from '../expression/rename.ts'
import type { Form, Indicator, Question, Text } from './form.ts'

/** The form under which a form is tried. */
export const trialOf = (form: string): string => `${form}~trial`

/** The form that is tried, of a trial; itself of any other. */
export const triedBy = (form: string): string => form.replace(/~trial$/, '')

/** Whether a form, or a register, belongs to a trial. */
export const isTrial = (name: string): boolean => name.includes('~')

/** The register that stands for another in the trial of a form. Each trial has its own, also of registers that it only reads. */
export const trialRegister = (register: string, form: string): string => `${register}~${form}`

/** The form as it is tried. `levels` are those of units: what else an expression looks through is a register. `mark` says in each language that it is a trial. */
export function asTrial(form: Form, levels: ReadonlySet<string>, mark: (language: string) => string): Form {
  const register = (name: string): string => trialRegister(name, form.id)
  const list = (name: string): string => (Object.prototype.hasOwnProperty.call(form.lists, name) || levels.has(name) ? name : register(name))
  const inTrial = <T>(piece: T): T => renamedIn(piece, { list }) as T
  const asked = (question: Question): Question => ({
    ...question,
    ...(question.register === undefined ? {} : { register: register(question.register) }),
    ...(question.questions === undefined ? {} : { questions: question.questions.map(asked) }),
  })
  const shown = (indicator: Indicator): Indicator => {
    const { public: __, register: over, by, ...rest } = indicator
    if (over === undefined) return { ...rest, ...(by === undefined ? {} : { by }) }
    // The register's own name among its columns is the entry.
    const itself = (name: string): string => (name === over ? register(over) : name)
    const groups = by?.map((group) => group.split('*').map(itself).join('*'))
    return { ...rest, register: register(over), ...(groups === undefined ? {} : { by: groups }) }
  }
  // Nobody comes to a trial without being named.
  const { public: _, ...own } = form
  return {
    ...inTrial(own),
    id: trialOf(form.id),
    title: Object.fromEntries(Object.entries(form.title).map(([language, words]) => [language, marked(words, mark(language))])),
    survey: inTrial(form.survey).map(asked),
    lists: form.lists,
    registers: inTrial(form.registers).map((rule) => ({ ...rule, register: register(rule.register) })),
    indicators: inTrial(form.indicators).map(shown),
    order: form.order,
    dependents: form.dependents,
    languages: form.languages,
  }
}

function marked(words: Text[string] | undefined, mark: string): string | readonly (string | readonly [NonNullable<Form['date']>])[] {
  return typeof words === 'object' ? [`${mark}: `, ...words] : `${mark}: ${words ?? ''}`
}
