// The two functions of node:crypto that the Worker uses, and nothing else of Node: the walls of this room stay where they are.
declare module 'node:crypto' {
  const node: {
    scrypt(
      password: string,
      salt: Uint8Array,
      length: number,
      options: { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number },
      done: (error: Error | null, key: Uint8Array) => void,
    ): void
    createHmac(algorithm: string, key: Uint8Array): { update(bytes: Uint8Array): { digest(): Uint8Array } }
  }
  export default node
}
