// The register of the rarer kinds' HTML, and of the rarer looks of others: loading this file adds them to index.ts. A phone fetches them with the first form that uses one (`Form.more`).
import type { RarerKind } from '../../form/form.ts'
import { acknowledge } from './acknowledge.ts'
import { barcode } from './barcode.ts'
import { choosing } from './choosing.ts'
import { coarse } from './coarse.ts'
import { dateTime } from './dateTime.ts'
import { drawn } from './drawn.ts'
import { views } from './index.ts'
import type { KindView } from './kind.ts'
import { lines } from './lines.ts'
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

Object.assign(views, rarer, {
  text: lines(views.text), select_one: choosing(views.select_one, true), select_multiple: choosing(views.select_multiple, false), date: coarse(views.date), image: drawn(views.image),
})
