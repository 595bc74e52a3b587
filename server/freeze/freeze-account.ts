import { findAccount } from '../accounts/find-account.ts'
import { markFrozen } from '../accounts/freeze.ts'
import { lockAccount } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endAdditions } from '../add-identifier/end-additions.ts'
import { endCodes } from '../codes/verify-code.ts'
import { noteStop } from '../deletion/note-stop.ts'
import { endDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { parseLinkToken } from '../notices/link-token.ts'
import { getLink, type NoticeLink, spendLink } from '../notices/links.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { revokeAllSessions } from '../sessions/revoke-sessions.ts'
import type { Device, Session } from '../sessions/session.ts'

/** Freezes the account of a session. One that is frozen already stays as it is: asking again is safe. */
export async function freezeOwnAccount(deps: Deps, { accountId, sessionId }: Session, device: Device): Promise<void> {
  await deps.db.transaction((tx) => freeze(tx, deps, accountId, device, sessionId))
}

/**
 * What the link of a notice is about, and whether the account is frozen now. Changes nothing: mail programs and
 * their guards open links before people do.
 *
 * @throws Refusal `link_ended`
 */
export async function lookAtLink(deps: Deps, token: string): Promise<NoticeLink & { isFrozen: boolean }> {
  const parsed = parseLinkToken(token)
  const link = await getLink(deps, parsed)
  const isFrozen = (await findAccount(deps, parsed.accountId))?.frozenAt !== undefined
  if (link.isUsed && !isFrozen) throw new Refusal('link_ended')
  return { ...link, isFrozen }
}

/**
 * Freezes the account of a notice's link, once. A repeat while it is still frozen is answered as the first, since the
 * answer may have got lost.
 *
 * @returns the account's id, for what this server remembers of its sessions
 * @throws Refusal `link_ended`
 */
export async function freezeByLink(deps: Deps, token: string, device: Device): Promise<string> {
  const parsed = parseLinkToken(token)
  const { accountId } = parsed
  await getLink(deps, parsed)
  await deps.db.transaction(async (tx) => {
    // First, as everywhere: whoever has the account in hand may want its links.
    const account = await lockAccount(tx, accountId)
    if (!account) throw new Refusal('link_ended')
    if (await spendLink(tx, deps, parsed)) return freeze(tx, deps, accountId, device)
    if (!account.frozenAt) throw new Refusal('link_ended')
  })
  return accountId
}

/**
 * All that could act for the account ends with it: sessions, codes, flows under way; a known device is a stranger after it. A
 * deletion that somebody asked for is stopped, and opening the account again does not take it up.
 */
async function freeze(tx: Tx, deps: Deps, accountId: string, device: Device, sessionId?: string): Promise<void> {
  const frozen = await markFrozen(tx, deps, accountId)
  if (!frozen) return
  await revokeAllSessions(tx, deps, accountId)
  await endCodes(tx, deps, accountId)
  await endAdditions(tx, accountId)
  await endDevices(tx, deps, accountId)
  await recordEvent(tx, deps, accountId, { type: 'account.frozen', data: {} })
  await recordActivity(tx, deps, { accountId, kind: 'frozen', sessionId, device })
  if (frozen.stoppedDeletion) await noteStop(tx, deps, accountId, device)
  await tellOwner(tx, deps, { accountId, event: frozen.stoppedDeletion ? 'frozen_and_kept' : 'frozen', device })
}
