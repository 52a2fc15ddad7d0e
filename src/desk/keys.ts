// Keys for who works through a queue: from record to record, choosing and deciding without the mouse. The page says which (`data-keys`), and does all of it
// without this script. A key only moves or chooses; what is decided is sent by the button. Not while somebody writes, not with Ctrl, Alt or Meta, and
// not at all once they are switched off: readers and browsers keep theirs.

type Does = 'next' | 'previous' | 'select' | 'approved' | 'returned' | 'rejected' | 'queue'

const list = document.querySelector<HTMLElement>('[data-keys]')
const off = 'phieu-keys-off'
const queue = 'phieu-queue'

if (list !== null) start(list, JSON.parse(list.dataset.keys ?? '{}') as Readonly<Record<string, Does>>)

function start(shown: HTMLElement, keys: Readonly<Record<string, Does>>): void {
  const toggle = shown.querySelector<HTMLInputElement>('input')
  shown.hidden = false
  if (toggle !== null) {
    toggle.checked = kept(localStorage, off) !== 'off'
    toggle.onchange = () => keep(localStorage, off, toggle.checked ? 'on' : 'off')
  }
  const rows = [...document.querySelectorAll<HTMLElement>('[data-rows] tbody tr')]
  const linkIn = (row: HTMLElement | undefined): HTMLAnchorElement | null => row?.querySelector<HTMLAnchorElement>('th a') ?? null
  // So that a record's page knows which comes after it.
  if (document.querySelector('[data-rows]') !== null) keep(sessionStorage, queue, JSON.stringify({ at: location.pathname + location.search, records: rows.map((row) => linkIn(row)?.pathname ?? '') }))
  document.addEventListener('keydown', (event) => {
    const does = keys[event.key.toLowerCase()]
    if (does === undefined || toggle?.checked === false || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || writes(event.target)) return
    if (act(does)) event.preventDefault()
  })

  function act(does: Does): boolean {
    const here = rows.findIndex((row) => row.contains(document.activeElement))
    if (does === 'next' || does === 'previous') return rows.length > 0 ? focus(linkIn(rows[Math.min(rows.length - 1, Math.max(0, here + (does === 'next' ? 1 : here < 0 ? 1 : -1)))])) : goOn(does === 'next' ? 1 : -1)
    if (does === 'queue') return go(remembered().at)
    const box = rows[here]?.querySelector<HTMLInputElement>('[type=checkbox]')
    if (does === 'select') {
      box?.click()
      return box != null
    }
    // Nothing chosen: the row in which one stands is meant.
    if (box != null && !rows.some((row) => row.querySelector<HTMLInputElement>('[type=checkbox]')?.checked === true)) box.checked = true
    const choice = document.querySelector<HTMLInputElement>(`#decide [name=state][value=${does}]`)
    if (choice === null) return false
    choice.checked = true
    return focus(document.querySelector<HTMLElement>(does === 'approved' ? '#decide p.buttons button' : '#decide textarea'))
  }
}

// From a record to another of the queue that was looked at last.
function goOn(steps: number): boolean {
  const { records } = remembered()
  const here = records.indexOf(location.pathname)
  return here >= 0 && go(records[here + steps])
}

function go(to: string | undefined): boolean {
  if (to === undefined || !to.startsWith('/office/')) return false
  location.assign(to)
  return true
}

function focus(what: HTMLElement | null): boolean {
  what?.focus()
  what?.scrollIntoView({ block: 'nearest' })
  return what !== null
}

function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('textarea, select, input:not([type=radio], [type=checkbox])')
}

function remembered(): { readonly at?: string; readonly records: readonly string[] } {
  try {
    return { records: [], ...(JSON.parse(kept(sessionStorage, queue) ?? '{}') as object) }
  } catch {
    return { records: [] } // somebody else's writing
  }
}

// A browser that keeps nothing throws: then nothing is kept.
function kept(store: Storage, key: string): string | null {
  try {
    return store.getItem(key)
  } catch {
    return null
  }
}

function keep(store: Storage, key: string, value: string): void {
  try {
    store.setItem(key, value)
  } catch {
    // as above
  }
}

export {}
