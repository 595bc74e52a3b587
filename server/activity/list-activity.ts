import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'
import type { ActivityKind } from './record-activity.ts'

const PAGE = 20
/** After every id there is. */
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** What happened to an account, newest first, a page at a time. @returns `next`: where the next page begins, if there is one */
export async function listActivity(
  { db }: Pick<Deps, 'db'>,
  accountId: string,
  before: string = LAST,
): Promise<{ activities: queries.ActivityRow[]; next: string | undefined }> {
  const rows = await db.query(queries.list, [accountId, before, PAGE + 1])
  const activities = rows.slice(0, PAGE)
  return { activities, next: rows.length > PAGE ? activities.at(-1)?.activity_id : undefined }
}

/** The last of its kind, if there is one. */
export async function findLastActivity(
  db: Queryable,
  accountId: string,
  kind: ActivityKind,
): Promise<queries.ActivityRow | undefined> {
  const [row] = await db.query(queries.findLast, [accountId, kind])
  return row
}
