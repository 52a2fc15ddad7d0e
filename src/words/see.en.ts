// What the office reads while it looks around, in English.
import type { SeeWords } from './see.vi.ts'

export const seeEn: SeeWords = {
  frame: {
    title: 'Places of the office',
    menu: 'Place',
    places: { queue: 'Waiting', whole: 'Overview', boards: 'Public boards', forms: 'Forms', devices: 'People and devices', rescue: 'Rescue file' },
  },
}
