// A form's submissions taken away from the office's page: the same file as over the API, with labels instead of names, for whoever opens it in Excel.
import * as v from 'valibot'
import type { Actor } from '../../record/submission.ts'
import type { Visit } from '../env.ts'
import { exportOf } from '../export.ts'
import { languageOf } from '../session.ts'
import { exportQuery } from '../shapes.ts'
import { notFound } from './respond.ts'

/** GET /office/:form/export?format=csv|xlsx|zip|geojson */
export async function take(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const asked = v.safeParse(exportQuery, { header: 'label', ...visit.req.query() })
  return asked.success ? exportOf(visit.env.DB, actor, { ...asked.output, form: visit.req.param('form') ?? '', language: languageOf(visit), origin: new URL(visit.req.url).origin }, now) : notFound(visit, actor)
}
