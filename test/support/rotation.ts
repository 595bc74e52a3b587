// Accounts to rotate keys under, the people who use them meanwhile, and the rotation itself as a process.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createAccount } from '../../server/accounts/create-account.ts'
import { findAccountId } from '../../server/accounts/find-account.ts'
import { canonicalIdentifier } from '../../server/accounts/identifier.ts'
import { listIdentifiers } from '../../server/accounts/list-identifiers.ts'
import { insertPassword } from '../../server/passwords/set-password.ts'
import type { Deps } from '../../server/platform/deps.ts'
import { newId } from '../../server/platform/ids.ts'
import type { RotateOptions } from '../../server/platform/rotate-keys.ts'
import type { TestDatabase } from './database.ts'

export const longLived = ['account', 'index', 'password'] as const

/** Shorter than an operator's, in the same proportion: what a node may be behind is less than what a rotation waits. */
export const waits = { graceMs: 2_000, settleMs: 5_000, nodes: { reloadMs: 200, staleMs: 3_500 } }

export const addressOf = (number: number) => `person${number}@example.com`
const phcOf = (accountId: string) => `$argon2id$${accountId}`

/** Signs somebody up; false when the address is taken. */
export async function signUp(deps: Deps, number: number): Promise<boolean> {
  const accountId = newId()
  try {
    await deps.db.transaction(async (tx) => {
      const identifier = canonicalIdentifier(addressOf(number))
      if (!(await createAccount(tx, deps, { accountId, identifier, locale: 'nb' }))) throw new Taken()
      await insertPassword(tx, deps, accountId, { phc: phcOf(accountId) })
    })
    return true
  } catch (error) {
    if (error instanceof Taken) return false
    throw error
  }
}

class Taken extends Error {}

/** Does what sign-in does with keys; throws when anything does not open or is not this person's. */
export async function lookUp(deps: Deps, database: TestDatabase, number: number): Promise<void> {
  const accountId = await findAccountId(deps, canonicalIdentifier(addressOf(number)))
  if (!accountId) throw new Error(`${addressOf(number)} is not found`)
  const [identifier, ...more] = await listIdentifiers(deps, deps.db, accountId)
  if (identifier?.address !== addressOf(number) || more.length > 0) throw new Error('another address')
  const [row] = await database.query('SELECT sealed FROM passwords WHERE account_id = $1', [accountId])
  const phc = deps.keys.open('password', row?.sealed, ['password', accountId]).toString()
  if (phc !== phcOf(accountId)) throw new Error('another password')
}

export async function inParallel(
  width: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

export interface Rotation {
  process: ChildProcess
  /** It has said something: it is at work, or over. */
  spoke: Promise<unknown>
  /** The exit code, and everything it said. */
  ended: Promise<{ code: number | null; said: string }>
}

/** Starts the rotation of all long-lived keys. */
export function startRotation(url: string, rootKey: string, options: Partial<RotateOptions>): Rotation {
  const { graceMs, settleMs } = waits
  const env = {
    ...process.env,
    DATABASE_URL: url,
    ROOT_KEY: rootKey,
    PURPOSES: longLived.join(),
    OPTIONS: JSON.stringify({ graceMs, settleMs, ...options }),
  }
  const program = join(import.meta.dirname, 'rotate-keys-process.ts')
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text))
  const ended = once(child, 'close').then(([code]) => ({ code, said }))
  return { process: child, spoke: Promise.race([once(child.stdout ?? child, 'data'), ended]), ended }
}
