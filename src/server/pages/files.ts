// Photos, voices and files of the plain pages: taken out of a posted page and kept with the draft, listed when it is sealed, and given to
// the submission when it is sent. Showing one is file.ts's.
import { kinds } from '../../form/kinds/index.ts'
import type { Filling } from '../../form/filling.ts'
import type { Submission } from '../../record/submission.ts'
import { draftFile, dropDraftFiles, keepDraftFile } from '../../store/draft_files.ts'
import { beginMedia, keepMedia } from '../../store/media.ts'
import { one } from '../../store/submissions.ts'
import type { Posted } from '../../view/boxes.ts'
import type { Kept, KeptFile } from '../../view/kept.ts'
import { bytesSha256Hex } from '../digest.ts'
import type { Env } from '../env.ts'
import { limits } from '../limits.ts'
import { withoutMetadata } from '../picture.ts'
import { typeOf } from '../sort.ts'
import type { Filled } from './visitor.ts'

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'audio/webm': 'webm', 'audio/ogg': 'ogg', 'audio/mp4': 'm4a', 'application/pdf': 'pdf',
}

/**
 * Keeps the files that were chosen on a page (boxes `.file.<key>`) and gives the page's boxes as if their names had been typed; what is
 * no file of that kind, or too large, becomes a name that cannot be read, so that the page says so and everything else on it stays.
 */
export async function keepFiles({ MEDIA }: Env, draft: string, filling: Filling, { posted, files }: Filled): Promise<{ posted: Posted; files: Readonly<Record<string, KeptFile>> }> {
  const boxes = new Map(posted)
  const kept: Record<string, KeptFile> = {}
  for (const [box, chosen] of files) {
    const key = box.replace(/^\.file\./, '')
    const question = filling.step(key)?.question
    if (question === undefined || kinds[question.kind].isFile !== true || !box.startsWith('.file.')) continue
    const whole = chosen.size > limits.mediaBytes ? new Uint8Array() : new Uint8Array(await chosen.arrayBuffer())
    const type = typeOf(whole)?.type ?? ''
    const bytes = withoutMetadata(whole, type)
    const sha256 = await bytesSha256Hex(bytes)
    // By its content: the same photo chosen twice is one file, and no name that a person gave it travels along.
    const name = `${question.name}-${sha256.slice(0, 12)}.${endings[type] ?? ''}`
    if (!('answer' in kinds[question.kind].read({ '': name }, question, ''))) {
      boxes.set(key, [`/${chosen.name.slice(0, 100)}`])
      continue
    }
    await keepDraftFile(MEDIA, draft, sha256, bytes, type)
    boxes.set(key, [name])
    kept[name] = { sha256, bytes: bytes.byteLength, type }
  }
  return { posted: boxes, files: kept }
}

/** Where the file that answers a question can be seen, under the address of its draft; undefined when the draft has none of that name. */
export function fileAddress(draft: string, { files }: Pick<Kept, 'files'>, name: unknown): string | undefined {
  return typeof name === 'string' && files?.[name] !== undefined ? `${draft}/files/${encodeURIComponent(name)}` : undefined
}

/** What came with a revision, for the draft that corrects it. */
export function filesOfRevision({ media = [] }: Pick<Submission, 'media'>): NonNullable<Kept['files']> {
  return Object.fromEntries(media.map(({ name, sha256, bytes }) => [name, { sha256, bytes, type: '' }]))
}

/** The files that the answers of a filling name, as the submission lists them. */
export function listedFiles(filling: Filling, { files = {} }: Pick<Kept, 'files'>): NonNullable<Submission['media']> {
  const names = new Set<string>()
  for (const key of filling.keys()) {
    const question = filling.step(key)?.question
    const answer = filling.get(key)
    if (question === undefined || kinds[question.kind].isFile !== true || !filling.isRelevant(key) || typeof answer !== 'string') continue
    for (const name of [answer, `thumb-${answer}`]) if (files[name] !== undefined) names.add(name)
  }
  return [...names].map((name) => ({ name, sha256: files[name]?.sha256 ?? '', bytes: files[name]?.bytes ?? 0 }))
}

/** Gives a submission that was just kept the files of its draft. Asked again after a break, it goes on where it stopped. */
export async function handOver(env: Env, draft: string, { id, media = [] }: Submission, now: number): Promise<void> {
  const found = media.length === 0 ? undefined : await one(env.DB, id)
  if (found === undefined) return
  for (const { name, sha256, bytes } of media) {
    const object = await draftFile(env.MEDIA, draft, sha256)
    if (object === undefined) continue // came with an earlier revision
    const begun = await beginMedia(env, { submission: found.seq, name, sha256, bytes })
    if (begun.isKept) continue
    const whole = new Uint8Array(await object.arrayBuffer())
    await keepMedia(env, { ...begun }, { bytes: whole, type: object.httpMetadata?.contentType ?? '', at: now })
  }
  await dropDraftFiles(env.MEDIA, draft)
}
