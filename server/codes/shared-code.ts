/**
 * A code that every flow of one address waits for together which has it sent to the same place. Whoever asks on behalf of a stranger gets no code of their own
 * sent, ends nobody's, and cannot use up its tries: those are counted by who tries, never on the code. It is no credential,
 * only what stands before one.
 */
import { siteOf } from '../limits/network.ts'
import { spendBudgetQuietly } from '../limits/spend-budget.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { CodeSubject } from './code.ts'
import { codeFields } from './code.ts'
import { codeTimes, type IssuedCode } from './issue-code.ts'
import { noteEntered } from './note-entered.ts'
import type { SharedRow } from './queries.ts'
import * as queries from './queries.ts'
import { spendNetworkBudget } from './spend-code-budget.ts'

const HOUR = 3600

export type CodeTimes = Pick<IssuedCode, 'expiresAt' | 'resendAt'>

/**
 * The code that was sent last, with half its life before it, and whether it opens nothing any more, since its owner used it or the
 * credentials changed; undefined when it is time for another.
 */
export async function findSharedCode(
  deps: Deps,
  subject: CodeSubject,
): Promise<{ times: CodeTimes; isOver: boolean } | undefined> {
  const row = await find(deps, subject)
  const isYoung = row && secondsAfter(row.issued_at, policy.sharedCodeSeconds) > deps.clock.now()
  return isYoung ? { times: codeTimes(row.issued_at), isOver: row.is_over } : undefined
}

/**
 * Tells whether another code may be sent now: a minute after the last one for the first few of an hour, later when that one
 * is no longer young. So the owner of an address has a code that works at any time, and is never flooded.
 *
 * @param network what causes it, see `networkOf`
 * @returns the least age of the last one, for `issueCode`; or how long it is too soon
 * @throws Refusal `too_many_codes` when the network has caused too many
 */
export async function spendSharedCode(
  deps: Deps,
  subject: CodeSubject,
  network: string,
): Promise<{ waitSeconds: number } | { tooSoonSeconds: number }> {
  const row = await find(deps, subject)
  const age = row ? (deps.clock.now().getTime() - row.issued_at.getTime()) / 1000 : Number.POSITIVE_INFINITY
  const left = (wait: number) => Math.ceil(wait - age)
  if (left(policy.codeResendSeconds) > 0) return { tooSoonSeconds: left(policy.codeResendSeconds) }
  await spendNetworkBudget(deps, network)
  const calm = { name: 'codes-shared', most: policy.sharedCodesPerHour, windowSeconds: HOUR }
  const isCalm = (await spendBudgetQuietly(deps, calm, [subject.destination])) === undefined
  const waitSeconds = isCalm ? policy.codeResendSeconds : policy.sharedCodeSeconds
  return left(waitSeconds) > 0 ? { tooSoonSeconds: left(waitSeconds) } : { waitSeconds }
}

/**
 * Tells whether `code` is one of the open codes of `subject`. Counts the try first, for the flow, the network and its site, each in
 * its own commit. A wrong one is `code_wrong` whatever became of the code, so that nobody learns that its owner used it.
 *
 * @param by the flow that tries, and the network it comes from
 * @returns the id of the code, for `consumeSharedCode` in the transaction of the effect
 * @throws Refusal `code_wrong`, `code_expired`, `code_used`, `code_spent` (the flow's tries are used up), `too_many_attempts`
 */
export async function verifySharedCode(
  deps: Deps,
  subject: CodeSubject,
  code: string,
  by: { flowId: string; network: string },
): Promise<string> {
  const perFlow = { name: 'shared-code-flow', most: policy.codeTries, windowSeconds: policy.flowTtlSeconds }
  if ((await spendBudgetQuietly(deps, perFlow, [by.flowId])) !== undefined) throw new Refusal('code_spent')
  const perNetwork = { name: 'shared-code-network', most: policy.sharedCodeTriesPerNetworkHour, windowSeconds: HOUR }
  const wait = await spendBudgetQuietly(deps, perNetwork, [subject.destination, by.network])
  const perSite = { name: 'shared-code-site', most: policy.sharedCodeTriesPerSiteHour, windowSeconds: HOUR }
  const siteWait = wait ?? (await spendBudgetQuietly(deps, perSite, [subject.destination, siteOf(by.network)]))
  if (siteWait !== undefined) throw new Refusal('too_many_attempts', { retryAfterSeconds: siteWait })
  const row = await find(deps, subject)
  const now = deps.clock.now()
  const isNewest = row !== undefined && isCode(deps, subject, code, row.code_id, row.mac)
  const isEarlier = row !== undefined && isCode(deps, subject, code, row.replaced_id, row.replaced_mac)
  if (isNewest && row.expires_at > now) return row.code_id
  if (isEarlier && row.replaced_id && row.replaced_expires_at && row.replaced_expires_at > now) return row.replaced_id
  // It was over when the next one was made.
  if (isEarlier && !row.replaced_expires_at) throw new Refusal('code_used')
  throw new Refusal(isNewest || isEarlier || (row && row.expires_at <= now) ? 'code_expired' : 'code_wrong')
}

function isCode(
  { keys }: Deps,
  subject: CodeSubject,
  code: string,
  codeId: string | null,
  mac: Buffer | null,
): boolean {
  const macs = keys.macs('code', codeFields(codeId ?? '', subject, code))
  return macs.some((expected) => mac !== null && equalInConstantTime(expected, mac))
}

/** Uses the open codes of an address up: true for exactly one caller. Call it in the transaction of what the code allows. */
export async function consumeSharedCode(
  tx: Queryable,
  deps: Deps,
  subject: CodeSubject,
  codeId: string,
): Promise<boolean> {
  const { accountId, purpose, subjectId } = subject
  const [row] = await tx.query(queries.consumeShared, [accountId, purpose, subjectId, codeId, deps.clock.now()])
  if (row?.paid_as) noteEntered(deps, subject, codeId)
  return row !== undefined
}

async function find({ db }: Deps, { accountId, purpose, subjectId }: CodeSubject): Promise<SharedRow | undefined> {
  const [row] = await db.query(queries.findShared, [accountId, purpose, subjectId])
  return row
}
