// What is read beside questions of the rarer kinds only, in English.
import type { RarerWords } from './rarer.vi.ts'

export const rarerEn: RarerWords = {
  hour: 'Hour',
  minute: 'Minute',
  acknowledge: 'Yes, I have read this',
  barcode: 'If it cannot be scanned, type the letters and digits printed under the bars.',
  scan: 'Scan a code',
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
  video: { hint: 'Take or choose a film, 10 MB at most.', named: (name) => `Film “${name}”` },
}
