import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { ChallengeSubject } from './challenge.ts'
import { requestOptionsFor } from './options.ts'
import type { RequestOptions } from './schema.ts'
import { usablePasskeys } from './stored-passkey.ts'

/**
 * What the browser asks a passkey of this account for, for whoever has proven something of it: the challenge is good for
 * `subject` alone.
 *
 * @throws Refusal `passkey_not_enrolled` (or all are suspended)
 */
export async function askForPasskey(
  deps: Deps,
  subject: Extract<ChallengeSubject, { accountId: string }> & {
    purpose: Exclude<ChallengeSubject['purpose'], 'enrol'>
  },
): Promise<RequestOptions> {
  const allowed = await usablePasskeys(deps, subject.accountId)
  if (allowed.length === 0) throw new Refusal('passkey_not_enrolled')
  return requestOptionsFor(deps, subject, allowed)
}
