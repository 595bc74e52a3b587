// A part of a measurement that runs as a process of its own: does one piece of work at a time, over Node's IPC.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onServerCore } from './cores.ts'

export interface Worker<Work, Result> {
  run(work: Work): Promise<Result>
  pid: number
  close(): Promise<void>
}

/** @param file in bench/ */
export function startWorker<Work, Result>(
  file: string,
  place: 'server core' | 'other cores',
  env: Record<string, string> = {},
): Worker<Work, Result> {
  const args = [new URL(file, import.meta.url).pathname]
  const [program, all] = place === 'server core' ? onServerCore(process.execPath, args) : [process.execPath, args]
  const child = spawn(program, all, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  })
  const ended = once(child, 'exit')
  return {
    pid: child.pid ?? 0,
    async run(work) {
      child.send(work as object)
      const answer = once(child, 'message')
      const [result] = await Promise.race([
        answer,
        ended.then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`))),
      ])
      return result as Result
    },
    async close() {
      child.kill()
      await ended
    },
  }
}

/** The worker's side. */
export function serveWork<Work, Result>(work: (work: Work) => Promise<Result>): void {
  process.on('message', async (given: Work) => void process.send?.(await work(given)))
}
