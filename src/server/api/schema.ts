// The shape of form.yaml as JSON Schema, for editors. Nothing of anybody's forms stands in it, so anyone may read it: an editor has no token.
import * as v from 'valibot'
import { formSchema } from '../../form/schema.ts'
import { route } from './route.ts'

export const schemaRoute = route({
  method: 'GET',
  path: '/api/schema/form.json',
  summary: 'The shape of form.yaml as JSON Schema (draft 2020-12), for editors',
  roles: [],
  answers: { 200: { description: 'JSON Schema', schema: v.looseObject({}) } },
  async handle() {
    return new Response(JSON.stringify(formSchema()), { headers: { 'content-type': 'application/schema+json', 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' } })
  },
})
