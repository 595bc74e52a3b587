/**
 * Whose a code of a reset is, or one that opens a frozen account. Anybody may ask in anybody's name, so all that ask share what the
 * typed address is sent, and what may be guessed at it. Beside that stands what whoever has shown something may ask for: a device
 * that the account knows, or a mailbox that was proven. Nothing that a stranger does uses that up; and nobody else what belongs to
 * whoever has proven the mailbox, since a thief with the password has a known device too.
 */
import { spendAddressBudgetQuietly, spendOwnBudgetQuietly } from '../codes/spend-code-budget.ts'
import { areSignedInTriesUsedUp, areStrangersTriesUsedUp, type CodeTryer } from '../codes/verify-code.ts'
import { findKnownDevice } from '../devices/known-devices.ts'
import type { Deps } from '../platform/deps.ts'

/** What somebody has shown besides an address, as their own share is counted by. */
export type Shown = readonly [what: 'devices' | 'mailbox', accountId: string]

/**
 * The mailbox of a reset that began with its proof; else a device, if the account knows it. All known devices share what they may
 * have sent, or a thief who signs in on another one would have as much again; and what they may try, with whoever is signed in.
 * Once that is used up they count as strangers', whose way leads on over the mailbox.
 */
export async function findShown(
  deps: Deps,
  { accountId, isProven }: { accountId: string | undefined; isProven?: boolean | undefined },
  deviceSecret: Uint8Array | undefined,
): Promise<Shown | undefined> {
  if (isProven && accountId) return ['mailbox', accountId]
  const known = await findKnownDevice(deps, accountId, deviceSecret)
  if (!known || !accountId || (await areSignedInTriesUsedUp(deps, accountId))) return undefined
  return ['devices', accountId]
}

/** Whose tries a code counts as, by what was shown. */
export function tryerOf(shown: Shown | undefined, typed: string): CodeTryer {
  if (!shown) return { typed }
  return shown[0] === 'mailbox' ? { proven: typed } : 'signed-in'
}

/**
 * Counts a code, each share in its own commit.
 *
 * @param typed canonical form of the address
 * @returns whose it was, or in how many seconds there is another: until then, whoever has not proven the mailbox may do that
 */
export async function spendShare(
  deps: Deps,
  purpose: 'recovery' | 'thaw',
  typed: string,
  shown: Shown | undefined,
): Promise<{ of: 'anybody' | 'own' } | { waitSeconds: number }> {
  // A code that could be entered no more would be none.
  if (!shown && (await areStrangersTriesUsedUp(deps, typed))) return { waitSeconds: 1 }
  const wait = await spendAddressBudgetQuietly(deps, purpose, typed)
  if (wait === undefined) return { of: 'anybody' }
  const ownWait = shown ? await spendOwnBudgetQuietly(deps, purpose, shown) : wait
  return ownWait === undefined ? { of: 'own' } : { waitSeconds: ownWait }
}
