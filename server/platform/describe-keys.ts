import type { KeyRow } from './key-queries.ts'
import type { KeyPurpose } from './key-ring.ts'

export type KeyState = 'next' | 'active' | 'decrypt-only' | 'retired' | 'destroyed'

/** One line a key, for the operator: `index  key 2  active  since …`. */
export function describeKeys(rows: readonly KeyRow[], purposes: readonly KeyPurpose[], now: Date): string[] {
  return purposes.flatMap((purpose) => {
    const own = rows.filter((row) => row.purpose === purpose)
    return own.map((row) => {
      const state = keyState(row, own, now)
      return `${purpose.padEnd(12)} key ${row.kid}  ${state.padEnd(12)} ${explain(row, state)}`
    })
  })
}

/** What a key is used for at `now`, among all keys of its purpose. */
export function keyState(row: KeyRow, own: readonly KeyRow[], now: Date): KeyState {
  if (!row.wrapped) return 'destroyed'
  if (row.destroyed_at) return 'retired'
  if (row.active_from > now) return 'next'
  const isNewest = !own.some((other) => other.wrapped && other.kid > row.kid && other.active_from <= now)
  return isNewest ? 'active' : 'decrypt-only'
}

function explain(row: KeyRow, state: KeyState): string {
  if (state === 'next') return `from ${row.active_from.toISOString()}`
  if (state === 'retired') return `read only, may be destroyed from ${row.destroyed_at?.toISOString()}`
  if (state === 'destroyed') return `at ${row.destroyed_at?.toISOString()}`
  return `made ${row.created_at.toISOString()}`
}
