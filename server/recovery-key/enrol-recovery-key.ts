import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'
import { type PhraseCheck, sealCheck } from './recovery-key.ts'

/** Makes a phrase the account's one, in the place of the one before, which is spent. Call it in the enrolment's transaction. */
export async function enrolRecoveryKey(
  tx: Queryable,
  deps: Deps,
  accountId: string,
  check: PhraseCheck,
): Promise<void> {
  const { recoveryKeyId, salt } = check
  const sealed = sealCheck(deps, accountId, check)
  await tx.execute(queries.put, [accountId, recoveryKeyId, salt, sealed, deps.clock.now()])
}

/** It goes with the authenticator it stands in for. */
export async function removeRecoveryKey(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.remove, [accountId])
}

/** When the account's phrase was made; undefined: there is none. */
export async function findRecoveryKey({ db }: { db: Queryable }, accountId: string): Promise<Date | undefined> {
  const [row] = await db.query(queries.find, [accountId])
  return row?.created_at
}
