/** Whether a session is proven well and freshly enough for an operation, by its row of policy.ts: no database, no clock. */
import type { Method, OperationPolicy } from './policy.ts'
import type { Session } from './session.ts'

export type SessionRule = Extract<OperationPolicy, { aal: unknown }>

export type Proven = Pick<Session, 'aal' | 'authenticatedAt' | 'factorAt' | 'factors'>

/** @returns undefined when it is; else by which proofs it becomes so, of those the account has */
export function missingProof(rule: SessionRule, session: Proven, now: Date): Method[] | undefined {
  const needsFactor = rule.aal === 2 || (rule.aal === 'highest' && session.factors.length > 0)
  const provenAt = needsFactor ? session.factorAt : session.authenticatedAt
  const isProven = provenAt !== undefined && (!needsFactor || session.aal >= 2)
  const age = (now.getTime() - (provenAt?.getTime() ?? 0)) / 1000
  if (isProven && (rule.freshSeconds === undefined || age <= rule.freshSeconds)) return undefined
  const has: readonly Method[] = needsFactor ? session.factors : ['password']
  return has.filter((method) => rule.methods.includes(method))
}
