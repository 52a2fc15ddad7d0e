// The preview: the form at a phone's size, filled in with the officer's own engine and pages. What is answered goes nowhere; it stays while the source is
// changed, and can be made an example of.
import type { Example } from '../form/example.ts'
import { open } from '../form/filling.ts'
import type { Filling } from '../form/filling.ts'
import { localDay } from '../form/date.ts'
import type { Answer, Answers, Form, Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Typed } from '../form/kinds/kind.ts'
import { writeNumber } from '../form/number.ts'
import type { Problem } from '../form/problem.ts'
import type { Unit } from '../form/world.ts'
import { boxesOf } from '../phone/boxes.ts'
import { morph, parsed } from '../phone/morph.ts'
import { outcomeOf } from '../record/example.ts'
import type { Outcome } from '../record/example.ts'
import { checkMain } from '../view/check.ts'
import { doubtsOf, problemsOf } from '../view/doubts.ts'
import { idOf } from '../view/field.ts'
import { fillMain, isOn, placeOf, repeatOf, rowOf, rowPath } from '../view/fill.ts'
import type { Place } from '../view/fill.ts'
import { attribute, html } from '../view/html.ts'
import type { Html } from '../view/html.ts'
import { allAnswers } from '../view/kept.ts'
import type { Picker } from '../view/kinds/kind.ts'
import { places } from '../view/places.ts'
import type { Showing } from '../view/screen.ts'
import { isOpen, screensOf, visibleKeys, whereIs } from '../view/screens.ts'
import type { WritingWords } from '../words/writing.vi.ts'
import { say } from '../words/say.ts'
import { fetchWritingWords, writingWordsOf } from './words.ts'
import type { Surroundings, TrialWorld } from './world.ts'
import { trialWorld } from './world.ts'

const zone = 420 // the trial is filled in in Vietnam, wherever the author sits
const mostFound = 20

/** What becomes an example of a trial. */
export interface Trial {
  readonly at: string
  readonly entries: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly given: Answers
  readonly expect: object
}

export class Preview {
  private readonly at: HTMLElement
  private readonly words: WritingWords
  private readonly keep: (trial: Trial) => void
  private readonly units: readonly Unit[]
  private readonly registers: Surroundings['registers']
  private stage: HTMLElement | undefined
  private form: Form | undefined
  private examples: readonly Example[] = []
  private filling: Filling | undefined
  private world: TrialWorld | undefined
  typed: Record<string, Typed> = {}
  reasons: Record<string, string> = {}
  private pickers: Record<string, Picker> = {}
  private language: string
  private isShort = false
  private isStale = false
  private isChecked = false
  /** A screen's number, with the row on it; the page that reads it once more; the end. */
  private page: { readonly screen: number; readonly row?: string } | 'check' | 'done' = { screen: 0 }

  constructor(at: HTMLElement, language: string, outside: Pick<Surroundings, 'units' | 'registers'>, keep: (trial: Trial) => void) {
    this.at = at
    this.language = language
    this.words = writingWordsOf(language)
    this.units = outside.units
    this.registers = outside.registers
    this.keep = keep
    this.listen()
    this.frame()
  }

  /** A form that is right: the answers given so far go over to it. */
  show(form: Form, examples: readonly Example[]): void {
    const before = this.filling
    this.form = form
    this.examples = examples
    this.isStale = false
    if (!form.languages.includes(this.language)) this.language = form.languages.includes('vi') ? 'vi' : form.language
    this.begin(before === undefined || this.isUntouched(before) ? undefined : allAnswers(before))
    this.frame()
  }

  /** The source is wrong now: what is shown is the last that was right. */
  stale(): void {
    if (this.isStale) return
    this.isStale = true
    this.frame()
  }

