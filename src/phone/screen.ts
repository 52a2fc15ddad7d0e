// The contract of a page of the app: what it shows, and what it does when somebody types or presses. Which page an address means is app.ts's.
import type { Html } from '../view/html.ts'
import type { Words } from '../words/vi.ts'
import type { Account } from './shapes.ts'
import type { Shelf } from './shelf.ts'

/** What every page may lean on. */
export interface App {
  readonly shelf: Shelf
  /** Who uses the phone now. */
  readonly account: Account
  readonly words: Words
  readonly language: string
  /** Makes sure that `words` can say what is wrong. */
  learn(): Promise<void>
  /** Opens another page; `replace`: going back does not come here again. */
  go(path: string, replace?: boolean): Promise<void>
  /** Draws this page anew from what is kept. */
  redraw(): Promise<void>
  /** A word beside what is shown, for eyes and ears: "Đã lưu vào máy". */
  tell(text: string): void
}

export interface Drawn {
  readonly title: string
  readonly main: Html
  readonly hasProblems?: boolean
  /** What gets the focus, by id; else the heading is where reading begins. */
  readonly focus?: string
  /** The page stands on the screen. */
  shown?(): Promise<void> | void
  /** Something came from the server, in place of drawing the page anew: somebody types on it. */
  heard?(): Promise<void>
  /** A box changed. `isDone`: it was left, or chosen. */
  input?(box: HTMLInputElement, isDone: boolean): Promise<void> | void
  /** A button `name=".do"` with this value was pressed: 'row attend[2]' is do('row', 'attend[2]'). */
  press?(what: string, about: string, button: HTMLElement): Promise<void> | void
  /** The page is about to be left or the phone put away: everything must be kept now. */
  leave?(): Promise<void>
}

/** Draws the page at an address whose parts these are; or says where to go instead. */
export type Draw = (app: App, parts: readonly string[], query: URLSearchParams) => Promise<Drawn | string>
