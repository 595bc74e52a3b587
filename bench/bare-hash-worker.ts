// `@node-rs/argon2` and nothing else: what the server's sign-ins are compared with.
import { hash, verify } from '@node-rs/argon2'
import { policy } from '../server/platform/policy.ts'
import { serveWork } from './worker.ts'

export interface BareHashing {
  milliseconds: number
  /** Hashes under way at once. */
  concurrency: number
}

export interface BareHashResult {
  rate: number
  latencies: number[]
}

const PASSWORD = 'a password of ordinary length'
const phc = await hash(PASSWORD, {
  algorithm: 2, // Argon2id
  memoryCost: policy.argon2MemoryKib,
  timeCost: policy.argon2Iterations,
  parallelism: policy.argon2Parallelism,
  outputLen: 32,
})

serveWork(async ({ milliseconds, concurrency }: BareHashing): Promise<BareHashResult> => {
  const latencies: number[] = []
  const times: number[] = []
  const end = performance.now() + milliseconds
  const loop = async () => {
    await verify(phc, PASSWORD)
    while (performance.now() < end) {
      const begun = performance.now()
      await verify(phc, PASSWORD)
      times.push(performance.now())
      latencies.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
  return { rate: ((times.length - 1) / ((times.at(-1) ?? 0) - (times[0] ?? 0))) * 1000, latencies }
})
