// What a phone does for the rarer kinds: moves a ranked choice, adds the point where its holder stands to a line, opens a sheet to sign on, leads on after a quick choice, notes a position down by itself. It comes with
// the piece that brings these kinds.
import type { Row } from '../expression/tree.ts'
import type { Form, Question } from '../form/form.ts'
import { lastOf } from '../form/last.ts'
import { drawnAs } from '../form/kinds/drawn.ts'
import { moved, orderOf } from '../form/kinds/rank.ts'
import { joined, pointsOf } from '../form/kinds/trace.ts'
import { writeNumber } from '../form/number.ts'
import { html } from '../view/html.ts'
import type { Html } from '../view/html.ts'
import type { Submission } from '../record/submission.ts'
import { rarerWordsOf } from '../words/rarer.ts'
import { hooks, keep } from './filling.ts'
import type { Open } from './filling.ts'
import { draw } from './pad.ts'
import { scan } from './scan.ts'
import type { App } from './screen.ts'
import { whole } from './whole.ts'

const isTrace = (question: Question | undefined): boolean => question?.kind === 'geotrace' || question?.kind === 'geoshape'

Object.assign(hooks, {
  buttons({ language }: App, at: Open, key: string): Html | undefined {
    const question = at.filling.step(key)?.question
    if (question?.kind === 'barcode' && 'BarcodeDetector' in globalThis) return html`<button class="plain" type="button" name=".do" value="+scan ${key}">${rarerWordsOf(language).scan}</button>`
    const how = drawnAs(question)
    if (how !== undefined) return html`<button type="button" name=".do" value="+draw ${key}">${rarerWordsOf(language)[how][at.filling.get(key) === undefined ? 'start' : 'again']}</button>`
    if (!isTrace(question) || !('geolocation' in navigator)) return undefined
    const { trace: words } = rarerWordsOf(language)
    return html`<button class="plain" type="button" name=".do" value="+point ${key}">${words.add}</button>${pointsOf(at.filling.get(key) ?? typedIn(at, key)).length > 0 && html`<button class="plain" type="button" name=".do" value="+undo ${key}">${words.undo}</button>`}`
  },

  /** What the last record of whoever fills in said, of the questions that the form looks back to. */
  async last(app: App, form: Form): Promise<Row | undefined> {
    if (form.last === undefined) return undefined
    const records = (await whole(app.shelf).records(app.account.person)).filter((one) => one.form === form.id && one.kind === 'submission' && one.state !== 'refused' && one.state !== 'withdrawn')
    const body = records[records.length - 1]?.body
    return body === undefined ? undefined : lastOf(form, (JSON.parse(body) as Submission).answers)
  },

  async use(app: App, at: Open, key: string, what: string, by: HTMLElement): Promise<void> {
    if (what === '+scan') return scan(app, at, key)
    const { filling } = at
    const question = filling.step(key)?.question
    const how = drawnAs(question)
    if (how !== undefined) return draw(key, filling.label(key, app.language), rarerWordsOf(app.language)[how], how === 'sign')
    if (question?.kind === 'rank') {
      const order = orderOf(filling.get(key), filling.offered(key))
      await give(app, at, key, what === '+order' ? order : moved(order, by.dataset.choice ?? '', what === '+up' ? -1 : 1))
      // The hand stays on the choice that it moves.
      setTimeout(() => document.querySelector<HTMLElement>(`[data-key="${key}"] [data-choice="${CSS.escape(by.dataset.choice ?? '')}"][value^="${what} "]:not(:disabled)`)?.focus())
    }
    if (question === undefined || !isTrace(question)) return
    const isClosed = question.kind === 'geoshape'
    const points = [...pointsOf(filling.get(key) ?? typedIn(at, key))]
    if (isClosed && filling.get(key) !== undefined) points.pop()
    if (what === '+undo') points.pop()
    else {
      const found = await (await import('./later.ts')).position(app, at, key, question)
      if (found === undefined) return
      points.push(found)
    }
    await place(app, at, key, question, points)
  },

  /** A position that nobody is asked for: with the first answer of a filling, or when what triggers it has changed. */
  async kept(app: App, at: Open, keys: Iterable<string>): Promise<void> {
    const { draft, filling } = at
    const of = (all: Iterable<string>, kind: string): readonly string[] => [...all].filter((one) => filling.step(one)?.question.kind === kind)
    const start = draft.base === undefined && !begun.has(draft.id) && Date.now() - draft.started_at < soon_ms ? of(filling.keys(), 'start-geopoint') : []
    begun.add(draft.id)
    for (const key of [...start, ...of(keys, 'background-geopoint')]) {
      if (filling.get(key) === undefined && filling.isRelevant(key)) void note(app, at, key)
    }
    saying()
  },
})

