import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadRootKey } from './root-key.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'portvakt-root-key-'))
})
afterAll(() => rm(dataDir, { recursive: true }))

const hex = 'ab'.repeat(32)

it('takes 32 bytes in hexadecimal or base64, the same key for the same bytes', async () => {
  const base64 = Buffer.from(hex, 'hex').toString('base64')
  const keys = [hex, hex.toUpperCase(), base64, base64.replace('=', ''), ` ${base64}\n`]
  const ids = await Promise.all(
    keys.map(async (rootKey) => (await loadRootKey({ rootKey, mode: 'production', dataDir })).id),
  )
  expect(new Set(ids).size).toBe(1)
})

it.each(['', 'short', 'ab'.repeat(31), 'ab'.repeat(33), `${'a'.repeat(42)}!`, 'zz'.repeat(32)])(
  'refuses %j',
  async (text) => {
    const path = join(dataDir, 'bad')
    await writeFile(path, text, { mode: 0o600 })
    await expect(loadRootKey({ rootKeyFile: path, mode: 'demo', dataDir })).rejects.toThrow(
      /must hold exactly 32 bytes/,
    )
  },
)

it('refuses a file that others may read, with one sentence that says what to do', async () => {
  const path = join(dataDir, 'open')
  await writeFile(path, hex)
  for (const mode of [0o640, 0o604, 0o620]) {
    await chmod(path, mode)
    await expect(loadRootKey({ rootKeyFile: path, mode: 'production', dataDir })).rejects.toThrow(/chmod 600/)
  }
})

it('refuses what is no file, whoever may read it, and says which option names it', async () => {
  const folder = join(dataDir, 'folder')
  for (const mode of [0o700, 0o755]) {
    await mkdir(folder, { recursive: true })
    await chmod(folder, mode)
    await expect(loadRootKey({ rootKeyFile: folder, mode: 'production', dataDir })).rejects.toThrow(
      `The root key file ${folder} is no file: let ROOT_KEY_FILE name the file that holds the key.`,
    )
  }
})

it('makes one key in demo mode, for its owner alone, however many servers start together', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadRootKey({ mode: 'demo', dataDir })))
  expect(new Set(keys.map(({ id }) => id)).size).toBe(1)
  const path = join(dataDir, 'root.key')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await readFile(path, 'utf8')).trim()).toHaveLength(44)
  expect((await readdir(dataDir)).filter((name) => name.startsWith('root.key.'))).toEqual([])
})

it('makes none in production', async () => {
  await expect(loadRootKey({ mode: 'production', dataDir })).rejects.toThrow('ROOT_KEY or ROOT_KEY_FILE must be set')
})

it('does not unwrap under another context or another key', async () => {
  const key = await loadRootKey({ rootKey: hex, mode: 'production', dataDir })
  const other = await loadRootKey({ rootKey: 'cd'.repeat(32), mode: 'production', dataDir })
  const wrapped = await key.wrap(Buffer.from('secret'), ['keys', 'index', '1'])
  expect((await key.unwrap(wrapped, ['keys', 'index', '1'])).toString()).toBe('secret')
  await expect(key.unwrap(wrapped, ['keys', 'index', '2'])).rejects.toThrow()
  await expect(other.unwrap(wrapped, ['keys', 'index', '1'])).rejects.toThrow()
})
