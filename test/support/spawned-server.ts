// `node server/main.js` in a process of its own, with an environment that holds nothing but what a test gives.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ServerProcess {
  url: string
  process: ChildProcess
  /** Everything it said so far, to either stream. */
  printed(): string
  /** Resolves at the first answer. @throws with what it said when it ended before */
  ready(): Promise<void>
  /** Resolves when it has ended; `code` is null after a kill. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string; ms: number }>
}

const main = join(import.meta.dirname, '..', '..', 'server', 'main.js')
const running = new Set<ChildProcess>()
// A set-up that fails half-way leaves nobody to end them.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export async function spawnServer(env: Record<string, string>): Promise<ServerProcess> {
  const port = env.PORT ?? String(await freePort())
  const startedAt = performance.now()
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, PORT: port, ...env }, stdio: 'pipe' })
  running.add(child)
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (text) => {
      said[stream] += text
    })
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return { code: code as number | null, ms: performance.now() - startedAt, ...said }
  })
  const url = `http://localhost:${port}`
  return {
    url,
    process: child,
    printed: () => said.stdout + said.stderr,
    ended,
    async ready() {
      while (
        !(await fetch(`${url}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        ))
      ) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${said.stderr}`)
        await sleep(20)
      }
    },
  }
}

/** After a test: ends the servers that it left running, and with them their databases. */
export async function endServers(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
    }),
  )
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return (address as { port: number }).port
}
