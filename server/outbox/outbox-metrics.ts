import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Deps } from '../platform/deps.ts'
import { queueDepth } from './queries.ts'

export interface OutboxMetrics {
  delivered: Counter<'channel' | 'template'>
  /** Tries that failed and are made again. */
  failed: Counter<'channel'>
  /** Given up: expired, refused for good, or out of tries. */
  dead: Counter<'channel' | 'reason'>
  /** Seconds from enqueueing to hand-over. */
  latency: Histogram<'channel'>
}

/** Registers the outbox's metrics; the queue's depth and age are read from the database when scraped. */
export function registerOutboxMetrics(registry: Registry, deps: Pick<Deps, 'db' | 'clock'>): OutboxMetrics {
  const registers = [registry]
  registerQueueGauges(registers, deps)
  return {
    delivered: new Counter({
      name: 'portvakt_outbox_delivered_total',
      help: 'Messages a provider has taken',
      labelNames: ['channel', 'template'],
      registers,
    }),
    failed: new Counter({
      name: 'portvakt_outbox_failed_total',
      help: 'Tries that failed and will be made again',
      labelNames: ['channel'],
      registers,
    }),
    dead: new Counter({
      name: 'portvakt_outbox_dead_total',
      help: 'Messages given up, by reason: expired, refused, tries_used_up',
      labelNames: ['channel', 'reason'],
      registers,
    }),
    latency: new Histogram({
      name: 'portvakt_outbox_latency_seconds',
      help: 'Time from enqueueing a message to its hand-over',
      labelNames: ['channel'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
      registers,
    }),
  }
}

function registerQueueGauges(registers: Registry[], { db, clock }: Pick<Deps, 'db' | 'clock'>): void {
  const oldest = new Gauge({
    name: 'portvakt_outbox_oldest_seconds',
    help: 'Age of the oldest message not yet handed over; 0 when there is none',
    labelNames: ['channel'],
    registers,
  })
  new Gauge({
    name: 'portvakt_outbox_waiting',
    help: 'Messages not yet handed over',
    labelNames: ['channel'],
    registers,
    async collect() {
      const rows = await db.query(queueDepth)
      for (const channel of ['email', 'sms'] as const) {
        const row = rows.find((candidate) => candidate.channel === channel)
        this.set({ channel }, row?.waiting ?? 0)
        oldest.set({ channel }, row ? Math.max(0, (clock.now().getTime() - row.oldest.getTime()) / 1000) : 0)
      }
    },
  })
}
