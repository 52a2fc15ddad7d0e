// What those who run the office read, in English. The keys are those of admin.vi.ts.
import type { AdminWords } from './admin.vi.ts'

export const adminEn: AdminWords = {
  fault: {
    unit_missing: () => 'There is no such unit.',
    unit_twice: () => 'Each unit once.',
    unit_ended: (f) => `${f.unit}: not there on that day, or its end is said already.`,
    unit_level: (f) => `It must be of the same level: ${f.level} is needed, this is ${f.is}.`,
    unit_name_taken: (f) => `A place called “${f.name}” is there at the same time (${f.unit}).`,
    unit_name_same: () => 'The new name is the one it has.',
    unit_name_missing: () => 'Give a name.',
    unit_code_taken: (f) => `The code ${f.code} is that of ${f.unit}.`,
    unit_period: (f) => `The time runs backwards: from ${f.from} to ${f.to}.`,
    unit_overlap: (f) => `The old place and what succeeds it (${f.unit}) must follow one another: the old one ends, the other goes on.`,
    unit_cycle: () => 'A circle: a place cannot lie in itself or succeed itself.',
    unit_inhabited: (f) => `${f.count} places still lie in it. Merge or move them first.`,
    unit_few: (f) => `At least ${f.least} units are needed.`,
    unit_parents: () => 'These units lie in different places; merge them into one that is there.',
    day_wrong: () => 'There is no such day.',
    day_ahead: () => 'A new name can be set from the day on which it holds, not before.',
  },
}
