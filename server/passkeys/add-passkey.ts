import { bindFactor } from '../accounts/factors.ts'
import { findAccount } from '../accounts/find-account.ts'
import { findProfile } from '../accounts/find-profile.ts'
import { getDataKey } from '../accounts/get-data-key.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { lockAccount } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endCodes } from '../codes/verify-code.ts'
import { distrustDevices, endDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import { deviceWords } from '../outbox/device-words.ts'
import type { Locale } from '../outbox/message.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { carrySession, renewSession } from '../sessions/renew-session.ts'
import { revokeOtherSessions } from '../sessions/revoke-sessions.ts'
import type { Device, Session } from '../sessions/session.ts'
import { makeOf } from './authenticator-makes.ts'
import { readChallenge, spendChallenge } from './challenge.ts'
import { type NewCredential, readRegistration } from './library.ts'
import { creationOptionsFor } from './options.ts'
import { readClientData, readName, userHandleOf } from './passkey.ts'
import { beginPasskeyTry } from './passkey-tries.ts'
import * as queries from './queries.ts'
import type { CreationOptions, Registration } from './schema.ts'
import { type Passkey, sealName, sealPublicKey } from './stored-passkey.ts'

/** What the browser is to make a passkey from, for this session alone. @throws Refusal `too_many_passkeys` */
export async function startAdding(deps: Deps, { accountId, sessionId }: Session): Promise<CreationOptions> {
  const [profile, existing] = await Promise.all([
    findProfile(deps, deps.db, accountId),
    deps.db.query(queries.list, [accountId]),
  ])
  if (existing.length >= policy.passkeysPerAccount) throw new Refusal('too_many_passkeys')
  const [first] = profile?.openIdentifiers() ?? []
  const subject = { purpose: 'enrol', accountId, sessionId } as const
  const label = first?.masked ?? deps.config.brandName
  return creationOptionsFor(deps, { subject, user: userHandleOf(accountId), label, existing })
}

export interface AddPasskey {
  session: Session
  /** Of the session. */
  token: string
  device: Device
  credential: Registration
  /** As typed; absent: the name of its make, or of the device. */
  name: string | undefined
}

export interface AddedPasskey {
  passkey: Passkey
  opened: OpenedSession
}

/**
 * Adds a passkey that the browser has made. Making it proved it: this session goes on under a new token at AAL 2. Withdrawals
 * pause and every address is told; with the account's first factor all that password alone had opened ends, with another the
 * trust in devices.
 *
 * @throws Refusal `request_invalid` (field `name`), `passkey_wrong`, `passkey_enrolled`, `too_many_passkeys`,
 *   `too_many_attempts`, `session_required` (it ended meanwhile, or the credentials changed)
 */
export async function addPasskey(deps: Deps, adding: AddPasskey): Promise<AddedPasskey> {
  const { accountId, sessionId } = adding.session
  const name = nameOf(adding.name)
  const account = await findAccount(deps, accountId)
  if (!account) throw new Refusal('session_required')
  const turn = await beginPasskeyTry(deps, { accountId, from: sessionId })
  try {
    const made = await read(deps, adding)
    if (made) {
      const added = await deps.db.transaction((tx) =>
        add(tx, deps, { ...adding, made, name }, account.credentialVersion),
      )
      await turn.succeed()
      return added
    }
  } catch (error) {
    await turn.abandon()
    throw error
  }
  await turn.fail()
  throw new Refusal('passkey_wrong')
}

function nameOf(typed: string | undefined): string | undefined {
  const name = typed === undefined ? undefined : readName(typed)
  if (typed !== undefined && name === undefined)
    throw new Refusal('request_invalid', { fields: [{ field: 'name', code: 'invalid' }] })
  return name
}

async function read(deps: Deps, { session, credential }: AddPasskey): Promise<NewCredential | undefined> {
  const { accountId, sessionId } = session
  const clientData = readClientData(credential.response.clientDataJSON)
  const subject = { purpose: 'enrol', accountId, sessionId } as const
  const challenge = clientData && readChallenge(deps, clientData.challenge, subject)
  if (!challenge || clientData.isCrossOrigin || !(await spendChallenge(deps, challenge))) return undefined
  return readRegistration({ config: deps.config, challenge: clientData.challenge }, credential)
}

interface Adding extends Omit<AddPasskey, 'name'> {
  made: NewCredential
  name: string | undefined
}

/** All of it or nothing. The account is locked first, so that nothing changes under it. */
async function add(tx: Tx, deps: Deps, adding: Adding, credentialVersion: number): Promise<AddedPasskey> {
  const { session, token, device } = adding
  const { accountId, sessionId } = session
  const account = await lockAccount(tx, accountId)
  if (account?.credentialVersion !== credentialVersion || account.frozenAt) throw new Refusal('session_required')
  const isFirst = account.factors.length === 0
  const opened = isFirst
    ? await carryAlone(tx, deps, session, token, credentialVersion)
    : await renewBeside(tx, deps, session, token)
  if (!opened) throw new Refusal('session_required')
  const passkey = await insert(tx, deps, adding, account.locale as Locale)
  await bindFactor(tx, accountId, 'passkey')
  const factors = [...account.factors.filter((factor) => factor !== 'passkey'), 'passkey' as const]
  await startHold(tx, deps, accountId, 'passkey_added')
  if (!account.factors.includes('passkey'))
    await recordEvent(tx, deps, accountId, { type: 'account.factors.changed', data: { factors } })
  await recordActivity(tx, deps, { accountId, kind: 'passkey_added', sessionId, device })
  await tellOwner(tx, deps, { accountId, event: 'passkey_added', device })
  return { passkey, opened: { ...opened, session: { ...opened.session, factors } } }
}

/** Beside another factor sessions go on; the trust that was given under the credentials of before does not. */
async function renewBeside(tx: Tx, deps: Deps, session: Session, token: string): Promise<OpenedSession | undefined> {
  await distrustDevices(tx, session.accountId)
  return renewSession(tx, deps, session, token, 'hwk')
}

/** From the first factor on, what the password alone had opened is worth nothing (OpenProject CVE-2023-31140). */
async function carryAlone(
  tx: Tx,
  deps: Deps,
  session: Session,
  token: string,
  credentialVersion: number,
): Promise<OpenedSession | undefined> {
  const { accountId, sessionId, deviceId } = session
  if (!(await raiseCredentialVersion(tx, accountId, credentialVersion))) return undefined
  const carried = await carrySession(tx, deps, session, token, credentialVersion, 'hwk')
  await revokeOtherSessions(tx, deps, accountId, sessionId)
  await endDevices(tx, deps, accountId, deviceId)
  await endCodes(tx, deps, accountId)
  return carried
}

async function insert(tx: Tx, deps: Deps, adding: Adding, locale: Locale) {
  const { credential, device, made, name } = adding
  const { accountId } = adding.session
  const existing = await tx.query(queries.list, [accountId])
  if (existing.length >= policy.passkeysPerAccount) throw new Refusal('too_many_passkeys')
  const passkeyId = newId()
  const dataKey = await getDataKey(tx, deps, accountId)
  const { id: credentialId, publicKey, counter, backupEligible, backedUp, aaguid } = made
  const called = name ?? makeOf(aaguid) ?? deviceWords(device, locale)
  const createdAt = deps.clock.now()
  const inserted = await tx.execute(queries.insert, [
    accountId,
    passkeyId,
    credentialId,
    sealPublicKey(dataKey, { accountId, passkeyId, credentialId, backupEligible }, publicKey),
    sealName(dataKey, accountId, passkeyId, called),
    counter,
    credential.response.transports,
    backupEligible,
    backedUp,
    aaguid,
    createdAt,
  ])
  if (inserted === 0) throw new Refusal('passkey_enrolled')
  return { passkeyId, name: called, createdAt, lastUsedAt: undefined, backupEligible, isSuspended: false }
}
