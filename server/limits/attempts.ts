/** How long to wait after wrong tries under one key (policy "wrong passwords"; NIST SP 800-63B-4 §3.2.2). */

import { policy } from '../platform/policy.ts'

/** Wrong tries that cost nothing. */
export const FREE_FAILURES = policy.wrongPasswordsBeforeWait - 1

/** Seconds to wait after the 1st, 2nd … wrong try in a row; the last holds for all that follow. */
export const WAITS_SECONDS: readonly number[] = [...Array(FREE_FAILURES).fill(0), 10, 20, 40, 80, 160, 320, 640, 900]

/** Wrong tries are forgotten after a day without one. */
export const FORGOTTEN_AFTER_SECONDS = 24 * 60 * 60

/** A try that was begun and never settled (the server was killed) counts as wrong after this long. */
export const UNSETTLED_SECONDS = 30
