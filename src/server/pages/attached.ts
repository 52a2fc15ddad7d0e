// The photos, voices and documents of a record as its readers see them: shown where they have come, named as waiting where they have not.
import type { Filling } from '../../form/filling.ts'
import { kinds } from '../../form/kinds/index.ts'
import { writeNumber } from '../../form/number.ts'
import type { Actor } from '../../record/submission.ts'
import { mediaOf } from '../../store/media.ts'
import type { Media } from '../../store/media.ts'
import type { KeptRevision, OneSubmission } from '../../store/submissions.ts'
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import type { Visit } from '../env.ts'
import { showMedia } from '../media.ts'
import { sortByName } from '../sort.ts'
import { languageOf } from '../session.ts'
import { notFound, wordsFor } from './respond.ts'

export interface Attached {
  /** How many are still on the phone of who filled it in; nothing when all have come. */
  readonly waiting: Html
  /** What stands beside an answer that names a file; undefined for every other answer. */
  beside(key: string, name: string): Html | undefined
}

/**
 * What came with a revision. `address` is where its files are read: `/receipts/<id>/media`. `onPaper`: photos whole and at once, because what is not on
 * the screen yet would be missing in print; of all else its name, because nothing can be pressed there.
 */
export async function attachedTo(
  visit: Visit, found: Pick<OneSubmission, 'seq'>, current: Pick<KeptRevision, 'revision' | 'submission'>, filling: Filling, address: string, { onPaper = false } = {},
): Promise<Attached> {
  const { attached: words } = wordsFor(visit)
  const keptOf = await keptIn(visit, found, current)
  const answered = filling.keys().filter((key) => filling.isRelevant(key) && isFile(filling, key)).flatMap((key) => [filling.get(key)])
  return {
    waiting: sayWaiting(visit, answered.filter((name): name is string => typeof name === 'string' && keptOf(name) === undefined)),
    beside(key, name) {
      if (!isFile(filling, key)) return undefined
      const kept = keptOf(name)
      if (kept === undefined) return html`<p class="about">${words.stillThere}</p>`
      const at = (file: string): string => `${address}/${encodeURIComponent(file)}?revision=${current.revision}`
      const label = filling.label(key, languageOf(visit))
      if (onPaper) return kept.type?.startsWith('image/') ? html`<img class="whole-photo" src="${at(name)}" alt="${words.photo(label)}">` : undefined
      // A film begins like a sound of its container and is kept as that: what was asked for tells which it is.
      if (filling.step(key)?.question.kind === 'video') return html`<video class="kept" controls preload="metadata" src="${at(name)}" aria-label="${label}"></video><p><a href="${at(name)}">${words.open(name)}</a></p>`
      if (kept.type?.startsWith('audio/')) return html`<audio controls preload="none" src="${at(name)}" aria-label="${label}"></audio>`
      if (kept.type?.startsWith('image/')) {
        // The thumbnail came first and is small; the photo opens behind it.
        const small = keptOf(`thumb-${name}`) === undefined ? name : `thumb-${name}`
        return html`<a href="${at(name)}"><img class="kept" src="${at(small)}" alt="${words.photo(label)}" loading="lazy"></a>${kept.hasMetadata && html`<p class="about">${words.metadata}</p>`}`
      }
      return html`<p><a href="${at(name)}">${words.open(name)}</a></p>`
    },
  }
}

/** What a revision lists and has not come yet, said for who sent it. */
export async function waitingFor(visit: Visit, found: Pick<OneSubmission, 'seq'>, current: Pick<KeptRevision, 'submission'>): Promise<Html> {
  const keptOf = await keptIn(visit, found, current)
  return sayWaiting(visit, (current.submission.media ?? []).map(({ name }) => name).filter((name) => !name.startsWith('thumb-') && keptOf(name) === undefined))
}

/** GET of one of them: /office/submissions/:id/media/:name and /receipts/:id/media/:name. Scope is the record's, as ever. */
export async function attachedFile(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const revision = /^[1-9]\d{0,5}$/.exec(visit.req.query('revision') ?? '')?.[0]
  const wanted = { id: visit.req.param('id') ?? '', name: visit.req.param('name') ?? '', revision: revision === undefined ? undefined : Number(revision) }
  return (await showMedia(visit.env, actor, wanted, visit.req.raw, now)) ?? notFound(visit, actor)
}

function isFile(filling: Filling, key: string): boolean {
  return kinds[filling.step(key)?.question.kind ?? 'note'].isFile === true
}

async function keptIn({ env }: Visit, { seq }: Pick<OneSubmission, 'seq'>, { submission: { media: listed = [] } }: Pick<KeptRevision, 'submission'>): Promise<(name: string) => Media | undefined> {
  const here = listed.length === 0 ? [] : await mediaOf(env.DB, seq)
  return (name) => here.find((media) => media.isKept && media.name === name && listed.some((one) => one.name === name && one.sha256 === media.sha256))
}

function sayWaiting(visit: Visit, names: readonly string[]): Html {
  const { attached } = wordsFor(visit)
  const count = (sort: string): number => new Set(names.filter((name) => (sortByName(name) ?? 'document') === sort)).size
  const says = (['picture', 'sound', 'document'] as const).filter((sort) => count(sort) > 0).map((sort) => attached.waiting[sort](writeNumber(count(sort), languageOf(visit))))
  return says.length === 0 ? html`` : html`<p class="note">${says.join(' ')}</p>`
}
