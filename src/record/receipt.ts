// The short number of a kept submission, as it is read over the telephone: '1042-37'. Check digits by ISO 7064, MOD 97-10,
// which catches every single wrong digit and every swap of neighbours.

/** A submission's number → its receipt. */
export function receiptOf(seq: number): string {
  return `${seq}-${String(98 - ((seq % 97) * 100) % 97).padStart(2, '0')}`
}

/** A receipt as typed (spaces and dashes as one likes) → the number, or undefined when it was misread. */
export function readReceipt(text: string): number | undefined {
  const digits = text.replace(/[\s\-–.]/g, '')
  if (!/^\d{3,17}$/.test(digits)) return undefined
  const seq = Number(digits.slice(0, -2))
  return seq > 0 && receiptOf(seq).replace('-', '') === digits.replace(/^0+/, '') ? seq : undefined
}
