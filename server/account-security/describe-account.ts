import { adviceFor } from '../accounts/advice.ts'
import { findAccount } from '../accounts/find-account.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import { findPhrase } from '../accounts/phrase.ts'
import type { AccountAnswer, Locale } from '../accounts/schema.ts'
import { findPasswordChange } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { findRecoveryKey } from '../recovery-key/enrol-recovery-key.ts'
import { findTotp } from '../totp/enrol-totp.ts'

/** What «Konto og sikkerhet» shows: what finds the account, what proves it, and what would protect it better. */
export async function describeAccount(deps: Deps, accountId: string): Promise<AccountAnswer> {
  const [account, identifiers, changedAt, phrase, totp, recoveryKeyAt] = await Promise.all([
    findAccount(deps, accountId),
    listIdentifiers(deps, deps.db, accountId),
    findPasswordChange(deps, accountId),
    findPhrase(deps, deps.db, accountId),
    findTotp(deps, accountId),
    findRecoveryKey(deps, accountId),
  ])
  if (!account) throw new Error('the account of a session does not exist')
  return {
    id: accountId,
    createdAt: account.createdAt.toISOString(),
    locale: account.locale as Locale,
    identifiers: identifiers.map(({ identifierId, kind, masked, verifiedAt }) => ({
      id: identifierId,
      kind,
      masked,
      verifiedAt: verifiedAt.toISOString(),
    })),
    password: changedAt ? { changedAt: changedAt.toISOString() } : null,
    authenticator: totp ? { enrolledAt: totp.enrolledAt.toISOString(), suspended: totp.isSuspended } : null,
    recoveryKey: recoveryKeyAt ? { createdAt: recoveryKeyAt.toISOString() } : null,
    phrase: phrase ?? null,
    advice: adviceFor(
      identifiers.map(({ kind }) => kind),
      account.factors,
    ),
  }
}
