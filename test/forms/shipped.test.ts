// The fifteen shipped forms, held to what they promise.
// 1  They compile together, without a problem.
// 2  Every example comes out as it says; each form has at least three, one with a problem and one that is asked about.
// 3  Receiving any example changes at most 25 kept sums.
// 4  Every text stands in Vietnamese and in English.
// 5  A screen is a group: the survey is groups and repeats only, none longer than 14 questions.
// 6  Names, telephone numbers and places of homes are marked personal; what is sensitive says what for; nobody is asked for an identity number.
// 7  A family that does not agree to answer is asked nothing more, and no register takes it up.
// 8  What the founding document leaves open may stay open; what it says that surprises is asked about, not refused.
import { describe, expect, test } from 'vitest'
import { costOf } from '../../src/record/cost.ts'
import { compileAll, shippedUnits } from '../../scripts/shipped.ts'
import { formIds } from '../../scripts/sources.ts'
import type { Form, Question, Text } from '../../src/form/form.ts'
import { runExample } from '../../src/record/example.ts'

const units = new Map(shippedUnits().map((unit) => [unit.id, unit]))
const all = compileAll()
const compiled = all.flatMap(({ compiled: one }) => (one.ok ? [one] : []))
const forms = compiled.map(({ form }) => form)
const examples = compiled.flatMap(({ form, examples: own }) => own.map((example) => ({ form, example })))

const questionsOf = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...questionsOf(question.questions ?? [])])
const formNamed = (id: string): Form => forms.find((form) => form.id === id) as Form
const question = (form: string, name: string): Question => questionsOf(formNamed(form).survey).find((one) => one.name === name) as Question

test('1 they compile', () => {
  expect(all.flatMap(({ compiled: one }) => (one.ok ? [] : one.problems))).toEqual([])
  expect(formIds().sort()).toEqual(['feedback_handling', 'mentoring_log', 'org_register', 'practice_sharing', 'public_feedback', 'resettlement_household_survey', 'resettlement_progress', 'road_pledge', 'road_progress', 'road_registration', 'site_register', 'skilful_mobilisation', 'target_board', 'task_followup', 'training_session'])
})

describe('2 examples', () => {
  test.each(examples.map(({ form, example }) => [form.id, example.name, form, example] as const))('2 %s: %s', (_, __, form, example) => {
    expect(runExample(form, example, { units, forms })).toEqual([])
  })
  test.each(compiled.map((one) => [one.form.id, one.examples] as const))('2 %s has an ordinary one, one with a problem, one that is asked about', (_, own) => {
    expect(own.length).toBeGreaterThanOrEqual(3)
    expect(own.some(({ expect: { problems } }) => (problems ?? []).length > 0)).toBe(true)
    expect(own.some(({ expect: { problems } }) => (problems ?? []).length === 0)).toBe(true)
  })
  test('2 an example that expects something else is told', () => {
    const [first] = examples
    const wrong = runExample((first as (typeof examples)[number]).form, { ...(first as (typeof examples)[number]).example, expect: { indicators: { nothing: 1 } } }, { units, forms })
    expect(wrong.map(({ code }) => code)).toEqual(['example_failed'])
  })
})

test.each(examples.map(({ form, example }) => [form.id, example.name, form, example] as const))('3 %s: %s', (_, __, form, example) => {
  const { tallies, entries } = costOf(form, example, units, forms)
  expect(tallies).toBeLessThanOrEqual(25)
  expect(entries).toBeLessThanOrEqual(4)
})

describe('4 two languages', () => {
  test.each(forms.map((form) => [form.id, form] as const))('4 %s', (_, form) => {
    const texts: [string, Text | undefined][] = [['title', form.title]]
    for (const one of questionsOf(form.survey)) {
      for (const key of ['label', 'hint', 'constraint_message', 'required_message', 'purpose'] as const) texts.push([`${one.name} ${key}`, one[key]])
      for (const { message } of one.check ?? []) texts.push([`${one.name} check`, message])
    }
    for (const [list, choices] of Object.entries(form.lists)) for (const { name, label } of choices) texts.push([`${list} ${name}`, label])
    for (const { name, label, unit } of form.indicators) texts.push([name, label], [`${name} unit`, unit])
    const lacking = texts.filter(([, text]) => text !== undefined && (!text.vi || !text.en)).map(([what]) => what)
    expect(lacking).toEqual([])
    expect(texts.length).toBeGreaterThan(30)
  })
})

