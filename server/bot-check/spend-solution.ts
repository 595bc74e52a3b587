import type { Deps } from '../platform/deps.ts'
import type { BotCheckPurpose } from './bot-check.ts'
import * as queries from './queries.ts'
import { solutionSchema } from './schema.ts'
import { isItsKey, isOurs } from './signatures.ts'

/**
 * Tells whether `text` solves a challenge of ours for `purpose` that has not expired, and uses it up: on all servers together
 * it is accepted once, in its own commit.
 *
 * @param text base64 of the protocol's payload
 * @param leastTries a challenge that was easier is not enough
 */
export async function spendSolution(
  { db, keys, clock }: Pick<Deps, 'db' | 'keys' | 'clock'>,
  purpose: BotCheckPurpose,
  text: string,
  leastTries: number,
): Promise<boolean> {
  const read = solutionSchema.safeParse(text)
  if (!read.success) return false
  const { challenge, solution } = read.data
  const { parameters, signature } = challenge
  const expiresAt = new Date(parameters.expiresAt * 1000)
  if (!isOurs(keys, parameters, signature) || !isItsKey(keys, parameters, Buffer.from(solution.derivedKey, 'hex')))
    return false
  if (parameters.data.purpose !== purpose || parameters.data.most < leastTries || expiresAt <= clock.now()) return false
  const [spent] = await db.query(queries.spend, [Buffer.from(parameters.nonce, 'hex'), expiresAt])
  return spent !== undefined
}
