// The Worker: every visitor's addresses on one app, the security headers on every answer, one place that catches.
import { Hono } from 'hono'
import '../view/all.ts'
import { routes } from './api/routes.ts'
import { serve } from './api/route.ts'
import { assets } from './assets.ts'
import { compress } from './compress.ts'
import { doDeeds } from './deeds.ts'
import { deliverAfter } from './deliver.ts'
import type { App, Env } from './env.ts'
import { Refusal, answerFailure } from './failure.ts'
import { securityHeaders } from './headers.ts'
import { logged } from './log.ts'
import type { Write } from './log.ts'
import { Meter } from './meter.ts'
import { office } from './office.ts'
import { officer } from './officer.ts'

/** The whole app. Anything that no visitor's file answers is the same 404. `write` takes a line a request, `fail` one a bug. */
export function app(write: Write = console.log, fail: Write = console.error): App {
  const all: App = new Hono()
  all.use('*', logged(write))
  all.use('*', deliverAfter)
  all.use('*', compress)
  all.use('*', securityHeaders())
  all.onError((error, visit) => answerFailure(error, visit, fail))
  all.notFound((visit) => answerFailure(new Refusal(404, 'not_found'), visit, fail))
  serve(all, routes)
  assets(all)
  officer(all)
  office(all)
  return all
}

const worker = app()

let meter: Meter | undefined // of this isolate

export default {
  async fetch(request, env, context) {
    const now = Date.now()
    meter ??= new Meter(now)
    const answer = await worker.fetch(request, meter.of(env, request, now), context)
    // After the answer, so that nobody waits for it.
    context.waitUntil(meter.handOver(env, now))
    return answer
  },
  async scheduled(_, env) {
    await doDeeds(env, Date.now())
  },
} satisfies ExportedHandler<Env>
