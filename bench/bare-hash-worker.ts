// `@node-rs/argon2` and nothing else: what the server's sign-ins are compared with.
import { verify } from '@node-rs/argon2'
import { hashPassword, PASSWORD } from './policy-hash.ts'
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

const phc = await hashPassword()

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
