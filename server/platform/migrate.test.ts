import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmptyDatabase, emptyDatabase } from '../../test/support/empty-database.ts'
import { isCannotStart } from './cannot-start.ts'
import { migrate, requireMigrated } from './migrate.ts'
import { readMigrations } from './migrations.ts'

let database: EmptyDatabase
let dir: string

beforeEach(async () => {
  database = await emptyDatabase()
  dir = await mkdtemp(join(tmpdir(), 'migrations-'))
})

afterEach(async () => {
  await database.drop()
  await rm(dir, { recursive: true })
})

const file = (name: string, sql: string) => writeFile(join(dir, name), sql)
const run = () => migrate(database.url, { dir })
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error) => (isCannotStart(error) ? error.message : Promise.reject(error)),
  )

describe('migrate', () => {
  it('applies each file once, in order, and notes it', async () => {
    await file('0001-one.sql', 'CREATE TABLE one (id integer);')
    expect(await run()).toEqual(['0001-one.sql'])
    await file('0002-two.sql', 'ALTER TABLE one ADD COLUMN word text; INSERT INTO one VALUES (1, $$a$$);')
    expect(await run()).toEqual(['0002-two.sql'])
    expect(await run()).toEqual([])
    expect(await database.query('SELECT * FROM one')).toEqual([{ id: 1, word: 'a' }])
    const [row] = await database.query('SELECT * FROM schema_migrations WHERE version = 2')
    expect(row).toMatchObject({ name: '0002-two.sql', checksum: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('leaves nothing of a file that fails half-way', async () => {
    await file('0001-half.sql', 'CREATE TABLE half (id integer); SELECT 1 / 0;')
    await expect(run()).rejects.toThrow('division by zero')
    expect(await database.query("SELECT to_regclass('half') AS t")).toEqual([{ t: null }])
    await file('0001-half.sql', 'CREATE TABLE half (id integer);')
    expect(await run()).toEqual(['0001-half.sql'])
  })

  it('lets one of eight servers that start together migrate while the others wait', async () => {
    await file('0001-slow.sql', 'CREATE TABLE slow (id integer); SELECT pg_sleep(0.3);')
    await file('0002-index.sql', '-- no transaction\nCREATE INDEX CONCURRENTLY slow_by_id ON slow (id);\n')
    const all = await Promise.all(Array.from({ length: 8 }, run))
    expect(all.filter((applied) => applied.length === 2)).toHaveLength(1)
    expect(all.filter((applied) => applied.length === 0)).toHaveLength(7)
  })

  it('refuses a database that is newer than the program', async () => {
    await file('0001-one.sql', 'SELECT 1;')
    await file('0002-two.sql', 'SELECT 2;')
    await run()
    await rm(join(dir, '0002-two.sql'))
    expect(await refusal(run())).toMatch(/^The database is newer than this program \(it has migration 0002-two\.sql/)
  })

  it('refuses a database that takes no writes, before it tries one', async () => {
    const name = new URL(database.url).pathname.slice(1)
    await file('0001-one.sql', 'SELECT 1;')
    await database.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    const sentence =
      /^The database test_\w+ takes no writes \(a standby, or locked\): let DATABASE_URL lead to the primary[^\n]*\.$/
    expect(await refusal(run())).toMatch(sentence)
    expect(await refusal(requireMigrated(database.url, { dir }))).toMatch(sentence)
  })

  it.each(['SQL_ASCII', 'LATIN1'])('refuses a database in %s, which does not hold every name', async (encoding) => {
    const other = await emptyDatabase(`ENCODING '${encoding}' LOCALE 'C' TEMPLATE template0`)
    await file('0001-one.sql', 'SELECT 1;')
    expect(await refusal(migrate(other.url, { dir }))).toMatch(
      new RegExp(
        `^The database test_\\w+ is in ${encoding}, [^\\n]+ make one with ENCODING 'UTF8' TEMPLATE template0\\.$`,
      ),
    )
    expect(await other.query("SELECT to_regclass('schema_migrations') AS t")).toEqual([{ t: null }])
    await other.drop()
  })

  it('refuses a database made by another file of the same number', async () => {
    await file('0001-one.sql', 'SELECT 1;')
    await run()
    await file('0001-one.sql', 'SELECT 3;')
    expect(await refusal(run())).toMatch(/made with another 0001-one\.sql/)
  })

  it('tries again when a table is locked, and lets others at the table meanwhile', async () => {
    await file('0001-one.sql', 'CREATE TABLE one (id integer);')
    await run()
    await file('0002-two.sql', 'ALTER TABLE one ADD COLUMN word text;')
    const blocker = new pg.Client({ connectionString: database.url })
    await blocker.connect()
    await blocker.query('BEGIN; SELECT * FROM one')
    const migrating = run()
    const startedAt = performance.now()
    let longest = 0
    while (performance.now() - startedAt < 1_500) {
      const at = performance.now()
      await database.query('INSERT INTO one VALUES (1)')
      longest = Math.max(longest, performance.now() - at)
    }
    await blocker.end()
    expect(await migrating).toEqual(['0002-two.sql'])
    expect(longest).toBeLessThan(500)
  })

  it('makes an index anew that a killed run left invalid', async () => {
    await file('0001-one.sql', 'CREATE TABLE one (id integer); INSERT INTO one VALUES (7), (7);')
    await run()
    // A unique index over doubles fails at its end and stays behind, as one cut off by a kill does.
    await expect(database.query('CREATE UNIQUE INDEX CONCURRENTLY one_by_id ON one (id)')).rejects.toThrow()
    await database.query('DELETE FROM one')
    await file('0002-index.sql', '-- no transaction\nCREATE UNIQUE INDEX CONCURRENTLY one_by_id ON one (id);\n')
    expect(await run()).toEqual(['0002-index.sql'])
    expect(await database.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'one_by_id'::regclass")).toEqual([
      { indisvalid: true },
    ])
  })

  it.each([
    [
      'postgres://u:hemmelig@127.0.0.1:1/d',
      'No database answers at 127.0.0.1:1 (connection refused). Check DATABASE_URL.',
    ],
    [
      'postgres://u:hemmelig@no-such-host.invalid/d',
      "The database's host no-such-host.invalid is not known. Check DATABASE_URL.",
    ],
  ])('names the place of a database that cannot be reached, never the password: %s', async (url, sentence) => {
    expect(await refusal(migrate(url, { dir }))).toBe(sentence)
  })

  it('names a wrong password and a missing database', async () => {
    const wrong = new URL(database.url)
    wrong.password = 'feil-passord'
    expect(await refusal(migrate(wrong.href, { dir }))).toMatch(
      /refuses the password of user \w+\. Check DATABASE_URL\.$/,
    )
    const missing = new URL(database.url)
    missing.pathname = '/nowhere'
    expect(await refusal(migrate(missing.href, { dir }))).toMatch(/has no database nowhere\. Check DATABASE_URL\.$/)
  })
})

describe('readMigrations', () => {
  it('refuses two files of one number, and one without a number', async () => {
    await file('0001-a.sql', '')
    await file('0001-b.sql', '')
    await expect(readMigrations(dir)).rejects.toThrow('migrations/0001-b.sql needs a number of its own')
    await rm(join(dir, '0001-b.sql'))
    await file('later.sql', '')
    await expect(readMigrations(dir)).rejects.toThrow('migrations/later.sql needs a number of its own')
  })
})
