// A zip that goes out while its files are written: compressed by the runtime, which costs a fraction of what script would. Files lie one behind the other, so
// what is written to a later one waits, compressed, until those before it are finished; how much waits is counted, for whoever must bound it.
import { Zip, ZipPassThrough } from 'fflate'

const encoder = new TextEncoder()

export class Packing {
  #made: Uint8Array[] = []
  #files: PackedFile[] = []
  #zip = new Zip((error, chunk) => {
    if (error !== null) throw error
    this.#made.push(chunk)
  })

  /** Begins a file; it comes behind all that were begun before. */
  file(name: string): PackedFile {
    const file = new PackedFile(name)
    this.#files.push(file)
    this.#zip.add(file)
    return file
  }

  /** Compressed bytes that wait for a file before theirs. */
  get waiting(): number {
    const [, ...later] = this.#files.filter(({ isFinished }) => !isFinished)
    return later.reduce((sum, { packed }) => sum + packed, 0)
  }

  /** What can go out by now. */
  take(): readonly Uint8Array[] {
    return this.#made.splice(0)
  }

  /** Once every file is finished: the list of them, without which it is no zip. */
  end(): void {
    this.#zip.end()
  }
}

/** One of its files. fflate counts its bytes and its checksum and writes the headers around it. */
export class PackedFile extends ZipPassThrough {
  override readonly compression = 8
  packed = 0
  isFinished = false
  readonly #deflate = new CompressionStream('deflate-raw')
  readonly #writer = this.#deflate.writable.getWriter()
  readonly #drained = this.#drain()

  async write(text: string): Promise<void> {
    const bytes = encoder.encode(text) as Uint8Array<ArrayBuffer>
    this.push(bytes)
    await this.#writer.write(bytes)
  }

  async finish(): Promise<void> {
    await this.#writer.close()
    await this.#drained
    this.push(new Uint8Array(), true)
    this.isFinished = true
    this.ondata(null, new Uint8Array(), true)
  }

  // What is pushed is counted only: what goes on is what the runtime made of it.
  protected override process(): void {}

  async #drain(): Promise<void> {
    const reader = (this.#deflate.readable as ReadableStream<Uint8Array<ArrayBuffer>>).getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      this.packed += part.value.length
      this.ondata(null, part.value, false)
    }
  }
}
