// What the office reads while it looks around, in English.
import type { SeeWords } from './see.vi.ts'

export const seeEn: SeeWords = {
  frame: {
    title: 'Places of the office',
    menu: 'Place',
    places: { queue: 'Waiting', whole: 'Overview', boards: 'Public boards', quality: 'Quality of the data', forms: 'Forms', devices: 'People and devices', rescue: 'Rescue file' },
  },
  see: {
    noTargets: 'No indicator has a target this year. Open a form and choose Targets to set one.',
    reds: (count) => `Behind, to look at first: ${count} ${count === '1' ? 'indicator' : 'indicators'}`,
    others: 'On track',
    waiting: 'Records that wait',
    gauge: (indicator) => `${indicator}: against its target`,
    trend: (indicator) => `${indicator}: the last months`,
    trendAbout: (first, was, last, is) => `${first}: ${was}; ${last}: ${is}`,
    redPlaces: (count, all) => `Behind in ${count} of ${all} places that have a target:`,
    noRedPlaces: (all) => `All ${all} places that have a target are on track.`,
    morePlaces: (count) => `See ${count} more`,
  },
}
