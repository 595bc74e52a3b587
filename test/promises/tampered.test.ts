// Promise P7: whoever changes, cuts or swaps what lies sealed in the database opens nothing with it, and the operator is woken.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { newOwner, type Owner, waitingFlow } from '../support/bound-client.ts'
import { call, newEmail, readCode, signUp } from '../support/client.ts'
import { type EmptyDatabase, emptyDatabase } from '../support/empty-database.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { SoftPasskey } from '../support/soft-authenticator.ts'

let database: EmptyDatabase
let server: ServerProcess
beforeAll(async () => {
  database = await emptyDatabase()
  server = await startServer({
    DATABASE_URL: database.url,
    ROOT_KEY: 'ab'.repeat(32),
    TRUSTED_PROXIES: '127.0.0.1',
    ORIGIN: 'http://localhost:4000', // what its passkeys are made for
  })
})
afterAll(async () => {
  await server?.kill()
  await database?.drop()
})

const ask = (path: string, body?: object, token?: string) => call(server, 'POST', path, body, token ? { token } : {})

/** What the operator has been woken for, by the log and by the count on `/metrics`. */
async function alarms(): Promise<{ logged: number; counted: number }> {
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+\/metrics/.exec(server.printed()) ?? []
  const [, counted] =
    /^portvakt_alarms\{[^}]*sealed_value_broken[^}]*\} (\d+)$/m.exec(await (await fetch(url)).text()) ?? []
  return { logged: server.printed().split('alarm=sealed_value_broken').length - 1, counted: Number(counted) }
}

let before: Awaited<ReturnType<typeof alarms>>
beforeEach(async () => {
  before = await alarms()
})
const expectWoken = async () => {
  expect((await alarms()).counted).toBeGreaterThan(before.counted)
  await vi.waitFor(async () => expect((await alarms()).logged).toBeGreaterThan(before.logged))
  // Whoever is woken finds the request: what failed in it has the same id.
  const [line = ''] =
    server
      .printed()
      .match(/^.*alarm=sealed_value_broken.*$/gm)
      ?.slice(-1) ?? []
  const [, requestId] = /requestId=([0-9a-f-]{36})/.exec(line) ?? []
  expect(requestId).toBeDefined()
  await vi.waitFor(() => expect(server.printed()).toContain(`unexpected failure requestId=${requestId}`))
}

type Damage = [what: string, change: string]
/** Of `$1`’s own row: in SQL, as somebody with the database would. */
const damages = (column: string, table: string): Damage[] => [
  ['a bit of it flipped', `set_byte(${column}, 20, get_byte(${column}, 20) # 1)`],
  ['cut', `substring(${column} FROM 1 FOR octet_length(${column}) - 1)`],
  ['swapped', `(SELECT ${column} FROM ${table} WHERE account_id <> $1 AND ${column} IS NOT NULL LIMIT 1)`],
]
const damage = (table: string, column: string, change: string, accountId: string) =>
  database.query(`UPDATE ${table} SET ${column} = ${change} WHERE account_id = $1`, [accountId])

const owner = (): Promise<Owner> => newOwner(server, newEmail('tampered'))

test.each(damages('sealed', 'totp_secrets'))('the key of an authenticator, %s', async (_what, change) => {
  const [mine] = [await owner(), await owner()]
  await damage('totp_secrets', 'sealed', change, mine.accountId)
  const { flow } = await waitingFlow(server, mine.identifier)
  expect((await ask('sign-in/totp', { flow, code: mine.app.code(1) })).status).toBe(500)
  await expectWoken()
})

test.each(damages('sealed', 'recovery_keys'))('the check value of a phrase, %s', async (_what, change) => {
  const [mine] = [await owner(), await owner()]
  await damage('recovery_keys', 'sealed', change, mine.accountId)
  const { flow } = await waitingFlow(server, mine.identifier)
  expect((await ask('sign-in/recovery-key', { flow, phrase: mine.phrase })).status).toBe(500)
  await expectWoken()
})

test.each(damages('key_sealed', 'authenticator_changes'))(
  'a key that waits for its first code, %s',
  async (_what, change) => {
    const begin = async () => {
      const email = newEmail('waits')
      const token = await signUp(server, email, 'en ganske lang setning her')
      const { body: account } = await call(server, 'GET', 'account', undefined, { token })
      const begun = { kind: 'bind', identifierId: account.identifiers[0].id }
      const { flow } = (await ask('account/authenticator/change', begun, token)).body
      const proof = { flow, code: await readCode(server, email) }
      expect((await ask('account/authenticator/change/code', proof, token)).body.state).toBe('key')
      return { id: account.id as string, flow, token }
    }
    const [mine] = [await begin(), await begin()]
    await damage('authenticator_changes', 'key_sealed', change, mine.id)
    const answer = await ask('account/authenticator/change/key', { flow: mine.flow, code: '123456' }, mine.token)
    expect(answer.status).toBe(500)
    await expectWoken()
  },
)

test.each(damages('key_sealed', 'passkeys'))('the key of a passkey, %s', async (_what, change) => {
  const add = async () => {
    const token = await signUp(server, newEmail('passkey'), 'en ganske lang setning her')
    const { body: account } = await call(server, 'GET', 'account', undefined, { token })
    const passkey = new SoftPasskey()
    const credential = passkey.create((await ask('account/passkeys/options', undefined, token)).body)
    expect((await ask('account/passkeys', { credential }, token)).status).toBe(201)
    return { id: account.id as string, passkey }
  }
  const [mine] = [await add(), await add()]
  await damage('passkeys', 'key_sealed', change, mine.id)
  const credential = mine.passkey.get((await ask('sign-in/passkey/options', {})).body)
  expect((await ask('sign-in/passkey', { credential, client: 'app' })).status).toBe(500)
  await expectWoken()
})

test('what a client made up wakes nobody', async () => {
  for (const flow of ['A'.repeat(200), 'AQAAAAE'.padEnd(200, 'A')])
    for (const path of ['sign-in/totp', 'forgot-password/totp', 'sign-in/recovery-key/key'])
      expect([path, (await ask(path, { flow, code: '123456', password: 'x', repeat: 'x' })).status]).not.toEqual([
        path,
        500,
      ])
  expect(await alarms()).toEqual(before)
})
