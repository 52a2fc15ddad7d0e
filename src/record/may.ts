// Which forms somebody may use. A trial is open to whoever was named for it, and to those who publish.
import { isTrial } from '../form/trial.ts'
import type { Actor } from './submission.ts'

/** Whether a form is one of the actor's. Without a list of forms all are, trials only for an admin. */
export function mayUse({ role, forms }: Pick<Actor, 'role' | 'forms'>, form: string): boolean {
  return forms === null ? role === 'admin' || !isTrial(form) : forms.includes(form)
}
