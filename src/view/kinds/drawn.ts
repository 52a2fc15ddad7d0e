// A signature or drawing is an image like any other; without a script it is made on paper and photographed.
import { drawnAs } from '../../form/kinds/drawn.ts'
import { rarerWordsOf } from '../../words/rarer.ts'
import { hinted } from '../field.ts'
import type { KindView } from './kind.ts'

/** The view of images, over the one that all others have. */
export function drawn(usual: KindView): KindView {
  return {
    ...usual,
    field(field) {
      const by = drawnAs(field.question)
      return usual.field(by === undefined ? field : { ...field, hint: hinted(field, rarerWordsOf(field.language)[by].paper) })
    },
  }
}
