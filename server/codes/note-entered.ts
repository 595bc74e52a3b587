import { countEntered } from '../paid-messages/count-entered.ts'
import { afterAnswer } from '../platform/after-answer.ts'
import type { Deps } from '../platform/deps.ts'
import type { CodeSubject } from './code.ts'
import * as queries from './queries.ts'

/**
 * Counts a code that went by SMS as come back, once, whatever becomes of what it was entered for. After the answer: all codes
 * of a country are counted in one row, which no transaction of a journey should hold.
 */
export function noteEntered(deps: Deps, { accountId, purpose, subjectId }: CodeSubject, codeId: string): void {
  afterAnswer(deps, async () => {
    const [row] = await deps.db.query(queries.claimPaid, [accountId, purpose, subjectId, codeId])
    if (row) await countEntered(deps, row.paid_as)
  })
}
