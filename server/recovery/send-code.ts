import { identifierLookups } from '../accounts/find-account.ts'
import { findPhrase } from '../accounts/phrase.ts'
import type { Locale } from '../accounts/schema.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { issueCode } from '../codes/issue-code.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import type { PaidAs } from '../paid-messages/paid-message.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Owner } from './find-owner.ts'
import { findStored } from './find-owner.ts'
import type { RecoveryFlow } from './flow.ts'
import { codeSubject } from './flow.ts'

/**
 * Makes the flow's one open code and writes it to its destination, in the form the account has stored. Without an owner the
 * same is done for nobody: the code is known to nobody, and the message is never sent.
 *
 * @param owner whoever is written to; nobody, where a limit says so
 * @param paidAs what a code by SMS is counted under, see `chargeOwnNumber`
 *
 * @throws Refusal `code_too_soon`
 */
export async function sendCode(
  tx: Tx,
  deps: Deps,
  flow: RecoveryFlow,
  owner: Owner | undefined,
  paidAs: PaidAs | undefined,
): Promise<Pick<IssuedCode, 'expiresAt' | 'resendAt'>> {
  const { accountId, destination } = flow
  const issued = await issueCode(tx, deps, codeSubject(flow), { paidAs })
  if (!issued) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  const to = owner && findStored(owner.identifiers, destination)?.address
  const phrase = await findPhrase(deps, tx, owner?.accountId)
  const [destinationLookup] = identifierLookups(deps.keys, destination)
  await enqueueMessage(tx, deps, {
    accountId,
    channel: destination.kind === 'email' ? 'email' : 'sms',
    to: to ?? '',
    destinationLookup,
    // Its owner's choice, as for every other message to them; whoever asks may be anybody.
    locale: (owner?.locale ?? flow.locale) as Locale,
    template: 'recovery_code',
    // What nobody is sent, nobody could read: a decoy keeps no code.
    data: { code: to === undefined ? '' : issued.code },
    phrase,
    expiresAt: issued.expiresAt,
    isPaid: paidAs !== undefined,
    decoy: to === undefined,
  })
  return issued
}
