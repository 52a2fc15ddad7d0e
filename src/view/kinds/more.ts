// The register of the rarer kinds' HTML: loading this file adds them to index.ts. A phone fetches them with the first form that uses one (`Form.more`).
import type { RarerKind } from '../../form/form.ts'
import { acknowledge } from './acknowledge.ts'
import { barcode } from './barcode.ts'
import { views } from './index.ts'
import type { KindView } from './kind.ts'
import { range } from './range.ts'
import { time } from './time.ts'

const rarer: Readonly<Record<RarerKind, KindView>> = {
  acknowledge, time, range, barcode,
}

Object.assign(views, rarer)
