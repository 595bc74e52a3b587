import { pbkdf2, randomBytes, randomInt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import type { BotChallenge } from '../platform/refusals.ts'
import { type BotCheckPurpose, KEY_BYTES, type Level, type Parameters, PREFIX_BYTES, passwordOf } from './bot-check.ts'
import { signChallenge, signKey } from './signatures.ts'

const derive = promisify(pbkdf2)

/** Tries that a proof of this level takes at the most. */
export const mostTries = (level: Level): number => policy.botCheckMostTries * 2 ** level

/**
 * Makes a challenge. Nothing is kept of it: all that is needed to judge its solution travels in it, signed under a key of the
 * ring. Costs one derivation, a quarter of a millisecond, on the thread pool.
 */
export async function makeChallenge(
  { keys, clock }: Pick<Deps, 'keys' | 'clock'>,
  purpose: BotCheckPurpose,
  level: Level = 0,
): Promise<BotChallenge> {
  const [nonce, salt] = [randomBytes(16), randomBytes(16)]
  const most = mostTries(level)
  const key = await derive(passwordOf(nonce, randomInt(most)), salt, policy.botCheckRounds, KEY_BYTES, 'sha256')
  const parameters: Parameters = {
    algorithm: 'PBKDF2/SHA-256',
    cost: policy.botCheckRounds,
    data: { most, purpose },
    expiresAt: Math.floor(clock.now().getTime() / 1000) + policy.botCheckTtlSeconds,
    keyLength: KEY_BYTES,
    keyPrefix: key.subarray(0, PREFIX_BYTES).toString('hex'),
    keySignature: signKey(keys, key),
    nonce: nonce.toString('hex'),
    salt: salt.toString('hex'),
  }
  return { parameters, signature: signChallenge(keys, parameters) }
}
