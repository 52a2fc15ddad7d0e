// What a reader may not see of a person, taken out of what he is shown. What is personal is form/personal.ts's.
// Officers see their own records whole, reviewers those of their unit; viewers and admins see no personal answer unless they were given that right too.
import type { Answer, Answers } from '../form/form.ts'
import { personalRegisters } from '../form/personal.ts'
import type { PersonalColumns } from '../form/personal.ts'
import type { World } from '../form/world.ts'
import type { Actor } from '../record/submission.ts'
import { readState } from '../store/submissions.ts'
import { latestForms } from './catalogue.ts'

/** Whether personal answers are kept from this reader. */
export function isMasked({ role, personal }: Pick<Actor, 'role' | 'personal'>): boolean {
  return (role === 'viewer' || role === 'admin') && !personal
}

/** What of every register's entries is personal, by all forms as they are now: two trips at most, for masked readers alone. */
export async function columnsNow(db: D1Database): Promise<PersonalColumns> {
  return personalRegisters(await latestForms(db, await readState(db, { ids: [], entries: [] })))
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
