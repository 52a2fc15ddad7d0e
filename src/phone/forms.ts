// Which forms an officer may begin, as the server last said, and a form that is on the phone, with all that filling it takes.
import type { App } from './screen.ts'
import { newsKey } from './shapes.ts'
import type { KeptForm, News } from './shapes.ts'

/** What the server last told this person; undefined before anything was heard. */
export function heard({ shelf, account }: Pick<App, 'shelf' | 'account'>): Promise<News | undefined> {
  return shelf.setting<News>(newsKey(account.person))
}

/** Forms by id with their titles and whether they are open; none before anything was heard from the server. */
export async function headsOf(app: Pick<App, 'shelf' | 'account'>): Promise<News['forms']> {
  return (await heard(app))?.forms ?? []
}

/** The newest version of a form that is here: what the server named last, else what it named before. */
export async function latest({ shelf }: Pick<App, 'shelf'>, id: string): Promise<KeptForm | undefined> {
  const versions = (await shelf.forms()).filter(([form]) => form === id).map(([, version]) => version)
  return versions.length === 0 ? undefined : formAt(shelf, id, Math.max(...versions))
}

/** A version that is here; what few forms use is here, too, before it is opened. */
export async function formAt(shelf: App['shelf'], id: string, version: number): Promise<KeptForm | undefined> {
  const head = await shelf.form(id, version)
  if (head?.form.more === true) await (await import('./more.ts')).ready(head.form)
  return head
}
