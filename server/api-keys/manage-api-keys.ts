import { createHash, randomBytes } from 'node:crypto'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { formatApiKey, parseApiKey, type Scope } from './api-key.ts'
import type { ApiKeyRow } from './queries.ts'
import * as queries from './queries.ts'

type KeyDeps = Pick<Deps, 'db' | 'clock'>

/** How long the old key still works after a rotation, for programs that hold it. */
export const GRACE_SECONDS = 24 * 60 * 60

const DAY_SECONDS = 24 * 60 * 60

export interface NewApiKey {
  name: string
  scopes: readonly Scope[]
  days: number
}

function hashOf(secret: Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Makes a key. @returns its id, and the key itself, which is shown this once: we keep its hash */
export async function createApiKey(
  { db, clock }: { db: Queryable; clock: Deps['clock'] },
  { name, scopes, days }: NewApiKey,
): Promise<{ keyId: string; key: string }> {
  const keyId = newId()
  const secret = randomBytes(32)
  const now = clock.now()
  await db.execute(queries.insert, [keyId, name, hashOf(secret), scopes, now, secondsAfter(now, days * DAY_SECONDS)])
  return { keyId, key: formatApiKey(keyId, secret) }
}

/** Makes a new key with the name and scopes of an old one, which works for a day yet. @returns undefined when there is no such key in force */
export async function rotateApiKey(
  { db, clock }: KeyDeps,
  keyId: string,
  days: number,
): Promise<{ keyId: string; key: string } | undefined> {
  return db.transaction(async (tx) => {
    const now = clock.now()
    const [old] = await tx.query(queries.shorten, [keyId, now, secondsAfter(now, GRACE_SECONDS)])
    return old && createApiKey({ db: tx, clock }, { name: old.name, scopes: old.scopes as Scope[], days })
  })
}

/** @returns whether it was in force */
export async function revokeApiKey({ db, clock }: KeyDeps, keyId: string): Promise<boolean> {
  return (await db.execute(queries.revoke, [keyId, clock.now()])) === 1
}

export async function listApiKeys({ db }: KeyDeps): Promise<ApiKeyRow[]> {
  return db.query(queries.list)
}

/**
 * Whether the text is a key in force that is good for `scope`. Asks the database every time: a revoked key is dead at once.
 *
 * @returns the key's name when it is
 */
export async function verifyApiKey(
  { db, clock }: KeyDeps,
  text: string,
  scope: Scope,
): Promise<{ name: string } | 'unknown' | 'out_of_scope'> {
  const parsed = parseApiKey(text)
  if (!parsed) return 'unknown'
  const [row] = await db.query(queries.find, [parsed.keyId, clock.now()])
  if (!row || !equalInConstantTime(row.secret_hash, hashOf(parsed.secret))) return 'unknown'
  return row.scopes.includes(scope) ? { name: row.name } : 'out_of_scope'
}
