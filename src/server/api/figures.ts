// The kept sums held against everything counted again from the answers: for an admin who wants to know that the figures can be trusted.
import { recount } from '../../store/recount.ts'
import { figuresCheck, figuresChecked } from '../shapes.ts'
import { placesNow } from '../world.ts'
import { json, route } from './route.ts'

export const figuresRoute = route({
  method: 'POST',
  path: '/api/figures/check',
  summary: 'Counts everything again from the answers, by an independent path, and tells where the kept sums differ; `repair` sets them right',
  roles: ['admin'],
  json: figuresCheck,
  answers: { 200: { description: 'What was counted, and what differs (the first 1,000)', schema: figuresChecked } },
  async handle({ db, body }) {
    const { byId, isUnder } = await placesNow(db)
    const { isBusy, isMended, differences, ...found } = await recount(db, { units: byId, isUnder }, { repair: body.repair })
    // An entry's columns are people's answers, which an admin does not see: that it differs is enough.
    const shown = differences.map((one) => (one.where === 'entry' ? { ...one, kept: '', counted: '' } : one))
    return json({ ...found, differences: shown, busy: isBusy, mended: isMended })
  },
})
