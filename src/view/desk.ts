// The author's desk as pure text: the files of a source, what is wrong, examples, translations, what a new version means. The server draws it for
// browsers without script; where scripts run, the desk draws the panels anew at every pause. What happens to what is written is theirs.
import type { Difference } from '../form/difference.ts'
import type { Example } from '../form/example.ts'
import { whereMissing } from '../form/fill_in.ts'
import { compareLines, differing } from '../form/lines.ts'
import { writeNumber } from '../form/number.ts'
import type { Problem } from '../form/problem.ts'
import type { Files } from '../form/source.ts'
import type { KindName } from '../form/form.ts'
import type { WritingWords } from '../words/writing.vi.ts'
import { say, written } from '../words/say.ts'
import type { Html } from './html.ts'
import { attribute, html, nothing } from './html.ts'

/** What checking a source gave. */
export interface Checked {
  readonly problems: readonly Problem[]
  /** What the author should know, and may publish all the same. */
  readonly warnings?: readonly Problem[]
  /** Each with what differs; undefined while the source does not compile. */
  readonly examples: readonly { readonly example: Example; readonly failed: readonly Problem[] }[] | undefined
  /** Against the version in use; undefined where there is none, or while the source does not compile. */
  readonly difference: readonly Difference[] | undefined
}

/** A reader of the desk. */
export interface Reader {
  readonly words: WritingWords
  readonly language: string
}

export interface DeskPage extends Reader {
  readonly form: string
  readonly title: string
  /** The version that it goes on from, and the one in use; 0: none. */
  readonly base: number
  readonly latest: number
  /** Of the working copy; 0: what is published, not touched yet. */
  readonly revision: number
  readonly files: Files
  /** The source in use, for what differs. */
  readonly published: Files
  readonly kinds: readonly KindName[]
  readonly news: readonly Html[]
  readonly checked: Checked | undefined
  /** Somebody else's text, saved meanwhile. */
  readonly theirs: { readonly revision: number; readonly about: string; readonly files: Files } | undefined
  /** The source of the version that this one was begun from, where another is in use now. */
  readonly begun: Files | undefined
}

/** form.yaml first, then the languages, then shared lists. */
export function inOrder(files: Files): readonly string[] {
  const rank = (path: string): number => (path === 'form.yaml' ? 0 : path.startsWith('lists/') ? 2 : 1)
  return Object.keys(files).sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
}

/** The page's middle. */
export function deskMain(page: DeskPage): Html {
  const { form, title, words, base, latest, revision, theirs, checked } = page
  const { author } = words
  const action = `/office/forms/${form}/edit`
  return html`<div class="desk"><div class="write"><p class="step"><a href="/office/forms">${author.title}</a> · ${form}</p><h1>${author.deskTitle(title)}</h1>
<p class="about">${base === 0 ? author.baseNone : author.base(String(base))}${latest > 0 && html` <a href="/office/forms/${form}">${author.versions}</a>`}</p>
${page.news}${base < latest && newer(page)}
<form id="desk" method="post" action="${action}" enctype="multipart/form-data" data-form="${form}"><button class="away" name=".do" value="check" tabindex="-1" aria-hidden="true">${author.check}</button>
<input type="hidden" name="base" value="${base}"><input type="hidden" name="revision" value="${revision}"><div id="desk-moved">${theirs !== undefined && conflictPanel(theirs, page)}</div>
<div id="desk-files">${inOrder(page.files).map((path, i) => fileBox(path, page.files[path] ?? '', i, page))}</div><p class="hint" id="desk-keys">${author.keys}</p>
<div class="buttons" id="desk-do"><button name=".do" value="publish">${author.publish}</button><button class="plain" name=".do" value="check">${author.check}</button><button class="plain" name=".do" value="save">${author.save}</button><button class="plain" name=".do" value="trial">${author.trial}</button></div>
<div class="filters"><div><label for="desk-insert">${author.insertWhat}</label><select id="desk-insert" name="insert"><option value="">${words.field.choose}</option><optgroup label="${author.questions}">${page.kinds.map(
    (kind) => html`<option value="${kind}">${kind}: ${author.kind[kind] ?? kind}</option>`,
  )}</optgroup><optgroup label="${author.others}"><option value=".indicator">indicators: ${author.anIndicator}</option><option value=".register">registers: ${author.aRegister}</option></optgroup></select></div><div><button class="plain" name=".do" value="insert">${author.insertDo}</button></div>
<div><label for="desk-add">${author.addFile}</label><input type="text" id="desk-add" name="add" aria-describedby="desk-add-hint" autocomplete="off" spellcheck="false" maxlength="80"></div><div><button class="plain" name=".do" value="add">${author.insertDo}</button></div><p class="hint" id="desk-add-hint">${author.addFileHint}</p></div></form>
<section class="panel" id="desk-problems">${checked === undefined ? nothing : problemPanel(checked.problems, page, checked.warnings)}</section>
<section class="panel" id="desk-examples">${checked === undefined ? nothing : examplePanel(checked, page)}</section>
<section class="panel" id="desk-translations">${checked === undefined ? nothing : translationPanel(checked.warnings ?? [], page)}</section>
<section class="panel" id="desk-change">${changePanel(checked?.difference, page)}</section>
<div class="buttons"><button class="plain" form="desk" name=".do" value="discard">${author.discard}</button></div></div>
<section class="look" id="desk-preview" aria-labelledby="desk-preview-title"><h2 id="desk-preview-title">${author.preview}</h2><p>${author.previewScript}</p></section></div>`
}

