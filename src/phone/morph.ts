// Puts new markup in the place of old without touching what has not changed, and never the box under somebody's cursor: a half-typed Vietnamese
// syllable is lost when its box is rewritten.

/** Makes the children of `at` those of the markup. The element with the focus stays itself; only what stands around it changes. */
export function morph(at: Element, markup: string): void {
  const template = document.createElement('template')
  template.innerHTML = markup
  children(at, template.content, document.activeElement)
}

/** Puts one element's markup in its place. */
export function replace(old: Element, markup: string): void {
  const template = document.createElement('template')
  template.innerHTML = markup
  const made = template.content.firstElementChild
  if (made !== null) put(old, made, document.activeElement)
}

function children(at: Node, wanted: Node, focused: Element | null): void {
  let old = at.firstChild
  for (let made = wanted.firstChild; made !== null; ) {
    const next = made.nextSibling
    // The one with the focus may have moved down: what stands before it is new.
    if (old !== null && holds(old, focused) && !isSame(old, made) && follows(made, old)) {
      at.insertBefore(made, old)
    } else if (old === null) at.appendChild(made)
    else {
      // What the old page had and the new has not, up to the one that is the same.
      while (old !== null && !holds(old, focused) && !isSame(old, made) && later(old, made)) {
        const gone: ChildNode = old
        old = old.nextSibling
        gone.remove()
      }
      if (old === null) at.appendChild(made)
      else {
        const here: ChildNode = old
        old = old.nextSibling
        put(here, made, focused)
      }
    }
    made = next
  }
  while (old !== null) {
    const gone: ChildNode = old
    old = old.nextSibling
    gone.remove()
  }
}

function put(old: ChildNode, made: ChildNode, focused: Element | null): void {
  if (old.isEqualNode(made) && !isTyped(old)) return
  if (!holds(old, focused) || !(old instanceof Element) || !(made instanceof Element) || !isSame(old, made)) old.replaceWith(made)
  else {
    for (const { name } of [...old.attributes]) if (!made.hasAttribute(name) && name !== 'value') old.removeAttribute(name)
    if (old !== focused) for (const { name, value } of [...made.attributes]) old.setAttribute(name, value)
    else for (const name of ['aria-invalid', 'aria-describedby']) if (made.hasAttribute(name)) old.setAttribute(name, made.getAttribute(name) ?? '')
    if (old !== focused) children(old, made, focused)
  }
}

const holds = (node: Node, focused: Element | null): boolean => focused !== null && node.contains(focused)

/** What makes an element the same as another: its key, its id, else its tag. */
function nameOf(node: Node): string {
  return node instanceof Element ? (node.getAttribute('data-key') ?? (node.id || node.nodeName)) : node.nodeName
}

const isSame = (one: Node, other: Node): boolean => nameOf(one) === nameOf(other)

function follows(from: ChildNode, wanted: Node): boolean {
  for (let node: Node | null = from.nextSibling; node !== null; node = node.nextSibling) if (isSame(node, wanted)) return true
  return false
}

const later = (from: ChildNode, wanted: Node): boolean => follows(from, wanted)

// A box that was typed into shows another text than its markup says.
function isTyped(node: Node): boolean {
  return node instanceof Element && [...node.querySelectorAll('input,textarea,select')].some((box) => (box as HTMLInputElement).value !== ((box as HTMLInputElement).defaultValue ?? (box as HTMLInputElement).value))
}
