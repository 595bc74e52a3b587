// «Frys konto»: what it means is said before it is done.
import { useState } from 'preact/hooks'
import { policy } from '../../../server/platform/policy.ts'
import { call, type Problem } from '../../api.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import { Consequences } from '../../parts/frozen.tsx'
import { StepHeading } from '../../parts/step-heading.tsx'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { common, freeze } from '../../words/active.ts'
import { Row } from './row.tsx'

const holdHours = policy.credentialHoldSeconds / 3600

export function FreezeRow({ frozen }: { frozen(): void }) {
  const [asking, setAsking] = useState(false)
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
    <Row name={freeze.name} state={freeze.state}>
      <button
        class="ds-button"
        data-variant="secondary"
        data-color="danger"
        type="button"
        onClick={() => setAsking(true)}
      >
        {freeze.freeze}
      </button>
      {asking && (
        <Dialog close={() => setAsking(false)}>
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
      )}
    </Row>
  )
}
