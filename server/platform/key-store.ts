/** Reading and changing the keys in the database. The one place where wrapped keys are opened. */
import { randomBytes } from 'node:crypto'
import { cannotStart } from './cannot-start.ts'
import type { Clock } from './clock.ts'
import type { Db, Queryable } from './db.ts'
import type { KeyRow } from './key-queries.ts'
import * as queries from './key-queries.ts'
import type { KeyPurpose, KeyRing, RingKey } from './key-ring.ts'
import { keyBytes, keyPurposes, liveKeys, makeRing, ringKey } from './key-ring.ts'
import type { RootKey } from './root-key.ts'

/** What is sealed or signed under these is gone by itself in `shortLivedHours` at most: nothing is re-wrapped. */
export const shortLived: readonly KeyPurpose[] = ['code', 'outbox', 'approval']

/**
 * How long a retired short-lived key stays: a message waits a day at most, and not for longer than the code in it lives;
 * flows end within the hour, and proofs of an approval in minutes.
 */
export const shortLivedHours = 25

export const findKeys = (db: Queryable): Promise<KeyRow[]> => db.query(queries.all)

/** Reads the ring. The bytes of a key never change, so those that `held` has are not unwrapped again. */
export async function readRing(db: Queryable, root: RootKey, clock: Clock, held: KeyRing): Promise<KeyRing> {
  const keys: RingKey[] = []
  for (const row of await findKeys(db)) {
    if (!row.wrapped || !keyPurposes.includes(row.purpose)) continue
    if (isSpent(row, clock)) await db.execute(queries.destroyRetired, [shortLived, clock.now()])
    else keys.push(await keyOf(root, row, row.wrapped, held))
  }
  return makeRing(keys)
}

/**
 * Makes key 1 of each purpose that has none. Servers that start together all try; the first row stays and all read it.
 * It is active since ever, so that a node whose clock is behind has a key too.
 */
export async function createMissingKeys(db: Db, root: RootKey, clock: Clock, ring: KeyRing): Promise<void> {
  for (const purpose of keyPurposes) {
    if (liveKeys(ring, purpose).length === 0)
      await addKey(db, root, clock, { purpose, kid: 1, activeFrom: new Date(0) })
  }
}

/** Adds a fresh random key, unless this key id is taken, and tells every node. */
export async function addKey(
  db: Db,
  root: RootKey,
  clock: Clock,
  key: Pick<RingKey, 'purpose' | 'kid' | 'activeFrom'>,
): Promise<void> {
  const wrapped = await root.wrap(randomBytes(keyBytes), rootContext(key))
  await db.execute(queries.insert, [key.purpose, key.kid, wrapped, key.activeFrom, clock.now()])
  await db.query(queries.notify)
}

/** Lets nobody write any more with the keys of this purpose before `kid`; they may be destroyed at `destroyAt`. */
export async function retireKeys(db: Db, purpose: KeyPurpose, kid: number, destroyAt: Date): Promise<void> {
  await db.execute(queries.retire, [purpose, kid, destroyAt])
  await db.query(queries.notify)
}

/** Destroys the retired keys of this purpose whose time has come. What they sealed is unreadable from then on. */
export async function destroyRetiredKeys(db: Db, purpose: KeyPurpose, clock: Clock): Promise<void> {
  await db.execute(queries.destroyRetired, [[purpose], clock.now()])
  await db.query(queries.notify)
}

/**
 * Wraps every key under another root key, all or none. Servers that run go on with the keys they hold; from their next
 * start they need the new root key.
 *
 * @returns how many keys
 * @throws cannotStart when `from` does not open them
 */
export function rewrapRoot(db: Db, from: RootKey, to: RootKey): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.query(queries.allForUpdate)
    for (const row of rows) {
      if (!row.wrapped) continue
      const wrapped = await to.wrap(await unwrap(from, row, row.wrapped), rootContext(row))
      await tx.execute(queries.rewrap, [row.purpose, row.kid, wrapped])
    }
    return rows.length
  })
}

function isSpent(row: KeyRow, clock: Clock): boolean {
  return shortLived.includes(row.purpose) && row.destroyed_at !== null && row.destroyed_at <= clock.now()
}

async function keyOf(root: RootKey, row: KeyRow, wrapped: Buffer, held: KeyRing): Promise<RingKey> {
  const known = liveKeys(held, row.purpose).find(({ kid }) => kid === row.kid)
  const key = known ?? ringKey(row.purpose, row.kid, row.active_from, await unwrap(root, row, wrapped))
  return { ...key, activeFrom: row.active_from, isRetired: row.destroyed_at !== null }
}

/** What a wrapped key is bound to: a row moved to another purpose or id does not open. */
function rootContext({ purpose, kid }: Pick<KeyRow, 'purpose' | 'kid'>): string[] {
  return ['keys', purpose, String(kid)]
}

async function unwrap(root: RootKey, row: KeyRow, wrapped: Buffer): Promise<Buffer> {
  try {
    return await root.unwrap(wrapped, rootContext(row))
  } catch (cause) {
    throw cannotStart(
      'The root key does not open the keys in this database: start with the ROOT_KEY or ROOT_KEY_FILE they were made with.',
      cause,
    )
  }
}
