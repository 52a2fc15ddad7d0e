// What a reviewer reads, in Vietnamese, beside what stands in desk.vi.ts: what waits over all forms. The shape that the other languages follow.

export const reviewVi = {
  /** All that waits, over every form and place. */
  waiting: {
    title: 'Việc chờ duyệt',
    form: 'Biểu mẫu',
    longest: 'Chờ lâu nhất',
    oldest: 'Chờ lâu nhất:',
    since: (day: string) => `từ ${day}`,
    days: (days: string) => (days === '0' ? 'hôm nay' : `${days} ngày`),
    nothing: 'Không có phiếu nào chờ.',
  },
}

export type ReviewWords = typeof reviewVi
