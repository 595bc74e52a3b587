import { statement } from '../platform/db.ts'

export const insertLink = statement(
  'notices.insert-link',
  `INSERT INTO notice_links (account_id, secret_hash, event, at, browser, system, place, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
)

export interface LinkRow {
  event: string
  at: Date
  browser: string
  system: string
  place: string
  used_at: Date | null
}

export const findLink = statement<LinkRow>(
  'notices.find-link',
  `SELECT event, at, browser, system, place, used_at FROM notice_links
   WHERE account_id = $1 AND secret_hash = $2 AND expires_at > $3`,
)

export const findLast = statement<Pick<LinkRow, 'at' | 'browser' | 'system' | 'place'>>(
  'notices.find-last',
  `SELECT at, browser, system, place FROM notice_links
   WHERE account_id = $1 AND event = $2 ORDER BY at DESC LIMIT 1`,
)

/* Once: of several at the same time, exactly one changes the row. */
export const spendLink = statement(
  'notices.spend-link',
  `UPDATE notice_links SET used_at = $3
   WHERE account_id = $1 AND secret_hash = $2 AND used_at IS NULL AND expires_at > $3`,
)

export const endLinks = statement(
  'notices.end-links',
  `UPDATE notice_links SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL AND secret_hash <> $3`,
)

export const limitLinks = statement(
  'notices.limit-links',
  'UPDATE notice_links SET expires_at = $2 WHERE account_id = $1 AND used_at IS NULL AND expires_at > $2',
)

export const sweepLinks = statement(
  'notices.sweep-links',
  `DELETE FROM notice_links WHERE (account_id, secret_hash) IN
     (SELECT account_id, secret_hash FROM notice_links WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('notices.forget', 'DELETE FROM notice_links WHERE account_id = $1')
