import { type Account, identifierLookups, keepAccount } from '../accounts/find-account.ts'
import type { IdentifierKind } from '../accounts/identifier.ts'
import { lookupForm } from '../accounts/identifier.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import { findPhrase } from '../accounts/phrase.ts'
import type { Locale } from '../accounts/schema.ts'
import { spendBudgetQuietly } from '../limits/spend-budget.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import type { NoticeData, NoticeEvent } from '../outbox/message.ts'
import { noteNotice } from '../paid-messages/count-notice.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { formatLinkToken, hashLinkSecret, type LinkToken, newLinkToken } from './link-token.ts'
import * as queries from './queries.ts'

interface Device {
  browser: string
  system: string
  /** ISO 3166-1 alpha-2. */
  place?: string
}

export interface Address {
  kind: IdentifierKind
  /** As stored. */
  address: string
}

/** Undoes what is told of. The same secret freezes at the usual page, since an SMS has room for one link. */
export type UndoLink = LinkToken

export interface FormerAddress extends Address {
  /** Behind the first button of its notice: puts the address back. The second one has the same secret, which ends with it. */
  undo?: UndoLink
  /** It was taken away from whoever may not be the owner: it is told, and given nothing to act with. */
  hasNoLink?: boolean
}

export interface Notice {
  accountId: string
  event: NoticeEvent
  /** Where it was done from; absent: nothing is said. */
  device?: Device
  /** When it happened; now, if absent. */
  at?: Date
  /** Told besides the addresses the account has now: the one it had before a change. */
  extra?: readonly FormerAddress[]
  /** The same for the address of that kind, which it had before an addition: undoes that. */
  undo?: { kind: IdentifierKind; link: UndoLink }
  /** What the words of this event name, see `NoticeData`. */
  facts?: Partial<Pick<NoticeData, 'masked' | 'previous' | 'count' | 'until' | 'hasEnded'>>
}

/**
 * Tells an account's owner what happened, at every address, in the transaction of what happened (promise P16; NIST SP
 * 800-63B-4 §4.6). Each notice carries a link that can only tighten, and the owner's own phrase. Where the account is frozen
 * already, the link leads to where it is opened again.
 */
export async function tellOwner(tx: Tx, deps: Deps, notice: Notice): Promise<void> {
  const { accountId } = notice
  const account = await keepAccount(tx, accountId)
  if (!account) return // deleted a moment ago: there is nobody to tell, and no address
  const phrase = await findPhrase(deps, tx, accountId)
  // Until it is handed over, or this, the last notice is the last that holds the address.
  const isLast = notice.event === 'account_deleted'
  const expiresAt = isLast ? secondsAfter(deps.clock.now(), policy.lastNoticeSeconds) : undefined
  const data = dataOf(deps, notice, await actionUrl(tx, deps, notice))
  for (const told of addresses(await listIdentifiers(deps, tx, accountId), notice.extra)) {
    const { kind, address: to } = told
    const undo = told.undo ?? (notice.undo?.kind === kind ? notice.undo.link : undefined)
    if (undo) await insertLink(tx, deps, notice, undo, told.undo && policy.identifierUndoSeconds)
    const channel = kind === 'email' ? ('email' as const) : ('sms' as const)
    const canonical = lookupForm(kind, to)
    if (channel === 'sms') {
      if (!(await maySend(tx, deps, account))) continue
      noteNotice(deps, canonical)
    }
    const [destinationLookup] = identifierLookups(deps.keys, { kind, canonical })
    const locale = account.locale as Locale
    await enqueueMessage(tx, deps, {
      accountId,
      channel,
      to,
      destinationLookup,
      locale,
      phrase,
      isPaid: channel === 'sms',
      template: 'notice',
      data: { ...data, ...ownLinks(deps, told, undo) },
      expiresAt,
    })
  }
}

/** What stands in the place of the link that all share. */
function ownLinks(
  { config }: Deps,
  told: FormerAddress,
  undo?: UndoLink,
): Pick<NoticeData, 'undoUrl'> & { actionUrl?: string } {
  if (told.hasNoLink) return { actionUrl: '' }
  if (!undo) return {}
  const undoUrl = linkTo(config, 'undo-change', undo)
  return told.undo ? { undoUrl, actionUrl: linkTo(config, 'not-me', undo) } : { undoUrl }
}

/**
 * Notices are owed to their owner, so no limit that others can use up counts here; but whoever signs in to an account of
 * their own a thousand times a night makes us pay for no more than a night's share, a smaller one while the account is young.
 * Counted in the notice's own transaction: what is rolled back cost nothing, and nobody but the account waits for its row.
 */
async function maySend(tx: Tx, { clock, keys }: Deps, { accountId, createdAt }: Account): Promise<boolean> {
  const isYoung = clock.now() < secondsAfter(createdAt, policy.youngAccountSeconds)
  const most = isYoung ? policy.smsNoticesPerYoungAccountDay : policy.smsNoticesPerAccountDay
  const share = { name: 'sms-notices', most, windowSeconds: 24 * 3600 }
  return (await spendBudgetQuietly({ db: tx, clock, keys }, share, [accountId])) === undefined
}

/** Each once, also where the one before is the one of now in another spelling. */
function addresses(current: readonly Address[], extra: readonly FormerAddress[] = []): FormerAddress[] {
  const all = [...current, ...extra].map((former): [string, FormerAddress] => [
    `${former.kind} ${lookupForm(former.kind, former.address)}`,
    former,
  ])
  return [...new Map(all.reverse()).values()].reverse()
}

function dataOf({ clock }: Deps, { event, device, at = clock.now(), facts }: Notice, actionUrl: string): NoticeData {
  const { browser = '', system = '', place = '' } = device ?? {}
  const nothing = { masked: '', previous: '', count: '', until: '' }
  const from = { hasDevice: device ? 'yes' : '', browser, system, place }
  return { ...nothing, ...facts, event, at: at.toISOString(), ...from, actionUrl }
}

/** The secret stands behind the #, which browsers send to nobody: it reaches no log, no proxy and no other site. */
const linkTo = ({ origin }: Deps['config'], page: 'not-me' | 'undo-change', token: LinkToken): string =>
  `${origin}/${page}#${formatLinkToken(token)}`

async function actionUrl(tx: Tx, deps: Deps, notice: Notice): Promise<string> {
  const { origin } = deps.config
  if (notice.event === 'frozen' || notice.event === 'frozen_and_kept') return `${origin}/thaw`
  if (notice.event === 'account_deleted') return '' // nothing is left to be tightened
  const token = newLinkToken(notice.accountId)
  await insertLink(tx, deps, notice, token)
  return linkTo(deps.config, 'not-me', token)
}

async function insertLink(
  tx: Tx,
  { clock }: Deps,
  { accountId, event, device, at }: Notice,
  token: LinkToken,
  lifeSeconds: number = policy.noticeLinkSeconds,
): Promise<void> {
  const now = clock.now()
  const about = [event, at ?? now, device?.browser ?? '', device?.system ?? '', device?.place ?? '']
  const expiresAt = secondsAfter(now, lifeSeconds)
  await tx.execute(queries.insertLink, [accountId, hashLinkSecret(token), ...about, expiresAt])
}
