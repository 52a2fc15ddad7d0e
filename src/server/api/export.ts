// A form's submissions as a file.
import { exportOf } from '../export.ts'
import { exportQuery } from '../shapes.ts'
import { route } from './route.ts'

export const exportRoute = route({
  method: 'GET',
  path: '/api/forms/:form/export',
  summary: 'All submissions of a form within the unit of the token: CSV, a workbook or a zip with a table for each repeat, or GeoJSON, without the answers that the role may not see',
  roles: ['admin', 'reviewer', 'viewer'],
  query: exportQuery,
  answers: {
    200: { description: 'The file, written while it is read; an answer that breaks off is not whole', type: 'text/csv' },
    404: { description: 'No such form, or not yours' },
  },
  async handle({ db, actor, params, query, language, now, request }) {
    return exportOf(db, actor, { ...query, form: params.form ?? '', language, origin: new URL(request.url).origin }, now)
  },
})
