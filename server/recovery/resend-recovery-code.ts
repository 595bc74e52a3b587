import { findAccountId } from '../accounts/find-account.ts'
import { lookupForm } from '../accounts/identifier.ts'
import { requireResendDue } from '../codes/issue-code.ts'
import { spendNetworkBudget, spendOwnBudgetQuietly } from '../codes/spend-code-budget.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { charge } from './charge.ts'
import type { Owner } from './find-owner.ts'
import { findLiveOwner } from './find-owner.ts'
import type { Destination, RecoveryFlow } from './flow.ts'
import { codeSubject, getFlow, requireAction, sealAddresses } from './flow.ts'
import * as queries from './queries.ts'
import { sendCode } from './send-code.ts'
import { findShown, type Shown, spendShare } from './shares.ts'
import {
  type AskedForMailbox,
  admitReset,
  askForMailbox,
  type ResetAsker,
  type StartedRecovery,
} from './start-recovery.ts'

type Sent = StartedRecovery | AskedForMailbox

/**
 * Sends a new code to where the last one went; the old one is dead. Where strangers have used up what the address is sent, the
 * reset goes on with the proof of its mailbox.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `code_too_soon`, `bot_check_required`, `too_many_codes`
 */
export async function resendRecoveryCode(deps: Deps, token: string, asker: ResetAsker): Promise<Sent> {
  const flow = await getFlow(deps, token)
  requireAction(flow, 'resend')
  return send(deps, flow, flow.toOther, asker)
}

/**
 * Sends a new code to the account's other address, or back to the typed one. An account with one address gets it there
 * again, and nobody gets anything for an account that is not there: the answer is the same.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `code_too_soon`, `bot_check_required`, `too_many_codes`
 */
export async function sendToOtherChannel(deps: Deps, token: string, asker: ResetAsker): Promise<Sent> {
  const flow = await getFlow(deps, token)
  requireAction(flow, 'other_channel')
  return send(deps, flow, !flow.toOther, asker)
}

async function send(deps: Deps, before: RecoveryFlow, toOther: boolean, asker: ResetAsker): Promise<Sent> {
  await requireResendDue(deps, codeSubject(before))
  await admitReset(deps, asker)
  // What becomes of it depends on the typed address alone, whoever has it; and on what the asker has shown.
  const shown = await findShown(deps, before, asker.deviceSecret)
  await spendNetworkBudget(deps, asker.network, shown && before.accountId)
  const share = await spendShare(deps, 'recovery', before.identifier.canonical, shown)
  if ('waitSeconds' in share) {
    if (before.isProven) throw new Refusal('too_many_codes', { retryAfterSeconds: share.waitSeconds })
    const { identifier } = before
    return askForMailbox(deps, identifier, await findAccountId(deps, identifier), asker)
  }
  const owner = await findLiveOwner(deps, before)
  const destination = destinationOf(before, owner, toOther)
  const isSpent = await spendElsewhere(deps, before, { to: destination, shown, isOwn: share.of === 'own' })
  const flow = { ...before, destination, toOther }
  const { to, paidAs } = await charge(deps, flow, isSpent ? undefined : owner, shown)
  const code = await deps.db.transaction(async (tx) => {
    const values = [flow.accountId, flow.recoveryId, sealAddresses(deps, flow), toOther, deps.clock.now()]
    if ((await tx.execute(queries.redirect, values)) === 0) throw new Refusal('flow_ended')
    return sendCode(tx, deps, flow, to, paidAs)
  })
  return { flow, code }
}

function destinationOf({ identifier }: RecoveryFlow, owner: Owner | undefined, toOther: boolean): Destination {
  const other = owner?.identifiers.find(({ kind }) => kind !== identifier.kind)
  if (toOther && other) return { kind: other.kind, canonical: lookupForm(other.kind, other.address) }
  return { kind: identifier.kind, canonical: identifier.canonical }
}

interface Sending {
  to: Destination
  shown: Shown | undefined
  /** Whether what was shown has paid for this code already. */
  isOwn: boolean
}

/**
 * Spends what the account's other address may be sent by resets that did not name it; that it is used up shows nowhere. Counted apart
 * from those that did: what is left of those shows, and would tell a stranger that two addresses are one account's. Where nothing
 * goes there, a count that nobody has is raised.
 *
 * @returns whether it is used up
 */
async function spendElsewhere(
  deps: Deps,
  { identifier: { canonical: typed } }: RecoveryFlow,
  { to, shown, isOwn }: Sending,
): Promise<boolean> {
  const isElsewhere = to.canonical !== typed
  const elsewhere = ['elsewhere', isElsewhere ? to.canonical : `other than ${typed}`]
  const wait = await spendOwnBudgetQuietly(deps, 'recovery', elsewhere)
  if (!isElsewhere || wait === undefined || isOwn) return false
  return !shown || (await spendOwnBudgetQuietly(deps, 'recovery', shown)) !== undefined
}
