import type { IdentifierKind } from '../accounts/identifier.ts'
import { statement } from '../platform/db.ts'

export const insert = statement(
  'undo-links.insert',
  `INSERT INTO identifier_undos
     (account_id, secret_hash, kind, sealed, verified_at, kind_since, takes_away, created_at, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
)

export interface UndoRow {
  kind: IdentifierKind
  sealed: Buffer
  verified_at: Date | null
  kind_since: Date | null
  takes_away: IdentifierKind | null
  created_at: Date
}

export const find = statement<UndoRow>(
  'undo-links.find',
  `SELECT kind, sealed, verified_at, kind_since, takes_away, created_at FROM identifier_undos
   WHERE account_id = $1 AND secret_hash = $2 AND used_at IS NULL AND expires_at > $3`,
)

/* Once: of several at the same time, exactly one gets the row. */
export const spend = statement<UndoRow>(
  'undo-links.spend',
  `UPDATE identifier_undos SET used_at = $3
   WHERE account_id = $1 AND secret_hash = $2 AND used_at IS NULL AND expires_at > $3
   RETURNING kind, sealed, verified_at, kind_since, takes_away, created_at`,
)

/*
 * Whoever changed an address and changed it on, or added another, has a link too: it must not undo the undoing. Nor may what
 * was sent to an address that goes ($5), or to whatever that was before. And what would take away something added beside the
 * address that is back has had its say: whatever is added there from now on, it was not sent about.
 */
export const overtake = statement(
  'undo-links.overtake',
  `UPDATE identifier_undos SET used_at = $4
   WHERE account_id = $1 AND used_at IS NULL
     AND (((kind = ANY($2) OR takes_away = ANY($2)) AND created_at >= $3) OR (kind = ANY($2) AND takes_away IS NOT NULL)
       OR kind_since > $5)`,
)

export const sweep = statement(
  'undo-links.sweep',
  `DELETE FROM identifier_undos WHERE (account_id, secret_hash) IN
     (SELECT account_id, secret_hash FROM identifier_undos WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('undo-links.forget', 'DELETE FROM identifier_undos WHERE account_id = $1')
