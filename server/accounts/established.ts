// Which of an account's addresses may stand for its owner, where a code there opens the account for good.
import { secondsAfter } from '../platform/clock.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { StoredIdentifier } from './find-profile.ts'

/**
 * Those that have been the account's for as long as an addition can be undone: whoever has taken over a session adds an address of
 * their own in it, and would have the code sent there. One that took another's place is as old as that. An account that has none so
 * old has them all, or a new one could do nothing.
 */
export function establishedOf(identifiers: readonly StoredIdentifier[], now: Date): readonly StoredIdentifier[] {
  const since = secondsAfter(now, -policy.identifierUndoSeconds)
  const old = identifiers.filter(({ kindSince }) => kindSince <= since)
  return old.length > 0 ? old : identifiers
}

/** @throws Refusal `identifier_too_new` when it is none of those */
export function requireEstablished(identifiers: readonly StoredIdentifier[], asked: StoredIdentifier, now: Date): void {
  if (!establishedOf(identifiers, now).includes(asked)) throw new Refusal('identifier_too_new')
}
