// `portvakt keys rotate` in a process of its own, with waits that a test can live with; says what it does on stdout.
import { allRewraps } from '../../server/keys-command.ts'
import { systemClock as clock } from '../../server/platform/clock.ts'
import { openDb } from '../../server/platform/db.ts'
import type { KeyPurpose } from '../../server/platform/key-ring.ts'
import { loadKeys } from '../../server/platform/keys.ts'
import { localRootKey, parseRootKey } from '../../server/platform/root-key.ts'
import { rotateKeys } from '../../server/platform/rotate-keys.ts'

process.on('disconnect', () => process.exit())
const { DATABASE_URL: url = '', ROOT_KEY = '', PURPOSES = '', OPTIONS = '{}' } = process.env
const db = openDb({ url, poolSize: 4 })
const root = localRootKey(parseRootKey(ROOT_KEY, 'ROOT_KEY'))
const keys = await loadKeys(db, root, clock)
const deps = { db, root, keys, clock, rewraps: allRewraps(db, keys), check: async () => {}, say: console.log }
const purposes = PURPOSES.split(',') as KeyPurpose[]
const isDone = await rotateKeys(deps, purposes, JSON.parse(OPTIONS))
await keys.close()
await db.close()
process.exit(isDone ? 0 : 1)
