// Starts a server and stops it. What takes long, the database, begins first; the program's parts are read meanwhile.
import { type Config, readConfig } from './config.ts'
import type { Built } from './parts.ts'
import { isCannotStart } from './platform/cannot-start.ts'
import { keepMemoryOutOfCoreDumps } from './platform/core-dumps.ts'
import { createLogger } from './platform/log.ts'
import { checkPort, openDataDir } from './preflight.ts'

/** A part that takes longer to close is left behind: what it did not acknowledge is done again after the next start. */
const CLOSE_WITHIN_MS = 5_000

const closers: (() => unknown)[] = []
const onStop = (close: () => unknown): void => void closers.push(close)

let stopping: Promise<never> | undefined

/** Closes everything in the reverse of its opening and ends the process; the first reason to is the one that counts. */
function stop(exitCode: number): Promise<never> {
  stopping ??= closeAll().then(() => process.exit(exitCode))
  return stopping
}

async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) {
    const limit = new Promise((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref())
    await Promise.race([Promise.try(close).catch(() => {}), limit])
  }
}

async function open(): Promise<void> {
  const config = readConfig()
  await checkPort(config)
  const log = createLogger(config)
  process.on('uncaughtException', (err) => {
    if (stopping) return // it is closing already; what goes wrong meanwhile must not go round
    log.fatal({ err }, 'stopping: this should not have happened')
    stop(1)
  })
  const parts = import('./parts.ts')
  parts.catch(() => {}) // told when it is awaited
  const url = config.databaseUrl ?? (await startOwnDatabase(config, log))
  const { buildParts } = await parts
  announce(config, log, await buildParts({ config, log, url, onStop }))
}

async function startOwnDatabase(config: Config, log: ReturnType<typeof createLogger>): Promise<string> {
  await openDataDir(config)
  const { startEmbeddedPostgres } = await import('./platform/embedded-postgres.ts')
  const starting = startEmbeddedPostgres({ dataDir: config.dataDir, log })
  onStop(async () => (await starting).stop()) // Ctrl-C in the middle of a start leaves no Postgres behind
  return (await starting).url
}

function announce(
  { mode, brandName, origin }: Config,
  log: ReturnType<typeof createLogger>,
  { metricsUrl, staffLink }: Built,
): void {
  if (mode === 'production') log.info({ origin, metricsUrl }, 'started')
  else
    console.log(`
${brandName} is running, in demo mode.

  Pages    ${origin}/
  Outbox   ${origin}/outbox   the mails and SMS that it sends
  Metrics  ${metricsUrl}
  Staff    ${staffLink ?? `${origin}/staff`}${staffLink ? '\n           an invitation to the console: for one, once, within a day' : ''}

Stop it with Ctrl-C.
`)
}

async function failStart(error: unknown): Promise<never> {
  if (!stopping) console.error(isCannotStart(error) ? error.message : error)
  return stop(1)
}

/** Starts the server, and sees that it stops when it is asked to. Reading this file starts nothing. */
export async function start(): Promise<void> {
  keepMemoryOutOfCoreDumps()
  let askedAt: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // Asked again: at once. But npm passes on a Ctrl-C that the terminal sent us already: that is one asking.
      askedAt ??= performance.now()
      if (performance.now() - askedAt > 1_000) process.exit(1)
      stop(0)
    })
  await open().catch(failStart)
}
