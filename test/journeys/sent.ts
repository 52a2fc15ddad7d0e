// Submissions as a phone would send them: sealed, hashed, through the API.
import { createHash } from 'node:crypto'
import type { Answers } from '../../src/form/form.ts'
import { unsigned } from '../../src/record/canonical.ts'
import type { Journey } from './harness.ts'

/** The n-th id of a made-up phone. */
export function idOf(n: number): string {
  return `01a20d2b-0000-7000-8000-${String(n).padStart(12, '0')}`
}

export async function send(
  desk: Journey,
  token: string,
  { id, form, answers, reasons, at = Date.now() }: { id: string; form: string; answers: Answers; reasons?: Readonly<Record<string, string>>; at?: number },
): Promise<Response> {
  const body = { id, form, version: 1, answers, context: { at, zone: 420, seed: 7, language: 'vi' }, ...(reasons === undefined ? {} : { reasons }) }
  const sha256 = createHash('sha256').update(unsigned(body)).digest('hex')
  return desk.api('POST', '/api/submissions', token, { ...body, sha256 })
}
