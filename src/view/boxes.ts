// What a page's boxes say, put into a filling: answers where the typing can be read, the typing itself where it cannot.
import type { Filling } from '../form/filling.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Typed } from '../form/kinds/kind.ts'
import { nameOf } from './field.ts'
import { chainOf, places } from './places.ts'
import { typedOf } from './screen.ts'
import type { Kept } from './kept.ts'

/** A posted page: every box by name, in the order of the page. */
export type Posted = ReadonlyMap<string, readonly string[]>

export interface Applied {
  readonly typed: Readonly<Record<string, Typed>>
  readonly reasons: Readonly<Record<string, string>>
  readonly paths: Readonly<Record<string, readonly string[]>>
  readonly searches: Readonly<Record<string, string>>
  /** A picker was moved without its button (Enter was pressed): the page should come back with what it opens. */
  readonly isPicking: boolean
}

/** One box, as text. */
export function boxIn(posted: Posted, name: string): string {
  return posted.get(name)?.[0] ?? ''
}

/** The questions that stood on the page, by its own word: a box that was not there must not be read as emptied. */
export function shownKeys(posted: Posted): readonly string[] {
  return boxIn(posted, '.shown').split(' ').filter((key) => key !== '')
}

/**
 * Reads all boxes of the page into the filling, in the language in which the page was shown. Boxes that stand as they were shown are
 * left alone: an empty box that a default has filled in the meantime must not empty it again.
 */
export function apply(filling: Filling, kept: Kept, posted: Posted, language: string, under: string | undefined): Applied {
  const typed: Record<string, Typed> = { ...kept.typed }
  const reasons: Record<string, string> = { ...kept.reasons }
  const paths: Record<string, readonly string[]> = { ...kept.paths }
  const searches: Record<string, string> = { ...kept.searches }
  let isPicking = false

  const changed = shownKeys(posted).flatMap((key) => {
    const question = filling.step(key)?.question
    if (question === undefined || !kinds[question.kind].isAsked || filling.isReadOnly(key)) return []
    const boxes: Record<string, string | readonly string[]> = {}
    for (const part of kinds[question.kind].parts) {
      const values = posted.get(nameOf(key, part)) ?? []
      boxes[part] = kinds[question.kind].holds === 'choices' ? values : (values[0] ?? '')
    }
    const before = typedOf(question, key, { filling, typed: kept.typed, language })
    // Typing that could not be read is tried again: the language may have changed.
    return kept.typed[key] === undefined && isSame(boxes, before, kinds[question.kind].parts) ? [] : [{ key, question, boxes }]
  })

  for (const { key, question, boxes } of changed) {
    const read = kinds[question.kind].read(boxes, question, language)
    filling.answer(key, 'answer' in read ? read.answer : undefined)
    if ('slip' in read) typed[key] = boxes
    else delete typed[key]
  }

  for (const key of shownKeys(posted)) {
    const question = filling.step(key)?.question
    const reason = posted.get(`.reason.${key}`)?.[0]
    if (reason !== undefined) reasons[key] = reason.normalize('NFC').trim().slice(0, 500)
    const search = posted.get(`.search.${key}`)?.[0]?.normalize('NFC').trim().slice(0, 100)
    if (search !== undefined && search !== (kept.searches[key] ?? '')) {
      searches[key] = search
      isPicking = true
    }
    const opened = posted.get(`.in.${key}`)?.filter((id) => id !== '')
    if (opened !== undefined && question?.level !== undefined) {
      const chosen = filling.get(key)
      const before = kept.paths[key] ?? []
      if (opened.join() !== before.join()) {
        const { choices } = places(filling.world, question.level, filling.day, under, opened)
        // Another commune was opened: the village chosen under the one before is no longer meant.
        if (typeof chosen === 'string' && choices?.some((unit) => unit.id === chosen) !== true) filling.answer(key, undefined)
        isPicking = filling.get(key) === undefined || isPicking
      }
      paths[key] = opened
    } else if (question?.kind === 'unit') {
      const unit = filling.world.unit(String(filling.get(key) ?? ''))
      if (unit !== undefined) paths[key] = chainOf(unit, filling.world).map((one) => one.id)
    }
  }
  return { typed, reasons, paths, searches, isPicking }
}

function isSame(boxes: Typed, before: Typed, parts: readonly string[]): boolean {
  const text = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : JSON.stringify([...(value ?? [])].sort()))
  // A browser sends line ends as CRLF, whatever stood in the box.
  const plain = (value: string | readonly string[] | undefined): string => (value === undefined || value.length === 0 ? '' : text(value).replace(/\r\n?/g, '\n'))
  return parts.every((part) => plain(boxes[part]) === plain(before[part]) || (part === 'measure' && plain(boxes['']) === '' && plain(before['']) === ''))
}
