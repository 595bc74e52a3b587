/**
 * The root key wraps every key in the database and lies outside of it. `RootKey` is all a key management service has
 * to offer to take its place; here the key is 32 bytes given by configuration.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
import { link, mkdir, open, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cannotStart } from './cannot-start.ts'
import { macBytes, openBytes, sealBytes } from './sealing.ts'

export interface RootKey {
  /** Names the key in operators' eyes, gives nothing of it away. */
  id: string
  wrap(key: Uint8Array, context: readonly string[]): Promise<Buffer>
  /** @throws when it was wrapped by another root key or for another context */
  unwrap(wrapped: Uint8Array, context: readonly string[]): Promise<Buffer>
}

export interface RootKeySource {
  /** 32 bytes as 64 hexadecimal digits or as base64. */
  rootKey?: string | undefined
  /** A file that holds the same, readable by its owner alone. */
  rootKeyFile?: string | undefined
  mode: 'demo' | 'production'
  dataDir: string
  /** Whether demo mode may make a key: true unless said. */
  createsKey?: boolean
}

/**
 * The root key of this installation: given, from its file, or in demo mode made once in the data folder.
 *
 * @throws cannotStart when none is given in production, or when the one given cannot be used
 */
export async function loadRootKey(source: RootKeySource): Promise<RootKey> {
  const given = await givenRootKey(source)
  if (given) return given
  if (source.mode !== 'demo') throw cannotStart('ROOT_KEY or ROOT_KEY_FILE must be set in production.')
  const path = join(source.dataDir, 'root.key')
  if (source.createsKey !== false) await createKeyFile(path)
  return localRootKey(await readKeyFile(path))
}

/**
 * @param option what the key is given by, for the sentence that says what is wrong; a file by the same with `_FILE`
 * @returns undefined when none is given
 * @throws cannotStart when it cannot be used
 */
export async function givenRootKey(
  { rootKey, rootKeyFile }: Pick<RootKeySource, 'rootKey' | 'rootKeyFile'>,
  option = 'ROOT_KEY',
): Promise<RootKey | undefined> {
  if (rootKey) return localRootKey(parseRootKey(rootKey, option))
  if (rootKeyFile) return localRootKey(await readKeyFile(rootKeyFile, `${option}_FILE`))
  return undefined
}

/** A root key held in this process: AES-256-GCM under the 32 bytes given, which are wiped. */
export function localRootKey(bytes: Buffer): RootKey {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  const label = 'root'
  return {
    id: `local:${macBytes(key, label, 0, ['id']).subarray(4, 10).toString('hex')}`,
    wrap: async (plain, context) => sealBytes(key, label, 0, plain, context),
    unwrap: async (wrapped, context) => openBytes(key, label, wrapped, context),
  }
}

/** Reads 32 bytes from their text. @throws cannotStart naming `where`; it shows nothing of the text */
export function parseRootKey(text: string, where: string): Buffer {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex')
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return Buffer.from(trimmed, 'base64')
  throw cannotStart(`${where} must hold exactly 32 bytes, as 64 hexadecimal digits or as base64.`)
}

async function readKeyFile(path: string, option = 'DATA_DIR'): Promise<Buffer> {
  const file = await open(path, 'r').catch((cause) => {
    throw cannotStart(`The root key file ${path} cannot be read (${cause.code}).`, cause)
  })
  try {
    const stats = await file.stat()
    // A pipe is one too: some have the key come out of another program.
    if (!stats.isFile() && !stats.isFIFO())
      throw cannotStart(`The root key file ${path} is no file: let ${option} name the file that holds the key.`)
    if (stats.mode & 0o077) throw cannotStart(`The root key file ${path} is open to other users: run chmod 600 on it.`)
    return parseRootKey(await file.readFile('utf8'), `The root key file ${path}`)
  } finally {
    await file.close()
  }
}

/** Makes the file if there is none: whole or not at all, and on the disk before any key is wrapped with it. */
async function createKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  await file.writeFile(`${randomBytes(32).toString('base64')}\n`)
  await file.sync()
  await file.close()
  // A hard link never replaces a file: of servers that start together one makes the key, all read it.
  await link(draft, path).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(draft)
  await syncFolder(dirname(path))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
