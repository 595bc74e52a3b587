import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { passwordProblem } from './password-rules.ts'
import * as queries from './queries.ts'

/** A password hash made outside the transaction that stores it. */
export interface HashedPassword {
  phc: string
}

/**
 * Fewest characters of a new password: fewer where a second factor is bound (NIST SP 800-63B-4 §3.1.1.2). For whoever is
 * signed in: elsewhere it would tell what is bound.
 */
export function leastLength({ factors }: { factors: readonly string[] }): number {
  return factors.length > 0 ? policy.passwordMinLengthWithSecondFactor : policy.passwordMinLengthAlone
}

/**
 * Checks a new password against the rules and hashes it. Slow on purpose: call before the transaction opens.
 *
 * @param identifiers the person's own addresses, which the password must not be made of
 * @param minLength see `leastLength`
 * @throws Refusal `password_weak`, `busy`
 */
export async function hashNewPassword(
  deps: Deps,
  password: string,
  identifiers: readonly string[],
  minLength?: number,
): Promise<HashedPassword> {
  checkNewPassword(deps, password, identifiers, minLength)
  return { phc: await deps.hasher.hash(password) }
}

/**
 * The rules alone: quick, so that a weak password can be refused before anything is spent on it.
 *
 * @throws Refusal `password_weak`
 */
export function checkNewPassword(
  { config }: Pick<Deps, 'config'>,
  password: string,
  identifiers: readonly string[],
  minLength: number = policy.passwordMinLengthAlone,
): void {
  const problem = passwordProblem(password, { minLength, brand: config.brandName, identifiers: [...identifiers] })
  const code = problem === 'control_characters' ? 'request_invalid' : 'password_weak'
  if (problem) throw new Refusal(code, { fields: [{ field: 'password', code: problem }] })
}

/** Stores the first password of an account. */
export async function insertPassword(
  tx: Queryable,
  deps: Deps,
  accountId: string,
  { phc }: HashedPassword,
): Promise<void> {
  await tx.execute(queries.insert, [accountId, sealPhc(deps, accountId, phc), deps.clock.now()])
}

/** Puts a new password in the place of the account's old one. */
export async function replacePassword(
  tx: Queryable,
  deps: Deps,
  accountId: string,
  { phc }: HashedPassword,
): Promise<void> {
  await tx.execute(queries.set, [accountId, sealPhc(deps, accountId, phc), deps.clock.now()])
}

/** The hash under a server key and bound to its account: a dump alone cannot be guessed at, a copied row fails. */
export function sealPhc({ keys }: Pick<Deps, 'keys'>, accountId: string, phc: string): Buffer {
  return keys.seal('password', Buffer.from(phc), ['password', accountId])
}
