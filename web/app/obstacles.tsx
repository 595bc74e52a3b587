// What stands before every screen: the lock, and an app that is too old.
import { useState } from 'preact/hooks'
import { StepHeading } from '../parts/step-heading.tsx'
import { common, app as words } from '../words/active.ts'
import { go } from './router.ts'
import { running } from './state.ts'

export function Locked() {
  const [busy, setBusy] = useState(false)
  async function unlock() {
    if (busy) return
    setBusy(true)
    await running.connection.unlock()
    setBusy(false)
  }
  return (
    <div class="ending">
      <StepHeading>{words.locked}</StepHeading>
      <p>{words.lockedLead}</p>
      <button
        class="ds-button"
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void unlock()}
      >
        {words.unlock}
      </button>
      <button
        class="ds-button"
        data-variant="tertiary"
        data-fullwidth
        type="button"
        onClick={() => void running.connection.forget().then(() => go('/log-in'))}
      >
        {words.logInInstead}
      </button>
    </div>
  )
}

interface TooOldProps {
  /** A screen is open below it, and stays: what was typed there or shown there is nowhere else. */
  isAbove: boolean
}

export const TooOld = ({ isAbove }: TooOldProps) =>
  isAbove ? (
    <div class="ds-alert" data-color="warning" role="alert">
      <h2 class="ds-heading" data-size="xs">
        {words.tooOldTitle}
      </h2>
      <p>{words.tooOld}</p>
      <p>{words.tooOldOpen}</p>
      <WaysOn />
    </div>
  ) : (
    <div class="ending">
      <StepHeading>{words.tooOldTitle}</StepHeading>
      <p>{words.tooOld}</p>
      <WaysOn />
    </div>
  )

const WaysOn = () => (
  <>
    {running.platform.kind === 'browser' && (
      <button class="ds-button" data-fullwidth type="button" onClick={() => location.reload()}>
        {words.reload}
      </button>
    )}
    {/* Nobody is kept from freezing the account by an app that is old. */}
    <button
      class="ds-button"
      data-variant="tertiary"
      data-fullwidth
      type="button"
      onClick={() => running.platform.openOutside(running.platform.server || location.origin)}
    >
      {words.website}
    </button>
  </>
)

/** In place of a screen whose script could not be fetched. */
export const NeedsNet = () => (
  <div class="ds-alert" data-color="warning" role="alert">
    <p>{words.needsNet}</p>
    <button class="ds-button" data-variant="secondary" type="button" onClick={() => location.reload()}>
      {common.tryAgain}
    </button>
  </div>
)
