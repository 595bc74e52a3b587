import { statement } from '../platform/db.ts'
import type { SignUpState } from './journey.ts'

export interface SignUpRow {
  secret_hash: Buffer
  state: SignUpState
  kind: 'email' | 'phone'
  sealed: Buffer
  locale: string
}

export const insert = statement(
  'sign-up.insert',
  `INSERT INTO sign_ups (account_id, secret_hash, state, kind, sealed, locale, created_at, expires_at)
   VALUES ($1, $2, 'code', $3, $4, $5, $6, $7)`,
)

export const find = statement<SignUpRow>(
  'sign-up.find',
  'SELECT secret_hash, state, kind, sealed, locale FROM sign_ups WHERE account_id = $1 AND expires_at > $2',
)

/* $2 → $3: for exactly one of several at once */
export const advance = statement(
  'sign-up.advance',
  'UPDATE sign_ups SET state = $3 WHERE account_id = $1 AND state = $2 AND expires_at > $4',
)

export const sweep = statement(
  'sign-up.sweep',
  `DELETE FROM sign_ups WHERE account_id IN
     (SELECT account_id FROM sign_ups WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('sign-up.forget', 'DELETE FROM sign_ups WHERE account_id = $1')
