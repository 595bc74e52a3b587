// Postgres refuses to run as root. This finds how to run it as nobody when we are root.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { cannotStart } from './cannot-start.ts'

/** The uid and gid of nobody on Linux; initdb wants one that the system has a name for. */
const NOBODY = 65_534
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))

export interface Launch {
  file: string
  args: string[]
  uid?: number
  gid?: number
}

export interface Unprivileged {
  /** Whom the programs' files must belong to; undefined when we are not root and they are simply ours. */
  owner: number | undefined
  launch(file: string, args: string[]): Launch
}

/**
 * @param programs files to be executed
 * @param folders that the programs work in, owned by `owner`; what lies above them may be closed to others, such as /root
 */
export function unprivileged(programs: string[], folders: string[]): Unprivileged {
  if (process.getuid?.() !== 0) return { owner: undefined, launch: (file, args) => ({ file, args }) }
  const isExecutable = programs.every((file) => allows(file, 0o005))
  const isReachable = [...programs, ...folders].every((path) => ancestors(path).every((above) => allows(above, 0o001)))
  if (isExecutable && isReachable)
    return { owner: NOBODY, launch: (file, args) => ({ file, args, uid: NOBODY, gid: NOBODY }) }
  const prefix = withCapability(isExecutable, folders[0] ?? '')
  return {
    owner: NOBODY,
    launch: (file, args) => ({ file: prefix[0] as string, args: [...prefix.slice(1), file, ...args] }),
  }
}

/** Nobody may not enter the folder above, so it is lent the one right that lets it: the smallest that is enough and ours to give. */
function withCapability(isExecutable: boolean, folder: string): string[] {
  const held = BigInt(`0x${/^CapPrm:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`)
  const has = (bit: bigint) => (held & (1n << bit)) !== 0n
  const capability = isExecutable && has(2n) ? '+dac_read_search' : has(1n) ? '+dac_override' : undefined
  if (!SETPRIV || !capability || !has(8n))
    // 8: CAP_SETPCAP, for the bit below
    throw cannotStart(
      `Postgres does not run as root and the user nobody cannot reach ${folder} or this program's folder: start Portvakt as another user, move both out of the closed folder, or set DATABASE_URL.`,
    )
  const user = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  // Postgres asks access(2) for its own program, which goes by the right lent only with this bit; exec takes every other right.
  const bits = '--securebits=+no_setuid_fixup'
  return [SETPRIV, ...user, bits, `--inh-caps=${capability}`, `--ambient-caps=${capability}`, '--']
}

function allows(path: string, bits: number): boolean {
  const { uid, mode } = statSync(path)
  return uid === NOBODY ? (mode & (bits << 6)) === bits << 6 : (mode & bits) === bits
}

function ancestors(path: string): string[] {
  const above = dirname(path)
  return above === path ? [above] : [above, ...ancestors(above)]
}
