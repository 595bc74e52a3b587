// What has been played of a long run, so that one that was stopped goes on where it was: the same seed and the same product, or
// it would be another run.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tally } from './tally.ts'

/** What makes two runs the same. */
export interface Run {
  seed: number
  sequences: number
  /** Sequences to a portion. */
  portion: number
  /** See `hashOfPlayed`. */
  played: string
}

export interface Ledger {
  seed: number
  /** By the portion's number. */
  done: ReadonlyMap<number, Tally>
  add(portion: number, tally: Tally): void
}

/**
 * @param path the file; undefined for a run that is kept nowhere
 * @param run its seed counts only for a new file
 * @throws Error where the file is of another run
 */
export function openLedger(path: string | undefined, run: Run): Ledger {
  if (!path) return { seed: run.seed, done: new Map(), add: () => {} }
  if (!existsSync(path)) writeFileSync(path, `${JSON.stringify(run)}\n`)
  const [head, ...lines] = readFileSync(path, 'utf8')
    .split('\n')
    // A line that was cut off by a kill is a portion that has to be played again.
    .flatMap((line) => parsed(line) ?? [])
  const begun = head as Run
  const other = (['sequences', 'portion', 'played'] as const).find((key) => begun[key] !== run[key])
  if (other)
    throw new Error(`${path} is of a run with another ${other}: name another file, or go back to what it played.`)
  const done = new Map((lines as { portion: number; tally: Tally }[]).map(({ portion, tally }) => [portion, tally]))
  return {
    seed: begun.seed,
    done,
    // On a line of its own, whatever a kill left behind.
    add: (portion, tally) => appendFileSync(path, `\n${JSON.stringify({ portion, tally })}\n`),
  }
}

function parsed(line: string): object | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const PLAYED = [
  'server/**/*.{ts,js,sql}',
  'web/words/**/*.ts', // of messages
  'test/support/**/*.ts',
  'test/promises/state-machine*.ts',
  'package-lock.json',
]

/** Of the product and of the model that plays it: with one letter changed, what was played says nothing of what is there. */
export function hashOfPlayed(root = join(import.meta.dirname, '../../..')): string {
  const hash = createHash('sha256')
  const files = globSync(PLAYED, { cwd: root })
  for (const file of files.filter((name) => !/^(server|web)\/.*\.test\./.test(name)).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}
