// What stands beside running servers with their database and root key in hand, as the operator's commands do.
import { openDb } from '../../server/platform/db.ts'
import { loadKeys } from '../../server/platform/keys.ts'
import { localRootKey } from '../../server/platform/root-key.ts'

/** @param rootKey 32 bytes in hex, as ROOT_KEY has it */
export async function openOperator(url: string, rootKey: string) {
  const clock = { now: () => new Date() }
  const db = openDb({ url, poolSize: 4 })
  const keys = await loadKeys(db, localRootKey(Buffer.from(rootKey, 'hex')), clock)
  return {
    deps: { db, clock, keys },
    async close() {
      await keys.close()
      await db.close()
    },
  }
}

export type Operator = Awaited<ReturnType<typeof openOperator>>
