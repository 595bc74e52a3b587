import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { DeliveryError, type OutgoingMessage, type Provider } from './message.ts'
import type { OutboxMetrics } from './outbox-metrics.ts'
import { markDead, markDelivered, markFailed, type OutboxRow } from './queries.ts'
import { MAX_ATTEMPTS, waitSeconds } from './retries.ts'
import { showMessage } from './show-message.ts'

export type DeliveryDeps = Pick<Deps, 'db' | 'clock' | 'keys' | 'config' | 'log'>
/** Longer than any code lives. */
const URGENT_SECONDS = 3600

type DeadReason = 'expired' | 'refused' | 'tries_used_up'

export interface Delivery {
  deps: DeliveryDeps
  provider: Provider
  metrics: OutboxMetrics
  trySeconds: number
}

/** One try at one claimed row, and what came of it written down. Throws only when the database does. */
export async function deliverMessage(delivery: Delivery, row: OutboxRow): Promise<void> {
  const { deps, provider } = delivery
  if (row.expires_at && row.expires_at <= deps.clock.now()) return bury(delivery, row, 'expired')
  // Also ends a message that kills its worker each time.
  if (row.attempts > MAX_ATTEMPTS) return bury(delivery, row, 'tries_used_up')
  let providerId: string | undefined
  try {
    const message = readMessage(deps, row)
    providerId = (await inTime(delivery.trySeconds, (signal) => provider.send(message, signal))).providerId
  } catch (error) {
    return fail(delivery, row, error)
  }
  await handedOver(delivery, row, providerId)
}

async function handedOver({ deps, metrics }: Delivery, row: OutboxRow, providerId?: string): Promise<void> {
  const now = deps.clock.now()
  await deps.db.execute(markDelivered, [row.account_id, row.message_id, now, providerId?.slice(0, 200) ?? null])
  metrics.delivered.inc({ channel: row.channel, template: row.template })
  metrics.latency.observe({ channel: row.channel }, Math.max(0, (now.getTime() - row.created_at.getTime()) / 1000))
}

async function fail(delivery: Delivery, row: OutboxRow, error: unknown): Promise<void> {
  const { deps, metrics } = delivery
  const known = error instanceof DeliveryError ? error : new DeliveryError('unexpected', { cause: error })
  if (known.permanent) return bury(delivery, row, 'refused', known.message)
  if (row.attempts >= MAX_ATTEMPTS) return bury(delivery, row, 'tries_used_up', known.message)
  const nextAt = secondsAfter(deps.clock.now(), waitSeconds(row.attempts, isUrgent(row), Math.random()))
  await deps.db.execute(markFailed, [row.account_id, row.message_id, row.attempts, nextAt, reasonOf(known.message)])
  metrics.failed.inc({ channel: row.channel })
  deps.log.warn({ ...idOf(row), attempts: row.attempts, reason: reasonOf(known.message), nextAt }, 'message not taken')
}

/** Worth nothing soon, as a code is; a notice that ends has a day. */
function isUrgent({ created_at, expires_at }: OutboxRow): boolean {
  return expires_at !== null && expires_at <= secondsAfter(created_at, URGENT_SECONDS)
}

async function bury({ deps, metrics }: Delivery, row: OutboxRow, reason: DeadReason, detail?: string): Promise<void> {
  const error = reasonOf(detail === undefined ? reason : `${reason}: ${detail}`)
  await deps.db.execute(markDead, [row.account_id, row.message_id, row.attempts, error])
  metrics.dead.inc({ channel: row.channel, reason })
  deps.log.error({ ...idOf(row), attempts: row.attempts, reason: error }, 'message given up')
}

function readMessage(deps: DeliveryDeps, row: OutboxRow): OutgoingMessage {
  try {
    return { id: row.message_id, ...showMessage(deps, row, deps.clock.now()) }
  } catch (cause) {
    // Not for good: another server may seal with a key that this one reads a moment later.
    throw new DeliveryError('cannot be read', { cause })
  }
}

/** Lets go of `work` after `seconds`, even when it does not listen to its signal. */
async function inTime<T>(seconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(seconds * 1000)
  const late = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => late.reject(new DeliveryError('timed out')))
  return Promise.race([work(signal), late.promise])
}

function idOf(row: OutboxRow) {
  return { messageId: row.message_id, channel: row.channel, template: row.template }
}

/** Words of our own making only: letters, digits and a little punctuation, never an address. */
function reasonOf(text: string): string {
  return text.replaceAll(/[^\w .:-]/g, '').slice(0, 120)
}
