// `phieu schema`: the shape of form.yaml, for editors without a network.
import { formSchema } from '../form/schema.ts'
import { exits } from './io.ts'
import type { Given } from './io.ts'

export async function schema({ io }: Given): Promise<number> {
  io.say(JSON.stringify(formSchema(), undefined, 2))
  return exits.done
}
