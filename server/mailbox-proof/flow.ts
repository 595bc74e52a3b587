import type { Account } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import type { CodeSubject } from '../codes/code.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { idFromBytes, newId } from '../platform/ids.ts'
import type { Keys } from '../platform/keys.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'

/** What a mailbox is proven for. A flow, and a code, of one purpose is worthless for another. */
export type ProofPurpose = 'sign_in' | 'recovery_mailbox'

/**
 * A mailbox being proven. Everything it is bound to travels in the flow itself, sealed: an attack of a million requests
 * leaves no row.
 */
export interface MailboxFlow {
  purpose: ProofPurpose
  flowId: string
  /** Whose mailbox, or for an address that no account has an id that nobody has. */
  accountId: string
  /** The address and where its codes go, as a name that tells nothing. */
  addressId: string
  /** Its codes go to the account's other address. */
  toOther: boolean
  /** Of the account when this began: another by now, and this is dead. */
  credentialVersion: number
  /** As typed. */
  identifier: Identifier
  /** ISO 8601. */
  endsAt: string
}

const sealedAs = (purpose: ProofPurpose) => [`${purpose}_flow`]

/** Begins a flow for an address; for one that no account has the same, which leads nowhere. */
export function newFlow(
  { keys, clock }: Deps,
  purpose: ProofPurpose,
  identifier: Identifier,
  account: Account | undefined,
  toOther: boolean,
): MailboxFlow {
  const addressId = addressIdOf(keys, purpose, identifier, toOther)
  return {
    purpose,
    flowId: newId(),
    accountId: account?.accountId ?? addressId,
    addressId,
    toOther,
    credentialVersion: account?.credentialVersion ?? 1,
    identifier,
    endsAt: secondsAfter(clock.now(), policy.flowTtlSeconds).toISOString(),
  }
}

/** What the client names it by. It shows nothing, and its length depends on what was typed alone. */
export function formatFlow({ keys }: Pick<Deps, 'keys'>, { purpose, ...flow }: MailboxFlow): string {
  const { toOther, credentialVersion, ...rest } = flow
  const plain = { ...rest, toOther: Number(toOther), credentialVersion: String(credentialVersion).padStart(10, '0') }
  return keys.seal('code', Buffer.from(JSON.stringify(plain)), sealedAs(purpose)).toString('base64url')
}

/** @returns undefined for what is none of ours, or of another purpose, or has ended */
export function readFlow(
  { keys, clock }: Pick<Deps, 'keys' | 'clock'>,
  purpose: ProofPurpose,
  text: string,
): MailboxFlow | undefined {
  try {
    const flow = JSON.parse(keys.openBrought('code', Buffer.from(text, 'base64url'), sealedAs(purpose)).toString())
    if (new Date(flow.endsAt) <= clock.now()) return undefined
    return { ...flow, purpose, toOther: flow.toOther === 1, credentialVersion: Number(flow.credentialVersion) }
  } catch {
    return undefined
  }
}

/** @throws Refusal `flow_ended` */
export function getFlow(deps: Pick<Deps, 'keys' | 'clock'>, purpose: ProofPurpose, text: string): MailboxFlow {
  const flow = readFlow(deps, purpose, text)
  if (!flow) throw new Refusal('flow_ended')
  return flow
}

/** The one code that all flows of an address wait for which are for the same and have it sent to the same place. */
export function codeSubject({ purpose, accountId, addressId, identifier }: MailboxFlow): CodeSubject {
  return { accountId, purpose, subjectId: addressId, destination: identifier.canonical }
}

function addressIdOf(keys: Keys, purpose: ProofPurpose, { kind, canonical }: Identifier, toOther: boolean): string {
  const fields = [`${purpose}_proof`, kind, canonical, ...(toOther ? ['other'] : [])]
  return idFromBytes(keys.mac('index', fields).subarray(-16))
}
