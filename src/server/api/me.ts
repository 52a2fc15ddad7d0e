// Who the token stands for: what a program checks first.
import { me } from '../shapes.ts'
import { json, route } from './route.ts'

export const meRoute = route({
  method: 'GET',
  path: '/api/me',
  summary: 'Who the token stands for, and its scope',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  answers: { 200: { description: 'The person', schema: me } },
  async handle({ actor: { person, name, role, unit, forms, personal, device } }) {
    return json({ person, name, role, unit, forms, personal, device })
  },
})
