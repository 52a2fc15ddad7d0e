// The register of the rarer kinds: loading this file adds them to index.ts. A phone fetches them with the first form that uses one (`Form.more`).
import type { RarerKind } from '../form.ts'
import { acknowledge } from './acknowledge.ts'
import { barcode } from './barcode.ts'
import { kinds } from './index.ts'
import type { Kind } from './kind.ts'
import { range } from './range.ts'
import { time } from './time.ts'

export const rarer: Readonly<Record<RarerKind, Kind>> = {
  acknowledge, time, range, barcode,
}

Object.assign(kinds, rarer)
