// Time that passes only when nothing is going on: hours of waiting in a moment. Real work (a request, the shelf) takes no time of it.

export interface Simulated {
  now(): number
  wait(ms: number): Promise<void>
  /** Lets time pass up to a moment; `isAtWork` says whether anything is going on that must end first. */
  run(until: number, isAtWork: () => boolean): Promise<void>
}

export function simulated(start = 0): Simulated {
  let time = start
  let order = 0
  const waiting: { at: number; order: number; resolve: () => void }[] = []
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    now: () => time,
    wait: (ms) => new Promise((resolve) => waiting.push({ at: time + Math.round(ms), order: order++, resolve })),
    async run(until, isAtWork) {
      for (;;) {
        for (let still = 0; still < 6; still++) {
          await turn()
          if (isAtWork()) still = -1
        }
        waiting.sort((one, other) => other.at - one.at || other.order - one.order)
        const next = waiting[waiting.length - 1]
        if (next === undefined || next.at > until) {
          time = Math.max(time, Math.round(until))
          return
        }
        waiting.pop()
        time = Math.max(time, next.at)
        next.resolve()
      }
    },
  }
}
