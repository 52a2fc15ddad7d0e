// Puts new markup in the place of old, but never the box under somebody's cursor: a half-typed Vietnamese syllable is lost when its box is rewritten.

type Box = Element & { readonly name?: string; readonly value: string }

/** Makes the children of `at` those of the markup. */
export function morph(at: Element, markup: string): void {
  const next = made(markup)
  children(at, next, document.activeElement, twinOf(next))
}

/** Puts one element's markup in its place. */
export function replace(old: Element, markup: string): void {
  const all = made(markup)
  const next = all.firstElementChild
  if (next !== null && !old.isEqualNode(next)) put(old, next, document.activeElement, twinOf(all))
}

function made(markup: string): DocumentFragment {
  const template = document.createElement('template')
  template.innerHTML = markup
  return template.content
}

// What the one with the focus is in the new markup, by its id or by what it stands for. Never by its place: a date has three boxes.
function twinOf(next: DocumentFragment): Element | null {
  const { tagName, name, id, value } = document.activeElement as Box
  return (name && [...next.querySelectorAll<Box>(tagName)].find((one) => one.name === name && ((id && one.id === id) || one.value === value))) || null
}

// What stands before and after the one that is typed in is new; it stays.
function children(at: Node, wanted: Node, focused: Element | null, twin: Element | null): void {
  const all = [...wanted.childNodes] as Element[]
  const old = [...at.childNodes] as Element[]
  const kept = old.find((one) => one.contains(focused))
  const now = all.findIndex((one) => one.contains(twin) && one.nodeName === kept?.nodeName)
  const next = all[now]
  for (const one of old) if (next === undefined || one !== kept) one.remove()
  if (kept === undefined || next === undefined) return (at as Element).append(...all)
  kept.before(...all.slice(0, now))
  kept.after(...all.slice(now + 1))
  put(kept, next, focused, twin)
}

function put(old: Element, next: Element, focused: Element | null, twin: Element | null): void {
  if (!old.contains(focused)) return old.replaceWith(next)
  const isBox = old === focused
  // Its own text is the person's; only what is said of it may change.
  const names = isBox ? ['aria-invalid', 'aria-describedby'] : [...old.getAttributeNames(), ...next.getAttributeNames()]
  for (const name of names) {
    const value = next.getAttribute(name)
    if (value === null) old.removeAttribute(name)
    else old.setAttribute(name, value)
  }
  if (!isBox) children(old, next, focused, twin)
}
