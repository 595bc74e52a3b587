// `portvakt keys …`: rotation and its state, on the database the servers use.
import { rewrapClaims, rewrapDataKeys } from './accounts/rewrap-accounts.ts'
import { readConfig } from './config.ts'
import { openOperatorDatabase } from './operator-database.ts'
import { rewrapPasswords } from './passwords/rewrap-passwords.ts'
import { cannotStart } from './platform/cannot-start.ts'
import { systemClock } from './platform/clock.ts'
import type { Db } from './platform/db.ts'
import { describeKeys } from './platform/describe-keys.ts'
import type { KeyPurpose } from './platform/key-ring.ts'
import { keyPurposes } from './platform/key-ring.ts'
import { findKeys, rewrapRoot } from './platform/key-store.ts'
import type { LoadedKeys } from './platform/keys.ts'
import { loadKeys } from './platform/keys.ts'
import type { Rewrap } from './platform/rewrap.ts'
import type { RootKey } from './platform/root-key.ts'
import { givenRootKey, loadRootKey } from './platform/root-key.ts'
import { rotateDefaults, rotateKeys } from './platform/rotate-keys.ts'
import { rewrapRecoveryKeys } from './recovery-key/rewrap-recovery-keys.ts'
import { rewrapStaff } from './staff/rewrap-staff.ts'
import { rewrapTotp } from './totp/rewrap-totp.ts'

/** Every column that is sealed under a long-lived purpose. A new one belongs here, or its key destroys it. */
export function allRewraps(db: Db, keys: LoadedKeys): Rewrap[] {
  return [
    rewrapDataKeys(db, keys),
    rewrapClaims(db, keys),
    rewrapPasswords(db, keys),
    rewrapTotp(db, keys),
    rewrapRecoveryKeys(db, keys),
    rewrapStaff(db, keys),
  ]
}

/** @returns the exit code: 0, or 1 when an old key could not be destroyed */
export async function keysCommand(command: string, given: { purpose?: string; load?: string }): Promise<number> {
  const config = readConfig()
  const purposes = purposesOf(given.purpose)
  const load = loadOf(given.load)
  const work = { status, rotate, 'rewrap-root': changeRoot }[command]
  if (!work) throw cannotStart(`There is no command "keys ${command}": it is status, rotate or rewrap-root.`)
  const { db, check, close } = await openOperatorDatabase(config)
  try {
    const root = await loadRootKey({ ...config, createsKey: false })
    return await work({ db, check, root, purposes, load })
  } finally {
    await close()
  }
}

interface Work {
  db: Db
  check(): Promise<void>
  root: RootKey
  purposes: readonly KeyPurpose[]
  load: number
}

async function status({ db, purposes }: Work): Promise<number> {
  for (const line of describeKeys(await findKeys(db), purposes, systemClock.now())) console.log(line)
  return 0
}

async function rotate({ db, check, root, purposes, load }: Work): Promise<number> {
  const keys = await loadKeys(db, root, systemClock)
  const deps = { db, check, root, keys, clock: systemClock, rewraps: allRewraps(db, keys), say: console.log }
  try {
    return (await rotateKeys(deps, purposes, { load })) ? 0 : 1
  } finally {
    await keys.close()
  }
}

async function changeRoot({ db, root }: Work): Promise<number> {
  const { NEW_ROOT_KEY: rootKey, NEW_ROOT_KEY_FILE: rootKeyFile } = process.env
  if (rootKey && rootKeyFile) throw cannotStart('NEW_ROOT_KEY and NEW_ROOT_KEY_FILE are both set: keep one of them.')
  const next = await givenRootKey({ rootKey, rootKeyFile }, 'NEW_ROOT_KEY')
  if (!next) throw cannotStart('NEW_ROOT_KEY_FILE (or NEW_ROOT_KEY) is missing: the root key to change to.')
  if (next.id === root.id)
    throw cannotStart('The new root key is the present one: make another with openssl rand -base64 32.')
  const count = await rewrapRoot(db, root, next)
  console.log(`${count} keys are under the new root key ${next.id}. Give it to every server before its next start.`)
  return 0
}

function purposesOf(given: string | undefined): readonly KeyPurpose[] {
  const purposes = given === undefined ? keyPurposes : keyPurposes.filter((purpose) => purpose === given)
  if (purposes.length === 0) throw cannotStart(`--purpose must be one of ${keyPurposes.join(', ')}, not "${given}".`)
  return purposes
}

function loadOf(given: string | undefined): number {
  const percent = given === undefined ? rotateDefaults.load * 100 : Number(given)
  if (!(percent >= 1 && percent <= 100))
    throw cannotStart(`--load must be a number of percent from 1 to 100, not "${given}".`)
  return percent / 100
}
