// Nothing that is typed is lost. What the server has not taken yet lies in this browser; the server is given it at every pause, and says when somebody
// else was first. A source is a form, not anybody's answers: it may lie here until it is taken.
import type { Problem } from '../form/problem.ts'
import type { Files } from '../form/source.ts'

/** What lies in the browser: a text, and what it goes on from. */
export interface Waiting {
  readonly base: number
  readonly revision: number
  readonly files: Files
}

/** Somebody else's copy. */
export interface Moved {
  readonly revision: number
  readonly about: string
  readonly files: Files
}

export type Kept = { readonly revision: number; readonly problems?: readonly Problem[] } | { readonly moved: Moved } | 'signed-out' | 'unreachable'

const nameOf = (form: string): string => `phieu-desk ${form}`

/** What was typed and not taken by the server when this browser last had the page; undefined where there is nothing. */
export function waiting(form: string): Waiting | undefined {
  try {
    const text = localStorage.getItem(nameOf(form))
    const found = text === null ? undefined : (JSON.parse(text) as Waiting)
    return typeof found?.files?.['form.yaml'] === 'string' ? found : undefined
  } catch {
    return undefined // a browser that keeps nothing, or something that is not ours
  }
}

/** Lays a text down in the browser; false where the browser keeps nothing. */
export function layDown(form: string, text: Waiting): boolean {
  try {
    localStorage.setItem(nameOf(form), JSON.stringify(text))
    return true
  } catch {
    return false
  }
}

export function pickUp(form: string): void {
  try {
    localStorage.removeItem(nameOf(form))
  } catch {
    // a browser that keeps nothing
  }
}

/** Gives a text to the server over the revision that its author saw. `check`: it says what it finds wrong, too. */
export async function send(form: string, { base, revision, files }: Waiting, what: 'save' | 'check'): Promise<Kept> {
  const body = new FormData()
  body.set('.do', what)
  body.set('base', String(base))
  body.set('revision', String(revision))
  for (const [path, text] of Object.entries(files)) body.set(`file:${path}`, text)
  return answered(await post(form, body))
}

async function post(form: string, body: FormData): Promise<Response | undefined> {
  try {
    return await fetch(`/office/forms/${form}/edit`, { method: 'POST', body, headers: { accept: 'application/json' }, redirect: 'manual' })
  } catch {
    return undefined // no network: it is tried again
  }
}

async function answered(answer: Response | undefined): Promise<Kept> {
  if (answer?.status === 401 || answer?.status === 403) return 'signed-out'
  if (answer === undefined || !(answer.headers.get('content-type') ?? '').includes('json')) return 'unreachable'
  if (answer.ok) return (await answer.json()) as { revision: number; problems?: readonly Problem[] }
  return answer.status === 409 ? ((await answer.json()) as { moved: Moved }) : 'unreachable'
}
