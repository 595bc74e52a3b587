/** When a message is tried again, and when it is given up. */

/** A claim's life. Longer than any try may take, so that only a dead worker's rows come back. */
export const CLAIM_SECONDS = 60
/** How long one try may take before it is broken off. */
export const TRY_SECONDS = 25
/** With the waits below: half a day, and for a code until it has expired. */
export const MAX_ATTEMPTS = 60

const FIRST_WAIT_SECONDS = 1
// A code is worth nothing in ten minutes: when the provider comes back, the queue must be out within one.
const LONGEST_WAIT_FOR_CODE_SECONDS = 30
const LONGEST_WAIT_SECONDS = 15 * 60

/**
 * Exponential back-off with jitter: between half of 1, 2, 4 … seconds and all of it, so that a recovering provider does not
 * get everything at one instant.
 *
 * @param attempts tries made so far, from 1
 * @param chance in [0, 1)
 */
export function waitSeconds(attempts: number, isUrgent: boolean, chance: number): number {
  const longest = isUrgent ? LONGEST_WAIT_FOR_CODE_SECONDS : LONGEST_WAIT_SECONDS
  const wait = Math.min(longest, FIRST_WAIT_SECONDS * 2 ** (attempts - 1))
  return wait * (0.5 + chance / 2)
}
