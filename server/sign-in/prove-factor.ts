import { type Account, findAccount } from '../accounts/find-account.ts'
import { trustDevice } from '../devices/known-devices.ts'
import { usablePasskeys } from '../passkeys/stored-passkey.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { findRecoveryKey } from '../recovery-key/enrol-recovery-key.ts'
import type { Surroundings } from '../sessions/describe-session.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import type { FactorProof } from '../sessions/renew-session.ts'
import { findTotp } from '../totp/enrol-totp.ts'
import { tellWrongCodes } from '../totp/tell-wrong-codes.ts'
import { verifyTotp } from '../totp/verify-totp.ts'
import { type FactorFlow, getFactorFlow } from './factor-flow.ts'
import type { SignInAction } from './journey.ts'
import { lookUpTotp } from './look-up-totp.ts'
import { type Opening, openOnKnownDevice, openSignedIn, type SignedInOn } from './open-signed-in.ts'
import * as queries from './queries.ts'

export interface ProveFactor extends Omit<SignedInOn, 'client'> {
  flow: string
  /** What the device brought along to be known by. */
  deviceSecret: Uint8Array | undefined
  /** Asked for by the person: this device need not give the second proof for a while. */
  trustsDevice: boolean
}

/**
 * Signs in with a code of the authenticator, after the password was right.
 *
 * @param code six ASCII digits
 * @throws Refusal `flow_ended`, `totp_wrong`, `totp_late`, `totp_used`, `totp_not_enrolled`, `totp_used_up`,
 *   `too_many_attempts`
 */
export async function signInWithTotp(
  deps: Deps,
  code: string,
  request: ProveFactor,
): Promise<OpenedSession & { surroundings: Surroundings }> {
  const flow = getFactorFlow(deps, request.flow)
  const { surroundings, deviceId, stored } = await lookUpTotp(deps, flow, request.deviceSecret)
  const account = surroundings.profile
  requireWaiting(flow, account)
  const { accountId } = account
  const proof = await verifyTotp(deps, {
    tryer: { accountId, deviceId },
    code,
    stored,
    onFailure: (failure) => tellWrongCodes(deps, accountId, failure, request.device),
  })
  const atOnce = deviceId === undefined ? undefined : { deviceId, accept: proof.acceptOrNothing }
  const proven = { flow, account, request, amr: 'otp', proof, atOnce, isUsed: 'totp_used' } as const
  return { ...(await openProven(deps, proven)), surroundings }
}

export interface Waiting {
  flow: FactorFlow
  account: Account
}

/** The sign-in that waits, and its account as it is now. @throws Refusal `flow_ended` */
export async function findWaiting(deps: Deps, token: string): Promise<Waiting> {
  const flow = getFactorFlow(deps, token)
  const account = await findAccount(deps, flow.accountId)
  requireWaiting(flow, account)
  return { flow, account }
}

function requireWaiting(flow: FactorFlow, account: Account | undefined): asserts account is Account {
  if (account?.credentialVersion !== flow.credentialVersion || account.frozenAt) throw new Refusal('flow_ended')
}

/** A proof of the second kind that is right, and to be used up. */
export interface UsableProof {
  /** @returns false when another request used it first */
  accept(tx: Tx): Promise<boolean>
  abandon(): Promise<void>
}

export interface ProvenSignIn extends Waiting {
  request: ProveFactor
  amr: FactorProof
  proof: UsableProof
  /** On a device that the account knows, by a proof that can be accepted so. */
  atOnce?: { deviceId: string; accept(tx: Tx): Promise<unknown> } | undefined
  /** What is said when another request used the proof first. */
  isUsed: 'totp_used' | 'passkey_wrong'
}

/** Opens the session, once a flow: proof, device and session in one transaction. @throws Refusal `flow_ended` */
export async function openProven(deps: Deps, proven: ProvenSignIn): Promise<OpenedSession> {
  const { atOnce, proof } = proven
  try {
    // Nearly every one from a known device; the long way tells what is otherwise.
    const opened = atOnce && (await deps.db.atOnce((tx) => openAtOnce(tx, deps, proven, atOnce)))
    return opened ?? (await deps.db.transaction((tx) => open(tx, deps, proven)))
  } catch (error) {
    await proof.abandon()
    throw error
  }
}

// In both, what is asked at once travels together and runs in this order: the account is locked before the proof's own row is,
// as whoever takes a factor away does; neither waits for ever.

async function openAtOnce(
  tx: Tx,
  deps: Deps,
  proven: ProvenSignIn,
  { deviceId, accept }: NonNullable<ProvenSignIn['atOnce']>,
): Promise<OpenedSession> {
  const { accountId, credentialVersion } = proven.flow
  const until = trustEnd(deps.clock.now())
  const [, opened] = await Promise.all([
    tx.query(queries.useFlowOrNothing, useOf(deps, proven)),
    openOnKnownDevice(tx, deps, openingOf(proven), deviceId),
    accept(tx),
    proven.request.trustsDevice && trustDevice(tx, { accountId, deviceId, credentialVersion, until }),
  ])
  return opened
}

async function open(tx: Tx, deps: Deps, proven: ProvenSignIn): Promise<OpenedSession> {
  const { flow, request, proof } = proven
  const { accountId, credentialVersion } = flow
  const [isFirst, opened, isAccepted] = await Promise.all([
    tx.execute(queries.useFlow, useOf(deps, proven)),
    openSignedIn(tx, deps, openingOf(proven)),
    proof.accept(tx),
  ])
  if (!isFirst || !opened) throw new Refusal('flow_ended')
  if (!isAccepted) throw new Refusal(proven.isUsed)
  const until = trustEnd(deps.clock.now())
  if (request.trustsDevice && opened.deviceId)
    await trustDevice(tx, { accountId, deviceId: opened.deviceId, credentialVersion, until })
  return opened
}

const useOf = ({ clock }: Deps, { flow: { accountId, flowId, credentialVersion, endsAt } }: ProvenSignIn) => [
  accountId,
  flowId,
  credentialVersion,
  clock.now(),
  new Date(endsAt),
]

const openingOf = ({ flow: { client }, account, request: { device, secret }, amr }: ProvenSignIn): Opening => ({
  account,
  client,
  device,
  secret,
  amr: ['pwd', amr],
  aal: 2,
})

const trustEnd = (now: Date): Date => secondsAfter(now, policy.trustedDeviceSeconds)

/** By what a sign-in that waits for the second proof may go on, today. */
export async function waysOn(deps: Deps, { accountId }: Account): Promise<SignInAction[]> {
  const [totp, passkeys, recoveryKey] = await deps.db.inOrder((db) =>
    Promise.all([findTotp({ db }, accountId), usablePasskeys({ db }, accountId), findRecoveryKey({ db }, accountId)]),
  )
  const isThere = { totp: totp !== undefined && !totp.isSuspended, passkey: passkeys.length > 0 }
  return [
    ...(isThere.totp ? (['totp'] as const) : []),
    ...(isThere.passkey ? (['passkey'] as const) : []),
    ...(recoveryKey ? (['recovery_key'] as const) : []),
  ]
}
