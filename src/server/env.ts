// What the Worker is given from outside, and the shape of the app that every visitor's file adds its addresses to.
import type { Context, Hono } from 'hono'
import type { Actor } from '../record/submission.ts'

export interface Env {
  readonly DB: D1Database
  /** Photos, voices and files, by the hash of their content. */
  readonly MEDIA: R2Bucket
  /** Whoever holds it is an admin. Set at deployment; rotated there. */
  readonly PHIEU_ADMIN_TOKEN?: string
  /** Signs receipts: an Ed25519 key, PKCS8 in base64. Without it receipts have their number only. */
  readonly PHIEU_RECEIPT_KEY?: string
  /** Secrets of second factors are sealed under it, 20 characters or more. Without it they lie open in the database. */
  readonly PHIEU_FACTOR_KEY?: string
  /** The header in which whoever stands before the Worker says where a request came from. Without it only whole forms are counted, not addresses. */
  readonly PHIEU_ADDRESS_HEADER?: string
  /** 'yes': webhooks may go to this very machine, by http too. For a server of one's own and for tests. */
  readonly PHIEU_WEBHOOKS_LOCAL?: string
  /** How many calls to other services, the database among them, one run may make for webhooks: by the platform's plan. */
  readonly PHIEU_CALLS?: string
}

interface World {
  Bindings: Env
  Variables: {
    actor?: Actor
    /** Whether a reviewer stands above the communes. */
    isAbove?: boolean
    /** The number of this request: in the log, in X-Request-Id, on pages that say that something went wrong. */
    request: string
    /** The code of the refusal with which it was answered. */
    refused?: string
  }
}

export type App = Hono<World>

/** One request on its way through the app. */
export type Visit = Context<World>
