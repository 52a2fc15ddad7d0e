// What asks nothing: notes are read, groups and repeats are drawn by screen.ts, calculations and metadata work unseen.
import { html, nothing } from '../html.ts'
import type { KindView } from './kind.ts'
import { said } from './number.ts'

export const note: KindView = {
  field: (field) => html`<div class="field note" data-key="${field.key}"><p>${field.label}</p>${field.hint !== '' && html`<p class="hint">${field.hint}</p>`}</div>
`,
  reading: () => undefined,
}

export const calculate: KindView = {
  field: () => nothing,
  reading: (answer, { words, language }) => said(answer, words, language) ?? String(answer),
}

export const container: KindView = { field: () => nothing, reading: () => undefined }
