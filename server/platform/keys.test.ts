import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { TestDatabase } from '../../test/support/database.ts'
import { withDatabase } from '../../test/support/database.ts'
import { newDataKey, openWith, sealWith, unwrapDataKey, wrapDataKey } from './data-keys.ts'
import { keyPurposes } from './key-ring.ts'
import { addKey, destroyRetiredKeys, retireKeys, rewrapRoot } from './key-store.ts'
import { type KeysOptions, loadKeys } from './keys.ts'
import { localRootKey } from './root-key.ts'

const rootBytes = randomBytes(32)
const root = () => localRootKey(Buffer.from(rootBytes))
const soon = { timeout: 5_000, interval: 20 }

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase({ rootKey: Buffer.from(rootBytes) })
})
afterAll(() => database.drop())

async function otherServer(options: KeysOptions = {}) {
  const keys = await loadKeys(database.deps.db, root(), database.deps.clock, options)
  onTestFinished(() => keys.close())
  return keys
}

describe('a sealed value', () => {
  const context = ['password', 'account-1']

  it('opens with its purpose and context', () => {
    const { keys } = database.deps
    expect(keys.open('password', keys.seal('password', Buffer.from('hash'), context), context).toString()).toBe('hash')
  })

  it('does not open in another row, for another purpose, or with its context cut differently', () => {
    const { keys } = database.deps
    const sealed = keys.seal('password', Buffer.from('hash'), context)
    expect(() => keys.open('password', sealed, ['password', 'account-2'])).toThrow()
    expect(() => keys.open('account', sealed, context)).toThrow()
    expect(() => keys.open('password', sealed, ['passwor', 'daccount-1'])).toThrow()
    expect(() => keys.open('password', sealed, ['password', 'account-1', ''])).toThrow()
  })

  it('does not open with any bit changed', () => {
    const { keys } = database.deps
    const sealed = keys.seal('password', Buffer.from('hash'), context)
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => keys.open('password', changed, context), `bit ${bit}`).toThrow()
    }
  })

  it('does not open cut at any length, or with anything behind it', () => {
    const { keys } = database.deps
    const sealed = keys.seal('password', Buffer.from('hash'), context)
    for (let length = 0; length < sealed.length; length++)
      expect(() => keys.open('password', sealed.subarray(0, length), context), `${length} bytes`).toThrow()
    expect(() => keys.open('password', Buffer.concat([sealed, Buffer.of(0)]), context)).toThrow()
  })

  it('of one account does not open with the data key of another', () => {
    const { keys } = database.deps
    const [mine, theirs] = [newDataKey(), newDataKey()]
    const sealed = sealWith(mine, Buffer.from('ola@example.com'), ['identifier', 'a', '1'])
    expect(
      openWith(unwrapDataKey(keys, wrapDataKey(keys, mine, 'a'), 'a'), sealed, ['identifier', 'a', '1']).toString(),
    ).toBe('ola@example.com')
    expect(() => openWith(theirs, sealed, ['identifier', 'a', '1'])).toThrow()
    expect(() => openWith(mine, sealed, ['identifier', 'b', '1'])).toThrow()
    expect(() => unwrapDataKey(keys, wrapDataKey(keys, mine, 'a'), 'b')).toThrow()
  })

  it('swapped between two rows of the database opens in neither', async () => {
    const { keys } = database.deps
    const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']
    for (const id of ids)
      await database.query('INSERT INTO passwords VALUES ($1, $2, now())', [
        id,
        keys.seal('password', Buffer.from(id), ['password', id]),
      ])
    await database.query(
      'UPDATE passwords SET sealed = other.sealed FROM passwords AS other WHERE other.account_id <> passwords.account_id',
    )
    for (const { account_id, sealed } of await database.query('SELECT account_id, sealed FROM passwords'))
      expect(() => keys.open('password', sealed, ['password', account_id])).toThrow()
  })
})

describe('a MAC', () => {
  it('differs when fields are cut differently, and names its key', () => {
    const { keys } = database.deps
    expect(keys.mac('index', ['email', 'ab'])).toEqual(keys.mac('index', ['email', 'ab']))
    expect(keys.mac('index', ['email', 'ab'])).not.toEqual(keys.mac('index', ['emaila', 'b']))
    expect(keys.mac('index', ['email', 'ab'])).not.toEqual(keys.mac('index', ['email', 'a', 'b']))
    expect(keys.mac('index', ['x'])).not.toEqual(keys.mac('code', ['x']))
    expect(keys.mac('index', ['x'])).toHaveLength(36)
    expect(keys.mac('index', ['x']).readUInt32BE()).toBe(1)
  })
})

