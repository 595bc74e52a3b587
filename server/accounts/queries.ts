import { statement } from '../platform/db.ts'
import type { Factor } from './schema.ts'

export const insertAccount = statement(
  'accounts.insert',
  'INSERT INTO accounts (account_id, data_key, locale, created_at) VALUES ($1, $2, $3, $4)',
)

export interface AccountRow {
  account_id: string
  data_key: Buffer
  locale: string
  credential_version: number
  factors: Factor[]
  frozen_at: Date | null
  deletes_at: Date | null
  created_at: Date
}

export const find = statement<AccountRow>(
  'accounts.find',
  `SELECT account_id, data_key, locale, credential_version, factors, frozen_at, deletes_at, created_at
   FROM accounts WHERE account_id = $1`,
)

/* FOR SHARE: the account stays as read until the transaction ends, so that nothing is sealed under a key being replaced. */
export const findForShare = statement<AccountRow>(
  'accounts.find-for-share',
  `SELECT account_id, data_key, locale, credential_version, factors, frozen_at, deletes_at, created_at
   FROM accounts WHERE account_id = $1 FOR SHARE`,
)

/* FOR KEY SHARE: nothing but a deletion waits for it, and it for nothing but that and `findForUpdate`. */
export const findForKeyShare = statement<AccountRow>(
  'accounts.find-for-key-share',
  `SELECT account_id, data_key, locale, credential_version, factors, frozen_at, deletes_at, created_at
   FROM accounts WHERE account_id = $1 FOR KEY SHARE`,
)

export const findForUpdate = statement<AccountRow>(
  'accounts.find-for-update',
  `SELECT account_id, data_key, locale, credential_version, factors, frozen_at, deletes_at, created_at
   FROM accounts WHERE account_id = $1 FOR UPDATE`,
)

export const deleteIdentifier = statement(
  'accounts.delete-identifier',
  'DELETE FROM identifiers WHERE account_id = $1 AND identifier_id = $2',
)

export const deleteClaims = statement(
  'accounts.delete-claims',
  'DELETE FROM identifier_claims WHERE account_id = $1 AND identifier_id = $2',
)

export const reserveClaims = statement(
  'accounts.reserve-claims',
  'UPDATE identifier_claims SET reserved_until = $3 WHERE account_id = $1 AND identifier_id = $2',
)

/* What is kept for an account is no obstacle to the account itself, nor to anybody once its time is over, swept or not. */
export const endReservations = statement(
  'accounts.end-reservations',
  'DELETE FROM identifier_claims WHERE lookup = ANY($1::bytea[]) AND (reserved_until <= $3 OR (account_id = $2 AND reserved_until IS NOT NULL))',
)

export const findReservation = statement<{ until: Date | null }>(
  'accounts.find-reservation',
  'SELECT max(reserved_until) AS until FROM identifier_claims WHERE lookup = ANY($1::bytea[])',
)

