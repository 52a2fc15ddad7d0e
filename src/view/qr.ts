// A QR code (ISO/IEC 18004) as a drawing, for links that one phone shows another.
import { toSvgPath } from 'lean-qr/extras/svg'
import { generate } from 'lean-qr/nano'
import { Html } from './html.ts'

/** The white edge without which cameras do not find a code, in modules (ISO/IEC 18004, 6.3.8). */
const edge = 4

/** Black on white, whatever the page's colours; with the strongest correction that needs no larger code. */
export function qr(text: string): Html {
  const code = generate(text)
  const side = code.size + 2 * edge
  return new Html(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-${edge} -${edge} ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M-${edge}-${edge}h${side}v${side}h-${side}"/><path d="${toSvgPath(code)}"/></svg>`)
}
