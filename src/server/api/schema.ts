// The shapes of form.yaml and board.yaml as JSON Schema, for editors. Nothing of anybody's forms stands in them, so anyone may read them: an editor has no token.
import * as v from 'valibot'
import { boardSchema } from '../../form/board_schema.ts'
import { formSchema } from '../../form/schema.ts'
import { route } from './route.ts'

const answers = { 200: { description: 'JSON Schema', schema: v.looseObject({}) } }
const given = (schema: object): Response => new Response(JSON.stringify(schema), { headers: { 'content-type': 'application/schema+json', 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' } })

export const schemaRoute = route({
  method: 'GET',
  path: '/api/schema/form.json',
  summary: 'The shape of form.yaml as JSON Schema (draft 2020-12), for editors',
  roles: [],
  answers,
  async handle() {
    return given(formSchema())
  },
})

export const boardSchemaRoute = route({
  method: 'GET',
  path: '/api/schema/board.json',
  summary: 'The shape of board.yaml as JSON Schema (draft 2020-12), for editors',
  roles: [],
  answers,
  async handle() {
    return given(boardSchema())
  },
})
