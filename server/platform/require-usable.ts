import type pg from 'pg'
import { cannotStart } from './cannot-start.ts'

/** True on a standby, on a primary that was demoted, and on one that its operator or its provider has locked. */
export const READ_ONLY = "(pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on')"

/** @throws cannotStart when the database is one that Portvakt cannot work on */
export async function requireUsable(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_encoding') AS encoding, ${READ_ONLY} AS is_read_only`,
  )
  const { encoding, is_read_only: isReadOnly } = rows[0]
  const { database } = client
  if (encoding !== 'UTF8')
    throw cannotStart(
      `The database ${database} is in ${encoding}, which does not hold every name: make one with ENCODING 'UTF8' TEMPLATE template0.`,
    )
  if (isReadOnly)
    throw cannotStart(
      `The database ${database} takes no writes (a standby, or locked): let DATABASE_URL lead to the primary, or unlock it.`,
    )
}
