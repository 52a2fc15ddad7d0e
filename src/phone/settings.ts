// The phone's own page: who uses it, PINs, what the browser promises about keeping, and the rescue of everything that is not sent.
import { html } from '../view/html.ts'
import { writeNumber } from '../form/number.ts'
import { laterWordsOf } from './around.ts'
import { given } from './given.ts'
import { handIn, readRescue, writeRescue } from './rescue.ts'
import { pinOf } from './pin.ts'
import { sendNow } from './rhythm.ts'
import type { App, Drawn } from './screen.ts'
import { inTurn } from './turn.ts'
import { lock, nowUses } from './who.ts'
import { whole } from './whole.ts'

/** /phone */
export async function settings(app: App, query: URLSearchParams): Promise<Drawn> {
  const { account } = app
  const shelf = whole(app.shelf)
  const gone = query.get('remove')
  if (gone !== null) return askRemove(app, gone, (await shelf.account(gone))?.name ?? '')
  const { app: says } = laterWordsOf(app.language)
  const [accounts, isProtected] = await Promise.all([shelf.accounts(), navigator.storage?.persisted?.().catch(() => false) ?? false])
  const forms = await shelf.forms()
  let rescued: readonly File[] = []
  return {
    title: says.settings,
    main: html`<h1>${says.settings}</h1>
<section><h2>${says.people}</h2><ul class="cards">${accounts.map(
      ({ person, name, ended }) => html`<li><strong>${name}</strong>${ended !== undefined && html`<p class="problem">${says.ended}</p>`}<div class="buttons">${person !== account.person && html`<button class="plain" type="button" name=".do" value="use ${person}">${says.use(name)}</button>`}<a class="button plain" href="/phone?remove=${encodeURIComponent(person)}">${says.removePerson}<span class="away">: ${name}</span></a></div></li>`,
    )}</ul><p>${says.addPerson}</p></section>
<section><h2>${says.pin}</h2><p>${says.pinAbout}</p><form id="pin-form"><div class="field"><label for="pin">${says.pinNew}</label><input type="password" id="pin" name="pin" class="number" inputmode="numeric" maxlength="8" autocomplete="new-password"></div><div class="buttons"><button name=".do" value="pin">${says.pinSet}</button>${account.pin !== undefined && html`<button class="plain" type="button" name=".do" value="unpin">${says.pinOff}</button>`}</div></form></section>
<section><h2>${says.storage}</h2><p>${isProtected ? says.protected : says.notProtected}</p><p>${says.ready(writeNumber(forms.length, app.language))}</p><div class="buttons"><button class="plain" type="button" name=".do" value="pull">${says.send}</button></div></section>
<section><h2>${says.rescue}</h2><p>${says.rescueAbout}</p><div class="buttons"><button type="button" name=".do" value="rescue">${says.rescueOut}</button><button class="plain" type="button" name=".do" value="share" hidden id="share">${says.rescueShare}</button></div><div class="field"><input type="file" id="rescue-file" name="rescue-file" accept="text/plain,.txt" aria-label="${says.rescueIn}"><p class="buttons"><label class="button plain" for="rescue-file">${says.rescueIn}</label></p></div></section>`,
    async input(box) {
      const chosen = box.name === 'rescue-file' ? box.files?.[0] : undefined
      if (chosen === undefined) return
      const found = await readRescue(chosen)
      if (found === undefined) return app.tell(says.rescueBad)
      app.tell(says.sending)
      const taken = await handIn(given(shelf), account, chosen)
      app.tell(taken === undefined ? says.unreached : says.rescueTaken(writeNumber(found.records, app.language), writeNumber(found.drafts, app.language)))
    },
    async press(what, about) {
      if (what === 'use') {
        nowUses('')
        const chosen = accounts.find(({ person }) => person === about)
        if (chosen?.pin === undefined) nowUses(about)
        else {
          lock()
          localStorage.setItem('phieu-who', about)
        }
        return location.assign('/')
      }
      if (what === 'pin' || what === 'unpin') {
        const digits = (document.getElementById('pin') as HTMLInputElement).value
        if (what === 'pin' && !/^\d{4,8}$/.test(digits)) return app.tell(says.pinNew)
        // As it is now: it may have been enrolled anew since this page was drawn.
        const { pin: _, ...rest } = (await shelf.account(account.person)) ?? account
        await shelf.keepAccount(what === 'pin' ? { ...rest, pin: await pinOf(digits) } : rest)
        return location.reload()
      }
      if (what === 'pull') return sendNow(app)
      if (what === 'rescue') {
        // Of everyone who shares the phone: what is on it must not be lost because somebody is away.
        rescued = (await writeRescue(shelf, accounts, Date.now())).map(({ name, file }) => new File([file], name, { type: 'text/plain' }))
        const share = document.getElementById('share')
        // The share sheet must be opened by a press of its own; where there is none the download is enough.
        if (share !== null && typeof navigator.canShare === 'function' && navigator.canShare({ files: [...rescued] })) share.hidden = false
        for (const file of rescued) {
          const link = document.createElement('a')
          link.href = URL.createObjectURL(file)
          link.download = file.name
          link.click()
          setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
        }
      }
      if (what === 'share' && rescued.length > 0) await navigator.share({ files: [...rescued] }).catch(() => undefined)
    },
  }
}

// Taken off, an officer can come back only by a new link of the office's: nothing for a thumb that slipped.
function askRemove(app: App, person: string, name: string): Drawn {
  const { app: says } = laterWordsOf(app.language)
  const title = `${says.removePerson}: ${name}`
  return {
    title,
    main: html`<h1>${title}</h1><p>${says.removeAbout}</p><div class="buttons"><button class="danger" type="button" name=".do" value="yes">${says.removePerson}</button><a class="button plain" href="/phone">${app.words.back}</a></div>`,
    async press() {
      const shelf = whole(app.shelf)
      // Not while something is being sent: what is heard then would come back to nobody.
      const isGone = await inTurn(given(shelf), () => shelf.dropAccount(person))
      if (isGone !== true) return app.tell(isGone === false ? says.removeRefused : says.sending)
      await shelf.dropMedia()
      // Nor do the pages without script know them any longer.
      await fetch('/out', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, redirect: 'manual' }).catch(() => undefined)
      return location.assign('/')
    },
  }
}
