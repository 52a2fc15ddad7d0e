// geopoint: the phone's position, with its accuracy. The first one may take half a minute; the best of the seconds after it is taken; a poor one is kept and said to be poor.
import type { Question } from '../form/form.ts'
import { writeNumber } from '../form/number.ts'
import { idOf } from '../view/field.ts'
import { laterWordsOf } from './around.ts'
import { keep } from './filling.ts'
import type { Open } from './filling.ts'
import type { App } from './screen.ts'
import { noteKey, notes, underWay } from './tools.ts'

const patience_ms = 30_000
/** Once there is a position: as long as a better one is waited for. */
const hope_ms = 6_000

/** Takes the position into the answer. */
export async function locate(app: App, at: Open, key: string): Promise<void> {
  const question = at.filling.step(key)?.question
  const found = question === undefined ? undefined : await position(app, at, key, question)
  if (found === undefined) return
  const changed = at.filling.answer(key, found)
  delete at.typed[key]
  await keep(app, at, [key, ...changed])
}

/** Where the phone is, as ODK keeps it: latitude longitude altitude accuracy; undefined when it does not know. What came of it is said beside the question. */
export async function position(app: App, at: Open, key: string, question: Question): Promise<string | undefined> {
  const { app: says } = laterWordsOf(app.language)
  const note = noteKey(at, key)
  notes.set(note, says.locating)
  app.tell(says.locating)
  document.getElementById(idOf(key))?.closest('[data-key]')?.querySelector('[role=status]')?.replaceChildren(says.locating)
  const found = await best(wanted(question, 'capture-accuracy', 20))
  if (found === undefined) {
    notes.set(note, says.locateFailed)
    return undefined
  }
  const { accuracy } = found
  const metres = writeNumber(Math.round(accuracy), app.language)
  notes.set(note, accuracy > wanted(question, 'warning-accuracy', 50) ? says.locatePoor(metres) : says.located(metres))
  return pointOf(found)
}

/** A position as ODK keeps it. */
export function pointOf({ latitude, longitude, altitude, accuracy }: GeolocationCoordinates): string {
  const text = (value: number, digits: number): string => String(Number(value.toFixed(digits)))
  return `${text(latitude, 7)} ${text(longitude, 7)} ${text(altitude ?? 0, 1)} ${text(accuracy, 1)}`
}

function wanted(question: Question, name: string, otherwise: number): number {
  return Number(question.parameters?.[name] ?? otherwise)
}

/** The best position of the next seconds. `isAsked`: whoever leaves the page meanwhile ends it. */
export function best(good: number, isAsked = true): Promise<GeolocationCoordinates | undefined> {
  let end = (): void => undefined
  const watching = new Promise<GeolocationCoordinates | undefined>((resolve) => {
    let found: GeolocationCoordinates | undefined
    end = () => {
      clearTimeout(timer)
      navigator.geolocation.clearWatch(watch)
      resolve(found)
    }
    let timer = setTimeout(end, patience_ms)
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        if (found === undefined) {
          clearTimeout(timer)
          timer = setTimeout(end, hope_ms)
        }
        if (found === undefined || coords.accuracy < found.accuracy) found = coords
        if (found.accuracy <= good) end()
      },
      // A first fix may fail under trees and come later; a refusal never does.
      (error) => error.code === error.PERMISSION_DENIED && end(),
      { enableHighAccuracy: true, timeout: patience_ms },
    )
  })
  if (isAsked) void underWay(watching.then(() => undefined), () => end())
  return watching
}
