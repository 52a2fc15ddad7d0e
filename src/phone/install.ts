// The browser's own offer to put the app on the home screen, held until somebody presses for it: installed, Chrome keeps the data for good.
interface Offer extends Event {
  prompt(): Promise<unknown>
}

let offer: Offer | undefined

/** Listens for the offer; it comes once, soon after the page is loaded. */
export function awaitOffer(heard: () => void): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as Offer
    heard()
  })
}

/** Whether the browser would install now. */
export function canInstall(): boolean {
  return offer !== undefined
}

/** Asks; then asks that the data be kept, which an installed app is granted. */
export async function install(): Promise<void> {
  const now = offer
  offer = undefined
  await now?.prompt()
  await navigator.storage?.persist?.().catch(() => false)
}