describe('the ring', () => {
  it('is one ring when servers start together on an empty table', async () => {
    await database.query('DELETE FROM keys')
    const servers = await Promise.all(Array.from({ length: 8 }, () => otherServer()))
    await database.deps.keys.reload()
    const rows = await database.query('SELECT purpose, kid FROM keys')
    expect(rows).toHaveLength(keyPurposes.length)
    const [first, ...others] = servers
    const sealed = first?.seal('account', Buffer.from('x'), ['a']) ?? Buffer.alloc(0)
    for (const other of others) expect(other.open('account', sealed, ['a']).toString()).toBe('x')
  })

  it('refuses a wrong root key with one sentence, and adds nothing', async () => {
    await database.query("DELETE FROM keys WHERE purpose = 'outbox'")
    const wrong = localRootKey(randomBytes(32))
    await expect(loadKeys(database.deps.db, wrong, database.deps.clock)).rejects.toThrow(
      /^The root key does not open the keys in this database: [^\n]*\.$/,
    )
    expect(await database.query("SELECT 1 FROM keys WHERE purpose = 'outbox'")).toEqual([])
    await otherServer()
  })

  it('reads with a key before its time, writes with it from then on, and reads the old one still', async () => {
    const { db, clock } = database.deps
    const [one, two] = [await otherServer(), await otherServer()]
    const old = one.seal('account', Buffer.from('old'), ['a'])
    const [was] = one.macs('index', ['x'])
    await addKey(db, root(), clock, {
      purpose: 'account',
      kid: 2,
      activeFrom: new Date(clock.now().getTime() + 60_000),
    })
    await addKey(db, root(), clock, { purpose: 'index', kid: 2, activeFrom: new Date(clock.now().getTime() + 60_000) })
    // Each hears of it by itself: the account's key stands before the index key, so whoever has that one has both.
    for (const server of [one, two]) await expect.poll(() => server.macs('index', ['x']).length, soon).toBe(2)
    expect(two.macs('index', ['x'])[0]).toEqual(was)
    expect(one.seal('account', Buffer.from('x'), ['a']).readUInt32BE(1)).toBe(1)
    clock.advance(61)
    const fresh = one.seal('account', Buffer.from('new'), ['a'])
    expect(fresh.readUInt32BE(1)).toBe(2)
    expect(two.open('account', fresh, ['a']).toString()).toBe('new')
    expect(two.open('account', old, ['a']).toString()).toBe('old')
    expect(two.macs('index', ['x'])[1]).toEqual(was)
  })

  it('does not write with a retired key even when the clock says so, and does not open what a destroyed one sealed', async () => {
    const { db, clock } = database.deps
    const server = await otherServer()
    const old = server.seal('password', Buffer.from('old'), ['a'])
    await addKey(db, root(), clock, {
      purpose: 'password',
      kid: 2,
      activeFrom: new Date(clock.now().getTime() + 3_600_000),
    })
    await retireKeys(db, 'password', 2, clock.now())
    await expect.poll(() => server.seal('password', Buffer.from('x'), ['a']).readUInt32BE(1), soon).toBe(2)
    expect(server.open('password', old, ['a']).toString()).toBe('old')
    await destroyRetiredKeys(db, 'password', clock)
    await server.reload()
    expect(() => server.open('password', old, ['a'])).toThrow('no key 1')
  })

  it('destroys a retired key of codes by itself once its time has come', async () => {
    const { db, clock } = database.deps
    const server = await otherServer({ reloadMs: 20 })
    await addKey(db, root(), clock, { purpose: 'code', kid: 2, activeFrom: clock.now() })
    await retireKeys(db, 'code', 2, new Date(clock.now().getTime() + 3_600_000))
    await server.reload()
    expect(server.macs('code', ['x'])).toHaveLength(2)
    clock.advance(3_601)
    await expect.poll(() => server.macs('code', ['x']).length, soon).toBe(1)
    const [row] = await database.query("SELECT wrapped FROM keys WHERE purpose = 'code' AND kid = 1")
    expect(row?.wrapped).toBeNull()
  })

  it('fails closed on a key it has not read yet, and reads it for the next time', async () => {
    const { db, clock } = database.deps
    const deaf = { ...db, listen: async () => async () => {} }
    const server = await loadKeys(deaf, root(), clock, { reloadMs: 3_600_000 })
    onTestFinished(() => server.close())
    await addKey(db, root(), clock, { purpose: 'outbox', kid: 2, activeFrom: clock.now() })
    await database.deps.keys.reload()
    const sealed = database.deps.keys.seal('outbox', Buffer.from('x'), ['a'])
    expect(() => server.open('outbox', sealed, ['a'])).toThrow('no key 2')
    await expect.poll(() => canOpen(() => server.open('outbox', sealed, ['a'])), soon).toBe(true)
  })

  it('stops writing when it could not be read for long, goes on reading, and recovers', async () => {
    const { db, clock } = database.deps
    let isDown = false
    const flaky = {
      ...db,
      query: (...given: Parameters<typeof db.query>) =>
        isDown ? Promise.reject(new Error('down')) : db.query(...given),
    }
    const server = await loadKeys(flaky as typeof db, root(), clock, { reloadMs: 20, staleMs: 200 })
    onTestFinished(() => server.close())
    const sealed = server.seal('account', Buffer.from('x'), ['a'])
    isDown = true
    await expect.poll(() => canOpen(() => server.seal('account', Buffer.from('x'), ['a'])), soon).toBe(false)
    expect(server.open('account', sealed, ['a']).toString()).toBe('x')
    isDown = false
    await expect.poll(() => canOpen(() => server.seal('account', Buffer.from('x'), ['a'])), soon).toBe(true)
  })

  it('goes over to another root key whole, without a pause for servers that run', async () => {
    const { db, clock } = database.deps
    const running = await otherServer()
    const sealed = running.seal('account', Buffer.from('x'), ['a'])
    const next = () => localRootKey(Buffer.alloc(32, 7))
    await rewrapRoot(db, root(), next())
    await running.reload()
    expect(running.open('account', sealed, ['a']).toString()).toBe('x')
    await expect(loadKeys(db, root(), clock)).rejects.toThrow('The root key does not open')
    const started = await loadKeys(db, next(), clock)
    onTestFinished(() => started.close())
    expect(started.open('account', sealed, ['a']).toString()).toBe('x')
    await rewrapRoot(db, next(), root())
  })
})

function canOpen(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