test.each(forms.map((form) => [form.id, form] as const))('5 %s', (_, form) => {
  expect(form.survey.map(({ kind }) => kind).filter((kind) => kind !== 'group' && kind !== 'repeat')).toEqual([])
  for (const { name, questions = [] } of form.survey) expect(questions.length, name).toBeLessThanOrEqual(14)
})

describe('6 personal data', () => {
  test.each([
    ['resettlement_household_survey', 'head_name', 'basic'],
    ['resettlement_household_survey', 'phone', 'basic'],
    ['resettlement_household_survey', 'gps', 'basic'],
    ['resettlement_household_survey', 'ethnic', 'sensitive'],
    ['resettlement_household_survey', 'vulnerable', 'sensitive'],
    ['resettlement_progress', 'household_ref', 'basic'],
    ['mentoring_log', 'mentee_ref', 'basic'],
    ['mentoring_log', 'mentor_name', 'basic'],
    ['mentoring_log', 'before_level', 'basic'],
    ['mentoring_log', 'mentee_voice', 'basic'],
    ['road_pledge', 'pledger_name', 'basic'],
    ['road_progress', 'pledge_ref', 'basic'],
    ['road_progress', 'injury_note', 'basic'],
    ['skilful_mobilisation', 'owner_ref', 'basic'],
    ['skilful_mobilisation', 'owner_name', 'basic'],
    ['training_session', 'full_name', 'basic'],
    ['target_board', 'owner_ref', 'basic'],
    ['task_followup', 'lead_ref', 'basic'],
    ['practice_sharing', 'contact_phone', 'basic'],
    ['practice_sharing', 'voice', 'basic'],
    ['public_feedback', 'name', 'basic'],
    ['public_feedback', 'phone', 'basic'],
    ['public_feedback', 'voice', 'basic'],
  ])('6 %s %s is %s', (form, name, personal) => {
    expect(question(form, name).personal).toBe(personal)
  })
  test('6 what is sensitive says what for', () => {
    for (const form of forms) for (const one of questionsOf(form.survey)) if (one.personal === 'sensitive') expect(one.purpose?.vi, one.name).toBeTruthy()
  })
  test('6 no identity number', () => {
    const asking = forms.flatMap((form) => questionsOf(form.survey)).filter(({ kind, label }) => (kind === 'text' || kind === 'integer') && /căn cước|CCCD|CMND/i.test(JSON.stringify(label ?? {})))
    expect(asking.map(({ name }) => name)).toEqual([])
  })
})

test('7 no consent', () => {
  const groups = formNamed('resettlement_household_survey').survey
  const [consent, ...others] = groups
  expect(consent?.questions?.[0]?.name).toBe('consent')
  const open = others.flatMap(({ relevant, questions = [] }) => (relevant === undefined ? questions.filter((one) => one.relevant === undefined).map(({ name }) => name) : []))
  expect(open).toEqual(['note'])
  expect(formNamed('resettlement_household_survey').registers[0]?.create_if).toBeDefined()
})

describe('8 open and surprising', () => {
  test.each([
    ['road_registration', 'surface_width_m'],
    ['road_registration', 'meeting_date'],
    ['org_register', 'parent_ref'],
    ['resettlement_progress', 'moved_date'],
    ['resettlement_progress', 'land_house_m2'],
    ['resettlement_progress', 'water'],
    ['site_register', 'planned_hh'],
    ['target_board', 'base_value'],
    ['public_feedback', 'unit'],
    ['public_feedback', 'name'],
  ])('8 %s %s may stay empty', (form, name) => {
    expect(question(form, name).required).toBeUndefined()
  })
  test.each([
    ['site_register', 'planned_hh'],
    ['site_register', 'power_len_km'],
    ['resettlement_progress', 'site_ref'],
    ['resettlement_progress', 'stage'],
    ['road_registration', 'hh_agree'],
    ['road_pledge', 'labour_days'],
    ['mentoring_log', 'weak'],
    ['mentoring_log', 'mentor_ref'],
    ['org_register', 'under_total'],
    ['road_progress', 'km_bed'],
    ['road_progress', 'cement_t'],
    ['skilful_mobilisation', 'participants'],
    ['target_board', 'actual'],
    ['target_board', 'plan_value'],
    ['task_followup', 'done_date'],
    ['practice_sharing', 'result'],
    ['public_feedback', 'message'],
    ['feedback_handling', 'handle_date'],
  ])('8 %s %s is asked about', (form, name) => {
    expect(question(form, name).check?.length).toBeGreaterThan(0)
  })
})
