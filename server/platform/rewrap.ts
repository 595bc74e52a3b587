/** Bringing what is sealed under an old key under the new one, a batch of rows at a time. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db, Statement } from './db.ts'
import type { KeyPurpose } from './key-ring.ts'
import { uint32 } from './sealing.ts'

export interface RewrapBatch {
  /** The last account of the batch; undefined after the last batch. */
  last: string | undefined
  /** Values brought under the new key. */
  moved: number
  /** Accounts with a value that could not be: damaged, or claimed by another account. Their old key stays. */
  broken: string[]
}

/** One column that is sealed under a long-lived purpose. */
export interface Rewrap {
  purpose: KeyPurpose
  /** For the operator: which values. */
  what: string
  /**
   * Brings what the next `limit` accounts after `after` (in the order of their ids) hold under `kid`, the active key.
   * A value that changes meanwhile is left as it was changed.
   */
  next(after: string | undefined, limit: number, kid: number): Promise<RewrapBatch>
  /** Removes what the destroyed keys before `kid` left behind. */
  tidy?(kid: number): Promise<void>
}

/** Does `work` for each row; one damaged row must not stop the rotation of all others. */
export function attemptEach<Row extends { account_id: string }, Result>(
  rows: readonly Row[],
  work: (row: Row) => Result,
) {
  const done: [row: Row, result: Result][] = []
  const broken: string[] = []
  for (const row of rows) {
    try {
      done.push([row, work(row)])
    } catch {
      broken.push(row.account_id)
    }
  }
  return { done, broken }
}

/** Before every id. */
export const FIRST = '00000000-0000-0000-0000-000000000000'

export interface SealedColumn<Row> extends Pick<Rewrap, 'purpose' | 'what'> {
  /** After the id $1, $2 of them at the most, what is not under the key $3. */
  underOldKey: Statement<Row>
  /** Ids, what was read, what takes its place where nothing else has. */
  replaceMany: Statement<unknown>
  of(row: Row): { id: string; sealed: Buffer }
  /** The same value, sealed anew. @throws when it does not open */
  renew(row: Row): Buffer
}

/** One sealed value a row, whose content stays as it is. */
export function rewrapColumn<Row>(
  db: Db,
  { purpose, what, underOldKey, replaceMany, of, renew }: SealedColumn<Row>,
): Rewrap {
  return {
    purpose,
    what,
    async next(after, limit, kid) {
      const rows = await db.query(underOldKey, [after ?? FIRST, limit, uint32(kid)])
      const named = rows.map((row) => ({ row, account_id: of(row).id }))
      const { done, broken } = attemptEach(named, ({ row }) => renew(row))
      const columns = [
        done.map(([{ row }]) => of(row).id),
        done.map(([{ row }]) => of(row).sealed),
        done.map(([, fresh]) => fresh),
      ]
      const moved = await db.execute(replaceMany, columns)
      return { last: rows.length < limit ? undefined : named.at(-1)?.account_id, moved, broken }
    },
  }
}

export interface RewrapDeps {
  /** Every column that is sealed under a long-lived purpose, of all folders. */
  rewraps: readonly Rewrap[]
  say(line: string): void
}

export interface RewrapOptions {
  batchSize: number
  /** Share of the time that is spent working, above 0 and up to 1; the rest is left to the servers. */
  load: number
}

const PROGRESS_EVERY_MS = 10_000

export interface Rewrapped {
  moved: number
  broken: string[]
}

/** One pass over everything that is sealed under `purpose`. */
export async function rewrapAll(
  deps: RewrapDeps,
  purpose: KeyPurpose,
  kid: number,
  options: RewrapOptions,
): Promise<Rewrapped> {
  const sums: Rewrapped[] = []
  for (const rewrap of rewrapsOf(deps, purpose)) sums.push(await rewrapOne(deps, rewrap, kid, options))
  return {
    moved: sums.reduce((total, { moved }) => total + moved, 0),
    broken: [...new Set(sums.flatMap(({ broken }) => broken))],
  }
}

async function rewrapOne(deps: RewrapDeps, rewrap: Rewrap, kid: number, options: RewrapOptions): Promise<Rewrapped> {
  const sum: Rewrapped = { moved: 0, broken: [] }
  let after: string | undefined
  let saidAt = performance.now()
  do {
    const began = performance.now()
    const { last, moved, broken } = await rewrap.next(after, options.batchSize, kid)
    sum.moved += moved
    sum.broken.push(...broken)
    after = last
    if (performance.now() - saidAt > PROGRESS_EVERY_MS) {
      saidAt = performance.now()
      deps.say(`${rewrap.purpose}: ${sum.moved} ${rewrap.what} …`)
    }
    await sleep((performance.now() - began) * (1 / options.load - 1))
  } while (after !== undefined)
  if (sum.moved > 0) deps.say(`${rewrap.purpose}: ${sum.moved} ${rewrap.what} brought under key ${kid}.`)
  return sum
}

function rewrapsOf({ rewraps }: RewrapDeps, purpose: KeyPurpose): Rewrap[] {
  return rewraps.filter((rewrap) => rewrap.purpose === purpose)
}

/** Removes what the destroyed keys of `purpose` before `kid` left behind. */
export async function tidy(deps: RewrapDeps, purpose: KeyPurpose, kid: number): Promise<void> {
  for (const rewrap of rewrapsOf(deps, purpose)) await rewrap.tidy?.(kid)
}
