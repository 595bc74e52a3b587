import { setTimeout as sleep } from 'node:timers/promises'
import { sweepReservations } from './accounts/replace-identifier.ts'
import { sweepAdditions } from './add-identifier/sweep-additions.ts'
import { expireApprovals, sweepApprovals } from './approvals/sweep-approvals.ts'
import { sweepAuthenticatorChanges } from './authenticator/renew-phrase.ts'
import { sweepBotChecks } from './bot-check/sweep-bot-checks.ts'
import { sweepChanges } from './change-identifier/sweep-changes.ts'
import { sweepCodes } from './codes/sweep-codes.ts'
import { sweepDeletions } from './deletion/end-deletions.ts'
import { sweepDeletionReminders } from './deletion/remind-of-deletions.ts'
import { sweepDevices } from './devices/known-devices.ts'
import { sweepEvents } from './events/read-events.ts'
import { sweepLimits } from './limits/sweep-limits.ts'
import { sweepNoticeLinks } from './notices/links.ts'
import { purgeMessages } from './outbox/purge-messages.ts'
import { sweepPaidMessages } from './paid-messages/count-paid-message.ts'
import { sweepChallenges } from './passkeys/challenge.ts'
import type { Deps } from './platform/deps.ts'
import { sweepRecoveries } from './recovery/sweep-recoveries.ts'
import { sweepSessions } from './sessions/list-sessions.ts'
import { sweepProofs } from './sign-in/prove-mailbox.ts'
import { sweepSignUps } from './sign-up/sweep-sign-ups.ts'
import { sweepStaffSessions } from './staff/staff-sessions.ts'
import { sweepUndoLinks } from './undo-links/undo-links.ts'

const EVERY_MS = 60_000
/** Each has its lines in sweep.test.ts. */
export const SWEEPS = [
  sweepDeletions,
  sweepDeletionReminders,
  sweepCodes,
  sweepLimits,
  sweepBotChecks,
  sweepPaidMessages,
  sweepSessions,
  sweepDevices,
  sweepSignUps,
  sweepProofs,
  sweepRecoveries,
  sweepAdditions,
  sweepChanges,
  sweepUndoLinks,
  sweepAuthenticatorChanges,
  sweepReservations,
  sweepNoticeLinks,
  sweepChallenges,
  expireApprovals,
  sweepApprovals,
  sweepStaffSessions,
  sweepEvents,
  purgeMessages,
]

/** What one call deletes at the most, so that it holds no lock for long; a full portion is followed by the next. */
const PORTION = 1000
const MOST_PORTIONS = 500

/** Deletes what has had its time, every minute; several servers may do so at once. @returns how to stop */
export function startSweeping(deps: Deps): () => void {
  const end = new AbortController()
  const run = async () => {
    for (;;) {
      // Servers that started together do not sweep together.
      await sleep(EVERY_MS * (0.5 + Math.random()), undefined, { signal: end.signal, ref: false })
      for (const sweep of SWEEPS)
        await sweepAll(deps, sweep).catch((error: unknown) =>
          deps.log.warn({ err: error }, 'sweeping failed; tried again soon'),
        )
    }
  }
  run().catch(() => {}) // ends by being stopped
  return () => end.abort()
}

async function sweepAll(deps: Deps, sweep: (deps: Deps) => Promise<unknown>): Promise<void> {
  for (let portion = 0; portion < MOST_PORTIONS; portion++) if ((await sweep(deps)) !== PORTION) return
}
