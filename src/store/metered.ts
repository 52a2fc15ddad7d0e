// D1 and R2 as they are, but that what each answer says it cost is told on its way: rows read and written, the size of the database, operations on files.

/** What an operation on files was: one that reads (class B), one that writes or lists (class A), with the bytes it brought. */
export interface FileOperation {
  readonly is: 'read' | 'write'
  readonly bytes: number
}

// D1's own interface over D1's own; only that each answer is looked at on its way. `first` is all of it and its first row, as D1 does it too, because only so is told what it read.
export function meteredDatabase(db: D1Database, tell: (result: D1Result) => void): D1Database {
  const inner = new WeakMap<object, D1PreparedStatement>()
  const statement = (own: D1PreparedStatement): D1PreparedStatement => {
    const told = async <T>(answer: Promise<D1Result<T>>): Promise<D1Result<T>> => {
      const result = await answer
      tell(result)
      return result
    }
    const made = {
      bind: (...values: unknown[]) => statement(own.bind(...values)),
      all: <T>() => told(own.all<T>()),
      run: <T>() => told(own.run<T>()),
      raw: own.raw.bind(own),
      first: async (column?: string) => {
        const row = (await told(own.all<Record<string, unknown>>())).results[0]
        return row === undefined ? null : column === undefined ? row : row[column]
      },
    } as unknown as D1PreparedStatement
    inner.set(made, own)
    return made
  }
  return {
    prepare: (sql: string) => statement(db.prepare(sql)),
    batch: async <T>(list: readonly D1PreparedStatement[]) => {
      const results = await db.batch<T>(list.map((one) => inner.get(one) ?? one))
      for (const result of results) tell(result)
      return results
    },
    exec: db.exec.bind(db),
    dump: db.dump.bind(db),
    withSession: db.withSession.bind(db),
  } as unknown as D1Database
}

/** A bucket whose operations are told. Deleting is free. */
export function meteredBucket(bucket: R2Bucket, tell: (operation: FileOperation) => void): R2Bucket {
  const sizeOf = (value: unknown): number => (value instanceof ArrayBuffer ? value.byteLength : ArrayBuffer.isView(value) ? value.byteLength : typeof value === 'string' ? value.length : value instanceof Blob ? value.size : 0)
  return new Proxy(bucket, {
    get(target, name) {
      const found = Reflect.get(target, name, target) as unknown
      if (typeof found !== 'function') return found
      return (...given: unknown[]) => {
        if (name === 'get' || name === 'head') tell({ is: 'read', bytes: 0 })
        if (name === 'put' || name === 'list' || name === 'createMultipartUpload') tell({ is: 'write', bytes: name === 'put' ? sizeOf(given[1]) : 0 })
        return found.apply(target, given) as unknown
      }
    },
  })
}
