// What was sealed on this phone: lists by what became of it, and one record with its receipt, its question from the office, its problems, and what its
// author may still do with it.
import { instant } from '../form/date.ts'
import { writeNumber } from '../form/number.ts'
import type { Problem } from '../form/problem.ts'
import { plain } from '../view/begin.ts'
import type { Html } from '../view/html.ts'
import { html } from '../view/html.ts'
import { writeInstant } from '../view/kinds/date.ts'
import { qr } from '../view/qr.ts'
import { say } from '../words/say.ts'
import { laterWordsOf } from './around.ts'
import { zone } from './filling.ts'
import { headsOf } from './forms.ts'
import { mayCorrect } from './records.ts'
import { sendNow } from './rhythm.ts'
import type { App, Drawn } from './screen.ts'
import type { Kept, RecordState } from './shapes.ts'
import { whole } from './whole.ts'

const groups: Readonly<Record<string, readonly RecordState[]>> = {
  waiting: ['waiting'], kept: ['kept', 'late', 'endorsed', 'approved'], returned: ['returned'], refused: ['refused', 'conflict', 'rejected'], withdrawn: ['withdrawn'],
}

/** /sent?state= and /sent/:n */
export async function sent(app: App, [, number]: readonly string[], query: URLSearchParams): Promise<Drawn | string> {
  const { account, words } = app
  const shelf = whole(app.shelf)
  if (number === undefined) return list(app, query.get('state') ?? '')
  const record = /^\d{1,15}$/.test(number) ? await shelf.record(Number(number)) : undefined
  if (record === undefined || record.author !== account.person) return { title: words.phone.gone, main: html`<h1>${words.phone.gone}</h1><p>${words.phone.goneAbout}</p><p class="buttons"><a class="button" href="/">${words.home}</a></p>` }
  return query.has('withdraw') ? askWithdraw(app, record) : one(app, record)
}

async function list(app: App, state: string): Promise<Drawn> {
  const { app: says } = laterWordsOf(app.language)
  const { account, words, language } = app
  const shelf = whole(app.shelf)
  const group = Object.prototype.hasOwnProperty.call(groups, state) ? groups[state] : undefined
  const [heads, all] = await Promise.all([headsOf(app), shelf.records(account.person)])
  const titles = new Map(heads.map(({ id, title }) => [id, plain(title, language)]))
  const rows = all.filter((record) => (state === 'media' ? hasFilesHere(record) : state === 'sending' ? record.state === 'waiting' && record.tries > 0 : group === undefined || group.includes(record.state))).reverse()
  return {
    title: says.list,
    main: html`<h1>${says.list}${group !== undefined && `: ${says.state[state] ?? ''}`}</h1>${rows.length === 0 ? html`<p>${says.emptyList}</p>` : html`<ul class="cards">${rows.map(
      (record) => html`<li><a class="whole" href="/sent/${record.n}">${record.receipt === '' ? '' : `${record.receipt}: `}${record.label || titles.get(record.form) || record.form}</a><p><span class="sign is-${record.state}">${says.state[record.state]}</span> <span class="about">${titles.get(record.form) ?? record.form} – ${writeInstant(instant(record.sealed_at, zone()), language)}</span></p></li>`,
    )}</ul>`}<p class="buttons"><a class="button plain" href="/">${words.home}</a></p>`,
  }
}

