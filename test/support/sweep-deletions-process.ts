// A server's sweep of deletions in a process of its own, over and over, so that a test can kill it at any moment.
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { readConfig } from '../../server/config.ts'
import { sweepDeletions } from '../../server/deletion/end-deletions.ts'
import { systemClock as clock } from '../../server/platform/clock.ts'
import { openDb } from '../../server/platform/db.ts'
import { loadKeys } from '../../server/platform/keys.ts'
import type { PasswordHasher } from '../../server/platform/password-hasher.ts'
import { localRootKey, parseRootKey } from '../../server/platform/root-key.ts'

process.on('disconnect', () => process.exit())
const { DATABASE_URL: url = '', ROOT_KEY = '' } = process.env
const db = openDb({ url, poolSize: 4 })
const keys = await loadKeys(db, localRootKey(parseRootKey(ROOT_KEY, 'ROOT_KEY')), clock)
const hasher = {} as PasswordHasher // a sweep hashes nothing
const deps = { db, keys, clock, hasher, config: readConfig({}), log: pino({ level: 'warn' }, process.stderr) }
process.send?.('ready')
for (;;) {
  await sweepDeletions(deps)
  await sleep(5)
}
