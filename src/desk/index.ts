// The author's desk where scripts run: the source is checked at every pause as publishing would check it, the form lives beside it, and what is typed is
// kept. The page is the server's (view/desk.ts) and works without any of this.
import '../view/all.ts'
import type { Known } from '../form/compile.ts'
import { compile } from '../form/compile.ts'
import { differenceOf } from '../form/difference.ts'
import { fillIn } from '../form/fill_in.ts'
import type { Form, KindName } from '../form/form.ts'
import type { Problem } from '../form/problem.ts'
import { putExample, putIndicator, putQuestion, putRegister } from '../form/snippets.ts'
import type { Outside, Put } from '../form/snippets.ts'
import type { Files } from '../form/source.ts'
import { foreignId } from '../form/source.ts'
import type { Unit } from '../form/world.ts'
import { morph, parsed } from '../phone/morph.ts'
import { runExample } from '../record/example.ts'
import { changePanel, conflictPanel, examplePanel, fileBox, problemPanel, translationPanel } from '../view/desk.ts'
import type { Checked } from '../view/desk.ts'
import type { Html } from '../view/html.ts'
import { say } from '../words/say.ts'
import type { Editor } from './editor.ts'
import { editorOf } from './editor.ts'
import { layDown, pickUp, send, waiting } from './keep.ts'
import type { Waiting } from './keep.ts'
import { Preview } from './preview.ts'
import { fetchWritingWords, writingWordsOf } from './words.ts'

/** As the server hands it in: server/author.ts. */
interface Around {
  readonly known: Known
  readonly published: Files
  readonly others: readonly Form[]
  readonly units: readonly Unit[]
}

const page = document.querySelector<HTMLFormElement>('form#desk')
if (page !== null) void start(page, page.dataset.form ?? '')

