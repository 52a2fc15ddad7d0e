// Filling in, one screen at a time: what is typed is read at every key, kept, and then what depends on it is drawn. The page is view/fill.ts's.
import type { Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Problem } from '../form/problem.ts'
import { doubtsOf, problemsOf } from '../view/doubts.ts'
import { idOf } from '../view/field.ts'
import { fillMain, isOn, placeOf, repeatOf, rowOf, rowPath } from '../view/fill.ts'
import type { FillPage, Place } from '../view/fill.ts'
import { html } from '../view/html.ts'
import type { Html } from '../view/html.ts'
import type { Picker } from '../view/kinds/kind.ts'
import { fieldOf } from '../view/screen.ts'
import type { Showing } from '../view/screen.ts'
import { isOpen, screensOf, visibleKeys, whereIs } from '../view/screens.ts'
import type { Screen } from '../view/screens.ts'
import { titleOf } from '../view/title.ts'
import { say } from '../words/say.ts'
import { boxesOf } from './boxes.ts'
import { answer, keep, keepAll, renew } from './filling.ts'
import type { Open } from './filling.ts'
import { morph, parsed, replace } from './morph.ts'
import type { App, Drawn } from './screen.ts'
import { openShared } from './shared.ts'
import { finishTools, isTool, toolsOf, use } from './tools.ts'

/** /fill/:id[/:screen[/:row]] */
export async function fill(app: App, [, id = '', number = '', path]: readonly string[], query: URLSearchParams): Promise<Drawn | string> {
  const at = await openShared(app, id)
  if (typeof at === 'string' || 'main' in at) return at
  const { filling, form } = at
  const open = screensOf(form).filter((screen) => isOpen(screen, filling))
  // What the office asked about is where the correction begins.
  const asked = query.get('at')
  if (asked !== null) return filling.has(asked) ? `${pathOf(id, whereIs(asked, form).screen, whereIs(asked, form).row)}#${idOf(asked)}` : `/fill/${id}`
  const screen = screensOf(form).find((one) => String(one.number) === number)
  if (screen === undefined) return `/fill/${id}/${open.find((one) => one.number === at.draft.screen)?.number ?? open[0]?.number ?? 'check'}`
  const row = path === undefined ? undefined : rowOf(path, filling)
  const place = row === undefined && path !== undefined ? undefined : placeOf(form, filling, screen, row)
  if (place === undefined) return `/fill/${id}`
  if (query.has('check')) at.isChecked = true
  if (at.isChecked) await app.learn()
  if (query.has('drop')) return (await import('./rarely.ts')).askDrop(app, at, query.get('drop') ?? '', pathOf(id, screen.number, row))
  // Kept with the next answer.
  at.draft = { ...at.draft, screen: screen.number }
  return page(app, at, place)
}

/** The address of a key's field. */
export function addressOf({ draft, form }: Open, key: string): string {
  const { screen, row } = whereIs(key, form)
  return `${pathOf(draft.id, screen, row)}?check#${idOf(key)}`
}

// Where a row's repeat stands: on a screen, or on the page of the row around.
function outOf({ draft, form }: Open, row: string): string {
  const repeat = repeatOf(row)
  const around = whereIs(repeat, form)
  return `${pathOf(draft.id, around.screen, around.row)}#${idOf(repeat)}`
}

export function pathOf(id: string, screen: number, row?: string): string {
  return `/fill/${id}/${screen}${row === undefined ? '' : `/${rowPath(row)}`}`
}

