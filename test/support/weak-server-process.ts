// The whole server on a database that is there, with the least that Argon2 takes and a clock that is moved from outside: for
// what lies beside the hash, many thousands of times. Told { advance: seconds }; tells { port }, and 'done' when it has moved.
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { openDb } from '../../server/platform/db.ts'
import { loadKeys } from '../../server/platform/keys.ts'
import { createPasswordHasher } from '../../server/platform/password-hasher.ts'
import { loadRootKey } from '../../server/platform/root-key.ts'
import { weakHashing } from './weak-hashing.ts'

process.on('disconnect', () => process.exit())
let aheadMs = 0
const clock = { now: () => new Date(Date.now() + aheadMs) }
const config = readConfig()
const db = openDb({ url: config.databaseUrl ?? '', poolSize: 20 })
const keys = await loadKeys(db, await loadRootKey(config), clock)
const hasher = await createPasswordHasher(weakHashing)
const { http } = await buildApp({ db, clock, keys, config, hasher, log: pino({ level: 'silent' }) })
await http.listen({ host: '127.0.0.1', port: 0 })
process.on('message', ({ advance }: { advance: number }) => {
  aheadMs += advance * 1000
  process.send?.('done')
})
process.send?.({ port: (http.server.address() as AddressInfo).port })
