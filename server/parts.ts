// Builds a server's parts on a database that is there, in order; each is closed in the reverse of it.
import type { Logger } from 'pino'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { startWebhooks } from './events/deliver-webhooks.ts'
import { openMetricsServer } from './metrics-server.ts'
import { startOutboxWorker } from './outbox/deliver-messages.ts'
import { registerOutboxMetrics } from './outbox/outbox-metrics.ts'
import { openProviders } from './outbox/providers.ts'
import { raiseAlarm } from './platform/alarms.ts'
import { cannotStart } from './platform/cannot-start.ts'
import { openDb } from './platform/db.ts'
import type { Deps } from './platform/deps.ts'
import { type LoadedKeys, loadKeys } from './platform/keys.ts'
import { migrate } from './platform/migrate.ts'
import { createPasswordHasher } from './platform/password-hasher.ts'
import { policy } from './platform/policy.ts'
import { loadRootKey } from './platform/root-key.ts'
import { cannotListen, openDataDir } from './preflight.ts'
import { invitationLink, inviteFirst } from './staff/invite-staff.ts'
import { startSweeping } from './sweep.ts'

export interface Building {
  config: Config
  log: Logger
  /** Where the database is. */
  url: string
  onStop(close: () => unknown): void
}

export interface Built {
  /** Where the metrics are. */
  metricsUrl: string
  /** A demo's invitation to the console, as long as nobody has come in. */
  staffLink: string | undefined
}

/** @returns once the server answers */
export async function buildParts({ config, log, url, onStop }: Building): Promise<Built> {
  const hashing = createPasswordHasher({
    slots: config.hashSlots,
    queue: config.hashQueue,
    memoryKib: policy.argon2MemoryKib,
    iterations: policy.argon2Iterations,
    parallelism: policy.argon2Parallelism,
  })
  for (const name of await migrate(url)) log.info({ name }, 'migrated')
  const onError = (err: Error) => log.warn({ err }, 'a database connection was lost')
  const db = openDb({ url, poolSize: config.databasePool, onError })
  onStop(() => db.close())
  const clock = { now: () => new Date() }
  const keys = await openKeys({ config, log, db, clock })
  onStop(() => keys.close())
  const deps = { db, clock, keys, config, hasher: await hashing, log }
  const app = await buildApp(deps)
  const metrics = await openMetricsServer(deps, app.metrics)
  onStop(() => metrics.close())
  const worker = await startOutboxWorker(deps, await openProviders(config), {
    metrics: registerOutboxMetrics(app.metrics, deps),
  })
  onStop(() => worker.stop())
  const { webhookUrl, webhookSecrets } = config
  if (webhookUrl && webhookSecrets) onStop(await startWebhooks(deps, { url: webhookUrl, secrets: webhookSecrets }))
  onStop(startSweeping(deps))
  onStop(() => app.close())
  const invitation = config.mode === 'demo' ? await inviteFirst(deps) : undefined
  await app.http.listen({ host: config.host, port: config.port }).catch((error) => {
    throw cannotListen(error, config)
  })
  return { metricsUrl: metrics.url, staffLink: invitation && invitationLink(config, invitation) }
}

async function openKeys({
  config,
  log,
  db,
  clock,
}: Pick<Deps, 'config' | 'log' | 'db' | 'clock'>): Promise<LoadedKeys> {
  try {
    if (!config.rootKey && !config.rootKeyFile) await openDataDir(config)
    const onReloadError = (err: unknown) => log.warn({ err }, 'the keys could not be read again')
    const onBroken = (purpose: string) => raiseAlarm(log, 'sealed_value_broken', { purpose })
    return await loadKeys(db, await loadRootKey(config), clock, { onReloadError, onBroken })
  } catch (error) {
    throw cannotStart((error as Error).message, error)
  }
}
