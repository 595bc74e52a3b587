import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** What the system calls the threads that hash: those of the pool that Node has anyway. */
const POOL_THREAD = 'libuv-worker'
/** A tenth of the core when everything else wants the whole of it (a weight of 110 to 1024): sign-ins go on even then. */
const NICENESS = 10

/**
 * Lets whatever else the process does go before its hashes when both want the same core: a session check then waits for no
 * hash. It weighs within the process's own group (a session, a service, a container), so that a busy neighbour gets no more
 * of the core than before. On Linux, where a thread has a priority of its own; elsewhere nothing changes.
 *
 * Call it when the pool's threads are there, so after a first hash.
 */
export function lowerHashPriority(): void {
  if (process.platform !== 'linux') return
  for (const thread of readdirSync('/proc/self/task')) if (isOfPool(thread)) setPriority(Number(thread), NICENESS)
}

function isOfPool(thread: string): boolean {
  return readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim() === POOL_THREAD
}
