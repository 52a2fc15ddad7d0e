// The Worker is bundled once for all journeys; each starts its own.
import type { TestProject } from 'vitest/node'
import { bundle } from '../../scripts/serve.ts'

export default async function setup(project: TestProject): Promise<void> {
  project.provide('worker', await bundle())
}

declare module 'vitest' {
  interface ProvidedContext {
    worker: string
  }
}