async function start(page: HTMLFormElement, form: string): Promise<void> {
  const language = document.documentElement.lang
  await fetchWritingWords(language)
  const words = writingWordsOf(language)
  const { author } = words
  const reader = { words, language }
  const place = (id: string): HTMLElement => document.getElementById(id) as HTMLElement
  const hidden = (name: string): HTMLInputElement => page.elements.namedItem(name) as HTMLInputElement
  const editors = new Map<string, Editor>()
  const tabs = document.createElement('nav')
  const told = document.createElement('p')
  const beside = document.createElement('p')
  tabs.className = 'tabs'
  tabs.setAttribute('aria-label', author.files)
  told.id = 'desk-told'
  told.setAttribute('role', 'status')
  // Over the box, because the list of all that is wrong stands below the fold of a small screen.
  beside.id = 'desk-beside'
  beside.setAttribute('role', 'status')
  place('desk-files').before(tabs, beside)
  place('desk-do').after(told)
  const tell = (text: string): void => {
    if (told.textContent !== text) told.textContent = text
  }

  // — the files —

  let shown = 'form.yaml'
  let problems: readonly Problem[] = []
  const drawTabs = (): void => {
    tabs.replaceChildren(...[...editors.keys()].map((path) => {
      const tab = document.createElement('button')
      const count = problems.filter(({ file = 'form.yaml' }) => file === path).length
      tab.type = 'button'
      tab.className = count > 0 ? 'plain slip' : 'plain'
      tab.textContent = count > 0 ? `${path} (${count})` : path
      if (path === shown) tab.setAttribute('aria-current', 'true')
      tab.onclick = () => show(path)
      return tab
    }))
  }
  const drawBeside = (): void => {
    const line = editors.get(shown)?.line()
    const here = problems.find((one) => (one.file ?? 'form.yaml') === shown && (one.line ?? 1) === line)
    const text = here === undefined ? '' : `${author.at(shown, String(line))}: ${say(here, words, language)}`
    if (beside.textContent !== text) beside.textContent = text
  }
  const show = (path: string): void => {
    const wasTab = tabs.contains(document.activeElement)
    shown = editors.has(path) ? path : 'form.yaml'
    for (const { path: own, box } of editors.values()) box.hidden = own !== shown
    drawTabs()
    drawBeside()
    if (wasTab) tabs.querySelector<HTMLElement>('[aria-current]')?.focus()
  }
  const take = (box: HTMLElement): void => {
    const editor = editorOf(box)
    editors.set(editor.path, editor)
    editor.area.addEventListener('input', touched)
    for (const moved of ['keyup', 'click', 'focus']) editor.area.addEventListener(moved, drawBeside)
  }
  const addFile = (path: string, text: string): void => {
    const had = editors.get(path)
    if (had !== undefined) return had.put(text)
    place('desk-files').append(parsed(fileBox(path, text, Date.now(), reader).markup))
    take(place('desk-files').lastElementChild as HTMLElement)
  }
  const dropFile = (path: string): void => {
    editors.get(path)?.box.remove()
    editors.delete(path)
  }
  const filesNow = (): Files => Object.fromEntries([...editors].map(([path, { area }]) => [path, area.value]))
  const goto = (path: string, line: number, column = 1, lines = 0): void => {
    show(path)
    editors.get(path)?.goto(line, column, lines)
    drawBeside()
  }

  // — keeping —

  let isDirty = false
  let isStopped = document.getElementById('desk-conflict') !== null
  let saving: Promise<boolean> | undefined
  let [keepTimer, sendTimer, checkTimer]: (ReturnType<typeof setTimeout> | undefined)[] = []
  const now = (): Waiting => ({ base: Number(hidden('base').value), revision: Number(hidden('revision').value), files: filesNow() })
  const lay = (): void => {
    if (isDirty) layDown(form, now())
  }
  // One at a time; what is typed meanwhile goes with the next. True when the server has all of it.
  const save = (what: 'save' | 'check' = 'save'): Promise<boolean> => {
    saving ??= (async () => {
      await undefined // so that `saving` stands before it may end
      try {
        while (isDirty || what === 'check') {
          const text = now()
          const wanted = what
          isDirty = false
          what = 'save'
          tell(author.keeping)
          const kept = await send(form, text, wanted)
          if (kept === 'signed-out' || kept === 'unreachable') {
            isDirty = true
            lay()
            tell(kept === 'signed-out' ? author.signedOut : author.unkept)
            if (kept === 'unreachable') later(10_000)
            return false
          }
          if ('moved' in kept) {
            isDirty = true
            lay()
            isStopped = true
            place('desk-moved').innerHTML = conflictPanel(kept.moved, { ...reader, files: text.files }).markup
            tell(author.moved)
            place('desk-conflict').focus()
            return false
          }
          hidden('revision').value = String(kept.revision)
          fromServer = kept.problems?.filter(({ code }) => code === 'expression_regex') ?? fromServer
          if (kept.problems !== undefined) drawProblems()
        }
        pickUp(form)
        tell(author.kept)
        return true
      } finally {
        saving = undefined
      }
    })()
    return saving
  }
  const later = (ms: number): void => {
    clearTimeout(sendTimer)
    // Only the server can tell whether a pattern may hang: it is asked where there is one.
    sendTimer = setTimeout(() => {
      if (!isStopped) void save(Object.values(filesNow()).some((text) => text.includes('regex(')) ? 'check' : 'save')
    }, ms)
  }
  function touched(): void {
    isDirty = true
    clearTimeout(keepTimer)
    keepTimer = setTimeout(lay, 300)
    later(1_500)
    clearTimeout(checkTimer)
    // A long form is looked at after a longer pause, so that typing never waits for it.
    checkTimer = setTimeout(check, Math.max(200, 2 * took))
  }

  // — checking —

  let around: Around | undefined
  let preview: Preview | undefined
  let took = 0
  let own: Checked = { problems: [], examples: undefined, difference: undefined }
  let fromServer: readonly Problem[] = []
  const draw = (id: string, made: Html): void => morph(place(id), parsed(made.markup))
  const drawProblems = (): void => {
    problems = [...own.problems, ...fromServer]
    draw('desk-problems', problemPanel(problems, { ...reader, files: filesNow() }, own.warnings))
    for (const { path, mark } of editors.values()) mark(new Set(problems.flatMap(({ file = 'form.yaml', line = 1 }) => (file === path ? [line] : []))))
    drawTabs()
    drawBeside()
  }
  const check = (): void => {
    if (around === undefined) return
    const begun = performance.now()
    const files = filesNow()
    const { known, others, published } = around
    const compiled = compile(files, known)
    const foreign = foreignId(files, form)
    const slips = [...(foreign === undefined ? [] : [foreign]), ...(compiled.ok ? [] : compiled.problems)]
    if (compiled.ok) {
      const examples = compiled.examples.map((example) => ({ example, failed: runExample(compiled.form, example, { forms: others }) }))
      own = { warnings: compiled.warnings, problems: [...slips, ...examples.flatMap(({ failed }) => failed)], examples, difference: known.previous === undefined ? undefined : differenceOf(known.previous, compiled.form) }
      preview?.show(compiled.form, compiled.examples)
    } else {
      own = { warnings: compiled.warnings, problems: slips, examples: undefined, difference: undefined }
      preview?.stale()
    }
    drawProblems()
    draw('desk-examples', examplePanel(own, reader))
    draw('desk-change', changePanel(own.difference, { ...reader, latest: known.previous === undefined ? 0 : 1, files, published }))
    drawTranslations(files)
    took = performance.now() - begun
    document.documentElement.dataset.desk = 'checked'
  }
  // Only where other texts are missing now: somebody may be typing in a box.
  let missing = ''
  const drawTranslations = (files: Files): void => {
    const made = translationPanel(own.warnings ?? [], { ...reader, files })
    if (made.markup === missing) return
    missing = made.markup
    const opened = [...place('desk-translations').querySelectorAll('details')].map(({ open }) => open)
    draw('desk-translations', made)
    ;[...place('desk-translations').querySelectorAll('details')].forEach((details, i) => (details.open = opened[i] ?? false))
  }

  // — what is pressed —

  const putIn = ({ text, line, lines }: Put): void => {
    show('form.yaml')
    editors.get('form.yaml')?.put(text)
    goto('form.yaml', line, 1, lines)
    tell(author.inserted(String(line)))
  }
  const insert = (): void => {
    const wanted = hidden('insert').value
    const main = editors.get('form.yaml')
    if (wanted === '' || main === undefined) return
    const text = main.area.value
    if (wanted === '.indicator') putIn(putIndicator(text, author.sample))
    else if (wanted === '.register') putIn(putRegister(text, author.sample))
    else putIn(putQuestion(text, main.line(), wanted as KindName, author.sample, outside()))
  }
  const outside = (): Outside => {
    const order = [...new Set(around?.units.map(({ level }) => level))]
    return { levels: [...(around?.known.levels ?? [])].sort((one, other) => order.indexOf(one) - order.indexOf(other)), registers: Object.keys(around?.known.registers ?? {}) }
  }
  const fill = (box: HTMLInputElement): void => {
    const [path = '', ...at] = JSON.parse(box.name.slice(3)) as string[]
    const value = box.value.trim().normalize('NFC')
    if (value === '' || at.length === 0) return
    const made = fillIn(editors.get(path)?.area.value ?? '', at, value)
    const editor = editors.get(path)
    if (editor === undefined) addFile(path, made)
    else editor.area.value = made
    ;(editors.get(path) as Editor).area.dispatchEvent(new Event('input', { bubbles: true }))
  }
  let mayGo = false
  page.addEventListener('submit', (event) => {
    if (mayGo) return
    event.preventDefault()
    const button = event.submitter as HTMLButtonElement | null
    const [what = '', about = ''] = (button?.value ?? '').split(/ (.*)/s)
    if (what === 'insert') return insert()
    if (what === 'add') {
      const path = hidden('add').value.trim()
      if (!/^(lists\/)?[A-Za-z][\w-]{0,60}\.yaml$/.test(path)) return tell(author.addFileWrong)
      addFile(path, '')
      hidden('add').value = ''
      show(path)
      return touched()
    }
    if (what === 'drop') {
      dropFile(about)
      show('form.yaml')
      return touched()
    }
    if (what === 'fill') return
    if (what === 'theirs') {
      pickUp(form)
      isDirty = false
      return location.reload()
    }
    if (what === 'mine') {
      hidden('revision').value = hidden('seen').value
      place('desk-moved').replaceChildren()
      isStopped = false
      isDirty = true
    }
    if (what === 'check') check()
    void (async () => {
      await saving
      if (what === 'save') isDirty = true
      const isKept = await save(what === 'check' ? 'check' : 'save')
      if (what === 'check') place('desk-problems').scrollIntoView({ block: 'nearest' })
      if (!isKept || !['publish', 'discard', 'trial'].includes(what) || button === null) return
      mayGo = true
      // Not within the submit that is being answered: the browser would leave it out.
      setTimeout(() => page.requestSubmit(button))
    })()
  })
  document.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('[data-goto]')
    if (link === null) return
    event.preventDefault()
    const [path = '', line = '1', column = '1'] = (link.dataset.goto ?? '').split(' ')
    goto(path, Number(line), Number(column))
  })
  document.addEventListener('change', (event) => {
    const box = event.target as HTMLInputElement
    if (box.name?.startsWith('tr:')) fill(box)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return
    event.preventDefault()
    isDirty = true
    void save()
  })
  addEventListener('online', () => later(0))
  addEventListener('pagehide', lay)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && lay())

  // — begin —

  for (const box of document.querySelectorAll<HTMLElement>('#desk-files .file')) take(box)
  const left = waiting(form)
  if (left !== undefined && !isStopped) {
    // The server had it before this window could hear so.
    if (isSame(left.files, filesNow())) {
      pickUp(form)
      tell(author.kept)
    } else {
      for (const path of [...editors.keys()]) if (left.files[path] === undefined) dropFile(path)
      for (const [path, text] of Object.entries(left.files)) addFile(path, text)
      hidden('base').value = String(left.base)
      hidden('revision').value = String(left.revision)
      isDirty = true
      later(0)
      tell(author.restored)
    }
  }
  show(shown)
  document.documentElement.dataset.desk = 'open'
  const answer = await fetch(`/office/forms/${form}/known`, { headers: { accept: 'application/json' } }).catch(() => undefined)
  if (answer?.ok !== true) return tell(answer?.status === 401 ? author.signedOut : author.unkept)
  around = (await answer.json()) as Around
  preview = new Preview(place('desk-preview'), language, { units: around.units, registers: around.known.registers }, (trial) => {
    const main = editors.get('form.yaml')
    if (main === undefined) return
    const put = putExample(main.area.value, author.sample, trial)
    putIn(put)
    tell(author.asExampleDone(String(put.line)))
  })
  check()
}

function isSame(one: Files, other: Files): boolean {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...paths].every((path) => one[path] === other[path])
}
