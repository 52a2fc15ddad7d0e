// Who fills a public form without signing in. As an author it has a name of its own for each record, so that no two can be told to be of one person.

const mark = '~'

/** The author of what a stranger fills in; `hash` is over the secret of the browser and the draft. */
export const strangerName = (hash: string): string => mark + hash.slice(0, 32)

/** Whether an author did not sign in. Ids of people begin with a letter or a digit. */
export const isStranger = (author: string): boolean => author.startsWith(mark)
