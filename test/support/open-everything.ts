// What somebody reads who has a copy of the database and every server key: each sealed value opened as the product opens it.
import { openWith, unwrapDataKey } from '../../server/platform/data-keys.ts'
import type { Keys } from '../../server/platform/keys.ts'
import type { TestDatabase } from './database.ts'

// biome-ignore lint/suspicious/noExplicitAny: rows of every table
type Row = Record<string, any>
/** @returns undefined when the key it needs is not there any more */
type Opener = (keys: Keys, row: Row, dataKeys: Map<string, Buffer>) => Buffer | undefined

const underDataKey =
  (column: string, context: (row: Row) => string[]): Opener =>
  (keys, row, dataKeys) => {
    const wrapped = dataKeys.get(row.account_id)
    return wrapped && openWith(unwrapDataKey(keys, wrapped, row.account_id), row[column], context(row))
  }

const ofChange =
  (column: string, what: string): Opener =>
  (keys, row) =>
    keys.open('code', row[column], ['authenticator_change', row.account_id, row.change_id, what])

/** By `table.column`. */
const openers: Record<string, Opener> = {
  'accounts.data_key': (keys, row) => keys.open('account', row.data_key, ['account', row.account_id]),
  'accounts.phrase_sealed': underDataKey('phrase_sealed', (row) => ['phrase', row.account_id]),
  'identifiers.sealed': underDataKey('sealed', (row) => ['identifier', row.account_id, row.identifier_id]),
  'identifier_undos.sealed': underDataKey('sealed', (row) => [
    'identifier_undo',
    row.account_id,
    row.secret_hash.toString('hex'),
  ]),
  'passwords.sealed': (keys, row) => keys.open('password', row.sealed, ['password', row.account_id]),
  'totp_secrets.sealed': (keys, row) => keys.open('totp', row.sealed, ['totp', row.account_id, row.secret_id]),
  'recovery_keys.sealed': (keys, row) =>
    keys.open('recovery_key', row.sealed, ['recovery_key', row.account_id, row.recovery_key_id]),
  'recovery_keys.replaced_sealed': (keys, row) =>
    keys.open('recovery_key', row.replaced_sealed, ['recovery_key', row.account_id, row.replaced_id]),
  'authenticator_changes.destination': ofChange('destination', 'destination'),
  'authenticator_changes.key_sealed': ofChange('key_sealed', 'key'),
  'authenticator_changes.phrase_sealed': ofChange('phrase_sealed', 'phrase'),
  'passkeys.key_sealed': underDataKey('key_sealed', (row) => [
    'passkey',
    row.account_id,
    row.passkey_id,
    row.credential_id.toString('hex'),
    row.backup_eligible ? 'multi' : 'single',
  ]),
  'passkeys.name_sealed': underDataKey('name_sealed', (row) => ['passkey_name', row.account_id, row.passkey_id]),
  'approvals.sealed': underDataKey('sealed', (row) => ['approval', row.account_id, row.approval_id]),
  'approvals.proof_sealed': underDataKey('proof_sealed', (row) => ['approval_proof', row.account_id, row.approval_id]),
  'staff.sealed': (keys, row) =>
    keys.open('staff', row.sealed, ['staff', row.staff_id, row.credential_id.toString('hex')]),
  'sign_ups.sealed': (keys, row) => keys.open('code', row.sealed, ['sign_up', row.account_id]),
  'recoveries.sealed': (keys, row) => keys.open('code', row.sealed, ['recovery', row.account_id, row.recovery_id]),
  'identifier_additions.sealed': (keys, row) =>
    keys.open('code', row.sealed, ['identifier_addition', row.account_id, row.addition_id]),
  'identifier_changes.sealed': (keys, row) =>
    keys.open('code', row.sealed, ['identifier_change', row.account_id, row.change_id]),
  'outbox.sealed': (keys, row) => keys.open('outbox', row.sealed, ['outbox', row.account_id, row.message_id]),
}

/** Bytes that nobody opens: salts, numbers used once, hashes, keyed or not, and the ring itself, which these keys are. */
const closed = [
  'keys.wrapped',
  'sessions.token_hash',
  'sessions.device_key',
  'sign_ups.secret_hash',
  'identifier_undos.secret_hash',
  'notice_links.secret_hash',
  'codes.mac',
  'codes.replaced_mac',
  'recoveries.secret_hash',
  'api_keys.secret_hash',
  'devices.device_lookup',
  'stranger_tries.key',
  'attempts.key',
  'budgets.key',
  'identifier_claims.lookup',
  'outbox.destination_lookup',
  'recovery_keys.salt',
  'recovery_keys.replaced_salt',
  'authenticator_changes.secret_hash',
  'authenticator_changes.phrase_salt',
  'passkeys.credential_id',
  'approvals.request_hash',
  'approvals.redeem_hash',
  'bot_checks.nonce',
  'staff.credential_id',
  'staff_invitations.proof',
  'staff_sessions.token_hash',
]

export interface Opened {
  /** `table.column`. */
  where: string
  accountId: string
  bytes: Buffer
  text: string
}

/** @throws for a column of bytes that this file does not know: it may hold an address */
export async function openEverything({ query, deps }: TestDatabase): Promise<Opened[]> {
  const columns = await query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea'`,
  )
  const names = columns.map(({ table, column }) => `${table}.${column}`)
  const unknown = names.filter((name) => !openers[name] && !closed.includes(name))
  if (unknown.length > 0) throw new Error(`say how these are opened: ${unknown.join(', ')}`)
  const accounts = await query('SELECT account_id, data_key FROM accounts')
  const dataKeys = new Map(accounts.map((row) => [row.account_id as string, row.data_key as Buffer]))
  const opened: Opened[] = []
  for (const { table, column } of columns) {
    const where = `${table}.${column}`
    const open = openers[where]
    if (!open) continue
    for (const row of await query(`SELECT * FROM ${table} WHERE ${column} IS NOT NULL`)) {
      const plain = open(deps.keys, row, dataKeys)
      if (plain) opened.push({ where, accountId: row.account_id, bytes: plain, text: plain.toString() })
    }
  }
  return opened
}
