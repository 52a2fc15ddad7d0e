// Starts a small server of one of the designs, kills it and starts it again, and reads what it kept out of its file.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { root } from '../../../scripts/serve.ts'
import { compiled, units } from '../district.ts'
import type { Server } from '../server.ts'
import type { DesignName } from './designs.ts'

export async function startSmall(design: DesignName): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'phieu-small-'))
  writeFileSync(join(folder, 'lists.json'), JSON.stringify({ form: compiled('work'), units }))
  let url = ''
  let child: ChildProcess
  const start = async (): Promise<void> => {
    const one = spawn(process.execPath, ['--no-warnings', join(root, 'test/faults/wrong/small.ts'), design, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
    child = one
    url = await new Promise<string>((resolve, reject) => {
      one.stdout.once('data', (line: Buffer) => resolve(String(line).trim()))
      one.once('exit', () => reject(new Error('the small server ended')))
    })
  }
  const end = async (): Promise<void> => {
    url = ''
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    get url() {
      return url
    },
    async enrol(name, unit) {
      const answer = await fetch(`${url}/api/enrolments`, { method: 'POST', body: JSON.stringify({ person: name, unit }) })
      return ((await answer.json()) as { code: string }).code
    },
    async kill() {
      await end()
      await start()
    },
    async found() {
      const db = new DatabaseSync(join(folder, 'small.sqlite'))
      const rows = db.prepare('select seq, id, hash, author, body from records order by seq').all() as { seq: number; id: string; hash: string; author: string; body: string }[]
      const totals = db.prepare('select works, days from counters').get() as { works: number; days: number }
      db.close()
      const counted = { works: rows.length, days: rows.reduce((sum, { body }) => sum + (JSON.parse(body) as { answers: { days: number } }).answers.days, 0) }
      return {
        rows: rows.map(({ seq, id, hash, author }) => ({ id, hash, author, seq, revision: 1, state: 'received', receipt: String(seq), flags: [] })),
        notes: undefined,
        differences: (['works', 'days'] as const).filter((name) => totals[name] !== counted[name]).map((name) => `${name}: kept ${totals[name]}, counted ${counted[name]}`),
        totals,
        files: new Set(),
      }
    },
    async stop() {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
