// The id of a coming submission. crypto.randomUUID is newer than these phones, and its ids do not sort.

/** A UUIDv7 (RFC 9562 §5.7): ids sort by the time at which they were made, and are unique whatever the phone's clock says. */
export function newId(at: number): string {
  const text = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const time = Math.min(Math.max(0, Math.floor(at)), 0xffff_ffff_ffff).toString(16).padStart(12, '0')
  const variant = ((parseInt(text[3] ?? '0', 16) & 3) | 8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${text.slice(0, 3)}-${variant}${text.slice(4, 7)}-${text.slice(7, 19)}`
}
