import type { Account } from '../accounts/find-account.ts'
import { findProfile, type Profile, type StoredIdentifier } from '../accounts/find-profile.ts'
import { lookupForm } from '../accounts/identifier.ts'
import { openStandIn } from '../accounts/stand-in.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Destination, RecoveryFlow } from './flow.ts'

/** An account that a reset is about, with the addresses a code may go to. */
export interface Owner extends Account {
  identifiers: StoredIdentifier[]
}

/** The account with its addresses; nobody, after the same question and the same work, when there is none. */
export async function loadOwner(
  deps: Deps,
  accountId: string | undefined,
  db: Queryable = deps.db,
): Promise<Owner | undefined> {
  return ownerOf(deps, await findProfile(deps, db, accountId))
}

/** The same of what was found already. */
export function ownerOf(deps: Deps, profile: Profile | undefined): Owner | undefined {
  if (profile) return { ...profile, identifiers: profile.openIdentifiers() }
  openStandIn(deps.keys)
  return undefined
}

/**
 * The account of a reset, while its proof still stands: the same credentials as when it began, and the address that was
 * typed still the account's own. Nobody otherwise, and for a decoy.
 */
export async function findLiveOwner(deps: Deps, flow: RecoveryFlow): Promise<Owner | undefined> {
  const owner = await loadOwner(deps, flow.accountId)
  const isLive = owner?.credentialVersion === flow.credentialVersion && hasAddress(owner, flow.identifier)
  return isLive ? owner : undefined
}

/** Whether an address is the account's own, today. */
export function hasAddress({ identifiers }: Owner, address: Destination): boolean {
  return findStored(identifiers, address) !== undefined
}

/** The stored form of an address, which alone is ever written to. */
export function findStored(identifiers: StoredIdentifier[], { kind, canonical }: Destination) {
  return identifiers.find((stored) => stored.kind === kind && lookupForm(kind, stored.address) === canonical)
}
