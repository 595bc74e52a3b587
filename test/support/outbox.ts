import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type Config, readConfig } from '../../server/config.ts'
import type { DeliveryDeps } from '../../server/outbox/deliver-message.ts'
import { startOutboxWorker, type WorkerOptions } from '../../server/outbox/deliver-messages.ts'
import { enqueueMessage, type MessageRequest } from '../../server/outbox/enqueue-message.ts'
import type { Providers } from '../../server/outbox/message.ts'
import { openProviders } from '../../server/outbox/providers.ts'
import { type Db, statement } from '../../server/platform/db.ts'
import { newId } from '../../server/platform/ids.ts'
import { withDatabase } from './database.ts'

export interface OutboxBench {
  deps: DeliveryDeps & { config: Config; db: Db }
  /** What a process of its own needs to work on the same outbox. */
  environment: Record<string, string>
  /** Moves the clock of `deps`. */
  pass(seconds: number): void
  /** Every line that was logged. */
  logged(): string
  /** Enqueues in a transaction of its own. @returns message id */
  enqueue(request: Partial<MessageRequest>): Promise<string>
  row(messageId: string): Promise<Row>
  count(state: string): Promise<number>
  /** A worker with the configured providers; it stops with the test. */
  work(options?: WorkerOptions & { providers?: Providers }): Promise<void>
}

export interface Row {
  state: string
  sealed: Buffer | null
  attempts: number
  last_error: string | null
  provider_id: string | null
  delivered_at: Date | null
  next_attempt_at: Date
  everything: string
}

const oneRow = statement<Row>('test.row', 'SELECT *, outbox::text AS everything FROM outbox WHERE message_id = $1')
const countRows = statement<{ count: number }>('test.count', 'SELECT count(*)::int FROM outbox WHERE state = $1')

/** A fresh database with an outbox and a clock that moves when told (or with `ticks`, by itself). */
export async function outboxBench(options: Record<string, string> = {}, { ticks = true } = {}): Promise<OutboxBench> {
  const rootKey = randomBytes(32).toString('hex')
  const database = await withDatabase({ rootKey: Buffer.from(rootKey, 'hex') })
  const { db, keys } = database.deps
  const environment = { DATABASE_URL: database.url, ROOT_KEY: rootKey, BRAND_NAME: 'Fjordbørs', ...options }
  const lines: string[] = []
  const began = Date.now()
  let passed = 0
  const clock = { now: () => new Date((ticks ? Date.now() : began) + passed * 1000) }
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  const deps = { db, clock, keys, config: readConfig(environment), log }
  const stops: (() => Promise<void>)[] = []
  onTestFinished(async () => {
    for (const stop of stops) await stop()
    await database.drop()
  })
  return {
    deps,
    environment,
    pass: (seconds) => {
      passed += seconds
    },
    logged: () => lines.join(''),
    enqueue: (request) =>
      db.transaction((tx) => enqueueMessage(tx, deps, { ...aSignUpCode(), ...request } as MessageRequest)),
    async row(messageId) {
      const [row] = await db.query(oneRow, [messageId])
      if (!row) throw new Error(`no message ${messageId}`)
      return row
    },
    count: async (state) => (await db.query(countRows, [state]))[0]?.count ?? 0,
    async work({ providers, ...rest } = {}) {
      const worker = await startOutboxWorker(deps, providers ?? (await openProviders(deps.config)), {
        pollMilliseconds: 50,
        ...rest,
      })
      stops.push(worker.stop)
    },
  }
}

function aSignUpCode(): MessageRequest {
  return {
    accountId: newId(),
    channel: 'email',
    to: 'ola.nordmann@example.no',
    template: 'sign_up_code',
    locale: 'nb',
    data: { code: '40718263' },
    isPaid: true,
  }
}