  private begin(answers: Answers | undefined): void {
    const { form } = this
    if (form === undefined) return
    this.world = trialWorld({ form, examples: this.examples, units: this.units, registers: this.registers, language: this.language, at: Date.now(), zone, invented: this.words.author.invented })
    const filling = open(form, this.world, undefined, this.isShort)
    // What was answered comes on top of the defaults: a default that was just written is to be seen. What no longer fits stays behind.
    if (answers !== undefined) give(filling, allAnswers(open(form, this.world, answers, this.isShort)), '')
    this.filling = filling
    for (const all of [this.typed, this.reasons, this.pickers]) for (const key of Object.keys(all)) if (!filling.has(key)) delete all[key]
    if (answers === undefined) {
      this.typed = {}
      this.reasons = {}
      this.pickers = {}
      this.isChecked = false
      this.page = { screen: 0 }
    }
  }

  private isUntouched(filling: Filling): boolean {
    const fresh = this.form === undefined ? undefined : open(filling.form, filling.world, undefined, this.isShort)
    return fresh !== undefined && JSON.stringify(allAnswers(fresh)) === JSON.stringify(allAnswers(filling)) && Object.keys(this.typed).length === 0
  }

  // The heading and what stands around the phone; drawn seldom, so that nothing moves under a hand.
  private frame(): void {
    const { author } = this.words
    const { form } = this
    const languages = (form?.languages ?? []).map((code) => html`<option value="${code}"${attribute('selected', code === this.language)}>${code}</option>`)
    const made = html`<h2 id="desk-preview-title">${author.preview}</h2><p class="doubt" role="status">${form === undefined ? author.previewNone : this.isStale ? author.previewOld : ''}</p>
${this.stage === undefined ? html`<div class="phone" id="desk-phone" tabindex="-1"></div>` : html`<i id="desk-phone"></i>`}
<p class="hint">${author.previewAbout}</p><div class="boxes" id="desk-controls">${languages.length > 1 && html`<label>${author.previewLanguage} <select name=".preview-language">${languages}</select></label>`}${form?.short !== undefined && html`<label class="choice"><input type="checkbox" name=".preview-short"${attribute('checked', this.isShort)}><span>${author.previewShort}</span></label>`}${form !== undefined && html`<button class="plain" type="button" value="again">${author.again}</button><button class="plain" type="button" value="example">${author.asExample}</button>`}</div>`
    morph(this.at, parsed(made.markup))
    this.stage = this.at.querySelector<HTMLElement>('#desk-phone') ?? undefined
    this.draw()
  }

  private draw(): void {
    if (this.stage === undefined || this.form === undefined || this.filling === undefined) return
    morph(this.stage, parsed(this.main().markup))
  }

  private main(): Html {
    const { form, filling } = this
    if (form === undefined || filling === undefined) return html``
    const words = writingWordsOf(this.language)
    if (this.page === 'done') return this.done(this.outcome())
    if (this.page === 'check') {
      const problems = problemsOf(filling, this, this.language)
      return html`${checkMain({ filling, kept: this, words, language: this.language, problems, news: undefined, address: (key) => `#at=${key}`, screen: (number) => `#screen=${number}` })}<form><div class="buttons">${problems.length === 0 && html`<button class="big" name=".do" value="send">${words.check.send}</button>`}<button class="plain" name=".do" value="first">${words.back}</button></div></form>`
    }
    const place = this.place()
    return place === undefined ? html`<p>${words.filling.nothingHere}</p>` : fillMain(this.fillPage(place, words))
  }

  // Where the filling is; the first open screen where that is no more.
  private place(): Place | undefined {
    const { form, filling, page } = this
    if (form === undefined || filling === undefined || typeof page === 'string') return undefined
    const screens = screensOf(form).filter((screen) => isOpen(screen, filling))
    const here = screens.find(({ number }) => number === page.screen)
    const place = here === undefined ? undefined : placeOf(form, filling, here, page.row)
    if (place !== undefined && (page.row === undefined || rowOf(rowPath(page.row), filling) !== undefined)) return place
    const first = here ?? screens[0]
    if (first === undefined) return undefined
    this.page = { screen: first.number }
    return placeOf(form, filling, first, undefined)
  }

