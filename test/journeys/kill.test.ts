// Power cuts: workerd dies at any moment, again and again, while phones send; what was acknowledged is there.
// 1  Every acknowledged submission is there exactly once, with the hash that was acknowledged.
// 2  What was not acknowledged is sent again with the same bytes, and is then there exactly once too.
// 3  The sums are those of what is there.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Outcome, Submission } from '../../src/record/submission.ts'
import { communeToday, roads, sealed } from '../seed/seed.ts'
import { start } from './harness.ts'
import type { Journey } from './harness.ts'

let journey: Journey
const phones = 6
const each = 40

beforeAll(async () => {
  journey = await start()
})
afterAll(() => journey?.stop())

test('1 2 3 killed while sending', async () => {
  const [template] = roads()
  const answers = { ...(template as Submission).answers, unit: 'vn.v.01045.thuong-ii', length_km: 1, length_exact: 'exact' }
  const submissions = Array.from({ length: phones * each }, (_, i) => sealed('road_registration', { ...answers, road_name: `Tuyến giả định ${i}` }))
  const acknowledged = new Map<string, string>()
  const tries = { sent: 0, lost: 0, kills: 0 }
  let done = false

  const phone = async (own: readonly Submission[]): Promise<void> => {
    for (const submission of own) {
      while (!acknowledged.has(submission.id)) {
        tries.sent++
        try {
          const answer = await journey.api('POST', '/api/submissions', journey.officerToken, submission)
          const outcome = (await answer.json()) as Outcome
          if ((answer.status === 200 || answer.status === 201) && outcome.id === submission.id) acknowledged.set(outcome.id, outcome.hash)
        } catch {
          tries.lost++ // unknown, so the same bytes again
        }
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
    }
  }
  const reaper = async (): Promise<void> => {
    while (!done) {
      await new Promise((resolve) => setTimeout(resolve, 60 + ((tries.kills * 137) % 300)))
      if (done) return
      tries.kills++
      await journey.crash()
    }
  }
  const sending = Promise.all(Array.from({ length: phones }, (_, i) => phone(submissions.slice(i * each, (i + 1) * each)))).then(() => {
    done = true
  })
  await Promise.all([sending, reaper()])
  // Otherwise nothing was tried.
  expect(tries.kills).toBeGreaterThanOrEqual(3)
  expect(tries.lost).toBeGreaterThanOrEqual(3)

  await journey.crash() // once more, after the last answer
  const { results } = await journey.db.prepare("select s.id, r.hash, count(*) as n from submissions s join revisions r on r.submission = s.seq where s.form = 'road_registration' group by s.id").all<{ id: string; hash: string; n: number }>()
  expect(results.length).toBe(submissions.length)
  for (const row of results) expect([row.n, row.hash]).toEqual([1, acknowledged.get(row.id)])
  for (const submission of submissions) expect(acknowledged.get(submission.id)).toBe(submission.sha256)
  for (const [indicator, value] of [['roads', submissions.length], ['km_total', submissions.length]] as const) {
    const answer = await journey.api('GET', `/api/aggregates/road_registration/${indicator}?units=today&under=${communeToday}`, journey.reviewerToken)
    expect(((await answer.json()) as { total: { value: number } }).total.value).toBe(value)
  }
}, 180_000)
