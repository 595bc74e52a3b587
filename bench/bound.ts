// People with an authenticator, who sign in in two steps.
import { findAccountId } from '../server/accounts/find-account.ts'
import { canonicalIdentifier } from '../server/accounts/identifier.ts'
import { newId } from '../server/platform/ids.ts'
import { enrolTotp } from '../server/totp/enrol-totp.ts'
import { newTotpKey } from '../server/totp/totp.ts'
import { openConnection, post } from './http-connection.ts'
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

export interface Client {
  /** Sends one of `People.signIns`. */
  ask(signIn: string): Promise<Answer>
  /** From the device that a sign-in request is of. */
  proveTotp(signIn: string, flow: string | undefined, code: string): Promise<Answer>
  close(): void
}

/** Asks one thing after the other over one connection. */
export async function openClient(port: number): Promise<Client> {
  let answer: (status: number, body: Buffer) => void = () => {}
  const connection = await openConnection(port, (status, body) => answer(status, body))
  const ask = (request: string) =>
    new Promise<Answer>((resolve, reject) => {
      answer = (status, body) => (status ? resolve(JSON.parse(body.toString())) : reject(new Error('no answer came')))
      connection.send(request)
    })
  return {
    ask,
    proveTotp: (signIn, flow, code) => ask(post('/api/v1/sign-in/totp', { flow, code }, cookieOf(signIn))),
    close: connection.close,
  }
}

/** What the person's device is known by. */
const cookieOf = (request: string): string => /\r\nCookie: (.*)\r\n/.exec(request)?.[1] ?? ''
