// What a reader may not see of a person, taken out of what he is shown. What is personal is form/personal.ts's.
// Officers see their own records whole, reviewers those of their unit; viewers and admins see no personal answer unless they were given that right too.
import type { Answer, Answers, Form, Indicator } from '../form/form.ts'
import { aboutPeople, isAmountPersonal, personalInAny, personalRegisters } from '../form/personal.ts'
import type { AboutPeople, PersonalColumns } from '../form/personal.ts'
import { isTrial } from '../form/trial.ts'
import type { World } from '../form/world.ts'
import { looksAt } from '../record/looks.ts'
import type { Actor } from '../record/submission.ts'
import { everyVersion, published } from '../store/forms.ts'
import { key, versions } from './catalogue.ts'
import type { Version } from './catalogue.ts'

/** Whether personal answers are kept from this reader. */
export function isMasked({ role, personal }: Pick<Actor, 'role' | 'personal'>): boolean {
  return (role === 'viewer' || role === 'admin') && !personal
}

let last: { readonly epoch: number; readonly about: AboutPeople } | undefined // an isolate has one database
const together = 100

/**
 * What of every register's entries is personal, in any version of any form: who marks a column no more means what comes, not what was told before. Worked out once for
 * all that is published; one trip then, for masked readers alone.
 */
export async function columnsNow(db: D1Database): Promise<PersonalColumns> {
  return (await aboutPeopleNow(db)).columns
}

/** What is about people by any version that was ever published: a board counts what was answered under an earlier one, too. */
export async function aboutPeopleNow(db: D1Database): Promise<AboutPeople> {
  const all = await published(db)
  if (all === undefined) return aboutPeople([])
  if (last?.epoch !== all.epoch) last = { epoch: all.epoch, about: await aboutPeopleBy(db, all.versions) }
  return last.about
}

/** The personal columns without what one form says: held against its source itself, whose own versions are looked at beside (record/tells.ts). */
export async function columnsOfOthers(db: D1Database, form: string): Promise<PersonalColumns> {
  return (await aboutPeopleBy(db, ((await published(db))?.versions ?? []).filter(({ id }) => id !== form && !isTrial(id)))).columns
}

async function aboutPeopleBy(db: D1Database, every: readonly Version[]): Promise<AboutPeople> {
  // All versions of a form side by side, and not more forms in hand than an isolate has room for: gone through again until nothing is new.
  const lots: Version[][] = []
  for (const id of new Set(every.map((one) => one.id))) {
    const own = every.filter((one) => one.id === id)
    const lot = lots[lots.length - 1]
    if (lot !== undefined && lot.length + own.length <= together) lot.push(...own)
    else lots.push(own)
  }
  let columns: PersonalColumns = new Map()
  const [forms, registers] = [new Set<string>(), new Set<string>()]
  const size = (): number => [...columns.values()].reduce((sum, names) => sum + names.size, 0)
  for (let before = -1; before !== size(); ) {
    before = size()
    for (const lot of lots) {
      const read = [...(await versions(db, lot)).values()]
      columns = personalRegisters(read, columns)
      const about = aboutPeople(read, columns)
      for (const form of about.forms) forms.add(form)
      for (const register of about.registers) registers.add(register)
    }
    if (lots.length < 2) break
  }
  return { columns, forms, registers }
}

/** What of these forms is personal, for masked readers alone. */
export interface Hidden {
  readonly columns: PersonalColumns
  /** The names of a form, whichever version a record was filled under: who marks a question as personal later means what was answered before, too. */
  names(form: string): ReadonlySet<string>
  /** A version of one of these forms. */
  version(form: string, version: number): Form | undefined
}

/** Looks at every version of them: four trips at most, two of them at once. */
export async function hiddenIn(db: D1Database, forms: readonly string[]): Promise<Hidden> {
  const [all, columns] = await Promise.all([everyVersion(db, [...new Set(forms)]).then(async (every) => ({ every, read: await versions(db, every) })), columnsNow(db)])
  const names = new Map<string, ReadonlySet<string>>()
  return {
    columns,
    names(form) {
      const found = names.get(form) ?? personalInAny(all.every.filter(({ id }) => id === form).map((one) => all.read.get(key(one))).filter((one) => one !== undefined), columns)
      names.set(form, found)
      return found
    },
    version: (form, version) => all.read.get(key({ id: form, version })),
  }
}

/** Whether from masked readers it is kept which records or entries add to an indicator, and how much. `by`: the grouping that is asked for, if any. */
export async function hidesAmounts(db: D1Database, actor: Actor, form: Form, indicator: Indicator, by: readonly string[]): Promise<boolean> {
  if (!isMasked(actor)) return false
  if (indicator.register !== undefined) return looksAt({ ...indicator, by }, (await columnsNow(db)).get(indicator.register) ?? new Set())
  const hidden = await hiddenIn(db, [form.id])
  return isAmountPersonal(form, indicator, by, hidden.names(form.id), hidden.columns)
}

/** A world in which no entry is called by a personal label. */
export function withoutPersonalLabels(world: World, columns: PersonalColumns, masked: string): World {
  const plain = <T extends { readonly label: string }>(register: string, entry: T): T => (columns.get(register)?.has('label') === true ? { ...entry, label: masked } : entry)
  return {
    ...world,
    entry(register, id) {
      const found = world.entry(register, id)
      return found === undefined ? undefined : plain(register, found)
    },
    entries: (register) => world.entries(register).map((entry) => plain(register, entry)),
  }
}

/** Answers without those of these names, and the names that were left out. */
export function withoutPersonal(names: ReadonlySet<string>, answers: Answers): { readonly answers: Answers; readonly masked: readonly string[] } {
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

function isRows(answer: Answer): answer is readonly Answers[] {
  return Array.isArray(answer) && answer.every((row) => typeof row === 'object')
}
