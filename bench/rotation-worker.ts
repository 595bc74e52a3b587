// The rotation of the keys that authenticators' keys are sealed under, as `portvakt keys rotate --purpose totp` does it.
import { allRewraps } from '../server/keys-command.ts'
import { systemClock as clock } from '../server/platform/clock.ts'
import { openDb } from '../server/platform/db.ts'
import { loadKeys } from '../server/platform/keys.ts'
import type { Rewrap } from '../server/platform/rewrap.ts'
import { localRootKey, parseRootKey } from '../server/platform/root-key.ts'
import { type RotateOptions, rotateKeys } from '../server/platform/rotate-keys.ts'
import { serveWork } from './worker.ts'

export interface Rotation {
  url: string
  rootKey: string
  options: Partial<RotateOptions>
}

export interface Rotated {
  /** Whether the old key is destroyed. */
  isDone: boolean
  moved: number
  /** From the first batch that moved something to the end of the last one, waits between them included. */
  seconds: number
  /** Of these, the seconds in which a batch was under way. */
  busySeconds: number
}

serveWork(async ({ url, rootKey, options }: Rotation): Promise<Rotated> => {
  const db = openDb({ url, poolSize: 4 })
  const root = localRootKey(parseRootKey(rootKey, 'the root key'))
  const keys = await loadKeys(db, root, clock)
  const timed = { moved: 0, beganAt: 0, endedAt: 0, busyMs: 0 }
  const rewraps = allRewraps(db, keys).map((rewrap) => timing(rewrap, timed))
  try {
    const isDone = await rotateKeys(
      { db, root, keys, clock, rewraps, check: async () => {}, say: () => {} },
      ['totp'],
      options,
    )
    const { moved, beganAt, endedAt, busyMs } = timed
    return { isDone, moved, seconds: (endedAt - beganAt) / 1000, busySeconds: busyMs / 1000 }
  } finally {
    await keys.close()
    await db.close()
  }
})

function timing(rewrap: Rewrap, timed: { moved: number; beganAt: number; endedAt: number; busyMs: number }): Rewrap {
  return {
    ...rewrap,
    async next(after, limit, kid) {
      const began = performance.now()
      const batch = await rewrap.next(after, limit, kid)
      if (batch.moved === 0) return batch
      timed.beganAt ||= began
      timed.endedAt = performance.now()
      timed.busyMs += timed.endedAt - began
      timed.moved += batch.moved
      return batch
    },
  }
}
