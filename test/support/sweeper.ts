import { fork } from 'node:child_process'
import { once } from 'node:events'

export interface Sweeper {
  /** What it complained of. */
  said(): string
  /** kill -9 */
  kill(): Promise<void>
}

/** Starts test/support/sweep-deletions-process.ts; resolves when it sweeps. */
export async function startSweeper(url: string, rootKey: string): Promise<Sweeper> {
  const env = { ...process.env, DATABASE_URL: url, ROOT_KEY: rootKey }
  const child = fork(new URL('./sweep-deletions-process.ts', import.meta.url), [], { env, execArgv: [], silent: true })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text))
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error(said)))])
  return {
    said: () => said,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
