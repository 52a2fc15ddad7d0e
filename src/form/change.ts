// A new version of a form against the one before: what is already kept must stay what it is.
import type { Compiler } from './compiler.ts'
import type { Form, Question } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Placed } from './survey.ts'

/** A question may go or come, but not hold something else under the same name, nor move into or out of rows. */
export function checkChange(compiler: Compiler, previous: Form, byName: ReadonlyMap<string, Placed>): void {
  const visit = (questions: readonly Question[], repeat: string | undefined): void => {
    for (const before of questions) {
      const now = byName.get(before.name)
      const [was, is] = [kinds[before.kind].holds, now === undefined ? undefined : kinds[now.question.kind].holds]
      if (now !== undefined && was !== 'nothing' && (was !== is || now.repeat !== repeat)) {
        const said = (kind: string, inside: string | undefined): string => (now.repeat === repeat || inside === undefined ? kind : `${kind} (${inside})`)
        const spot = now.table.entries.get('type')?.value ?? now.spot
        compiler.tell('change_type', spot, before.name, { was: said(before.kind, repeat), is: said(now.question.kind, now.repeat) })
      }
      visit(before.questions ?? [], before.kind === 'repeat' ? before.name : repeat)
    }
  }
  visit(previous.survey, undefined)
}
