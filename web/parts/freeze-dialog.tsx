// «Frys konto», asked once more: what it means is said before it is done.
import { useState } from 'preact/hooks'
import { policy } from '../../server/platform/policy.ts'
import { call, type Problem } from '../api.ts'
import { common, freeze } from '../words/active.ts'
import { Dialog } from './dialog.tsx'
import { ProblemAlert } from './form.tsx'
import { Consequences } from './frozen.tsx'
import { StepHeading } from './step-heading.tsx'
import { leaveToLogIn } from './use-load.ts'

const holdHours = policy.credentialHoldSeconds / 3600

export function FreezeDialog({ close, frozen }: { close(): void; frozen(): void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  async function act() {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const answer = await call('POST', '/account/freeze')
    setBusy(false)
    if (answer.ok) frozen()
    else if (answer.problem.code === 'session_required') leaveToLogIn()
    else setProblem(answer.problem)
  }

  return (
    <Dialog close={close}>
      <StepHeading level={2}>{freeze.title}</StepHeading>
      <Consequences hours={holdHours} />
      {problem && <ProblemAlert problem={problem} />}
      <button
        class="ds-button"
        data-color="danger"
        data-fullwidth
        type="button"
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void act()}
      >
        {freeze.freeze}
      </button>
      <form method="dialog">
        <button class="ds-button" data-variant="tertiary" data-fullwidth type="submit">
          {common.cancel}
        </button>
      </form>
    </Dialog>
  )
}
