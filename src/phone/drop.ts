// Taking a row of a repeat away: is it meant? What is taken away is gone.
import { idOf } from '../view/field.ts'
import { repeatOf, rowOf, rowPath } from '../view/fill.ts'
import { html } from '../view/html.ts'
import { withoutRow } from '../view/kept.ts'
import { rowLabel } from '../view/screen.ts'
import { laterWordsOf } from './around.ts'
import { keepAll } from './filling.ts'
import type { Open } from './filling.ts'
import type { App, Drawn } from './screen.ts'

/** The page that asks whether a row is to go. */
export function askDrop(app: App, at: Open, row: string, back: string): Drawn | string {
  const { words, language } = app
  const { filling } = at
  const { check: says } = laterWordsOf(language)
  const repeat = repeatOf(row)
  const question = filling.step(repeat)?.question
  if (question === undefined || rowOf(rowPath(row), filling) === undefined) return back
  const title = says.removeTitle(rowLabel(row, question, { filling, words, language }))
  return {
    title,
    main: html`<h1>${title}</h1><p>${says.removeAbout}</p><div class="buttons"><button class="danger" type="button" name=".do" value="yes">${says.removeYes}</button><a class="button plain" href="${back}">${says.removeNo}</a></div>`,
    async press() {
      filling.remove(row)
      for (const [all, moved] of [[at.typed, withoutRow(at.typed, row)], [at.reasons, withoutRow(at.reasons, row)], [at.pickers, withoutRow(at.pickers, row)]] as const) {
        for (const key of Object.keys(all)) delete (all as Record<string, unknown>)[key]
        Object.assign(all, moved)
      }
      await keepAll(app, at)
      return app.go(`${back}#${idOf(repeat)}`, true)
    },
  }
}
