// What every command is handed: where it writes, in which language, and how it says that it cannot go on.
import { cliEn } from '../words/cli.en.ts'
import { cliVi } from '../words/cli.vi.ts'
import type { CliWords } from '../words/cli.vi.ts'

export const exits = { done: 0, wrong: 1, usage: 2, refused: 3, unreachable: 4 } as const

/** Thrown by whatever cannot go on; index.ts says it and ends with its code. */
export class Stop extends Error {
  readonly exit: number
  readonly lines: readonly string[]

  constructor(exit: number, ...lines: readonly string[]) {
    super(lines[0] ?? '')
    this.exit = exit
    this.lines = lines
  }
}

export interface Io {
  readonly language: 'vi' | 'en'
  readonly words: CliWords
  /** A line of the result. */
  say(line: string): void
  /** A line of what goes on meanwhile; never part of the result. */
  mention(line: string): void
}

export interface Given {
  readonly io: Io
  /** What stands in the command without a dash. */
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | true>>
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The language asked for, or that of the machine: Vietnamese unless it says English. */
export function languageOf(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): 'vi' | 'en' {
  const said = asked ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? ''
  return said.toLowerCase().startsWith('en') ? 'en' : 'vi'
}

export const wordsOf = (language: 'vi' | 'en'): CliWords => (language === 'en' ? cliEn : cliVi)

export function text(options: Given['options'], name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}
