// What the Worker on a server of one's own sends out: only to addresses of the open internet, looked at when the connection is made, so that a name that leads into
// the own network leads nowhere. On Cloudflare there is no such network to reach.
import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { BlockList, isIP } from 'node:net'
import { request as http } from 'node:http'
import { request as https } from 'node:https'
import { Readable } from 'node:stream'
import { Request, Response } from 'miniflare'

const closed = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) closed.addSubnet(net, bits, 'ipv4')
// Of IPv6 only what is given to the open internet is open; within it, what carries an IPv4 address inside is closed.
const open = new BlockList()
open.addSubnet('2000::', 3, 'ipv6')
for (const [net, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const) closed.addSubnet(net, bits, 'ipv6')

/** Whether an address lies in the open internet. */
export function isOpen(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return family === 4 ? !closed.check(address, 'ipv4') : open.check(address, 'ipv6') && !closed.check(address, 'ipv6')
}

/** Sends a request of the Worker. `local`: this very machine may be meant. */
export function outbound(local: boolean): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    const isHere = local && ['127.0.0.1', 'localhost'].includes(url.hostname)
    if (!isHere && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0 && !isOpen(url.hostname.replace(/^\[|\]$/g, ''))) return refused()
    const looked: LookupFunction = (name, options, done) => {
      lookup(name, { ...options, all: true }, (error, found) => {
        const good = found?.filter(({ address }) => isHere || isOpen(address)) ?? []
        const [first] = good
        if (error !== null || first === undefined) done(error ?? Object.assign(new Error('not an address of the open internet'), { code: 'ENOTFOUND' }), '', 0)
        else if (options.all === true) done(null, good)
        else done(null, first.address, first.family)
      })
    }
    const body = Buffer.from(await request.arrayBuffer())
    return new Promise((resolve) => {
      const sent = (url.protocol === 'https:' ? https : http)(url.href, { method: request.method, headers: Object.fromEntries(request.headers), lookup: looked, signal: request.signal, timeout: 30_000 }, (answer) => {
        const headers = Object.entries(answer.headers).flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((one) => [name, one] as [string, string])))
        const status = answer.statusCode ?? 502
        const isBare = [101, 204, 205, 304].includes(status)
        if (isBare) answer.resume()
        resolve(new Response(isBare ? null : (Readable.toWeb(answer) as never), { status, headers }))
      })
      sent.on('timeout', () => sent.destroy())
      sent.on('error', () => resolve(refused()))
      sent.end(body)
    })
  }
}

/** To the Worker it is an answer like another that did not come. */
const refused = (): Response => new Response(null, { status: 502 })
