// video: a film that is kept can be seen; another is taken or chosen.
import { rarerWordsOf } from '../../words/rarer.ts'
import { html } from '../html.ts'
import { chosen } from './file.ts'

export const video = chosen((_, language) => rarerWordsOf(language).video, 'video/*', (address, name) => html`<video class="kept" controls preload="none" src="${address}" aria-label="${name}"></video>`)
