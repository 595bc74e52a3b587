import { formatPaidAs, type PaidAs } from '../paid-messages/paid-message.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { CodeSubject } from './code.ts'
import { codeFields, newCode } from './code.ts'
import * as queries from './queries.ts'

export interface IssuedCode {
  /** In clear, for the message alone. */
  code: string
  expiresAt: Date
  /** From when another may be asked for. */
  resendAt: Date
}

export interface Issue {
  /** Least age of the last one. */
  waitSeconds?: number
  /** For a code that goes by SMS: what it was counted under, see `paid-messages/`. */
  paidAs?: PaidAs | undefined
}

/**
 * Makes the one open code of `subject`; the code before it is dead from then on (OWASP MFA: resend replaces).
 *
 * @returns undefined when the last one is younger
 */
export async function issueCode(
  tx: Queryable,
  deps: Deps,
  subject: CodeSubject,
  { waitSeconds = policy.codeResendSeconds, paidAs }: Issue = {},
): Promise<IssuedCode | undefined> {
  const { code, values } = makeCode(deps, subject)
  const now = deps.clock.now()
  const times = codeTimes(now)
  const paid = paidAs ? formatPaidAs(paidAs) : null
  const [issued] = await tx.query(queries.issue, [
    ...values,
    now,
    times.expiresAt,
    secondsAfter(now, -waitSeconds),
    paid,
  ])
  return issued && { code, ...times }
}

/** @returns the code in clear, and what names and proves it in its row */
function makeCode({ keys }: Pick<Deps, 'keys'>, subject: CodeSubject) {
  const code = newCode()
  const codeId = newId()
  const { accountId, purpose, subjectId } = subject
  const mac = keys.mac('code', codeFields(codeId, subject, code))
  return { code, values: [accountId, purpose, subjectId, codeId, mac] }
}

/**
 * Makes a code in the place of one that was used or ended. Its times look like that one's, so that nobody who watches them sees that
 * anything happened; it lives as long as any.
 *
 * @returns undefined when another request was quicker
 */
export async function issueCodeAgain(
  tx: Queryable,
  deps: Deps,
  subject: CodeSubject,
  paidAs: PaidAs | undefined,
): Promise<IssuedCode | undefined> {
  const { code, values } = makeCode(deps, subject)
  const { expiresAt } = codeTimes(deps.clock.now())
  const [issued] = await tx.query(queries.issueAgain, [...values, expiresAt, paidAs ? formatPaidAs(paidAs) : null])
  return issued && { code, ...codeTimes(issued.issued_at) }
}

/** When a code that was made then ends, and another may be asked for. */
export const codeTimes = (issuedAt: Date): Omit<IssuedCode, 'code'> => ({
  expiresAt: secondsAfter(issuedAt, policy.codeTtlSeconds),
  resendAt: secondsAfter(issuedAt, policy.codeResendSeconds),
})

/** @throws Refusal `code_too_soon` while the last code is younger than the resend wait */
export async function requireResendDue(deps: Deps, subject: Omit<CodeSubject, 'destination'>): Promise<void> {
  const [row] = await deps.db.query(queries.find, [subject.accountId, subject.purpose, subject.subjectId])
  if (!row) return
  const left = row.issued_at.getTime() + policy.codeResendSeconds * 1000 - deps.clock.now().getTime()
  if (left > 0) throw new Refusal('code_too_soon', { retryAfterSeconds: Math.ceil(left / 1000) })
}

/** When the open code ends and another may be asked for; undefined when there is none. */
export async function findCodeTimes(
  deps: Deps,
  subject: Omit<CodeSubject, 'destination'>,
): Promise<Omit<IssuedCode, 'code'> | undefined> {
  const [row] = await deps.db.query(queries.find, [subject.accountId, subject.purpose, subject.subjectId])
  return row && { expiresAt: row.expires_at, resendAt: secondsAfter(row.issued_at, policy.codeResendSeconds) }
}
