// The Worker on a desk: bundled, run in workerd by miniflare, with a local D1 and R2 kept in a folder. `start.ts` and the journeys both use it.
import childProcess from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { Log, LogLevel, Miniflare } from 'miniflare'
import { outbound } from './outbound.ts'
import { writePhone } from './phone.ts'
import { root } from './root.ts'
import { unstable_splitSqlQuery as statements } from 'wrangler'

export { root }

export interface Running {
  readonly url: string
  readonly db: D1Database
  stop(): Promise<void>
  /** Bytes of memory that workerd holds now; 0 where the system does not tell. */
  memory(): number
  /** As a power cut does it: workerd ends at once, nothing is tidied up. */
  kill(): Promise<void>
}

export interface Wanted {
  readonly port: number
  readonly data: string
  readonly adminToken: string
  readonly receiptKey?: string
  /** Seals the secrets of second factors. */
  readonly factorKey?: string
  /** The header in which the proxy before it says where a request came from. */
  readonly addressHeader?: string | undefined
  readonly host?: string
  /** Webhooks may go to this machine too. */
  readonly webhooksLocal?: boolean
  /** Milliseconds between the rounds of what the Worker does by itself; a minute, as on Cloudflare. */
  readonly every?: number
  /** Takes what the Worker writes to its log, a line at a time; without it only its errors are written, to our own error output. */
  readonly log?: (line: string) => void
  /** The Worker as it was bundled before: whoever starts it again and again need not bundle it each time. */
  readonly worker?: string
}

/** Starts the Worker; waits until it answers. `port` 0 takes any free one. */
export async function serve({ port, data, adminToken, receiptKey, factorKey, addressHeader, host = '127.0.0.1', log, worker, webhooksLocal = false, every = 60_000 }: Wanted): Promise<Running> {
  mkdirSync(data, { recursive: true })
  const pidFile = join(data, 'workerd.pid')
  endOrphan(pidFile)
  const pids = watchSpawns()
  const settings = wrangler()
  const miniflare = new Miniflare({
    host,
    port,
    cf: false,
    log: new Log(LogLevel.ERROR),
    logRequests: false,
    handleStructuredLogs: ({ level, message }) => {
      if (log !== undefined) log(message)
      else if (level === 'error') console.error(message)
    },
    resourcePersistencePath: data,
    workers: [
      {
        dev: { outboundService: { type: 'fetcher', handler: outbound(webhooksLocal) } },
        config: {
          name: 'phieu',
          compatibilityDate: settings.compatibilityDate,
          manifest: { mainModule: 'phieu.mjs', modulesRoot: root, modules: { 'phieu.mjs': { type: 'esm', contents: worker ?? (await bundle()) } } },
          env: {
            DB: { type: 'd1', id: 'phieu' },
            MEDIA: { type: 'r2', name: 'phieu-media' },
            PHIEU_ADMIN_TOKEN: { type: 'text', value: adminToken },
            ...(addressHeader === undefined ? {} : { PHIEU_ADDRESS_HEADER: { type: 'text', value: addressHeader } as const }),
            ...(factorKey === undefined ? {} : { PHIEU_FACTOR_KEY: { type: 'text', value: factorKey } as const }),
            // Nobody counts here what a run asks for.
            PHIEU_CALLS: { type: 'text', value: '900' } as const,
            ...(webhooksLocal ? { PHIEU_WEBHOOKS_LOCAL: { type: 'text', value: 'yes' } as const } : {}),
            ...(receiptKey === undefined ? {} : { PHIEU_RECEIPT_KEY: { type: 'text', value: receiptKey } as const }),
          },
        },
      },
    ],
  })
  const url = String(await miniflare.ready).replace(/\/$/, '')
  writeFileSync(pidFile, [process.pid, ...pids()].join('\n'))
  const db = (await miniflare.getD1Database('DB')) as unknown as D1Database
  await migrate(db)
  // As Cloudflare's clock does it; what goes wrong in a deed the Worker writes itself.
  const itself = (await miniflare.getWorker()) as unknown as { scheduled(at: { cron: string }): Promise<{ outcome: string }> }
  let isBusy = false
  const rounds = setInterval(() => {
    if (isBusy) return
    isBusy = true
    void itself.scheduled({ cron: '* * * * *' }).catch(() => undefined).finally(() => (isBusy = false)) // it is being stopped or was killed
  }, every)
  rounds.unref()
  return {
    url,
    db,
    memory: () => pids().reduce((sum, pid) => sum + residentOf(pid), 0),
    async stop() {
      clearInterval(rounds)
      await miniflare.dispose()
      rmSync(pidFile, { force: true })
    },
    async kill() {
      clearInterval(rounds)
      for (const pid of pids()) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It was gone already.
        }
      }
      await miniflare.dispose().catch(() => {}) // there is no one left to say goodbye to
    },
  }
}

