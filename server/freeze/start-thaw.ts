import type { Profile } from '../accounts/find-profile.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { requireResendDue } from '../codes/issue-code.ts'
import { spendNetworkBudget } from '../codes/spend-code-budget.ts'
import { type Asker, type StartedProof, startProof } from '../mailbox-proof/start-proof.ts'
import { tellWrongPasswords } from '../notices/tell-wrong-passwords.ts'
import { verifyPassword } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { hasAddress, loadOwner, type Owner, ownerOf } from '../recovery/find-owner.ts'
import type { Device } from '../sessions/session.ts'
import { openAllowance, type Tryer } from '../sign-in/allowance.ts'
import { lookUp } from '../sign-in/look-up.ts'
import { codeSubject, flowEnd, openFlow, type ThawFlow } from './flow.ts'
import { type SentCode, sendThawCode } from './send-thaw-code.ts'

export interface StartThaw extends Tryer, Asker {
  password: string
  device: Device
}

/** The mailbox has to be proven first, by the steps of a sign-in. */
export interface AskedForMailbox {
  mailbox: StartedProof
}

/**
 * Begins to open a frozen account again: with the right password a code is sent to the address. A wrong password, an
 * unknown address and an account that is not frozen get the same answer after the same work, and nothing is sent.
 *
 * The try is counted as one of a sign-in, against the same allowances: here nobody has a guess more, the owner hears of them, and
 * a stranger who came after too many proves the mailbox first. Every try counts as a wrong one: whether it was right shows with
 * the code alone.
 *
 * @throws Refusal `too_many_attempts`, `too_many_codes` (of the network), `bot_check_required`, `busy`
 */
export async function startThaw(deps: Deps, request: StartThaw): Promise<SentCode | AskedForMailbox> {
  const { identifier, password, network } = request
  const looking = lookUp(deps, identifier, request.deviceSecret) // while the try is being counted
  looking.catch(() => {}) // told when it is awaited
  const allowance = await openAllowance(deps, request, looking)
  const { profile, stored } = await looking
  if (!allowance) return { mailbox: await startProof(deps, 'sign_in', identifier, profile, request) }
  try {
    await spendNetworkBudget(deps, network)
    const waiting = { stored, isStranger: allowance.isStranger }
    const isRight = await verifyPassword(deps, profile?.accountId, password, waiting)
    const sent = await begin(deps, identifier, profile, isRight)
    const telling = await allowance.fail()
    if (telling && profile && !isRight)
      tellWrongPasswords(deps, {
        ...telling,
        accountId: profile.accountId,
        event: 'failures',
        device: request.device,
      })
    return sent
  } catch (error) {
    await allowance.abandon()
    throw error
  }
}

/** Sends the code, if this is a frozen account's own password. */
async function begin(
  deps: Deps,
  identifier: Identifier,
  profile: Profile | undefined,
  isRight: boolean,
): Promise<SentCode> {
  const found = ownerOf(deps, profile)
  const owner = isRight && found?.frozenAt ? found : undefined
  const credentialVersion = owner?.credentialVersion ?? 1
  const flow = { accountId: owner?.accountId ?? newId(), thawId: newId(), credentialVersion, identifier }
  return sendThawCode(deps, { ...flow, endsAt: flowEnd(deps) }, owner)
}

/**
 * Sends a new code; the one before is dead.
 *
 * @throws Refusal `flow_ended`, `code_too_soon`, `too_many_codes` (of the network)
 */
export async function resendThawCode(deps: Deps, token: string, network: string): Promise<SentCode> {
  const flow = openFlow(deps, token)
  await requireResendDue(deps, codeSubject(flow))
  await spendNetworkBudget(deps, network)
  const owner = await loadOwner(deps, flow.accountId)
  return sendThawCode(deps, flow, isLive(owner, flow) ? owner : undefined)
}

/** Whether the flow's proof still stands: frozen as it was, and the address still the account's own. */
export function isLive(owner: Owner | undefined, flow: ThawFlow): owner is Owner {
  const isSame = owner?.frozenAt !== undefined && owner.credentialVersion === flow.credentialVersion
  return isSame && hasAddress(owner, flow.identifier)
}
