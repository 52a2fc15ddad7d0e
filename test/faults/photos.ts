// Invented photos: they begin as a JPEG does, and what follows cannot be made smaller.
import { chance } from './chance.ts'

export function photo(seed: number, bytes: number): Uint8Array<ArrayBuffer> {
  const draw = chance('photo', seed)
  const made = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at++) made[at] = draw() * 256
  made.set([0xff, 0xd8, 0xff, 0xe0])
  return made
}
