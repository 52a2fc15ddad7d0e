// Digests, signatures and base64: functions that take a library, so that even among the rarer ones they come by themselves (`Form.hashes`). Loading this
// file adds them.
import { hashes, verify } from '@noble/ed25519'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { bytesOf, textOf, toBase64 } from './base64.ts'
import { functions, text } from './functions.ts'
import type { Run } from './functions.ts'
import type { HashingFunction } from './signatures.ts'

// So that a signature is checked in one go: expressions wait for nothing.
hashes.sha512 = sha512

const algorithms: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = { __proto__: null as never, MD5: md5, 'SHA-1': sha1, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 }

/** What one check of a signature costs in steps: milliseconds, where others are microseconds. */
const signatureSteps = 5_000

export const hashing: Readonly<Record<HashingFunction, Run>> = {
  'base64-decode': (args, at) => textOf(bytesOf(text(args, 0, at)) ?? new Uint8Array()),
  digest: (args, at) => {
    const bytes = utf8ToBytes(text(args, 0, at))
    at.spend(bytes.length)
    const encoding = args.length < 3 ? 'base64' : text(args, 2, at).trim().toLowerCase()
    const digest = algorithms[text(args, 1, at).trim().toUpperCase()]?.(bytes)
    // Of a way or an encoding that does not exist there is nothing.
    return digest === undefined ? '' : encoding === 'hex' ? bytesToHex(digest) : encoding === 'base64' ? toBase64(digest) : ''
  },
  'extract-signed': (args, at) => {
    at.spend(signatureSteps)
    const [contents, key] = [bytesOf(text(args, 0, at)), bytesOf(text(args, 1, at))]
    if (contents === undefined || key?.length !== 32 || contents.length < 64) return ''
    const message = contents.slice(64)
    try {
      return verify(contents.slice(0, 64), message, key, { zip215: false }) ? textOf(message) : ''
    } catch {
      return '' // no point of the curve
    }
  },
}

Object.assign(functions, hashing)