/** One file with its box. */
export function fileBox(path: string, text: string, n: number, { words }: Pick<Reader, 'words'>): Html {
  return html`<div class="file" data-file="${path}"><h2><label for="desk-file-${n}">${path}</label></h2><div class="lines"><textarea id="desk-file-${n}" name="file:${path}" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off" rows="24" aria-describedby="desk-keys">
${text}</textarea></div>${path !== 'form.yaml' && html`<div class="buttons"><button class="plain" name=".do" value="drop ${path}">${words.author.dropFile(path)}</button></div>`}</div>`
}

/** All that is wrong, and below what is only remarked, each with its file and line, the line itself, and what to do. */
export function problemPanel(problems: readonly Problem[], { words, language, files }: Reader & { readonly files: Files }, warnings: readonly Problem[] = []): Html {
  const { author } = words
  const lines = new Map(Object.entries(files).map(([path, text]) => [path, text.split('\n')]))
  const list = (all: readonly Problem[], looks: string): Html => html`<ul class="cards ${looks}">${all.map((problem) => {
    const { file = 'form.yaml', line = 1 } = problem
    const text = (lines.get(file)?.[line - 1] ?? '').trim()
    return html`<li>${place(problem, words)} <span class="says">${say(problem, words, language)}</span>${text !== '' && html`<code>${text}</code>`}</li>`
  })}</ul>`
  // Texts without a translation have a panel of their own, with a box for each.
  const told = warnings.filter(({ code }) => code !== 'translation_missing')
  const remarks = told.length > 0 && html`<h3>${author.remarks(writeNumber(told.length, language))}</h3>${list(told, 'slips remarks')}`
  if (problems.length === 0) return html`<h2>${author.noProblems}</h2>${remarks}`
  return html`<h2>${author.problems(writeNumber(problems.length, language))}</h2>${list(problems, 'slips')}${remarks}`
}

// Where scripts run, a press leads to the line.
function place({ file = 'form.yaml', line = 1, column = 1 }: Problem, { author }: WritingWords): Html {
  return html`<a href="#desk-files" data-goto="${file} ${line} ${column}">${author.at(file, String(line))}</a>`
}

/** Each example, whether it comes out, and what differs. */
export function examplePanel({ examples }: Checked, { words }: Reader): Html {
  const { author, side } = words
  const head = html`<h2>${author.examples}</h2><p class="about">${author.examplesAbout}</p>`
  if (examples === undefined) return html`${head}<p>${author.examplesWait}</p>`
  if (examples.length === 0) return html`${head}<p>${author.noExamples}</p>`
  return html`${head}<ul class="cards">${examples.map(
    ({ example, failed }) => html`<li><span class="sign ${failed.length === 0 ? 'is-approved' : 'is-rejected'}">${failed.length === 0 ? author.passed : author.failed}</span> <strong>${example.name}</strong> ${place({ code: 'example_failed', file: example.file, line: example.line }, words)}${failed.map(
      ({ facts = {} }) => html`<p class="problem">${author.differs(side(String(facts.expected ?? '')), side(String(facts.received ?? '')))}</p>`,
    )}</li>`,
  )}</ul>`
}

