// A second way to be found: address → code → added; a proof, whenever the last is old.
import { useState } from 'preact/hooks'
import type { Flow, Hold, Problem } from '../../api.ts'
import { CodeStep } from '../../parts/code-step.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemAlert } from '../../parts/form.tsx'
import type { IdentifierKind } from '../../parts/method.ts'
import { leaveToLogIn } from '../../parts/use-load.ts'
import { AddressStep } from './address-step.tsx'
import { ProofInPlace } from './proof-in-place.tsx'

export interface Added {
  holds?: Hold[]
}

interface AddIdentifierProps {
  kind: IdentifierKind
  /** With what was added, or undefined when the person closed the dialog. */
  done(added?: Added): void
}

export function AddIdentifier({ kind, done }: AddIdentifierProps) {
  const [flow, setFlow] = useState<Flow>()
  const [problem, setProblem] = useState<Problem>()

  const stop = (ended: Problem) => {
    if (ended.code === 'session_required') return leaveToLogIn()
    setProblem(ended)
    setFlow(undefined)
  }
  const start = (next: Flow) => {
    setProblem(undefined)
    setFlow(next)
  }
  return (
    <Dialog close={() => done()}>
      <ProofInPlace>
        {(reach) =>
          flow ? (
            <CodeStep
              flow={flow}
              path="/account/identifiers"
              level={2}
              reach={reach}
              done={(added: Added) => void done(added) as undefined}
              ended={stop}
              onFlow={setFlow}
            />
          ) : (
            <AddressStep kind={kind} reach={reach} started={start} stop={stop}>
              {problem && <ProblemAlert problem={problem} />}
            </AddressStep>
          )
        }
      </ProofInPlace>
    </Dialog>
  )
}
