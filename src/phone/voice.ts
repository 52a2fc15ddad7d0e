// audio: a voice answer, recorded by the browser and kept like any file.
import { laterWordsOf } from './around.ts'
import { ShelfFull } from './database.ts'
import { keepFile, mediaOf } from './photo.ts'
import type { Open } from './filling.ts'
import type { App } from './screen.ts'
import { noteKey, notes, underWay } from './tools.ts'

let running: { readonly recorder: MediaRecorder; readonly ended: Promise<void> } | undefined
const mostSeconds = 300

/** Begins or ends a recording for a question. */
export async function voice(app: App, at: Open, key: string, what: string, seen: () => Promise<void>): Promise<void> {
  const { phone } = app.words
  const { app: says } = laterWordsOf(app.language)
  const note = noteKey(at, key)
  const stop = (): Promise<void> | undefined => {
    if (running?.recorder.state === 'recording') running.recorder.stop()
    return running?.ended
  }
  if (what === 'stop') return stop()
  try {
    await stop()
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    const type = ['audio/webm;codecs=opus', 'audio/mp4'].find((one) => MediaRecorder.isTypeSupported(one))
    const recorder = new MediaRecorder(stream, { ...(type === undefined ? {} : { mimeType: type }), audioBitsPerSecond: 24_000 })
    const pieces: Blob[] = []
    const limit = setTimeout(() => recorder.state === 'recording' && recorder.stop(), Number(at.filling.step(key)?.question.parameters?.['max-seconds'] ?? mostSeconds) * 1000)
    recorder.ondataavailable = ({ data }) => pieces.push(data)
    const ended = new Promise<void>((resolve, reject) => {
      recorder.onstop = () => {
        clearTimeout(limit)
        stream.getTracks().forEach((track) => track.stop())
        notes.delete(note)
        mediaOf(new Blob(pieces, { type: recorder.mimeType.split(';')[0] ?? 'audio/webm' }))
          .then((media) => keepFile(app, at, key, media, media.type === 'audio/mp4' ? 'm4a' : 'webm'))
          .then(resolve, reject)
      }
    })
    running = { recorder, ended }
    // What ends it besides its own button: another page is opened, or it is long enough.
    void underWay(ended, () => void stop())
    void ended.then(seen, (error: unknown) => {
      if (!(error instanceof ShelfFull)) throw error
      notes.set(note, says.fullPhoto)
      return seen()
    })
    recorder.start(1000)
    notes.set(note, phone.stopRecord)
  } catch {
    notes.set(note, says.recordFailed) // no microphone, or not allowed: the file box is still there
  }
}
