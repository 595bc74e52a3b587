import { findAccountId } from '../accounts/find-account.ts'
import { findProfile, type Profile } from '../accounts/find-profile.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { requireResendDue } from '../codes/issue-code.ts'
import { spendNetworkBudget } from '../codes/spend-code-budget.ts'
import { type Asker, type StartedProof, startProof } from '../mailbox-proof/start-proof.ts'
import { tellWrongPasswords } from '../notices/tell-wrong-passwords.ts'
import { verifyPassword } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { hasAddress, loadOwner, type Owner, ownerOf } from '../recovery/find-owner.ts'
import { spendShare } from '../recovery/shares.ts'
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
 * So does whoever comes when the address has been sent its share, or its codes were guessed at too often: both are counted by what
 * was typed, whoever has it and whatever the password. A thief with the password alone could keep the owner out for ever otherwise.
 *
 * @throws Refusal `too_many_attempts`, `too_many_codes` (of the network), `bot_check_required`, `busy`
 */
export async function startThaw(deps: Deps, request: StartThaw): Promise<SentCode | AskedForMailbox> {
  const { identifier, password, network } = request
  const looking = lookUp(deps, identifier, request.deviceSecret) // while the try is being counted
  looking.catch(() => {}) // told when it is awaited
  const allowance = await openAllowance(deps, request, looking)
  const { profile, stored } = await looking
  if (!allowance) return askForMailbox(deps, identifier, profile, request)
  const { isStranger } = allowance
  try {
    await spendNetworkBudget(deps, network)
    if (isStranger && !(await spendStrangersCode(deps, identifier))) {
      await allowance.abandon() // the password is not looked at
      return askForMailbox(deps, identifier, profile, request)
    }
    const waiting = { stored, isStranger }
    const isRight = await verifyPassword(deps, profile?.accountId, password, waiting)
    const sent = await begin(deps, { identifier, isStranger, profile, isRight })
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

interface LookedAt extends Pick<ThawFlow, 'identifier' | 'isStranger'> {
  profile: Profile | undefined
  isRight: boolean
}

/** Sends the code, if this is a frozen account's own password. */
async function begin(deps: Deps, { identifier, isStranger, profile, isRight }: LookedAt): Promise<SentCode> {
  const found = ownerOf(deps, profile)
  const owner = isRight && found?.frozenAt ? found : undefined
  const credentialVersion = owner?.credentialVersion ?? 1
  const flow = { accountId: owner?.accountId ?? newId(), thawId: newId(), credentialVersion, identifier, isStranger }
  return sendThawCode(deps, { ...flow, endsAt: flowEnd(deps) }, owner)
}

/**
 * Sends a new code; the one before is dead. Where the address has been sent its share, it goes on with the proof of the mailbox.
 *
 * @throws Refusal `flow_ended`, `code_too_soon`, `too_many_codes` (of the network), `busy`
 */
export async function resendThawCode(deps: Deps, token: string, asker: Asker): Promise<SentCode | AskedForMailbox> {
  const flow = openFlow(deps, token)
  const { identifier, isStranger } = flow
  await requireResendDue(deps, codeSubject(flow))
  await spendNetworkBudget(deps, asker.network)
  if (isStranger && !(await spendStrangersCode(deps, identifier))) {
    const profile = await findProfile(deps, deps.db, await findAccountId(deps, identifier))
    return askForMailbox(deps, identifier, profile, asker)
  }
  const owner = await loadOwner(deps, flow.accountId)
  return sendThawCode(deps, flow, isLive(owner, flow) ? owner : undefined)
}

/** Spends one of the codes that all share who have not proven the mailbox. @returns whether there was one left */
async function spendStrangersCode(deps: Deps, { canonical }: Identifier): Promise<boolean> {
  return !('waitSeconds' in (await spendShare(deps, 'thaw', canonical, undefined)))
}

async function askForMailbox(
  deps: Deps,
  identifier: Identifier,
  profile: Profile | undefined,
  asker: Asker,
): Promise<AskedForMailbox> {
  return { mailbox: await startProof(deps, 'sign_in', identifier, profile, asker) }
}

/** Whether the flow's proof still stands: frozen as it was, and the address still the account's own. */
export function isLive(owner: Owner | undefined, flow: ThawFlow): owner is Owner {
  const isSame = owner?.frozenAt !== undefined && owner.credentialVersion === flow.credentialVersion
  return isSame && hasAddress(owner, flow.identifier)
}
