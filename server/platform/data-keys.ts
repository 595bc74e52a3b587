/**
 * Each account's own data key: what identifies a person is sealed under it, and it is wrapped under purpose
 * `account`. Rotation re-wraps one small value an account, and destroying the data key destroys all it sealed.
 */
import type { KeyObject } from 'node:crypto'
import { createSecretKey, randomBytes } from 'node:crypto'
import type { Keys } from './keys.ts'
import { openBytes, sealBytes } from './sealing.ts'

/** The data key of one account, in memory for one request. */
export interface DataKey {
  readonly key: KeyObject
  /** Told that a value under it did not open. */
  tellBroken(): void
}

const LABEL = 'data'

/** Of an account that has nothing under it yet. */
export function newDataKey(): DataKey {
  return { key: createSecretKey(randomBytes(32)), tellBroken() {} }
}

/** For `accounts.data_key`; opens for this account alone. */
export function wrapDataKey(keys: Keys, dataKey: DataKey, accountId: string): Buffer {
  return keys.seal('account', dataKey.key.export(), ['account', accountId])
}

/** @throws when the wrapped key was changed or belongs to another account */
export function unwrapDataKey(keys: Keys, wrapped: Uint8Array, accountId: string): DataKey {
  const key = createSecretKey(keys.open('account', wrapped, ['account', accountId]))
  return { key, tellBroken: () => keys.tellBroken('account') }
}

/** Seals under an account's data key; `context` names the row, for example `['identifier', accountId, identifierId]`. */
export function sealWith(dataKey: DataKey, plain: Uint8Array, context: readonly string[]): Buffer {
  return sealBytes(dataKey.key, LABEL, 0, plain, context)
}

/** What does not open raises the alarm that `Keys.open` raises. @throws when it was changed or belongs to another row or account */
export function openWith(dataKey: DataKey, sealed: Uint8Array, context: readonly string[]): Buffer {
  try {
    return openBytes(dataKey.key, LABEL, sealed, context)
  } catch (error) {
    dataKey.tellBroken()
    throw error
  }
}
