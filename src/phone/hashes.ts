// Digests, signatures and base64 take a library: a piece of its own, fetched with the first form that calls them and kept like more.ts.
import './start.ts'
import '../expression/hashing.ts'

/** Where this piece came from. */
export const url = import.meta.url
