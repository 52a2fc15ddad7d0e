// `phieu schema`: the shape of form.yaml or board.yaml, for editors without a network.
import { boardSchema } from '../form/board_schema.ts'
import { formSchema } from '../form/schema.ts'
import { exits, Stop } from './io.ts'
import type { Given } from './io.ts'

const shapes: Readonly<Record<string, () => object>> = { form: formSchema, board: boardSchema }

export async function schema({ io, words: [of = 'form'] }: Given): Promise<number> {
  const shape = Object.hasOwn(shapes, of) ? shapes[of] : undefined
  if (shape === undefined) throw new Stop(exits.usage, io.words.wrong.choice('schema', of, Object.keys(shapes).join(', ')), io.words.wrong.more('schema'))
  io.say(JSON.stringify(shape(), undefined, 2))
  return exits.done
}
