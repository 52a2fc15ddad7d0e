// Boards over the API: put in place by an admin, read by everyone once released.
import { latestRelease } from '../../store/boards.ts'
import { publishBoard } from '../boards.ts'
import { Refusal } from '../failure.ts'
import { readBytes, utf8 } from '../limits.ts'
import { filesOfZip } from '../publish.ts'
import { boardPublished, publicBoard } from '../shapes.ts'
import { json, route } from './route.ts'

const yaml = ['application/yaml', 'application/x-yaml', 'text/yaml']
const zip = ['application/zip', 'application/x-zip-compressed']

const publish = route({
  method: 'POST',
  path: '/api/boards',
  summary: 'Puts a board in place: a lone board.yaml, or the zip of its folder; the same source again changes nothing',
  roles: ['admin'],
  unbound: true,
  types: [...yaml, ...zip],
  answers: {
    201: { description: 'The board as it is from now on', schema: boardPublished },
    200: { description: 'It was so before', schema: boardPublished },
    422: { description: 'All problems of the board, each with file, line and column' },
  },
  async handle({ db, actor, request, now }) {
    const { type, bytes } = await readBytes(request, [...yaml, ...zip])
    const done = await publishBoard(db, actor, zip.includes(type) ? filesOfZip(bytes) : { 'board.yaml': utf8(bytes) }, now)
    return json(done, done.changed ? 201 : 200)
  },
})

const released = route({
  method: 'GET',
  path: '/api/public/boards/:unit',
  summary: 'What was released last of a unit, for everyone',
  roles: [],
  answers: { 200: { description: 'The board as it was released', schema: publicBoard }, 404: { description: 'Nothing was released' } },
  async handle({ db, params }) {
    const found = await latestRelease(db, params.unit ?? '')
    if (found === undefined) throw new Refusal(404, 'not_found')
    const { board, unit, number, decision, decided_on, content } = found
    return json({ board, unit, number, decision, decided_on, content }, 200, { 'cache-control': 'public, max-age=60' })
  },
})

export const boardRoutes = [publish, released]
