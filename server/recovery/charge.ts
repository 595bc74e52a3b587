import { chargeOwnNumber } from '../paid-messages/own-number.ts'
import type { PaidAs } from '../paid-messages/paid-message.ts'
import type { Deps } from '../platform/deps.ts'
import type { Owner } from './find-owner.ts'
import { findStored } from './find-owner.ts'
import type { RecoveryFlow } from './flow.ts'
import type { Shown } from './shares.ts'

/**
 * Counts the code if it goes by SMS. Where it cannot go, nobody is written to, and the answer is as always. Asked whenever a
 * number may be meant, by what was typed alone: also for an address that no account has.
 *
 * @returns who is written to
 */
export async function charge(
  deps: Deps,
  { identifier, destination, toOther }: RecoveryFlow,
  owner: Owner | undefined,
  shown: Shown | undefined,
): Promise<{ to: Owner | undefined; paidAs: PaidAs | undefined }> {
  if (identifier.kind === 'email' && !toOther) return { to: owner, paidAs: undefined }
  const isSms = destination.kind === 'phone' && owner !== undefined && findStored(owner.identifiers, destination)
  const paidAs = await chargeOwnNumber(deps, isSms ? destination.canonical : undefined, identifier.canonical, {
    hasShown: shown !== undefined,
  })
  return { to: isSms && !paidAs ? undefined : owner, paidAs }
}
