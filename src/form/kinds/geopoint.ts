// geopoint: 'latitude longitude altitude accuracy' in degrees (WGS 84) and metres, as ODK keeps it; the last two may be left out.
import type { Kind } from './kind.ts'
import { box } from './text.ts'

export function isPoint(answer: unknown): boolean {
  if (typeof answer !== 'string' || !/^(-?\d+(\.\d+)?( (?!$)|$)){2,4}$/.test(answer)) return false
  const [latitude = NaN, longitude = NaN, , accuracy = 0] = answer.split(' ').map(Number)
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && accuracy >= 0
}

const isMetres = (value: string): string | undefined => (/^\d+(\.\d+)?$/.test(value) ? undefined : 'number')

// A coordinate is copied from a device: 22.74 and 22,74 both mean the same, there are no thousands in it.
function coordinate(written: string): string | undefined {
  const text = written.trim().replace(',', '.')
  return /^-?\d{1,5}(\.\d+)?$/.test(text) ? text : undefined
}

export const geopoint: Kind = {
  name: 'geopoint',
  isAsked: true,
  holds: 'text',
  parts: ['latitude', 'longitude', 'accuracy'],
  parameters: { 'capture-accuracy': isMetres, 'warning-accuracy': isMetres },
  judge: (answer) => (isPoint(answer) ? undefined : { code: 'not_geopoint' }),
  read(typed) {
    const [latitude, longitude, accuracy] = ['latitude', 'longitude', 'accuracy'].map((part) => box(typed, part).trim())
    if (!latitude && !longitude) return { empty: true }
    const [lat, lon] = [coordinate(latitude ?? ''), coordinate(longitude ?? '')]
    const metres = accuracy ? coordinate(accuracy) : ''
    if (lat === undefined || lon === undefined || metres === undefined) return { slip: { code: 'not_geopoint' } }
    const answer = metres === '' ? `${lat} ${lon}` : `${lat} ${lon} 0 ${metres}`
    return isPoint(answer) ? { answer } : { slip: { code: 'not_geopoint' } }
  },
  write(answer) {
    const [latitude = '', longitude = '', , accuracy = ''] = String(answer).split(' ')
    return { latitude, longitude, accuracy }
  },
  value: (answer) => String(answer),
}
