// Files of drafts that the server keeps: in R2 under their draft, until the draft is sent (then they are the submission's: media.ts) or let go.

/** Keeps a file of a draft under the hash of its content; sent again, it is the same object. */
export async function keepDraftFile(bucket: R2Bucket, draft: string, sha256: string, bytes: Uint8Array, type: string): Promise<void> {
  await bucket.put(keyOf(draft, sha256), bytes, { httpMetadata: { contentType: type } })
}

/** A file of a draft; undefined when it is not there. */
export async function draftFile(bucket: R2Bucket, draft: string, sha256: string): Promise<R2ObjectBody | undefined> {
  return (await bucket.get(keyOf(draft, sha256))) ?? undefined
}

/** Lets go of all files of a draft. */
export async function dropDraftFiles(bucket: R2Bucket, draft: string): Promise<void> {
  // A draft has dozens of files at most; R2 lists and deletes a thousand at once.
  const { objects } = await bucket.list({ prefix: keyOf(draft, '') })
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key))
}

const keyOf = (draft: string, sha256: string): string => `draft/${draft}/${sha256}`
