// digest(x, 'SHA-256', 'hex'): a text's fingerprint, among the rarer functions. Worked out here because an expression cannot wait, as the browser's own
// would make it do. Tables are made of what the standards say they are made of (RFC 1321; FIPS 180-4): roots of primes, sines. For telling texts apart, not for secrets.
import { text } from './functions.ts'
import type { Run } from './functions.ts'

const primes: readonly number[] = (() => {
  const found: number[] = []
  for (let n = 2; found.length < 80; n++) if (found.every((prime) => n % prime !== 0)) found.push(n)
  return found
})()

// The first 64 bits behind the point of a root of a prime.
function fraction(prime: number, degree: bigint): bigint {
  const whole = BigInt(prime) << (64n * degree)
  let [low, high] = [0n, 1n << 70n]
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** degree <= whole) low = middle
    else high = middle
  }
  return low & 0xffff_ffff_ffff_ffffn
}

let tables: { readonly cubes: readonly bigint[]; readonly squares: readonly bigint[] } | undefined
const roots = (): NonNullable<typeof tables> => (tables ??= { cubes: primes.map((prime) => fraction(prime, 3n)), squares: primes.slice(0, 16).map((prime) => fraction(prime, 2n)) })

const utf8 = (letters: string): number[] => {
  const bytes: number[] = []
  for (const letter of letters) {
    const code = letter.codePointAt(0) as number
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x1_0000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return bytes
}

// A one, noughts, and the length in bits at the end of the last block.
function padded(bytes: readonly number[], block: number, isLittle: boolean): readonly number[] {
  const room = block / 8
  const noughts = (block - ((bytes.length + 1 + room) % block)) % block
  const length = Array.from({ length: room }, (_, i) => Math.floor((bytes.length * 8) / 256 ** i) % 256)
  return [...bytes, 0x80, ...Array<number>(noughts).fill(0), ...(isLittle ? length : length.reverse())]
}

// SHA-2, on words of 32 or 64 bits.
function sha2(bytes: readonly number[], bits: 32 | 64, begin: readonly bigint[], turns: readonly (readonly number[])[]): number[] {
  const mask = (1n << BigInt(bits)) - 1n
  const size = bits / 8
  const rounds = bits === 64 ? 80 : 64
  const cut = BigInt(64 - bits)
  const turn = (x: bigint, by: number): bigint => ((x >> BigInt(by)) | (x << BigInt(bits - by))) & mask
  const mixed = (x: bigint, [a = 0, b = 0, c = 0, isShift = 0]: readonly number[] = []): bigint => turn(x, a) ^ turn(x, b) ^ (isShift === 1 ? x >> BigInt(c) : turn(x, c))
  const constants = roots().cubes.map((one) => one >> cut)
  const all = padded(bytes, size * 16, false)
  let state = begin.map((one) => one >> cut)
  for (let at = 0; at < all.length; at += size * 16) {
    const words: bigint[] = []
    for (let i = 0; i < rounds; i++) {
      if (i < 16) words.push(all.slice(at + i * size, at + (i + 1) * size).reduce((word, byte) => (word << 8n) | BigInt(byte), 0n))
      else words.push(((words[i - 16] as bigint) + mixed(words[i - 15] as bigint, turns[0]) + (words[i - 7] as bigint) + mixed(words[i - 2] as bigint, turns[1])) & mask)
    }
    let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state
    for (let i = 0; i < rounds; i++) {
      const one = h + mixed(e, turns[3]) + ((e & f) ^ (~e & mask & g)) + (constants[i] as bigint) + (words[i] as bigint)
      const two = mixed(a, turns[2]) + ((a & b) ^ (a & c) ^ (b & c))
      ;[a, b, c, d, e, f, g, h] = [(one + two) & mask, a, b, c, (d + one) & mask, e, f, g]
    }
    state = state.map((was, i) => (was + ([a, b, c, d, e, f, g, h][i] as bigint)) & mask)
  }
  return state.flatMap((word) => Array.from({ length: size }, (_, i) => Number((word >> BigInt(bits - 8 - i * 8)) & 255n)))
}

const turns32 = [[7, 18, 3, 1], [17, 19, 10, 1], [2, 13, 22], [6, 11, 25]]
const turns64 = [[1, 8, 7, 1], [19, 61, 6, 1], [28, 34, 39], [14, 18, 41]]
const turned = (x: number, by: number): number => (x << by) | (x >>> (32 - by))
const words = (bytes: readonly number[], isLittle: boolean): number[] =>
  Array.from({ length: bytes.length / 4 }, (_, i) => {
    const four = bytes.slice(i * 4, i * 4 + 4)
    return (isLittle ? four.reverse() : four).reduce((word, byte) => (word << 8) | byte, 0)
  })

const begin = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]

