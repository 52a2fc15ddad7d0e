// What a reviewer reads, in English.
import type { ReviewWords } from './review.vi.ts'

export const reviewEn: ReviewWords = {
  waiting: {
    title: 'Waiting for review',
    form: 'Form',
    longest: 'Longest wait',
    oldest: 'Longest wait:',
    since: (day) => `since ${day}`,
    days: (days) => (days === '0' ? 'today' : days === '1' ? '1 day' : `${days} days`),
    nothing: 'Nothing is waiting.',
  },
}
