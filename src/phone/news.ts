// What an officer should know before anything else: storage that was lost, a token that ended, a browser that promises little, a new version.
import { instant } from '../form/date.ts'
import { writeNumber } from '../form/number.ts'
import type { Html } from '../view/html.ts'
import { html } from '../view/html.ts'
import { writeInstant } from '../view/kinds/date.ts'
import { laterWordsOf } from './around.ts'
import { zone } from './filling.ts'
import { canInstall } from './install.ts'
import type { App } from './screen.ts'
import { isWaiting } from './update.ts'

/** The words above the home page. */
export async function news({ shelf, account, language }: App): Promise<Html> {
  const { app: says } = laterWordsOf(language)
  const told: string[] = []
  const lost = lostWords(shelf, language)
  if (lost !== undefined) {
    // Said once, and for as long as this window lives.
    void shelf.keepSetting('lost', undefined)
    told.push(lost)
  }
  const now = await shelf.account(account.person)
  if (now?.ended !== undefined) told.push(says.ended)
  if (!('serviceWorker' in navigator)) told.push(says.noOffline)
  const install = canInstall() && html`<p class="news">${says.notProtected} <button class="plain" type="button" name=".do" value="install">${says.install}</button></p>`
  const update = isWaiting() && html`<p class="news">${says.update} <button class="plain" type="button" name=".do" value="update">${says.updateNow}</button></p>`
  return html`${told.map((text) => html`<p class="news problem" role="alert">${text}</p>`)}${install}${update}`
}

/** What was here when the browser threw the whole shelf away; undefined when it did not. */
export function lostWords(shelf: Pick<App['shelf'], 'lost'>, language: string): string | undefined {
  const lost = shelf.lost()
  if (lost === undefined) return undefined
  const { app: says } = laterWordsOf(language)
  const when = lost.lastSync === 0 ? says.never : writeInstant(instant(lost.lastSync, zone()), language)
  return lost.unsent > 0 ? says.lost(writeNumber(lost.unsent, language), when) : says.lostNone(when)
}
