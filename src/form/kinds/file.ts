// file, and what image and audio share with it: the answer is the name of a file, the file itself travels apart.
import type { Kind } from './kind.ts'
import { box } from './text.ts'

/** A kind whose answer names a file with one of these endings. The name is part of an address and of folders elsewhere: no path, no `..`. */
export function naming(name: Kind['name'], endings: string, parameters: Kind['parameters'] = {}): Kind {
  const valid = new RegExp(`^[\\p{L}\\p{M}\\p{N}][\\p{L}\\p{M}\\p{N} ._()-]{0,119}\\.(${endings})$`, 'iu')
  const isName = (text: string): boolean => valid.test(text) && !text.includes('..')
  return {
    name,
    isAsked: true,
    isFile: true,
    holds: 'text',
    parts: [''],
    parameters,
    judge: (answer) => (typeof answer === 'string' && isName(answer) ? undefined : { code: 'not_file_name' }),
    read(typed) {
      const written = box(typed).trim().normalize('NFC')
      if (written === '') return { empty: true }
      return isName(written) ? { answer: written } : { slip: { code: 'not_file_name' } }
    },
    write: (answer) => ({ '': String(answer) }),
    value: (answer) => String(answer),
  }
}

export const pictures = 'jpe?g|png|webp'
export const isCount = (value: string): string | undefined => (/^[1-9]\d{0,5}$/.test(value) ? undefined : 'number')

export const file = naming('file', `pdf|${pictures}`)