function page(app: App, at: Open, place: Place): Drawn {
  const { words, language } = app
  const { draft, form, filling } = at
  const here = (): { showing: Showing; page: FillPage } => pageOf(app, at, place)
  const first = here()
  let drawn = first.page.keys
  // Where this page stands. What ends later must not be drawn over another page.
  let stage: Element | null = null
  let keeping: Promise<void> | undefined

  // Kept, and not drawn yet.
  const undrawn = new Set<string>()

  // One write at a time; what is typed meanwhile goes with the next, and so does the drawing: what follows from a key that is not kept is not to be seen.
  // So a fast typist costs no queue, and the last key is never behind. While the disk writes there is time to make what will be shown.
  const store = (keys: Iterable<string>): Promise<void> => {
    for (const key of keys) at.unkept.add(key)
    keeping ??= (async () => {
      // "Kept" is not to be read while the last key is not. A sign for the eyes: nobody wants to hear it at every key.
      document.body.toggleAttribute('data-keeping', true)
      try {
        while (at.unkept.size > 0) {
          const now = new Set(at.unkept)
          at.unkept.clear()
          const writing = keep(app, at, now)
          const made = new Promise<void>((soon) => setTimeout(soon)).then(() => (at.unkept.size > 0 ? undefined : make(new Set([...undrawn, ...now]))))
          if (!(await writing)) return app.tell(words.phone.elsewhere)
          for (const key of now) undrawn.add(key)
          const show = at.unkept.size > 0 ? undefined : await made
          if (at.unkept.size > 0) continue
          ;(show ?? make(new Set(undrawn)))()
          undrawn.clear()
        }
        app.tell(words.phone.stored)
      } finally {
        document.body.toggleAttribute('data-keeping', false)
        keeping = undefined
      }
    })()
    return keeping
  }

  // Makes the fields that may look different, the whole form where questions have come or gone; what it gives puts them in place.
  const make = (changed: ReadonlySet<string>, isWhole = false): (() => void) => {
    const { showing, page: now } = here()
    const before = drawn
    const isSame = now.keys.length === before.length && now.keys.every((key, i) => key === before[i])
    const stood = new Set(before)
    // In a group that looks different nothing stays where it was.
    const isMoved = isWhole || [...changed].some((key) => isContainer(filling.step(key)?.question))
    const stays = (key: string): boolean => !isMoved && stood.has(key) && !changed.has(key)
    const whole = !isSame || isMoved ? parsed(mainOf(app, at, { ...now, showing: { ...showing, stays } }).markup) : undefined
    const fields = whole === undefined ? now.keys.flatMap((key) => {
      const question = changed.has(key) ? filling.step(key)?.question : undefined
      return question === undefined ? [] : [[key, parsed(fieldOf(question, key, showing).markup)] as const]
    }) : []
    return () => {
      if (stage === null || !stage.isConnected) return
      // Something else was drawn meanwhile: a photo, a list.
      if (drawn !== before) return make(changed)()
      drawn = now.keys
      if (whole !== undefined) return morph(stage, whole)
      for (const [key, made] of fields) {
        const field = stage.querySelector(`[data-key="${key}"]`)
        if (field !== null) replace(field, made)
      }
    }
  }
  // Never what follows from a key that is on its way to the disk.
  const draw = async (changed: ReadonlySet<string>): Promise<void> => {
    while (keeping !== undefined) await keeping.catch(() => undefined)
    make(changed)()
  }

  // Photos and sounds that are kept are shown once they are read.
  const look = async (): Promise<void> => {
    const files = here().page.asked.filter((key) => kinds[filling.step(key)?.question.kind ?? 'note'].isFile === true)
    if (files.some((key) => filling.get(key) !== undefined || at.pickers[key] !== undefined)) await draw(await (await import('./later.ts')).seeFiles(app, at, files))
  }

  const see = async (key: string): Promise<void> => {
    await draw(new Set([key]))
    return look()
  }

  const next = async (what: string): Promise<void> => {
    await finishTools()
    await keeping
    const { page: now } = here()
    const wrong = problemsHere(app, at, place, now.keys)
    if (what !== 'later' && wrong.length > 0) {
      at.isChecked = true
      await app.learn()
      make(new Set(), true)()
      document.getElementById('problems')?.focus()
      window.scrollTo(0, 0)
      return
    }
    at.isChecked = false
    if (place.row !== undefined) return app.go(outOf(at, place.row))
    const after = screensOf(form).find((screen) => screen.number > place.screen.number && isOpen(screen, filling))
    return app.go(after === undefined ? `/fill/${draft.id}/check` : pathOf(draft.id, after.number))
  }

  return {
    title: titleOf(place.screen, first.showing),
    main: mainOf(app, at, first.page),
    hasProblems: first.page.problems.length > 0,
    shown() {
      stage = document.getElementById('main')
      return look()
    },
    async heard() {
      await renew(app, at)
      await draw(new Set(drawn))
    },
    async input(box, isDone) {
      const key = (box.closest('[data-key]') as HTMLElement | null)?.dataset.key ?? ''
      const question = filling.step(key)?.question
      if (question === undefined) return
      if (box.type === 'file') {
        if (box.files?.[0] !== undefined) await use(app, at, key, 'file', box, () => see(key))
        return see(key)
      }
      if (/^\.(?:search|in)\./.test(box.name)) {
        const picked = (await import('./later.ts')).pick(app, at, key, question, box)
        // Another commune takes the village away: kept before it is seen.
        if (picked.size > 0) await store([key, ...picked])
        return draw(new Set([key]))
      }
      if (box.name === `.reason.${key}`) {
        at.reasons[key] = box.value.normalize('NFC').trim().slice(0, 500)
        return store([key])
      }
      const field = box.closest('[data-key]') as HTMLElement
      const changed = answer(at, key, boxesOf(field, key, question), language)
      await store([key, ...changed])
      // A doubt, and an answer in the reader's way of writing, are shown once the box is left: half a number is no number yet.
      if (isDone) await draw(new Set([key]))
    },
    async press(what, about, button) {
      if (isTool(what)) {
        await use(app, at, about, what, button, () => see(about))
        return draw(new Set([about]))
      }
      // The keyboard's own key in a search box means: look for it, and its change has.
      if (what === 'next' && document.activeElement?.matches('[name^=".search."]')) return
      if (what === 'next' || what === 'later') return next(what)
      await keeping
      if (what === 'back') return app.go(place.row === undefined ? before(at, place.screen) : outOf(at, place.row))
      if (what === 'row') return app.go(pathOf(draft.id, place.screen.number, about))
      if (what === 'drop') return app.go(`${pathOf(draft.id, place.screen.number, place.row)}?drop=${about}`)
      if (what === 'open' || what === 'find') return draw(new Set([about]))
      if (what === 'add' && filling.room(about) > 0) {
        const row = filling.add(about)
        await keepAll(app, at)
        return app.go(pathOf(draft.id, place.screen.number, row))
      }
    },
    async leave() {
      await finishTools()
      await keeping?.catch(() => undefined)
      // What could not be kept is tried once more; where it cannot, this page is not left.
      if (at.unkept.size > 0) await store([])
    },
  }
}

