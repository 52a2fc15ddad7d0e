// Before a form is filled in on the phone. Where the form is not here yet it is fetched first, so that an officer can begin with the link to a form.
import { beginMain, plain } from '../view/begin.ts'
import { html } from '../view/html.ts'
import { begin as start } from './filling.ts'
import { fetchFirst } from './first.ts'
import { headsOf, latest } from './forms.ts'
import type { App, Drawn } from './screen.ts'

/** /forms/:form */
export async function begin(app: App, [, id = '']: readonly string[]): Promise<Drawn | string> {
  const { account, words, language } = app
  const isTheirs = account.forms === null || account.forms.includes(id)
  let head = isTheirs ? await latest(app, id) : undefined
  if (head === undefined && isTheirs) {
    app.tell(words.phone.preparing)
    await fetchFirst(app, id)
    head = await latest(app, id)
  }
  const isClosed = (await headsOf(app)).some((one) => one.id === id && one.state !== 'open')
  if (head === undefined || isClosed) {
    const { failure } = (await import('./later.ts')).laterWordsOf(language)
    const title = isClosed ? failure.closed : failure.notFound
    return { title, main: html`<h1>${title}</h1><p>${isClosed ? failure.closedAbout : isTheirs ? words.phone.noForm : failure.notFoundAbout}</p><p class="buttons"><a class="button" href="/">${words.home}</a></p>` }
  }
  const { form } = head
  let isStarting = false
  const short = form.short !== undefined && html`<p class="buttons"><button class="plain" type="button" name=".do" value="short">${words.phone.short}</button></p>`
  return {
    title: words.filling.startTitle(plain(form.title, language)),
    main: beginMain(form, words, language, html`<p class="buttons"><button class="big" type="button" name=".do" value="begin">${words.filling.start}</button></p>${short}`),
    async press(what) {
      if (isStarting) return
      isStarting = true
      const draft = await start(app, id, what === 'short' ? { short: true } : {})
      return draft === undefined ? app.redraw() : app.go(`/fill/${draft.id}`, true)
    },
  }
}
