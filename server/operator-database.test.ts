import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { portvakt } from '../test/support/command.ts'
import { type TestDatabase, withDatabase } from '../test/support/database.ts'
import { emptyDatabase } from '../test/support/empty-database.ts'
import { allRewraps } from './keys-command.ts'
import { migrate, requireMigrated } from './platform/migrate.ts'
import { localRootKey } from './platform/root-key.ts'
import { rotateKeys } from './platform/rotate-keys.ts'

const rootKey = randomBytes(32)
const commands = [
  ['keys', 'status'],
  ['keys', 'rotate'],
  ['api-keys', 'create', '--name', 'exchange', '--scope', 'events:read'],
  ['staff', 'invite', '--role', 'admin'],
]

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase({ rootKey: Buffer.from(rootKey) })
})
afterAll(() => database.drop())

const run = (url: string, given: string[]) =>
  portvakt({ DATABASE_URL: url, ROOT_KEY: rootKey.toString('hex') }, ...given)
const kept = async () => ({
  keys: await database.query('SELECT * FROM keys ORDER BY purpose, kid'),
  others: await database.query(
    'SELECT key_id AS id FROM api_keys UNION ALL SELECT invitation_id FROM staff_invitations',
  ),
})

describe('a command of another version than the database', () => {
  it('does nothing where the database is newer: what it does not know would lose its key', async () => {
    const before = await kept()
    await database.query("INSERT INTO schema_migrations VALUES (9990, '9990-later.sql', 'x', now())")
    for (const given of commands)
      expect(await run(database.url, given)).toEqual({
        code: 1,
        said: expect.stringMatching(
          /^The database is newer than this program \(it has migration 9990-later\.sql, this program ends at \d+\): [^\n]+\.$/,
        ),
      })
    await database.query('DELETE FROM schema_migrations WHERE version = 9990')
    expect(await kept()).toEqual(before)
  })

  it('does nothing where the database is older, and says who brings it up to date', async () => {
    const older = await emptyDatabase()
    await migrate(older.url, { upTo: 20 })
    for (const given of commands)
      expect(await run(older.url, given)).toEqual({
        code: 1,
        said: 'The database is older than this program: start a server first, which brings it up to date.',
      })
    expect(await older.query('SELECT 1 FROM keys')).toEqual([])
    await older.drop()
  })

  it('destroys no key when a newer server came to the database while a rotation went on', async () => {
    const { db, keys, clock } = database.deps
    const overtaken = {
      ...{ db, keys, clock, root: localRootKey(Buffer.from(rootKey)), rewraps: allRewraps(db, keys) },
      check: async () => {
        await database.query("INSERT INTO schema_migrations VALUES (9990, '9990-later.sql', 'x', now())")
        await requireMigrated(database.url)
      },
      say() {},
    }
    const rotating = rotateKeys(overtaken, ['totp'], { load: 1, graceMs: 300, settleMs: 600 })
    await expect(rotating).rejects.toThrow(/^The database is newer than this program/)
    expect(await database.query("SELECT kid FROM keys WHERE purpose = 'totp' AND wrapped IS NOT NULL")).toHaveLength(2)
    await database.query('DELETE FROM schema_migrations WHERE version = 9990')
    expect(
      await rotateKeys({ ...overtaken, check: async () => {} }, ['totp'], { load: 1, graceMs: 300, settleMs: 600 }),
    ).toBe(true)
    expect(await database.query("SELECT kid FROM keys WHERE purpose = 'totp' AND wrapped IS NOT NULL")).toHaveLength(1)
  })
})
