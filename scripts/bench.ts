// `npm run bench`: what keeping and counting cost as the tables grow, how many submissions a second beside a bare Worker that writes the same rows, and the
// engine by itself. A measurement to be read by people; what must hold in CI is counted there. `npm run bench -- --rows 10000,100000,1000000`, `-- --only
// engine|cost|flow`. Rows are those that D1 says it read and wrote, by the Worker's own code run here over the same database; times are over HTTP from workerd.
import { timingSafeEqual } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { open } from '../src/form/filling.ts'
import type { Form } from '../src/form/form.ts'
import { unsigned } from '../src/record/canonical.ts'
import { sha256Hex } from '../src/server/digest.ts'
import { hub, thousand } from '../test/form/thousand.ts'
import { world } from '../test/form/stage.ts'
import { limited } from '../test/limits.ts'
import { bare } from './bench-bare.ts'
import { enrol, putUnits } from './links.ts'
import { newReceiptKey, serve } from './serve.ts'
import type { Running } from './serve.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '10000,100000' }, only: { type: 'string', default: '' }, seconds: { type: 'string', default: '10' } } })
const wants = (part: string): boolean => values.only === '' || values.only === part
const adminToken = 'phieu_bench-admin-token-000000000000000000000000000'
const villages = ['vn.v.01045.thuong-i', 'vn.v.01045.thuong-ii', 'vn.v.01045.lung-khum']

const diary = `id: diary
title: Nhật ký
language: vi
date: \${day}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: date, name: day, label: Ngày }
  - { type: text, name: one, label: Một }
  - { type: text, name: two, label: Hai }
  - { type: integer, name: people, label: Người }
  - { type: select_one kind, name: kind, label: Loại }
choices:
  kind: [{ name: a, label: A }, { name: b, label: B }]
indicators:
  - { name: records, label: Số phiếu, count: yes, by: [kind] }
  - { name: people, label: Số người, sum: "\${people}" }
`

// A form of 1,000 questions, 300 of them asked only sometimes, 200 calculations in a chain: opened, and 1,000 answers taken.
function engine(): void {
  const wire = JSON.stringify(thousand())
  const [opened, answered]: [number[], number[]] = [[], []]
  for (let round = 0; round < 9; round++) {
    // As on a phone: the form comes from the disk, nothing of it is known yet.
    const form = JSON.parse(wire) as Form
    let begin = performance.now()
    const filling = open(form, world)
    opened.push(performance.now() - begin)
    const keys = filling.keys().filter((key) => ['integer', 'text', 'date'].includes(filling.step(key)?.question.kind ?? '') && filling.step(key)?.question.calculation === undefined)
    begin = performance.now()
    for (let n = 0; n < 1_000; n++) {
      const key = keys[n % keys.length] as string
      const kind = filling.step(key)?.question.kind
      filling.answer(key, kind === 'integer' ? 1 + (n % 5) : kind === 'date' ? '2026-11-24' : `chữ ${n}`)
    }
    answered.push(performance.now() - begin)
    filling.answer('n_1', 7)
    filling.answer(hub, 4)
    const [chain, share, member, absent] = [filling.get('c_200'), filling.get('share_3'), filling.isRelevant('member_4'), filling.isRelevant('member_5')]
    if (chain !== 207 || share !== 12 || !member || absent) throw new Error(`wrong: ${[chain, share, member, absent].join()}`)
  }
  print(['engine, 1,000 questions', 'median', 'goal'], [['opened', ms(median(opened)), '≤ 30 ms'], ['1,000 answers', ms(median(answered)), '≤ 30 ms']])
}

interface Desk {
  readonly running: Running
  readonly officer: string
  readonly reviewer: string
  end(): Promise<void>
}