  private fillPage(place: Place, words: WritingWords): Parameters<typeof fillMain>[0] {
    const filling = this.filling as Filling
    const { language, typed, reasons } = this
    const keys = visibleKeys(place.questions, filling, place.prefix)
    const all = this.isChecked ? this.problemsHere(place, keys) : []
    const problems = new Map(all.filter(({ code }) => code !== 'check').map((problem) => [problem.at ?? '', say(problem, words, language)]))
    const showing: Showing = { filling, words, language, typed, reasons, problems, doubts: doubtsOf(filling, words, language, keys), fresh: new Set(), pickers: this.pickersFor(keys) }
    return { place, showing, keys, asked: keys.filter((key) => kinds[filling.step(key)?.question.kind ?? 'note'].isAsked), problems: all, address: (key) => `#at=${key}` }
  }

  private problemsHere(place: Place, keys: readonly string[]): readonly Problem[] {
    return problemsOf(this.filling as Filling, this, this.language).filter((problem) => isOn(problem.at, place, keys))
  }

  private pickersFor(keys: readonly string[]): Readonly<Record<string, Picker>> {
    const pickers: Record<string, Picker> = {}
    for (const key of keys) {
      const question = this.filling?.step(key)?.question
      const own = this.pickers[key]
      if (question?.kind === 'entry') {
        const search = own?.search ?? ''
        const found = this.world?.search(question.register ?? '', search) ?? []
        pickers[key] = { search, found: found.slice(0, mostFound), isCut: found.length > mostFound }
      } else if (own !== undefined) pickers[key] = own
    }
    return pickers
  }

  private listen(): void {
    this.at.addEventListener('submit', (event) => {
      event.preventDefault()
      const [what = '', about = ''] = ((event.submitter as HTMLButtonElement | null)?.value ?? '').split(/ (.*)/s)
      this.press(what, about)
    })
    this.at.addEventListener('click', (event) => {
      const target = event.target as HTMLElement
      const link = target.closest<HTMLAnchorElement>('#desk-phone a[href]')
      if (link !== null) {
        event.preventDefault()
        const [, what, about = ''] = /^#(?:(at|screen)=)?(.*)$/.exec(decodeURIComponent(link.getAttribute('href') ?? '')) ?? []
        if (what === 'screen') this.turn({ screen: Number(about) })
        else if (what === 'at') {
          const { screen, row } = whereIs(about, this.form as Form)
          this.turn({ screen, ...(row === undefined ? {} : { row }) })
          this.at.querySelector<HTMLElement>(`#${CSS.escape(idOf(about))}`)?.focus()
        } else this.at.querySelector<HTMLElement>(`#${CSS.escape(about)}`)?.focus()
      }
      const button = target.closest<HTMLButtonElement>('button[type=button]')
      if (button?.value === 'again') {
        this.begin(undefined)
        this.top()
      }
      if (button?.value === 'example') this.asExample()
    })
    for (const type of ['input', 'change'] as const) {
      this.at.addEventListener(type, (event) => {
        const box = event.target as HTMLInputElement
        const isChoice = box.type === 'radio' || box.type === 'checkbox' || box.type === 'file' || box.tagName === 'SELECT'
        if (type === 'input' && isChoice) return
        if (box.name === '.preview-language' || box.name === '.preview-short') {
          if (box.name === '.preview-language') this.language = box.value
          else this.isShort = box.checked
          const answers = this.filling === undefined ? undefined : allAnswers(this.filling)
          this.begin(box.name === '.preview-short' ? undefined : answers)
          this.draw()
          void fetchWritingWords(this.language).then(() => this.draw())
        } else if (box.name !== '') this.input(box)
      })
    }
  }

  private input(box: HTMLInputElement): void {
    const { filling } = this
    const field = box.closest<HTMLElement>('[data-key]')
    const key = field?.dataset.key ?? ''
    const question = filling?.step(key)?.question
    if (filling === undefined || field === null || question === undefined) return
    if (box.name === `.search.${key}`) this.pickers[key] = { search: box.value.normalize('NFC').trim().slice(0, 100) }
    else if (box.name === `.in.${key}`) this.openPlaces(key, question, field, box.name)
    else if (box.name === `.reason.${key}`) this.reasons[key] = box.value.normalize('NFC').trim().slice(0, 500)
    else this.answer(key, question, field, box)
    this.draw()
  }

