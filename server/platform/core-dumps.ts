import { writeFileSync } from 'node:fs'

/**
 * Keeps the memory of this process, and of every process that it starts from now on, out of core dumps (core(5)): what was shown
 * or typed a moment ago lies in it in clear. On Linux; elsewhere, and where the system does not let it be set, nothing changes.
 */
export function keepMemoryOutOfCoreDumps(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0')
  } catch {
    // Not Linux, or a sandbox that has no such file.
  }
}
