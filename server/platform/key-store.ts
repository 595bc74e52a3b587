/** Table `keys`: its SQL, and reading it into a ring. The one place where wrapped keys are opened. */
import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Db, Queryable } from './db.ts'
import { statement } from './db.ts'
import type { KeyPurpose, KeyRing, RingKey } from './key-ring.ts'
import { keyBytes, keyPurposes, liveKeys, makeRing, ringKey } from './key-ring.ts'
import type { RootKey } from './root-key.ts'

export interface KeyRow {
  purpose: KeyPurpose
  kid: number
  wrapped: Buffer | null
  active_from: Date
  destroyed_at: Date | null
  created_at: Date
}

const allKeys = statement<KeyRow>(
  'keys.all',
  `SELECT purpose, kid, wrapped, active_from, destroyed_at, created_at FROM keys ORDER BY purpose, kid`,
)
const insertKey = statement(
  'keys.insert',
  `INSERT INTO keys (purpose, kid, wrapped, active_from, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
)
const notify = statement('keys.notify', `SELECT pg_notify('keys', '')`)

export function findKeys(db: Queryable): Promise<KeyRow[]> {
  return db.query(allKeys)
}

/** Reads the ring. Keys never change, so those that `held` has already are not unwrapped again. */
export async function readRing(db: Queryable, root: RootKey, held: KeyRing): Promise<KeyRing> {
  const keys: RingKey[] = []
  for (const row of await findKeys(db)) {
    if (!row.wrapped || !keyPurposes.includes(row.purpose)) continue
    const known = liveKeys(held, row.purpose).find(({ kid }) => kid === row.kid)
    keys.push(known ?? (await unwrapRow(root, row, row.wrapped)))
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
      await addKey(db, root, { purpose, kid: 1, activeFrom: new Date(0) }, clock)
  }
}

/** Adds a fresh random key and tells every node. Returns false when this key id was taken. */
export async function addKey(
  db: Db,
  root: RootKey,
  key: { purpose: KeyPurpose; kid: number; activeFrom: Date },
  clock: Clock,
): Promise<boolean> {
  const wrapped = await root.wrap(randomBytes(keyBytes), rootContext(key.purpose, key.kid))
  const added = await db.execute(insertKey, [key.purpose, key.kid, wrapped, key.activeFrom, clock.now()])
  await db.query(notify)
  return added === 1
}

/** What a wrapped key is bound to: a row moved to another purpose or id does not open. */
export function rootContext(purpose: KeyPurpose, kid: number): string[] {
  return ['keys', purpose, String(kid)]
}

async function unwrapRow(root: RootKey, row: KeyRow, wrapped: Buffer): Promise<RingKey> {
  try {
    return ringKey(row.purpose, row.kid, row.active_from, await root.unwrap(wrapped, rootContext(row.purpose, row.kid)))
  } catch (cause) {
    const message =
      'The root key does not open the keys in this database: start with the ROOT_KEY or ROOT_KEY_FILE they were made with.'
    throw new Error(message, { cause })
  }
}
