// The register of kinds: those that every phone has; more.ts adds the rarer ones. A new kind of question adds its line here or there, and beside it in
// view/kinds/; the compiler asks for both.
import type { CoreKind, KindName } from '../form.ts'
import { area } from './area.ts'
import { audio } from './audio.ts'
import { date } from './date.ts'
import { decimal } from './decimal.ts'
import { entry } from './entry.ts'
import { file } from './file.ts'
import { geopoint } from './geopoint.ts'
import { image } from './image.ts'
import { integer } from './integer.ts'
import type { Kind } from './kind.ts'
import { month } from './month.ts'
import { phone } from './phone.ts'
import { repeat } from './repeat.ts'
import { selectMultiple } from './select_multiple.ts'
import { selectOne } from './select_one.ts'
import { calculate, end, group, note, start, today } from './silent.ts'
import { text } from './text.ts'
import { unit } from './unit.ts'
import { year } from './year.ts'

const core: Readonly<Record<CoreKind, Kind>> = {
  text, integer, decimal, select_one: selectOne, select_multiple: selectMultiple, note, calculate,
  date, year, month, geopoint, phone, area, unit, entry, image, audio, file, group, repeat, start, end, today,
}

/** By name. Where more.ts is not loaded, no form with a rarer kind is opened. */
export const kinds = core as Readonly<Record<KindName, Kind>>
