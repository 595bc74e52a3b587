import { statement } from '../platform/db.ts'

/* Of several at once exactly one gets the row. */
export const spend = statement<{ nonce: Buffer }>(
  'bot-check.spend',
  'INSERT INTO bot_checks (nonce, expires_at) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING RETURNING nonce',
)

export const sweep = statement(
  'bot-check.sweep',
  `DELETE FROM bot_checks WHERE nonce IN
     (SELECT nonce FROM bot_checks WHERE expires_at <= $1 ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)
