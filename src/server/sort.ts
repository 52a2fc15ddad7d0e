// What the bytes of a file are, by how they begin: never by what somebody says of them. Anything that a browser would run is none of these. A film begins
// like a sound of its container: it is kept as that.

export type Sort = 'picture' | 'sound' | 'document'

interface Known {
  readonly type: string
  readonly sort: Sort
  readonly signs: readonly (number | undefined)[]
}

const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0))
const any = (count: number): readonly undefined[] => Array.from({ length: count }, () => undefined)

const known: readonly Known[] = [
  { type: 'image/jpeg', sort: 'picture', signs: [0xff, 0xd8, 0xff] },
  { type: 'image/png', sort: 'picture', signs: [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/webp', sort: 'picture', signs: [...ascii('RIFF'), ...any(4), ...ascii('WEBP')] },
  { type: 'audio/webm', sort: 'sound', signs: [0x1a, 0x45, 0xdf, 0xa3] },
  { type: 'audio/ogg', sort: 'sound', signs: ascii('OggS') },
  { type: 'audio/mp4', sort: 'sound', signs: [...any(4), ...ascii('ftyp')] },
  { type: 'application/pdf', sort: 'document', signs: ascii('%PDF-') },
]

/** So many bytes tell. */
export const tellingBytes = 12

/** The type of a file by its first bytes; undefined when it is none that is kept. */
export function typeOf(bytes: Uint8Array): { readonly type: string; readonly sort: Sort } | undefined {
  return known.find(({ signs }) => signs.length <= bytes.byteLength && signs.every((sign, i) => sign === undefined || sign === bytes[i]))
}

/** The type of a file whose bytes are what its name says; undefined when they are not. */
export function fittingType(name: string, bytes: Uint8Array): string | undefined {
  const found = typeOf(bytes)
  return found === undefined || found.sort !== sortByName(name) ? undefined : found.type
}

const endings: Readonly<Record<string, Sort>> = {
  jpg: 'picture', jpeg: 'picture', png: 'picture', webp: 'picture', webm: 'sound', ogg: 'sound', oga: 'sound', opus: 'sound', mp4: 'sound', m4a: 'sound', mov: 'sound', '3gp': 'sound', pdf: 'document',
}

/** What a file of this name is expected to be. */
export function sortByName(name: string): Sort | undefined {
  return endings[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '']
}
