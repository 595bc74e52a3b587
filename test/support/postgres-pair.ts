// Two Postgres of our own, a primary and a standby that has what was committed before anybody hears of it; behind one address,
// which leads to whichever is the primary, as an operator's proxy or DNS name does.
import { cp, lchown, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import {
  type Cluster,
  openCluster,
  SOCKET_PORT,
  SUPERUSER,
  socketDirFor,
} from '../../server/platform/embedded-cluster.ts'
import { runningPostmaster, spawnPostmaster, stopPostmaster } from '../../server/platform/embedded-postmaster.ts'

const WITHIN_MS = 60_000
/** Long enough for what a commit that waits for nobody would say and lose. */
const LAG_MS = 300
// A standby whose primary is gone looks for it this long before it lets itself be promoted.
const SETTINGS = { wal_keep_size: '256MB', wal_retrieve_retry_interval: '500ms' }

interface Node {
  cluster: Cluster
  socketDir: string
  admin: pg.Client
}

export interface PostgresPair {
  /** Of an empty database on whatever is the primary. */
  url: string
  /**
   * Kills the primary, of whose last instant the standby knows nothing, makes the standby the primary, and has the address lead
   * there.
   */
  failOver(): Promise<void>
  /** Makes a new standby of the primary. */
  addStandby(): Promise<void>
  stop(): Promise<void>
}

/** Starts a primary with a standby that every commit waits for. */
export async function startPostgresPair(): Promise<PostgresPair> {
  const folder = await mkdtemp(join(tmpdir(), 'portvakt-pair-'))
  const address = join(folder, 'address')
  let nodes = 0
  let primary = await start(join(folder, `node${nodes++}`), {})
  await primary.admin.query('CREATE DATABASE portvakt_test')
  await lead(address, primary)
  let standby = await standbyOf(primary, join(folder, `node${nodes++}`))
  const password = encodeURIComponent(primary.cluster.password)
  const host = encodeURIComponent(address)
  return {
    url: `postgres://${SUPERUSER}:${password}@localhost:${SOCKET_PORT}/portvakt_test?host=${host}`,
    async failOver() {
      const [receiver] = (await standby.admin.query('SELECT pid FROM pg_stat_wal_receiver')).rows
      process.kill(receiver.pid, 'SIGSTOP')
      await sleep(LAG_MS)
      await kill(primary)
      process.kill(receiver.pid, 'SIGTERM') // before it goes on: what it has not read is lost
      process.kill(receiver.pid, 'SIGCONT')
      await standby.admin.query('SELECT pg_promote(true, 60)')
      await lead(address, standby)
      primary = standby
    },
    async addStandby() {
      standby = await standbyOf(primary, join(folder, `node${nodes++}`))
    },
    async stop() {
      for (const { admin, cluster } of new Set([standby, primary])) {
        await admin.end().catch(() => {})
        await stopPostmaster(cluster)
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** From one instant to the next. */
async function lead(address: string, { socketDir }: Node): Promise<void> {
  await symlink(socketDir, `${address}.new`)
  await rename(`${address}.new`, address)
}

async function start(dataDir: string, settings: Record<string, string>): Promise<Node> {
  const cluster = await openCluster(dataDir)
  const socketDir = await socketDirFor(cluster)
  spawnPostmaster(cluster, socketDir, { ...SETTINGS, ...settings })
  await until(async () => (await runningPostmaster(cluster))?.isReady)
  const admin = new pg.Client({
    host: socketDir,
    port: SOCKET_PORT,
    user: SUPERUSER,
    password: cluster.password,
    database: 'postgres',
  })
  admin.on('error', () => {})
  await admin.connect()
  return { cluster, socketDir, admin }
}

/** A copy of a running primary (Postgres, Making a Base Backup Using the Low Level API), which follows it from then on. */
async function standbyOf({ cluster, socketDir, admin }: Node, dataDir: string): Promise<Node> {
  await mkdir(dataDir, { mode: 0o711 })
  const [from, to] = [join(cluster.data, '..'), join(dataDir, 'postgres')]
  await admin.query("SELECT pg_backup_start('portvakt', true)")
  const left = /\/(postmaster\.(pid|opts)|pg_wal\/[^/]+|run\/[^/]+|log)$/
  await cp(from, to, { recursive: true, filter: (path) => !left.test(path) })
  await mkdir(join(to, 'data', 'pg_wal', 'archive_status'))
  const { rows } = await admin.query('SELECT labelfile FROM pg_backup_stop(false)')
  await writeFile(join(to, 'data', 'backup_label'), rows[0].labelfile)
  await writeFile(join(to, 'data', 'standby.signal'), '')
  await own(to, cluster.as.owner)
  const source = `host=${socketDir} port=${SOCKET_PORT} user=${SUPERUSER} password=${cluster.password}`
  const standby = await start(dataDir, { primary_conninfo: `${source} application_name=standby` })
  await admin.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
  await admin.query('SELECT pg_reload_conf()')
  await until(async () => {
    const { rows: followers } = await admin.query("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
    return followers.length > 0
  })
  // The copy was made before: once it is the primary, its commits wait for nobody until it has a standby of its own.
  return standby
}

async function own(folder: string, owner: number | undefined): Promise<void> {
  if (owner === undefined) return
  await lchown(folder, owner, owner)
  for (const path of await readdir(folder, { recursive: true })) await lchown(join(folder, path), owner, owner)
}

async function kill({ cluster, admin }: Node): Promise<void> {
  const running = await runningPostmaster(cluster)
  if (!running) throw new Error('the primary is gone already')
  process.kill(running.pid, 'SIGKILL')
  await admin.end().catch(() => {})
}

async function until(isSo: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + WITHIN_MS
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('Postgres took too long')
    await sleep(10)
  }
}