async function start(worker?: string): Promise<Desk> {
  const data = mkdtempSync(join(tmpdir(), 'phieu-bench-'))
  const running = await serve({ port: 0, data, adminToken, receiptKey: newReceiptKey(), ...(worker === undefined ? {} : { worker }) })
  const end = async (): Promise<void> => {
    await running.stop()
    rmSync(data, { recursive: true, force: true })
  }
  if (worker !== undefined) return { running, officer: '', reviewer: '', end }
  const desk = { url: running.url, adminToken }
  await putUnits(desk)
  const published = await fetch(`${running.url}/api/forms`, { method: 'POST', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/yaml' }, body: diary })
  if (!published.ok) throw new Error(await published.text())
  return { running, end, officer: await enrol(desk, { name: 'Lý Văn Thử', role: 'officer', unit: 'vn.2025.01021' }), reviewer: await enrol(desk, { name: 'Hoàng Thị Mẫu', role: 'reviewer', unit: null }) }
}

let made = 0
async function sealed(): Promise<object> {
  const n = ++made
  const day = `2026-${String(1 + (n % 11)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`
  const body = {
    id: crypto.randomUUID(), form: 'diary', version: 1,
    answers: { village: villages[n % 3], day, one: 'Nhà nước và nhân dân cùng làm, mỗi hộ góp ba công. '.repeat(8), two: `Phiếu thứ ${n}`, people: n % 9, kind: n % 2 === 0 ? 'a' : 'b' },
    context: { at: Date.UTC(2026, 10, 24) + n, zone: 420, seed: n },
  }
  return { ...body, sha256: await sha256Hex(unsigned(body as never)) }
}
const many = async (count: number): Promise<string> => JSON.stringify(await Promise.all(Array.from({ length: count }, sealed)))

// What each request reads and writes, and how long it takes, over so many submissions.
async function cost(rows: number): Promise<void> {
  const desk = await start()
  const { running, officer, reviewer } = desk
  try {
    await grow(desk, rows)
    Object.assign(crypto.subtle, { timingSafeEqual: (one: ArrayBuffer, other: ArrayBuffer) => timingSafeEqual(Buffer.from(one), Buffer.from(other)) })
    const { app } = await import('../src/server/index.ts')
    const counted = limited(running.db, 1_000) // as many as the paid plan allows: all of a million is more than the free one's 50
    const here = app()
    const asks: readonly (readonly [string, string, string, (() => Promise<string>) | undefined, number])[] = [
      ['one submission', officer, '/api/submissions', async () => JSON.stringify(await sealed()), 15],
      ['the same again', officer, '/api/submissions', undefined, 15],
      ['20 in one request', officer, '/api/submissions', () => many(20), 9],
      ['100 in one request', officer, '/api/submissions', () => many(100), 9],
      ['figures by commune and month', reviewer, '/api/aggregates/diary/people?by=unit:commune,month', undefined, 15],
      ['a page of the list', reviewer, '/api/submissions?form=diary', undefined, 15],
      ['the office’s first page', reviewer, '/office', undefined, 9],
      ['all that waits', reviewer, '/office/queue', undefined, 9],
      ['the page of the form', reviewer, '/office/diary', undefined, 9],
      ['its quality', reviewer, '/office/diary/quality', undefined, 9],
      ['all of it as CSV', reviewer, '/api/forms/diary/export', undefined, rows > 200_000 ? 1 : 3],
      ...(rows > 200_000 ? [] : [['all of it as XLSX', reviewer, '/api/forms/diary/export?format=xlsx', undefined, 1] as const]),
    ]
    const table: string[][] = []
    const meanwhile: string[] = []
    let last = ''
    for (const [what, token, path, body, runs] of asks) {
      const isPost = path === '/api/submissions'
      const request = async (): Promise<RequestInit> => {
        if (isPost) last = body === undefined ? last : await body()
        const who: Record<string, string> = path.startsWith('/office') ? { cookie: `phieu=${token}` } : { authorization: `Bearer ${token}` }
        return { method: isPost ? 'POST' : 'GET', headers: { ...who, ...(isPost ? { 'content-type': 'application/json' } : {}) }, ...(isPost ? { body: last } : {}) }
      }
      const ask = async (): Promise<Response> => {
        const init = await request()
        counted.reset()
        return here.fetch(new Request(running.url + path, init), { DB: counted.db, PHIEU_ADMIN_TOKEN: adminToken })
      }
      // What an isolate reads once (forms, units, who sends) is at hand from the second on.
      if (what === 'one submission') await drained(await ask())
      const answer = await ask()
      const length = await drained(answer)
      if (!answer.ok) throw new Error(`${what}: ${answer.status}`)
      const { rowsRead, rowsWritten, statements } = counted.seen
      // What the office looks at is read from kept sums and by index: as much of it over many records as over few.
      if (steady.includes(what) && rowsRead !== (firstRead.get(what) ?? rowsRead)) throw new Error(`${what}: ${rowsRead} rows read over ${rows} submissions, ${firstRead.get(what) ?? 0} before`)
      if (rows >= 5_000) firstRead.set(what, rowsRead)
      const [times, firsts]: [number[], number[]] = [[], []]
      const before = running.memory()
      let most = before
      const watch = setInterval(() => (most = Math.max(most, running.memory())), 50)
      // While all of it goes out, others send.
      let isGoingOut = path.includes('/export')
      const sending = (async (): Promise<void> => {
        const sent: number[] = []
        while (isGoingOut) {
          const begin = performance.now()
          const response = await fetch(`${running.url}/api/submissions`, { method: 'POST', headers: { authorization: `Bearer ${officer}`, 'content-type': 'application/json' }, body: JSON.stringify(await sealed()) })
          await drained(response)
          if (!response.ok) throw new Error(`${what}, a submission meanwhile: ${response.status}`)
          sent.push(performance.now() - begin)
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
        if (sent.length > 0) meanwhile.push(`${what}: ${sent.length} submissions came meanwhile, ${ms(median(sent))} each, at most ${ms(Math.max(...sent))}`)
      })()
      for (let run = 0; run < runs; run++) {
        const init = await request()
        const begin = performance.now()
        const response = await fetch(running.url + path, init)
        firsts.push(performance.now() - begin)
        await drained(response)
        times.push(performance.now() - begin)
      }
      isGoingOut = false
      await sending
      clearInterval(watch)
      const grown = `${Math.round(before / mib)} + ${Math.round((most - before) / mib)}`
      table.push([what, number(rowsRead), number(rowsWritten), number(statements), ms(median(times)), ms(median(firsts)), number(length), grown])
    }
    print([`${number(rows)} submissions`, 'rows read', 'written', 'queries', 'median', 'first byte', 'bytes', 'MiB of workerd'], table)
    for (const line of meanwhile) console.log(line)
  } finally {
    await desk.end()
  }
}

const steady = ['figures by commune and month', 'a page of the list', 'the office’s first page', 'all that waits', 'the page of the form', 'its quality']
// By what was asked.
const firstRead = new Map<string, number>()

const mib = 1_048_576

// How long an answer is, without keeping it.
async function drained(answer: Response): Promise<number> {
  let length = 0
  for await (const chunk of answer.body ?? []) length += chunk.byteLength
  return length
}

// Some hundred are sent as anyone sends them; the rest are copies of theirs, so that the tables are as long as asked for.
async function grow({ running, officer }: Desk, rows: number): Promise<void> {
  const first = 300
  for (let n = 0; n < first; n += 100) {
    const answer = await fetch(`${running.url}/api/submissions`, { method: 'POST', headers: { authorization: `Bearer ${officer}`, 'content-type': 'application/json' }, body: await many(100) })
    if (!answer.ok) throw new Error(await answer.text())
    await answer.arrayBuffer()
  }
  const copied = async (table: string, own: Readonly<Record<string, string>>, key: string): Promise<string> => {
    const { results } = await running.db.prepare(`select name from pragma_table_info('${table}')`).all<{ name: string }>()
    const names = results.map(({ name }) => name)
    return `insert into ${table} (${names.join()}) select ${names.map((name) => own[name] ?? `t.${name}`).join()} from n cross join ${table} t on t.${key} = 1 + (i % ${first})`
  }
  const submissions = await copied('submissions', { seq: `${first} + i`, id: "printf('01900000-0000-7000-8000-%012d', i)" }, 'seq')
  const revisions = await copied('revisions', { submission: `${first} + i` }, 'submission')
  for (let begin = 1; begin <= rows - first; begin += 50_000) {
    const end = Math.min(begin + 49_999, rows - first)
    const numbers = `with recursive n (i) as (select ${begin} union all select i + 1 from n where i < ${end})`
    await running.db.batch([submissions, revisions].map((sql) => running.db.prepare(`${numbers} ${sql}`)))
  }
}

// Submissions a second at 1, 8 and 32 connections, ours and the bare Worker's by turns in one run.
async function flow(): Promise<void> {
  const ours = await start()
  const theirs = await start(bare)
  const table: string[][] = []
  try {
    // Each submission is new to whoever gets it; they are sealed before the clock starts.
    const rate = async (url: string, headers: Record<string, string>, connections: number, seconds = Number(values.seconds)): Promise<number> => {
      const waiting: string[] = []
      while (waiting.length < seconds * 1_500) waiting.push(JSON.stringify(await sealed()))
      const begin = performance.now()
      let done = 0
      await Promise.all(Array.from({ length: connections }, async () => {
        for (let body = waiting.pop(); body !== undefined && performance.now() - begin < seconds * 1_000; body = waiting.pop()) {
          const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
          await answer.arrayBuffer()
          if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
          done++
        }
      }))
      return (1_000 * done) / (performance.now() - begin)
    }
    const us = [`${ours.running.url}/api/submissions`, { authorization: `Bearer ${ours.officer}` }] as const
    const them = [theirs.running.url, {}] as const
    // Both are warm before anything counts: what a Worker does a thousandth time is not what it does first.
    for (const one of [us, them, us, them]) await rate(...one, 8, 4)
    for (const connections of [1, 8, 32]) {
      const [a, b]: [number[], number[]] = [[], []]
      for (let turn = 0; turn < 3; turn++) {
        a.push(await rate(...us, connections))
        b.push(await rate(...them, connections))
      }
      table.push([`${connections} connections`, number(Math.round(median(a))), number(Math.round(median(b))), `${Math.round((100 * median(a)) / median(b))} %`])
    }
    const [own, floor] = [await keptOf(ours.running.db), await keptOf(theirs.running.db)]
    const told = own.map(([what, value], i) => [what, value.toFixed(2), floor[i]?.[1].toFixed(2) ?? '', ''])
    if (own.some(([, value], i) => (floor[i]?.[1] ?? 0) < 0.98 * value)) throw new Error(`the bare Worker keeps less: ${told.join('; ')}`)
    table.push(...told)
  } finally {
    await ours.end()
    await theirs.end()
    print(['submissions a second', 'Phiếu', 'bare Worker', 'goal ≥ 80 %'], table)
  }
}

// What was kept for each submission, by counting.
async function keptOf(db: D1Database): Promise<readonly (readonly [string, number])[]> {
  const row = await db
    .prepare(
      `select (select count(*) from audit where action = 'received') / n as "rows of audit for each", (select count(*) from revisions) / n as "rows of revisions",
         (select avg(length(cast(body as blob))) from revisions) as "bytes of its body", (select sum(amount) from tallies where indicator = 'diary.records') / n as "sums it counts in"
       from (select 1.0 * count(*) as n from submissions)`,
    )
    .first<Record<string, number>>()
  return Object.entries(row ?? {})
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`
}

function number(value: number): string {
  return value.toLocaleString('en')
}

function print(head: readonly string[], lines: readonly (readonly string[])[]): void {
  const widths = head.map((_, i) => Math.max(...[head, ...lines].map((line) => line[i]?.length ?? 0)))
  for (const line of [head, ...lines]) console.log(line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '))
  console.log('')
}

if (wants('engine')) engine()
if (wants('cost')) for (const rows of values.rows.split(',').map(Number)) await cost(rows)
if (wants('flow')) await flow()
