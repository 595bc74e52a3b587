import { once } from 'node:events'
import { spawnServer } from './spawned-server.ts'

/** A server that is ready, as the tests of promises and races use it. */
export interface ServerProcess {
  port: number
  pid: number
  url: string
  /** Everything it printed, to either stream. */
  printed(): string
  /** Ends it with SIGKILL, or the signal given, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** Starts a server and waits until it is ready. @throws with all it printed when it ends first */
export async function startServer(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await spawnServer(environment)
  const { process: child, printed } = server
  await server.ready()
  const port = Number(new URL(server.url).port)
  return {
    port,
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    printed,
    async kill(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'close')
      child.kill(signal)
      await gone
    },
  }
}
