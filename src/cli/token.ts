// `phieu token`: who may come in, and by what. A secret is shown once and kept nowhere here.
import { writeFileSync } from 'node:fs'
import { serverOf } from './client.ts'
import type { Server } from './client.ts'
import { exits, Stop, text } from './io.ts'
import type { Given } from './io.ts'

interface Shown {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly unit: string | null
  readonly forms: readonly string[] | null
  readonly expires_at: number | null
  readonly revoked_at: number | null
}

export async function token(given: Given): Promise<number> {
  const { io } = given
  const [what = 'list', id] = given.words
  if (what !== 'revoke' && id !== undefined) throw new Stop(exits.usage, io.words.wrong.tooMany(id), io.words.wrong.more('token'))
  const server = serverOf(given)
  switch (what) {
    case 'list': {
      const { tokens } = await server.json<{ tokens: readonly Shown[] }>('GET', '/api/tokens')
      const live = tokens.filter(({ revoked_at: ended, expires_at: until }) => ended === null && (until === null || until > Date.now()))
      for (const one of live) io.say([one.id, one.role, one.unit ?? '*', one.forms?.join(',') ?? '*', one.name].join('\t'))
      if (live.length === 0) io.say(io.words.good.none)
      return exits.done
    }
    case 'add': {
      const expires = text(given.options, 'expires')
      const made = await server.json<{ id: string; token: string; link: string }>('POST', '/api/tokens', { ...(await scope(given, server)), ...(expires === undefined ? {} : { expires_at: expires }) })
      io.mention(io.words.good.token(made.id))
      io.say(made.token)
      io.mention(`${io.words.good.link}: ${made.link}`)
      return exits.done
    }
    case 'phone': {
      const device = text(given.options, 'device')
      if (device === undefined) throw new Stop(exits.usage, io.words.wrong.missing('--device'), io.words.wrong.more('token'))
      const minutes = Number(text(given.options, 'minutes') ?? 1440)
      const made = await server.json<{ link: string; qr: string; expires_at: string }>('POST', '/api/enrolments', { ...(await scope(given, server)), device: { name: device }, minutes })
      io.say(made.link)
      io.mention(io.words.good.until(made.expires_at))
      const file = text(given.options, 'o')
      if (file !== undefined) {
        writeFileSync(file, made.qr, { mode: 0o600 })
        io.mention(io.words.good.wrote(file))
      }
      return exits.done
    }
    case 'revoke':
      if (id === undefined) throw new Stop(exits.usage, io.words.wrong.missing('ID'), io.words.wrong.more('token'))
      await server.json('DELETE', `/api/tokens/${encodeURIComponent(id)}`)
      io.say(io.words.good.revoked)
      return exits.done
    default:
      throw new Stop(exits.usage, io.words.wrong.choice('token', what, 'add, phone, revoke'), io.words.wrong.more('token'))
  }
}

// Whom it is for, and how far it reaches. Everything is looked at before a person is made.
async function scope({ io, options }: Given, server: Server): Promise<{ person: string; role: string; unit: string | null; forms: readonly string[] | null }> {
  const role = text(options, 'role') ?? ''
  const roles = ['officer', 'reviewer', 'viewer', 'admin']
  if (!roles.includes(role)) throw new Stop(exits.usage, io.words.wrong.choice('--role', role, roles.join(', ')), io.words.wrong.more('token'))
  const name = text(options, 'name')
  const known = text(options, 'person')
  if (name === undefined && known === undefined) throw new Stop(exits.usage, io.words.wrong.missing(io.words.wrong.who), io.words.wrong.more('token'))
  const person = known ?? (await server.json<{ id: string }>('POST', '/api/people', { name })).id
  return { person, role, unit: text(options, 'unit') ?? null, forms: text(options, 'forms')?.split(',') ?? null }
}
