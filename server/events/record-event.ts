import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import * as queries from './queries.ts'

/** What an operator's program may be told of. Past tense, field names as in the API. */
export type AccountEvent =
  | { type: 'account.hold.changed'; data: { holds: { reason: string; endsAt: string }[] } }
  | { type: 'account.password.changed'; data: Record<string, never> }
  /** Which kinds were added, changed, removed or put back. */
  | { type: 'account.identifiers.changed'; data: { kinds: string[] } }
  /** Which factors the account has now: also where an authenticator took another's place, and with it the phrase. */
  | { type: 'account.factors.changed'; data: { factors: string[] } }
  /** The phrase alone was renewed. */
  | { type: 'account.recovery_key.changed'; data: Record<string, never> }
  | {
      type: 'account.approval.approved' | 'account.approval.declined' | 'account.approval.expired'
      data: { approvalId: string }
    }
  | { type: 'account.frozen'; data: Record<string, never> }
  | { type: 'account.thawed'; data: Record<string, never> }
  | { type: 'account.deletion.requested'; data: { endsAt: string } }
  | { type: 'account.deletion.cancelled'; data: Record<string, never> }
  | { type: 'account.deleted'; data: Record<string, never> }

/** Writes an event, in the transaction of its cause: it is told if the cause commits, and only then. */
export async function recordEvent(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
  { type, data }: AccountEvent,
): Promise<void> {
  await tx.execute(queries.insert, [accountId, newId(), type, JSON.stringify(data), clock.now()])
  await tx.query(queries.announce)
}
