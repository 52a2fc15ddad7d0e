// What a desk needs beside the Worker: the unit register, the shipped forms published, and one person of each role with a link.
// Everything goes through the API, as anyone's would.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { root } from './serve.ts'
import { boardFilesOf, boardIds, filesOf, formIds } from './sources.ts'

export interface Desk {
  readonly url: string
  readonly adminToken: string
}

async function call(desk: Desk, method: string, path: string, body?: BodyInit, type = 'application/json'): Promise<unknown> {
  const headers: Record<string, string> = { authorization: `Bearer ${desk.adminToken}`, 'accept-language': 'en' }
  if (body !== undefined) headers['content-type'] = type
  const answer = await fetch(desk.url + path, { method, headers, body })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}:\n${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Puts the shipped unit register in place where there is none yet: afterwards it is the office's. */
export async function putUnits(desk: Desk): Promise<void> {
  const { revision } = (await call(desk, 'GET', '/api/units')) as { revision: number }
  if (revision > 0) return
  const { units } = JSON.parse(readFileSync(join(root, 'forms/units.json'), 'utf8')) as { units: unknown }
  await call(desk, 'PUT', '/api/units', JSON.stringify({ units }))
}

/** A form's folder with the shared lists, as the zip that `POST /api/forms` takes. */
export function zipOf(form: string): Uint8Array {
  const files = Object.entries(filesOf(form)).map(([path, text]) => [path, strToU8(text)] as const)
  return zipSync(Object.fromEntries(files), { mtime: new Date('2026-01-01T00:00:00Z') })
}

/**
 * Publishes all shipped forms that are not there yet, or whose latest version came from the folder too: one that was published by an author stays.
 * A form may point at another's register, so those that are refused are tried again
 * for as long as a round gets one further. Gives the version of each; throws with the last refusals when some remain.
 */
export async function publishShipped(desk: Desk): Promise<readonly { form: string; version: number; stays?: true }[]> {
  const published: { form: string; version: number; stays?: true }[] = []
  const known = new Set(((await call(desk, 'GET', '/api/forms')) as { forms: readonly { id: string }[] }).forms.map(({ id }) => id))
  let waiting: string[] = []
  for (const form of formIds()) {
    const [latest] = known.has(form) ? ((await call(desk, 'GET', `/api/forms/${form}/versions`)) as { versions: readonly { version: number; origin: string | null }[] }).versions : []
    if (latest === undefined || latest.origin === 'shipped') waiting.push(form)
    else published.push({ form, version: latest.version, stays: true })
  }
  while (waiting.length > 0) {
    const refused: { form: string; why: unknown }[] = []
    for (const form of waiting) {
      try {
        const { version } = (await call(desk, 'POST', '/api/forms?origin=shipped', zipOf(form) as BodyInit, 'application/zip')) as { version: number }
        published.push({ form, version })
      } catch (why) {
        refused.push({ form, why })
      }
    }
    if (refused.length === waiting.length) throw new Error(refused.map(({ form, why }) => `${form}: ${String(why)}`).join('\n'))
    waiting = refused.map(({ form }) => form)
  }
  return published
}

/** Puts all shipped boards in place, after the forms that they are about; the same again changes nothing. */
export async function publishBoards(desk: Desk): Promise<void> {
  for (const board of boardIds()) {
    const files = Object.entries(boardFilesOf(board)).map(([path, text]) => [path, strToU8(text)] as const)
    await call(desk, 'POST', '/api/boards', zipSync(Object.fromEntries(files), { mtime: new Date('2026-01-01T00:00:00Z') }) as BodyInit, 'application/zip')
  }
}

/** A link by which the holder of a token enrols one phone, once, within seven days. */
export async function phoneLink(desk: Desk, token: string, device: string): Promise<string> {
  const me = (await (await fetch(`${desk.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).json()) as { person: string; role: string; unit: string | null; forms: readonly string[] | null }
  const { person, role, unit, forms } = me
  const { link } = (await call(desk, 'POST', '/api/enrolments', JSON.stringify({ person, role, unit, forms, device: { name: device }, minutes: 10_080 }))) as { link: string }
  return link
}

/** A person with a token; the token is shown once. `unit` null is everywhere, `forms` null is all. */
export async function enrol(desk: Desk, person: { name: string; role: string; unit: string | null; forms?: readonly string[] | null }): Promise<string> {
  const { id } = (await call(desk, 'POST', '/api/people', JSON.stringify({ name: person.name }))) as { id: string }
  const made = { person: id, role: person.role, unit: person.unit, forms: person.forms ?? null }
  const { token } = (await call(desk, 'POST', '/api/tokens', JSON.stringify(made))) as { token: string }
  return token
}
