// After a publish: entries that are there already are counted by the indicators that hold now. Without it a new indicator over an old register would
// begin at nothing, and nobody could tell.
import type { Form } from '../form/form.ts'
import { registerIndicators } from '../record/tally.ts'
import { listForms } from '../store/forms.ts'
import { resettle } from '../store/resettle.ts'
import { versions } from './catalogue.ts'

const page = 500
const mostTries = 20

/** Settles every register that one of these versions (the new one, the one before) has indicators over. Gives how many entries changed what they add. */
export async function resettleRegisters(db: D1Database, concerned: readonly (Form | undefined)[], by: string, at: number): Promise<number> {
  const registers = new Set(concerned.flatMap((form) => form?.indicators.flatMap(({ register }) => register ?? []) ?? []))
  if (registers.size === 0) return 0
  const indicators = registerIndicators([...(await versions(db, await listForms(db))).values()])
  let changed = 0
  for (const register of registers) {
    let after: string | undefined = ''
    let tries = 0
    while (after !== undefined) {
      const done = await resettle(db, register, indicators.get(register) ?? [], { after, limit: page, by, at })
      if (done === 'moved') {
        if (++tries > mostTries) throw new Error(`register ${register} would not hold still`)
        continue
      }
      changed += done.changed
      after = done.after
    }
  }
  return changed
}
