// The register of kinds. A new kind of question adds its line here and in view/kinds/index.ts; the compiler asks for both.
import type { KindName } from '../form.ts'
import { acknowledge } from './acknowledge.ts'
import { area } from './area.ts'
import { audio } from './audio.ts'
import { barcode } from './barcode.ts'
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
import { range } from './range.ts'
import { repeat } from './repeat.ts'
import { selectMultiple } from './select_multiple.ts'
import { selectOne } from './select_one.ts'
import { calculate, end, group, note, start, today } from './silent.ts'
import { text } from './text.ts'
import { time } from './time.ts'
import { unit } from './unit.ts'
import { year } from './year.ts'

export const kinds: Readonly<Record<KindName, Kind>> = {
  text, integer, decimal, range, select_one: selectOne, select_multiple: selectMultiple, note, calculate, acknowledge,
  date, time, year, month, geopoint, phone, area, unit, entry, image, audio, file, barcode, group, repeat, start, end, today,
}
