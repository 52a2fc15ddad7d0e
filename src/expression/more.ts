// The functions that few forms call: XPath 1.0's and ODK's (getodk.github.io/xforms-spec/#xpath-functions), beside those of functions.ts. Loading this file
// adds them. A phone fetches them with the first form that calls one (`Form.more`).
import { functions, number, one } from './functions.ts'
import type { Run } from './functions.ts'
import type { RarerFunction } from './signatures.ts'
import { asNumber } from './values.ts'

export const rarer: Readonly<Record<RarerFunction, Run>> = {
  'decimal-date-time': (args, at) => {
    const value = one(args[0], at)
    const local = typeof value === 'string' && /^\d{4}-[\d-]+(T[\d:.]+)?$/.test(value)
    return asNumber(value) - (local ? at.scope.clock.zone / 1440 : 0)
  },
  abs: (args, at) => Math.abs(number(args, 0, at)),
  pow: (args, at) => number(args, 0, at) ** number(args, 1, at),
  uuid: (_, at) => {
    const hex = (n: number): string => Array.from({ length: n }, () => Math.floor(at.scope.random() * 16).toString(16)).join('')
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(Math.floor(at.scope.random() * 4))}${hex(3)}-${hex(12)}`
  },
}

Object.assign(functions, rarer)