/** The Worker as one module, the way wrangler would bundle it. */
export async function bundle(): Promise<string> {
  await writePhone()
  const result = await build({
    entryPoints: [join(root, 'src/server/index.ts')],
    bundle: true,
    minify: true, // as wrangler.toml says
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
    absWorkingDir: root,
    logLevel: 'error',
  })
  const [file] = result.outputFiles
  if (file === undefined) throw new Error('esbuild gave no output')
  return file.text
}

/** Applies what is new in src/store/migrations, in wrangler's own table, so that `wrangler d1 migrations` may go on from here. */
async function migrate(db: D1Database): Promise<void> {
  const folder = join(root, 'src/store/migrations')
  await db
    .prepare('create table if not exists d1_migrations (id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null)')
    .run()
  const { results } = await db.prepare('select name from d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map((row) => row.name))
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.sql')).sort()) {
    if (applied.has(name)) continue
    const all = statements(readFileSync(join(folder, name), 'utf8'))
    await db.batch([...all.map((sql) => db.prepare(sql)), db.prepare('insert into d1_migrations (name) values (?)').bind(name)])
  }
}

function wrangler(): { compatibilityDate: string } {
  const text = readFileSync(join(root, 'wrangler.toml'), 'utf8')
  const date = /^compatibility_date = "([^"]+)"/m.exec(text)?.[1]
  if (date === undefined) throw new Error('wrangler.toml names no compatibility_date')
  return { compatibilityDate: date }
}

// miniflare does not say which process is workerd, and workerd outlives a killed parent and keeps the port. So its pid is
// caught as it is spawned, kept in the data folder, and ended by the next start.
function watchSpawns(): () => number[] {
  const spawn = childProcess.spawn
  const pids: number[] = []
  childProcess.spawn = ((...given: Parameters<typeof spawn>) => {
    const child = spawn(...given)
    if (String(given[0]).includes('workerd') && child.pid !== undefined) pids.push(child.pid)
    return child
  }) as typeof spawn
  syncBuiltinESMExports()
  return () => pids
}

function endOrphan(pidFile: string): void {
  let kept: string
  try {
    kept = readFileSync(pidFile, 'utf8')
  } catch {
    return // nothing was left behind
  }
  const [parent = 0, ...left] = kept.split('\n').map(Number)
  if (parent !== process.pid && commandOf(parent).includes('node') && left.some(isWorkerd)) throw new Error(`already running on this data (process ${parent})`)
  for (const pid of left) if (isWorkerd(pid)) process.kill(pid, 'SIGKILL')
  rmSync(pidFile, { force: true })
}

// The number may have gone to another program since: only a workerd is ended.
function isWorkerd(pid: number): boolean {
  return Number.isInteger(pid) && pid > 1 && commandOf(pid).includes('workerd')
}

/** How a process was called; '' when there is none, or when this system does not tell. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    const seen = childProcess.spawnSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' })
    return seen.status === 0 ? seen.stdout : ''
  }
}

function residentOf(pid: number): number {
  try {
    return 1_024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** A new key that signs receipts: Ed25519, PKCS8 in base64. */
export function newReceiptKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
}
