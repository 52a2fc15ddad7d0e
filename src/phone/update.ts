// A new version of the app, fetched and waiting: never put in place while a form is open, only when somebody asks for it on the home page.

let registration: ServiceWorkerRegistration | undefined

/** Puts the service worker in place, for days without a network. `waits` is told of each new version. */
export async function workOffline(waits: () => void): Promise<void> {
  const { serviceWorker } = navigator
  if (serviceWorker === undefined) return
  registration = await serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined)
  registration?.addEventListener('updatefound', () => registration?.installing?.addEventListener('statechange', () => isWaiting() && waits()))
  if (isWaiting()) waits()
}

/** Whether there is one. */
export function isWaiting(): boolean {
  return registration !== undefined && registration.waiting !== null
}

/** Goes over to it; the window opens anew once it is there. It refuses while a form is open in another window. */
export function takeOver(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  registration?.waiting?.postMessage('take over')
}
