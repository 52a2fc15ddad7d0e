// Puts new markup in the place of old, but never the box under somebody's cursor: a half-typed Vietnamese syllable is lost when its box is rewritten.

/** Makes the children of `at` those of the markup. */
export function morph(at: Element, markup: string): void {
  children(at, made(markup), document.activeElement)
}

/** Puts one element's markup in its place. */
export function replace(old: Element, markup: string): void {
  const next = made(markup).firstElementChild
  if (next !== null && !old.isEqualNode(next)) put(old, next, document.activeElement)
}

function made(markup: string): DocumentFragment {
  const template = document.createElement('template')
  template.innerHTML = markup
  return template.content
}

// What stands before and after the one that is typed in is new; it stays.
function children(at: Node, wanted: ParentNode & Node, focused: Element | null): void {
  const all = [...wanted.childNodes]
  const kept = [...at.childNodes].find((old) => old.contains(focused)) as Element | undefined
  const twin = kept === undefined ? -1 : all.findIndex((one) => nameOf(one) === nameOf(kept))
  const old = [...at.childNodes].filter((one) => twin < 0 || one !== kept)
  old.forEach((one) => one.remove())
  if (kept === undefined || twin < 0) (at as Element).append(...all)
  else {
    kept.before(...all.slice(0, twin))
    kept.after(...all.slice(twin + 1))
    put(kept, all[twin] as Element, focused)
  }
}

function put(old: Element, next: Element, focused: Element | null): void {
  if (!old.contains(focused)) return old.replaceWith(next)
  const isBox = old === focused
  // Its own text is the person's; only what is said of it may change.
  const names = isBox ? ['aria-invalid', 'aria-describedby'] : [...old.getAttributeNames(), ...next.getAttributeNames()]
  for (const name of names) {
    const value = next.getAttribute(name)
    if (value === null) old.removeAttribute(name)
    else old.setAttribute(name, value)
  }
  if (!isBox) children(old, next, focused)
}

/** What makes an element the same as another: its key, its id, else its tag. */
function nameOf(node: Node): string {
  return node instanceof Element ? (node.getAttribute('data-key') ?? (node.id || node.nodeName)) : node.nodeName
}
