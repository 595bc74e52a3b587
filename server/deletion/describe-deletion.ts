import type { DeletionAnswer } from '../accounts/schema.ts'
import { actionsOf, stateOf } from './journey.ts'

/** Where the deletion of an account stands, as every answer has it. */
export function describeDeletion(account: { deletesAt: Date | undefined }): DeletionAnswer {
  const state = stateOf(account)
  return { state, actions: actionsOf(state), endsAt: account.deletesAt?.toISOString() ?? null }
}
