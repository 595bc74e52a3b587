// What can be told before the slow parts of a start.
import { randomUUID } from 'node:crypto'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import type { Config } from './config.ts'
import { cannotStart } from './platform/cannot-start.ts'

/** Makes the data folder if it is missing. @throws cannotStart when nothing can be written there */
export async function openDataDir({ dataDir }: Pick<Config, 'dataDir'>): Promise<void> {
  const probe = join(dataDir, `.probe-${randomUUID()}`)
  try {
    await makeFolder(dataDir)
    await writeFile(probe, '')
    await rm(probe)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw cannotStart(
      `DATA_DIR ${dataDir} cannot be written (${code}): give this user the folder, or choose another.`,
      error,
    )
  }
}

/** Not mkdir's `recursive`, which never ends where a file system makes no folders, such as /proc. */
async function makeFolder(path: string): Promise<void> {
  // Others may pass through: the embedded database below may run as another user. What is secret is closed by itself.
  await mkdir(path, { mode: 0o711 }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return
    if (error.code !== 'ENOENT' || (await stat(dirname(path)).then(Boolean, () => false))) throw error
    await makeFolder(dirname(path))
    await mkdir(path, { mode: 0o711 })
  })
}

/** Tells at once, before the slow parts of a start, when somebody else has the port. */
export async function checkPort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  const probe = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  probe.once('error', reject).listen(port, host, () => probe.close(() => resolve()))
  await promise.catch((error) => {
    throw cannotListen(error, { host, port })
  })
}

export function cannotListen(error: NodeJS.ErrnoException, { host, port }: Pick<Config, 'host' | 'port'>): Error {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use by another program: stop that one, or choose another PORT.`,
    EACCES: `Port ${port} may not be used by this user: choose a PORT above 1023.`,
    EADDRNOTAVAIL: `HOST ${host} is no address of this machine: choose one that is, or 0.0.0.0 for all.`,
    ENOTFOUND: `HOST ${host} is not known: choose an address of this machine, or 0.0.0.0 for all.`,
  }
  return cannotStart(
    sentences[error.code ?? ''] ?? `Port ${port} on ${host} cannot be listened on (${error.code}).`,
    error,
  )
}
