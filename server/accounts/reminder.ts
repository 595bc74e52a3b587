import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import * as queries from './queries.ts'

/** Whether the owner may be reminded of what would protect the account: not while they have said «not now». */
export async function mayRemind({ clock }: Pick<Deps, 'clock'>, db: Queryable, accountId: string): Promise<boolean> {
  const [row] = await db.query(queries.findReminderSnooze, [accountId])
  return !row?.reminders_snoozed_until || row.reminders_snoozed_until <= clock.now()
}

/** «Not now», on every device: kept with the account. */
export async function snoozeReminders({ db, clock }: Pick<Deps, 'db' | 'clock'>, accountId: string): Promise<void> {
  await db.execute(queries.snoozeReminders, [accountId, secondsAfter(clock.now(), policy.reminderSnoozeSeconds)])
}
