// What a reader may not see of a person: answers to personal questions, what is calculated from them, and names made of them.
// Officers see their own records whole, reviewers those of their unit; viewers and admins see no personal answer.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import type { Answer, Answers, Form, Question } from '../form/form.ts'
import type { Actor } from '../record/submission.ts'

/** Whether personal answers are kept from this role. */
export function isMasked(actor: Pick<Actor, 'role'>): boolean {
  return actor.role === 'viewer' || actor.role === 'admin'
}

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

/** Answers without the personal ones, and the names that were left out. */
export function withoutPersonal(form: Form, answers: Answers): { readonly answers: Answers; readonly masked: readonly string[] } {
  const names = personalNames(form)
  const masked = new Set<string>()
  const strip = (from: Answers): Answers =>
    Object.fromEntries(
      Object.entries(from).flatMap(([name, answer]): [string, Answer][] => {
        if (names.has(name)) {
          masked.add(name)
          return []
        }
        return [[name, isRows(answer) ? answer.map(strip) : answer]]
      }),
    )
  return { answers: strip(answers), masked: [...masked] }
}

/** Whether a form's one-line name of a record tells something personal. */
export function isLabelPersonal(form: Form): boolean {
  return form.instance_name !== undefined && tells(form.instance_name, personalNames(form))
}

/** The personal columns of a register, over all forms that write it; 'label' among them when it is made of personal answers. */
export function personalColumns(forms: readonly Form[], register: string): ReadonlySet<string> {
  const columns = new Set<string>()
  for (const form of forms) {
    const names = personalNames(form)
    for (const rule of form.registers) {
      if (rule.register !== register) continue
      if (tells(rule.label, names)) columns.add('label')
      for (const [column, { value, personal }] of Object.entries(rule.columns)) if (personal !== undefined || tells(value, names)) columns.add(column)
    }
  }
  return columns
}

function tells(tree: Tree, names: ReadonlySet<string>): boolean {
  return references(tree).names.some(({ name }) => names.has(name))
}

function isRows(answer: Answer): answer is readonly Answers[] {
  return Array.isArray(answer) && answer.every((row) => typeof row === 'object')
}
