/**
 * Replaces keys while servers go on working: a new key that every node reads before anyone writes with it; everything
 * long-lived sealed again under it; the old key retired, looked for once more, and destroyed. Each step follows from
 * what stands in the database, so that a run that was killed is taken up by running again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { KeyRow } from './key-queries.ts'
import type { KeyPurpose } from './key-ring.ts'
import { addKey, destroyRetiredKeys, findKeys, retireKeys, shortLived, shortLivedHours } from './key-store.ts'
import type { LoadedKeys } from './keys.ts'
import { staleMs } from './keys.ts'
import type { RewrapDeps, RewrapOptions } from './rewrap.ts'
import { rewrapAll, tidy } from './rewrap.ts'
import type { RootKey } from './root-key.ts'

export interface RotateDeps extends RewrapDeps {
  db: Db
  clock: Clock
  root: RootKey
  keys: LoadedKeys
}

export interface RotateOptions extends RewrapOptions {
  /** Until the new key is written with: every node has read it by then. */
  graceMs: number
  /** From retiring the old key until it may be destroyed: nodes that did not hear have stopped, transactions ended. */
  settleMs: number
  /** What the clock does while we wait; tests pass it by. */
  wait: (ms: number) => Promise<unknown>
}

/** A transaction that began before the old key was retired is over after this (see idle_in_transaction_session_timeout). */
const TRANSACTION_MS = 30_000

export const rotateDefaults: RotateOptions = {
  graceMs: 10_000,
  settleMs: staleMs + TRANSACTION_MS,
  batchSize: 200,
  load: 0.02,
  wait: sleep,
}

/**
 * Rotates the key of one purpose, or finishes the rotation that was begun.
 *
 * @returns whether the old key is destroyed, or will be by itself; false when values are left that only it opens
 */
export async function rotateKey(
  deps: RotateDeps,
  purpose: KeyPurpose,
  given: Partial<RotateOptions>,
): Promise<boolean> {
  const options = { ...rotateDefaults, ...given }
  const target = await beginRotation(deps, purpose, options)
  await waitUntil(deps, target.active_from, options)
  await deps.keys.reload()
  if (deps.keys.mac(purpose, []).readUInt32BE() !== target.kid)
    throw new Error(`${purpose}: another rotation began meanwhile`)
  if (shortLived.includes(purpose)) {
    const destroyAt = new Date(deps.clock.now().getTime() + shortLivedHours * 3_600_000)
    await retireKeys(deps.db, purpose, target.kid, destroyAt)
    deps.say(
      `${purpose}: key ${target.kid} writes now. The servers destroy the one before at ${destroyAt.toISOString()}.`,
    )
    return true
  }
  await rewrapAll(deps, purpose, target.kid, options)
  await retireKeys(deps.db, purpose, target.kid, new Date(deps.clock.now().getTime() + options.settleMs))
  for (const row of await oldKeys(deps, target)) await waitUntil(deps, row.destroyed_at ?? row.active_from, options)
  return finishRotation(deps, target, options)
}

/** The newest key if older ones are still to be replaced, else a new one. */
async function beginRotation(deps: RotateDeps, purpose: KeyPurpose, { graceMs }: RotateOptions): Promise<KeyRow> {
  const rows = (await findKeys(deps.db)).filter((row) => row.purpose === purpose)
  const newest = rows.at(-1)
  if (!newest) throw new Error(`there is no key for ${purpose}: start a server first`)
  const isBegun = rows.some((row) => row.kid < newest.kid && row.wrapped && !isLeftToServers(row))
  if (isBegun) {
    deps.say(`${purpose}: going on with key ${newest.kid}.`)
    return newest
  }
  await tidy(deps, purpose, newest.kid)
  const key = { purpose, kid: newest.kid + 1, activeFrom: new Date(deps.clock.now().getTime() + graceMs) }
  await addKey(deps.db, deps.root, deps.clock, key)
  deps.say(`${purpose}: key ${key.kid} made.`)
  return { ...newest, ...key, active_from: key.activeFrom }
}

function isLeftToServers(row: KeyRow): boolean {
  return shortLived.includes(row.purpose) && row.destroyed_at !== null
}

/** Looks for what is left until one whole pass, begun after the last writer stopped, finds nothing; then destroys. */
async function finishRotation(deps: RotateDeps, target: KeyRow, options: RotateOptions): Promise<boolean> {
  const { purpose, kid } = target
  let result = await rewrapAll(deps, purpose, kid, options)
  while (result.moved > 0) result = await rewrapAll(deps, purpose, kid, options)
  if (result.broken.length > 0) {
    const some = result.broken.slice(0, 5).join(', ')
    deps.say(
      `${purpose}: values of ${result.broken.length} accounts cannot be brought over (${some}). The old key stays.`,
    )
    return false
  }
  await destroyRetiredKeys(deps.db, purpose, deps.clock)
  await tidy(deps, purpose, kid)
  deps.say(`${purpose}: nothing is left under the old key. It is destroyed; key ${kid} is the only one.`)
  return true
}

async function oldKeys(deps: RotateDeps, { purpose, kid }: KeyRow): Promise<KeyRow[]> {
  return (await findKeys(deps.db)).filter((row) => row.purpose === purpose && row.kid < kid && row.wrapped)
}

async function waitUntil({ clock }: RotateDeps, time: Date, { wait }: RotateOptions): Promise<void> {
  for (let ms = time.getTime() - clock.now().getTime(); ms > 0; ms = time.getTime() - clock.now().getTime())
    await wait(ms)
}
