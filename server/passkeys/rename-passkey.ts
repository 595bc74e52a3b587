import { getDataKey } from '../accounts/get-data-key.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Session } from '../sessions/session.ts'
import { readName } from './passkey.ts'
import * as queries from './queries.ts'
import { listPasskeys, type Passkey, sealName } from './stored-passkey.ts'

/** @throws Refusal `request_invalid` (field `name`), `not_found` */
export async function renamePasskey(
  deps: Deps,
  { accountId, sessionId }: Session,
  passkeyId: string,
  typed: string,
): Promise<Passkey> {
  const name = readName(typed)
  if (name === undefined) throw new Refusal('request_invalid', { fields: [{ field: 'name', code: 'invalid' }] })
  return deps.db.transaction(async (tx) => {
    const sealed = sealName(await getDataKey(tx, deps, accountId), accountId, passkeyId, name)
    if ((await tx.execute(queries.rename, [accountId, passkeyId, sealed])) === 0) throw new Refusal('not_found')
    await recordActivity(tx, deps, { accountId, kind: 'passkey_renamed', sessionId })
    const renamed = (await listPasskeys(deps, tx, accountId)).find((passkey) => passkey.passkeyId === passkeyId)
    if (!renamed) throw new Refusal('not_found')
    return renamed
  })
}
