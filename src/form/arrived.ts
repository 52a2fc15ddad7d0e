// What came along with answers from outside and does not belong to them: looked for by whoever receives them, never by a phone that fills.
import type { Filling } from './filling.ts'
import type { State } from './states.ts'

/** Answers given to questions that these answers do not lead to, and rows beyond their repeat_count. */
export function hidden({ states }: Filling): readonly string[] {
  const isHidden = ({ relevant, answer, misfit, step }: State): boolean =>
    !relevant && (answer !== undefined || misfit !== undefined) && step.question.calculation === undefined
  const all = states.inOrder()
  return [...all.filter(isHidden).map((state) => states.keyOf(state)), ...all.flatMap(({ spare }) => spare.map(({ key }) => key))]
}

/** Calculated values that came along and are not what the calculation gives here. */
export function differences({ states }: Filling): readonly { at: string; expected: string; received: string }[] {
  return states.inOrder().flatMap((state) => {
    const { calculation, trigger } = state.step.question
    // What ran when something changed cannot be run again.
    if (state.given === undefined || calculation === undefined || trigger !== undefined) return []
    const [expected, received] = [state.relevant ? state.answer : undefined, state.given]
    const near = typeof expected === 'number' && typeof received === 'number' && Math.abs(expected - received) <= 1e-9 * Math.max(1, Math.abs(expected))
    return near || expected === received ? [] : [{ at: states.keyOf(state), expected: String(expected ?? ''), received: String(received) }]
  })
}
