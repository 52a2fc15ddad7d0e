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

/** The words above the home page. */
export async function news({ shelf, account, language }: App): Promise<Html> {
  const { app: says } = laterWordsOf(language)
  const lost = shelf.lost()
  const told: string[] = []
  if (lost !== undefined) {
    const when = lost.lastSync === 0 ? says.never : writeInstant(instant(lost.lastSync, zone()), language)
    // Said once, and for as long as this window lives.
    void shelf.keepSetting('lost', undefined)
    told.push(lost.unsent > 0 ? says.lost(writeNumber(lost.unsent, language), when) : says.lostNone(when))
  }
  const now = await shelf.account(account.person)
  if (now?.ended !== undefined) told.push(says.ended)
  if (!('serviceWorker' in navigator)) told.push(says.noOffline)
  const install = canInstall() && html`<p class="news">${says.notProtected} <button class="plain" type="button" name=".do" value="install">${says.install}</button></p>`
  return html`${told.map((text) => html`<p class="news problem" role="alert">${text}</p>`)}${install}`
}
