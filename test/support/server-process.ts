// A real server in a process of its own, as an operator runs it: node server/main.ts.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const MAIN = join(import.meta.dirname, '..', '..', 'server', 'main.ts')
const READY_WITHIN_MS = 60_000

export interface ServerProcess {
  port: number
  url: string
  /** Everything it printed, to either stream. */
  printed(): string
  /** Ends it with SIGKILL, or the signal given, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** Starts a server and waits until it is ready. @throws with all it printed when it ends first */
export async function startServer(environment: Record<string, string>): Promise<ServerProcess> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const printed = () => Buffer.concat(chunks).toString()
  const end = performance.now() + READY_WITHIN_MS
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) break
    if (child.exitCode !== null || performance.now() > end) {
      child.kill('SIGKILL')
      throw new Error(`the server did not start:\n${printed()}`)
    }
    await sleep(25)
  }
  return {
    port,
    url,
    printed,
    async kill(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
