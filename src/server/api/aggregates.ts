// What a form's answers add up to, as JSON or as CSV that opens in Excel.
import type { Text } from '../../form/form.ts'
import { deskWordsOf } from '../../words/desk.ts'
import { aggregate } from '../aggregate.ts'
import type { Aggregate, FigureRow } from '../aggregate.ts'
import { byteOrderMark, csvLine } from '../csv.ts'
import { sha256Hex } from '../digest.ts'
import { advance } from '../recounts.ts'
import { aggregate as shape, aggregateQuery } from '../shapes.ts'
import { json, route } from './route.ts'
import { unchanged } from '../unchanged.ts'

const one = route({
  method: 'GET',
  path: '/api/aggregates/:form/:indicator',
  summary: 'What an indicator adds up to, by unit, period and grouping, within the unit of the token; CSV by `Accept: text/csv`',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  query: aggregateQuery,
  answers: {
    200: { description: 'Rows and their total; `value` is as shown (scaled, a share in percent)', schema: shape },
    304: { description: 'Nothing has changed since the ETag' },
    404: { description: 'No such form or indicator, or not yours' },
  },
  async handle({ db, actor, params, query, request, now, language }) {
    const { by, ...rest } = query
    const wish = { ...rest, form: params.form ?? '', indicator: params.indicator ?? '', ...(by === undefined ? {} : { by: by.split(',') }) }
    const found = await aggregate(db, actor, wish, now)
    // Whoever asks for a figure that is not whole counts it on: it is whole for the next.
    if (found.recounting) await advance(db, now, { first: wish.form })
    const isCsv = prefersCsv(request.headers.get('accept') ?? '')
    const { as_of: _, ...content } = found
    const etag = `"${(await sha256Hex(`${isCsv ? `csv ${language}` : 'json'} ${JSON.stringify(content)}`)).slice(0, 32)}"`
    const headers = { etag, 'cache-control': 'private, no-cache', vary: 'accept, accept-language, authorization' }
    const same = unchanged(request, headers)
    if (same !== undefined) return same
    if (!isCsv) return json(found, 200, headers)
    const name = `${found.form}.${found.indicator}.csv`
    return new Response(csv(found, language), {
      headers: { ...headers, 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
    })
  },
})

function prefersCsv(accept: string): boolean {
  const csv = accept.indexOf('text/csv')
  const other = accept.indexOf('json')
  return csv >= 0 && (other < 0 || csv < other)
}

function csv({ label, rows, total, by, unit, recounting }: Aggregate, language: string): string {
  const has = (name: keyof FigureRow): boolean => rows.some((row) => row[name] !== undefined)
  const columns: [string, (row: FigureRow) => string | number | null][] = [
    ...(has('unit') ? [['unit_id', (row: FigureRow) => row.unit ?? ''] as [string, (row: FigureRow) => string], ['unit', (row: FigureRow) => row.unit_name ?? ''] as [string, (row: FigureRow) => string]] : []),
    ...(has('period') ? [['period', (row: FigureRow) => row.period ?? ''] as [string, (row: FigureRow) => string]] : []),
    ...(has('member') ? [['group', (row: FigureRow) => say(row.member_name, language) || (row.member ?? '')] as [string, (row: FigureRow) => string]] : []),
    [[say(label, language), say(unit ?? undefined, language), recounting ? deskWordsOf(language).recounting : ''].filter(Boolean).join(' – '), (row) => row.value],
    ['about', (row) => (row.about ? '≈' : '')],
  ]
  const lines = (by.length === 0 ? [total] : rows).map((row) => csvLine(columns.map(([, read]) => read(row as FigureRow))))
  return [byteOrderMark, csvLine(columns.map(([name]) => name)), ...lines].join('')
}

function say(text: Text | undefined, language: string): string {
  const found = text?.[language] ?? text?.vi ?? Object.values(text ?? {})[0]
  if (found === undefined || typeof found === 'string') return found ?? ''
  return found.map((part) => (typeof part === 'string' ? part : '')).join('')
}

export const aggregateRoutes = [one]
