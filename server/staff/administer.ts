/**
 * What administrators do: have people in, and put them out. Each act is signed for by itself, so that a stolen session does neither.
 * To take an invitation back only tightens, and needs no signature.
 */
import type { ChallengeSubject } from '../passkeys/challenge.ts'
import { requestOptionsFor } from '../passkeys/options.ts'
import type { Assertion, RequestOptions } from '../passkeys/schema.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { StaffRole } from '../sessions/policy.ts'
import type { Device } from '../sessions/session.ts'
import { endStaff } from './end-staff.ts'
import { endInvitation, invitationLink, inviteStaff } from './invite-staff.ts'
import { proveStaff } from './prove-staff.ts'
import * as queries from './queries.ts'
import { recordAct, type StaffSession } from './staff-sessions.ts'

export type Act = { do: 'invite'; role: StaffRole } | { do: 'end'; staffId: string }

function subjectOf({ member: { staffId }, sessionId }: StaffSession, act: Act) {
  const text = act.do === 'invite' ? `invite ${act.role}` : `end ${act.staffId}`
  return { purpose: 'staff_act', staffId, sessionId, act: text } as const satisfies ChallengeSubject
}

/** What the browser asks the administrator's passkey for, for this one act. */
export const startAct = (deps: Deps, session: StaffSession, act: Act): RequestOptions =>
  requestOptionsFor(deps, subjectOf(session, act))

export interface Signing {
  session: StaffSession
  assertion: Assertion
  device: Device
  /** See `networkOf`. */
  network: string
}

export interface Invited {
  /** For the one who is invited alone, told this once. */
  link: string
  role: StaffRole
  expiresAt: Date
}

/** @throws Refusal `passkey_wrong`, `passkey_unknown`, `passkey_suspended`, `too_many_attempts` */
export async function inviteColleague(deps: Deps, signing: Signing, role: StaffRole): Promise<Invited> {
  const { staffId: invitedBy } = signing.session.member
  return act(deps, signing, { do: 'invite', role }, async (tx) => {
    const { invitation, invitationId, expiresAt } = await inviteStaff(tx, deps, { role, invitedBy })
    await record(tx, deps, signing, 'invited', invitationId)
    return { link: invitationLink(deps.config, invitation), role, expiresAt }
  })
}

/**
 * Ends a membership, see `endStaff`. Nobody ends their own: so there is an administrator left.
 *
 * @throws Refusal `not_found`, `passkey_wrong`, `passkey_unknown`, `passkey_suspended`, `too_many_attempts`
 */
export async function endColleague(deps: Deps, signing: Signing, staffId: string): Promise<void> {
  if (staffId === signing.session.member.staffId) throw new Refusal('not_found')
  const wasThere = await act(deps, signing, { do: 'end', staffId }, async (tx) => {
    const wasMember = await endStaff(tx, deps, staffId)
    if (wasMember) await record(tx, deps, signing, 'ended_member', staffId)
    return wasMember
  })
  if (!wasThere) throw new Refusal('not_found')
}

/** @throws Refusal `not_found`: nobody can come in by it any more, or somebody has */
export async function withdrawInvitation(
  deps: Deps,
  by: Pick<Signing, 'session' | 'device'>,
  invitationId: string,
): Promise<void> {
  const { member, sessionId } = by.session
  const wasOpen = await deps.db.transaction(async (tx) => {
    const held = await tx.query(queries.holdSession, [member.staffId, sessionId, deps.clock.now()])
    if (held.length === 0) throw new Refusal('session_required')
    const isFirst = await endInvitation(tx, deps, invitationId)
    if (isFirst) await record(tx, deps, by, 'ended_invitation', invitationId)
    return isFirst
  })
  if (!wasOpen) throw new Refusal('not_found')
}

/** For a session that stands still: none that is ended meanwhile does anything after it. */
function act<T>(deps: Deps, signing: Signing, what: Act, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { session, assertion, network } = signing
  const { staffId } = session.member
  const alsoLocks = what.do === 'end' ? what.staffId : undefined
  const proof = { subject: subjectOf(session, what), assertion, network, ...(alsoLocks ? { alsoLocks } : {}) }
  return proveStaff(deps, proof, async (tx) => {
    const held = await tx.query(queries.holdSession, [staffId, session.sessionId, deps.clock.now()])
    return held.length === 1 ? work(tx) : undefined
  })
}

async function record(
  tx: Tx,
  { clock }: Deps,
  { session: { member, sessionId }, device }: Pick<Signing, 'session' | 'device'>,
  kind: 'invited' | 'ended_invitation' | 'ended_member',
  about: string,
): Promise<void> {
  const { staffId } = member
  await recordAct(tx, { staffId, sessionId, act: kind, device, at: clock.now(), about })
}
