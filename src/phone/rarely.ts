// What is not of every day: the way in, the following of a form's new version, the PIN, the phone's own page with the rescue, the scanner and the recorder. One piece, fetched when any of it is
// first asked for.
import './later.ts'

export { follow } from '../form/migrate.ts'
export { leftOver } from '../view/left.ts'
export { laterWordsOf } from './around.ts'
export { entrance } from './entrance.ts'
export { hinder } from './hindrance.ts'
export { ask } from './pin.ts'
export { scan } from './scan.ts'
export { settings } from './settings.ts'
export { broken, stranger } from './stranger.ts'
export { voice } from './voice.ts'
