// A real Postgres of our own in DATA_DIR, reached by a Unix socket only.
import type { ChildProcess } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { cannotStart } from './cannot-start.ts'
import { type Cluster, lastLine, openCluster, SOCKET_PORT, SUPERUSER, socketDirFor } from './embedded-cluster.ts'
import { runningPostmaster, spawnPostmaster, stopPostmaster } from './embedded-postmaster.ts'

export interface EmbeddedPostgres {
  /** For the program: owns the database, is no superuser. */
  url: string
  /** For tests, which make databases of their own. */
  adminUrl: string
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  dataDir: string
  log: Pick<Logger, 'warn' | 'error'>
  /** Postgres settings on top of ours; tests switch syncing off. */
  settings?: Record<string, string>
}

const NAME = 'portvakt'
const READY_WITHIN_MS = 60_000
const POLL_MS = 10
/** One server per DATA_DIR: held by a session of the server's, so that it is free the moment the server is gone. */
const SERVER_LOCK = 7_065_174

/**
 * Starts Postgres in `dataDir`, or takes over the one that a killed server left running; makes the database at the first start.
 * Comes back when it answers queries. Every commit is synced to disk.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(options.dataDir)
  const holder = { client: await hold(cluster, options), stopping: false }
  await ensureDatabase(holder.client, cluster.password)
  keepHold(cluster, options, holder)
  return {
    url: addressOf(cluster, holder.client.host, NAME, NAME),
    adminUrl: addressOf(cluster, holder.client.host, SUPERUSER, 'postgres'),
    async stop() {
      holder.stopping = true
      await holder.client.end().catch(() => {})
      await stopPostmaster(cluster)
    },
  }
}

/** Where the Postgres in `dataDir` answers if it runs: for a command beside the server. */
export async function runningEmbeddedUrl(dataDir: string): Promise<string | undefined> {
  const cluster = await openCluster(dataDir)
  const running = await runningPostmaster(cluster)
  return running?.socketDir && addressOf(cluster, running.socketDir, NAME, NAME)
}

function addressOf(cluster: Cluster, socketDir: string, user: string, database: string): string {
  const password = encodeURIComponent(cluster.password)
  return `postgres://${user}:${password}@localhost:${SOCKET_PORT}/${database}?host=${encodeURIComponent(socketDir)}`
}

/** Connects to the running Postgres, starting it if need be, and takes the server's lock. */
async function hold(cluster: Cluster, options: EmbeddedPostgresOptions): Promise<pg.Client> {
  const client = await connectOrStart(cluster, options.settings ?? {})
  const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS held', [SERVER_LOCK])
  if (rows[0].held) return client
  await client.end()
  throw cannotStart(
    `Another Portvakt server is running on ${options.dataDir}: stop it first, or give this one its own DATA_DIR.`,
  )
}

/** When the holding session is lost (a backend was killed, Postgres crashed), Postgres is started anew and held again. */
function keepHold(
  cluster: Cluster,
  options: EmbeddedPostgresOptions,
  holder: { client: pg.Client; stopping: boolean },
): void {
  holder.client.on('error', () => {})
  holder.client.once('end', async () => {
    if (holder.stopping) return
    options.log.warn('the embedded Postgres closed our session; taking it up again')
    try {
      holder.client = await hold(cluster, options)
      keepHold(cluster, options, holder)
    } catch (error) {
      options.log.error({ err: error }, 'the embedded Postgres is gone')
    }
  })
}

async function connectOrStart(cluster: Cluster, settings: Record<string, string>): Promise<pg.Client> {
  const deadline = Date.now() + READY_WITHIN_MS
  let child: ChildProcess | undefined
  let starts = 0
  while (Date.now() < deadline) {
    const running = await runningPostmaster(cluster)
    const client = running?.isReady && running.socketDir ? await tryConnect(cluster, running.socketDir) : undefined
    if (client) return client
    const hasEnded = child && (child.exitCode !== null || child.signalCode !== null)
    if (hasEnded && starts > 2) break
    // Ended while another runs: two servers started at once, and the other's Postgres was first.
    if (!running && (!child || hasEnded)) {
      const socketDir = await socketDirFor(cluster)
      // Left by a Postgres that was killed. While nobody has reaped that process its number counts as alive, and the next
      // Postgres would not start; this folder is ours alone, and none of ours runs.
      await rm(join(socketDir, `.s.PGSQL.${SOCKET_PORT}.lock`), { force: true })
      child = spawnPostmaster(cluster, socketDir, settings)
      starts += 1
    }
    await sleep(POLL_MS)
  }
  const said = lastLine(await readFile(cluster.logFile, 'utf8').catch(() => ''))
  throw cannotStart(`The embedded Postgres did not start (${said || 'it said nothing'}): see ${cluster.logFile}.`)
}

async function tryConnect(cluster: Cluster, socketDir: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: socketDir,
    port: SOCKET_PORT,
    user: SUPERUSER,
    password: cluster.password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  })
  try {
    await client.connect()
    return client
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code === '28P01')
      throw cannotStart(
        `The embedded Postgres refuses the password in ${join(dirname(cluster.data), 'password')}: put the right file back.`,
      )
    if (code && !['ENOENT', 'ECONNREFUSED', 'ECONNRESET', '57P03', '53300'].includes(code)) throw error
    return undefined
  }
}

/** The role and the database of the program, made at the first start; a start killed in between is picked up here. */
async function ensureDatabase(client: pg.Client, password: string): Promise<void> {
  const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME])
  if (rows.length > 0) return
  const { rows: roles } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [NAME])
  if (roles.length === 0) await client.query(`CREATE ROLE ${NAME} LOGIN PASSWORD ${client.escapeLiteral(password)}`)
  await client.query(`CREATE DATABASE ${NAME} OWNER ${NAME}`)
}
