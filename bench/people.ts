// Accounts and sessions to measure with, made by the product's own verbs.
import pino from 'pino'
import { createAccount } from '../server/accounts/create-account.ts'
import { canonicalIdentifier } from '../server/accounts/identifier.ts'
import { readConfig } from '../server/config.ts'
import { deviceLookup, formatDeviceToken, newDeviceSecret } from '../server/devices/device-secret.ts'
import { rememberDevice } from '../server/devices/known-devices.ts'
import { insertPassword } from '../server/passwords/set-password.ts'
import { openDb } from '../server/platform/db.ts'
import type { Deps } from '../server/platform/deps.ts'
import { newId } from '../server/platform/ids.ts'
import { loadKeys } from '../server/platform/keys.ts'
import { createPasswordHasher } from '../server/platform/password-hasher.ts'
import { policy } from '../server/platform/policy.ts'
import { localRootKey, parseRootKey } from '../server/platform/root-key.ts'
import { openSession } from '../server/sessions/open-session.ts'
import { getSession, postSignIn } from './http-connection.ts'
import { hashPassword, PASSWORD } from './policy-hash.ts'

export interface People {
  /** One sign-in request an account, from a device it knows. */
  signIns: string[]
  /** One session check a token, each of an account of its own. */
  sessionChecks: string[]
}

export interface BenchDeps {
  deps: Deps
  close(): Promise<void>
}

const device = { browser: 'Firefox', system: 'Linux' }
const argon2 = {
  memoryKib: policy.argon2MemoryKib,
  iterations: policy.argon2Iterations,
  parallelism: policy.argon2Parallelism,
}

export async function openDeps(url: string, rootKey: string): Promise<BenchDeps> {
  const db = openDb({ url, poolSize: 8 })
  const clock = { now: () => new Date() }
  const keys = await loadKeys(db, localRootKey(parseRootKey(rootKey, 'the root key')), clock)
  const hasher = await createPasswordHasher({ slots: 1, queue: 64, ...argon2 })
  const deps = { db, clock, keys, hasher, config: readConfig({}), log: pino({ level: 'silent' }) }
  return {
    deps,
    async close() {
      await keys.close()
      await db.close()
    },
  }
}

/** @param count accounts, each with a password and a session */
export async function settle({ deps }: BenchDeps, count: number): Promise<People> {
  // The same password for all, hashed once: what is measured is checking it.
  const phc = await hashPassword()
  const people: People = { signIns: [], sessionChecks: [] }
  for (let at = 0; at < count; at += 200)
    await deps.db.transaction(async (tx) => {
      for (let number = at; number < Math.min(count, at + 200); number++) {
        const identifier = canonicalIdentifier(`person-${number}@example.com`)
        const accountId = newId()
        await createAccount(tx, deps, { accountId, identifier, locale: 'nb' })
        await insertPassword(tx, deps, accountId, { phc })
        const secret = newDeviceSecret()
        const on = { accountId, credentialVersion: 1, client: 'web', device } as const
        const lookup = deviceLookup(accountId, secret)
        await rememberDevice(tx, deps, { ...on, lookup })
        const session = await openSession(tx, deps, { ...on, deviceLookup: lookup, amr: ['pwd'], aal: 1 })
        people.signIns.push(postSignIn(identifier.address, PASSWORD, formatDeviceToken(secret)))
        people.sessionChecks.push(getSession(`__Host-portvakt=${session?.token}`))
      }
    })
  return people
}
