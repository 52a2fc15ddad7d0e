// A plain editor: the page's own textarea, with line numbers, marks where something is wrong, and keys that indent. Nothing else of the browser's is taken
// away: undo, search, spelling, the reader's own size of letters.

export interface Editor {
  readonly path: string
  readonly area: HTMLTextAreaElement
  readonly box: HTMLElement
  /** The line of the cursor, from 1. */
  line(): number
  goto(line: number, column?: number, lines?: number): void
  /** Another text, as one step that can be undone. */
  put(text: string): void
  /** Lines at which something is wrong. */
  mark(lines: ReadonlySet<number>): void
}

export function editorOf(box: HTMLElement): Editor {
  const area = box.querySelector('textarea') as HTMLTextAreaElement
  const gutter = document.createElement('div')
  gutter.className = 'gutter'
  gutter.setAttribute('aria-hidden', 'true')
  area.before(gutter)
  let drawn = ''
  let marked: ReadonlySet<number> = new Set()
  const number = (): void => {
    const count = area.value.split('\n').length
    const made = `${count} ${[...marked].join()}`
    if (made !== drawn) {
      drawn = made
      gutter.replaceChildren(...Array.from({ length: count }, (_, i) => {
        const at = document.createElement('span')
        at.textContent = String(i + 1)
        if (marked.has(i + 1)) at.className = 'slip'
        return at
      }))
    }
    gutter.scrollTop = area.scrollTop
  }
  area.addEventListener('input', number)
  area.addEventListener('scroll', () => (gutter.scrollTop = area.scrollTop))
  keys(area)
  number()
  return {
    path: box.dataset.file ?? '',
    area,
    box,
    line: () => area.value.slice(0, area.selectionStart).split('\n').length,
    goto(line, column = 1, lines = 0) {
      const before = area.value.split('\n')
      const start = before.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
      const end = lines > 0 ? before.slice(0, line - 1 + lines).reduce((sum, one) => sum + one.length + 1, -1) : start + (before[line - 1]?.length ?? 0)
      area.focus()
      area.setSelectionRange(lines > 0 ? start : Math.min(start + column - 1, end), end)
      const height = Number.parseFloat(getComputedStyle(area).lineHeight) || 20
      area.scrollTop = Math.max(0, (line - 4) * height)
      area.scrollLeft = 0
      area.scrollIntoView({ block: 'nearest' })
      gutter.scrollTop = area.scrollTop
    },
    put(text) {
      const old = area.value
      let head = 0
      while (head < old.length && head < text.length && old[head] === text[head]) head++
      let tail = 0
      while (tail < old.length - head && tail < text.length - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++
      if (head === old.length && head === text.length) return
      replace(area, head, old.length - tail, text.slice(head, text.length - tail))
    },
    mark(lines) {
      marked = lines
      number()
    },
  }
}

// By the browser's own command where the box has the focus, so that it can be undone.
function replace(area: HTMLTextAreaElement, from: number, to: number, text: string): void {
  area.focus()
  area.setSelectionRange(from, to)
  const isDone = document.activeElement === area && document.execCommand(text === '' ? 'delete' : 'insertText', false, text)
  if (isDone) return
  area.setRangeText(text, from, to, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

// Tab would otherwise never leave the box: Esc, then Tab does.
function keys(area: HTMLTextAreaElement): void {
  let isLeaving = false
  area.addEventListener('blur', () => (isLeaving = false))
  area.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') isLeaving = true
    else if (event.key === 'Tab' && !isLeaving) {
      event.preventDefault()
      indent(area, event.shiftKey)
    } else if (event.key === 'Enter') {
      const line = area.value.slice(area.value.lastIndexOf('\n', area.selectionStart - 1) + 1, area.selectionStart)
      const [, spaces = '', dash = ''] = /^(\s*)(- )?/.exec(line) ?? []
      if (spaces === '' && dash === '' && !line.trimEnd().endsWith(':')) return
      event.preventDefault()
      replace(area, area.selectionStart, area.selectionEnd, `\n${spaces}${dash === '' ? '' : '  '}${/:\s*$/.test(line) ? '  ' : ''}`)
    }
    if (event.key !== 'Escape' && event.key !== 'Tab' && event.key !== 'Shift') isLeaving = false
  })
}

function indent(area: HTMLTextAreaElement, isBack: boolean): void {
  const { selectionStart: from, selectionEnd: to, value } = area
  const start = value.lastIndexOf('\n', from - 1) + 1
  if (!isBack && from === to) return replace(area, from, to, ' '.repeat(2 - ((from - start) % 2)))
  const after = value.indexOf('\n', to)
  const end = after < 0 ? value.length : after
  const lines = value.slice(start, end).split('\n').map((line) => (isBack ? line.replace(/^ {1,2}/, '') : line === '' ? line : `  ${line}`))
  const made = lines.join('\n')
  replace(area, start, end, made)
  if (from === to) area.setSelectionRange(Math.max(start, from - 2), Math.max(start, from - 2))
  else area.setSelectionRange(start, start + made.length)
}
