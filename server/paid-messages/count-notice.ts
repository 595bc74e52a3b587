import { besideAnswer } from '../platform/after-answer.ts'
import type { Deps } from '../platform/deps.ts'
import { addCount, type CountDeps } from './count-paid-message.ts'
import { paidAs } from './paid-message.ts'

/** Counts a notice by SMS, for the alarm alone. @param number E.164 */
export async function countNotice(deps: CountDeps, number: string): Promise<void> {
  await addCount(deps.db, deps, paidAs('notices', number), 'sent')
}

/**
 * The same beside the transaction that writes it: all notices to a country are counted in one row, which no transaction of a
 * journey should hold. One that is rolled back is counted all the same.
 */
export function noteNotice(deps: CountDeps & Pick<Deps, 'log'>, number: string): void {
  besideAnswer(deps, () => countNotice(deps, number))
}
