import { findProfile, type Profile } from '../accounts/find-profile.ts'
import type { Identifier } from '../accounts/identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import type { CodeTimes } from '../codes/shared-code.ts'
import { findSharedCode, spendSharedCode } from '../codes/shared-code.ts'
import { newTurn } from '../limits/turn.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { MailboxFlow, ProofPurpose } from './flow.ts'
import { codeSubject, getFlow, newFlow } from './flow.ts'
import { sendCode } from './send-code.ts'

/** How long another request may take to send its code. */
const ANOTHER_MS = 1_000

export interface StartedProof {
  flow: MailboxFlow
  code: CodeTimes
}

/** Who asks, and in which language a message is written where no account says. */
export interface Asker {
  /** See `networkOf`. */
  network: string
  locale: Locale
}

/**
 * Begins the proof of a mailbox. The code that was sent there last goes on serving while it is young; else one is sent to the
 * account's own address, or with `toOther` to the other one it has. For an address that no account has, the same is written for nobody and nothing is sent.
 * One that is over before its time is followed by another at once, with its times: whoever asks finds a code that works.
 *
 * @throws Refusal `too_many_codes`, `busy`
 */
export async function startProof(
  deps: Deps,
  purpose: ProofPurpose,
  identifier: Identifier,
  profile: Profile | undefined,
  asker: Asker,
  toOther = false,
): Promise<StartedProof> {
  const flow = newFlow(deps, purpose, identifier, profile, toOther)
  const open = await findSharedCode(deps, codeSubject(flow))
  if (open) {
    if (open.isOver) await sendCode(deps, flow, profile, asker.locale, 'again')
    return { flow, code: open.times }
  }
  const turn = await spendSharedCode(deps, codeSubject(flow), asker.network)
  const code = 'waitSeconds' in turn ? await sendCode(deps, flow, profile, asker.locale, turn.waitSeconds) : undefined
  // Another request was quicker: its code serves this flow too.
  return { flow, code: code ?? (await codeOfAnother(deps, flow)) }
}

/** The code that another request is about to send, which takes a few questions. @throws Refusal `busy` when it never comes */
async function codeOfAnother(deps: Deps, flow: MailboxFlow): Promise<CodeTimes> {
  const turn = newTurn(ANOTHER_MS, 'busy')
  for (;;) {
    const sent = await findSharedCode(deps, codeSubject(flow))
    if (sent) return sent.times
    await turn.wait()
  }
}

/**
 * Sends another code to where the last one went. It comes with a new flow, which has tries of its own; codes sent before go on working.
 *
 * @throws Refusal `flow_ended`, `code_too_soon`, `too_many_codes`
 */
export async function resendProofCode(
  deps: Deps,
  purpose: ProofPurpose,
  token: string,
  asker: Asker,
): Promise<StartedProof> {
  const { identifier, accountId, toOther } = getFlow(deps, purpose, token)
  const profile = await findProfile(deps, deps.db, accountId)
  const flow = newFlow(deps, purpose, identifier, profile, toOther)
  const turn = await spendSharedCode(deps, codeSubject(flow), asker.network)
  if ('tooSoonSeconds' in turn) throw new Refusal('code_too_soon', { retryAfterSeconds: turn.tooSoonSeconds })
  const code = await sendCode(deps, flow, profile, asker.locale, turn.waitSeconds)
  if (!code) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  return { flow, code }
}

/**
 * Goes on with the account's other address, or back with the first: for whoever cannot read there. An account with one address
 * gets the code there again, and nobody gets anything for an account that is not there: the answer is the same.
 *
 * @throws Refusal `flow_ended`, `too_many_codes`
 */
export async function proveByOtherChannel(
  deps: Deps,
  purpose: ProofPurpose,
  token: string,
  asker: Asker,
): Promise<StartedProof> {
  const { identifier, accountId, toOther } = getFlow(deps, purpose, token)
  const profile = await findProfile(deps, deps.db, accountId)
  return startProof(deps, purpose, identifier, profile, asker, !toOther)
}
