// The process of the embedded Postgres: started, found again, stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, programEnv } from './embedded-cluster.ts'

const STOP_WITHIN_MS = 5_000
const REAP_WITHIN_MS = 300
const POLL_MS = 10
const LOG_MAX_BYTES = 5_000_000

const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  huge_pages: 'off',
  io_method: 'sync',
  jit: 'off',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  // A statement of a server that was killed ends with its connection, and its locks with it.
  client_connection_check_interval: '1s',
  log_min_messages: 'warning',
  // Terse: no DETAIL line with the values of a row.
  log_error_verbosity: 'terse',
}

export function spawnPostmaster(cluster: Cluster, socketDir: string, settings: Record<string, string>): ChildProcess {
  const all = { ...SETTINGS, unix_socket_directories: `"${socketDir}"`, ...settings }
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { file, args: wrapped, ...user } = cluster.as.launch(cluster.binaries.postgres, ['-D', cluster.data, ...args])
  const log = openSync(cluster.logFile, isLong(cluster.logFile) ? 'w' : 'a', 0o600)
  try {
    // A session of its own: Ctrl-C reaches us alone, and we stop Postgres when our work is done.
    const stdio = ['ignore', log, log] as const
    const child = spawn(file, wrapped, {
      ...user,
      cwd: '/',
      detached: true,
      env: programEnv(cluster.binaries),
      stdio: [...stdio],
    })
    child.on('error', () => {})
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

export interface Postmaster {
  pid: number
  socketDir: string | undefined
  /** True once it takes connections. */
  isReady: boolean
}

/** What postmaster.pid says, if the process it names is this cluster's Postgres; a file left by a crash is removed. */
export async function runningPostmaster({ data }: Cluster): Promise<Postmaster | undefined> {
  const file = join(data, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!pid || !isAlive(pid)) return undefined
  if (isPostgresOf(pid, data)) return { pid, socketDir: lines[4] || undefined, isReady: lines[7]?.trim() === 'ready' }
  // After a crash of the machine the number may belong to any process, and Postgres would refuse to start for its sake.
  await rm(file, { force: true })
  return undefined
}

export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const postmaster = await runningPostmaster(cluster)
  if (!postmaster) return
  const deadline = Date.now() + STOP_WITHIN_MS
  process.kill(postmaster.pid, 'SIGINT') // fast: ends the sessions, writes everything out
  while (await runningPostmaster(cluster)) {
    if (Date.now() > deadline) return void process.kill(postmaster.pid, 'SIGQUIT') // at once: the next start recovers
    await sleep(POLL_MS)
  }
  // Our own child is reaped before we end: a container without an init process would keep it as a zombie.
  for (let waited = 0; isAlive(postmaster.pid) && waited < REAP_WITHIN_MS; waited += POLL_MS) await sleep(POLL_MS)
  if (postmaster.socketDir && dirname(postmaster.socketDir) !== dirname(cluster.data))
    await rm(postmaster.socketDir, { recursive: true, force: true })
}

function isLong(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isPostgresOf(pid: number, data: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data)
  } catch {
    return false
  }
}
