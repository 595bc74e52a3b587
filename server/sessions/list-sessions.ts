import type { Deps } from '../platform/deps.ts'
import type { DeviceRow } from './queries.ts'
import * as queries from './queries.ts'

/** The account's sessions in force, last used first, at most 200. */
export async function listSessions({ db, clock }: Pick<Deps, 'db' | 'clock'>, accountId: string): Promise<DeviceRow[]> {
  return db.query(queries.list, [accountId, clock.now()])
}

/** Deletes sessions whose absolute end has passed, a thousand a call. @returns how many */
export async function sweepSessions({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [clock.now()])
}
