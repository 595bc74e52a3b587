import { Registry } from 'prom-client'
import { secondsAfter } from '../platform/clock.ts'
import { type Delivery, type DeliveryDeps, deliverMessage } from './deliver-message.ts'
import type { Channel, Provider, Providers } from './message.ts'
import { type OutboxMetrics, registerOutboxMetrics } from './outbox-metrics.ts'
import { claimMessages, type OutboxRow } from './queries.ts'
import { CLAIM_SECONDS, TRY_SECONDS } from './retries.ts'

export interface OutboxWorker {
  /** Claims nothing more, waits for what is under way (a try's time at most) and closes the providers. */
  stop(): Promise<void>
}

export interface WorkerOptions {
  metrics?: OutboxMetrics
  /** Messages under way at once, per channel. */
  concurrency?: number
  /** How often the queue is looked at when nothing was heard: finds retries, dead workers' rows and lost notices. */
  pollMilliseconds?: number
  trySeconds?: number
}

interface Lane {
  wake(): void
  stop(): Promise<void>
}

/**
 * Delivers what is in the outbox, from as many servers at once as there are. Each channel has its own lane, so that a
 * provider that hangs holds up nothing but its own.
 *
 * Delivery is at least once: a row stays claimed while it is handed over, and one whose worker died is claimed anew when
 * its claim has run out.
 */
export async function startOutboxWorker(
  deps: DeliveryDeps,
  providers: Providers,
  options: WorkerOptions = {},
): Promise<OutboxWorker> {
  const metrics = options.metrics ?? registerOutboxMetrics(new Registry(), deps)
  const lanes = new Map<string, Lane>()
  for (const [channel, provider] of Object.entries(providers) as [Channel, Provider][]) {
    const delivery = { deps, provider, metrics, trySeconds: options.trySeconds ?? TRY_SECONDS }
    lanes.set(channel, openLane(channel, delivery, options))
  }
  const wakeAll = () => {
    for (const lane of lanes.values()) lane.wake()
  }
  const stopListening = await deps.db.listen('outbox', (channel) => lanes.get(channel)?.wake(), wakeAll)
  return {
    async stop() {
      await stopListening()
      await Promise.all([...lanes.values()].map((lane) => lane.stop()))
      await Promise.all(Object.values(providers).map((provider) => provider.close()))
    },
  }
}

function openLane(
  channel: Channel,
  delivery: Delivery,
  { concurrency = 8, pollMilliseconds = 1000 }: WorkerOptions,
): Lane {
  const { db, clock, log } = delivery.deps
  const underWay = new Set<Promise<void>>()
  let stopped = false
  let wanted = false
  let isClaiming = false
  let claimed = Promise.resolve()

  function wake(): void {
    wanted = true
    if (!stopped && !isClaiming) claimed = claimWhileWanted()
  }

  async function claimWhileWanted(): Promise<void> {
    isClaiming = true
    while (wanted && !stopped && underWay.size < concurrency) {
      wanted = false
      const rows = await claim(concurrency - underWay.size)
      for (const row of rows) start(row)
    }
    isClaiming = false
  }

  async function claim(count: number): Promise<OutboxRow[]> {
    const now = clock.now()
    return db.query(claimMessages, [channel, now, secondsAfter(now, CLAIM_SECONDS), count]).catch((error: Error) => {
      log.error({ err: error, channel }, 'outbox cannot be read')
      return []
    })
  }

  function start(row: OutboxRow): void {
    const work = deliverMessage(delivery, row)
      // The row stays claimed and comes back by itself.
      .catch((error: Error) => log.error({ err: error, messageId: row.message_id }, 'outbox cannot be written'))
      .finally(() => {
        underWay.delete(work)
        wake()
      })
    underWay.add(work)
  }

  const poll = setInterval(wake, pollMilliseconds)
  wake()
  return {
    wake,
    async stop() {
      stopped = true
      clearInterval(poll)
      await claimed
      await Promise.all(underWay)
    },
  }
}
