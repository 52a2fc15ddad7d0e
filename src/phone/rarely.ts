// What is not of every hour: the way in, the removal of a row, a draft that is not to be opened, a record taken up again, the following of a form's new
// version, the PIN, the phone's own page with the rescue, the scanner and the recorder. One piece, fetched when any of it is first asked for.
import './later.ts'

export { follow } from '../form/migrate.ts'
export { leftOver } from '../view/left.ts'
export { correct, withdraw } from './again.ts'
export { laterWordsOf } from './around.ts'
export { askDrop } from './drop.ts'
export { entrance } from './entrance.ts'
export { hinder } from './hindrance.ts'
export { ask } from './pin.ts'
export { settings } from './settings.ts'
export { refused, stranger } from './stranger.ts'
export { voice } from './voice.ts'
