// A provider's server in a process of its own: it can hang, refuse, or die in the middle, as a real one does.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** take · 4xx or throttled · refused for good · no answer at all · killed by itself before it answers · refuses everybody */
export type Behaviour = 'take' | 'busy' | 'refuse' | 'hang' | 'die' | 'lock-out'

export interface Peer<Received> {
  port: number
  /** What it was given, whether or not it took it. */
  received: Received[]
  behave(behaviour: Behaviour): void
  /** Resolves when it was given `count` messages in all. */
  receives(count: number): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
}

type Report<Received> = { port: number } | { received: Received }

/** Starts test/support/<name>-process.ts; it ends with the test. */
export async function startPeer<Received>(
  name: 'smtp-server' | 'smpp-server',
  behaviour: Behaviour = 'take',
  port = 0,
): Promise<Peer<Received>> {
  const child = fork(new URL(`./${name}-process.ts`, import.meta.url), [behaviour, String(port)], { execArgv: [] })
  const received: Received[] = []
  const listening = Promise.withResolvers<number>()
  child.on('message', (report: Report<Received>) => {
    if ('port' in report) listening.resolve(report.port)
    else received.push(report.received)
  })
  child.on('exit', () => listening.reject(new Error(`${name} ended before it listened`)))
  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  onTestFinished(kill)
  return {
    port: await listening.promise,
    received,
    behave: (next) => child.send(next),
    receives: (count) => until(() => received.length >= count),
    kill,
  }
}

/** A server that takes every connection and never says a word, as one does whose program is stuck. @returns its port */
export async function startSilent(): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  async function close(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  onTestFinished(close)
  return { port: (server.address() as AddressInfo).port, close }
}

/** Waits for something that real processes bring about. @throws after 20 s */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('waited in vain')
    await sleep(10)
  }
}