async function one(app: App, record: Kept): Promise<Drawn> {
  await app.learn()
  const { words, language } = app
  const { app: says, receipt, start } = laterWordsOf(language)
  const titles = new Map((await headsOf(app)).map(({ id, title }) => [id, plain(title, language)]))
  const isWaiting = record.state === 'waiting'
  const isOut = record.state === 'rejected' || record.state === 'withdrawn' || (record.state === 'refused' && record.kind === 'withdrawal')
  const heading = isWaiting ? says.waitingTitle : isOut || record.state === 'returned' ? sentence(says.state[record.state] ?? '') : record.state === 'refused' ? receipt.titleRefused : says.keptTitle
  const about = isWaiting ? says.waitingAbout : isOut ? '' : { refused: receipt.refused, conflict: receipt.conflict, returned: receipt.returned }[record.state as string] ?? receipt.about
  const files = record.media.filter(({ isThumbnail }) => !isThumbnail)
  const lost = files.filter(({ isKept, sent }) => !isKept && sent < 0)
  const may = await mayCorrect(app, record)
  return {
    title: heading,
    main: html`<h1>${heading}</h1>
${record.receipt !== '' && html`<p>${receipt.number}:</p><p class="number-big">${record.receipt}</p>`}
${about !== '' && html`<p>${about}</p>`}
${record.asked !== undefined && record.asked.comment !== '' && html`<p class="doubt">${start.question(record.asked.comment)}</p>`}
${record.problems.length > 0 && html`<ul>${record.problems.map((problem) => html`<li class="problem">${said(problem, app)}</li>`)}</ul>`}
<dl class="answers"><div><dt>${receipt.form}</dt><dd>${titles.get(record.form) ?? record.form}</dd></div>${record.label !== '' && html`<div><dt>${receipt.named}</dt><dd>${record.label}</dd></div>`}<div><dt>${receipt.state}</dt><dd><span class="sign is-${record.state}">${says.state[record.state]}</span>${record.tries > 0 && isWaiting && html` ${says.tried(writeNumber(record.tries, language))}`}</dd></div><div><dt>${receipt.when}</dt><dd>${writeInstant(instant(record.sealed_at, zone()), language)}</dd></div>${files.length > 0 && html`<div><dt>${says.mediaSent(writeNumber(files.filter(({ isKept }) => isKept).length, language), writeNumber(files.length, language))}</dt></div>`}</dl>
${lost.length > 0 && html`<p class="problem">${says.filesLost(lost.map(({ name }) => name).join(', '))}</p>`}
<div class="buttons">${isWaiting && html`<button type="button" name=".do" value="send">${says.send}</button>`}${may && html`<button class="${isWaiting ? 'plain' : ''}" type="button" name=".do" value="correct">${record.state === 'returned' || record.state === 'refused' ? receipt.correct : says.reopen}</button>`}${mayWithdraw(record) && html`<a class="button plain" href="/sent/${record.n}?withdraw">${says.withdraw}</a>`}<a class="button plain" href="/forms/${record.form}">${receipt.another}</a><a class="button plain" href="/">${words.home}</a></div>
${record.receipt !== '' && html`<p>${says.checkReceipt}</p>${code(record, says.ofReceipt(record.receipt))}`}`,
    async press(what) {
      if (what === 'send') return sendNow(app)
      if (what !== 'correct') return
      const to = await (await import('./rarely.ts')).correct(app, record)
      return to === undefined ? app.tell(says.mayNotCorrect) : app.go(to)
    },
  }
}

const hasFilesHere = ({ state, revision, media }: Kept): boolean => revision > 0 && state !== 'waiting' && state !== 'withdrawn' && media.some(({ isKept, sent }) => !isKept && sent >= 0)

// What the office has approved is no longer the author's to take back.
const mayWithdraw = ({ kind, state, revision }: Kept): boolean => kind === 'submission' && revision > 0 && ['kept', 'returned', 'refused'].includes(state)

function askWithdraw(app: App, record: Kept): Drawn {
  const { app: says, check } = laterWordsOf(app.language)
  return {
    title: says.withdrawTitle,
    main: html`<h1>${says.withdrawTitle}</h1><p>${says.withdrawAbout}</p><div class="buttons"><button class="danger" type="button" name=".do" value="yes">${says.withdrawYes}</button><a class="button plain" href="/sent/${record.n}">${check.removeNo}</a></div>`,
    async press() {
      await (await import('./rarely.ts')).withdraw(app, record)
      return app.go('/sent', true)
    },
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

// The number is enough; the address with its signature saves typing and can be checked by anyone.
function code({ receipt, signature }: Kept, title: string): Html {
  const address = `${location.origin}/r/${receipt}${signature === '' ? '' : `?s=${signature}`}`
  return html`<div class="qr" role="img" aria-label="${title}">${qr(address)}</div>`
}

// The server's sentence where it sent one, else our own of the same code.
function said(problem: unknown, { words, language }: App): string {
  const { title } = problem as { readonly title?: string }
  return title ?? say(problem as Problem, words, language)
}
