// Puts new markup in the place of old and touches only what is different: what stays keeps its focus, its scrolling, its sound. The box under somebody's
// cursor is never rewritten: a half-typed Vietnamese syllable would be lost.

/** Makes the children of `at` those of what was made of markup. */
export function morph(at: Element, wanted: DocumentFragment): void {
  children(at, wanted)
}

/** Makes an element the first of what was made of markup. */
export function replace(old: Element, wanted: DocumentFragment): void {
  const made = wanted.firstElementChild
  if (made === null) return
  if (isSame(old, made)) put(old, made)
  else old.replaceWith(made)
}

/** Markup as nodes that stand nowhere yet: made while there is time, put in place at once. */
export function parsed(markup: string): DocumentFragment {
  const template = document.createElement('template')
  template.innerHTML = markup
  return template.content
}

// Both lists are gone through once: fields come and go, but never change places.
function children(at: Node, wanted: Node): void {
  let old = at.firstChild
  let names: ReadonlySet<string> | undefined
  for (let next = wanted.firstChild, made = next; made !== null; made = next) {
    next = made.nextSibling
    let found = old
    if (old !== null && !isSame(old, made)) {
      // Only what has a name is looked for further on: any paragraph is like any other.
      const name = nameOf(made)
      found = name !== '' && (names ??= new Set([...at.childNodes].map(nameOf))).has(name) ? same(old, made) : null
    }
    if (found === null) {
      at.insertBefore(made, old)
      continue
    }
    // What stood before it is no more.
    while (old !== found) old = drop(old as ChildNode)
    old = found.nextSibling
    put(found, made)
  }
  while (old !== null) old = drop(old)
}

// The node that stays, from here on.
function same(from: ChildNode | null, made: Node): ChildNode | null {
  return from === null || isSame(from, made) ? from : same(from.nextSibling, made)
}

function drop(node: ChildNode): ChildNode | null {
  const next = node.nextSibling
  node.remove()
  return next
}

function put(old: Node, made: Node): void {
  if (isPlace(made)) return
  if (!(old instanceof Element) || !(made instanceof Element)) {
    if (old.nodeValue !== made.nodeValue) old.nodeValue = made.nodeValue
    return
  }
  if (old.firstElementChild === null && !isBox(old) && old.isEqualNode(made)) return
  const isHeld = old === document.activeElement
  for (const name of old.getAttributeNames()) if (!made.hasAttribute(name)) old.removeAttribute(name)
  for (const name of made.getAttributeNames()) {
    const value = made.getAttribute(name) ?? ''
    if (old.getAttribute(name) !== value && !(isHeld && name === 'value')) old.setAttribute(name, value)
  }
  if (isHeld && isBox(old)) return
  // Before its text and options move over: then it has none.
  const { value } = made as Box
  children(old, made)
  if (!isBox(old) || !isBox(made) || old.type === 'file') return
  // What a box shows once somebody used it is not what its markup says.
  if (old.value !== value) old.value = value
  if ('checked' in old && 'checked' in made && old.checked !== made.checked) old.checked = made.checked
}

type Box = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
const isBox = (node: Element): node is Box => /^(?:INPUT|SELECT|TEXTAREA)$/.test(node.nodeName)

const nameOf = (node: Node): string => (node instanceof Element ? (node.getAttribute('data-key') ?? node.id) : '')

// "As it was", about a field that stands already (view/screen.ts).
const isPlace = (made: Node): boolean => made.nodeName === 'I' && nameOf(made) !== ''

const isSame = (one: Node, other: Node): boolean => (one.nodeName === other.nodeName || isPlace(other)) && nameOf(one) === nameOf(other)
