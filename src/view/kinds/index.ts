// The register of the kinds' HTML. A new kind of question adds its line here and in form/kinds/index.ts; the compiler asks for both.
import type { KindName } from '../../form/form.ts'
import { acknowledge } from './acknowledge.ts'
import { barcode } from './barcode.ts'
import { date, instantView, monthView, time } from './date.ts'
import { entry } from './entry.ts'
import { audio, file, image } from './file.ts'
import type { KindView } from './kind.ts'
import { decimal, integer, phone, year } from './number.ts'
import { area, geopoint } from './place.ts'
import { range } from './range.ts'
import { selectMultiple, selectOne } from './select.ts'
import { calculate, container, note } from './silent.ts'
import { text } from './text.ts'
import { unit } from './unit.ts'

export const views: Readonly<Record<KindName, KindView>> = {
  text, integer, decimal, range, select_one: selectOne, select_multiple: selectMultiple, note, calculate, acknowledge,
  date, time, year, month: monthView, geopoint, phone, area, unit, entry, image, audio, file, barcode,
  group: container, repeat: container, start: instantView, end: instantView, today: { ...date, field: instantView.field },
}
