// The description of the API (OpenAPI 3.1), made from the very routes and schemas that check requests.
import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { refusalCodes } from '../words/refusal.ts'
import type { Route } from './api/route.ts'
import { problemDetails } from './shapes.ts'

/** The whole description as plain JSON. */
export function openapi(routes: readonly Route[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Phiếu', version: '1', description: 'Forms out, answers in exactly once, and what they add up to. Errors are RFC 9457 problem details with a stable code.' },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'phieu_…, made by POST /api/tokens' } },
      schemas: { Problem: { ...schemaOf(problemDetails), description: `code is one of: ${refusalCodes.join(', ')}` } },
    },
  }
}

function operation({ path, query, body, answers, roles, summary }: Route): unknown {
  return {
    summary,
    description: roles.length === 0 ? 'Anyone.' : `Roles: ${roles.join(', ')}.`,
    security: roles.length === 0 ? [] : [{ token: [] }],
    parameters: [
      ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...(query === undefined ? [] : queryParameters(query)),
      { name: 'lang', in: 'query', required: false, description: 'Language of sentences, before Accept-Language', schema: { enum: ['vi', 'en'] } },
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: Object.fromEntries(body.types.map((type) => [type, body.schema === undefined ? {} : { schema: schemaOf(body.schema) }])),
          },
        }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, schema }]) => [
          status,
          {
            description,
            ...(Number(status) >= 400 && schema === undefined
              ? { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
              : schema === undefined
                ? {}
                : { content: { 'application/json': { schema: schemaOf(schema) } } }),
          },
        ]),
      ),
      default: { description: 'A problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  }
}

function queryParameters(query: v.GenericSchema): readonly unknown[] {
  const { properties = {}, required = [] } = schemaOf(query) as { properties?: Record<string, unknown>; required?: readonly string[] }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
}

// What is sent, not what it is read as; checks that JSON Schema has no word for (a real date) are left to the server.
function schemaOf(schema: v.GenericSchema): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' })
  return rest
}
