// The name somebody signs in with: a phone number or a short name, typed as people type it, found by one spelling.
import { fold } from '../record/fold.ts'

/** '+84 912.345.678' → '0912345678'; 'Vân Phòng' → 'vanphong'; undefined: no name at all. */
export function signInName(typed: string): string | undefined {
  if (typed.length > 100) return undefined
  const plain = fold(typed).replace(/\s/g, '')
  const digits = plain.replace(/[().-]/g, '')
  if (/^\+?\d+$/.test(digits)) {
    const number = digits.replace(/^(?:\+|00)84/, '0').replace(/^84(?=\d{9}$)/, '0')
    return /^0\d{8,10}$/.test(number) ? number : undefined
  }
  return /^[a-z][a-z0-9._-]{2,39}$/.test(plain) ? plain : undefined
}
