// Where a page of a list ended, as a word that callers hand back without looking into it.

/** The store's key as a word for an address. */
export function hideCursor(key: string | undefined): string | null {
  if (key === undefined) return null
  const bytes = new TextEncoder().encode(key)
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The word as the store's key; undefined when it is none of ours. */
export function showCursor(word: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(word.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
    const key = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
    return Array.isArray(JSON.parse(key)) ? key : undefined
  } catch {
    return undefined // made up by hand
  }
}
