// People with an authenticator, who sign in in two steps.
import { findAccountId } from '../server/accounts/find-account.ts'
import { canonicalIdentifier } from '../server/accounts/identifier.ts'
import { newId } from '../server/platform/ids.ts'
import { enrolTotp } from '../server/totp/enrol-totp.ts'
import { newTotpKey } from '../server/totp/totp.ts'
import type { BenchDeps } from './people.ts'

/** Binds an authenticator to the account that a sign-in request is of. */
export async function bind({ deps }: BenchDeps, signIn: string): Promise<Uint8Array> {
  const { identifier } = JSON.parse(signIn.slice(signIn.indexOf('\r\n\r\n') + 4))
  const accountId = await findAccountId(deps, canonicalIdentifier(identifier))
  if (!accountId) throw new Error('nobody has that address')
  const key = newTotpKey()
  await deps.db.transaction((tx) => enrolTotp(tx, deps, accountId, { secretId: newId(), key, step: 0 }))
  return key
}

export interface Answer {
  state: string
  flow?: string
}

/** Sends one of `People.signIns`. */
export async function ask(origin: string, request: string): Promise<Answer> {
  return post(origin, '/api/v1/sign-in', JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4)), cookieOf(request))
}

/** What the person's device is known by. */
export const cookieOf = (request: string): string => /\r\nCookie: (.*)\r\n/.exec(request)?.[1] ?? ''

export async function post(origin: string, path: string, body: unknown, cookie = ''): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) }
  const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()) as Answer
}
