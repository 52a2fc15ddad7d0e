// What a phone asks first: who it is here, which forms and lists are its own, and whether this is still the server that it knew.
import type { Question } from '../../form/form.ts'
import type { InferOutput } from 'valibot'
import { mayUse } from '../../record/may.ts'
import type { Actor } from '../../record/submission.ts'
import { hearPhone } from '../../store/phones.ts'
import { readStamp } from '../../store/stamp.ts'
import { readState } from '../../store/submissions.ts'
import { listVersions } from '../../store/forms.ts'
import { key, versions } from '../catalogue.ts'
import { phone, phoneQuery } from '../shapes.ts'
import { receiptKey } from '../signature.ts'
import { placesOf, scannedRegisters } from '../world.ts'
import { json, route } from './route.ts'

/** How long a phone keeps what it has sent: it is offered again when a backup had to be put in place here. */
const keep_days = 30

export const phoneRoute = route({
  method: 'GET',
  path: '/api/phone',
  summary: 'For a phone: its person, forms and lists, and the numbers by which it knows what changed',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  query: phoneQuery,
  answers: { 200: { description: 'All of it', schema: phone } },
  async handle({ db, env, actor, query, now }) {
    const [{ stamp, restored }, known, all] = await Promise.all([readStamp(db), readState(db, { ids: [], entries: [] }), listVersions(db), heard(db, actor, query, now)])
    const forms = all.filter(({ id }) => mayUse(actor, id))
    const [compiled, places] = await Promise.all([versions(db, forms), placesOf(db, known.units_revision)])
    const levels = new Set(places.all.map(({ level }) => level))
    const registers = forms.flatMap((one) => {
      const form = compiled.get(key(one))
      return form === undefined ? [] : [...askedFor(form.survey), ...scannedRegisters(form).filter((list) => !levels.has(list))]
    })
    const { person, name, role, unit, device, token } = actor
    return json({
      me: { person, name, role, unit, forms: actor.forms, device, token },
      restored, stamp, now, keep_days, units_revision: known.units_revision, receipt_key: await receiptKey(env), forms, registers: [...new Set(registers)].sort(),
    })
  },
})

// A phone's own word on itself; a clock ahead of ours waits since now. Apps from before it tell nothing.
async function heard(db: D1Database, actor: Actor, { unsent, since = 0, build = '' }: InferOutput<typeof phoneQuery>, now: number): Promise<void> {
  if (unsent !== undefined && actor.device !== null) await hearPhone(db, actor.token, { unsent, since: Math.min(since, now), build }, now)
}

function askedFor(questions: readonly Question[]): readonly string[] {
  return questions.flatMap(({ register, questions: inner }) => [...(register === undefined ? [] : [register]), ...askedFor(inner ?? [])])
}
