// Every address of the API. The app, the description and the tests of who may do what all begin here.
import * as v from 'valibot'
import { openapi } from '../openapi.ts'
import { accountRoutes } from './accounts.ts'
import { aggregateRoutes } from './aggregates.ts'
import { auditRoute } from './audit.ts'
import { boardRoutes } from './boards.ts'
import { boundaryRoutes } from './boundaries.ts'
import { enrolmentRoutes } from './enrolments.ts'
import { exportRoute } from './export.ts'
import { figuresRoute } from './figures.ts'
import { formRoutes } from './forms.ts'
import { healthRoute } from './health.ts'
import { lockRoutes } from './locks.ts'
import { meRoute } from './me.ts'
import { mediaRoutes } from './media.ts'
import { peopleRoutes } from './people.ts'
import { phoneRoute } from './phone.ts'
import { promptRoutes } from './prompts.ts'
import { qualityRoutes } from './quality.ts'
import { registerRoutes } from './registers.ts'
import { json, route } from './route.ts'
import type { Route } from './route.ts'
import { rescueRoute } from './rescue.ts'
import { boardSchemaRoute, schemaRoute } from './schema.ts'
import { sentRoute } from './sent.ts'
import { submissionRoutes } from './submissions.ts'
import { targetRoutes } from './targets.ts'
import { trialRoutes } from './trials.ts'
import { unitRoutes } from './units.ts'
import { webhookRoutes } from './webhooks.ts'

const description = route({
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This description',
  roles: [],
  answers: { 200: { description: 'OpenAPI 3.1', schema: v.looseObject({}) } },
  async handle() {
    return json(openapi(routes), 200, { 'cache-control': 'public, max-age=300' })
  },
})

export const routes: readonly Route[] = [
  healthRoute,
  meRoute,
  ...formRoutes, ...trialRoutes,
  ...promptRoutes,
  ...submissionRoutes,
  ...lockRoutes,
  auditRoute,
  ...mediaRoutes,
  ...registerRoutes,
  ...aggregateRoutes,
  ...targetRoutes,
  ...boardRoutes,
  ...boundaryRoutes,
  ...qualityRoutes,
  ...unitRoutes,
  ...peopleRoutes,
  ...enrolmentRoutes,
  ...accountRoutes,
  exportRoute, figuresRoute,
  ...webhookRoutes,
  phoneRoute,
  sentRoute,
  rescueRoute,
  schemaRoute,
  boardSchemaRoute,
  description,
]