// Above the page stands what the office asked, and what a newer version of the form had no place for.
function mainOf({ words, language }: App, { draft, filling, left }: Open, page: FillPage): Html {
  const { asked } = draft
  const label = asked?.question === undefined || !filling.has(asked.question) ? '' : filling.label(asked.question, language)
  return html`${asked !== undefined && asked.comment !== '' && html`<p class="news" role="note">${label !== '' && html`<strong>${label}</strong>: `}${words.phone.asked(asked.comment)}</p>`}${left}${fillMain(page)}`
}

function pageOf(app: App, at: Open, place: Place): { showing: Showing; page: FillPage } {
  const { words, language } = app
  const { filling, typed, reasons } = at
  const keys = visibleKeys(place.questions, filling, place.prefix)
  const asked = keys.filter((key) => kinds[filling.step(key)?.question.kind ?? 'note'].isAsked)
  const all = at.isChecked ? problemsHere(app, at, place, keys) : []
  // A doubt is said beside its box for the reason; said twice it would only frighten.
  const problems = new Map(all.filter((problem) => problem.code !== 'check').map((problem) => [problem.at ?? '', say(problem, words, language)]))
  const showing: Showing = {
    filling, words, language, typed, reasons, problems, doubts: doubtsOf(filling, words, language, keys), fresh: new Set(), pickers: pickersFor(at, keys), tools: (key) => toolsOf(app, at, key),
  }
  const page: FillPage = {
    place, showing, keys, asked, problems: all, address: (key) => addressOf(at, key),
  }
  return { showing, page }
}

function problemsHere(app: App, at: Open, place: Place, keys: readonly string[]): readonly Problem[] {
  // A screen answers for the rows of its repeats too; else only what stands on it is looked at.
  const hasRows = place.questions.some(holdsRows)
  return problemsOf(at.filling, at, app.language, hasRows ? undefined : keys).filter((problem) => isOn(problem.at, place, keys))
}

const holdsRows = (question: Question): boolean => question.kind === 'repeat' || (question.questions ?? []).some(holdsRows)

// A row's picker begins as its question's.
function pickersFor(at: Open, keys: readonly string[]): Readonly<Record<string, Picker>> {
  return Object.fromEntries(keys.map((key) => [key, at.pickers[key] ?? at.pickers[key.replace(/^.*\]\./, '')]] as const).filter((pair): pair is readonly [string, Picker] => pair[1] !== undefined))
}

const isContainer = (question: Question | undefined): boolean => question?.kind === 'group' || question?.kind === 'repeat'

function before({ draft, form, filling }: Open, screen: Screen): string {
  const earlier = screensOf(form).filter((one) => one.number < screen.number && isOpen(one, filling))
  const last = earlier[earlier.length - 1]
  return last === undefined ? '/' : pathOf(draft.id, last.number)
}
