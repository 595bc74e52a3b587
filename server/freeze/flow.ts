import type { Identifier } from '../accounts/identifier.ts'
import type { CodeSubject } from '../codes/code.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { idFromBytes, idToBytes } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { uint32 } from '../platform/sealing.ts'

/**
 * One thawing under way. It has no row of its own: what single use it needs is its code's and the account's. Whoever holds
 * it sealed can neither read nor change it, and it is worth nothing once the account's credentials change, which the
 * thawing itself does.
 */
export interface ThawFlow {
  /** Whose account it is about, or an id that nobody has. */
  accountId: string
  thawId: string
  /** Of the account when the password was proven. */
  credentialVersion: number
  /** As typed. */
  identifier: Identifier
  /** Of somebody who had not proven the mailbox. Else its codes, and their tries, are none that anybody else could use up. */
  isStranger: boolean
  endsAt: Date
}

/** What has been proven so far: the password, or the password and the code. One is none of the other. */
export type ThawStep = 'code' | 'factor'

const CONTEXT = { code: ['thaw_flow'], factor: ['thaw_flow_factor'] } satisfies Record<ThawStep, string[]>
const FIXED_BYTES = 16 + 16 + 4

/** When a flow that begins now ends. */
export function flowEnd({ clock }: Pick<Deps, 'clock'>): Date {
  return secondsAfter(clock.now(), policy.flowTtlSeconds)
}

/** Its length depends on nothing but what was typed: all else has a fixed width. */
export function sealFlow({ keys }: Pick<Deps, 'keys'>, flow: ThawFlow, step: ThawStep = 'code'): string {
  const { accountId, thawId, credentialVersion, identifier, isStranger, endsAt } = flow
  const rest = Buffer.from(JSON.stringify({ identifier, isStranger: Number(isStranger), endsAt: endsAt.toISOString() }))
  const plain = Buffer.concat([idToBytes(accountId), idToBytes(thawId), uint32(credentialVersion), rest])
  return keys.seal('code', plain, CONTEXT[step]).toString('base64url')
}

/** @throws Refusal `flow_ended` for what is over, or was never ours */
export function openFlow(
  { keys, clock }: Pick<Deps, 'keys' | 'clock'>,
  sealed: string,
  step: ThawStep = 'code',
): ThawFlow {
  const flow = read(keys, sealed, step)
  if (!flow || flow.endsAt <= clock.now()) throw new Refusal('flow_ended')
  return flow
}

function read(keys: Deps['keys'], sealed: string, step: ThawStep): ThawFlow | undefined {
  try {
    const plain = keys.openBrought('code', Buffer.from(sealed, 'base64url'), CONTEXT[step])
    const { identifier, isStranger, endsAt } = JSON.parse(plain.subarray(FIXED_BYTES).toString())
    return {
      accountId: idFromBytes(plain.subarray(0, 16)),
      thawId: idFromBytes(plain.subarray(16, 32)),
      credentialVersion: plain.readUInt32BE(32),
      identifier,
      isStranger: isStranger !== 0, // absent in one that an earlier server began
      endsAt: new Date(endsAt),
    }
  } catch {
    return undefined // not one of ours, or of a key that is gone
  }
}

/** Which code opens this account again, and nothing else. */
export function codeSubject({ accountId, thawId, identifier }: ThawFlow): CodeSubject {
  return { accountId, purpose: 'thaw', subjectId: thawId, destination: identifier.canonical }
}
