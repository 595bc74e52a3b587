// One password under the policy's figures: what the bare rate, the least server and the crowd all hash.
import { hash } from '@node-rs/argon2'
import { policy } from '../server/platform/policy.ts'

export const PASSWORD = 'a password of ordinary length'

/** @returns its PHC string: Argon2id (RFC 9106), as `createPasswordHasher` makes it */
export const hashPassword = (): Promise<string> =>
  hash(PASSWORD, {
    algorithm: 2, // Argon2id
    memoryCost: policy.argon2MemoryKib,
    timeCost: policy.argon2Iterations,
    parallelism: policy.argon2Parallelism,
    outputLen: 32,
  })
