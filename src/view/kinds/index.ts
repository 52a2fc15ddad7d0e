// The register of the kinds' HTML: those that every phone has; more.ts adds the rarer ones. A new kind of question adds its line here or there, and beside
// it in form/kinds/; the compiler asks for both.
import type { CoreKind, KindName } from '../../form/form.ts'
import { date, instantView, monthView } from './date.ts'
import { entry } from './entry.ts'
import { audio, file, image } from './file.ts'
import type { KindView } from './kind.ts'
import { decimal, integer, phone, year } from './number.ts'
import { area, geopoint } from './place.ts'
import { selectMultiple, selectOne } from './select.ts'
import { calculate, container, note } from './silent.ts'
import { text } from './text.ts'
import { unit } from './unit.ts'

const core: Readonly<Record<CoreKind, KindView>> = {
  text, integer, decimal, select_one: selectOne, select_multiple: selectMultiple, note, calculate,
  date, year, month: monthView, geopoint, phone, area, unit, entry, image, audio, file,
  group: container, repeat: container, start: instantView, end: instantView, today: { ...date, field: instantView.field },
}

/** By name. Where more.ts is not loaded, no form with a rarer kind is opened. */
export const views = core as Readonly<Record<KindName, KindView>>
