// What is read beside questions of the rarer kinds only, in English.
import type { RarerWords } from './rarer.vi.ts'

export const rarerEn: RarerWords = {
  hour: 'Hour',
  minute: 'Minute',
  acknowledge: 'Yes, I have read this',
  barcode: 'If it cannot be scanned, type the letters and digits printed under the bars.',
  scan: 'Scan a code',
  scanUnseen: 'No code was seen. Scan again where there is light, or type the letters and digits.',
  scanFailed: 'This phone cannot scan codes, or does not let this page use its camera. Type the letters and digits.',
  rank: {
    hint: 'What matters most comes first.',
    place: (label) => `Place of: ${label}`,
    up: (label) => `Up: ${label}`,
    down: (label) => `Down: ${label}`,
    keep: 'Keep this order',
  },
  trace: {
    hint: 'One point a line: latitude, a space, longitude. For example: 22.74 104.68',
    line: (points, metres) => `${points} points, ${metres} m long`,
    shape: (corners, area) => `${corners} corners, about ${area} m²`,
    add: 'Add where I stand',
    undo: 'Take the last point out',
    sketch: 'Sketch of these points',
  },
  place: {
    asking: 'This form notes where you are, if you allow it.',
    noted: (metres: string) => `Where you are was noted, accurate to ${metres} m.`,
    missing: 'Where you are could not be noted. Go on and send as usual.',
  },
  sign: { paper: 'Sign on paper, then take a photo of the signature.', start: 'Sign', again: 'Sign again', about: 'Sign with your finger in the frame below.', done: 'Done', clear: 'Clear, sign again', away: 'Cancel' },
  draw: { paper: 'Draw on paper, then take a photo of the drawing.', start: 'Draw', again: 'Draw again', about: 'Draw with your finger in the frame below.', done: 'Done', clear: 'Clear, draw again', away: 'Cancel' },
  video: { hint: 'Take or choose a film, 10 MB at most.', named: (name) => `Film “${name}”` },
}