  private answer(key: string, question: Question, field: HTMLElement, box: HTMLInputElement): void {
    const filling = this.filling as Filling
    if (filling.isReadOnly(key)) return
    const kind = kinds[question.kind]
    if (kind.isFile === true) {
      // The name is the answer; the file itself stays where it is.
      if (box.files?.[0] !== undefined) filling.answer(key, `thu${/\.\w{2,4}$/.exec(box.files[0].name)?.[0].toLowerCase() ?? '.jpg'}`)
      return
    }
    const read = kind.read(boxesOf(field, key, question), question, this.language)
    if ('slip' in read) this.typed[key] = boxesOf(field, key, question)
    else delete this.typed[key]
    filling.answer(key, 'answer' in read ? read.answer : undefined)
  }

  // Another commune was opened: the village chosen under the one before is no longer meant.
  private openPlaces(key: string, question: Question, field: HTMLElement, name: string): void {
    const filling = this.filling as Filling
    const path = [...field.querySelectorAll<HTMLSelectElement>('select')].filter((one) => one.name === name && one.value !== '').map((one) => one.value)
    this.pickers[key] = { path }
    const { choices } = places(filling.world, question.level ?? '', filling.day, undefined, path)
    const chosen = filling.get(key)
    if (chosen !== undefined && choices?.some(({ id }) => id === chosen) !== true) filling.answer(key, undefined)
  }

  private press(what: string, about: string): void {
    const { filling, form, page } = this
    if (filling === undefined || form === undefined) return
    if (what === 'send') return this.turn('done')
    if (what === 'first' || typeof page === 'string') return this.turn({ screen: what === 'first' ? (screensOf(form).filter((screen) => isOpen(screen, filling)).pop()?.number ?? 0) : 0 })
    const place = this.place()
    if (place === undefined) return
    const { number } = place.screen
    if (what === 'row') return this.turn({ screen: number, row: about })
    if (what === 'add' && filling.room(about) > 0) return this.turn({ screen: number, row: filling.add(about) })
    if (what === 'drop') {
      filling.remove(about)
      return this.draw()
    }
    if (what === 'back') {
      const before = screensOf(form).filter((screen) => screen.number < number && isOpen(screen, filling)).pop()
      return this.turn(place.row === undefined ? { screen: before?.number ?? number } : this.outOf(place.row))
    }
    if (what !== 'next' && what !== 'later') return this.draw()
    if (what === 'next' && this.problemsHere(place, visibleKeys(place.questions, filling, place.prefix)).length > 0) {
      this.isChecked = true
      return this.top()
    }
    this.isChecked = false
    const next = screensOf(form).find((screen) => screen.number > number && isOpen(screen, filling))
    this.turn(place.row !== undefined ? this.outOf(place.row) : next === undefined ? 'check' : { screen: next.number })
  }

  // Where a row's repeat stands: on a screen, or on the page of the row around.
  private outOf(row: string): { readonly screen: number; readonly row?: string } {
    const around = whereIs(repeatOf(row), this.form as Form)
    return { screen: around.screen, ...(around.row === undefined ? {} : { row: around.row }) }
  }

  private turn(page: Preview['page']): void {
    this.page = page
    this.top()
  }

  private top(): void {
    this.draw()
    if (this.stage === undefined) return
    this.stage.scrollTop = 0
    this.stage.focus({ preventScroll: true })
  }

  // — what comes of it —

