import { adviceFor } from '../accounts/advice.ts'
import { describeIdentifiers } from '../accounts/describe-identifiers.ts'
import { findAccount } from '../accounts/find-account.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import { findPhrase } from '../accounts/phrase.ts'
import { mayRemind } from '../accounts/reminder.ts'
import type { AccountAnswer, Locale } from '../accounts/schema.ts'
import { describeDeletion } from '../deletion/describe-deletion.ts'
import { describePasskey, listPasskeys } from '../passkeys/stored-passkey.ts'
import { findPasswordChange } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { findRecoveryKey } from '../recovery-key/enrol-recovery-key.ts'
import { findTotp } from '../totp/enrol-totp.ts'

/**
 * What «Konto og sikkerhet» shows: what finds the account, what proves it, what would protect it better, and whether it is
 * to be deleted.
 *
 * @throws Refusal `session_required` when it is gone
 */
export async function describeAccount(deps: Deps, accountId: string): Promise<AccountAnswer> {
  const [account, identifiers, changedAt, phrase, totp, recoveryKeyAt, remind, passkeys] = await Promise.all([
    findAccount(deps, accountId),
    listIdentifiers(deps, deps.db, accountId),
    findPasswordChange(deps, accountId),
    findPhrase(deps, deps.db, accountId),
    findTotp(deps, accountId),
    findRecoveryKey(deps, accountId),
    mayRemind(deps, deps.db, accountId),
    listPasskeys(deps, deps.db, accountId),
  ])
  if (!account) throw new Refusal('session_required') // deleted a moment ago
  return {
    id: accountId,
    createdAt: account.createdAt.toISOString(),
    locale: account.locale as Locale,
    identifiers: describeIdentifiers(identifiers, deps.clock.now()),
    password: changedAt ? { changedAt: changedAt.toISOString() } : null,
    authenticator: totp ? { enrolledAt: totp.enrolledAt.toISOString(), suspended: totp.isSuspended } : null,
    recoveryKey: recoveryKeyAt ? { createdAt: recoveryKeyAt.toISOString() } : null,
    passkeys: passkeys.map(describePasskey),
    phrase: phrase ?? null,
    advice: adviceFor(
      identifiers.map(({ kind }) => kind),
      account.factors,
    ),
    deletion: describeDeletion(account),
    reminder: remind && account.factors.length === 0 && !account.deletesAt ? 'add_authenticator' : null,
  }
}
