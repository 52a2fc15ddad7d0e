// The office's page of spoken questions: a button that records here, beside the box for a file. What it records is put into that box and sent
// as the page would send it.
const list = document.querySelector<HTMLElement>('[data-say-record]')
const says = list?.dataset
const kinds = ['audio/webm;codecs=opus', 'audio/mp4']
const most_ms = 120_000

if (list !== null && says !== undefined && typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator) {
  for (const form of list.querySelectorAll<HTMLFormElement>('form[data-record]')) add(form)
}

function add(form: HTMLFormElement): void {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = says?.sayRecord ?? ''
  form.querySelector('.buttons')?.prepend(button)
  let running: MediaRecorder | undefined
  button.onclick = () => {
    if (running !== undefined) running.stop()
    else {
      record(form, () => {
        running = undefined
        button.textContent = says?.sayRecord ?? ''
      }).then(
        (recorder) => {
          running = recorder
          button.textContent = says?.sayStop ?? ''
        },
        () => (button.textContent = says?.sayFailed ?? ''), // no microphone, or not allowed: the box for a file is still there
      )
    }
  }
}

async function record(form: HTMLFormElement, ended: () => void): Promise<MediaRecorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const type = kinds.find((one) => MediaRecorder.isTypeSupported(one))
  const recorder = new MediaRecorder(stream, { ...(type === undefined ? {} : { mimeType: type }), audioBitsPerSecond: 24_000 })
  const pieces: Blob[] = []
  const limit = setTimeout(() => recorder.stop(), most_ms)
  recorder.ondataavailable = ({ data }) => pieces.push(data)
  recorder.onstop = () => {
    clearTimeout(limit)
    stream.getTracks().forEach((track) => track.stop())
    ended()
    const kind = (recorder.mimeType.split(';')[0] ?? '') || 'audio/webm'
    const box = form.querySelector<HTMLInputElement>('input[type=file]')
    const chosen = new DataTransfer()
    chosen.items.add(new File(pieces, kind === 'audio/mp4' ? 'sound.m4a' : 'sound.webm', { type: kind }))
    if (box === null) return
    box.files = chosen.files
    form.submit()
  }
  recorder.start()
  return recorder
}
