// "The same as yours": the answer to a browser that has a copy already and says which (RFC 9110 §13.1.2).

/**
 * The whole answer where the asker's copy is the one under `headers.etag`, with those headers; undefined where it must be sent. What compresses on the
 * way marks our tag as weak (`W/`): the content is the same, so the marks are compared without it.
 */
export function unchanged(request: Request, headers: Readonly<Record<string, string>> & { readonly etag: string }): Response | undefined {
  const theirs = (request.headers.get('if-none-match') ?? '').split(/ *, */).map((tag) => tag.replace(/^W\//, ''))
  return theirs.includes(headers.etag) ? new Response(null, { status: 304, headers }) : undefined
}
