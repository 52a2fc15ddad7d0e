// The last page of a draft on the phone: read it once more, then seal it. From then on it lies in the queue, whatever happens to the network.
import { checkMain } from '../view/check.ts'
import { problemsOf } from '../view/doubts.ts'
import { html } from '../view/html.ts'
import type { Screen } from '../view/screens.ts'
import { laterWordsOf } from './around.ts'
import { addressOf, pathOf } from './fill.ts'
import { keepAll } from './filling.ts'
import type { App, Drawn } from './screen.ts'
import { sealDraft } from './records.ts'
import { forget, openShared } from './shared.ts'
import { whole } from './whole.ts'

/** What has more questions than this is not put on one page: its parts are opened one by one. */
const mostShown = 300

/** /fill/:id/check[?see=screen], /fill/:id/discard */
export async function check(app: App, [, id = '', what = '']: readonly string[], query: URLSearchParams): Promise<Drawn | string> {
  const at = await openShared(app, id)
  if (typeof at === 'string' || 'main' in at) return at
  await app.learn()
  const { words, language } = app
  if (what === 'discard') return discard(app, id)
  const { filling } = at
  const later = laterWordsOf(language)
  const { app: says, check: looks } = later
  const problems = problemsOf(filling, at, language)
  at.isChecked = problems.length > 0
  let isSending = false
  const see = query.get('see')
  const folded = filling.keys().length > mostShown ? ({ number }: Screen) => (String(number) === see ? undefined : `/fill/${id}/check?see=${number}#part-${number}`) : () => undefined
  return {
    title: looks.title,
    hasProblems: problems.length > 0,
    main: html`${checkMain({ filling, kept: at, words: { ...words, ...later }, language, problems, news: undefined, address: (key) => addressOf(at, key), screen: (number) => pathOf(id, number), folded })}
<div class="buttons">${problems.length === 0 && html`<button class="big" type="button" name=".do" value="send">${looks.send}</button>`}${at.draft.short === true && html`<button class="plain" type="button" name=".do" value="whole">${says.whole}</button>`}<a class="button plain" href="/fill/${id}/discard">${looks.discard}</a></div>`,
    async press(pressed) {
      if (pressed === 'whole') {
        await keepAll(app, at, { short: false })
        forget()
        return app.go(`/fill/${id}`)
      }
      // Tapped five times in a moment it is sealed once: the record takes the draft's place in one transaction.
      if (pressed !== 'send' || isSending) return
      isSending = true
      try {
        const n = await sealDraft(app, at)
        forget()
        return await app.go(`/sent/${n}`, true)
      } finally {
        isSending = false
      }
    },
  }
}

function discard(app: App, id: string): Drawn {
  const { check: says } = laterWordsOf(app.language)
  return {
    title: says.discardTitle,
    main: html`<h1>${says.discardTitle}</h1><p>${says.discardAbout}</p><div class="buttons"><button class="danger" type="button" name=".do" value="yes">${says.discardYes}</button><a class="button plain" href="/fill/${id}/check">${says.removeNo}</a></div>`,
    async press() {
      forget()
      await whole(app.shelf).dropDraft(id)
      return app.go('/', true)
    },
  }
}
