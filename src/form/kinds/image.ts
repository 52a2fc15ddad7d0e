// image: a picture; the phone makes it smaller than `max-pixels` on its longer side.
import { isCount, naming, pictures } from './file.ts'

export const image = naming('image', pictures, { 'max-pixels': isCount })
