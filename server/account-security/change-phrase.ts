import { findPhrase, readPhrase, setPhrase } from '../accounts/phrase.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Device, Session } from '../sessions/session.ts'

/**
 * Sets the anti-phishing phrase, or takes it away. The notice of it still carries the one before: the owner knows it by that,
 * whoever chose the new one.
 *
 * @param typed null: none from now on
 * @throws Refusal `request_invalid` (field `phrase`: `invalid`)
 */
export async function changePhrase(deps: Deps, session: Session, device: Device, typed: string | null): Promise<void> {
  const phrase = typed === null ? null : readPhrase(typed)
  if (phrase === undefined) throw new Refusal('request_invalid', { fields: [{ field: 'phrase', code: 'invalid' }] })
  const { accountId, sessionId } = session
  await deps.db.transaction(async (tx) => {
    if (((await findPhrase(deps, tx, accountId)) ?? null) === phrase) return
    await tellOwner(tx, deps, { accountId, event: 'phrase_changed', device })
    await setPhrase(tx, deps, accountId, phrase)
    await recordActivity(tx, deps, { accountId, kind: 'phrase_changed', sessionId, device })
  })
}
