// audio: a voice answer. `quality` is XLSForm's; `max-seconds` ends a recording by itself.
import { isCount, naming } from './file.ts'

const qualities = ['voice-only', 'low', 'normal', 'external']

export const audio = naming('audio', 'webm|ogg|oga|opus|mp4|m4a', {
  quality: (value) => (qualities.includes(value) ? undefined : qualities.join(', ')),
  'max-seconds': isCount,
})