/** Texts that lack a translation, each with a box for it beside the original. */
export function translationPanel(warnings: readonly Problem[], { words, language, files }: Reader & { readonly files: Files }): Html {
  const { author } = words
  const head = html`<h2>${author.translations}</h2>`
  const missing = warnings.filter(({ code }) => code === 'translation_missing')
  const languages = [...new Set(missing.map(({ facts }) => String(facts?.language ?? '')))]
  if (missing.length === 0) {
    const others = Object.keys(files).filter((path) => path !== 'form.yaml' && !path.includes('/'))
    return html`${head}<p>${others.length === 0 ? author.translationsNone : author.translationsDone}</p>`
  }
  return html`${head}<p class="about">${author.translationsAbout}</p>${languages.map((code) => {
    const own = missing.filter(({ facts }) => facts?.language === code)
    return html`<details><summary>${author.translationsMissing(code, writeNumber(own.length, language))}</summary>${own.map((problem) => {
      const { file, path } = whereMissing(problem)
      const id = `desk-tr-${file}-${path.join('-')}`.replace(/[^\w-]/g, '_')
      const original = String(problem.facts?.text ?? problem.facts?.path ?? '')
      return html`<div class="field" data-key="${id}"><label for="${id}"><span class="away">${author.translation}: </span>${original}</label><p class="hint">${place(problem, words)}</p><input type="text" id="${id}" name="tr:${JSON.stringify([file, ...path])}" autocomplete="off" lang="${code}" form="desk"></div>`
    })}<div class="buttons"><button class="plain" form="desk" name=".do" value="fill">${author.fillIn}</button></div></details>`
  })}`
}

/** What differs from the version in use: what the form does otherwise, and what that means. */
export function changePanel(difference: readonly Difference[] | undefined, { words, language, latest, files, published }: Pick<DeskPage, 'latest' | 'files' | 'published'> & Reader): Html {
  const { author } = words
  const head = html`<h2>${author.change}</h2>`
  if (latest === 0) return html`${head}<p>${author.changeNew}</p>`
  const paths = inOrder({ ...published, ...files })
  const changed = paths.flatMap((path): readonly string[] => {
    const [before, after] = [published[path], files[path]]
    if (before === after) return []
    if (before === undefined) return [author.changeAdded(path)]
    if (after === undefined) return [author.changeGone(path)]
    const lines = compareLines(before, after)
    const count = (is: string): string => writeNumber(lines.filter((line) => line.is === is).length, language)
    return [author.changeFile(path, count('new'), count('gone'))]
  })
  if (changed.length === 0) return html`${head}<p>${author.changeNone}</p>`
  return html`${head}<ul>${changed.map((line) => html`<li>${line}</li>`)}</ul>${difference !== undefined && differenceList(difference, { words, language })}`
}

/** Each difference as a sentence, and what it means for drafts, for what was sent and for figures, where it means something. */
export function differenceList(difference: readonly Difference[], { words, language }: Reader): Html {
  const { code, drafts, answers, tallies } = words.difference
  return html`<ul class="cards">${difference.map((one) => {
    const means = [one.drafts === 'same' ? '' : drafts[one.drafts], one.answers === 'same' ? '' : answers[one.answers], one.tallies === 'same' ? '' : tallies[one.tallies]].filter((text) => text !== '')
    return html`<li><strong>${code[one.code](written({ ...one.facts, at: one.at }, words, language))}</strong>${means.map((text) => html`<p>${text}</p>`)}</li>`
  })}</ul>`
}

/** What a publish would change in figures that are there: server/recounts.ts. */
export interface FiguresPreview {
  readonly records: number
  readonly isWhole: boolean
  /** Where another time to keep is said: the sentence that tells how many records are over it. */
  readonly due: string | undefined
  readonly figures: readonly { readonly label: string; readonly state: 'received' | 'approved'; readonly before: number | null; readonly after: number | null; readonly places: readonly { readonly name: string; readonly before: number; readonly after: number }[] }[]
}

