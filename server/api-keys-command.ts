// `portvakt api-keys …`: what operators' programs prove themselves with.
import { type Scope, scopes } from './api-keys/api-key.ts'
import { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from './api-keys/manage-api-keys.ts'
import { readConfig } from './config.ts'
import { openOperatorDatabase } from './operator-database.ts'
import { cannotStart } from './platform/cannot-start.ts'
import { systemClock } from './platform/clock.ts'
import type { Db } from './platform/db.ts'

export interface ApiKeysGiven {
  name?: string
  scope?: string[]
  days?: string
  id?: string
}

const MOST_DAYS = 3650
const MOST_NAME = 100

/** @returns the exit code */
export async function apiKeysCommand(command: string, given: ApiKeysGiven): Promise<number> {
  const work = { create, list, rotate, revoke }[command]
  if (!work) throw cannotStart(`There is no command "api-keys ${command}": it is create, list, rotate or revoke.`)
  const { db, close } = await openOperatorDatabase(readConfig())
  try {
    return await work({ db, clock: systemClock }, given)
  } finally {
    await close()
  }
}

type Deps = { db: Db; clock: typeof systemClock }

async function create(deps: Deps, { name = '', scope = [], days }: ApiKeysGiven): Promise<number> {
  requireName(name)
  const unknown = scope.filter((each) => !scopes.includes(each as Scope))
  if (scope.length === 0 || unknown.length > 0)
    throw cannotStart(`Say what the key is good for with --scope, one or several of: ${scopes.join(', ')}.`)
  show(await createApiKey(deps, { name, scopes: [...new Set(scope as Scope[])], days: daysOf(days) }))
  return 0
}

async function rotate(deps: Deps, { id = '', days }: ApiKeysGiven): Promise<number> {
  const rotated = await rotateApiKey(deps, idOf(id), daysOf(days))
  if (!rotated) throw cannotStart(`There is no key ${id} in force: see "api-keys list".`)
  show(rotated)
  console.log('The old key works for 24 hours more.')
  return 0
}

async function revoke(deps: Deps, { id = '' }: ApiKeysGiven): Promise<number> {
  if (!(await revokeApiKey(deps, idOf(id)))) throw cannotStart(`There is no key ${id} in force: see "api-keys list".`)
  console.log(`Key ${id} is dead.`)
  return 0
}

async function list(deps: Deps): Promise<number> {
  for (const row of await listApiKeys(deps)) {
    const isPast = row.expires_at <= deps.clock.now()
    const state = row.revoked_at ? 'revoked' : isPast ? 'expired' : `until ${row.expires_at.toISOString()}`
    console.log(`${row.key_id}  ${state}  ${row.scopes.join(' ')}  ${row.name}`)
  }
  return 0
}

function requireName(name: string): void {
  if (name.trim() === '') throw cannotStart('Give the key a name: --name exchange.')
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
    throw cannotStart('--name must be one line, without tabs or other control characters.')
  const { length } = [...name]
  if (length > MOST_NAME) throw cannotStart(`--name must be ${MOST_NAME} characters at the most, not ${length}.`)
}

function show({ keyId, key }: { keyId: string; key: string }): void {
  console.log(`Key ${keyId}, shown this once:\n\n  ${key}\n`)
}

function idOf(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw cannotStart('Name the key with --id; see "api-keys list".')
  return id
}

function daysOf(days = '365'): number {
  const number = /^\d{1,4}$/.test(days) ? Number(days) : 0
  if (number < 1 || number > MOST_DAYS) throw cannotStart(`--days must be a whole number from 1 to ${MOST_DAYS}.`)
  return number
}