  private asExample(): void {
    const { amounts, entries, filling } = this.outcome()
    const form = this.form as Form
    const own = new Map(form.indicators.map(({ name }) => [`${form.id}.${name}`, name]))
    const indicators = Object.fromEntries([...amounts].flatMap(([name, amount]) => (own.has(name) ? [[own.get(name) ?? '', amount] as const] : [])))
    const registers = Object.fromEntries(entries.map(({ register, now }) => [register, { label: now.label }]))
    const problems = filling.problems().map(({ at = '', code }) => ({ at, code }))
    const expect = { ...(problems.length === 0 ? {} : { problems }), ...(Object.keys(registers).length === 0 ? {} : { registers }), ...(Object.keys(indicators).length === 0 ? {} : { indicators }) }
    const { at, entries: given, given: answers } = this.example()
    this.keep({ at, entries: given, given: answers, expect })
  }

  private outcome(): Outcome {
    return outcomeOf(this.form as Form, this.example(), { units: new Map(this.units.map((unit) => [unit.id, unit])) })
  }

  private example(): Example {
    const filling = this.filling as Filling
    const entries: Record<string, Record<string, Record<string, string | number>>> = {}
    const asked = (answers: Answers): Answers =>
      Object.fromEntries(
        Object.entries(answers).flatMap(([name, answer]): readonly (readonly [string, Answer])[] => {
          const question = this.questionOf(name)
          if (question?.kind === 'repeat') return [[name, (answer as readonly Answers[]).map(asked)]]
          if (question === undefined || !kinds[question.kind].isAsked) return []
          const entry = question.kind === 'entry' ? filling.world.entry(question.register ?? '', String(answer)) : undefined
          if (entry !== undefined) (entries[question.register ?? ''] ??= {})[entry.id] = { label: entry.label, unit: entry.unit, ...(entry.columns as Record<string, string | number>) }
          return [[name, answer]]
        }),
      )
    const given = asked(filling.seal())
    return { name: 'example', file: 'form.yaml', line: 1, at: localDay(filling.world.clock.at, zone), ...(this.isShort ? { short: true as const } : {}), entries, given, reasons: this.reasons, expect: {} }
  }

  private questionOf(name: string): Question | undefined {
    const find = (questions: readonly Question[]): Question | undefined => {
      for (const question of questions) {
        const found = question.name === name ? question : find(question.questions ?? [])
        if (found !== undefined) return found
      }
      return undefined
    }
    return find(this.form?.survey ?? [])
  }

  private done({ amounts, entries }: Outcome): Html {
    const { author } = this.words
    const form = this.form as Form
    const shown = form.indicators.flatMap(({ name, label, scale = 1, unit }) => {
      const amount = amounts.get(`${form.id}.${name}`)
      if (amount === undefined) return []
      const text = (one: typeof label | undefined): string => this.filling?.text(one, undefined, this.language) ?? ''
      return [html`<div><dt>${text(label)}</dt><dd>+ ${writeNumber(amount / scale, this.language)} ${text(unit)}</dd></div>`]
    })
    return html`<h1>${author.finished}</h1><p>${author.finishedAbout}</p><h2>${author.adds}</h2>${shown.length === 0 ? html`<p>${author.addsNone}</p>` : html`<dl class="answers">${shown}</dl>`}${entries.length > 0 && html`<h2>${author.entries}</h2><ul class="cards">${entries.map(
      ({ register, now }) => html`<li><strong>${now.label}</strong> <span class="about">${register}</span><dl class="answers">${Object.entries(now.columns).map(([column, value]) => html`<div><dt>${column}</dt><dd>${typeof value === 'number' ? writeNumber(value, this.language) : String(value)}</dd></div>`)}</dl></li>`,
    )}</ul>`}`
  }
}

function give(filling: Filling, answers: Answers, at: string): void {
  for (const [name, answer] of Object.entries(answers)) {
    const key = at + name
    if (filling.step(key)?.question.kind !== 'repeat') {
      if (filling.has(key) && kinds[filling.step(key)?.question.kind ?? 'note'].isAsked) filling.answer(key, answer)
      continue
    }
    ;(answer as readonly Answers[]).forEach((row, i) => {
      while (filling.count(key) <= i && filling.room(key) > 0) filling.add(key)
      if (filling.count(key) > i) give(filling, row, `${key}[${i + 1}].`)
    })
  }
}
