import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { hashLinkSecret, type LinkToken } from './link-token.ts'
import * as queries from './queries.ts'

/** What a «Dette var ikke meg» link is about. */
export interface NoticeLink {
  event: string
  at: Date
  browser: string
  system: string
  place: string
  isUsed: boolean
}

/** @throws Refusal `link_ended` for a link that has expired, or never was */
export async function getLink({ db, clock }: Pick<Deps, 'db' | 'clock'>, token: LinkToken): Promise<NoticeLink> {
  const [row] = await db.query(queries.findLink, [token.accountId, hashLinkSecret(token), clock.now()])
  if (!row) throw new Refusal('link_ended')
  const { event, at, browser, system, place } = row
  return { event, at, browser, system, place, isUsed: row.used_at !== null }
}

/** Uses a link up: true for exactly one caller. Call it in the transaction of what it does. */
export async function spendLink(tx: Queryable, { clock }: Pick<Deps, 'clock'>, token: LinkToken): Promise<boolean> {
  return (await tx.execute(queries.spendLink, [token.accountId, hashLinkSecret(token), clock.now()])) === 1
}

/** Deletes links whose time is over, a thousand a call. @returns how many */
export async function sweepNoticeLinks({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweepLinks, [clock.now()])
}
