// What nobody is asked and few forms keep: hidden values, who and which phone it was, where it was filled in, and sound and trail that phones of the field
// apps keep beside a filling.
import type { World } from '../world.ts'
import { isPoint } from './geopoint.ts'
import type { Kind } from './kind.ts'
import { judgeText } from './text.ts'

function noted(name: Kind['name'], more: Partial<Kind> = {}): Kind {
  return { name, isAsked: false, holds: 'text', parts: [], judge: judgeText, read: () => ({ empty: true }), write: () => ({}), value: (answer) => String(answer), ...more }
}

const who = (what: keyof NonNullable<World['who']>) => ({ notes: ({ who: known }: World) => known?.[what] ?? undefined })
const point: Partial<Kind> = { judge: (answer) => (isPoint(answer) ? undefined : { code: 'not_geopoint' }) }

export const hidden = noted('hidden')
export const deviceid = noted('deviceid', who('device'))
export const username = noted('username', who('person'))
export const email = noted('email', who('email'))
export const phonenumber = noted('phonenumber', who('phonenumber'))
export const startGeopoint = noted('start-geopoint', point)
export const backgroundGeopoint = noted('background-geopoint', point)
export const backgroundAudio = noted('background-audio')
export const audit = noted('audit')
