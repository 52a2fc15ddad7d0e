// Questions read aloud, for the API and the office's page: who may hear and record them, and what a recording must be.
import type { Form, Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Actor } from '../record/submission.ts'
import { mayUse } from '../record/may.ts'
import { loadForms } from '../store/forms.ts'
import { keepPrompt, openPrompt, promptsOf } from '../store/prompts.ts'
import type { Prompt } from '../store/prompts.ts'
import { bytesSha256Hex } from './digest.ts'
import type { Env } from './env.ts'
import { Refusal } from './failure.ts'
import { limits } from './limits.ts'
import { typeOf } from './sort.ts'
import { unchanged } from './unchanged.ts'

/** The form in its latest version, if it is the actor's and speaks the language. Errors: 404. */
export async function spokenForm(env: Env, actor: Actor, id: string, language: string): Promise<Form> {
  const loaded = mayUse(actor, id) ? (await loadForms(env.DB, [{ id, version: 'latest' }]))[0] : undefined
  if (loaded === undefined || !loaded.form.languages.includes(language)) throw new Refusal(404, 'not_found')
  return loaded.form
}

/** The questions that can be read aloud: what is asked, what is only said, and the headings of groups and rows. */
export function spokenQuestions(form: Form): readonly Question[] {
  const all = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...all(question.questions ?? [])])
  return all(form.survey).filter(({ kind, label }) => label !== undefined && (kinds[kind].isAsked || kind === 'note' || kind === 'group' || kind === 'repeat'))
}

/** Keeps a recording. Errors: 404 no such form, language or question; 413; 415 when it is no sound. */
export async function recordPrompt(env: Env, actor: Actor, at: { form: string; language: string; question: string }, body: Uint8Array, now: number): Promise<Prompt & { readonly isNew: boolean }> {
  const form = await spokenForm(env, actor, at.form, at.language)
  if (!spokenQuestions(form).some(({ name }) => name === at.question)) throw new Refusal(404, 'not_found')
  if (body.byteLength > limits.promptBytes) throw new Refusal(413, 'too_large', { problems: [{ code: 'too_large', at: at.question, facts: { expected: `≤ ${limits.promptBytes} bytes`, received: body.byteLength } }] })
  const found = typeOf(body)
  if (found?.sort !== 'sound') throw new Refusal(415, 'media_unfit')
  const prompt: Prompt = { question: at.question, sha256: await bytesSha256Hex(body), bytes: body.byteLength, type: found.type }
  return { ...prompt, isNew: await keepPrompt(env, at, { ...prompt, body }, actor.person, now) }
}

/** One recording. Errors: 404. */
export async function hearPrompt(env: Env, actor: Actor, at: { form: string; language: string; question: string }, request: Request): Promise<Response> {
  await spokenForm(env, actor, at.form, at.language)
  const found = (await promptsOf(env, at.form, at.language)).find(({ question }) => question === at.question)
  if (found === undefined) throw new Refusal(404, 'not_found')
  const headers = {
    'content-type': found.type, 'cache-control': 'private, no-cache', vary: 'authorization, cookie', etag: `"${found.sha256}"`, 'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  }
  const same = unchanged(request, headers)
  if (same !== undefined) return same
  const object = await openPrompt(env, found.sha256)
  if (object === undefined) throw new Refusal(404, 'not_found')
  return new Response(object.body, { headers: { ...headers, 'content-length': String(found.bytes) } })
}
