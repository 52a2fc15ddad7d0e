// A question as the office recorded it, played from what is on the phone.
import type { Open } from './filling.ts'
import { promptOf } from './prompts.ts'
import type { App } from './screen.ts'

let playing: HTMLAudioElement | undefined

/** Plays a question's recording; pressed again it stops. */
export async function listen(app: App, at: Open, key: string): Promise<void> {
  const name = at.filling.step(key)?.question.name ?? ''
  const wasPlaying = playing?.dataset.name === name && !playing.paused
  playing?.pause()
  URL.revokeObjectURL(playing?.src ?? '')
  if (wasPlaying) return
  const prompt = await promptOf(app, at.form.id, name)
  if (prompt === undefined) return
  playing = new Audio(URL.createObjectURL(prompt))
  playing.dataset.name = name
  await playing.play()
}