export const sweepReservations = statement(
  'accounts.sweep-reservations',
  `DELETE FROM identifier_claims WHERE lookup IN
     (SELECT lookup FROM identifier_claims WHERE reserved_until <= $1
      ORDER BY reserved_until LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const raiseCredentialVersion = statement(
  'accounts.raise-credential-version',
  'UPDATE accounts SET credential_version = credential_version + 1 WHERE account_id = $1 AND credential_version = $2',
)

/* Whoever began to sign in before finds other credentials. A deletion is stopped by it; the answer says whether there was one. */
export const freeze = statement<{ stopped_deletion: boolean }>(
  'accounts.freeze',
  `WITH before AS (
     SELECT account_id, deletes_at FROM accounts WHERE account_id = $1 AND frozen_at IS NULL FOR UPDATE)
   UPDATE accounts SET frozen_at = $2, deletes_at = NULL, credential_version = credential_version + 1
   FROM before WHERE accounts.account_id = before.account_id
   RETURNING before.deletes_at IS NOT NULL AS stopped_deletion`,
)

export const thaw = statement(
  'accounts.thaw',
  `UPDATE accounts SET frozen_at = NULL, deletes_at = NULL, credential_version = credential_version + 1
   WHERE account_id = $1 AND frozen_at IS NOT NULL AND credential_version = $2`,
)

/* Ends all that began under the credentials of before, as a change of them does. */
export const markForDeletion = statement(
  'accounts.mark-for-deletion',
  `UPDATE accounts SET deletes_at = $3, credential_version = credential_version + 1
   WHERE account_id = $1 AND credential_version = $2 AND frozen_at IS NULL AND deletes_at IS NULL`,
)

export const unmarkForDeletion = statement(
  'accounts.unmark-for-deletion',
  'UPDATE accounts SET deletes_at = NULL WHERE account_id = $1 AND deletes_at IS NOT NULL',
)

export const findDue = statement<{ account_id: string; deletes_at: Date }>(
  'accounts.find-due',
  `SELECT account_id, deletes_at FROM accounts WHERE deletes_at <= $1 AND frozen_at IS NULL
   ORDER BY deletes_at LIMIT $2`,
)

/* SKIP LOCKED: another server has it, or somebody is just signing in or keeping it; the next sweep sees what came of that. */
export const lockDue = statement<{ account_id: string }>(
  'accounts.lock-due',
  `SELECT account_id FROM accounts WHERE account_id = $1 AND deletes_at <= $2 AND frozen_at IS NULL
   FOR UPDATE SKIP LOCKED`,
)

/* Not those whose time is over: they are deleted, and told of that. $2 is so many days from now. */
export const findToRemind = statement<{ account_id: string }>(
  'accounts.find-to-remind',
  `SELECT account_id FROM accounts WHERE deletes_at > $1 AND deletes_at <= $2 AND frozen_at IS NULL
     AND deletion_reminded_for IS DISTINCT FROM deletes_at ORDER BY deletes_at LIMIT $3`,
)

/* SKIP LOCKED, as in `lockDue`. */
export const claimReminder = statement<{ deletes_at: Date }>(
  'accounts.claim-reminder',
  `WITH mine AS (
     SELECT account_id FROM accounts WHERE account_id = $1 AND deletes_at > $2 AND deletes_at <= $3
       AND frozen_at IS NULL AND deletion_reminded_for IS DISTINCT FROM deletes_at FOR UPDATE SKIP LOCKED)
   UPDATE accounts SET deletion_reminded_for = deletes_at FROM mine WHERE accounts.account_id = mine.account_id
   RETURNING deletes_at`,
)

export const deleteIdentifiers = statement(
  'accounts.delete-identifiers',
  'DELETE FROM identifiers WHERE account_id = $1',
)

/* Those kept for the account after a change too. */
export const deleteAllClaims = statement(
  'accounts.delete-all-claims',
  'DELETE FROM identifier_claims WHERE account_id = $1',
)

export const deleteAccount = statement('accounts.delete', 'DELETE FROM accounts WHERE account_id = $1')

export const findPhrase = statement<{ data_key: Buffer; phrase_sealed: Buffer | null }>(
  'accounts.find-phrase',
  'SELECT data_key, phrase_sealed FROM accounts WHERE account_id = $1',
)

export const setPhrase = statement(
  'accounts.set-phrase',
  'UPDATE accounts SET phrase_sealed = $2 WHERE account_id = $1',
)

export const findReminderSnooze = statement<{ reminders_snoozed_until: Date | null }>(
  'accounts.find-reminder-snooze',
  'SELECT reminders_snoozed_until FROM accounts WHERE account_id = $1',
)

export const snoozeReminders = statement(
  'accounts.snooze-reminders',
  'UPDATE accounts SET reminders_snoozed_until = $2 WHERE account_id = $1',
)

export const bindFactor = statement(
  'accounts.bind-factor',
  'UPDATE accounts SET factors = array_append(array_remove(factors, $2), $2) WHERE account_id = $1',
)

export const unbindFactor = statement(
  'accounts.unbind-factor',
  'UPDATE accounts SET factors = array_remove(factors, $2) WHERE account_id = $1',
)

export const setLocale = statement('accounts.set-locale', 'UPDATE accounts SET locale = $2 WHERE account_id = $1')

/* `created_at` is since when there has been one of the kind: a row that takes the place of another takes that over too. */
export const insertIdentifier = statement(
  'accounts.insert-identifier',
  `INSERT INTO identifiers (account_id, identifier_id, kind, sealed, verified_at, created_at)
   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, kind) DO NOTHING`,
)

/** An account's row beside each of its identifiers; beside nulls, once, when it has none. */
export interface ProfileRow extends AccountRow {
  identifier_id: string | null
  kind: 'email' | 'phone'
  sealed: Buffer
  verified_at: Date
  kind_since: Date
}

export const findProfile = statement<ProfileRow>(
  'accounts.find-profile',
  `SELECT a.account_id, a.data_key, a.locale, a.credential_version, a.factors, a.frozen_at,
     a.deletes_at, a.created_at, i.identifier_id, i.kind, i.sealed, i.verified_at, i.created_at AS kind_since
   FROM accounts a LEFT JOIN identifiers i USING (account_id) WHERE a.account_id = $1 ORDER BY i.created_at, i.kind`,
)

/* One row a live index key. The primary key decides who was first. */
export const claim = statement(
  'accounts.claim',
  `INSERT INTO identifier_claims (lookup, account_id, identifier_id)
   SELECT lookup, $2, $3 FROM unnest($1::bytea[]) AS lookup ORDER BY lookup ON CONFLICT (lookup) DO NOTHING`,
)

export const claimsOf = statement<{ lookup: Buffer }>(
  'accounts.claims-of',
  'SELECT lookup FROM identifier_claims WHERE lookup = ANY($1::bytea[]) AND account_id = $2 AND identifier_id <> $3',
)

export const findClaim = statement<{ account_id: string }>(
  'accounts.find-claim',
  'SELECT account_id FROM identifier_claims WHERE lookup = $1 AND reserved_until IS NULL',
)

/* For the rotation of keys: the next accounts whose data key is not under the key $3 (its id stands in bytes 2 to 5). */
export const dataKeysUnderOldKey = statement<{ account_id: string; data_key: Buffer }>(
  'accounts.data-keys-under-old-key',
  `SELECT account_id, data_key FROM accounts
   WHERE account_id > $1 AND substring(data_key FROM 2 FOR 4) <> $3::bytea ORDER BY account_id LIMIT $2`,
)

export const replaceDataKeys = statement(
  'accounts.replace-data-keys',
  `UPDATE accounts SET data_key = new.fresh FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS new (account_id, old, fresh)
   WHERE accounts.account_id = new.account_id AND accounts.data_key = new.old`,
)

export const dataKeysAfter = statement<{ account_id: string; data_key: Buffer }>(
  'accounts.data-keys-after',
  'SELECT account_id, data_key FROM accounts WHERE account_id > $1 ORDER BY account_id LIMIT $2',
)

export interface UnclaimedRow {
  account_id: string
  identifier_id: string
  kind: 'email' | 'phone'
  sealed: Buffer
}

/* Those of these accounts that have no claim under the index key whose claims begin at $2 and end before $3. */
export const identifiersWithoutClaim = statement<UnclaimedRow>(
  'accounts.identifiers-without-claim',
  `SELECT account_id, identifier_id, kind, sealed FROM identifiers
   WHERE account_id = ANY($1::uuid[]) AND NOT EXISTS (
     SELECT FROM identifier_claims AS claim
     WHERE claim.account_id = identifiers.account_id AND claim.identifier_id = identifiers.identifier_id
       AND claim.lookup >= $2::bytea AND claim.lookup < $3::bytea)`,
)

/* FOR KEY SHARE: an identifier that is being removed is waited for, so that no claim outlives it. */
export const claimMany = statement<{ identifier_id: string }>(
  'accounts.claim-many',
  `WITH still AS (
     SELECT new.lookup, account_id, identifier_id
     FROM identifiers JOIN unnest($1::bytea[], $2::uuid[], $3::uuid[]) AS new (lookup, account_id, identifier_id)
       USING (account_id, identifier_id)
     FOR KEY SHARE OF identifiers)
   INSERT INTO identifier_claims (lookup, account_id, identifier_id)
   SELECT lookup, account_id, identifier_id FROM still ORDER BY lookup ON CONFLICT (lookup) DO NOTHING
   RETURNING identifier_id`,
)

export const deleteClaimsBelow = statement(
  'accounts.delete-claims-below',
  `DELETE FROM identifier_claims WHERE lookup IN (
     SELECT lookup FROM identifier_claims WHERE lookup < $1::bytea ORDER BY lookup LIMIT $2)`,
)
