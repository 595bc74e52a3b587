/** Whether a session is proven well and freshly enough for an operation, by its row of policy.ts: no database, no clock. */
import type { Method, OperationPolicy } from './policy.ts'
import type { Session } from './session.ts'

export type SessionRule = Extract<OperationPolicy, { aal: unknown }>

export type Proven = Pick<Session, 'aal' | 'authenticatedAt' | 'factorAt' | 'addressProvenAt' | 'factors'>

/** @returns undefined when it is; else by which proofs it becomes so, of those the account has */
export function missingProof(rule: SessionRule, session: Proven, now: Date): Method[] | undefined {
  const needsFactor = rule.aal === 2 || (rule.aal === 'highest' && session.factors.length > 0)
  const provenAt = needsFactor ? session.factorAt : session.authenticatedAt
  const isProven = provenAt !== undefined && (!needsFactor || session.aal >= 2)
  if (isProven && isWithin(rule.freshSeconds, provenAt, now)) return missingAddress(rule, session, now)
  const has: readonly Method[] = needsFactor ? session.factors : ['password']
  return has.filter((method) => rule.methods.includes(method))
}

/** Asked for after password or factor: a code is sent to nobody who has not given that. */
function missingAddress(rule: SessionRule, { factors, addressProvenAt }: Proven, now: Date): Method[] | undefined {
  const { addressSeconds, addressAlways } = rule
  const isAsked = addressSeconds !== undefined && (addressAlways || factors.length === 0)
  const isMissing = isAsked && !(addressProvenAt && isWithin(addressSeconds, addressProvenAt, now))
  return isMissing ? ['address_code'] : undefined
}

const isWithin = (seconds: number | undefined, at: Date, now: Date): boolean =>
  seconds === undefined || now.getTime() - at.getTime() <= seconds * 1000
