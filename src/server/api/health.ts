// Is the server alive, and does the database answer? For whoever watches; the epoch changes with every published form and unit list.
import { readState } from '../../store/submissions.ts'
import { health } from '../shapes.ts'
import { json, route } from './route.ts'

export const healthRoute = route({
  method: 'GET',
  path: '/healthz',
  summary: 'Whether the server and its database answer',
  roles: [],
  answers: { 200: { description: 'Both answer', schema: health }, 503: { description: 'The database does not', schema: health } },
  async handle({ db }) {
    try {
      const { epoch } = await readState(db, { ids: [], entries: [] })
      return json({ ok: true, database: 'ok', epoch })
    } catch {
      // The one failure that is this address's answer, not an accident on the way to it.
      return json({ ok: false, database: 'unreachable', epoch: null }, 503)
    }
  },
})
