// A rescue file by the API: what a phone could not send for itself, handed in by whoever is enrolled.
import { sayRefusal } from '../../words/refusal.ts'
import { limits, readBytes } from '../limits.ts'
import { takeIn } from '../rescue.ts'
import { readRescueFile } from '../rescue_file.ts'
import { takenIn } from '../shapes.ts'
import { json, route } from './route.ts'

export const rescueRoute = route({
  method: 'POST',
  path: '/api/rescue',
  summary: 'Takes in a rescue file (one JSON object a line): records as their authors’, drafts and photos; twice is once',
  roles: ['officer', 'reviewer', 'admin'],
  types: ['text/plain'],
  answers: {
    200: { description: 'What became of it; each line that could not be taken is in `problems`', schema: takenIn },
    400: { description: 'No rescue file' },
    413: { description: 'Larger than a rescue file may be' },
  },
  async handle({ env, actor, request, now, language }) {
    const { bytes } = await readBytes(request, ['text/plain'], limits.rescueBytes)
    const done = await takeIn(env, actor, await readRescueFile(bytes), now)
    return json({ ...done, problems: done.problems.map(({ line, code }) => ({ line, code, title: sayRefusal(code, language).title })) })
  },
})
