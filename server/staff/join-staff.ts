import { readChallenge, spendChallenge } from '../passkeys/challenge.ts'
import { type NewCredential, readRegistration } from '../passkeys/library.ts'
import { creationOptionsFor } from '../passkeys/options.ts'
import { readClientData, readName } from '../passkeys/passkey.ts'
import type { CreationOptions, Registration } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Device } from '../sessions/session.ts'
import { getInvitation, type Invitation } from './invite-staff.ts'
import { sealMember, staffHandleOf } from './member.ts'
import * as queries from './queries.ts'
import { type OpenedStaffSession, openStaffSession } from './staff-sessions.ts'

/**
 * What the browser is to make a passkey from, for whoever holds the invitation.
 *
 * @throws Refusal `invitation_ended`, `request_invalid` (field `name`)
 */
export async function startJoining(deps: Deps, invitation: string, name: string): Promise<CreationOptions> {
  const { invitationId } = await getInvitation(deps, invitation)
  return creationOptionsFor(deps, {
    subject: { purpose: 'staff_join', invitationId },
    user: staffHandleOf(invitationId),
    // In the list of a device it stands beside passkeys of customers: the page it opens tells it apart, in every language.
    label: `${nameOf(name)} – /staff`,
  })
}

export interface JoinStaff {
  invitation: string
  name: string
  credential: Registration
  device: Device
}

/**
 * Makes the holder of an invitation a member, once, and signs them in: the passkey is two factors in one, the device and what
 * unlocks it (NIST SP 800-63B-4 §3.1.7), and the only way in, so that there is no password to guess, to phish or to reset.
 *
 * @throws Refusal `invitation_ended`, `request_invalid` (field `name`), `passkey_wrong`
 */
export async function joinStaff(deps: Deps, joining: JoinStaff): Promise<OpenedStaffSession> {
  const name = nameOf(joining.name)
  const invitation = await getInvitation(deps, joining.invitation)
  const made = await read(deps, joining.credential, invitation)
  if (!made) throw new Refusal('passkey_wrong')
  const { invitationId, role } = invitation
  // The member is called as the invitation is: it makes one, and the authenticator was told so before there was any.
  const member = { staffId: invitationId, name, role }
  const opened = await deps.db.transactionIf(async (tx) => {
    const now = deps.clock.now()
    if ((await tx.execute(queries.useInvitation, [invitationId, now])) === 0) return undefined
    const row = { staff_id: member.staffId, credential_id: made.id }
    const sealed = sealMember(deps.keys, row, { ...member, ...made })
    await tx.execute(queries.insert, [member.staffId, made.id, sealed, made.counter, now])
    return openStaffSession(tx, deps, { member, act: 'joined', device: joining.device })
  })
  if (!opened) throw new Refusal('invitation_ended')
  return opened
}

function nameOf(typed: string): string {
  const name = readName(typed)
  if (name === undefined) throw new Refusal('request_invalid', { fields: [{ field: 'name', code: 'invalid' }] })
  return name
}

async function read(
  deps: Deps,
  credential: Registration,
  { invitationId }: Invitation,
): Promise<NewCredential | undefined> {
  const clientData = readClientData(credential.response.clientDataJSON)
  const challenge = clientData && readChallenge(deps, clientData.challenge, { purpose: 'staff_join', invitationId })
  if (!challenge || clientData.isCrossOrigin || !(await spendChallenge(deps, challenge))) return undefined
  return readRegistration({ config: deps.config, challenge: clientData.challenge }, credential)
}
