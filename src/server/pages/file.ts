// One photo, voice or file of a draft, for whoever fills it.
import type { Actor } from '../../record/submission.ts'
import { draftFile } from '../../store/draft_files.ts'
import type { Visit } from '../env.ts'
import { showMedia } from '../media.ts'
import { openDraft } from './draft.ts'
import { notFound } from './respond.ts'

/** GET /drafts/:id/files/:name. What a file holds runs nothing here: no script, no frame, an origin of its own. */
export async function showFile(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const [id, name] = [visit.req.param('id') ?? '', visit.req.param('name') ?? '']
  const opened = await openDraft(visit, actor, id, now)
  const files = opened?.kept.files ?? {}
  const file = Object.hasOwn(files, name) ? files[name] : undefined
  if (file === undefined) return notFound(visit, actor)
  const object = await draftFile(visit.env.MEDIA, id, file.sha256)
  // A correction shows what came with the revision before it.
  if (object === undefined) return (await showMedia(visit.env, actor, { id, name }, visit.req.raw, now)) ?? notFound(visit, actor)
  return new Response(object.body, {
    headers: {
      'content-type': file.type,
      'content-length': String(file.bytes),
      'content-disposition': `${file.type === 'application/pdf' ? 'attachment' : 'inline'}; filename="file"`,
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cache-control': 'private, max-age=3600',
    },
  })
}
