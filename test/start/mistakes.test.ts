import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../server/platform/migrate.ts'
import { type EmptyDatabase, emptyDatabase } from '../support/empty-database.ts'
import { startSilent } from '../support/peer.ts'
import { endServers, freePort, spawnServer } from '../support/spawned-server.ts'

let folder: string
let database: EmptyDatabase

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portvakt-mistakes-'))
  await writeFile(join(folder, 'a-file'), '')
  database = await emptyDatabase()
})

afterEach(endServers)

afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Starts with a mistake. @returns what it said, after checking that it said nothing else and ended with 1 */
async function refusal(env: Record<string, string>): Promise<string> {
  const server = await spawnServer({ DATA_DIR: join(folder, 'data'), ...env })
  const { code, stdout, stderr } = await server.ended
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).not.toMatch(/^\s+at |Error:/m)
  return stderr.trimEnd()
}

const rootKey = (digit: string) => digit.repeat(64)
const at = (change: (url: URL) => void): string => {
  const url = new URL(database.url)
  change(url)
  return url.href
}

describe('a start with a mistake ends with one clear sentence and code 1', () => {
  it('names every wrong option', async () => {
    const wrong = { PORT: 'eighty', HASH_SLOTS: '0', DEFAULT_LOCALE: 'sv' }
    expect((await refusal(wrong)).split('\n')).toEqual([
      'PORT must be a whole number from 1 to 65535, not "eighty".',
      'DEFAULT_LOCALE must be nb, nn or en, not "sv".',
      'HASH_SLOTS must be a whole number from 1 to 1024, not "0".',
    ])
  })

  it('names what no message could be sent by', async () => {
    const wrong = {
      SMTP_URL: 'smtp://us%er:hemmelig@mail.example.no',
      SMS_URL: 'smpp:sms.example.no',
      MAIL_FROM: 'Bank',
    }
    const names = (await refusal(wrong)).split('\n').map((line) => line.split(' must be ')[0])
    expect(names).toEqual(['SMTP_URL', 'MAIL_FROM', 'SMS_URL'])
  })

  it('names every figure of the policy that may not be so', async () => {
    expect((await refusal({ POLICY_FIGURES: 'credentialHoldSeconds=1h codeDigits=4' })).split('\n')).toEqual([
      'POLICY_FIGURES: credentialHoldSeconds must be from 24h to 720h, in whole h, not 1h.',
      'POLICY_FIGURES: codeDigits is no figure that can be changed.',
    ])
  })

  it('says that the pages tell other figures', async () => {
    const said = await refusal({ POLICY_FIGURES: 'credentialHoldSeconds=48h' })
    expect(said).toBe('The pages were built with other POLICY_FIGURES: run npm run build with those that are set here.')
  })

  it('names everything that production misses', async () => {
    const names = (await refusal({ PORTVAKT_MODE: 'production' })).split('\n').map((line) => line.split(' ')[0])
    expect(names).toEqual(['DATABASE_URL', 'ORIGIN', 'ROOT_KEY_FILE', 'SMTP_URL', 'SMS_URL'])
  })

  it('names a port that is in use', async () => {
    const other = createServer().listen(await freePort(), '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    expect(await refusal({ PORT: String(port) })).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program: stop that one, or choose another PORT.`,
    )
    other.close()
  })

  it('names an address that the machine does not have', async () => {
    expect(await refusal({ HOST: '203.0.113.7' })).toBe(
      'HOST 203.0.113.7 is no address of this machine: choose one that is, or 0.0.0.0 for all.',
    )
  })

  it('names a data folder that cannot be written', async () => {
    const dataDir = join(folder, 'a-file', 'data')
    expect(await refusal({ DATA_DIR: dataDir })).toBe(
      `DATA_DIR ${dataDir} cannot be written (ENOTDIR): give this user the folder, or choose another.`,
    )
  })

  it('names the place of a database that does not answer', async () => {
    expect(await refusal({ DATABASE_URL: 'postgres://user:hemmelig@127.0.0.1:9/name' })).toBe(
      'No database answers at 127.0.0.1:9 (connection refused). Check DATABASE_URL.',
    )
  })

  it('names a certificate of the database’s that cannot be read', async () => {
    const url = 'postgres://user:hemmelig@127.0.0.1:9/name?sslmode=verify-full&sslrootcert=/no/such/ca.pem'
    expect(await refusal({ DATABASE_URL: url })).toBe(
      'DATABASE_URL cannot be used: /no/such/ca.pem cannot be read (ENOENT). Check DATABASE_URL.',
    )
  })

  it('says that nobody answers where the connection is taken and nothing said', async () => {
    const silent = await startSilent()
    expect(await refusal({ DATABASE_URL: `postgres://user:hemmelig@127.0.0.1:${silent.port}/name` })).toBe(
      `The database at 127.0.0.1:${silent.port} cannot be reached (timeout expired). Check DATABASE_URL.`,
    )
  })

  it('names a folder that holds no whole database', async () => {
    const dataDir = join(folder, 'half')
    await mkdir(join(dataDir, 'postgres'), { recursive: true })
    expect(await refusal({ DATA_DIR: dataDir })).toBe(
      `The embedded database in ${join(dataDir, 'postgres', 'data')} is not whole (PG_VERSION: ENOENT): put it back from a backup, or give this one another DATA_DIR.`,
    )
  })

  it('names the user whose password is wrong, not the password', async () => {
    const said = await refusal({ DATABASE_URL: at((url) => (url.password = 'feil-passord')) })
    expect(said).toMatch(/^The database at \S+ refuses the password of user \w+\. Check DATABASE_URL\.$/)
  })

  it('names a database that does not exist', async () => {
    const said = await refusal({ DATABASE_URL: at((url) => (url.pathname = '/nowhere')) })
    expect(said).toMatch(/^The database server at \S+ has no database nowhere\. Check DATABASE_URL\.$/)
  })

  it('refuses a database that is newer than the program', async () => {
    await migrate(database.url)
    await database.query("INSERT INTO schema_migrations VALUES (9999, '9999-later.sql', 'x', '2030-01-01')")
    expect(await refusal({ DATABASE_URL: database.url })).toMatch(
      /^The database is newer than this program \(it has migration 9999-later\.sql, .*\): start the Portvakt that belongs to it\.$/,
    )
    await database.query('DELETE FROM schema_migrations WHERE version = 9999')
  })

  it('refuses a database that takes no writes', async () => {
    const name = new URL(database.url).pathname.slice(1)
    await migrate(database.url)
    await database.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    expect(await refusal({ DATABASE_URL: database.url })).toMatch(
      /^The database \w+ takes no writes \(a standby, or locked\): let DATABASE_URL lead to the primary, or unlock it\.$/,
    )
    await database.query(`BEGIN; SET TRANSACTION READ WRITE; ALTER DATABASE ${name} RESET ALL; COMMIT`)
  })

  it('refuses a database that does not hold every letter', async () => {
    const other = await emptyDatabase("ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    expect(await refusal({ DATABASE_URL: other.url })).toMatch(
      /^The database \w+ is in SQL_ASCII, which [^\n]+ ENCODING 'UTF8' TEMPLATE template0\.$/,
    )
    await other.drop()
  })

  it('refuses another root key than the one that the database was made with', async () => {
    const first = await spawnServer({ DATABASE_URL: database.url, ROOT_KEY: rootKey('a') })
    await first.ready()
    await endServers()
    const said = await refusal({ DATABASE_URL: database.url, ROOT_KEY: rootKey('b') })
    expect(said).toMatch(/root key/i)
    expect(said.split('\n')).toHaveLength(1)
  })

  it.each([
    ['too short', { ROOT_KEY: 'abc' }, /^ROOT_KEY must hold exactly 32 bytes/],
    ['in a folder', { ROOT_KEY_FILE: '/etc' }, /^The root key file \/etc is no file: let ROOT_KEY_FILE name [^\n]+\.$/],
    ['in no file', { ROOT_KEY_FILE: '/no/such/file' }, /^The root key file \/no\/such\/file cannot be read/],
  ])('refuses a root key that is %s', async (_, env, sentence) => {
    expect(await refusal({ DATABASE_URL: database.url, ...env })).toMatch(sentence)
  })
})
