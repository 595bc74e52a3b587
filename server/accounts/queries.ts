import { statement } from '../platform/db.ts'

export const insertAccount = statement(
  'accounts.insert',
  'INSERT INTO accounts (account_id, data_key, locale, created_at) VALUES ($1, $2, $3, $4)',
)

export interface AccountRow {
  account_id: string
  data_key: Buffer
  locale: string
  credential_version: number
  created_at: Date
}

export const find = statement<AccountRow>(
  'accounts.find',
  'SELECT account_id, data_key, locale, credential_version, created_at FROM accounts WHERE account_id = $1',
)

/* FOR SHARE: the account stays as read until the transaction ends, so that nothing is sealed under a key being replaced. */
export const findForShare = statement<AccountRow>(
  'accounts.find-for-share',
  'SELECT account_id, data_key, locale, credential_version, created_at FROM accounts WHERE account_id = $1 FOR SHARE',
)

export const setLocale = statement('accounts.set-locale', 'UPDATE accounts SET locale = $2 WHERE account_id = $1')

export const insertIdentifier = statement(
  'accounts.insert-identifier',
  `INSERT INTO identifiers (account_id, identifier_id, kind, sealed, verified_at, created_at)
   VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (account_id, kind) DO NOTHING`,
)

export interface IdentifierRow {
  identifier_id: string
  kind: 'email' | 'phone'
  sealed: Buffer
  verified_at: Date
}

export const listIdentifiers = statement<IdentifierRow>(
  'accounts.list-identifiers',
  'SELECT identifier_id, kind, sealed, verified_at FROM identifiers WHERE account_id = $1 ORDER BY created_at, kind',
)

/* One row a live index key. The primary key decides who was first. */
export const claim = statement(
  'accounts.claim',
  `INSERT INTO identifier_claims (lookup, account_id, identifier_id)
   SELECT lookup, $2, $3 FROM unnest($1::bytea[]) AS lookup ORDER BY lookup ON CONFLICT (lookup) DO NOTHING`,
)

export const findClaim = statement<{ account_id: string }>(
  'accounts.find-claim',
  'SELECT account_id FROM identifier_claims WHERE lookup = ANY($1::bytea[]) LIMIT 1',
)
