// barcode: what a bar code or QR code says; scanned where there is a scanner, else typed.
import type { Kind } from './kind.ts'
import { box, text } from './text.ts'

export const barcode: Kind = { ...text, name: 'barcode', read: (typed, question, language) => text.read({ '': box(typed).trim() }, question, language) }
