// Which forms an officer may begin, as the server last said, and the newest version of one that is on the phone.
import type { App } from './screen.ts'
import { newsKey } from './shapes.ts'
import type { KeptForm, News } from './shapes.ts'

/** Forms by id with their titles and whether they are open; none before anything was heard from the server. */
export async function headsOf({ shelf, account }: Pick<App, 'shelf' | 'account'>): Promise<News['forms']> {
  return (await shelf.setting<News>(newsKey(account.person)))?.forms ?? []
}

/** The newest version of a form that is here: what the server named last, else what it named before. */
export async function latest({ shelf }: Pick<App, 'shelf'>, id: string): Promise<KeptForm | undefined> {
  const versions = (await shelf.forms()).filter(([form]) => form === id).map(([, version]) => version)
  return versions.length === 0 ? undefined : shelf.form(id, Math.max(...versions))
}
