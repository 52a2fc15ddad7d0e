// A whole page as the server sends it: head, stylesheet, and where scripts run what makes it the app. What stands in it is body.ts's and the pages'.
import type { Script, Shell } from './body.ts'
import { body, titleOf } from './body.ts'
import { Html, attribute, html, nothing } from './html.ts'
import { stylePath } from './style.ts'

/** What a page of the server's may have beside what the app draws: the ways within the place where the reader is, below the head. */
interface Whole extends Shell {
  readonly nav?: Html | undefined
}

/** A whole page as text, `<!doctype html>` included. */
export function page(shell: Whole): string {
  return html`<!doctype html>
<html lang="${shell.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${titleOf(shell)}</title><link rel="stylesheet" href="${stylePath}">${shell.style !== undefined && html`<link rel="stylesheet" href="${shell.style}">`}<link rel="icon" href="data:,">${scripts(shell.script)}</head>
<body${attribute('class', shell.wide ? 'wide' : undefined)}>${around(shell)}</body></html>
`.markup
}

// Put in here and not by body.ts, which every phone loads: the app has no such ways. The head holds nothing but what was escaped.
function around(shell: Whole): Html {
  const { markup } = body(shell)
  return shell.nav === undefined ? new Html(markup) : new Html(markup.replace('</header>', () => `</header>${shell.nav?.markup}`))
}

function scripts(script: Script | undefined): Html {
  if (script === undefined) return nothing
  return html`<link rel="manifest" href="/manifest.webmanifest"><meta name="theme-color" content="#0b4a2f">${script.preload.map((path) => html`<link rel="modulepreload" href="${path}">`)}<script type="module" src="${script.entry}"></script>`
}
