// What in a form tells of a person: answers to questions marked personal, what is calculated from them, names and columns made of them, also through
// the entries of other registers. Who may see it is the server's concern; a board shows none of it.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import type { Form, Question } from './form.ts'

const found = new WeakMap<Form, ReadonlySet<string>>()

/** Names whose answers are personal: marked so, inside a group or repeat marked so, or calculated from one that is. */
export function personalNames(form: Form): ReadonlySet<string> {
  const had = found.get(form)
  if (had !== undefined) return had
  const names = new Set<string>()
  const calculated: [string, Tree][] = []
  const visit = (questions: readonly Question[], inherited: boolean): void => {
    for (const question of questions) {
      const isPersonal = inherited || question.personal !== undefined
      if (isPersonal) names.add(question.name)
      if (question.calculation !== undefined) calculated.push([question.name, question.calculation])
      visit(question.questions ?? [], isPersonal)
    }
  }
  visit(form.survey, false)
  for (let before = -1; before !== names.size; ) {
    before = names.size
    for (const [name, tree] of calculated) if (tells(tree, names)) names.add(name)
  }
  found.set(form, names)
  return names
}

/** The same over all versions of a form: what is personal in one, under any name that it had, is personal in all, with what is calculated from it there. */
export function personalInAny(forms: readonly Form[]): ReadonlySet<string> {
  const names = new Set(forms.flatMap((form) => [...personalNames(form)]))
  const visit = (questions: readonly Question[]): void => {
    for (const { name, calculation, questions: inner } of questions) {
      if (calculation !== undefined && tells(calculation, names)) names.add(name)
      visit(inner ?? [])
    }
  }
  for (let before = -1; before !== names.size; ) {
    before = names.size
    for (const { survey, migrate } of forms) {
      for (const pair of Object.entries(migrate?.renamed ?? {})) if (pair.some((name) => names.has(name))) pair.forEach((name) => names.add(name))
      visit(survey)
    }
  }
  return names
}

/** Whether a form's one-line name of a record tells something personal. */
export function isLabelPersonal(form: Form): boolean {
  return form.instance_name !== undefined && tells(form.instance_name, personalNames(form))
}

/** The personal columns of a register, over all forms that are there; 'label' among them when it is made of personal answers. */
export function personalColumns(forms: readonly Form[], register: string): ReadonlySet<string> {
  return personalRegisters(forms).get(register) ?? new Set()
}

/** The same of every register at once: a column of one may be made of a personal column of another. */
export function personalRegisters(forms: readonly Form[]): ReadonlyMap<string, ReadonlySet<string>> {
  const columns = new Map<string, Set<string>>()
  const all = forms.map((form) => ({ form, names: new Set(personalNames(form)), entries: entriesIn(form.survey) }))
  for (let isNew = true; isNew; ) {
    isNew = false
    const put = (set: Set<string>, name: string): void => {
      if (!set.has(name)) isNew = true
      set.add(name)
    }
    for (const { form, names, entries } of all) {
      const tellsOf = (tree: Tree): boolean =>
        references(tree).names.some(({ name, column }) => names.has(name) || (column !== undefined && columns.get(entries.get(name) ?? '')?.has(column) === true))
      for (const { name, calculation } of everyOne(form.survey)) if (calculation !== undefined && tellsOf(calculation)) put(names, name)
      for (const rule of form.registers) {
        const own = columns.get(rule.register) ?? new Set<string>()
        columns.set(rule.register, own)
        if (tellsOf(rule.label)) put(own, 'label')
        for (const [column, { value, personal }] of Object.entries(rule.columns)) if (personal !== undefined || tellsOf(value)) put(own, column)
      }
    }
  }
  return columns
}

const everyOne = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...everyOne(question.questions ?? [])])

// Entry questions by name, with the register that they choose from.
function entriesIn(questions: readonly Question[]): ReadonlyMap<string, string> {
  return new Map(everyOne(questions).flatMap(({ name, register }) => (register === undefined ? [] : [[name, register] as const])))
}

function tells(tree: Tree, names: ReadonlySet<string>): boolean {
  return references(tree).names.some(({ name }) => names.has(name))
}
