import type { Account } from '../accounts/find-account.ts'

/**
 * Whether the account has a proof of another kind that a reset must ask for besides the code (ASVS 6.4.3, NIST SP 800-63B-4
 * §4.2.2).
 */
export function needsSecondFactor({ factors }: Account): boolean {
  return factors.length > 0
}
