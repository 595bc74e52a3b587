// The whole server on a database of its own, but with a clock that is moved and hash slots that are filled from outside:
// ten minutes pass at once. Told so by messages: { advance: seconds } and { busy: true | false }; { apiKey: name } makes a key
// for approvals, as the operator's command does, and { staff: role } an invitation to the console.
import { pino } from 'pino'
import { createApiKey } from '../../server/api-keys/manage-api-keys.ts'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { openDb } from '../../server/platform/db.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.ts'
import { loadKeys } from '../../server/platform/keys.ts'
import { migrate } from '../../server/platform/migrate.ts'
import { createPasswordHasher } from '../../server/platform/password-hasher.ts'
import { policy } from '../../server/platform/policy.ts'
import { loadRootKey } from '../../server/platform/root-key.ts'
import { openDataDir } from '../../server/preflight.ts'
import type { StaffRole } from '../../server/sessions/policy.ts'
import { inviteStaff } from '../../server/staff/invite-staff.ts'

let aheadMs = 0
let isBusy = false
const clock = { now: () => new Date(Date.now() + aheadMs) }
const log = pino({ level: 'silent' })
const config = readConfig()

await openDataDir(config)
const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log, settings: { fsync: 'off' } })
process.once('SIGTERM', () => void postgres.stop().finally(() => process.exit()))
process.once('disconnect', () => void postgres.stop().finally(() => process.exit()))
await migrate(postgres.url)
const db = openDb({ url: postgres.url, poolSize: 8 })
const hasher = await createPasswordHasher({
  slots: 1,
  queue: 0,
  memoryKib: policy.argon2MemoryKib,
  iterations: policy.argon2Iterations,
  parallelism: policy.argon2Parallelism,
})
const keys = await loadKeys(db, await loadRootKey(config), clock)
const { http } = await buildApp({ db, clock, keys, config, hasher, log })
// Browsers learn the time from this header, as they do from any server.
http.addHook('onSend', async (_request, reply) => void reply.header('date', clock.now().toUTCString()))
await http.listen({ host: config.host, port: config.port })

let filling: Promise<void> | undefined

/** Takes the slot again in the very moment it is free: no request comes between. */
async function fillTheSlot(): Promise<void> {
  while (isBusy) await hasher.hash('somebody else signs in')
}

process.on('message', async (told: { advance?: number; busy?: boolean; apiKey?: string; staff?: StaffRole }) => {
  aheadMs += (told.advance ?? 0) * 1000
  const begins = told.busy === true && !isBusy
  isBusy = told.busy ?? isBusy
  if (begins) filling = fillTheSlot()
  if (told.busy === false) await filling // the slot is free once the last of it is hashed
  const scopes = ['approvals:write'] as const
  const made = told.apiKey ? await createApiKey({ db, clock }, { name: told.apiKey, scopes, days: 30 }) : undefined
  const invited = told.staff && (await inviteStaff(db, { clock, keys }, { role: told.staff }))
  process.send?.(made?.key ?? invited?.invitation ?? 'done')
})