/** Where a filling was begun is asked of the phone while it is still there. */
const soon_ms = 15 * 60_000
const begun = new Set<string>()
const underWay = new Set<string>()
/** So long a position goes on to be where the phone is. */
const fresh_ms = 10_000
let finding: { ended: number; readonly found: Promise<GeolocationCoordinates | undefined> } | undefined

// What is said of it stands above the questions, beside the browser's own asking, until the draft is left; it hinders nothing.
let said: { readonly draft: string; readonly text: string } | undefined

function saying(text?: string, draft = location.pathname.split('/')[2] ?? ''): void {
  if (text !== undefined) said = { draft, text }
  const form = document.getElementById('fill')
  if (form === null || said === undefined || location.pathname.split('/')[2] !== said.draft) return
  let line = document.getElementById('place-noted')
  if (line === null) {
    line = document.createElement('p')
    Object.assign(line, { id: 'place-noted', className: 'about' })
    line.setAttribute('role', 'status')
    form.before(line)
  }
  if (line.textContent !== said.text) line.textContent = said.text
}

async function note(app: App, at: Open, key: string): Promise<void> {
  const name = `${at.draft.id} ${key}`
  const { place: words } = rarerWordsOf(app.language)
  if (!('geolocation' in navigator) || underWay.has(name)) return
  underWay.add(name)
  try {
    saying(words.asking, at.draft.id)
    const { best, pointOf } = await import('./later.ts')
    // Nobody asked for it, so nobody waits: the next page may be open before it comes. Two within seconds are one: a phone that stands still tells its place once.
    if (finding === undefined || Date.now() - finding.ended > fresh_ms) {
      const one = { ended: Infinity, found: best(20, false) }
      void one.found.then(() => (one.ended = Date.now()))
      finding = one
    }
    const found = await finding.found
    if (found !== undefined && at.filling.isRelevant(key)) await give(app, at, key, pointOf(found))
    saying(found === undefined ? words.missing : words.noted(writeNumber(Math.round(found.accuracy), app.language)), at.draft.id)
  } finally {
    underWay.delete(name)
  }
}

// Too few points are no answer yet: they stand in the box, kept with the draft.
async function place(app: App, at: Open, key: string, { kind }: Question, points: readonly string[]): Promise<void> {
  const isClosed = kind === 'geoshape'
  if (points.length >= (isClosed ? 3 : 2)) return give(app, at, key, joined(points, isClosed))
  const changed = at.filling.answer(key, undefined)
  if (points.length === 0) delete at.typed[key]
  else at.typed[key] = { '': points.join('\n') }
  await keep(app, at, [key, ...changed])
}

function typedIn({ typed }: Open, key: string): string {
  const text = typed[key]?.['']
  return typeof text === 'string' ? text.replace(/\n/g, ';') : ''
}

async function give(app: App, at: Open, key: string, answer: string | readonly string[]): Promise<void> {
  delete at.typed[key]
  await keep(app, at, [key, ...at.filling.answer(key, answer)])
}

// `quick`: a choice made with a thumb leads on, to the question after it or, after the last one, to the next page. Not one made with keys: an arrow only passes by.
let touched = 0
addEventListener('pointerup', ({ timeStamp }) => (touched = timeStamp), true)
addEventListener('change', ({ target, timeStamp }) => {
  const field = (target as HTMLElement).closest<HTMLElement>('.field')
  if (field === null || timeStamp - touched > 500 || (target as HTMLElement).closest('[data-quick]') === null) return
  const lead = (): unknown => {
    // What follows from the answer is drawn once it is kept; only then is it known what comes next.
    if (document.body.hasAttribute('data-keeping')) return setTimeout(lead, 50)
    const all = [...document.querySelectorAll<HTMLElement>('#fill .field,#fill .cards')]
    const own = all.findIndex((one) => one.dataset.key === field.dataset.key)
    if (own < 0 || all[own]?.matches('.wrong,.unsure') !== false) return
    const next = all[own + 1]
    if (next === undefined) document.querySelector<HTMLElement>('#fill .big')?.click()
    else next.scrollIntoView({ block: 'start' })
  }
  setTimeout(lead)
})
