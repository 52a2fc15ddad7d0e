// image, file, audio chosen from the phone: shrunk where it is a picture, without what a camera writes into it (EXIF: place, owner), kept with the answer
// in one write. A small one goes ahead of it on a slow network.
import { laterWordsOf } from './around.ts'
import { ShelfFull } from './database.ts'
import { keep } from './filling.ts'
import type { Open } from './filling.ts'
import { sha256Hex } from './digest.ts'
import type { App } from './screen.ts'
import type { Media } from './shapes.ts'
import { noteKey, notes } from './tools.ts'

/** What a photo may weigh by default: at 4 kB/s it is through in under a minute. */
const most = 200_000
/** XLSForm's `max-pixels` is of the longer side; without it this much is enough to see a crack in a wall. */
const usualPixels = 1_600
const thumbnailPixels = 160
const mostFile = 10_000_000

const latest = new Map<string, File>()

/** Keeps the chosen file as the answer. */
export async function photo(app: App, at: Open, key: string, chosen: File | undefined): Promise<void> {
  const question = at.filling.step(key)?.question
  if (question === undefined || chosen === undefined) return
  const { app: says } = laterWordsOf(app.language)
  const note = noteKey(at, key)
  latest.set(note, chosen)
  try {
    if (question.kind === 'image') {
      app.tell(says.shrinking)
      const image = await pictureOf(chosen)
      if (image === undefined) return void notes.set(note, says.photoFailed)
      const full = await shrunk(image, Number(question.parameters?.['max-pixels'] ?? usualPixels), most)
      const small = await shrunk(image, thumbnailPixels, 8_000)
      image.close()
      if (full === undefined || small === undefined) return void notes.set(note, says.photoFailed)
      const [media, thumbnail] = [await mediaOf(full), await mediaOf(small)]
      // Another one was chosen while this one was made small: that one is meant.
      if (latest.get(note) !== chosen) return
      await keepFile(app, at, key, media, 'jpg', thumbnail)
    } else {
      if (chosen.size > mostFile) return void notes.set(note, says.fileTooLarge)
      await keepFile(app, at, key, await mediaOf(chosen), endingOf(chosen))
    }
    notes.delete(note)
    latest.delete(note)
    app.tell(app.words.phone.stored)
  } catch (error) {
    if (!(error instanceof ShelfFull)) throw error
    // The words come first: a photo that finds no room costs no answer.
    notes.set(note, says.fullPhoto)
    app.tell(says.fullPhoto)
  }
}

/** Puts a file in the place of an answer: its bytes, its name and the draft's list of files in one write. */
export async function keepFile(app: App, at: Open, key: string, media: Media, ending: string, thumbnail?: Media): Promise<void> {
  const name = `${(at.filling.step(key)?.question.name ?? 'file').slice(0, 60)}-${media.sha256.slice(0, 12)}.${ending}`
  const before = at.filling.get(key)
  const changed = at.filling.answer(key, name)
  const files = { ...at.draft.media, [name]: { sha256: media.sha256, ...(thumbnail === undefined ? {} : { thumbnail: thumbnail.sha256 }) } }
  try {
    await keep(app, at, [key, ...changed], { media: files }, [media, ...(thumbnail === undefined ? [] : [thumbnail])])
  } catch (error) {
    // The answer before it stands, with its file.
    at.filling.answer(key, before)
    const { [name]: _, ...rest } = at.draft.media
    at.draft = { ...at.draft, media: rest }
    throw error
  }
}

export async function mediaOf(blob: Blob): Promise<Media> {
  const body = await blob.arrayBuffer()
  return { sha256: await sha256Hex(body), type: blob.type, bytes: body.byteLength, body }
}

async function pictureOf(chosen: Blob): Promise<ImageBitmap | undefined> {
  try {
    // Turned as the camera was held: what is drawn afterwards holds no EXIF any more.
    return await createImageBitmap(chosen, { imageOrientation: 'from-image' })
  } catch {
    return undefined // no picture, or one that this browser cannot read
  }
}

// As large as asked for, then less sharp, then smaller, until it weighs little enough; undefined where the phone has no memory for it.
async function shrunk(image: ImageBitmap, pixels: number, bytes: number): Promise<Blob | undefined> {
  for (let side = Math.min(pixels, Math.max(image.width, image.height)); ; side = Math.round(side * 0.8)) {
    const scale = side / Math.max(image.width, image.height)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(image.width * scale))
    canvas.height = Math.max(1, Math.round(image.height * scale))
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    for (const quality of [0.8, 0.65, 0.5]) {
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
      if (blob === null) return undefined
      if (blob.size <= bytes || side < 64) return blob
    }
  }
}

// What the phone says that it is, before what it is called: a paper may come out of a chat as "download" or "a.pdf (1)".
function endingOf({ name, type }: File): string {
  const said = /^(?:image|audio|application)\/(jpeg|png|webp|webm|ogg|mp4|pdf)\b/.exec(type) ?? /\.([A-Za-z0-9]{2,5})$/.exec(name)
  return said?.[1]?.toLowerCase() ?? 'bin'
}
