import type { Deps } from '../platform/deps.ts'
import { openMember } from './member.ts'
import type { ListedRow } from './queries.ts'
import * as queries from './queries.ts'
import type { MembersAnswer } from './schema.ts'

export type ListedMember = Omit<MembersAnswer['members'][number], 'lastSignedInAt'> & {
  lastSignedInAt: Date | undefined
}

/**
 * Everybody who is or was a member, in the order they came. Whose row does not open is listed too, without a name and as
 * `broken`: it opens nothing and hides nobody else, and can be ended.
 */
export async function listStaff({ db, keys }: Pick<Deps, 'db' | 'keys'>): Promise<ListedMember[]> {
  const rows = await db.query(queries.list)
  return rows.map((row) => ({
    id: row.staff_id,
    ...describe(keys, row),
    lastSignedInAt: row.last_signed_in_at ?? undefined,
  }))
}

function describe(keys: Deps['keys'], row: ListedRow): Pick<ListedMember, 'name' | 'role' | 'state'> {
  const state = row.ended_at ? 'ended' : row.suspended_at ? 'suspended' : 'member'
  try {
    const { name, role } = openMember(keys, row)
    return { name, role, state }
  } catch {
    return { name: '', role: null, state: row.ended_at ? 'ended' : 'broken' } // the alarm was raised where it did not open
  }
}
