// Three kinds of test: pure rooms in Node, the Worker in workerd with a real D1, journeys over HTTP with a real browser.
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { writePhone } from './scripts/phone.ts'

process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
// The Worker carries the phone's files.
await writePhone()

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    fileParallelism: false,
    projects: [
      {
        test: {
          name: 'pure',
          include: ['test/{expression,form,forms,record,words,view,translate,cli,phone}/**/*.test.ts', 'test/*.test.ts'],
          setupFiles: ['./test/more.ts'],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { TEST_MIGRATIONS: await readD1Migrations('./src/store/migrations') } },
          })),
        ],
        test: { name: 'worker', include: ['test/worker/**/*.test.ts'], setupFiles: ['./test/worker/setup.ts'], testTimeout: 60_000 },
      },
      { test: { name: 'journeys', include: ['test/{journeys,faults}/**/*.test.ts'], globalSetup: './test/journeys/bundled.ts', testTimeout: 120_000, hookTimeout: 120_000 } },
      // Longer than a test may be: scripts/walks.ts.
      ...(process.env.PHIEU_WALKS === undefined ? [] : [{ test: { name: 'walks', include: ['test/walks/**/*.test.ts'], globalSetup: './test/journeys/bundled.ts', testTimeout: 900_000, hookTimeout: 300_000 } }]),
    ],
  },
})
