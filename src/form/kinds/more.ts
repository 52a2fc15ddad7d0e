// The register of the rarer kinds: loading this file adds them to index.ts. A phone fetches them with the first form that uses one (`Form.more`).
import type { RarerKind } from '../form.ts'
import { mixed } from '../mixed.ts'
import { choices } from '../rows.ts'
import { acknowledge } from './acknowledge.ts'
import { asRead } from './coarse.ts'
import { barcode } from './barcode.ts'
import { dateTime } from './dateTime.ts'
import { kinds } from './index.ts'
import type { Kind } from './kind.ts'
import { audit, backgroundAudio, backgroundGeopoint, deviceid, email, hidden, phonenumber, startGeopoint, username } from './noted.ts'
import { range } from './range.ts'
import { rank } from './rank.ts'
import { selectMultiple } from './select_multiple.ts'
import { selectOne } from './select_one.ts'
import { time } from './time.ts'
import { geoshape, geotrace } from './trace.ts'
import { video } from './video.ts'

export const rarer: Readonly<Record<RarerKind, Kind>> = {
  acknowledge, time, range, barcode, rank, geotrace, geoshape, dateTime, video, hidden, deviceid, username, email, phonenumber,
  'start-geopoint': startGeopoint, 'background-geopoint': backgroundGeopoint, 'background-audio': backgroundAudio, audit,
}

Object.assign(kinds, rarer)
for (const kind of [selectOne, selectMultiple, rank]) Object.assign(kind, { choices, mixed })
Object.assign(kinds.date, asRead(kinds.date))
