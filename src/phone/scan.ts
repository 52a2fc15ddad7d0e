// barcode: read by the browser's own detector where there is one, through the camera.
import { idOf } from '../view/field.ts'
import { rarerWordsOf } from '../words/rarer.ts'
import { keep } from './filling.ts'
import type { Open } from './filling.ts'
import type { App } from './screen.ts'
import { noteKey, notes, underWay } from './tools.ts'

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}

const patience_ms = 30_000

/** Looks through the camera until a code is seen, or half a minute. */
export async function scan(app: App, at: Open, key: string): Promise<void> {
  const note = noteKey(at, key)
  const says = rarerWordsOf(app.language)
  const field = document.getElementById(idOf(key))?.closest('[data-key]')
  const video = document.createElement('video')
  video.muted = true
  video.setAttribute('playsinline', '')
  let stream: MediaStream | undefined
  let stopped = (): void => undefined
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
    video.srcObject = stream
    field?.append(video)
    await video.play()
    const detector = new (globalThis as unknown as { BarcodeDetector: new () => Detector }).BarcodeDetector()
    let until = performance.now() + patience_ms
    void underWay(new Promise((resolve) => (stopped = resolve)), () => (until = 0))
    while (performance.now() < until) {
      const [found] = await detector.detect(video)
      if (found !== undefined) {
        const changed = at.filling.answer(key, found.rawValue.slice(0, 500))
        await keep(app, at, [key, ...changed])
        return void notes.delete(note)
      }
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
    notes.set(note, says.scanUnseen)
  } catch {
    notes.set(note, says.scanFailed) // no camera, not allowed, no detector: the box is still there
  } finally {
    stopped()
    stream?.getTracks().forEach((track) => track.stop())
    video.remove()
  }
}
