import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import type { Channel, Content, Locale } from './message.ts'
import { sealPayload } from './payload.ts'
import { insertMessage, notify } from './queries.ts'

export type MessageRequest = Content & {
  accountId: string
  channel: Channel
  /** The stored address, never one from a request: mail address, or phone number in E.164. */
  to: string
  /** Keyed hash of the canonical address, kept for the demo page alone, to find the message by address. */
  destinationLookup?: Uint8Array
  locale: Locale
  /** The owner's anti-phishing phrase, for every message to an address that an account with one has proven, and for no other. */
  phrase?: string
  /** Not sent from then on. Give it for every code, and no later than the code's own end. */
  expiresAt?: Date
  /** An SMS was counted before, see `paid-messages/`: one that was not stops here. */
  isPaid?: boolean
  /** Written with the same work as any other, and never sent or shown: for an address that no account has. */
  decoy?: boolean
}

export type EnqueueDeps = Pick<Deps, 'clock' | 'keys' | 'config'>

/**
 * Writes a message to be sent, in the caller's transaction: it goes out if the cause commits, and only then. It goes out
 * at least once; a worker that dies between hand-over and note sends it a second time, under the same id.
 *
 * In demo mode a channel without a provider keeps its messages, sealed, for the outbox page.
 *
 * @returns the message's id
 * @throws Error for an SMS that nobody counted: a way to send without end
 */
export async function enqueueMessage(tx: Tx, deps: EnqueueDeps, request: MessageRequest): Promise<string> {
  const { accountId, channel, to, template, data, locale, phrase, decoy, isPaid } = request
  if (channel === 'sms' && !decoy && !isPaid) throw new Error(`an SMS that was not counted: ${template}`)
  const messageId = newId()
  const sealed = sealPayload(deps.keys, { accountId, messageId }, { to, data, phrase })
  const delivery = isKept(deps, channel) ? 'kept' : 'pending'
  const { destinationLookup, expiresAt = null } = request
  const now = deps.clock.now()
  const lookup = delivery === 'kept' && destinationLookup ? Buffer.from(destinationLookup) : null
  await tx.execute(insertMessage, [
    accountId,
    messageId,
    channel,
    template,
    locale,
    sealed,
    lookup,
    decoy ? 'decoy' : delivery,
    now,
    expiresAt,
  ])
  if (delivery === 'pending') await tx.query(notify, [channel])
  return messageId
}

function isKept({ config }: EnqueueDeps, channel: Channel): boolean {
  const url = channel === 'email' ? config.smtpUrl : config.smsUrl
  return config.mode === 'demo' && !url
}
