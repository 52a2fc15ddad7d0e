// A new version of a form against the one before: what is already kept must stay what it is.
import type { Compiler } from './compiler.ts'
import type { Form, Question } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Placed } from './survey.ts'

/** A question may go, come or be renamed, but not hold something else under its name, nor move into or out of rows. */
export function checkChange(compiler: Compiler, previous: Form, byName: ReadonlyMap<string, Placed>, renamed: Readonly<Record<string, string>>): void {
  const nowOf = (name: string): string => renamed[name] ?? name
  const visit = (questions: readonly Question[], within: string | undefined): void => {
    for (const before of questions) {
      const now = byName.get(nowOf(before.name))
      const repeat = within === undefined ? undefined : nowOf(within)
      const [was, is] = [kinds[before.kind].holds, now === undefined ? undefined : kinds[now.question.kind].holds]
      if (now !== undefined && was !== 'nothing' && (was !== is || now.repeat !== repeat)) {
        const said = (kind: string, inside: string | undefined): string => (now.repeat === repeat || inside === undefined ? kind : `${kind} (${inside})`)
        const spot = now.table.entries.get('type')?.value ?? now.spot
        compiler.tell('change_type', spot, now.question.name, { was: said(before.kind, repeat), is: said(now.question.kind, now.repeat) })
      }
      visit(before.questions ?? [], before.kind === 'repeat' ? before.name : within)
    }
  }
  visit(previous.survey, undefined)
}
