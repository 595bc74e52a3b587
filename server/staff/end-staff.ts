import type { Deps } from '../platform/deps.ts'
import { type Member, openMember } from './member.ts'
import * as queries from './queries.ts'

export interface ListedMember extends Member {
  state: 'member' | 'suspended' | 'ended'
  lastSignedInAt: Date | undefined
}

/** Everybody who is or was a member, in the order they came. */
export async function listStaff({ db, keys }: Pick<Deps, 'db' | 'keys'>): Promise<ListedMember[]> {
  const rows = await db.query(queries.list)
  return rows.map((row) => {
    const { staffId, name, role } = openMember(keys, row)
    const state = row.ended_at ? 'ended' : row.suspended_at ? 'suspended' : 'member'
    return { staffId, name, role, state, lastSignedInAt: row.last_signed_in_at ?? undefined }
  })
}

/** Ends a membership, and with it every session of it, at once. @returns whether there was one */
export async function endStaff({ db, clock }: Pick<Deps, 'db' | 'clock'>, staffId: string): Promise<boolean> {
  return (await db.execute(queries.end, [staffId, clock.now()])) === 1
}