function md5(bytes: readonly number[]): number[] {
  const all = words(padded(bytes, 64, true), true)
  const turns = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]
  let state = begin
  for (let at = 0; at < all.length; at += 16) {
    let [a = 0, b = 0, c = 0, d = 0] = state
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      const [mix, which] = [
        [(b & c) | (~b & d), i], [(d & b) | (~d & c), 5 * i + 1], [b ^ c ^ d, 3 * i + 5], [c ^ (b | ~d), 7 * i],
      ][round] as [number, number]
      const sum = a + mix + Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) + (all[at + (which % 16)] as number)
      ;[a, b, c, d] = [d, (b + turned(sum | 0, (turns[round] as number[])[i % 4] as number)) | 0, b, c]
    }
    state = [a, b, c, d].map((one, i) => (one + (state[i] as number)) | 0)
  }
  return state.flatMap((word) => [word & 255, (word >> 8) & 255, (word >> 16) & 255, word >>> 24])
}

function sha1(bytes: readonly number[]): number[] {
  const all = words(padded(bytes, 64, false), false)
  let state = [...begin, 0xc3d2_e1f0]
  for (let at = 0; at < all.length; at += 16) {
    const own = all.slice(at, at + 16)
    for (let i = 16; i < 80; i++) own.push(turned((own[i - 3] as number) ^ (own[i - 8] as number) ^ (own[i - 14] as number) ^ (own[i - 16] as number), 1))
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
    for (let i = 0; i < 80; i++) {
      const round = Math.floor(i / 20)
      const mix = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
      const sum = (turned(a, 5) + mix + e + ([0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc, 0xca62_c1d6][round] as number) + (own[i] as number)) | 0
      ;[a, b, c, d, e] = [sum, a, turned(b, 30), c, d]
    }
    state = [a, b, c, d, e].map((one, i) => (one + (state[i] as number)) | 0)
  }
  return state.flatMap((word) => [word >>> 24, (word >> 16) & 255, (word >> 8) & 255, word & 255])
}

const ways: Readonly<Record<string, (bytes: readonly number[]) => number[]>> = {
  __proto__: null as never,
  MD5: md5,
  'SHA-1': sha1,
  'SHA-256': (bytes) => sha2(bytes, 32, roots().squares.slice(0, 8), turns32),
  'SHA-384': (bytes) => sha2(bytes, 64, roots().squares.slice(8), turns64).slice(0, 48),
  'SHA-512': (bytes) => sha2(bytes, 64, roots().squares.slice(0, 8), turns64),
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: readonly number[]): string {
  let written = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.slice(i, i + 3)
    written += alphabet.charAt(a >> 2) + alphabet.charAt(((a & 3) << 4) | ((b ?? 0) >> 4))
    written += (b === undefined ? '=' : alphabet.charAt(((b & 15) << 2) | ((c ?? 0) >> 6))) + (c === undefined ? '=' : alphabet.charAt(c & 63))
  }
  return written
}

/** Empty for a way or an encoding that does not exist; base64 without one. */
export const digest: Run = (args, at) => {
  const bytes = utf8(text(args, 0, at))
  at.spend(bytes.length * 4)
  const way = ways[text(args, 1, at).trim().toUpperCase()]
  const encoding = args.length < 3 ? 'base64' : text(args, 2, at).trim().toLowerCase()
  if (way === undefined || (encoding !== 'base64' && encoding !== 'hex')) return ''
  const found = way(bytes)
  return encoding === 'hex' ? found.map((byte) => byte.toString(16).padStart(2, '0')).join('') : base64(found)
}
