// What lets the app open without a network: its files, kept under the version that they belong to, and one empty page on which it draws. A new version
// waits until nothing is being filled in; an old one goes on with what it has. Sends in the background where the browser can.
// What only a few forms need (more.ts) is kept apart, where a window has asked for it once.
import { sendInBackground } from './background.ts'

declare const SHELL: readonly string[]
declare const MORE: readonly string[]
declare const VERSION: string

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Scope {
  addEventListener(type: 'install' | 'activate', listen: (event: Waiting) => void): void
  addEventListener(type: 'fetch', listen: (event: Fetching) => void): void
  addEventListener(type: 'message', listen: (event: MessageEvent) => void): void
  addEventListener(type: 'sync', listen: (event: Waiting & { readonly tag: string; readonly lastChance: boolean }) => void): void
  readonly clients: { claim(): Promise<void> }
  readonly location: Location
  skipWaiting(): Promise<void>
}
const scope = self as unknown as Scope

const own = `shell-${VERSION}`
const apart = 'more'
const page = '/shell'
/** Addresses that the app draws itself; everything else is the network's. */
const drawn = /^\/(?:$|(?:forms|fill|sent)\/|(?:sent|phone)$)/

scope.addEventListener('install', (event) => {
  // Past the browser's own cache: what stands in it may be older than this worker.
  event.waitUntil(Promise.all([fetchInto(own, [page, ...SHELL]), keptApart().then((stems) => fetchInto(apart, MORE.filter((path) => stems.includes(stemOf(path)))))]))
})

// What a name means is the same in all versions; what follows it is the content's.
const stemOf = (path: string): string => path.split('.')[0] ?? ''

async function keptApart(): Promise<readonly string[]> {
  return (await (await caches.open(apart)).keys()).map(({ url }) => stemOf(new URL(url).pathname))
}

async function fetchInto(name: string, paths: readonly string[]): Promise<void> {
  await (await caches.open(name)).addAll(paths.map((path) => new Request(path, { cache: 'reload', credentials: 'omit' })))
}

scope.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('shell-') && name !== own).map((name) => caches.delete(name))))
      .then(async () => {
        const cache = await caches.open(apart)
        for (const request of await cache.keys()) if (!MORE.includes(new URL(request.url).pathname)) await cache.delete(request)
      })
      .then(() => scope.clients.claim()),
  )
})

scope.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return
  if (request.mode === 'navigate') {
    if (drawn.test(url.pathname)) event.respondWith(kept(page, request))
  } else if ([...SHELL, ...MORE].includes(url.pathname)) event.respondWith(kept(url.pathname, request))
})

// Only a page on which nothing is filled in asks for this; another window may be filling in, and holds its draft then. (A window's address does not
// say so: what a service worker is told is where the window was opened.)
scope.addEventListener('message', (event) => {
  if (event.data !== 'take over') return
  void navigator.locks.query().then(({ held = [] }) => {
    if (!held.some(({ name = '' }) => name.startsWith('phieu-draft-'))) return scope.skipWaiting()
  })
})

scope.addEventListener('sync', (event) => {
  if (event.tag === 'phieu-send') event.waitUntil(sendInBackground())
})

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(MORE.includes(path) ? apart : own)
  return (await cache.match(path)) ?? fetch(request)
}
