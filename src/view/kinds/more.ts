// The register of the rarer kinds' HTML: loading this file adds them to index.ts. A phone fetches them with the first form that uses one (`Form.more`).
import type { RarerKind } from '../../form/form.ts'
import { acknowledge } from './acknowledge.ts'
import { barcode } from './barcode.ts'
import { dateTime } from './dateTime.ts'
import { views } from './index.ts'
import type { KindView } from './kind.ts'
import { geopoint } from './place.ts'
import { range } from './range.ts'
import { rank } from './rank.ts'
import { calculate, container } from './silent.ts'
import { time } from './time.ts'
import { geoshape, geotrace } from './trace.ts'
import { video } from './video.ts'

const position: KindView = { ...container, reading: geopoint.reading }

const rarer: Readonly<Record<RarerKind, KindView>> = {
  acknowledge, time, range, barcode, rank, geotrace, geoshape, dateTime, video,
  hidden: calculate, deviceid: calculate, username: calculate, email: calculate, phonenumber: calculate,
  'start-geopoint': position, 'background-geopoint': position, 'background-audio': calculate, audit: calculate,
}

Object.assign(views, rarer)
