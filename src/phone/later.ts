// What the first answer does not need, in one piece that is fetched when any of it is first asked for: one request instead of many.
// What stands in the first piece stays in that one piece: without this the bundler cuts it up by who else uses what of it.
import './start.ts'

export { laterWordsOf, problemsIn } from './around.ts'
export { check } from './check.ts'
export { beating } from './heart.ts'
export { home } from './home.ts'
export { listen } from './listen.ts'
export { best, locate, pointOf, position } from './locate.ts'
export { photo } from './photo.ts'
export { pick } from './pick.ts'
export { seeFiles } from './pictures.ts'
export { sealDraft } from './records.ts'
export { beat, sendNow } from './rhythm.ts'
export { sent } from './sent.ts'
