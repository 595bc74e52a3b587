// A server's outbox worker in a process of its own, configured by the environment; ends with its parent.
import { pino } from 'pino'
import { readConfig } from '../../server/config.ts'
import { startOutboxWorker } from '../../server/outbox/deliver-messages.ts'
import { openProviders } from '../../server/outbox/providers.ts'
import { systemClock as clock } from '../../server/platform/clock.ts'
import { openDb } from '../../server/platform/db.ts'
import { loadKeys } from '../../server/platform/keys.ts'
import { loadRootKey } from '../../server/platform/root-key.ts'

process.on('disconnect', () => process.exit())
const config = readConfig()
const db = openDb({ url: config.databaseUrl ?? '', poolSize: 4 })
const keys = await loadKeys(db, await loadRootKey(config), clock)
await startOutboxWorker({ db, clock, keys, config, log: pino({ level: 'silent' }) }, await openProviders(config))
process.send?.('working')
