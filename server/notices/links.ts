import type { NoticeEvent } from '../outbox/message.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
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

/** When and from where the last notice of an event told that it happened, for as long as its link is kept. */
export async function findLastTold(
  db: Queryable,
  accountId: string,
  event: NoticeEvent,
): Promise<Pick<NoticeLink, 'at' | 'browser' | 'system' | 'place'> | undefined> {
  const [row] = await db.query(queries.findLast, [accountId, event])
  return row
}

/** Uses a link up: true for exactly one caller. Call it in the transaction of what it does. */
export async function spendLink(tx: Queryable, { clock }: Pick<Deps, 'clock'>, token: LinkToken): Promise<boolean> {
  return (await tx.execute(queries.spendLink, [token.accountId, hashLinkSecret(token), clock.now()])) === 1
}

/**
 * Ends the links of every notice that an account was sent, but the one the caller came with. An address that is taken away from
 * a thief got them too, and each would freeze the account again when its owner has opened it: a day without withdrawals and
 * every device, each time. No row knows its address, so all go; call it before the notice that gives the owner a new one.
 */
export async function endLinks(tx: Queryable, { clock }: Pick<Deps, 'clock'>, own: LinkToken): Promise<void> {
  await tx.execute(queries.endLinks, [own.accountId, clock.now(), hashLinkSecret(own)])
}

/**
 * Lets the links of every notice so far end when an address that the account gives up can no longer come back. Until then it
 * may be all that the owner has left, and freezing is their right; after that it is whoever has it next that reads there. Call
 * it before the notice of the change: its own link, at the addresses that stay, works as long as any.
 */
export async function limitLinks(tx: Queryable, { clock }: Pick<Deps, 'clock'>, accountId: string): Promise<void> {
  await tx.execute(queries.limitLinks, [accountId, secondsAfter(clock.now(), policy.identifierUndoSeconds)])
}

/** Deletes links whose time is over, a thousand a call. @returns how many */
export async function sweepNoticeLinks({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweepLinks, [clock.now()])
}
