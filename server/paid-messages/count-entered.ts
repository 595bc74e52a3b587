import type { Deps } from '../platform/deps.ts'
import { addCount } from './count-paid-message.ts'
import { parsePaidAs } from './paid-message.ts'

/** Counts a code that came back: where many do, more may be sent. @param text from `formatPaidAs` */
export async function countEntered(deps: Pick<Deps, 'db' | 'clock'>, text: string): Promise<void> {
  await addCount(deps.db, deps, parsePaidAs(text), 'entered')
}
