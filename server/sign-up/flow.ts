import type { Identifier } from '../accounts/identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import type { CodeSubject } from '../codes/code.ts'
import type { Deps } from '../platform/deps.ts'
import { idFromBytes, idToBytes } from '../platform/ids.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { Refusal } from '../platform/refusals.ts'
import { hashSecret } from '../sessions/token.ts'
import type { SignUpAction, SignUpState } from './journey.ts'
import { allows } from './journey.ts'
import * as queries from './queries.ts'

/** One sign-up under way. `accountId` is what the account will be called if it comes to be. */
export interface SignUpFlow {
  accountId: string
  /** What the client names it by: account id (16 bytes) ‖ secret (32), base64url. */
  flow: string
  state: SignUpState
  identifier: Identifier
  locale: Locale
}

export function formatFlow(accountId: string, secret: Uint8Array): string {
  return Buffer.concat([idToBytes(accountId), secret]).toString('base64url')
}

/** The address of a sign-up at rest: sealed, and bound to it. */
export function sealIdentifier({ keys }: Deps, accountId: string, identifier: Identifier): Buffer {
  return keys.seal('code', Buffer.from(JSON.stringify(identifier)), ['sign_up', accountId])
}

/**
 * Finds the sign-up that `flow` names.
 *
 * @throws Refusal `flow_ended` when there is none in force
 */
export async function getFlow(deps: Deps, flow: string): Promise<SignUpFlow> {
  const { db, clock, keys } = deps
  const bytes = Buffer.from(flow, 'base64url')
  const accountId = idFromBytes(bytes.subarray(0, 16))
  const [row] = await db.query(queries.find, [accountId, clock.now()])
  if (!row || !equalInConstantTime(row.secret_hash, hashSecret(bytes.subarray(16)))) throw new Refusal('flow_ended')
  const identifier = JSON.parse(keys.open('code', row.sealed, ['sign_up', accountId]).toString())
  return { accountId, flow, state: row.state, identifier, locale: row.locale as Locale }
}

/** @throws Refusal `wrong_state`, with the state it is in, when the journey does not allow the action there */
export function requireAction({ state }: SignUpFlow, action: SignUpAction): void {
  if (!allows(state, action)) throw new Refusal('wrong_state', { state })
}

/** Which code proves the address of this sign-up, and nothing else. */
export function codeSubject(accountId: string, identifier: Identifier): CodeSubject {
  return { accountId, purpose: 'sign_up', subjectId: accountId, destination: identifier.canonical }
}
