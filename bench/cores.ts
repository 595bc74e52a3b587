// One core for the server, the others for everything else: Postgres, the load, this program.
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'

const hasTaskset = process.platform === 'linux' && spawnSync('taskset', ['-V']).status === 0 && cpus().length > 1

export const SERVER_CORE = hasTaskset ? '0' : undefined
export const OTHER_CORES = hasTaskset ? (cpus().length > 2 ? `1-${cpus().length - 1}` : '1') : undefined

/** A command line that keeps to the server's core, where the system can do that. */
export function onServerCore(file: string, args: readonly string[]): [string, string[]] {
  return SERVER_CORE === undefined ? [file, [...args]] : ['taskset', ['-c', SERVER_CORE, file, ...args]]
}

/** A command line that keeps to no core: for what is not measured beside the server. */
export function onAllCores(file: string, args: readonly string[]): [string, string[]] {
  return SERVER_CORE === undefined ? [file, [...args]] : ['taskset', ['-c', `0-${cpus().length - 1}`, file, ...args]]
}

/** Moves this process, and with it every child that is not put elsewhere, off the server's core. */
export function leaveServerCore(): void {
  if (OTHER_CORES !== undefined) spawnSync('taskset', ['-a', '-c', '-p', OTHER_CORES, String(process.pid)])
}

/** What the reader of the table should know about the machine. */
export function describeMachine(): string {
  const place =
    SERVER_CORE === undefined ? 'nothing pinned (no taskset)' : 'server on one core, Postgres and load on the others'
  return `${cpus().length} cores, ${process.platform} ${process.arch}, Node ${process.version}; ${place}`
}
