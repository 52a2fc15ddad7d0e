// A picture that is made with a finger (appearance `signature`, `draw`) instead of a camera.
import { appearing } from '../appearances.ts'
import type { Question } from '../form.ts'

/** How a picture is made by hand; undefined: it is photographed. */
export function drawnAs(question: Pick<Question, 'kind' | 'appearance'> | undefined): 'sign' | 'draw' | undefined {
  const words = question?.kind === 'image' ? appearing(question) : []
  return words.includes('signature') ? 'sign' : words.includes('draw') ? 'draw' : undefined
}
