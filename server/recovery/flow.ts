import type { Identifier, IdentifierKind } from '../accounts/identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import type { CodeSubject } from '../codes/code.ts'
import type { Deps } from '../platform/deps.ts'
import { idFromBytes, idToBytes } from '../platform/ids.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { Refusal } from '../platform/refusals.ts'
import { hashSecret } from '../sessions/token.ts'
import type { RecoveryAction, RecoveryState } from './journey.ts'
import { allows } from './journey.ts'
import * as queries from './queries.ts'

/** One reset under way. */
export interface RecoveryFlow {
  /** Whose password it is about, or an id that nobody has. */
  accountId: string
  recoveryId: string
  /** What the client names it by, see `formatFlow`. */
  flow: string
  state: RecoveryState
  /** As typed by whoever asked. */
  identifier: Identifier
  /** Canonical form of where the open code went. */
  destination: Destination
  toOther: boolean
  /** It began with the proof of the mailbox. */
  isProven?: boolean
  locale: Locale
  /** Of the account when this began. */
  credentialVersion: number
}

export interface Destination {
  kind: IdentifierKind
  canonical: string
}

/** Account id (16 bytes) ‖ recovery id (16) ‖ secret (32), sealed: the ids would tell whether the address has an account. */
export function formatFlow({ keys }: Deps, accountId: string, recoveryId: string, secret: Uint8Array): string {
  const plain = Buffer.concat([idToBytes(accountId), idToBytes(recoveryId), secret])
  return keys.seal('code', plain, ['recovery_flow']).toString('base64url')
}

/** The addresses of a reset at rest, and what was shown for it: sealed, and bound to it. */
export function sealAddresses(
  { keys }: Deps,
  { accountId, recoveryId, identifier, destination, isProven }: Omit<RecoveryFlow, 'flow' | 'state'>,
): Buffer {
  const plain = Buffer.from(JSON.stringify({ identifier, destination, isProven }))
  return keys.seal('code', plain, ['recovery', accountId, recoveryId])
}

/**
 * Finds the reset that `flow` names.
 *
 * @throws Refusal `flow_ended` when there is none in force
 */
export async function getFlow(deps: Deps, flow: string): Promise<RecoveryFlow> {
  const { accountId, recoveryId, secret } = readFlow(deps, flow)
  const [row] = await deps.db.query(queries.find, [accountId, recoveryId, deps.clock.now()])
  if (!row || !equalInConstantTime(row.secret_hash, hashSecret(secret))) throw new Refusal('flow_ended')
  const plain = deps.keys.open('code', row.sealed, ['recovery', accountId, recoveryId])
  const { state, to_other: toOther, locale, credential_version: credentialVersion } = row
  return {
    ...JSON.parse(plain.toString()),
    accountId,
    recoveryId,
    flow,
    state,
    toOther,
    locale: locale as Locale,
    credentialVersion,
  }
}

function readFlow({ keys }: Deps, flow: string) {
  try {
    const plain = keys.openBrought('code', Buffer.from(flow, 'base64url'), ['recovery_flow'])
    return {
      accountId: idFromBytes(plain.subarray(0, 16)),
      recoveryId: idFromBytes(plain.subarray(16, 32)),
      secret: plain.subarray(32),
    }
  } catch {
    throw new Refusal('flow_ended') // not one of ours, or of a key that is gone
  }
}

/** @throws Refusal `wrong_state`, with the state it is in, when the journey does not allow the action there */
export function requireAction({ state }: RecoveryFlow, action: RecoveryAction): void {
  if (!allows(state, action)) throw new Refusal('wrong_state', { state })
}

/** Which code proves that this reset's address is at hand, and nothing else. */
export function codeSubject({
  accountId,
  recoveryId,
  destination,
}: Pick<RecoveryFlow, 'accountId' | 'recoveryId' | 'destination'>): CodeSubject {
  return { accountId, purpose: 'recovery', subjectId: recoveryId, destination: destination.canonical }
}
