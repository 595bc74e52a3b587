import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, withDatabase } from '../test/support/database.ts'
import { emptyDatabase } from '../test/support/empty-database.ts'
import { allRewraps } from './keys-command.ts'
import { keyPurposes } from './platform/key-ring.ts'

const rootKey = randomBytes(32)
let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase({ rootKey: Buffer.from(rootKey) })
})
afterAll(() => database.drop())

async function portvakt(args: string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, DATABASE_URL: database.url, ROOT_KEY: rootKey.toString('hex'), ...environment }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...args], { env, stdio: 'pipe' })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const [code] = await once(child, 'close')
  return { code, said: said.trim() }
}

describe('every sealed column is known to rotation', () => {
  // Add a column here with the reason it need not be re-wrapped, or a Rewrap for it: else rotation destroys what it holds.
  const others: Record<string, string> = {
    'keys.wrapped': 'under the root key',
    'identifiers.sealed': "under the account's data key",
    'sessions.token_hash': 'SHA-256',
    'sessions.device_key': 'SHA-256 of a public key',
    'sign_ups.secret_hash': 'SHA-256',
    'sign_ups.sealed': 'under code: lives an hour',
    'identifier_additions.sealed': 'under code: lives an hour',
    'identifier_changes.sealed': 'under code: lives an hour',
    'identifier_undos.secret_hash': 'SHA-256',
    'identifier_undos.sealed': "under the account's data key",
    'accounts.phrase_sealed': "under the account's data key",
    'notice_links.secret_hash': 'SHA-256',
    'codes.mac': 'under code: lives ten minutes',
    'codes.replaced_mac': 'under code: lives ten minutes',
    'recoveries.secret_hash': 'SHA-256',
    'recoveries.sealed': 'under code: lives an hour',
    'api_keys.secret_hash': 'SHA-256',
    'devices.device_lookup': 'SHA-256',
    'stranger_tries.key': 'under index: forgotten in time; a rotation of index begins the count anew',
    'recovery_keys.salt': 'a salt',
    'recovery_keys.replaced_salt': 'a salt',
    'recovery_keys.replaced_sealed': 'under recovery_key: brought along with recovery_keys.sealed',
    'authenticator_changes.secret_hash': 'SHA-256',
    'authenticator_changes.destination': 'under code: lives an hour',
    'authenticator_changes.key_sealed': 'under code: lives half an hour',
    'authenticator_changes.phrase_salt': 'a salt',
    'authenticator_changes.phrase_sealed': 'under code: lives half an hour',
    'bot_checks.nonce': 'random, and sealed by nobody: a proof of work that was used',
    'passkeys.credential_id': 'public: as its authenticator names it',
    'passkeys.key_sealed': "under the account's data key",
    'passkeys.name_sealed': "under the account's data key",
    'approvals.request_hash': 'SHA-256',
    'approvals.redeem_hash': 'SHA-256',
    'approvals.sealed': "under the account's data key",
    'approvals.proof_sealed': "under the account's data key",
    'staff.credential_id': 'public: as its authenticator names it',
    'staff_invitations.proof': 'under staff: lives a day, and ends with its key',
    'staff_sessions.token_hash': 'SHA-256',
    'outbox.sealed': 'under outbox: lives a day',
    'outbox.destination_lookup': 'under index: the demo outbox looks for recent messages by it',
    'attempts.key': 'under index: forgotten in time; a rotation of index begins the count anew',
    'budgets.key': 'under index: forgotten in time; a rotation of index begins the count anew',
  }
  const rewrapped = [
    'accounts.data_key',
    'identifier_claims.lookup',
    'passwords.sealed',
    'totp_secrets.sealed',
    'recovery_keys.sealed',
    'staff.sealed',
  ]

  it('as one that it re-wraps or one that needs it not', async () => {
    const columns = await database.query(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'bytea'`,
    )
    const names = columns.map(({ name }) => name)
    expect(names.filter((name) => !(name in others) && !rewrapped.includes(name))).toEqual([])
    expect(names).toEqual(expect.arrayContaining(rewrapped))
    expect(allRewraps(database.deps.db, database.deps.keys)).toHaveLength(rewrapped.length)
  })
})

describe('portvakt keys', () => {
  it('status shows every key and what it is used for', async () => {
    const { code, said } = await portvakt(['keys', 'status'])
    expect(code).toBe(0)
    expect(said.split('\n')).toHaveLength(keyPurposes.length)
    expect(said).toMatch(/^index +key 1 +active +made /m)
  })

  it.each([
    [['keys'], 2, /^Usage/],
    [['--help'], 0, /^Usage/],
    [['keys', 'melt'], 1, /^There is no command "keys melt"[^\n]*$/],
    [['keys', 'status', '--purpose', 'pizza'], 1, /^--purpose must be one of account, index[^\n]*$/],
    [['keys', 'rotate', '--load', '0'], 1, /^--load must be a number of percent[^\n]*$/],
    [['keys', 'rewrap-root', '--purpose', 'index'], 1, /^"keys rewrap-root" does not take --purpose[^\n]*$/],
    [['keys', 'rotate', '--purpose', 'index', '--purpose', 'totp'], 1, /^"keys rotate" takes one --purpose[^\n]*$/],
    [['keys', 'rotate', '--fast'], 1, /^Unknown option/],
    [['keys', 'rewrap-root'], 1, /^NEW_ROOT_KEY_FILE \(or NEW_ROOT_KEY\) is missing[^\n]*$/],
  ])('answers %j with %i and one clear sentence', async (args, code, words) => {
    expect(await portvakt(args)).toEqual({ code, said: expect.stringMatching(words) })
  })

  it.each([
    [
      { NEW_ROOT_KEY: 'ab'.repeat(32), NEW_ROOT_KEY_FILE: '/etc/hostname' },
      /^NEW_ROOT_KEY and NEW_ROOT_KEY_FILE are both set[^\n]*$/,
    ],
    [{ NEW_ROOT_KEY: 'short' }, /^NEW_ROOT_KEY must hold exactly 32 bytes[^\n]*$/],
    [{ NEW_ROOT_KEY_FILE: '/etc' }, /^The root key file \/etc is no file: let NEW_ROOT_KEY_FILE name [^\n]*$/],
    [{ NEW_ROOT_KEY: rootKey.toString('base64') }, /^The new root key is the present one[^\n]*$/],
  ])('wraps nothing anew under %j', async (environment, words) => {
    const before = await database.query('SELECT wrapped FROM keys ORDER BY purpose, kid')
    expect(await portvakt(['keys', 'rewrap-root'], environment)).toEqual({
      code: 1,
      said: expect.stringMatching(words),
    })
    expect(await database.query('SELECT wrapped FROM keys ORDER BY purpose, kid')).toEqual(before)
  })

  it('changes nothing with a wrong root key', async () => {
    const wrong = { ROOT_KEY: randomBytes(32).toString('hex') }
    expect(await portvakt(['keys', 'rotate'], wrong)).toEqual({
      code: 1,
      said: expect.stringMatching(/^The root key does not open[^\n]*$/),
    })
    const change = await portvakt(['keys', 'rewrap-root'], { ...wrong, NEW_ROOT_KEY: 'ab'.repeat(32) })
    expect(change).toEqual({ code: 1, said: expect.stringMatching(/^The root key does not open/) })
    expect(await database.query('SELECT 1 FROM keys')).toHaveLength(keyPurposes.length)
    await database.deps.keys.reload()
  })

  it('says when there is no server’s database to work on', async () => {
    const empty = await emptyDatabase()
    const nowhere = { DATABASE_URL: '', DATA_DIR: '/tmp/portvakt-is-not-here' }
    expect((await portvakt(['keys', 'status'], { DATABASE_URL: empty.url })).said).toBe(
      'The database has no Portvakt in it yet: start a server first.',
    )
    expect((await portvakt(['keys', 'status'], nowhere)).said).toMatch(
      /^There is no database in [^\n]* yet: start Portvakt first/,
    )
    await empty.drop()
  })
})