/** Each figure before and after, and the places where it changes most. */
export function figuresPanel({ records, isWhole, due, figures }: FiguresPreview, { words, language }: Reader): Html {
  const { author } = words
  const erasing = due !== undefined && html`<p class="doubt" id="keep-due">${due}</p>`
  const count = writeNumber(records, language)
  const number = (value: number | null): string => (value === null ? '–' : writeNumber(value, language))
  const row = (name: Html | string, before: number | null, after: number | null): Html => html`<tr><th scope="row">${name}</th><td class="n">${number(before)}</td><td class="n">${number(after)}</td></tr>`
  if (figures.length === 0) return html`${erasing}<p>${author.figuresSame(count)}</p>`
  return html`${erasing}<h2>${author.figuresChange}</h2><p>${author.figuresLooked(count)}${!isWhole && ` ${author.figuresMore}`}</p><div class="scroll"><table><thead><tr><th scope="col">${author.indicator}</th><th scope="col" class="n">${author.before}</th><th scope="col" class="n">${author.after}</th></tr></thead><tbody>${figures.map(
    ({ label, state, before, after, places }) => html`${row(html`${label} <span class="about">(${words.views[state] ?? state}${before === after && places.length === 0 && `; ${author.figuresDivided}`})</span>`, before, after)}${places.map((one) => row(html`<span class="about">${one.name}</span>`, one.before, one.after))}`,
  )}</tbody></table></div>`
}

/** Both texts, where they differ, and the two ways out of it. */
export function conflictPanel(theirs: NonNullable<DeskPage['theirs']>, page: Reader & { readonly files: Files }): Html {
  const { words, files } = page
  const { author } = words
  return html`<section class="summary" id="desk-conflict" tabindex="-1"><h2>${author.moved}</h2><p>${theirs.about}</p><input type="hidden" name="seen" value="${theirs.revision}">${sideBySide(theirs.files, files, author.theirLine, author.myLine, page)}<div class="buttons"><button class="plain" name=".do" value="theirs">${author.theirs}</button><button name=".do" value="mine">${author.mine}</button></div></section>`
}

// What was published meanwhile, against the version that this one was begun from.
function newer(page: DeskPage): Html {
  const { words, form, latest, revision, begun, published } = page
  const { author } = words
  return html`<section class="news" id="desk-newer"><h2>${author.newer(String(latest))}</h2><p>${author.newerAbout}</p>${begun !== undefined && sideBySide(begun, published, author.base(String(page.base)), author.publishedLine, page)}<form method="post" action="/office/forms/${form}/seen"><input type="hidden" name="revision" value="${revision}"><input type="hidden" name="latest" value="${latest}"><button class="plain">${author.newerSeen}</button></form></section>`
}

/** Where two sources differ, line by line. */
export function sideBySide(before: Files, after: Files, beforeTitle: string, afterTitle: string, { words }: Reader): Html {
  const { author } = words
  const changed = inOrder({ ...before, ...after }).filter((path) => before[path] !== after[path])
  if (changed.length === 0) return html`<p>${author.movedSame}</p>`
  return html`${changed.map(
    (path) => html`<h3>${path}</h3><div class="scroll" tabindex="0" role="region" aria-label="${path}"><table class="compared"><thead><tr><th scope="col">${author.line}</th><th scope="col">${beforeTitle}</th><th scope="col">${afterTitle}</th></tr></thead><tbody>${differing(compareLines(before[path] ?? '', after[path] ?? '')).map((line) =>
      line === undefined
        ? html`<tr><td>…</td><td></td><td></td></tr>`
        : html`<tr${attribute('class', { same: undefined, gone: 'gone', new: 'added' }[line.is])}><td class="n">${line.after ?? line.before}</td><td>${line.is !== 'new' && html`<code>${line.text}</code>`}</td><td>${line.is !== 'gone' && html`<code>${line.text}</code>`}</td></tr>`,
    )}</tbody></table></div>`,
  )}`
}
