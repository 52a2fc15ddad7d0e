// The officer's first page on the phone: what came back, what is being filled in, what can be begun, how many wait to be sent. All from the shelf.
import { instant } from '../form/date.ts'
import { writeNumber } from '../form/number.ts'
import { plain } from '../view/begin.ts'
import type { Html } from '../view/html.ts'
import { html } from '../view/html.ts'
import { writeInstant } from '../view/kinds/date.ts'
import { laterWordsOf } from './around.ts'
import { zone } from './filling.ts'
import { heard } from './forms.ts'
import { install } from './install.ts'
import { news } from './news.ts'
import { sendNow } from './rhythm.ts'
import type { App, Drawn } from './screen.ts'
import { takeOver } from './update.ts'
import type { RecordState } from './shapes.ts'
import { whole } from './whole.ts'

/** From here on it is said that photos fill the phone. What the browser calls its quota says nothing: with 1 MB left it still names 10 GB. */
const heavy = 50_000_000

/** / */
export async function home(app: App): Promise<Drawn> {
  const { account, language } = app
  const shelf = whole(app.shelf)
  const { app: says, start } = laterWordsOf(language)
  const { person } = account
  // What is done with is only counted: of a season's records the texts are not read for it.
  const [told, drafts, counts, bytes, waiting, returned, refused] = await Promise.all([
    heard(app), shelf.drafts(person), shelf.counts(person), shelf.unsentBytes(person), shelf.records(person, 'waiting'), shelf.records(person, 'returned'), shelf.records(person, 'refused'),
  ])
  const heads = told?.forms ?? []
  const titles = new Map(heads.map(({ id, title }) => [id, plain(title, language)]))
  const when = (at: number): string => writeInstant(instant(at, zone()), language)
  const count = (...states: readonly RecordState[]): string => writeNumber(states.reduce((sum, state) => sum + counts[state], 0), language)
  const mending = [...returned, ...refused.filter(({ kind }) => kind === 'submission')]
  // Their bytes have left at least once, and nobody has answered yet.
  const trying = waiting.filter(({ tries }) => tries > 0).length
  const startable = heads.filter(({ id, state }) => state === 'open' && (account.forms === null || account.forms.includes(id)))
  const size = writeNumber(Math.ceil(bytes / 1_000_000), language)
  const line = (state: string, text: string): Html => html`<li><a class="whole" href="/sent?state=${state}">${text}</a></li>`
  return {
    title: start.title,
    main: html`<h1>${start.title}</h1>${await news(app)}${bytes >= heavy && html`<p class="news">${says.heavy(size)}</p>`}
${mending.length > 0 && html`<section><h2>${start.returned}</h2><ul class="cards">${mending.map(
      (record) => html`<li><a class="whole" href="/sent/${record.n}">${record.receipt === '' ? '' : `${record.receipt}: `}${record.label || titles.get(record.form) || record.form}</a><p><span class="sign is-${record.state}">${says.state[record.state]}</span></p>${record.asked !== undefined && record.asked.comment !== '' && html`<p class="doubt">${start.question(record.asked.comment)}</p>`}</li>`,
    )}</ul></section>`}
${drafts.length > 0 && html`<section><h2>${start.drafts}</h2><ul class="cards">${drafts.map(
      (draft) => html`<li><a class="whole" href="/fill/${draft.id}">${start.goOn}: ${draft.label || start.unnamed}</a><p class="about">${titles.get(draft.form) ?? draft.form} – ${start.draftAt(when(draft.updated_at))}</p></li>`,
    )}</ul></section>`}
<section><h2>${start.forms}</h2>${startable.length === 0 ? html`<p>${told === undefined ? says.unheard : start.noForms}</p>` : html`<ul class="cards">${startable.map(({ id }) => html`<li><a class="whole" href="/forms/${id}">${titles.get(id)}</a></li>`)}</ul>`}</section>
<section><h2>${says.queue}</h2><ul class="cards queue">${line('waiting', says.toSend(count('waiting')))}${trying > 0 && line('sending', says.underWay(writeNumber(trying, language)))}${counts.media > 0 && line('media', says.mediaLeft(writeNumber(counts.media, language), size))}${line('kept', says.kept(count('kept', 'late', 'endorsed', 'approved')))}${line('returned', says.returned(count('returned')))}${line('refused', says.refused(count('refused', 'conflict', 'rejected')))}</ul>
<div class="buttons"><button type="button" name=".do" value="send">${says.send}</button></div></section>`,
    async press(what) {
      if (what === 'send') return sendNow(app)
      if (what === 'update') return takeOver()
      if (what !== 'install') return
      await install()
      return app.redraw()
    },
  }
}
