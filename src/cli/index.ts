// The command line: which command, with which options, in which language; its help; and the code that it ends with. What a command does is in its own file.
import { nearest } from '../expression/nearest.ts'
import { check } from './check.ts'
import { convert } from './convert.ts'
import { demo } from './demo/index.ts'
import { exportForm } from './export.ts'
import { exits, languageOf, Stop, wordsOf } from './io.ts'
import type { Given, Io } from './io.ts'
import { publish } from './publish.ts'
import { recount } from './recount.ts'
import { schema } from './schema.ts'
import { token } from './token.ts'

interface Command {
  /** What stands after its name. */
  readonly takes: string
  /** How many words without a dash: from, to. */
  readonly words: readonly [number, number]
  readonly remote: boolean
  run(given: Given): Promise<number>
}

const commands: Readonly<Record<string, Command>> = {
  check: { takes: 'DIR|FILE.xlsx', words: [1, 1], remote: false, run: check },
  publish: { takes: 'DIR|FILE.xlsx', words: [1, 1], remote: true, run: publish },
  convert: { takes: 'FILE.xlsx|DIR', words: [1, 1], remote: false, run: convert },
  token: { takes: '[add | phone | revoke ID]', words: [0, 2], remote: true, run: token },
  export: { takes: 'FORM', words: [1, 1], remote: true, run: exportForm },
  recount: { takes: '', words: [0, 0], remote: true, run: recount },
  demo: { takes: '', words: [0, 0], remote: true, run: demo },
  schema: { takes: '[form | board]', words: [0, 1], remote: false, run: schema },
}

export interface Streams {
  out(text: string): void
  err(text: string): void
}

/** Runs one command; gives the code to end with. Never throws for what a person may have typed. */
export async function run(argv: readonly string[], env: Given['env'], streams: Streams): Promise<number> {
  const asked = argv[argv.indexOf('--language') + 1]
  const language = languageOf(argv.includes('--language') ? asked : undefined, env)
  const words = wordsOf(language)
  const io: Io = { language, words, say: (line) => streams.out(`${line}\n`), mention: (line) => streams.err(`${line}\n`) }
  const [name = '', ...rest] = argv
  try {
    if (name === '' || name === '--help' || name === '-h' || name === 'help') {
      io.say(overview(words))
      return name === '' ? exits.usage : exits.done
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (command === undefined) {
      const near = nearest(name, Object.keys(commands))
      throw new Stop(exits.usage, words.wrong.command(name) + (near === undefined ? '' : words.wrong.perhaps(near)), words.wrong.more(''))
    }
    if (rest.includes('--help') || rest.includes('-h')) {
      io.say(helpOf(name, words))
      return exits.done
    }
    return await command.run({ ...read(name, command, rest, words), io, env })
  } catch (error) {
    if (isDisk(error)) {
      io.mention(words.wrong.disk(error.path, error.code))
      return exits.usage
    }
    if (!(error instanceof Stop)) throw error
    for (const line of error.lines) io.mention(line)
    return error.exit
  }
}

// What the machine says of a path that somebody typed: a folder that is not there, no right to write, a disk that is full.
function isDisk(error: unknown): error is { readonly path: string; readonly code: string } {
  const { path, code, syscall } = (error ?? {}) as { readonly path?: unknown; readonly code?: unknown; readonly syscall?: unknown }
  return error instanceof Error && typeof path === 'string' && typeof code === 'string' && typeof syscall === 'string'
}

type Words = ReturnType<typeof wordsOf>

function optionsOf(name: string, words: Words): Readonly<Record<string, string>> {
  const { '--server URL': server, '--token TOKEN': secret, ...rest } = words.everywhere
  return { ...words.command[name]?.options, ...(commands[name]?.remote === true ? { '--server URL': server, '--token TOKEN': secret } : {}), ...rest }
}

function read(name: string, command: Command, argv: readonly string[], words: Words): Pick<Given, 'words' | 'options'> {
  const known = new Map(Object.keys(optionsOf(name, words)).map((one) => [one.split(' ')[0] ?? '', one]))
  const options: Record<string, string | true> = {}
  const found: string[] = []
  const more = words.wrong.more(name)
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? ''
    if (!word.startsWith('-') || word === '-') {
      found.push(word)
      continue
    }
    const [option = '', value] = word.includes('=') ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word]
    const spelt = known.get(option)
    if (spelt === undefined) {
      const near = nearest(option, [...known.keys()])
      throw new Stop(exits.usage, words.wrong.option(option) + (near === undefined ? '' : words.wrong.perhaps(near)), more)
    }
    const key = option.replace(/^-+/, '')
    const [, ...shape] = spelt.split(' ')
    if (shape.length === 0) options[key] = true
    else {
      const given = value ?? argv[++i]
      if (given === undefined) throw new Stop(exits.usage, words.wrong.value(option), more)
      // `vi|en`, `label`: one of these words.
      const among = /^[a-z|]+$/.test(shape[0] ?? '') ? (shape[0] ?? '').split('|') : undefined
      if (among !== undefined && !among.includes(given)) throw new Stop(exits.usage, words.wrong.choice(option, given, among.join(', ')), more)
      options[key] = given
    }
  }
  if (found.length < command.words[0]) throw new Stop(exits.usage, words.wrong.missing(command.takes), more)
  if (found.length > command.words[1]) throw new Stop(exits.usage, words.wrong.tooMany(found[command.words[1]] ?? ''), more)
  return { words: found, options }
}

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const wide = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(wide)}  ${right}`).join('\n')
}

/** The page of all commands. */
export function overview(words: Words): string {
  const rows = Object.entries(commands).map(([name, { takes }]): [string, string] => [`phieu ${name} ${takes}`.trim(), words.command[name]?.about ?? ''])
  return `${words.about}\n\n${words.commands}:\n${columns(rows)}\n\n${words.exits}`
}

/** The page of one command. */
export function helpOf(name: string, words: Words): string {
  const takes = commands[name]?.takes ?? ''
  return `${words.usage}: phieu ${name}${takes === '' ? '' : ` ${takes}`}\n\n${words.command[name]?.about ?? ''}\n\n${words.options}:\n${columns(Object.entries(optionsOf(name, words)))}\n\n${words.exits}`
}

export const commandNames = Object.keys(commands)
