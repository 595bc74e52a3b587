// The server as operators run it, in a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onServerCore } from './cores.ts'

export interface BenchServer {
  pid: number
  port: number
  /** Seconds from being started to the first 200. */
  startSeconds: number
  /** Resident memory now, in MB (10^6 bytes); undefined where the system does not tell. */
  residentMegabytes(): number | undefined
  /** Seconds of processor time used so far; undefined where the system does not tell. */
  processorSeconds(): number | undefined
  stop(): Promise<void>
}

export interface ServerOptions {
  env: Record<string, string>
  place: 'server core' | 'anywhere'
  command?: readonly [string, ...string[]]
}

const ROOT = join(import.meta.dirname, '..')
const START_WITHIN_MS = 60_000

export async function startServer({ env, place, command }: ServerOptions): Promise<BenchServer> {
  const port = await freePort()
  const [file, ...args] = command ?? [process.execPath, 'server/main.js']
  const [program, all] = place === 'server core' ? onServerCore(file, args) : [file, args]
  const begun = performance.now()
  const child = spawn(program, all, {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: '', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true, // a process group of its own: npm and what it starts end together
  })
  const ended = once(child, 'exit')
  const pid = child.pid ?? 0
  const stop = async () => {
    if (child.exitCode !== null) return
    process.kill(-pid, 'SIGTERM')
    await Promise.race([ended, sleep(10_000)])
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, 'SIGKILL')
  }
  const failed = ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code} while starting`)))
  const startedAt = await Promise.race([firstAnswer(port), failed]).catch(async (error) => {
    await stop()
    throw error
  })
  failed.catch(() => {}) // from now on it may end
  return {
    pid,
    port,
    startSeconds: (startedAt - begun) / 1000,
    residentMegabytes: () => residentMegabytes(pid),
    processorSeconds: () => processorSeconds(pid),
    stop,
  }
}

/** Asks for the sign-in page every 5 ms until it is there. @returns when that was */
async function firstAnswer(port: number): Promise<number> {
  const giveUpAt = performance.now() + START_WITHIN_MS
  while (performance.now() < giveUpAt) {
    const answer = await fetch(`http://127.0.0.1:${port}/log-in`).catch(() => undefined)
    if (answer?.status === 200) return performance.now()
    await sleep(5)
  }
  throw new Error('the server did not answer within a minute')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

function residentMegabytes(pid: number): number | undefined {
  try {
    const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return (Number(kibibytes) * 1024) / 1e6
  } catch {
    return undefined
  }
}

function processorSeconds(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return undefined
  }
}
