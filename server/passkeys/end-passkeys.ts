import { unbindFactor } from '../accounts/factors.ts'
import { findAccount } from '../accounts/find-account.ts'
import type { Tx } from '../platform/db.ts'
import * as queries from './queries.ts'

/**
 * Ends all passkeys of an account: a lost phone may hold one of them, and nobody can tell which. Call it in a transaction that
 * has locked the account, and where another factor stays bound.
 *
 * @returns whether there were any
 */
export async function endPasskeys(tx: Tx, accountId: string): Promise<boolean> {
  if ((await tx.execute(queries.removeAll, [accountId])) === 0) return false
  await unbindFactor(tx, accountId, 'passkey')
  return true
}

/**
 * Ends the factor `passkey` where the owner has taken away the last that works: none is left, or what is left is suspended and no
 * authenticator stands beside it. Suspended ones would go on counting as a factor and let nobody in, the owner neither. Call it
 * in the transaction of the removal, which has locked the account and asked for a fresh proof by a factor.
 *
 * @returns whether suspended ones went with it
 */
export async function endUselessPasskeys(tx: Tx, accountId: string): Promise<boolean> {
  const { factors = [] } = (await findAccount({ db: tx }, accountId)) ?? {}
  const left = await tx.query(queries.list, [accountId])
  const isNeeded = factors.includes('totp') || left.some(({ suspended_at: at }) => at === null)
  if (!factors.includes('passkey') || (left.length > 0 && isNeeded)) return false
  await tx.execute(queries.removeAll, [accountId])
  await unbindFactor(tx, accountId, 'passkey')
  return left.length > 0
}
