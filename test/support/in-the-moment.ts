import type { Answer, Api } from './api.ts'

/** Lets something happen after all that a call asks before its transaction, and before the transaction itself. */
export async function inTheMoment(
  { deps }: Api,
  happens: () => Promise<unknown>,
  act: () => Promise<Answer>,
): Promise<Answer> {
  const { transaction } = deps.db
  let isOver = false
  deps.db.transaction = async (work) => {
    if (!isOver) {
      isOver = true
      await happens()
    }
    return transaction(work)
  }
  const answer = await act().finally(() => Object.assign(deps.db, { transaction }))
  if (!isOver) throw new Error('nothing was done in a transaction')
  return answer
}
