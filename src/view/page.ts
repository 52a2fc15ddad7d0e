// A whole page as the server sends it: head, stylesheet, and where scripts run what makes it the app. What stands in it is body.ts's and the pages'.
import type { Script, Shell } from './body.ts'
import { body, titleOf } from './body.ts'
import type { Html } from './html.ts'
import { attribute, html, nothing } from './html.ts'
import { stylePath } from './style.ts'

/** A whole page as text, `<!doctype html>` included. */
export function page(shell: Shell): string {
  return html`<!doctype html>
<html lang="${shell.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${titleOf(shell)}</title><link rel="stylesheet" href="${stylePath}">${shell.style !== undefined && html`<link rel="stylesheet" href="${shell.style}">`}<link rel="icon" href="data:,">${scripts(shell.script)}</head>
<body${attribute('class', shell.wide ? 'wide' : undefined)}>${body(shell)}</body></html>
`.markup
}

function scripts(script: Script | undefined): Html {
  if (script === undefined) return nothing
  return html`<link rel="manifest" href="/manifest.webmanifest"><meta name="theme-color" content="#0b4a2f">${script.preload.map((path) => html`<link rel="modulepreload" href="${path}">`)}<script type="module" src="${script.entry}"></script>`
}
