// All English words of the app, in one piece: fetched when somebody chooses the language.
export { en } from '../words/en.ts'
export { laterEn } from '../words/later.en.ts'
export { problemsEn } from '../words/problems.en.ts'
