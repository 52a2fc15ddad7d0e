// signature, draw: a sheet over the page that a finger writes on. What comes of it goes into the question's own file box, and so the way of any photo: made
// small, kept with its answer in one write, sent in pieces. Nothing here needs a network.
import { html } from '../view/html.ts'
import type { RarerWords } from '../words/rarer.vi.ts'
import { underWay } from './tools.ts'

type Point = readonly [x: number, y: number]

/** Opens the sheet for a question. What is drawn when the page is left is kept. */
export function draw(key: string, label: string, words: RarerWords['sign'], isCut: boolean): void {
  const sheet = document.createElement('dialog')
  sheet.className = 'pad'
  sheet.setAttribute('aria-label', label)
  sheet.innerHTML = html`<p><strong>${label}</strong> ${words.about}</p><canvas></canvas><div class="buttons"><button type="button" value="done" disabled>${words.done}</button><button type="button" class="plain" value="clear" disabled>${words.clear}</button><button type="button" class="plain" value="away">${words.away}</button></div>`.markup
  document.body.append(sheet)
  sheet.showModal()
  const canvas = sheet.querySelector('canvas') as HTMLCanvasElement
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  const ratio = Math.min(devicePixelRatio, 2)
  const lines: Point[][] = []

  const stroke = (line: readonly Point[], from: number): void => {
    pen.beginPath()
    line.slice(Math.max(from, 0)).forEach(([x, y], i) => (i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
    // A touch without a move is a dot.
    if (line.length === 1) pen.lineTo(...(line[0] as Point))
    pen.stroke()
  }
  // Anew on a clean sheet, as when the phone was turned: white, since a photo knows nothing see-through.
  const lay = (): void => {
    canvas.width = canvas.clientWidth * ratio
    canvas.height = canvas.clientHeight * ratio
    Object.assign(pen, { fillStyle: '#fff', strokeStyle: '#000', lineWidth: 3, lineCap: 'round', lineJoin: 'round' })
    pen.scale(ratio, ratio)
    pen.fillRect(0, 0, canvas.width, canvas.height)
    lines.forEach((line) => stroke(line, 0))
    sheet.querySelectorAll('button').forEach((button) => (button.disabled = button.value !== 'away' && lines.length === 0))
  }

  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId)
    lines.push([[event.offsetX, event.offsetY]])
    if (lines.length === 1) lay()
    else stroke(lines[lines.length - 1] as Point[], 0)
  }
  canvas.onpointermove = (event) => {
    const line = lines[lines.length - 1]
    if (line === undefined || !canvas.hasPointerCapture(event.pointerId)) return
    line.push([event.offsetX, event.offsetY])
    stroke(line, line.length - 2)
  }
  addEventListener('resize', lay)
  lay()

  let end: (isKept: boolean) => void = () => undefined
  const ended = new Promise<boolean>((resolve) => (end = resolve))
  const work = async (): Promise<void> => {
    const isKept = (await ended) && lines.length > 0
    const picture = isKept ? await pictureOf(canvas, isCut ? lines.flat() : undefined, ratio) : null
    removeEventListener('resize', lay)
    sheet.remove()
    const box = document.querySelector<HTMLInputElement>(`[data-key="${key}"] input[type=file]`)
    if (picture === null || box === null) return
    const chosen = new DataTransfer()
    chosen.items.add(new File([picture], 'drawn.png', { type: picture.type }))
    box.files = chosen.files
    box.dispatchEvent(new Event('change', { bubbles: true }))
  }
  void underWay(work(), () => end(true))
  // The phone's own way back: what was drawn was drawn.
  sheet.oncancel = (event) => {
    event.preventDefault()
    end(true)
  }
  sheet.onclose = () => end(true)
  sheet.onclick = ({ target }) => {
    const { value } = target as HTMLButtonElement
    if (value === 'clear') {
      lines.length = 0
      lay()
    } else if (value === 'done' || value === 'away') end(value === 'done')
  }
}

// Of a signature only what is written, with some paper around it.
function pictureOf(canvas: HTMLCanvasElement, points: readonly Point[] | undefined, ratio: number): Promise<Blob | null> {
  const margin = 16
  const span = (of: readonly number[], whole: number): readonly [from: number, size: number] => {
    const [from, to] = [Math.max(Math.min(...of) * ratio - margin, 0), Math.min(Math.max(...of) * ratio + margin, whole)]
    return [from, Math.max(to - from, 1)]
  }
  const [left, width] = points === undefined ? [0, canvas.width] : span(points.map(([x]) => x), canvas.width)
  const [top, height] = points === undefined ? [0, canvas.height] : span(points.map(([, y]) => y), canvas.height)
  const cut = document.createElement('canvas')
  Object.assign(cut, { width, height })
  cut.getContext('2d')?.drawImage(canvas, left, top, width, height, 0, 0, width, height)
  return new Promise((resolve) => cut.toBlob(resolve, 'image/png'))
}
