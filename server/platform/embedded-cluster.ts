// The folder of the embedded Postgres: DATA_DIR/postgres with data/, run/ (its socket), password and log.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chown,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cannotStart } from './cannot-start.ts'
import { type Binaries, findBinaries } from './embedded-binaries.ts'
import { type Unprivileged, unprivileged } from './unprivileged.ts'

export const SUPERUSER = 'postgres'
/** The socket's file is named after a port that nobody listens on. */
export const SOCKET_PORT = 5432
const SOCKET_PATH_MAX_BYTES = 100
/** How the names of folders begin that are still being made. */
const UNFINISHED = 'postgres.new-'

export interface Cluster {
  data: string
  logFile: string
  password: string
  binaries: Binaries
  as: Unprivileged
}

/** Opens the cluster in `dataDir`, making it at the first start. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const folder = join(dataDir, 'postgres')
  await mkdir(dataDir, { recursive: true, mode: 0o711 })
  const binaries = await findBinaries(join(dataDir, 'lib'))
  const as = unprivileged([binaries.initdb, binaries.postgres], [folder])
  if (!(await stat(folder).catch(() => undefined))) await createCluster(folder, dataDir, binaries, as)
  const data = join(folder, 'data')
  await refuseOtherMajor(data, binaries)
  return {
    data,
    logFile: join(folder, 'log'),
    password: await readFile(join(folder, 'password'), 'utf8'),
    binaries,
    as,
  }
}

/** Made beside its place and renamed: a start killed half-way, or two first starts at once, leave one whole cluster or none. */
async function createCluster(folder: string, dataDir: string, binaries: Binaries, as: Unprivileged): Promise<void> {
  const fresh = await mkdtemp(join(dataDir, UNFINISHED))
  const [data, password] = [join(fresh, 'data'), join(fresh, 'password')]
  try {
    await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
    for (const name of ['data', 'run']) await mkdir(join(fresh, name), { mode: 0o700 })
    if (as.owner !== undefined)
      for (const path of [fresh, password, data, join(fresh, 'run')]) await chown(path, as.owner, as.owner)
    // Collation by Postgres itself: an index stays right when the machine's C library is replaced.
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const access = [`--username=${SUPERUSER}`, `--pwfile=${password}`, '--auth=scram-sha-256']
    const quick = ['--no-sync', '--no-instructions']
    await runInitdb(binaries, as, ['-D', data, ...access, ...locale, ...quick])
    // One sync at the end takes 0.1 s; syncing as it goes 0.2 s.
    await runInitdb(binaries, as, ['-D', data, '--sync-only'])
    await rename(fresh, folder)
    await syncFolder(dataDir)
  } catch (error) {
    if (!(await stat(folder).catch(() => undefined))) throw error // another start was first, and swept ours away
  } finally {
    await sweepUnfinished(dataDir)
  }
}

async function sweepUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir))
    if (name.startsWith(UNFINISHED)) await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => {})
}

async function runInitdb(binaries: Binaries, as: Unprivileged, args: string[]): Promise<void> {
  const { file, args: all, ...user } = as.launch(binaries.initdb, args)
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const child = spawn(file, all, { ...user, cwd: '/', env: programEnv(binaries), stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  child.on('error', (error) => resolve(error.message))
  child.on('close', (code) => resolve(code === 0 ? undefined : lastLine(stderr) || `initdb ended with ${code}`))
  const failure = await promise
  if (failure)
    throw cannotStart(
      `The embedded Postgres could not be set up (${failure}): mend that, or set DATABASE_URL to a Postgres of your own.`,
    )
}

/** Nothing of our own environment, which may hold the root key. */
export function programEnv(binaries: Binaries): Record<string, string> {
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', ...binaries.env }
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}

async function refuseOtherMajor(data: string, binaries: Binaries): Promise<void> {
  const made = await readMajor(data)
  if (made !== binaries.major)
    throw cannotStart(
      `The embedded database in ${data} was made by Postgres ${made} and this Portvakt brings Postgres ${binaries.major}: start the Portvakt that made it, or give this one another DATA_DIR.`,
    )
}

/** @throws cannotStart when the file is not there: part of the folder was taken away, or it was never a database */
async function readMajor(data: string): Promise<string> {
  const text = await readFile(join(data, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw cannotStart(
      `The embedded database in ${data} is not whole (PG_VERSION: ${error.code}): put it back from a backup, or give this one another DATA_DIR.`,
      error,
    )
  })
  return text.trim()
}

/** The system allows a socket's path some 104 bytes: a deeper folder has its socket below the system's temporary folder. */
export async function socketDirFor({ data, as }: Cluster): Promise<string> {
  const near = join(dirname(data), 'run')
  if (Buffer.byteLength(`${near}/.s.PGSQL.${SOCKET_PORT}`) <= SOCKET_PATH_MAX_BYTES) return near
  const far = await mkdtemp(join(tmpdir(), 'portvakt-'))
  if (as.owner !== undefined) await chown(far, as.owner, as.owner)
  return far
}

async function syncFolder(path: string): Promise<void> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    await handle.sync()
  } finally {
    await handle?.close()
  }
}
