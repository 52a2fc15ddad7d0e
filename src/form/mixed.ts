// Choices in an order of their own for each filling (`randomize=true`, with a `seed` or without). Few forms ask that, so it travels with the rarer kinds
// (kinds/more.ts adds it to those that choose). The shuffling itself is that of the function randomize().
import { shuffled } from '../expression/more.ts'
import type { Filling } from './filling.ts'
import type { Choice } from './form.ts'
import { scopeOf } from './scope.ts'
import type { State } from './states.ts'

/** What is offered, mixed where the form says so: by its seed, else by the filling's own and the question's place, so that it stands the same whoever draws it. */
export function mixed(filling: Filling, state: State, choices: readonly Choice[]): readonly Choice[] {
  const { form, states, world } = filling
  const { parameters, seed } = state.step.question
  // Published before this meant something: some phones would mix it and others not.
  if (parameters?.randomize !== 'true' || form.more !== true) return choices
  const { random } = scopeOf(states, form, world, () => filling.day, state)
  return shuffled(choices, seed === undefined ? '' : filling.value(seed, states.keyOf(state)), random)
}
