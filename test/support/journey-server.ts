// A server as an operator starts it, on a free port and in a data folder of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface RunningServer {
  /** Where browsers find it, without a slash at the end. */
  url: string
  dataDir: string
  process: ChildProcess
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '..', '..')
const READY_WITHIN_MS = 60_000

/**
 * Starts a program that serves the pages and waits until it is ready.
 *
 * @param program file below the repository, run by this Node
 */
export async function startServer(
  program = 'server/main.js',
  more: Record<string, string> = {},
): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'portvakt-journeys-'))
  const dataDir = join(folder, 'data')
  const port = String(await freePort())
  const env = { ...process.env, DATABASE_URL: '', PORT: port, DATA_DIR: dataDir, ...more }
  const child = spawn(process.execPath, [join(root, program)], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const said: string[] = []
  child.stdout?.on('data', (text) => said.push(String(text)))
  child.stderr?.on('data', (text) => said.push(String(text)))
  let isStopping = false
  child.on('exit', (code, signal) => {
    if (!isStopping) console.error(`${program} ended (${signal ?? code}):\n${said.join('')}`)
  })
  async function stop(): Promise<void> {
    isStopping = true
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  const url = `http://localhost:${port}`
  const end = performance.now() + READY_WITHIN_MS
  while (!(await isReady(url))) {
    if (child.exitCode !== null || performance.now() > end) {
      await stop()
      throw new Error(`${program} did not start:\n${said.join('')}`)
    }
    await sleep(50)
  }
  return { url, dataDir, process: child, stop }
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
