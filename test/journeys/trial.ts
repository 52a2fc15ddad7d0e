// A desk for trying faults of the phone: a form of one screen and one of many photos, officers of one made-up district, a line that can be disturbed.
import { zipSync, strToU8 } from 'fflate'
import { putUnits } from '../../scripts/links.ts'
import { openProxy } from '../faults/proxy.ts'
import type { Proxy } from '../faults/proxy.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { answerByThumb, beginForm, enrolOn, fillAll, goOn, kept, sendForm } from './phone.ts'
import type { Given, Phone } from './phone.ts'

export const commune = 'vn.2025.01021'
export const village = 'vn.v.01045.thuong-i'

/** Where a form of these trials begins: a name, a place, a day, a note; its own questions come after. */
export const head = (id: string, title: string): string => `id: ${id}
title: ${title}
language: vi
date: \${day}
unit: \${place}
instance_name: \${name}
survey:
  - type: group
    name: g
    label: Phần thử
    questions:
      - { type: text, name: name, label: Tên, required: yes }
      - { type: unit village, name: place, label: Thôn, required: yes }
      - { type: date, name: day, label: Ngày, required: yes, default: today() }
      - { type: text, name: note, label: Ghi chú }
`

/** `photos` questions for photos after the name. */
export const album = (photos: number): string => `${head('album', 'Phiếu nhiều ảnh')}${Array.from({ length: photos }, (_, i) => `      - { type: image, name: p${i + 1}, label: Ảnh ${i + 1} }\n`).join('')}`
export const trial = `${head('trial', 'Phiếu thử')}      - { type: image, name: photo, label: Ảnh }\n`

export interface Trial extends Journey {
  readonly proxy: Proxy
  /** Officers, each with a link that works once on the disturbed line. */
  officer(name: string): Promise<{ readonly person: string; link(): Promise<string> }>
  publish(source: string): Promise<void>
  /** What the database says of a form's submissions, by name. */
  rows(): Promise<readonly { readonly id: string; readonly label: string; readonly person: string; readonly state: string; readonly revisions: number; readonly seq: number }[]>
}

/** Starts a desk with these forms behind a line. */
export async function startTrial(...sources: readonly string[]): Promise<Trial> {
  const desk = await start({ forms: false })
  await putUnits({ url: desk.url, adminToken })
  const proxy = await openProxy(() => desk.url, 'browser')
  const trialDesk: Trial = Object.create(desk, {
    proxy: { value: proxy },
    stop: {
      value: async () => {
        await proxy.close()
        await desk.stop()
      },
    },
    publish: {
      value: async (source: string) => {
        const id = /^id: (\S+)/m.exec(source)?.[1] ?? ''
        const zip = zipSync({ 'form.yaml': strToU8(source) })
        const answer = await fetch(`${desk.url}/api/forms`, { method: 'POST', body: zip as BodyInit, headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/zip' } })
        if (!answer.ok) throw new Error(`${id}: ${await answer.text()}`)
      },
    },
    officer: {
      value: async (name: string) => {
        const { id: person } = (await (await desk.api('POST', '/api/people', adminToken, { name })).json()) as { id: string }
        return {
          person,
          link: async () => {
            const made = await desk.api('POST', '/api/enrolments', adminToken, { person, role: 'officer', unit: commune, forms: null, device: { name: 'Máy thử' } })
            return `${proxy.url}/enrol/${((await made.json()) as { code: string }).code}`
          },
        }
      },
    },
    rows: {
      value: async () =>
        (
          await desk.db
            .prepare('select s.id, s.label, s.author as person, s.state, s.seq, count(r.submission) as revisions from submissions s left join revisions r on r.submission = s.seq group by s.seq order by s.seq')
            .all()
        ).results,
    },
  }) as Trial
  for (const source of sources) await trialDesk.publish(source)
  return trialDesk
}

/** Begins a trial form and writes a name into it; more answers where given. */
export async function write(phone: Phone, name: string, more: Readonly<Record<string, Given>> = {}, form = 'trial'): Promise<string> {
  const id = await beginForm(phone.page, phone.url, form)
  for (const [key, given] of Object.entries<Given>({ name, place: village, ...more })) await answerByThumb(phone.page, key, given)
  await kept(phone.page)
  return id
}

/** Writes, reads once more and seals; gives the record's number. */
export async function seal(phone: Phone, name: string, more: Readonly<Record<string, Given>> = {}, form = 'trial'): Promise<number> {
  await write(phone, name, more, form)
  await goOn(phone.page)
  await fillAll(phone.page, {})
  return sendForm(phone.page)
}

/** A new officer on a phone. */
export async function enrolNew(desk: Trial, phone: Phone, name: string): Promise<string> {
  const officer = await desk.officer(name)
  await enrolOn(phone, await officer.link())
  return officer.person
}
