// A picture without what the camera wrote into it beside the light: place, owner, device. For pages without a script, where no phone has drawn
// it anew. How it was held stays, or it would lie on its side. Bytes that do not hold together come back as they are.

/** JPEG, PNG and WebP without their metadata. */
export function withoutMetadata(bytes: Uint8Array, type: string): Uint8Array {
  const cut = type === 'image/jpeg' ? ofJpeg(bytes) : type === 'image/png' ? ofPng(bytes) : type === 'image/webp' ? ofWebp(bytes) : undefined
  return cut === undefined ? bytes : joined(cut)
}

/** Whether a picture carries any. */
export function hasMetadata(bytes: Uint8Array, type: string): boolean {
  return withoutMetadata(bytes, type).byteLength < bytes.byteLength
}

const letters = (bytes: Uint8Array, from: number, count: number): string => String.fromCharCode(...bytes.subarray(from, from + count))

// ITU T.81 B.1.1.4: segments of a marker and a length until the picture itself begins (SOS). APP1 is Exif and XMP, APP13 IPTC, FE a comment.
function ofJpeg(bytes: Uint8Array): Uint8Array[] | undefined {
  const view = viewOf(bytes)
  const kept = [bytes.subarray(0, 2)]
  let turned: number | undefined
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0
    const end = at + 2 + view.getUint16(at + 2)
    if (bytes[at] !== 0xff || end > bytes.length) return undefined
    if (marker === 0xda) {
      // An orientation of its own comes first: right behind the beginning is where readers look for it.
      const first = turned === undefined || turned === 1 ? [] : [orientation(turned)]
      return [...kept.slice(0, 1), ...first, ...kept.slice(1), bytes.subarray(at)]
    }
    if (marker === 0xe1) turned ??= orientationOf(bytes.subarray(at + 4, end))
    else if (marker !== 0xed && marker !== 0xfe) kept.push(bytes.subarray(at, end))
    at = end
  }
  return undefined
}

// Exif 2.3 §4.6.2: 'Exif', a TIFF header with the order of bytes, the first directory of 12-byte entries; tag 0x112 is the orientation.
function orientationOf(exif: Uint8Array): number | undefined {
  if (letters(exif, 0, 4) !== 'Exif' || exif.length < 20) return undefined
  const view = viewOf(exif)
  const isLittle = letters(exif, 6, 2) === 'II'
  const directory = 6 + view.getUint32(10, isLittle)
  if (directory + 2 > exif.length) return undefined
  for (let i = 0; i < view.getUint16(directory, isLittle); i++) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > exif.length) return undefined
    if (view.getUint16(entry, isLittle) === 0x112) return view.getUint16(entry + 8, isLittle)
  }
  return undefined
}

/** A whole APP1 that says only how the picture was held. */
function orientation(turned: number): Uint8Array {
  const says = [0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned & 15, 0, 0, 0, 0, 0, 0]
  return Uint8Array.from([0xff, 0xe1, 0, says.length + 2, ...says])
}

// PNG (ISO 15948) 5.3: length, type, data, checksum, from byte 8 on. A small first letter is a chunk that need not be understood.
function ofPng(bytes: Uint8Array): Uint8Array[] | undefined {
  const kept = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + viewOf(bytes).getUint32(at)
    if (end > bytes.length) return undefined
    const type = letters(bytes, at + 4, 4)
    if (!['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'].includes(type)) kept.push(bytes.subarray(at, end))
    if (type === 'IEND') return kept
    at = end
  }
  return undefined
}

// RFC 9649 §2.3: RIFF chunks, padded to even lengths; VP8X says in its flags (byte 8 of the chunk) that EXIF (8) and XMP (4) follow.
function ofWebp(bytes: Uint8Array): Uint8Array[] | undefined {
  const kept: Uint8Array[] = []
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = viewOf(bytes).getUint32(at + 4, true)
    const end = Math.min(bytes.length, at + 8 + length + (length % 2))
    if (at + 8 + length > bytes.length) return undefined
    const type = letters(bytes, at, 4)
    if (type !== 'EXIF' && type !== 'XMP ') kept.push(bytes.slice(at, end))
    at = end
  }
  const [first] = kept
  if (first === undefined) return undefined
  if (letters(first, 0, 4) === 'VP8X') first[8] = (first[8] ?? 0) & ~12
  const head = bytes.slice(0, 12)
  viewOf(head).setUint32(4, 4 + kept.reduce((sum, { length }) => sum + length, 0), true)
  return [head, ...kept]
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView => new DataView(buffer, byteOffset, byteLength)

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
