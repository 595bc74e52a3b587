import { getDataKey } from '../accounts/get-data-key.ts'
import type { PasskeyAnswer } from '../accounts/schema.ts'
import { type DataKey, openWith, sealWith } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { PasskeyRow } from './queries.ts'
import * as queries from './queries.ts'

/** A passkey as its owner sees it. */
export interface Passkey {
  passkeyId: string
  name: string
  createdAt: Date
  lastUsedAt: Date | undefined
  backupEligible: boolean
  isSuspended: boolean
}

/** The account's passkeys, oldest first. */
export async function listPasskeys(deps: Pick<Deps, 'keys'>, db: Queryable, accountId: string): Promise<Passkey[]> {
  const rows = await db.query(queries.list, [accountId])
  if (rows.length === 0) return []
  const dataKey = await getDataKey(db, deps, accountId)
  return rows.map((row) => toPasskey(dataKey, accountId, row))
}

/** Those that prove something: what an authenticator is asked for once the account is known. */
export async function usablePasskeys({ db }: { db: Queryable }, accountId: string): Promise<PasskeyRow[]> {
  const rows = await db.query(queries.list, [accountId])
  return rows.filter((row) => row.suspended_at === null)
}

export function toPasskey(dataKey: DataKey, accountId: string, row: PasskeyRow): Passkey {
  return {
    passkeyId: row.passkey_id,
    name: openWith(dataKey, row.name_sealed, nameContext(accountId, row.passkey_id)).toString(),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
    backupEligible: row.backup_eligible,
    isSuspended: row.suspended_at !== null,
  }
}

export function sealName(dataKey: DataKey, accountId: string, passkeyId: string, name: string): Buffer {
  return sealWith(dataKey, Buffer.from(name), nameContext(accountId, passkeyId))
}

/** Bound to the credential and to whether it may be backed up: neither can be exchanged under it. */
export function sealPublicKey(dataKey: DataKey, about: KeyContext, publicKey: Uint8Array): Buffer {
  return sealWith(dataKey, publicKey, keyContext(about))
}

export function openPublicKey(dataKey: DataKey, about: KeyContext, sealed: Uint8Array): Buffer {
  return openWith(dataKey, sealed, keyContext(about))
}

export interface KeyContext {
  accountId: string
  passkeyId: string
  credentialId: Buffer
  backupEligible: boolean
}

export function describePasskey(passkey: Passkey): PasskeyAnswer {
  return {
    id: passkey.passkeyId,
    name: passkey.name,
    createdAt: passkey.createdAt.toISOString(),
    lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
    synced: passkey.backupEligible,
    suspended: passkey.isSuspended,
  }
}

const nameContext = (accountId: string, passkeyId: string) => ['passkey_name', accountId, passkeyId]
const keyContext = ({ accountId, passkeyId, credentialId, backupEligible }: KeyContext) => [
  'passkey',
  accountId,
  passkeyId,
  credentialId.toString('hex'),
  backupEligible ? 'multi' : 'single',
]
