import { NOBODY } from '../accounts/find-account.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Keys } from '../platform/keys.ts'
import type { Waiting } from '../platform/password-hasher.ts'
import { standIn } from '../platform/stand-in.ts'
import * as queries from './queries.ts'
import { sealPhc } from './set-password.ts'

/** A hash of nobody, as long as any of ours. */
const NOBODYS_PHC = `$argon2id$v=19$m=47104,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Opens it as an account's would be opened: for where no account is known. */
const openStandIn = standIn(
  (keys) => sealPhc({ keys }, NOBODY, NOBODYS_PHC),
  (keys, sealed) => openPhc(keys, NOBODY, sealed),
)

/** What an account's password is compared with. */
export type StoredPassword = typeof queries.find.row

export interface Verifying extends Waiting {
  /** When it was read already. */
  stored?: { row: StoredPassword }
}

/** Asks the same when no account is known: about an id that nobody has. */
export async function findStoredPassword(db: Queryable, accountId: string | undefined): Promise<StoredPassword> {
  const [row] = await db.query(queries.find, [accountId ?? NOBODY])
  return row
}

/**
 * Tells whether `password` is the account's. An account that is unknown or has no password costs the same work and is
 * false (ASVS 6.3.8). No database connection is held while hashing. Re-hashes after a success when the policy has risen.
 *
 * @throws Refusal `busy`; the signal's reason
 */
export async function verifyPassword(
  deps: Deps,
  accountId: string | undefined,
  password: string,
  { stored, ...waiting }: Verifying = {},
): Promise<boolean> {
  const { db, keys, hasher } = deps
  const row = stored ? stored.row : await findStoredPassword(db, accountId)
  if (!row || !accountId) {
    openStandIn(keys)
    return hasher.verify(undefined, password, waiting)
  }
  const phc = openPhc(keys, accountId, row.sealed)
  if (!(await hasher.verify(phc, password, waiting))) return false
  if (hasher.isOutdated(phc)) await rehash(deps, accountId, password, row.sealed)
  return true
}

function openPhc(keys: Keys, accountId: string, sealed: Buffer): string {
  return keys.open('password', sealed, ['password', accountId]).toString()
}

async function rehash(deps: Deps, accountId: string, password: string, verified: Buffer): Promise<void> {
  const phc = await deps.hasher.hash(password)
  await deps.db.execute(queries.replaceSealed, [accountId, verified, sealPhc(deps, accountId, phc)])
}

/** When the password was last set; undefined when there is none. */
export async function findPasswordChange({ db }: Pick<Deps, 'db'>, accountId: string): Promise<Date | undefined> {
  const [row] = await db.query(queries.find, [accountId])
  return row?.changed_at
}

/** When the password took the place of another; undefined for an account's first. */
export async function findPasswordReplacement({ db }: Pick<Deps, 'db'>, accountId: string): Promise<Date | undefined> {
  const [row] = await db.query(queries.findReplaced, [accountId])
  return row?.replaced_at ?? undefined
}
