import { consumeCode, verifyCode } from '../codes/verify-code.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { SignUpFlow } from './flow.ts'
import { codeSubject, getFlow, requireAction } from './flow.ts'
import * as queries from './queries.ts'

/**
 * Proves the address of a sign-up with the code sent to it.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `code_wrong`, `code_replaced`, `code_expired`, `code_spent`, `code_used`
 */
export async function verifySignUpCode(deps: Deps, token: string, code: string): Promise<SignUpFlow> {
  const flow = await getFlow(deps, token)
  requireAction(flow, 'code')
  const subject = codeSubject(flow.accountId, flow.identifier)
  const codeId = await verifyCode(deps, subject, code)
  const isFirst = await deps.db.transaction(async (tx) => {
    if (!(await consumeCode(tx, deps, subject, codeId))) return false
    return (await tx.execute(queries.advance, [flow.accountId, 'code', 'password', deps.clock.now()])) === 1
  })
  if (!isFirst) throw new Refusal('code_used')
  return { ...flow, state: 'password' }
}
