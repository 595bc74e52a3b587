/**
 * Replaces keys while servers go on working: a new key that every node reads before anyone writes with it; everything
 * long-lived sealed again under it; the old key retired, looked for once more, and destroyed. Each step follows from
 * what stands in the database, so that a run that was killed is taken up by running again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { cannotStart } from './cannot-start.ts'
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
  /** Asked before an old key is destroyed: throws when a newer program may have sealed what this one does not know. */
  check(): Promise<void>
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
 * Rotates the keys of these purposes, side by side, since most of the time is waiting. If some of their rotations were
 * begun and cut off, finishes those and begins none.
 *
 * @returns whether every old key is destroyed, or will be by itself; false when values are left that only it opens
 */
export async function rotateKeys(
  deps: RotateDeps,
  purposes: readonly KeyPurpose[],
  given: Partial<RotateOptions>,
): Promise<boolean> {
  const rows = await findKeys(deps.db)
  const begun = purposes.filter((purpose) => isBegun(rows, purpose))
  const chosen = begun.length > 0 ? begun : purposes
  if (begun.length > 0) deps.say(`Finishing the rotation of ${begun.join(', ')}; run again for a new one.`)
  const options = { ...rotateDefaults, ...given }
  const load = options.load / chosen.length
  return (await Promise.all(chosen.map((purpose) => rotateKey(deps, purpose, { ...options, load })))).every(Boolean)
}

async function rotateKey(deps: RotateDeps, purpose: KeyPurpose, options: RotateOptions): Promise<boolean> {
  const target = await beginRotation(deps, purpose, options)
  await waitUntil(deps, target.active_from, options)
  await deps.keys.reload()
  if (deps.keys.mac(purpose, []).readUInt32BE() !== target.kid)
    throw cannotStart(`${purpose}: another rotation began meanwhile; run again when it is over.`)
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
  const rows = await findKeys(deps.db)
  const newest = rows.findLast((row) => row.purpose === purpose)
  if (!newest) throw cannotStart(`There is no key for ${purpose}: start a server first.`)
  if (isBegun(rows, purpose)) {
    deps.say(`${purpose}: going on with key ${newest.kid}.`)
    return newest
  }
  await tidy(deps, purpose, newest.kid)
  const key = { purpose, kid: newest.kid + 1, activeFrom: new Date(deps.clock.now().getTime() + graceMs) }
  await addKey(deps.db, deps.root, deps.clock, key)
  deps.say(`${purpose}: key ${key.kid} made.`)
  return { ...newest, ...key, active_from: key.activeFrom }
}

/** Whether older keys than the newest still have to be replaced; retired ones of codes and messages are the servers'. */
function isBegun(rows: readonly KeyRow[], purpose: KeyPurpose): boolean {
  const live = rows.filter((row) => row.purpose === purpose && row.wrapped)
  const waiting = live.filter((row) => !(shortLived.includes(purpose) && row.destroyed_at))
  return waiting.length > 1
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
  await deps.check()
  await destroyRetiredKeys(deps.db, purpose, deps.clock)
  await options.wait(options.graceMs) // every node has heard by then, and leaves nothing more under the old key
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
