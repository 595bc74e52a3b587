import type { Account } from '../accounts/find-account.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Client } from '../sessions/session.ts'

/**
 * A sign-in whose password was right and that waits for the second proof. It travels sealed, and opens nothing by itself: it
 * is worth a few tries of the second proof, and one success, for ten minutes and for the credentials it was made under.
 */
export interface FactorFlow {
  flowId: string
  accountId: string
  credentialVersion: number
  client: Client
  /** The known device that brought the password, if one did. Whoever comes with the flow has yet to show to be it. */
  deviceId?: string | undefined
  /** ISO 8601. */
  endsAt: string
}

const SEALED_AS = ['sign_in_factor']

export function newFactorFlow(
  { clock }: Deps,
  { accountId, credentialVersion }: Account,
  on: Pick<FactorFlow, 'client' | 'deviceId'>,
): FactorFlow {
  const endsAt = secondsAfter(clock.now(), policy.factorStepSeconds).toISOString()
  return { flowId: newId(), accountId, credentialVersion, ...on, endsAt }
}

/** What the client names it by; it shows nothing. */
export function formatFactorFlow({ keys }: Pick<Deps, 'keys'>, flow: FactorFlow): string {
  return keys.seal('code', Buffer.from(JSON.stringify(flow)), SEALED_AS).toString('base64url')
}

/** @throws Refusal `flow_ended` for what is none of ours, or over */
export function getFactorFlow({ keys, clock }: Pick<Deps, 'keys' | 'clock'>, text: string): FactorFlow {
  const flow = read(keys, text)
  if (!flow || new Date(flow.endsAt) <= clock.now()) throw new Refusal('flow_ended')
  return flow
}

function read(keys: Deps['keys'], text: string): FactorFlow | undefined {
  try {
    return JSON.parse(keys.openBrought('code', Buffer.from(text, 'base64url'), SEALED_AS).toString())
  } catch {
    return undefined
  }
}
